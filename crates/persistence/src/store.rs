//! A database, chosen by its URL.

use std::time::Duration;

use domain::audit::Occasion;
use domain::id::IdSource;
use rand::RngExt;

use crate::error::{CommandError, StoreError};
use crate::tx::{Connection, Guards, Reader, Tx};
use crate::url::DatabaseUrl;
use crate::{migration, pg, sqlite};

/// How often a command that found the database busy is run again.
const RETRIES: u32 = 3;

/// A database: PostgreSQL or SQLite. Cheap to clone; the clones share their connections.
#[derive(Clone)]
pub struct Store {
    pub(crate) engine: Engine,
    pub(crate) guards: Guards,
}

#[derive(Clone)]
pub(crate) enum Engine {
    Pg(pg::engine::Engine),
    Sqlite(sqlite::engine::Engine),
}

impl Store {
    /// Connects, with at most this many connections. A SQLite file is made if it is not there.
    pub fn open(url: &DatabaseUrl, connections: u32) -> Result<Self, StoreError> {
        #[cfg(feature = "sabotage")]
        crate::sabotage::count_statements();
        let engine = match url {
            DatabaseUrl::Postgres(url) => Engine::Pg(pg::engine::Engine::open(url, connections)?),
            DatabaseUrl::Sqlite(file) => Engine::Sqlite(sqlite::engine::Engine::open(file, connections)?),
        };
        Ok(Self { engine, guards: Guards::Up })
    }

    /// Brings the schema up to date; says which migrations ran. Safe when several servers start at once.
    pub fn migrate(&self) -> Result<Vec<String>, StoreError> {
        match &self.engine {
            Engine::Pg(engine) => migration::postgresql(&mut *engine.connection()?),
            Engine::Sqlite(engine) => engine.exclusively(migration::sqlite),
        }
    }

    /// Takes every migration back, the last first. For tests of the migrations.
    pub fn revert(&self) -> Result<Vec<String>, StoreError> {
        match &self.engine {
            Engine::Pg(engine) => migration::revert_postgresql(&mut *engine.connection()?),
            Engine::Sqlite(engine) => engine.exclusively(migration::revert_sqlite),
        }
    }

    /// Answers a question.
    pub fn read<T, E: From<StoreError>>(
        &self,
        question: impl FnOnce(&mut Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        match &self.engine {
            Engine::Pg(engine) => {
                let mut connection = engine.connection()?;
                question(&mut Reader::new(Connection::Pg(&mut connection)))
            }
            Engine::Sqlite(engine) => {
                let mut connection = engine.connection()?;
                question(&mut Reader::new(Connection::Sqlite(&mut connection)))
            }
        }
    }

    /// Runs a command in one transaction. It is kept whole when `Ok` comes back, and has changed
    /// nothing when `Err` does. A busy database has the whole command run again, at most three times.
    pub fn write<T, E: CommandError>(
        &self,
        occasion: &Occasion,
        ids: &dyn IdSource,
        mut command: impl FnMut(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut tries = 0;
        loop {
            let done = match &self.engine {
                Engine::Pg(engine) => engine.transact(|connection| {
                    command(&mut Tx::new(Connection::Pg(connection), self.guards, occasion, ids))
                }),
                Engine::Sqlite(engine) => engine.transact(|connection| {
                    command(&mut Tx::new(Connection::Sqlite(connection), self.guards, occasion, ids))
                }),
            };
            match done {
                Err(error) if error.is_busy() && tries < RETRIES => {
                    tries += 1;
                    // Spread out, so that those who collided do not meet again. Nothing depends on the value.
                    std::thread::sleep(Duration::from_millis(jitter(tries)));
                }
                done => return done,
            }
        }
    }
}

/// Milliseconds to wait before a try: up to 10, 20, 40.
#[expect(clippy::disallowed_methods, reason = "no decision depends on how long a retry waits")]
fn jitter(tries: u32) -> u64 {
    rand::rng().random_range(0..=(5_u64 << tries))
}
