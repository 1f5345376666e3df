//! Writing listings, each write guarded.

use diesel::prelude::*;
use domain::id::{ListingId, Revision};
use domain::listing::Listing;
use domain::quantity::Amount;

use super::super::super::dialect::{Connection, for_update};
use super::super::super::schema::listings;
use super::super::super::values::DbId;
use super::row::{Changed, Row};
use crate::constraint::Constraint;
use crate::error::StoreError;
use crate::listing::ClaimMove;

/// Locks these listings by ascending id.
pub(crate) fn lock(connection: &mut Connection, ids: &[ListingId]) -> Result<Vec<Listing>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = ids.iter().copied().map(DbId::from).collect();
    let query = listings::table.filter(listings::id.eq_any(ids)).order(listings::id).select(Row::as_select());
    let rows: Vec<Row> = for_update!(query).load(connection)?;
    rows.into_iter().map(Row::into_listing).collect()
}

/// The same listings, not locked.
#[cfg(feature = "sabotage")]
pub(crate) fn look(connection: &mut Connection, ids: &[ListingId]) -> Result<Vec<Listing>, StoreError> {
    let ids: Vec<_> = ids.iter().copied().map(DbId::from).collect();
    let query = listings::table.filter(listings::id.eq_any(ids)).order(listings::id).select(Row::as_select());
    let rows: Vec<Row> = query.load(connection)?;
    rows.into_iter().map(Row::into_listing).collect()
}

/// Stores a new listing.
pub(crate) fn insert(connection: &mut Connection, listing: &Listing) -> Result<(), StoreError> {
    diesel::insert_into(listings::table).values(Row::of(listing)?).execute(connection)?;
    Ok(())
}

/// Stores a changed one, if it is still at the expected revision.
pub(crate) fn save(
    connection: &mut Connection,
    listing: &Listing,
    expected: Revision,
) -> Result<(), StoreError> {
    let guarded = listings::table
        .filter(listings::id.eq(DbId::from(listing.id)))
        .filter(listings::revision.eq(expected.number()));
    let saved = diesel::update(guarded).set(Changed::of(listing)?).execute(connection)?;
    if saved == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Moves a claim; what would exceed the total, or take back more than was there, changes no row.
pub(crate) fn move_claim(
    connection: &mut Connection,
    id: ListingId,
    amount: Amount,
    how: ClaimMove,
) -> Result<(), StoreError> {
    use listings::{quantity_committed as committed, quantity_held as held, quantity_total as total};
    let listing = listings::table.filter(listings::id.eq(DbId::from(id)));
    let amount = amount.thousandths();
    let moved = match how {
        ClaimMove::Hold => {
            let room = total.is_null().or((held + committed + amount).nullable().le(total));
            diesel::update(listing.filter(room.assume_not_null()))
                .set(held.eq(held + amount))
                .execute(connection)
        }
        ClaimMove::Commit => diesel::update(listing.filter(held.ge(amount)))
            .set((held.eq(held - amount), committed.eq(committed + amount)))
            .execute(connection),
        ClaimMove::ReleaseHeld => {
            diesel::update(listing.filter(held.ge(amount))).set(held.eq(held - amount)).execute(connection)
        }
        ClaimMove::ReleaseCommitted => diesel::update(listing.filter(committed.ge(amount)))
            .set(committed.eq(committed - amount))
            .execute(connection),
    }?;
    match (moved, how) {
        (1, _) => Ok(()),
        (_, ClaimMove::Hold) => Err(StoreError::Violated(Constraint::ListingQuantity)),
        _ => Err(StoreError::corrupt("listings", id, "less is claimed than is to be given back")),
    }
}
