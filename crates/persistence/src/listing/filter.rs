//! What a reader of listings can ask for.

use domain::id::{ExchangeWeekId, ListingId, OrganizationId};
use domain::listing::{Direction, Kind, Listing};
use domain::organization::OrganizationKind;
use domain::place::Place;
use domain::quantity::Amount;
use domain::vocabulary::{Category, Language, Unit};
use jiff::Timestamp;
use search::Asked;

/// Conditions on listings; an empty list or `None` lets everything through.
#[derive(Clone, Debug, Default)]
pub struct ListingFilter {
    /// Found by these words.
    pub asked: Option<Asked>,
    /// Of this week.
    pub exchange_week: Option<ExchangeWeekId>,
    /// Of these organizations.
    pub organizations: Vec<OrganizationId>,
    /// Of these kinds of organization.
    pub organization_kinds: Vec<OrganizationKind>,
    /// Offers or requests.
    pub direction: Option<Direction>,
    /// Of these sorts.
    pub kinds: Vec<Kind>,
    /// On these shelves.
    pub categories: Vec<Category>,
    /// Written in one of these languages.
    pub languages: Vec<Language>,
    /// Needing, or spoken in, one of these languages.
    pub languages_needed: Vec<Language>,
    /// Counted in one of these units.
    pub units: Vec<Unit>,
    /// With, or without, a wish for something in return.
    pub wants_in_return: Option<bool>,
    /// In one of these states, by name, as they hold now.
    pub statuses: Vec<String>,
    /// At one of these places.
    pub places: Option<Vec<Place>>,
    /// How far the places within reach are from where the reader looks, in meters; `None` if they did not say.
    /// An order by distance has these alone.
    pub distances: Option<Vec<(Place, i64)>>,
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
    /// Only those of which this much remains, or that have no end.
    pub remaining_at_least: Option<Amount>,
    /// The order.
    pub sort: ListingSort,
}

/// The order of a page. Equals are ordered by publication, and then by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListingSort {
    /// By what.
    pub column: SortColumn,
    /// The latest, or best, first.
    pub descending: bool,
}

impl Default for ListingSort {
    fn default() -> Self {
        Self { column: SortColumn::PublishedAt, descending: true }
    }
}

/// By what listings can be ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortColumn {
    /// When first published; those never published are left out.
    PublishedAt,
    /// When made.
    CreatedAt,
    /// When last changed by a command.
    UpdatedAt,
    /// How well they fit the words that were asked for.
    Relevance,
    /// How far away they are; remote ones are left out.
    Distance,
}

/// Where a page ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListingPosition {
    /// The score of the last listing, or its distance in meters; 0 in the other orders.
    pub rank: i64,
    /// The instant of the last listing, in the order of the page.
    pub at: Timestamp,
    /// The last listing.
    pub id: ListingId,
}

/// A listing on a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The listing.
    pub listing: Listing,
    /// How well it fits the words that were asked for; 0 where none were.
    pub score: i64,
}

/// What some listings have in common, and how many of them there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelf {
    /// Offered or wanted.
    pub direction: Direction,
    /// What sort.
    pub kind: Kind,
    /// On which shelf.
    pub category: Category,
    /// Where.
    pub place: Place,
    /// In which language.
    pub language: Language,
    /// Counted in what.
    pub unit: Unit,
    /// Of what kind of organization.
    pub organization_kind: OrganizationKind,
    /// Of which week.
    pub exchange_week: ExchangeWeekId,
    /// How many.
    pub count: i64,
}
