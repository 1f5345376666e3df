//! Deleting what is stored for a time only.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use jiff::Timestamp;

use super::super::dialect::{Connection, types};
use super::super::schema::{invitations, refresh_tokens, sessions};
use super::super::values::{DbId, DbTime};
use crate::error::StoreError;

/// Deletes idempotency keys that were claimed before.
pub(crate) fn forget_keys(
    connection: &mut Connection,
    before: Timestamp,
    limit: i64,
) -> Result<usize, StoreError> {
    // The query builder has no tuples of columns on the left of `IN`.
    let deleted = diesel::sql_query(
        "DELETE FROM idempotency_records WHERE (caller_id, method, path, key) IN \
            (SELECT caller_id, method, path, key FROM idempotency_records \
             WHERE created_at < $1 ORDER BY created_at LIMIT $2)",
    )
    .bind::<types::Ts, _>(DbTime(before))
    .bind::<BigInt, _>(limit)
    .execute(connection)?;
    Ok(deleted)
}

/// Deletes sessions that ran out or were ended before, with their tokens.
pub(crate) fn forget_sessions(
    connection: &mut Connection,
    before: Timestamp,
    limit: i64,
) -> Result<usize, StoreError> {
    let ended: Vec<DbId> = sessions::table
        .select(sessions::id)
        .filter(sessions::expires_at.lt(DbTime(before)))
        .or_filter(sessions::revoked_at.lt(DbTime(before)))
        .order(sessions::id)
        .limit(limit)
        .load(connection)?;
    if ended.is_empty() {
        return Ok(0);
    }
    diesel::delete(refresh_tokens::table.filter(refresh_tokens::session_id.eq_any(&ended)))
        .execute(connection)?;
    Ok(diesel::delete(sessions::table.filter(sessions::id.eq_any(&ended))).execute(connection)?)
}

/// Deletes invitations that ran out before.
pub(crate) fn forget_invitations(
    connection: &mut Connection,
    before: Timestamp,
    limit: i64,
) -> Result<usize, StoreError> {
    let old: Vec<DbId> = invitations::table
        .select(invitations::id)
        .filter(invitations::expires_at.lt(DbTime(before)))
        .order((invitations::expires_at, invitations::id))
        .limit(limit)
        .load(connection)?;
    Ok(diesel::delete(invitations::table.filter(invitations::id.eq_any(&old))).execute(connection)?)
}
