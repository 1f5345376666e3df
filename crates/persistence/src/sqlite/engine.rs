//! SQLite's readers and its one writer.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Error as PoolError, Pool, PooledConnection};
use diesel::sql_types::Text;

use super::writer::Writer;
use crate::error::{CommandError, StoreError};

type Manager = ConnectionManager<SqliteConnection>;

/// How long a request waits for a reading connection.
const CHECKOUT: Duration = Duration::from_millis(500);

/// The first version without the fault in resetting the write-ahead log, which damages a file that two
/// connections write to.
const VERSION_FLOOR: (u32, u32, u32) = (3, 51, 3);

/// `FULL` syncs at every commit: with `NORMAL` an acknowledged write can go with the power.
const PRAGMAS: &str = "PRAGMA busy_timeout = 2000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
    PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000; PRAGMA mmap_size = 268435456";

/// A database file, as the store uses it.
#[derive(Clone)]
pub(crate) struct Engine {
    readers: Pool<Manager>,
    writer: Arc<Writer>,
}

#[derive(Debug)]
struct Session;

impl CustomizeConnection<SqliteConnection, PoolError> for Session {
    fn on_acquire(&self, connection: &mut SqliteConnection) -> Result<(), PoolError> {
        connection.batch_execute(PRAGMAS).map_err(PoolError::QueryError)?;
        connection.batch_execute("PRAGMA query_only = ON").map_err(PoolError::QueryError)
    }
}

impl Engine {
    /// Opens the file, and makes it if it is not there.
    #[expect(clippy::disallowed_methods, reason = "this is where connections are opened")]
    pub(crate) fn open(file: &Path, readers: u32) -> Result<Self, StoreError> {
        let name = file.to_str().ok_or_else(|| StoreError::backend("the name of the file is not Unicode"))?;
        let mut connection = SqliteConnection::establish(name).map_err(StoreError::backend)?;
        connection.batch_execute(PRAGMAS).map_err(StoreError::from)?;
        require_version(&mut connection)?;
        let readers = Pool::builder()
            .max_size(readers)
            .min_idle(Some(1))
            .test_on_check_out(false)
            .connection_customizer(Box::new(Session))
            .build(Manager::new(name))
            .map_err(StoreError::backend)?;
        Ok(Self { readers, writer: Arc::new(Writer::new(connection)) })
    }

    /// A reading connection.
    pub(crate) fn connection(&self) -> Result<PooledConnection<Manager>, StoreError> {
        self.readers.get_timeout(CHECKOUT).map_err(|_| StoreError::Busy)
    }

    /// Runs a command in the writer: all of it is kept and on disk when this returns, or nothing.
    pub(crate) fn transact<T, E: CommandError>(
        &self,
        command: impl FnOnce(&mut SqliteConnection) -> Result<T, E>,
    ) -> Result<T, E> {
        self.writer.transact(command)
    }

    /// The writing connection by itself, for migrations.
    pub(crate) fn exclusively<T>(&self, work: impl FnOnce(&mut SqliteConnection) -> T) -> T {
        self.writer.exclusively(work)
    }
}

/// Asserts the version of the library that is really linked.
fn require_version(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    #[derive(QueryableByName)]
    struct Version {
        #[diesel(sql_type = Text)]
        version: String,
    }
    let found: Version = diesel::sql_query("SELECT sqlite_version() AS version").get_result(connection)?;
    let mut parts = found.version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    if (next(), next(), next()) < VERSION_FLOOR {
        let (major, minor, patch) = VERSION_FLOOR;
        let version = found.version;
        return Err(StoreError::backend(format!("SQLite {version} is older than {major}.{minor}.{patch}")));
    }
    Ok(())
}
