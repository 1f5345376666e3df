//! How somebody is slowed down, and from where they logged in before.

use diesel::prelude::*;
use domain::throttle::Throttle;
use jiff::Timestamp;

use super::super::dialect::{Connection, for_update};
use super::super::schema::{login_origins, throttles};
use super::super::values::DbTime;
use crate::error::StoreError;

/// How often somebody came, locked.
pub(crate) fn find(
    connection: &mut Connection,
    key: &[u8; 32],
    now: Timestamp,
) -> Result<Throttle, StoreError> {
    // A row must be there to be locked: two who come first at once would otherwise both count as the first.
    diesel::insert_into(throttles::table)
        .values((
            throttles::key.eq(key.as_slice()),
            throttles::count.eq(0),
            throttles::since.eq(DbTime(now)),
            throttles::free_at.eq(DbTime(now)),
        ))
        .on_conflict_do_nothing()
        .execute(connection)?;
    let query = throttles::table.find(key.as_slice()).select((
        throttles::count,
        throttles::since,
        throttles::free_at,
    ));
    let (count, since, free_at): (i32, DbTime, DbTime) = for_update!(query).first(connection)?;
    let count =
        u32::try_from(count).map_err(|_| StoreError::corrupt("throttles", "of a hashed key", "count"))?;
    Ok(Throttle { count, since: since.0, free_at: free_at.0 })
}

/// Stores it.
pub(crate) fn save(
    connection: &mut Connection,
    key: &[u8; 32],
    throttle: &Throttle,
) -> Result<(), StoreError> {
    let Throttle { count, since, free_at } = throttle;
    diesel::update(throttles::table.find(key.as_slice()))
        .set((
            throttles::count.eq(i32::try_from(*count).unwrap_or(i32::MAX)),
            throttles::since.eq(DbTime(*since)),
            throttles::free_at.eq(DbTime(*free_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Whether this origin was noted at this time or later.
pub(crate) fn knows_origin(
    connection: &mut Connection,
    key: &[u8; 32],
    since: Timestamp,
) -> Result<bool, StoreError> {
    let seen: Option<DbTime> = login_origins::table
        .find(key.as_slice())
        .select(login_origins::seen_at)
        .first(connection)
        .optional()?;
    Ok(seen.is_some_and(|seen| seen.0 >= since))
}

/// Notes an origin.
pub(crate) fn note_origin(
    connection: &mut Connection,
    key: &[u8; 32],
    at: Timestamp,
) -> Result<(), StoreError> {
    diesel::insert_into(login_origins::table)
        .values((login_origins::key.eq(key.as_slice()), login_origins::seen_at.eq(DbTime(at))))
        .on_conflict(login_origins::key)
        .do_update()
        .set(login_origins::seen_at.eq(DbTime(at)))
        .execute(connection)?;
    Ok(())
}

/// Deletes what has had its time.
pub(crate) fn forget(
    connection: &mut Connection,
    since: Timestamp,
    origins_since: Timestamp,
    limit: i64,
) -> Result<usize, StoreError> {
    let old: Vec<Vec<u8>> = throttles::table
        .filter(throttles::since.lt(DbTime(since)))
        .order(throttles::since)
        .limit(limit)
        .select(throttles::key)
        .load(connection)?;
    let unseen: Vec<Vec<u8>> = login_origins::table
        .filter(login_origins::seen_at.lt(DbTime(origins_since)))
        .order(login_origins::seen_at)
        .limit(limit)
        .select(login_origins::key)
        .load(connection)?;
    let throttles = throttles::table.filter(throttles::key.eq_any(old));
    let origins = login_origins::table.filter(login_origins::key.eq_any(unseen));
    Ok(diesel::delete(throttles).execute(connection)? + diesel::delete(origins).execute(connection)?)
}
