//! What a reader of listings can ask for.

use domain::id::{ExchangeWeekId, ListingId, OrganizationId};
use domain::listing::{Direction, Kind};
use domain::place::Place;
use domain::vocabulary::{Category, Language};
use jiff::Timestamp;

/// Conditions on listings; an empty list or `None` lets everything through.
#[derive(Clone, Debug, Default)]
pub struct ListingFilter {
    /// Of this week.
    pub exchange_week: Option<ExchangeWeekId>,
    /// Of these organizations.
    pub organizations: Vec<OrganizationId>,
    /// Offers or requests.
    pub direction: Option<Direction>,
    /// Of these sorts.
    pub kinds: Vec<Kind>,
    /// On these shelves.
    pub categories: Vec<Category>,
    /// Written in one of these languages.
    pub languages: Vec<Language>,
    /// In one of these states, by name, as they hold now.
    pub statuses: Vec<String>,
    /// At one of these places.
    pub places: Option<Vec<Place>>,
    /// Available at some time from this instant on.
    pub available_from: Option<Timestamp>,
    /// Available at some time before this instant.
    pub available_until: Option<Timestamp>,
    /// First published after this instant.
    pub published_after: Option<Timestamp>,
    /// Changed at or after this instant.
    pub updated_since: Option<Timestamp>,
    /// Only those of which something remains.
    pub remaining_only: bool,
    /// The order.
    pub sort: ListingSort,
}

/// The order of a page. Equal instants are ordered by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListingSort {
    /// By which instant.
    pub column: SortColumn,
    /// The latest first.
    pub descending: bool,
}

impl Default for ListingSort {
    fn default() -> Self {
        Self { column: SortColumn::PublishedAt, descending: true }
    }
}

/// The instants by which listings can be ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortColumn {
    /// When first published; those never published are left out.
    PublishedAt,
    /// When made.
    CreatedAt,
    /// When last changed by a command.
    UpdatedAt,
}

/// Where a page ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListingPosition {
    /// The instant of the last listing, in the order of the page.
    pub at: Timestamp,
    /// The last listing.
    pub id: ListingId,
}
