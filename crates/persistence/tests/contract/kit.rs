//! A database of one test, and what a test does to it.

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, DefaultHasher, Hash as _, Hasher as _, RandomState};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use domain::audit::{Cause, Occasion};
use domain::id::IdSource;
use jiff::{SignedDuration, Timestamp};
use partact_persistence::{Constraint, Reader, Store, StoreError, Tx};
use testkit::postgres;
use uuid::Uuid;

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    PostgreSql,
}

/// Makes a test for each database of one body.
macro_rules! on_both {
    ($($(#[$attribute:meta])* fn $name:ident($bench:ident: &Bench) $body:block)+) => {$(
        $(#[$attribute])*
        fn $name($bench: &Bench) $body

        mod $name {
            #[test]
            fn sqlite() {
                $crate::kit::run($crate::kit::Engine::Sqlite, super::$name);
            }

            #[test]
            fn postgresql() {
                $crate::kit::run($crate::kit::Engine::PostgreSql, super::$name);
            }
        }
    )+};
}
pub(crate) use on_both;

/// Runs a body on a fresh database, and checks the rules of the bourse after it.
pub(crate) fn run(engine: Engine, body: fn(&Bench)) {
    let bench = Bench::new(engine);
    body(&bench);
    for finding in bench.store.check_invariants().unwrap() {
        assert!(finding.rows.is_empty(), "{}: {:?}", finding.name, finding.rows);
    }
}

/// Ids in a row, which look like version 7.
pub(crate) struct SequentialIds(AtomicU64);

impl IdSource for SequentialIds {
    fn next(&self) -> Uuid {
        Uuid::from_u128((7 << 76) | (2 << 62) | u128::from(self.0.fetch_add(1, Ordering::Relaxed)))
    }
}

/// A fresh database with the current schema.
pub(crate) struct Bench {
    pub(crate) engine: Engine,
    pub(crate) store: Store,
    pub(crate) ids: SequentialIds,
    pub(crate) url: String,
    folder: Option<PathBuf>,
    _database: Option<postgres::Database>,
}

pub(crate) fn now() -> Timestamp {
    "2026-06-09T16:00:00.123456Z".parse().unwrap()
}

pub(crate) fn minutes(minutes: i64) -> Timestamp {
    now().checked_add(SignedDuration::from_mins(minutes)).unwrap()
}

pub(crate) fn occasion() -> Occasion {
    Occasion { at: now(), cause: Cause::System, request_id: Some("r-1".to_owned()) }
}

/// Connects without bringing the schema.
pub(crate) fn connect(url: &str) -> Store {
    Store::open(&url.parse().unwrap(), 8).unwrap()
}

impl Bench {
    fn new(engine: Engine) -> Self {
        let (url, folder, database) = match engine {
            Engine::Sqlite => {
                let memory = Path::new("/dev/shm");
                let parent = if memory.is_dir() { memory.to_path_buf() } else { std::env::temp_dir() };
                let name = RandomState::new().hash_one(std::process::id());
                let folder = parent.join(format!("partact-contract-{name:016x}"));
                std::fs::create_dir(&folder).unwrap();
                (format!("sqlite:{}", folder.join("partact.db").display()), Some(folder), None)
            }
            Engine::PostgreSql => {
                let database = postgres::fresh_database(&template(), |url| {
                    connect(url).migrate().unwrap();
                });
                (database.url.clone(), None, Some(database))
            }
        };
        let store = connect(&url);
        store.migrate().unwrap();
        let ids = SequentialIds(AtomicU64::new(1));
        Self { engine, store, ids, url, folder, _database: database }
    }

    pub(crate) fn write<T>(
        &self,
        command: impl FnMut(&mut Tx<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.store.write(&occasion(), &self.ids, command)
    }

    /// A command that must succeed.
    pub(crate) fn must<T>(&self, command: impl FnMut(&mut Tx<'_>) -> Result<T, StoreError>) -> T {
        self.write(command).unwrap()
    }

    pub(crate) fn read<T>(&self, question: impl FnOnce(&mut Reader<'_>) -> Result<T, StoreError>) -> T {
        self.store.read(question).unwrap()
    }

    /// Runs SQL behind the back of the store.
    #[expect(clippy::disallowed_methods, reason = "the store must not notice")]
    pub(crate) fn execute(&self, sql: &str) -> Result<(), String> {
        match self.engine {
            Engine::Sqlite => SqliteConnection::establish(self.file()).unwrap().batch_execute(sql),
            Engine::PostgreSql => PgConnection::establish(&self.url).unwrap().batch_execute(sql),
        }
        .map_err(|error| error.to_string())
    }

    /// The rows of a query with one text column, `what`.
    #[expect(clippy::disallowed_methods, reason = "the store must not notice")]
    pub(crate) fn rows(&self, sql: &str) -> Vec<String> {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = Text)]
            what: String,
        }
        let rows: Vec<Row> = match self.engine {
            Engine::Sqlite => {
                diesel::sql_query(sql).load(&mut SqliteConnection::establish(self.file()).unwrap()).unwrap()
            }
            Engine::PostgreSql => {
                diesel::sql_query(sql).load(&mut PgConnection::establish(&self.url).unwrap()).unwrap()
            }
        };
        rows.into_iter().map(|row| row.what).collect()
    }

    /// How many rows a table has.
    pub(crate) fn count(&self, table: &str) -> usize {
        let text = |sql: &str| format!("SELECT CAST(({sql}) AS text) AS what");
        self.rows(&text(&format!("SELECT count(*) FROM {table}")))[0].parse().unwrap()
    }

    fn file(&self) -> &str {
        self.url.strip_prefix("sqlite:").unwrap()
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

/// The error of a command that must fail.
pub(crate) fn refused<T>(found: Result<T, StoreError>) -> StoreError {
    match found {
        Ok(_) => panic!("it was not refused"),
        Err(error) => error,
    }
}

/// The constraint stands against it, by its own name.
pub(crate) fn violated<T>(found: Result<T, StoreError>, constraint: Constraint) {
    match refused(found) {
        StoreError::Violated(found) => assert_eq!([found], [constraint]),
        error => panic!("{error:?} is not {constraint}"),
    }
}

/// Somebody was faster.
pub(crate) fn stale<T>(found: Result<T, StoreError>) {
    let error = refused(found);
    assert!(matches!(error, StoreError::Stale), "{error:?}");
}

/// The name of the template, which changes with the migrations.
fn template() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/postgresql");
    let migrations: BTreeMap<_, _> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_owned(), std::fs::read(path.join("up.sql")).unwrap()))
        .collect();
    let mut hasher = DefaultHasher::new();
    migrations.hash(&mut hasher);
    format!("partact_contract_{:016x}", hasher.finish())
}
