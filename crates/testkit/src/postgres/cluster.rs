//! One PostgreSQL cluster in a folder of its own: making, starting, stopping and removing it.
//!
//! Whoever calls these functions must hold the lock that says so: nothing here knows of other processes.

use std::{
    ffi::OsStr,
    fs::{self, DirBuilder},
    io::ErrorKind,
    os::unix::{
        fs::{DirBuilderExt as _, MetadataExt as _},
        net::UnixStream,
        process::CommandExt as _,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use super::installation::{Installation, psql};

/// Gives the socket its name. No TCP port is opened, so the number can collide with nothing.
const PORT: &str = "5432";

/// How the server runs. Never synced, because the data die with the tests; everything else that a test can
/// observe is as in production, `synchronous_commit` too: what was acknowledged survives a killed server.
const SETTINGS: [&str; 13] = [
    "fsync=off",
    "full_page_writes=off",
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "max_connections=400",
    "wal_level=minimal",
    "max_wal_senders=0",
    // A worker connected to a template would be in the way of copying it.
    "autovacuum=off",
    "jit=off",
    // Files in the cluster's folder, which go with it. The default leaves segments behind after a kill.
    "dynamic_shared_memory_type=mmap",
    "timezone=UTC",
    "log_min_messages=warning",
    "log_line_prefix=%m [%p] %d ",
];

/// Who runs the server. PostgreSQL refuses to run as root, so root lends it to someone with fewer rights.
#[derive(Clone, Copy, Debug)]
pub(super) enum Owner {
    /// The user who runs the tests.
    Ourselves(u32),
    /// The user `postgres`, or `nobody`.
    Other { uid: u32, gid: u32 },
}

impl Owner {
    pub(super) fn find() -> Self {
        match our_uid() {
            0 => {
                let (uid, gid) = user("postgres").or_else(|| user("nobody")).expect(
                    "PostgreSQL does not run as root, and the machine has neither a user `postgres` nor \
                     `nobody`: create one of them, or run the tests as another user",
                );
                Self::Other { uid, gid }
            }
            uid => Self::Ourselves(uid),
        }
    }

    /// Makes a command run as this user, in no other group than the user's own.
    pub(super) fn lend(self, command: &mut Command) -> &mut Command {
        match self {
            Self::Ourselves(_) => command,
            Self::Other { uid, gid } => command.uid(uid).gid(gid),
        }
    }

    /// Makes sure of a folder that only this user, and root, may enter.
    ///
    /// The places are known to everyone and everyone may write there, so a folder which someone else has
    /// put in our way is not used.
    pub(super) fn create_folder(self, path: &Path) {
        match DirBuilder::new().mode(0o700).create(path) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                panic!("cannot create {}: {error}", path.display())
            }
            Ok(()) | Err(_) => {}
        }
        let found = fs::symlink_metadata(path).expect("the folder was there a moment ago");
        let (expected, ours) = match self {
            Self::Ourselves(uid) => (uid, uid),
            Self::Other { uid, .. } => (uid, 0),
        };
        // The six low bits are the rights of the group and of all others.
        assert!(
            found.is_dir() && [expected, ours].contains(&found.uid()) && found.mode().trailing_zeros() >= 6,
            "{} is not ours alone: remove it, or ask its owner to",
            path.display()
        );
        if let Self::Other { uid, gid } = self {
            std::os::unix::fs::chown(path, Some(uid), Some(gid)).expect("root may give a folder away");
        }
    }
}

/// A cluster's folder, and what is needed to run it.
#[derive(Clone, Debug)]
pub(super) struct Cluster {
    pub(super) folder: PathBuf,
    pub(super) installation: Installation,
    pub(super) owner: Owner,
}

impl Cluster {
    /// Makes the cluster and starts its server, in the place of whatever is left of an earlier one.
    pub(super) fn create(&self) -> Child {
        self.remove();
        self.owner.create_folder(&self.folder);
        let mut initdb = self.installation.command("initdb");
        initdb
            .args(["--username=postgres", "--auth=trust", "--encoding=UTF8"])
            // Bytewise order and ASCII-only case, the same as SQLite's.
            .args(["--locale=C", "--no-sync", "--no-instructions", "--pgdata"])
            .arg(self.data());
        let output = self
            .owner
            .lend(&mut initdb)
            .output()
            .unwrap_or_else(|error| panic!("cannot run initdb: {error}"));
        assert!(
            output.status.success(),
            "initdb failed in {}: {}",
            self.folder.display(),
            String::from_utf8_lossy(&output.stderr)
        );
        self.start().unwrap_or_else(|error| panic!("PostgreSQL does not start: {error}"))
    }

    /// Starts the server of the existing cluster, and waits until it answers.
    pub(super) fn start(&self) -> Result<Child, String> {
        let log_path = self.folder.join("log");
        let log = fs::File::options()
            .create(true)
            .append(true)
            .open(&log_path)
            .expect("a log file in the cluster's folder");
        let mut postgres = self.installation.command("postgres");
        for setting in SETTINGS {
            postgres.args(["-c", setting]);
        }
        postgres
            .arg("-D")
            .arg(self.data())
            .args([OsStr::new("-k"), self.folder.as_os_str()])
            .args(["-p", PORT])
            // The server outlives this process: it may hold neither its outputs, which the runner waits to
            // see closed, nor its place in the group of processes that the runner or Ctrl-C ends.
            .stdout(log.try_clone().expect("a second handle of the log"))
            .stderr(log)
            .process_group(0);
        let mut server = self.owner.lend(&mut postgres).spawn().map_err(|error| error.to_string())?;
        let url = format!("{}postgres", base_url(&self.folder));
        // A minute, at 50 ms a turn: it takes a quarter of a second, or much more on a busy machine.
        for _ in 0..1200 {
            if let Ok(Some(status)) = server.try_wait() {
                let log = fs::read_to_string(&log_path).unwrap_or_default();
                let tail: Vec<&str> = log.lines().rev().take(10).collect();
                return Err(format!("{status}, log from its end: {tail:#?}"));
            }
            if accepts_connections(&self.folder) && psql(&self.installation.psql(), &url, "SELECT").is_ok() {
                return Ok(server);
            }
            thread::sleep(Duration::from_millis(50));
        }
        let _ = server.kill();
        let _ = server.wait();
        Err("no answer within a minute".to_owned())
    }

    /// Stops the server as if its machine had lost power, except that the operating system keeps what was
    /// written. No complaint if there is no server.
    pub(super) fn stop_immediately(&self) {
        let mut pg_ctl = self.installation.command("pg_ctl");
        pg_ctl
            .args(["stop", "--mode=immediate", "--silent", "--pgdata"])
            .arg(self.data())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        // Its status says only whether there was something to stop.
        let _ = self.owner.lend(&mut pg_ctl).status();
    }

    pub(super) fn remove(&self) {
        if !self.folder.exists() {
            return;
        }
        self.stop_immediately();
        fs::remove_dir_all(&self.folder).unwrap_or_else(|error| {
            panic!("cannot remove the dead cluster {}: {error}", self.folder.display())
        });
    }

    pub(super) fn data(&self) -> PathBuf {
        self.folder.join("data")
    }
}

/// Whether a server listens in the folder. A process that is gone leaves its socket file, so ask the socket.
pub(super) fn accepts_connections(folder: &Path) -> bool {
    UnixStream::connect(folder.join(format!(".s.PGSQL.{PORT}"))).is_ok()
}

/// The URL of the server whose socket is in the folder, up to the name of a database.
pub(super) fn base_url(folder: &Path) -> String {
    use std::fmt::Write as _;

    let mut host = String::new();
    for &byte in folder.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            host.push(char::from(byte));
        } else {
            write!(host, "%{byte:02X}").expect("a String takes any text");
        }
    }
    // The port is named although it is the default one: otherwise a PGPORT in the environment would win.
    format!("postgres://postgres@{host}:{PORT}/")
}

pub(super) fn our_uid() -> u32 {
    let output = Command::new("id").arg("-u").output().expect("the program `id`");
    String::from_utf8_lossy(&output.stdout).trim().parse().expect("`id -u` prints a number")
}

/// The user's and the group's number of a local user.
fn user(name: &str) -> Option<(u32, u32)> {
    let users = fs::read_to_string("/etc/passwd").ok()?;
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        (fields.next()? == name).then_some(())?;
        let mut numbers = fields.skip(1).map(str::parse);
        Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
    })
}
