//! The phases of a week, and what each allows.

use jiff::Timestamp;

use crate::fault::Rule;
use crate::id::PersonId;
use crate::vocabulary::unknown;

/// How far a week has come, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Only staff see it.
    Draft,
    /// Organizations register and post.
    Registration,
    /// They find each other and negotiate.
    Matching,
    /// They meet.
    Live,
    /// What was agreed is carried out.
    FollowUp,
    /// It is history.
    Closed,
}

impl Phase {
    /// Every phase, in order.
    pub const ALL: [Self; 6] =
        [Self::Draft, Self::Registration, Self::Matching, Self::Live, Self::FollowUp, Self::Closed];

    /// The name of the phase, as stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Registration => "registration",
            Self::Matching => "matching",
            Self::Live => "live",
            Self::FollowUp => "follow_up",
            Self::Closed => "closed",
        }
    }

    /// The phase of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.code() == code)
    }

    /// The phase of this name, or the rule that an input of another breaks.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        Self::from_code(text).ok_or_else(|| unknown("phase", text))
    }

    /// The phase that follows.
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| *phase > self)
    }

    /// The phase before.
    pub fn previous(self) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|phase| *phase < self)
    }
}

/// That a week moved from one phase to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhaseMoved {
    /// Where it was.
    pub from: Phase,
    /// Where it is.
    pub to: Phase,
    /// Why, if somebody said.
    pub reason: Option<String>,
    /// Who moved it.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
}

/// What organizations do in a week, as far as its phases tell it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    /// Register, and post, edit and publish listings.
    Post,
    /// Propose, counter and accept.
    Negotiate,
    /// Confirm and ratify agreements.
    Confirm,
    /// Cancel agreements, note first contacts.
    FollowUp,
}

impl Activity {
    /// The phases that allow it.
    pub const fn phases(self) -> &'static [Phase] {
        match self {
            Self::Post => &[Phase::Registration, Phase::Matching, Phase::Live],
            Self::Negotiate | Self::Confirm => &[Phase::Matching, Phase::Live],
            Self::FollowUp => &[Phase::Matching, Phase::Live, Phase::FollowUp],
        }
    }
}
