//! These start real servers and real processes; there is nothing to pretend with.

use std::{
    collections::HashSet,
    env, fs,
    path::Path,
    process::{Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Duration,
};

use super::{
    Database, PrivateCluster, Server, cluster, fresh_database, installation::psql, random_bits, shared,
    split_url,
};

/// Where a child process writes what it saw.
const REPORT: &str = "TESTKIT_REPORT";

#[test]
fn a_test_gets_the_template_and_its_database_goes_with_it() {
    let database = prepared();
    assert_eq!(database.query("SELECT name FROM goods"), "potatoes");
    database.query("INSERT INTO goods VALUES ('carrots')");
    assert_eq!(prepared().query("SELECT count(*) FROM goods"), "1", "another test must not see ours");

    let name = database.name.clone();
    drop(database);
    let left = format!("SELECT count(*) FROM pg_database WHERE datname = '{name}'");
    assert_eq!(Server::get().execute(&left).unwrap(), "0");
}

#[test]
fn a_template_is_prepared_once() {
    static PREPARED: AtomicUsize = AtomicUsize::new(0);
    let template = format!("once_{:016x}", random_bits());
    let urls: HashSet<String> = thread::scope(|scope| {
        let asking: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    let database = fresh_database(&template, |_| {
                        PREPARED.fetch_add(1, Ordering::SeqCst);
                    });
                    database.url.clone()
                })
            })
            .collect();
        asking.into_iter().map(|asked| asked.join().unwrap()).collect()
    });
    assert_eq!(urls.len(), 8, "every database is another one");
    assert_eq!(PREPARED.load(Ordering::SeqCst), 1);
    Server::get().execute(&format!("DROP DATABASE {template}")).unwrap();
}

#[test]
fn a_template_that_failed_is_made_again() {
    let template = format!("failed_{:016x}", random_bits());
    let failed = thread::scope(|scope| {
        scope.spawn(|| fresh_database(&template, |_| panic!("a migration that fails, on purpose"))).join()
    });
    assert!(failed.is_err());
    let database = fresh_database(&template, |url| {
        psql(&Server::get().psql, url, "CREATE TABLE whole ()").unwrap();
    });
    assert_eq!(database.query("SELECT count(*) FROM whole"), "0");
    drop(database);
    Server::get().execute(&format!("DROP DATABASE {template}")).unwrap();
}

#[test]
fn processes_share_one_server() {
    let children: Vec<_> = (0..3)
        .map(|_| {
            let report = env::temp_dir().join(format!("testkit-{:016x}", random_bits()));
            let child = Command::new(env::current_exe().unwrap())
                .args(["--exact", "postgres::tests::what_a_process_sees"])
                .env(REPORT, &report)
                .stdout(Stdio::null())
                .spawn()
                .unwrap();
            (child, report)
        })
        .collect();
    let mut servers = HashSet::from([identity(&prepared())]);
    let mut urls = HashSet::new();
    for (mut child, report) in children {
        assert!(child.wait().unwrap().success());
        let seen = fs::read_to_string(&report).unwrap();
        fs::remove_file(&report).unwrap();
        let (server, url) = seen.split_once('\n').unwrap();
        servers.insert(server.to_owned());
        urls.insert(url.to_owned());
    }
    assert_eq!(servers.len(), 1, "{servers:?}");
    assert_eq!(urls.len(), 3, "{urls:?}");
}

/// On its own a plain test; as a child of the test above it also tells what it saw.
#[test]
fn what_a_process_sees() {
    let database = prepared();
    let server = identity(&database);
    assert_ne!(server, "");
    if let Some(report) = env::var_os(REPORT) {
        fs::write(report, format!("{server}\n{}", database.url)).unwrap();
    }
}

#[test]
fn a_cluster_stops_when_nobody_uses_it() {
    let home = TemporaryHome::new();
    let first = shared::SharedCluster::open(home.path(), 1);
    let second = shared::SharedCluster::open(home.path(), 1);
    let socket = first.socket_folder().to_owned();
    drop(first);
    thread::sleep(Duration::from_secs(3));
    assert!(cluster::accepts_connections(&socket), "the second one uses it still");
    drop(second);
    eventually("the cluster is gone", || !socket.exists());

    // And the place can be used again.
    let third = shared::SharedCluster::open(home.path(), 1);
    assert!(cluster::accepts_connections(third.socket_folder()));
}

#[test]
fn a_dead_cluster_is_replaced() {
    let home = TemporaryHome::new();
    let mut killed = shared::SharedCluster::open(home.path(), 1);
    killed.parts().1.as_mut().unwrap().kill().unwrap();
    killed.parts().1.as_mut().unwrap().wait().unwrap();
    let replaced = shared::SharedCluster::open(home.path(), 1);
    assert!(cluster::accepts_connections(replaced.socket_folder()));

    // What a process leaves that is killed between making the cluster and saying that it is ready.
    fs::remove_file(replaced.socket_folder().join("ready")).unwrap();
    let again = shared::SharedCluster::open(home.path(), 1);
    assert!(cluster::accepts_connections(again.socket_folder()));
}

#[test]
fn a_private_server_keeps_what_it_acknowledged() {
    let mut cluster = PrivateCluster::new();
    let url = cluster.create_database("bourse");
    let client = Server::get().psql.clone();
    let query = |sql: &str| psql(&client, &url, sql);
    query("CREATE TABLE seen (n int)").unwrap();

    query("INSERT INTO seen VALUES (1)").unwrap();
    cluster.stop_immediately();
    query("SELECT").unwrap_err();
    cluster.start();
    query("INSERT INTO seen VALUES (2)").unwrap();
    cluster.kill();
    cluster.start();
    assert_eq!(query("SELECT sum(n) FROM seen").unwrap(), "3");

    let home = cluster.home.clone();
    drop(cluster);
    assert!(!home.exists());
}

#[test]
fn only_the_name_of_the_database_is_exchanged_in_a_url() {
    let check = |url: &str, expected: Option<(&str, &str)>| {
        let expected = expected.map(|(before, after)| (before.to_owned(), after.to_owned()));
        assert_eq!(split_url(url), expected, "{url}");
    };
    check("postgres://u:p@h:1/postgres", Some(("postgres://u:p@h:1/", "")));
    check("postgresql://h/x?sslmode=require", Some(("postgres://h/", "?sslmode=require")));
    check("postgres://%2Frun%2Fpg/x", Some(("postgres://%2Frun%2Fpg/", "")));
    check("postgres://h", None);
    check("mysql://h/x", None);
}

#[test]
fn a_socket_folder_is_encoded_into_a_url() {
    assert_eq!(
        cluster::base_url(Path::new("/dev/shm/a b")),
        "postgres://postgres@%2Fdev%2Fshm%2Fa%20b:5432/"
    );
}

/// A database from the template that all these tests use.
fn prepared() -> Database {
    fresh_database("testkit_goods_1", |url| {
        let sql = "CREATE TABLE goods AS SELECT 'potatoes' AS name";
        psql(&Server::get().psql, url, sql).unwrap();
    })
}

/// What no two servers have in common.
fn identity(database: &Database) -> String {
    database.query("SELECT system_identifier, pg_postmaster_start_time() FROM pg_control_system()")
}

fn eventually(what: &str, is_so: impl Fn() -> bool) {
    for _ in 0..600 {
        if is_so() {
            return;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("not within half a minute: {what}");
}

/// A home of its own for a shared cluster, which is removed with everything in it.
struct TemporaryHome(std::path::PathBuf);

impl TemporaryHome {
    fn new() -> Self {
        let path = shared::home().join(format!("home-{:016x}", random_bits()));
        cluster::Owner::find().create_folder(&path);
        Self(path)
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TemporaryHome {
    fn drop(&mut self) {
        // The reaper has stopped the server by then, or does so before it takes notice of this.
        eventually("the last cluster is gone", || !self.0.join("cluster").exists());
        let _ = fs::remove_dir_all(&self.0);
    }
}
