//! Agreements: an accepted match, numbered, confirmed by both, perhaps ratified.
//!
//! An agreement is born when a match is accepted, and stands once an entitled member of each party has
//! confirmed the same terms and, where the week asks for it, the bourse has ratified them. At that
//! moment what was held becomes committed. Leaving `pending` or `confirmed` otherwise gives it back.

mod actions;
mod lifecycle;
mod restored;
#[cfg(test)]
mod tests;

pub use lifecycle::{Command, Event, Facts, number, place_of};
pub use restored::{End, Past, Seal, Side, Told};

use jiff::Timestamp;
use jiff::civil::Date;

use crate::id::{AgreementId, ExchangeWeekId, MatchId, OrganizationId, PersonId, Revision};

/// An accepted match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Its identifier.
    pub id: AgreementId,
    /// Its number: `A-2026-0042`.
    pub reference: String,
    /// The match that was accepted.
    pub match_id: MatchId,
    /// The week it belongs to.
    pub exchange_week: ExchangeWeekId,
    /// Who proposed first.
    pub organization_a: OrganizationId,
    /// Who was asked first.
    pub organization_b: OrganizationId,
    /// Which revision of the match's terms was accepted.
    pub terms_revision: u32,
    /// Where it is in its life.
    pub status: Status,
    /// Until when both must have confirmed.
    pub confirm_until: Timestamp,
    /// Who has confirmed so far: none, one or both.
    pub confirmations: Vec<Confirmation>,
    /// Whether the week asks for ratification, and whether it was given.
    pub ratification: Ratification,
    /// When it was confirmed by all.
    pub confirmed_at: Option<Timestamp>,
    /// Who must call whom, until when.
    pub first_contact: FirstContact,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// How often it has changed.
    pub revision: Revision,
}

/// One party's yes to the terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// For which party.
    pub organization: OrganizationId,
    /// By whom.
    pub person: PersonId,
    /// To which terms.
    pub terms_revision: u32,
    /// When.
    pub at: Timestamp,
}

/// The bourse's check of completeness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ratification {
    /// The week does without.
    NotRequired,
    /// It is asked for, and not given yet.
    Awaited,
    /// Given.
    Given {
        /// When.
        at: Timestamp,
        /// By whom.
        by: PersonId,
    },
}

/// Who calls first after the evening, and whether they have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstContact {
    /// Who is responsible for it.
    pub organization: OrganizationId,
    /// Until and including which day.
    pub due_on: Date,
    /// When, and by whom it was noted as done.
    pub done: Option<(Timestamp, PersonId)>,
}

/// Where an agreement is in its life, since when and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Where.
    pub state: State,
    /// Since when.
    pub changed_at: Timestamp,
    /// By whom; nobody when a deadline did it.
    pub changed_by: Option<PersonId>,
}

/// The states of an agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Waits for confirmations, or for ratification.
    Pending,
    /// Stands.
    Confirmed,
    /// All of it was done.
    Fulfilled,
    /// Some of it was done.
    PartlyFulfilled,
    /// None of it was done.
    Unfulfilled,
    /// The time to confirm ran out.
    Lapsed,
    /// Called off.
    Cancelled {
        /// By which party; none when the bourse did it.
        by: Option<OrganizationId>,
        /// Why.
        reason: String,
        /// Whether it stood already.
        late: bool,
    },
}

impl State {
    /// The name, as stored and sent.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Confirmed => "confirmed",
            Self::Fulfilled => "fulfilled",
            Self::PartlyFulfilled => "partly_fulfilled",
            Self::Unfulfilled => "unfulfilled",
            Self::Lapsed => "lapsed",
            Self::Cancelled { .. } => "cancelled",
        }
    }
}

impl Agreement {
    /// The state that holds at this instant: a pending agreement whose time has run out has lapsed, even
    /// before the service has written that down.
    pub fn state_at(&self, now: Timestamp) -> State {
        match self.status.state {
            State::Pending if self.confirm_until <= now => State::Lapsed,
            ref state => state.clone(),
        }
    }

    /// Whether the organization is one of the two.
    pub fn has_party(&self, organization: OrganizationId) -> bool {
        organization == self.organization_a || organization == self.organization_b
    }

    /// Whether this party has confirmed.
    pub fn is_confirmed_by(&self, organization: OrganizationId) -> bool {
        self.confirmations.iter().any(|confirmation| confirmation.organization == organization)
    }
}
