//! A server of one test alone, for tests that stop it or kill it.

use std::{fs, path::PathBuf, process::Child, thread, time::Duration};

use super::{
    cluster::{Owner, base_url},
    installation::psql,
    random_bits,
    shared::{self, SharedCluster},
};

/// A PostgreSQL server that a test may stop, kill and start again. It costs about a second to make.
///
/// Dropping the value stops the server and removes its data. If the test is killed instead, a reaper does
/// so within seconds.
#[derive(Debug)]
pub struct PrivateCluster {
    pub(super) home: PathBuf,
    // An `Option` only so that `drop` can give up the lease.
    cluster: Option<SharedCluster>,
}

impl PrivateCluster {
    /// Makes a new cluster and starts its server.
    #[expect(clippy::new_without_default, reason = "it starts a server: nothing to do in passing")]
    pub fn new() -> Self {
        let home = shared::home().join(format!("private-{:016x}", random_bits()));
        Owner::find().create_folder(&home);
        Self { cluster: Some(SharedCluster::open(&home, 2)), home }
    }

    /// Creates an empty database and returns its URL. There is none from the start.
    pub fn create_database(&self, name: &str) -> String {
        let client = self.cluster().psql();
        psql(&client, &self.url("postgres"), &format!("CREATE DATABASE {name}"))
            .unwrap_or_else(|error| panic!("no database {name}: {error}"));
        self.url(name)
    }

    /// The URL of a database on this server.
    pub fn url(&self, database: &str) -> String {
        format!("{}{database}", base_url(self.cluster().socket_folder()))
    }

    /// Stops the server without a checkpoint or a word to its clients (`pg_ctl stop -m immediate`).
    pub fn stop_immediately(&mut self) {
        let (cluster, server) = self.parts();
        cluster.stop_immediately();
        if let Some(mut server) = server.take() {
            let _ = server.wait();
        }
    }

    /// Kills the server's main process (`SIGKILL`). Its other processes notice, and end.
    pub fn kill(&mut self) {
        let (_, server) = self.parts();
        let mut server = server.take().expect("a server that runs");
        server.kill().expect("a signal to our own child");
        let _ = server.wait();
    }

    /// Starts the server again and returns when it has recovered.
    pub fn start(&mut self) {
        let (cluster, server) = self.parts();
        // After a kill, the new server refuses to start until the last process of the old one has ended.
        for _ in 0..100 {
            if let Ok(started) = cluster.start() {
                *server = Some(started);
                return;
            }
            thread::sleep(Duration::from_millis(100));
        }
        let error = cluster.start().err();
        panic!("PostgreSQL does not start again: {error:?}");
    }

    fn cluster(&self) -> &SharedCluster {
        self.cluster.as_ref().expect("it is given up only in `drop`")
    }

    fn parts(&mut self) -> (&super::cluster::Cluster, &mut Option<Child>) {
        self.cluster.as_mut().expect("it is given up only in `drop`").parts()
    }
}

impl Drop for PrivateCluster {
    fn drop(&mut self) {
        self.stop_immediately();
        // Without the home, the reaper ends.
        let _ = fs::remove_dir_all(&self.home);
        self.cluster = None;
    }
}
