//! What happens to listings without their guards. For the negative control of the races; never shipped.

use diesel::prelude::*;
use domain::id::ListingId;
use domain::listing::{Claims, Listing};
use domain::quantity::Amount;

use super::super::dialect::Connection;
use super::super::schema::listings;
use super::super::values::DbId;
use super::listing;
use crate::error::StoreError;
use crate::listing::ClaimMove;

/// These listings, not locked, as if nothing were claimed of them.
pub(crate) fn look(connection: &mut Connection, ids: &[ListingId]) -> Result<Vec<Listing>, StoreError> {
    let mut found = listing::look(connection, ids)?;
    for listing in &mut found {
        listing.claims = Claims { held: Amount::ZERO, committed: Amount::ZERO, ..listing.claims };
    }
    Ok(found)
}

/// Moves a claim, whatever the total is and however much is there.
pub(crate) fn move_claim(
    connection: &mut Connection,
    id: ListingId,
    amount: Amount,
    how: ClaimMove,
) -> Result<(), StoreError> {
    use listings::{quantity_committed as committed, quantity_held as held};
    let amount = amount.thousandths();
    let (more_held, more_committed) = match how {
        ClaimMove::Hold => (amount, 0),
        ClaimMove::Commit => (-amount, amount),
        ClaimMove::ReleaseHeld => (-amount, 0),
        ClaimMove::ReleaseCommitted => (0, -amount),
    };
    diesel::update(listings::table.filter(listings::id.eq(DbId::from(id))))
        .set((held.eq(held + more_held), committed.eq(committed + more_committed)))
        .execute(connection)?;
    Ok(())
}
