//! Moderation: what waits for a person's judgement, who looks at it, and what they decided.
//!
//! A [`Case`] is one question about one listing or organization. It carries its own facts by what it is
//! about: an [edit](Matter::Edit) carries the content that its poster wants. What a listing says and what
//! is doubtful in it are never copied: whoever looks at a case looks at the listing as it is.

mod consequence;
mod lifecycle;
mod reason;
mod report;
#[cfg(test)]
mod tests;

pub use consequence::{Consequence, Kinds, consequences};
pub use lifecycle::{Command, Event};
pub use reason::{Grounds, NOTE, Reason};
pub use report::{AbuseReport, MOST_REPORTS_A_DAY, Outcome, reasons_against};

use jiff::{SignedDuration, Timestamp};

use crate::id::{CaseId, ExchangeWeekId, ListingId, OrganizationId, PersonId, Revision};
use crate::listing::Content;

/// How long a claim holds.
pub const LEASE: SignedDuration = SignedDuration::from_mins(30);

/// A question that staff answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Its identifier.
    pub id: CaseId,
    /// What is to be judged.
    pub subject: Subject,
    /// The organization concerned: none of its members decides.
    pub organization: OrganizationId,
    /// The week of the listing.
    pub exchange_week: Option<ExchangeWeekId>,
    /// What the question is.
    pub matter: Matter,
    /// Where it is in its life.
    pub state: State,
    /// Since when it waits.
    pub opened_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// How often it has changed.
    pub revision: Revision,
}

/// What a case is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// A listing.
    Listing(ListingId),
    /// An organization as such.
    Organization(OrganizationId),
}

impl Subject {
    /// The name of the kind, as stored and sent.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Listing(_) => "listing",
            Self::Organization(_) => "organization",
        }
    }

    /// The listing, if it is one.
    pub const fn listing(self) -> Option<ListingId> {
        match self {
            Self::Listing(id) => Some(id),
            Self::Organization(_) => None,
        }
    }
}

/// The question of a case, with what belongs to it.
#[derive(Clone, Debug, PartialEq)]
pub enum Matter {
    /// May a submitted listing be shown?
    Publication,
    /// May a shown listing say this instead?
    Edit(Box<Content>),
    /// May a shown listing with doubtful words stay?
    FlaggedText,
    /// Is somebody right who reported it?
    Report,
}

/// The kinds of question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A submitted listing.
    Publication,
    /// A change of a shown listing.
    Edit,
    /// Doubtful words in a shown listing.
    FlaggedText,
    /// Reported by people.
    Report,
}

impl Kind {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Publication, Self::Edit, Self::FlaggedText, Self::Report];

    /// The name, as stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Publication => "publication",
            Self::Edit => "edit",
            Self::FlaggedText => "flagged_text",
            Self::Report => "report",
        }
    }

    /// The one of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl Matter {
    /// What sort of question it is.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Publication => Kind::Publication,
            Self::Edit(_) => Kind::Edit,
            Self::FlaggedText => Kind::FlaggedText,
            Self::Report => Kind::Report,
        }
    }
}

/// Where a case is in its life.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// It waits.
    Open {
        /// Who is looking at it.
        claim: Option<Claim>,
    },
    /// It was answered.
    Decided(Ruling),
    /// The question went away by itself.
    Lapsed {
        /// When.
        at: Timestamp,
    },
}

impl State {
    /// The name, as stored and sent.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Open { .. } => "open",
            Self::Decided(_) => "decided",
            Self::Lapsed { .. } => "lapsed",
        }
    }
}

/// Somebody is looking at a case, so that nobody else does the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Who.
    pub by: PersonId,
    /// Until when, not included.
    pub until: Timestamp,
}

impl Claim {
    /// Whether it still holds.
    pub fn holds(&self, now: Timestamp) -> bool {
        now < self.until
    }
}

/// What was decided, by whom and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// What.
    pub verdict: Verdict,
    /// By whom.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
}

/// An answer to a case. What goes against the poster says why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may be shown.
    Approve,
    /// It goes back to its poster.
    Reject(Grounds),
    /// The listing is taken down.
    Remove(Grounds),
    /// Nothing is wrong.
    Dismiss,
    /// It stays, and its poster is told what to mind.
    Warn(Grounds),
}

/// The names of the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// It may be shown.
    Approve,
    /// It goes back.
    Reject,
    /// It is taken down.
    Remove,
    /// Nothing is wrong.
    Dismiss,
    /// It stays, with a word to its poster.
    Warn,
}

impl Decision {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::Approve, Self::Reject, Self::Remove, Self::Dismiss, Self::Warn];

    /// The name, as stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Reject => "reject",
            Self::Remove => "remove",
            Self::Dismiss => "dismiss",
            Self::Warn => "warn",
        }
    }

    /// The one of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|decision| decision.code() == code)
    }

    /// Whether it goes against the poster, who is told why.
    pub const fn needs_grounds(self) -> bool {
        matches!(self, Self::Reject | Self::Remove | Self::Warn)
    }
}

impl Verdict {
    /// The answer of this name; `None` where grounds are needed and missing.
    pub fn new(decision: Decision, grounds: Option<Grounds>) -> Option<Self> {
        Some(match decision {
            Decision::Approve => Self::Approve,
            Decision::Dismiss => Self::Dismiss,
            Decision::Reject => Self::Reject(grounds?),
            Decision::Remove => Self::Remove(grounds?),
            Decision::Warn => Self::Warn(grounds?),
        })
    }

    /// Its name.
    pub const fn decision(&self) -> Decision {
        match self {
            Self::Approve => Decision::Approve,
            Self::Reject(_) => Decision::Reject,
            Self::Remove(_) => Decision::Remove,
            Self::Dismiss => Decision::Dismiss,
            Self::Warn(_) => Decision::Warn,
        }
    }

    /// Why, where it goes against the poster.
    pub const fn grounds(&self) -> Option<&Grounds> {
        match self {
            Self::Approve | Self::Dismiss => None,
            Self::Reject(grounds) | Self::Remove(grounds) | Self::Warn(grounds) => Some(grounds),
        }
    }
}

impl Case {
    /// Who is looking at it now: a claim that has run out counts for nothing, even unswept.
    pub fn claim_at(&self, now: Timestamp) -> Option<Claim> {
        match self.state {
            State::Open { claim } => claim.filter(|claim| claim.holds(now)),
            State::Decided(_) | State::Lapsed { .. } => None,
        }
    }

    /// The ruling, if there is one.
    pub const fn ruling(&self) -> Option<&Ruling> {
        match &self.state {
            State::Decided(ruling) => Some(ruling),
            State::Open { .. } | State::Lapsed { .. } => None,
        }
    }

    /// The answers that this question can have; none when it has been answered.
    pub fn decisions(&self) -> Vec<Decision> {
        if !matches!(self.state, State::Open { .. }) {
            return Vec::new();
        }
        match (self.matter.kind(), self.subject) {
            (Kind::Publication | Kind::Edit, _) => {
                vec![Decision::Approve, Decision::Reject, Decision::Remove]
            }
            (Kind::FlaggedText | Kind::Report, Subject::Listing(_)) => {
                vec![Decision::Dismiss, Decision::Warn, Decision::Remove]
            }
            (Kind::FlaggedText | Kind::Report, Subject::Organization(_)) => {
                vec![Decision::Dismiss, Decision::Warn]
            }
        }
    }
}
