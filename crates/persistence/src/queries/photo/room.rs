//! The room that the photos of an organization take.

use diesel::prelude::*;
use domain::id::OrganizationId;

use super::super::super::dialect::Connection;
use super::super::super::schema::photo_room;
use super::super::super::values::DbId;
use crate::error::StoreError;

/// Takes so many bytes more, or gives them back; more than there is refuses the statement itself.
pub(crate) fn move_room(
    connection: &mut Connection,
    organization: OrganizationId,
    difference: i64,
) -> Result<(), StoreError> {
    use photo_room::{organization_id, size_bytes};
    let organization = DbId::from(organization);
    diesel::insert_into(photo_room::table)
        .values((organization_id.eq(organization), size_bytes.eq(0)))
        .on_conflict_do_nothing()
        .execute(connection)?;
    let moved = diesel::update(photo_room::table.find(organization))
        .set(size_bytes.eq(size_bytes + difference))
        .execute(connection)?;
    if moved == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
