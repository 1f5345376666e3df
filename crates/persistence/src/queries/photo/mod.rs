//! Photos of listings.

mod removal;
mod room;
mod row;

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::id::{ListingId, PhotoId};
use domain::photo::{Album, MOST_PHOTOS, Photo};

use super::super::dialect::Connection;
use super::super::schema::photos;
use super::super::values::{DbId, DbJson};
use crate::error::StoreError;

pub(crate) use removal::{call_off_removal, forget_removal, plan_removal, take_removals};
pub(crate) use room::move_room;
use row::Row;

/// One photo.
pub(crate) fn find(connection: &mut Connection, id: PhotoId) -> Result<Option<Photo>, StoreError> {
    let row: Option<Row> =
        photos::table.find(DbId::from(id)).select(Row::as_select()).first(connection).optional()?;
    row.map(Row::into_photo).transpose()
}

/// The photos of listings, in order.
pub(crate) fn albums(
    connection: &mut Connection,
    listings: &[ListingId],
) -> Result<BTreeMap<ListingId, Album>, StoreError> {
    if listings.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids: Vec<_> = listings.iter().copied().map(DbId::from).collect();
    let rows: Vec<Row> = photos::table
        .filter(photos::listing_id.eq_any(ids))
        .order((photos::listing_id, photos::position))
        .select(Row::as_select())
        .load(connection)?;
    let mut found: BTreeMap<ListingId, Vec<Photo>> = BTreeMap::new();
    for row in rows {
        let photo = row.into_photo()?;
        found.entry(photo.listing).or_default().push(photo);
    }
    Ok(found.into_iter().map(|(listing, photos)| (listing, Album::of(photos))).collect())
}

/// Stores a new photo in the first slot of its listing that is free.
pub(crate) fn insert(connection: &mut Connection, photo: &Photo, position: i64) -> Result<(), StoreError> {
    let taken: Vec<i64> = photos::table
        .filter(photos::listing_id.eq(DbId::from(photo.listing)))
        .select(photos::slot)
        .load(connection)?;
    let most = i64::from(MOST_PHOTOS);
    // Beyond the last slot the constraint refuses.
    let slot = (1..=most).find(|slot| !taken.contains(slot)).unwrap_or(most + 1);
    diesel::insert_into(photos::table).values(Row::of(photo, slot, position)?).execute(connection)?;
    Ok(())
}

/// Stores the words and the place of a photo; its files never change.
pub(crate) fn update(connection: &mut Connection, photo: &Photo, position: i64) -> Result<(), StoreError> {
    let saved = diesel::update(photos::table.find(DbId::from(photo.id)))
        .set((
            photos::language.eq(photo.alt.original().code()),
            photos::alt_texts.eq(DbJson(row::alt_texts(&photo.alt))),
            photos::position.eq(position),
        ))
        .execute(connection)?;
    if saved == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Deletes the row of a photo.
pub(crate) fn delete(connection: &mut Connection, id: PhotoId) -> Result<(), StoreError> {
    let deleted = diesel::delete(photos::table.find(DbId::from(id))).execute(connection)?;
    if deleted == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
