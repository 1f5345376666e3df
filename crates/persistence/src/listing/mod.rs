//! Listings: stored, locked, claimed and read page by page.

pub(crate) mod document;
mod filter;

pub use filter::{Found, ListingFilter, ListingPosition, ListingSort, Shelf, SortColumn};

use std::collections::BTreeMap;

use domain::audit::Change;
use domain::id::{ExchangeWeekId, ListingId, OrganizationId, Revision};
use domain::listing::Listing;
use domain::policy::Viewer;
use domain::quantity::Amount;
use jiff::Timestamp;

use crate::error::StoreError;
use crate::tx::{Guards, Reader, Tx, on_engine};

/// How the claims of a listing move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimMove {
    /// Nothing to held.
    Hold,
    /// Held to committed.
    Commit,
    /// Held to nothing.
    ReleaseHeld,
    /// Committed to nothing.
    ReleaseCommitted,
}

impl Reader<'_> {
    /// A listing, if this viewer may see it.
    pub fn listing(
        &mut self,
        viewer: &Viewer,
        id: ListingId,
        now: Timestamp,
    ) -> Result<Option<Listing>, StoreError> {
        on_engine!(self, listing::find(viewer, id, now))
    }

    /// At most `limit` listings that the viewer may see and the filter lets through, from `after` on.
    pub fn listings(
        &mut self,
        viewer: &Viewer,
        filter: &ListingFilter,
        after: Option<ListingPosition>,
        limit: i64,
        now: Timestamp,
    ) -> Result<Vec<Found>, StoreError> {
        on_engine!(self, listing::page(viewer, filter, after, limit, now))
    }

    /// The listings that the viewer may see and the filter lets through, by what they have in common.
    pub fn shelves(
        &mut self,
        viewer: &Viewer,
        filter: &ListingFilter,
        now: Timestamp,
    ) -> Result<Vec<Shelf>, StoreError> {
        on_engine!(self, listing::shelves(viewer, filter, now))
    }

    /// The listing with this reference in the week, whoever looks: for imports.
    pub fn listing_by_reference(
        &mut self,
        week: ExchangeWeekId,
        reference: &str,
    ) -> Result<Option<Listing>, StoreError> {
        on_engine!(self, listing::by_reference(week, reference))
    }

    /// How many listings of the organization are submitted, published or paused in the week.
    pub fn open_listings(
        &mut self,
        week: ExchangeWeekId,
        organization: OrganizationId,
    ) -> Result<u32, StoreError> {
        on_engine!(self, listing::count_open(week, organization))
    }

    /// How many listings of each of these organizations are submitted, published or paused in each of these
    /// weeks; where there are none, none.
    pub fn open_listings_in_weeks(
        &mut self,
        weeks: &[ExchangeWeekId],
        organizations: &[OrganizationId],
    ) -> Result<BTreeMap<(OrganizationId, ExchangeWeekId), u32>, StoreError> {
        on_engine!(self, listing::count_open_of(weeks, organizations))
    }

    /// Listings that are still open although their week is closed; at most `limit`.
    pub fn listings_of_closed_weeks(&mut self, limit: i64) -> Result<Vec<ListingId>, StoreError> {
        on_engine!(self, listing::of_closed_weeks(limit))
    }

    /// Listings that wait for approval while no case asks for it; at most `limit`.
    pub fn listings_without_case(&mut self, limit: i64) -> Result<Vec<ListingId>, StoreError> {
        on_engine!(self, listing::without_case(limit))
    }

    /// Published listings whose time has run out, the longest first; at most `limit`.
    pub fn overdue_listings(&mut self, now: Timestamp, limit: i64) -> Result<Vec<ListingId>, StoreError> {
        on_engine!(self, listing::overdue(now, limit))
    }
}

impl Tx<'_> {
    /// These listings, locked until the command ends, by ascending id; those that are not there are left
    /// out. Whoever locks several rows locks listings first, and in this order.
    pub fn lock_listings(&mut self, ids: &[ListingId]) -> Result<Vec<Listing>, StoreError> {
        match self.guards {
            Guards::Up => on_engine!(self, listing::lock(ids)),
            #[cfg(feature = "sabotage")]
            Guards::Down => on_engine!(self, sabotage::look(ids)),
        }
    }

    /// Stores a new listing.
    pub fn insert_listing(&mut self, listing: &Listing, change: &Change) -> Result<(), StoreError> {
        on_engine!(self, listing::insert(listing))?;
        self.require_unmerged([listing.organization])?;
        self.index_listing(listing)?;
        self.record(change)
    }

    /// Stores the listing after a command, if it is still at the revision that the command saw. Its
    /// claims are not written: only [`Tx::move_claim`] does that.
    pub fn save_listing(
        &mut self,
        listing: &Listing,
        expected: Revision,
        change: &Change,
    ) -> Result<(), StoreError> {
        on_engine!(self, listing::save(listing, expected))?;
        self.index_listing(listing)?;
        self.record(change)
    }

    /// Moves a claim on a listing. More than remains is refused by the statement itself.
    pub fn move_claim(&mut self, id: ListingId, amount: Amount, how: ClaimMove) -> Result<(), StoreError> {
        match self.guards {
            Guards::Up => on_engine!(self, listing::move_claim(id, amount, how)),
            #[cfg(feature = "sabotage")]
            Guards::Down => on_engine!(self, sabotage::move_claim(id, amount, how)),
        }
    }
}
