//! Keys of the service.

use diesel::prelude::*;
use jiff::Timestamp;

use super::super::dialect::Connection;
use super::super::schema::secrets;
use super::super::values::DbTime;
use crate::error::StoreError;

/// A secret by its name.
pub(crate) fn find(connection: &mut Connection, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(secrets::table.find(name).select(secrets::value).first(connection).optional()?)
}

/// Keeps a secret unless there is one of this name.
pub(crate) fn keep(
    connection: &mut Connection,
    name: &str,
    value: &[u8],
    at: Timestamp,
) -> Result<(), StoreError> {
    diesel::insert_into(secrets::table)
        .values((secrets::name.eq(name), secrets::value.eq(value), secrets::created_at.eq(DbTime(at))))
        .on_conflict_do_nothing()
        .execute(connection)?;
    Ok(())
}
