//! A throw-away PostgreSQL server whose commits reach the disk, as those of a real one do.
//!
//! The one that the tests use never syncs, so it would flatter us and pgbench alike.

use std::fs;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::Done;

/// Gives the socket its name; no port is opened.
const PORT: &str = "5432";

/// Everything else is as it comes. `shared_buffers` holds the week, as one would configure it.
const SETTINGS: [&str; 6] = [
    "listen_addresses=",
    "fsync=on",
    "synchronous_commit=on",
    "shared_buffers=512MB",
    "max_wal_size=4GB",
    "log_min_messages=warning",
];

/// A running server, in a folder of its own. Dropping it stops the server and removes the folder.
pub(crate) struct Cluster {
    folder: PathBuf,
    bin: PathBuf,
    server: Child,
}

impl Cluster {
    /// Makes a cluster in a folder, in the place of what is left of an earlier one.
    pub(crate) fn start(folder: &Path) -> Done<Self> {
        let bin = programs()?;
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        let owner = owner()?;
        if let Some((user, group)) = owner {
            chown(folder, Some(user), Some(group))?;
        }
        let data = folder.join("data");
        let mut initdb = Command::new(bin.join("initdb"));
        initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--pgdata"]);
        let made = lend(initdb.arg(&data), owner).current_dir("/").output()?;
        if !made.status.success() {
            return Err(format!("initdb: {}", String::from_utf8_lossy(&made.stderr)).into());
        }
        let mut postgres = Command::new(bin.join("postgres"));
        for setting in SETTINGS {
            postgres.args(["-c", setting]);
        }
        postgres.arg("-D").arg(&data).arg("-k").arg(folder).args(["-p", PORT]);
        let log = fs::File::create(folder.join("log"))?;
        postgres.current_dir("/").stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let server = lend(&mut postgres, owner).spawn()?;
        let cluster = Self { folder: folder.to_owned(), bin, server };
        for _ in 0..600 {
            if cluster.sql("SELECT 1").is_ok() {
                cluster.sql("CREATE DATABASE bench")?;
                return Ok(cluster);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Err(format!("PostgreSQL does not start; see {}", folder.join("log").display()).into())
    }

    /// The address of the database.
    pub(crate) fn url(&self, database: &str) -> String {
        let folder = self.folder.display().to_string().replace('%', "%25").replace('/', "%2F");
        format!("postgres://postgres@{folder}:{PORT}/{database}")
    }

    /// The main process.
    pub(crate) fn id(&self) -> u32 {
        self.server.id()
    }

    /// A program of the installation.
    pub(crate) fn program(&self, name: &str) -> Command {
        Command::new(self.bin.join(name))
    }

    /// What `SELECT version()` would say, in short.
    pub(crate) fn version(&self) -> Done<String> {
        let output = self.program("postgres").arg("--version").output()?;
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }

    /// Runs statements in the database of the bench.
    pub(crate) fn bench_sql(&self, statements: &str) -> Done<String> {
        self.statements("bench", statements)
    }

    /// Runs a file of statements in the database of the bench.
    pub(crate) fn bench_file(&self, file: &Path) -> Done<()> {
        self.psql("bench", |psql| psql.arg("--file").arg(file)).map(|_| ())
    }

    fn sql(&self, statement: &str) -> Done<String> {
        self.statements("postgres", statement)
    }

    fn statements(&self, database: &str, text: &str) -> Done<String> {
        self.psql(database, |psql| psql.args(["--command", text]))
    }

    fn psql(&self, database: &str, what: impl FnOnce(&mut Command) -> &mut Command) -> Done<String> {
        let mut psql = self.program("psql");
        psql.args(["--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--set=ON_ERROR_STOP=1"]);
        let output = what(psql.arg("--dbname").arg(self.url(database))).output()?;
        if output.status.success() {
            return Ok(String::from_utf8(output.stdout)?);
        }
        Err(format!("psql: {}", String::from_utf8_lossy(&output.stderr)).into())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let mut stop = self.program("pg_ctl");
        stop.args(["stop", "--mode=immediate", "--silent", "--pgdata"]).arg(self.folder.join("data"));
        if let Ok(owner) = owner() {
            drop(lend(&mut stop, owner).current_dir("/").status());
        }
        drop(self.server.wait());
        drop(fs::remove_dir_all(&self.folder));
    }
}

/// The folder of the newest release that has everything.
fn programs() -> Done<PathBuf> {
    let packaged = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<_> = packaged.map(|entry| entry.path().join("bin")).collect();
    folders.sort();
    folders.reverse();
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&path));
    let complete = |folder: &PathBuf| {
        ["initdb", "postgres", "pg_ctl", "psql", "pgbench"].iter().all(|name| folder.join(name).is_file())
    };
    let missing =
        "PostgreSQL with pgbench was not found; `scripts/test` installs it, or choose --engine sqlite";
    folders.into_iter().find(complete).ok_or_else(|| missing.into())
}

/// PostgreSQL refuses to run as root, so root lends it to another user.
fn owner() -> Done<Option<(u32, u32)>> {
    let output = Command::new("id").arg("-u").output()?;
    if String::from_utf8(output.stdout)?.trim() != "0" {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd")?;
    let find = |name: &str| {
        users.lines().find_map(|line| {
            let fields: Vec<_> = line.split(':').collect();
            let [found, _, user, group, ..] = fields.as_slice() else { return None };
            (*found == name).then_some((user.parse().ok()?, group.parse().ok()?))
        })
    };
    let found = find("postgres").or_else(|| find("nobody"));
    Ok(Some(found.ok_or("PostgreSQL does not run as root, and there is no user `postgres`")?))
}

fn lend(command: &mut Command, owner: Option<(u32, u32)>) -> &mut Command {
    match owner {
        None => command,
        Some((user, group)) => command.uid(user).gid(group),
    }
}
