//! Listings: what an organization offers or wants in an exchange week.
//!
//! "Matched" is no state: how much of a listing is held by proposed matches, committed by agreements and
//! delivered stands in its [`Claims`], and what remains is what is neither held nor committed.

mod actions;
mod draft;
#[cfg(test)]
mod draft_tests;
mod judged;
mod lifecycle;
#[cfg(test)]
mod tests;

pub use draft::{Draft, Raw, RawDetails, RawTranslation, field};
pub use judged::Mark;
pub use lifecycle::{Command, Event, Facts};

use jiff::Timestamp;

use crate::id::{ExchangeWeekId, ListingId, OrganizationId, PersonId, Revision};
use crate::place::Place;
use crate::quantity::Amount;
use crate::text::{Line, Prose};
use crate::vocabulary::{Category, Condition, Language, Skill, Unit};

/// An offer or a request.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    /// Its identifier.
    pub id: ListingId,
    /// What people call it, unique in its week: `L-7K3Q`.
    pub reference: String,
    /// The week it belongs to.
    pub exchange_week: ExchangeWeekId,
    /// Who posted it.
    pub organization: OrganizationId,
    /// What it says.
    pub content: Content,
    /// How much of it is spoken for.
    pub claims: Claims,
    /// Where it is in its life.
    pub status: Status,
    /// When it was first published.
    pub published_at: Option<Timestamp>,
    /// From when it counts as expired, if nobody renews it.
    pub expires_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed by a command.
    pub updated_at: Timestamp,
    /// How often it has changed.
    pub revision: Revision,
}

/// What a listing says; its poster may change all of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// Offered or wanted.
    pub direction: Direction,
    /// What sort, with what only that sort has.
    pub details: Details,
    /// The shelf it stands on.
    pub category: Category,
    /// The language of its texts.
    pub language: Language,
    /// In one line.
    pub title: Line,
    /// In full.
    pub description: Prose,
    /// What would be welcome in return: a wish, never a condition.
    pub wanted_in_return: Option<Prose>,
    /// Its texts in other languages.
    pub translations: Vec<Translation>,
    /// Languages of which one is needed, or spoken.
    pub languages_needed: Vec<Language>,
    /// Where it is, or is wanted.
    pub place: Place,
    /// When it is available; empty for the whole week.
    pub windows: Vec<Window>,
    /// What is counted.
    pub unit: Unit,
    /// How many there are; `None` for as many as asked.
    pub total: Option<Amount>,
}

/// Offered or wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Somebody gives.
    Offer,
    /// Somebody needs.
    Request,
}

/// The sorts of listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Things.
    Goods,
    /// Something done, or a place lent.
    Service,
    /// Volunteers' time.
    Skill,
}

macro_rules! codes {
    ($name:ident: $($variant:ident = $code:literal),+ $(,)?) => {
        impl $name {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name, as stored and sent.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)+
                }
            }

            /// The one of this name.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

codes!(Direction: Offer = "offer", Request = "request");
codes!(Kind: Goods = "goods", Service = "service", Skill = "skill");
codes!(Closure: Fulfilled = "fulfilled", Withdrawn = "withdrawn", WeekEnded = "week_ended",
    RemovedByStaff = "removed_by_staff");

/// What only one sort of listing has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Details {
    /// Things.
    Goods {
        /// The state they are in; on a request, the least accepted.
        condition: Option<Condition>,
    },
    /// Something done, or a place lent.
    Service,
    /// Volunteers' time. The quantity is head count times hours.
    Skill {
        /// How many people.
        headcount: u32,
        /// How many hours each.
        hours_per_person: Amount,
        /// What they can do.
        skills: Vec<Skill>,
    },
}

impl Details {
    /// What sort they are of.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Goods { .. } => Kind::Goods,
            Self::Service => Kind::Service,
            Self::Skill { .. } => Kind::Skill,
        }
    }
}

/// The texts of a listing in another language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translation {
    /// Which.
    pub language: Language,
    /// In one line.
    pub title: Line,
    /// In full.
    pub description: Prose,
    /// What would be welcome in return.
    pub wanted_in_return: Option<Prose>,
}

/// A half-open interval of time; an open side means that side of the exchange week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// From this instant.
    pub starts_at: Option<Timestamp>,
    /// Before this one.
    pub ends_at: Option<Timestamp>,
}

/// How much of a listing is spoken for. Nothing is ever negative, and held and committed together never
/// exceed the total: the database holds to it, whatever the concurrency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// By proposed matches, and agreements that wait for confirmation.
    pub held: Amount,
    /// By confirmed agreements.
    pub committed: Amount,
    /// What was really delivered.
    pub delivered: Amount,
}

impl Claims {
    /// What is held and committed.
    pub fn sum(self) -> Amount {
        self.held.plus(self.committed)
    }

    /// What is left of a total; `None` when there is no end to it.
    pub fn remaining(self, total: Option<Amount>) -> Option<Amount> {
        total.map(|total| total.minus(self.sum()).unwrap_or(Amount::ZERO))
    }
}

/// Where a listing is in its life, since when and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Where.
    pub state: State,
    /// Since when.
    pub changed_at: Timestamp,
    /// By whom; nobody when a deadline did it.
    pub changed_by: Option<PersonId>,
}

/// The states of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Being written; only its organization sees it.
    Draft,
    /// Waits for approval, where the week moderates.
    Submitted,
    /// Sent back, with the reason.
    Rejected {
        /// Why, for the poster.
        reason: String,
    },
    /// To be seen, and to be drawn on.
    Published,
    /// To be seen, but not to be drawn on for now.
    Paused,
    /// Its time ran out; it can be renewed.
    Expired,
    /// Over for good.
    Closed {
        /// How it ended.
        closure: Closure,
    },
}

impl State {
    /// The names of every state.
    pub const CODES: [&str; 7] =
        ["draft", "submitted", "rejected", "published", "paused", "expired", "closed"];

    /// The state of this name, of those that carry no fact.
    pub fn plain(code: &str) -> Option<Self> {
        [Self::Draft, Self::Submitted, Self::Published, Self::Paused, Self::Expired]
            .into_iter()
            .find(|state| state.code() == code)
    }

    /// The name, as stored and sent.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Rejected { .. } => "rejected",
            Self::Published => "published",
            Self::Paused => "paused",
            Self::Expired => "expired",
            Self::Closed { .. } => "closed",
        }
    }
}

/// How a listing ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closure {
    /// Its organization has or gave what it wanted.
    Fulfilled,
    /// Its organization took it back.
    Withdrawn,
    /// The exchange week is over.
    WeekEnded,
    /// Those who run the bourse took it down.
    RemovedByStaff,
}

impl Listing {
    /// The state that holds at this instant: a published listing whose time has run out is expired, even
    /// before the service has written that down.
    pub fn state_at(&self, now: Timestamp) -> State {
        match (&self.status.state, self.expires_at) {
            (State::Published, Some(expires_at)) if expires_at <= now => State::Expired,
            (state, _) => state.clone(),
        }
    }

    /// Whether everybody may see it, as long as its organization is active: it was published once, and
    /// nobody has taken it down.
    pub const fn is_public(&self) -> bool {
        let shown = match &self.status.state {
            State::Draft | State::Submitted | State::Rejected { .. } => false,
            State::Closed { closure } => !matches!(closure, Closure::RemovedByStaff),
            State::Published | State::Paused | State::Expired => true,
        };
        shown && self.published_at.is_some()
    }

    /// What is left of it; `None` for as many as asked.
    pub fn remaining(&self) -> Option<Amount> {
        self.claims.remaining(self.content.total)
    }

    /// From when to when it is available over all its windows.
    pub fn span(&self) -> Window {
        span(&self.content.windows)
    }
}

/// The smallest window around these; an open side of one opens that side.
pub fn span(windows: &[Window]) -> Window {
    let starts: Option<Vec<_>> = windows.iter().map(|window| window.starts_at).collect();
    let ends: Option<Vec<_>> = windows.iter().map(|window| window.ends_at).collect();
    Window {
        starts_at: starts.and_then(|starts| starts.into_iter().min()),
        ends_at: ends.and_then(|ends| ends.into_iter().max()),
    }
}
