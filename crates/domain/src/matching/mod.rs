//! Matches: a negotiation between two organizations over concrete contributions.
//!
//! (`match` is a word of the language, so the module is `matching` and the type [`Match`].)
//! A proposed match holds its quantities on every listing that it cites until its hold expires. A
//! counter-proposal is a new revision of the terms with the roles swapped; the old ones stay readable.

mod actions;
mod lifecycle;
mod restored;
mod terms;
#[cfg(test)]
mod tests;

pub use lifecycle::{Command, Event, Facts};
pub use terms::{Claim, Contribution, RawContribution, Terms, TermsDraft, TermsFacts, field};

use jiff::Timestamp;

use crate::id::{ExchangeWeekId, ListingId, MatchId, OrganizationId, PersonId, Revision};

/// A negotiation between two organizations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Its identifier.
    pub id: MatchId,
    /// What people call it: `M-4F2K`.
    pub reference: String,
    /// The week it belongs to.
    pub exchange_week: ExchangeWeekId,
    /// Who proposed first.
    pub organization_a: OrganizationId,
    /// Who was asked first.
    pub organization_b: OrganizationId,
    /// The terms that stand.
    pub terms: Terms,
    /// Until when the quantities are held.
    pub hold_expires_at: Timestamp,
    /// Where it is in its life.
    pub status: Status,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// How often it has changed.
    pub revision: Revision,
}

/// Where a match is in its life, since when and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Where.
    pub state: State,
    /// Since when.
    pub changed_at: Timestamp,
    /// By whom; nobody when a deadline or another command did it.
    pub changed_by: Option<PersonId>,
}

/// The states of a match. All but the first are final.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// The terms wait for the other side's answer, and hold their quantities.
    Proposed,
    /// The other side said yes: there is an agreement.
    Accepted,
    /// The other side said no.
    Declined {
        /// Why, if they say.
        reason: Option<String>,
    },
    /// The side that proposed took it back.
    Withdrawn,
    /// Nobody answered while the quantities were held.
    Expired,
    /// A listing that it needs is gone.
    Superseded {
        /// Which one.
        listing: ListingId,
    },
}

impl State {
    /// The name, as stored and sent.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Accepted => "accepted",
            Self::Declined { .. } => "declined",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::Superseded { .. } => "superseded",
        }
    }
}

impl Match {
    /// The state that holds at this instant: a proposal whose hold has run out is expired, even before
    /// the service has written that down.
    pub fn state_at(&self, now: Timestamp) -> State {
        match self.status.state {
            State::Proposed if self.hold_expires_at <= now => State::Expired,
            ref state => state.clone(),
        }
    }

    /// Who proposed the terms that stand.
    pub const fn proposer(&self) -> OrganizationId {
        self.terms.proposed_by
    }

    /// Who must answer them.
    pub fn answerer(&self) -> OrganizationId {
        self.other(self.terms.proposed_by)
    }

    /// Whether the organization is one of the two.
    pub fn has_party(&self, organization: OrganizationId) -> bool {
        organization == self.organization_a || organization == self.organization_b
    }

    /// The other of the two.
    pub fn other(&self, organization: OrganizationId) -> OrganizationId {
        if organization == self.organization_a { self.organization_b } else { self.organization_a }
    }
}
