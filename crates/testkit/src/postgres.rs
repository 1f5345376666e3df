//! Throw-away PostgreSQL databases: one for each test, at the price of some 20 ms.
//!
//! [`fresh_database`] hands a test an empty database with the current schema. Behind it stands one
//! server for the whole test run, although every test may run in a process of its own and all at once:
//!
//! - with `TEST_DATABASE_URL` set (the `postgres://` URL of a maintenance database, by a role that may
//!   create databases), that server is used;
//! - without it, the first process that asks starts a throw-away cluster from the binaries installed on
//!   the machine, and the others find it. It stops by itself soon after the last process that used it
//!   has gone, however that process ended (see [`shared`]).
//!
//! A missing PostgreSQL fails the test. It is never a reason to skip one.
//!
//! The module knows nothing of our schema: the caller brings the migrations as a closure. It speaks to
//! the server through `psql`, so that it depends on no driver and no other crate of ours.

mod cluster;
mod installation;
mod private;
mod shared;
#[cfg(test)]
mod tests;

use std::{
    fs::File,
    hash::{BuildHasher as _, RandomState},
    path::{Path, PathBuf},
    sync::OnceLock,
};

pub use self::private::PrivateCluster;
use self::{installation::psql, shared::SharedCluster};

/// A database of this test alone. Dropping the value drops the database.
///
/// A test that is killed leaves its database behind: on the throw-away cluster it goes with the cluster;
/// on the server of `TEST_DATABASE_URL` it stays, and its name begins with `partact_test_`.
#[derive(Debug)]
pub struct Database {
    /// Where it is, as a `postgres://` URL that libpq understands. The host is a percent-encoded path of
    /// a socket folder, or whatever host `TEST_DATABASE_URL` names.
    pub url: String,
    name: String,
    server: &'static Server,
}

/// Creates a database as a copy of the template called `template`, and makes that template first when
/// this run is the first to ask for it.
///
/// `prepare` fills a new template: it gets the template's URL, and must have closed its connections when
/// it returns. It runs once for each template name on a server, never once for each test, so the name must
/// change when the outcome of `prepare` would: put a hash of the migrations into it. The name may hold
/// lower-case ASCII letters, digits and `_`, at most 48 of them.
pub fn fresh_database(template: &str, prepare: impl FnOnce(&str)) -> Database {
    assert!(
        (1..=48).contains(&template.len())
            && template
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'),
        "a template's name is 1 to 48 of [a-z0-9_], not {template:?}"
    );
    let server = Server::get();
    let name = format!("partact_test_{:016x}", random_bits());
    // Nearly always the template exists: try, instead of asking first.
    if server.copy(template, &name).is_err() {
        server.make_template(template, prepare);
        server
            .copy(template, &name)
            .unwrap_or_else(|error| panic!("no copy of the template {template}: {error}"));
    }
    Database { url: server.url(&name), name, server }
}

impl Database {
    /// Runs one SQL statement through `psql` and returns its rows as text: columns divided by `|`, rows by
    /// line ends. It is for looking behind the back of the code under test, not for speed.
    pub fn query(&self, sql: &str) -> String {
        psql(&self.server.psql, &self.url, sql).unwrap_or_else(|error| panic!("{sql}: {error}"))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // Best effort: the test has its verdict already, and a panic in here would abort the process.
        let _ = self.server.execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

/// The server that this process uses for all its databases.
#[derive(Debug)]
struct Server {
    /// The client program that speaks to it.
    psql: PathBuf,
    /// The URL in front of the database name, and behind it.
    url: (String, String),
    /// How `CREATE DATABASE` copies. Copying files beats writing pages to the log (17 ms against 30), but
    /// makes a checkpoint, which is free only where nothing is ever synced to a disk.
    strategy: &'static str,
    /// The file whose lock guards the making of templates, among processes on this machine.
    lock: PathBuf,
    /// Keeps the throw-away cluster running for as long as this process lives.
    _cluster: Option<SharedCluster>,
}

impl Server {
    fn get() -> &'static Self {
        static SERVER: OnceLock<Server> = OnceLock::new();
        SERVER.get_or_init(|| match std::env::var("TEST_DATABASE_URL") {
            Ok(url) => Self::given(&url),
            Err(_) => Self::throw_away(),
        })
    }

    fn given(url: &str) -> Self {
        Self {
            psql: installation::find_client(),
            url: split_url(url)
                .unwrap_or_else(|| panic!("TEST_DATABASE_URL is no postgres:// URL with a database name")),
            strategy: "",
            lock: shared::home().join("template.lock"),
            _cluster: None,
        }
    }

    fn throw_away() -> Self {
        let home = shared::home();
        let cluster = SharedCluster::open(&home, shared::IDLE_SECONDS);
        Self {
            psql: cluster.psql(),
            url: (cluster::base_url(cluster.socket_folder()), String::new()),
            strategy: "STRATEGY file_copy",
            lock: home.join("template.lock"),
            _cluster: Some(cluster),
        }
    }

    fn url(&self, database: &str) -> String {
        let (before, after) = &self.url;
        format!("{before}{database}{after}")
    }

    /// Runs a statement on the maintenance database.
    fn execute(&self, sql: &str) -> Result<String, String> {
        // Every server has this database, and nobody copies it, so being connected to it is in no one's way.
        psql(&self.psql, &self.url("postgres"), sql)
    }

    fn copy(&self, template: &str, name: &str) -> Result<String, String> {
        self.execute(&format!("CREATE DATABASE {name} TEMPLATE {template} {}", self.strategy))
    }

    /// Makes the template unless another process has made it meanwhile.
    fn make_template(&self, template: &str, prepare: impl FnOnce(&str)) {
        let _guard = lock_exclusively(&self.lock);
        let must = |sql: String| self.execute(&sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
        if must(format!("SELECT 1 FROM pg_database WHERE datname = '{template}'")) == "1" {
            return;
        }
        // It gets its name last: whatever stops us on the way, no test ever copies half a schema.
        let unfinished = format!("{template}_unfinished");
        must(format!("DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)"));
        must(format!("CREATE DATABASE {unfinished} TEMPLATE template0"));
        prepare(&self.url(&unfinished));
        // A connection to a template would make copying it fail.
        must(format!("ALTER DATABASE {unfinished} ALLOW_CONNECTIONS false"));
        must(format!("ALTER DATABASE {unfinished} RENAME TO {template}"));
    }
}

/// Waits for the file's lock; it is released when the returned handle is dropped, or its process dies.
fn lock_exclusively(path: &Path) -> File {
    let file = open_lock_file(path);
    file.lock().unwrap_or_else(|error| panic!("cannot lock {}: {error}", path.display()));
    file
}

fn open_lock_file(path: &Path) -> File {
    File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(path)
        .unwrap_or_else(|error| panic!("cannot open {}: {error}", path.display()))
}

/// What stands before and after the database name in a `postgres://` URL.
fn split_url(url: &str) -> Option<(String, String)> {
    let rest = url.strip_prefix("postgres://").or_else(|| url.strip_prefix("postgresql://"))?;
    let (host, path) = rest.split_once('/')?;
    let parameters =
        path.split_once('?').map_or_else(String::new, |(_, parameters)| format!("?{parameters}"));
    Some((format!("postgres://{host}/"), parameters))
}

/// Bits that no other process draws. Random, because neither a process number nor the time is unique among
/// the machines and containers that may share the server of `TEST_DATABASE_URL`.
fn random_bits() -> u64 {
    RandomState::new().hash_one(std::process::id())
}
