//! PostgreSQL's pool and its transactions.

use std::time::Duration;

use diesel::connection::{SimpleConnection, TransactionManager};
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Error as PoolError, Pool, PooledConnection};
use diesel::{Connection, PgConnection};

use crate::error::{CommandError, StoreError};

type Manager = ConnectionManager<PgConnection>;
type Transactions = <PgConnection as Connection>::TransactionManager;

/// How long a request waits for a connection before it is told that the service is busy.
const CHECKOUT: Duration = Duration::from_millis(500);

/// Bounds on what one statement may cost, and UTC, so that nothing depends on the server's settings.
const SESSION: &str = "SET statement_timeout = '2s'; SET lock_timeout = '1s'; \
    SET idle_in_transaction_session_timeout = '5s'; SET TIME ZONE 'UTC'; SET lc_messages = 'C'";

/// A database server, as the store uses it.
#[derive(Clone)]
pub(crate) struct Engine {
    pool: Pool<Manager>,
}

#[derive(Debug)]
struct Session;

impl CustomizeConnection<PgConnection, PoolError> for Session {
    fn on_acquire(&self, connection: &mut PgConnection) -> Result<(), PoolError> {
        // Not everybody may set the messages' language; English is the default nearly everywhere.
        if connection.batch_execute(SESSION).is_err() {
            let bounds = SESSION.rsplit_once(';').map_or(SESSION, |(bounds, _)| bounds);
            connection.batch_execute(bounds).map_err(PoolError::QueryError)?;
        }
        Ok(())
    }
}

impl Engine {
    /// Connects with this many connections.
    pub(crate) fn open(url: &str, connections: u32) -> Result<Self, StoreError> {
        let pool = Pool::builder()
            .max_size(connections)
            .min_idle(Some(1))
            .connection_timeout(Duration::from_secs(5))
            // A round trip on every checkout costs a fifth of the throughput; a broken connection is
            // noticed by the transaction manager instead and thrown away on its return.
            .test_on_check_out(false)
            .connection_customizer(Box::new(Session))
            .build(Manager::new(url))
            .map_err(StoreError::backend)?;
        Ok(Self { pool })
    }

    /// A connection from the pool.
    pub(crate) fn connection(&self) -> Result<PooledConnection<Manager>, StoreError> {
        self.pool.get_timeout(CHECKOUT).map_err(|_| StoreError::Busy)
    }

    /// Runs a command in one transaction: all of it is kept, or nothing.
    pub(crate) fn transact<T, E: CommandError>(
        &self,
        command: impl FnOnce(&mut PgConnection) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = self.connection()?;
        Transactions::begin_transaction(&mut *connection).map_err(StoreError::from)?;
        match command(&mut connection) {
            Ok(value) => {
                Transactions::commit_transaction(&mut *connection).map_err(StoreError::from)?;
                Ok(value)
            }
            Err(error) => {
                // What the command said is the answer; a connection that cannot even roll back is
                // marked broken by the transaction manager and leaves the pool.
                if let Err(rollback) = Transactions::rollback_transaction(&mut *connection) {
                    tracing::warn!(error = %rollback, "a transaction could not be rolled back");
                }
                Err(error)
            }
        }
    }
}
