//! One throw-away cluster for all test processes of a user, which stops by itself after the last of them.
//!
//! Everything is in one folder, the *home*, and rests on locks that the operating system releases when a
//! process ends, however it ends:
//!
//! | in the home | what it is |
//! |---|---|
//! | `lease.lock` | every process that uses the cluster holds it *shared* until it ends |
//! | `setup.lock` | held while the cluster is looked for, replaced and started |
//! | `reaper.lock` | held by the reaper, so that there is one |
//! | `cluster/` | data, log and socket; only the owner of the server and root may enter |
//! | `cluster/ready` | says that the start was completed, and which release runs |
//!
//! The *reaper* is a small shell program beside the server. It tries once a second to get the lease
//! *exclusively*. When it could for some seconds in a row, nobody uses the cluster: it takes the lease,
//! stops the server, removes the cluster, and ends. A process that comes in just then waits for its
//! lease, finds no cluster afterwards, and starts a new one.

use std::{
    fs::{self, File},
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use super::{
    cluster::{Cluster, Owner, accepts_connections, our_uid},
    installation::Installation,
    lock_exclusively, open_lock_file,
};

/// For how long nobody must have used the cluster before it stops. A runner may be busy with other tests
/// in between, and a needless restart costs two seconds.
pub(super) const IDLE_SECONDS: u32 = 15;

/// Arguments: the home, the seconds of idleness, `pg_ctl`.
const REAPER: &str = r#"
trap '' HUP INT
idle=0
while [ -d "$1" ]; do
    sleep 1
    if flock --nonblock --exclusive "$1/lease.lock" true; then
        idle=$((idle + 1))
    else
        idle=0
    fi
    if [ "$idle" -ge "$2" ]; then
        idle=0
        flock --nonblock --exclusive "$1/lease.lock" sh -c '
            "$2" stop --mode=immediate --silent --pgdata "$1/cluster/data"
            rm -rf "$1/cluster"
        ' sh "$1" "$3" && exit
    fi
done
"#;

/// This process's share in the cluster of a home. The cluster runs while the value lives.
#[derive(Debug)]
pub(super) struct SharedCluster {
    cluster: Cluster,
    /// Only the process that started the server has it.
    server: Option<Child>,
    _lease: File,
}

impl SharedCluster {
    /// Joins the running cluster of the home, or starts one.
    pub(super) fn open(home: &Path, idle_seconds: u32) -> Self {
        let lease = open_lock_file(&home.join("lease.lock"));
        lease.lock_shared().expect("a lease of the cluster");
        // From here on, no reaper can take away what we find.
        let folder = home.join("cluster");
        if let Some(cluster) = running(&folder) {
            let joined = Self { cluster, server: None, _lease: lease };
            joined.ensure_reaper(home, idle_seconds);
            return joined;
        }
        let _guard = lock_exclusively(&home.join("setup.lock"));
        let (cluster, server) = if let Some(cluster) = running(&folder) {
            (cluster, None)
        } else {
            let cluster = Cluster { folder, installation: Installation::find(), owner: Owner::find() };
            // First the one who cleans up: this process may be killed at any time.
            start_reaper(home, idle_seconds, &cluster);
            let server = cluster.create();
            fs::write(ready_file(&cluster.folder), cluster.installation.bin().as_os_str().as_encoded_bytes())
                .expect("a file in the cluster's folder");
            (cluster, Some(server))
        };
        Self { cluster, server, _lease: lease }
    }

    pub(super) fn psql(&self) -> PathBuf {
        self.cluster.installation.psql()
    }

    pub(super) fn socket_folder(&self) -> &Path {
        &self.cluster.folder
    }

    /// The cluster, and its server's process if this process started it.
    pub(super) fn parts(&mut self) -> (&Cluster, &mut Option<Child>) {
        (&self.cluster, &mut self.server)
    }

    /// Someone may have killed the reaper; the server must not run for ever then.
    fn ensure_reaper(&self, home: &Path, idle_seconds: u32) {
        let lock = open_lock_file(&home.join("reaper.lock"));
        if lock.try_lock().is_ok() {
            drop(lock);
            start_reaper(home, idle_seconds, &self.cluster);
        }
    }
}

/// The cluster in this folder, if its start was completed and its server is there.
fn running(folder: &Path) -> Option<Cluster> {
    let bin = fs::read_to_string(ready_file(folder)).ok()?;
    accepts_connections(folder).then(|| Cluster {
        folder: folder.to_owned(),
        installation: Installation::at(PathBuf::from(bin)),
        owner: Owner::find(),
    })
}

fn ready_file(folder: &Path) -> PathBuf {
    folder.join("ready")
}

/// Starts a reaper; it ends at once, or rather after a few seconds, if there is one already. The wait is for
/// the other one's last moment, between removing a cluster and ending.
#[expect(clippy::zombie_processes, reason = "it outlives this process on purpose")]
fn start_reaper(home: &Path, idle_seconds: u32, cluster: &Cluster) {
    let mut reaper = Command::new("flock");
    reaper
        .args(["--exclusive", "--timeout", "5"])
        .arg(home.join("reaper.lock"))
        .args(["sh", "-c", REAPER, "reaper-of-test-postgresql"])
        .arg(home)
        .arg(idle_seconds.to_string())
        .arg(cluster.installation.bin().join("pg_ctl"))
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0);
    cluster
        .owner
        .lend(&mut reaper)
        .spawn()
        .expect("`flock` is needed to stop the test server in time: install it (util-linux has it)");
}

/// The folder of this user's shared cluster: in memory if that is big enough, else in the temporary folder.
///
/// All processes must come to the same answer, so it depends on the size of the memory disk, and not on
/// what is free there at the moment. Containers often have one of 64 MB, which is too small.
pub(super) fn home() -> PathBuf {
    let memory = Path::new("/dev/shm");
    let parent =
        if size_in_kib(memory) >= Some(1024 * 1024) { memory.to_owned() } else { std::env::temp_dir() };
    let home = parent.join(format!("partact-tests-{}", our_uid()));
    Owner::find().create_folder(&home);
    home
}

fn size_in_kib(folder: &Path) -> Option<u64> {
    let output = Command::new("df").arg("-Pk").arg(folder).output().ok()?;
    let output = String::from_utf8(output.stdout).ok()?;
    output.lines().nth(1)?.split_whitespace().nth(1)?.parse().ok()
}
