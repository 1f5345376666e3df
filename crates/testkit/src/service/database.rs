//! A database for one test, empty and with the current schema.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{BuildHasher as _, DefaultHasher, Hash as _, Hasher as _, RandomState};
use std::path::{Path, PathBuf};

use persistence::{DatabaseUrl, Store};

use crate::postgres;

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file.
    Sqlite,
    /// A server; see [`crate::postgres`].
    PostgreSql,
}

/// A database that goes with its value.
pub(super) enum TestDatabase {
    Sqlite(Folder),
    PostgreSql(postgres::Database),
}

impl TestDatabase {
    /// A database without a row.
    pub(super) fn new(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Self::Sqlite(Folder::new()),
            Engine::PostgreSql => Self::PostgreSql(postgres::fresh_database(&template(), |url| {
                migrated(url);
            })),
        }
    }

    pub(super) const fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::PostgreSql(_) => Engine::PostgreSql,
        }
    }

    /// The first connection to it; brings the schema where there is none yet.
    pub(super) fn open(&self) -> Store {
        match self {
            Self::Sqlite(_) => migrated(&self.url()),
            Self::PostgreSql(_) => self.connect(),
        }
    }

    /// Other connections to it.
    pub(super) fn connect(&self) -> Store {
        connected(&self.url())
    }

    pub(super) fn url(&self) -> String {
        match self {
            Self::Sqlite(folder) => folder.url(),
            Self::PostgreSql(database) => database.url.clone(),
        }
    }
}

fn connected(url: &str) -> Store {
    let parsed: DatabaseUrl = url.parse().unwrap_or_else(|error| panic!("{error}"));
    Store::open(&parsed, 4).unwrap_or_else(|error| panic!("{url} cannot be opened: {error:?}"))
}

fn migrated(url: &str) -> Store {
    let store = connected(url);
    store.migrate().unwrap_or_else(|error| panic!("{url} cannot be migrated: {error:?}"));
    store
}

/// The name of the template, which changes with the migrations.
fn template() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/postgresql");
    let migrations: BTreeMap<_, _> = fs::read_dir(&folder)
        .and_then(|entries| {
            entries
                .map(|entry| {
                    let path = entry?.path();
                    Ok((path.file_name().map(ToOwned::to_owned), fs::read(path.join("up.sql"))?))
                })
                .collect()
        })
        .unwrap_or_else(|error| panic!("the migrations in {} cannot be read: {error}", folder.display()));
    let mut hasher = DefaultHasher::new();
    migrations.hash(&mut hasher);
    format!("partact_{:016x}", hasher.finish())
}

/// A folder that goes with its value; in memory where the machine has such a place.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    pub(super) fn new() -> Self {
        let memory = Path::new("/dev/shm");
        let name = format!("partact-test-{:016x}", RandomState::new().hash_one(std::process::id()));
        let folder = [memory.to_path_buf(), std::env::temp_dir()]
            .into_iter()
            .map(|parent| parent.join(&name))
            .find(|folder| fs::create_dir(folder).is_ok())
            .expect("a folder for the database of a test");
        Self(folder)
    }

    fn url(&self) -> String {
        format!("sqlite:{}", self.0.join("partact.db").display())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Best effort: the test has its verdict already.
        drop(fs::remove_dir_all(&self.0));
    }
}
