//! Bringing a schema up to date.

use diesel::backend::Backend;
use diesel::connection::SimpleConnection;
use diesel::{PgConnection, SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::error::StoreError;

const POSTGRESQL: EmbeddedMigrations = embed_migrations!("../../migrations/postgresql");
const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");

/// Servers that start at once queue behind this number; it means nothing else.
const LOCK: &str =
    "SET statement_timeout = '120s'; SET lock_timeout = '120s'; SELECT pg_advisory_lock(7270117)";
const UNLOCK: &str =
    "SELECT pg_advisory_unlock(7270117); SET statement_timeout = '2s'; SET lock_timeout = '1s'";

pub(crate) fn postgresql(connection: &mut PgConnection) -> Result<Vec<String>, StoreError> {
    locked(connection, |connection| pending(connection, POSTGRESQL))
}

pub(crate) fn sqlite(connection: &mut SqliteConnection) -> Result<Vec<String>, StoreError> {
    pending(connection, SQLITE)
}

pub(crate) fn revert_postgresql(connection: &mut PgConnection) -> Result<Vec<String>, StoreError> {
    locked(connection, |connection| reverted(connection, POSTGRESQL))
}

pub(crate) fn revert_sqlite(connection: &mut SqliteConnection) -> Result<Vec<String>, StoreError> {
    reverted(connection, SQLITE)
}

fn locked<T>(
    connection: &mut PgConnection,
    work: impl FnOnce(&mut PgConnection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    connection.batch_execute(LOCK)?;
    let done = work(connection);
    connection.batch_execute(UNLOCK)?;
    done
}

fn pending<DB: Backend>(
    connection: &mut impl MigrationHarness<DB>,
    source: EmbeddedMigrations,
) -> Result<Vec<String>, StoreError> {
    let ran = connection.run_pending_migrations(source).map_err(StoreError::Backend)?;
    Ok(ran.iter().map(ToString::to_string).collect())
}

fn reverted<DB: Backend>(
    connection: &mut impl MigrationHarness<DB>,
    source: EmbeddedMigrations,
) -> Result<Vec<String>, StoreError> {
    let ran = connection.revert_all_migrations(source).map_err(StoreError::Backend)?;
    Ok(ran.iter().map(ToString::to_string).collect())
}
