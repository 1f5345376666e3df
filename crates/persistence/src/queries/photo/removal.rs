//! What is to be removed from the store of objects.

use diesel::prelude::*;
use domain::id::PhotoId;
use jiff::Timestamp;

use super::super::super::dialect::{Connection, for_update};
use super::super::super::schema::object_removals as removals;
use super::super::super::values::{DbId, DbTime};
use crate::error::StoreError;
use crate::photo::LEASE;

/// Plans a removal.
pub(crate) fn plan_removal(
    connection: &mut Connection,
    id: PhotoId,
    due_at: Timestamp,
) -> Result<(), StoreError> {
    diesel::insert_into(removals::table)
        .values((removals::photo_id.eq(DbId::from(id)), removals::due_at.eq(DbTime(due_at))))
        .execute(connection)?;
    Ok(())
}

/// Strikes a planned removal that nobody has taken.
pub(crate) fn call_off_removal(connection: &mut Connection, id: PhotoId) -> Result<bool, StoreError> {
    let waiting = removals::table.find(DbId::from(id)).filter(removals::taken_at.is_null());
    Ok(diesel::delete(waiting).execute(connection)? == 1)
}

/// Takes removals that are due; those that somebody took long ago and did not carry out are due again.
pub(crate) fn take_removals(
    connection: &mut Connection,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<PhotoId>, StoreError> {
    let abandoned = now.checked_sub(LEASE).unwrap_or(Timestamp::MIN);
    let free = removals::taken_at.is_null().or(removals::taken_at.assume_not_null().le(DbTime(abandoned)));
    let due = removals::table
        .filter(removals::due_at.le(DbTime(now)))
        .filter(free)
        .order(removals::due_at)
        .select(removals::photo_id)
        .limit(limit);
    let ids: Vec<DbId> = for_update!(due).load(connection)?;
    diesel::update(removals::table.filter(removals::photo_id.eq_any(&ids)))
        .set(removals::taken_at.eq(Some(DbTime(now))))
        .execute(connection)?;
    Ok(ids.into_iter().map(PhotoId::from).collect())
}

/// Strikes a removal.
pub(crate) fn forget_removal(connection: &mut Connection, id: PhotoId) -> Result<(), StoreError> {
    diesel::delete(removals::table.find(DbId::from(id))).execute(connection)?;
    Ok(())
}
