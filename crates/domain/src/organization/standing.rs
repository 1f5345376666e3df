//! Whether an organization may act.

use jiff::Timestamp;

use crate::id::{OrganizationId, PersonId};

/// Whether an organization may act, and since when by whose decision. The import decides without a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has looked at it yet.
    Pending {
        /// Since when.
        at: Timestamp,
    },
    /// It may act.
    Verified {
        /// Since when.
        at: Timestamp,
        /// Who said so.
        by: Option<PersonId>,
    },
    /// It does not belong on the bourse.
    Rejected {
        /// Since when.
        at: Timestamp,
        /// Who said so.
        by: Option<PersonId>,
        /// Why.
        reason: String,
    },
    /// It may not act for a time.
    Suspended {
        /// Since when.
        at: Timestamp,
        /// Who said so.
        by: Option<PersonId>,
        /// Why.
        reason: String,
        /// Until when by itself; otherwise until somebody reinstates it.
        until: Option<Timestamp>,
    },
    /// It is another organization, written down twice; all that it had is there.
    Merged {
        /// Since when.
        at: Timestamp,
        /// Who said so.
        by: Option<PersonId>,
        /// The other one.
        into: OrganizationId,
    },
}

impl Standing {
    /// The names of every standing, as stored and sent.
    pub const CODES: [&str; 5] = ["pending", "verified", "rejected", "suspended", "merged"];

    /// The name of the standing, as stored.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Pending { .. } => "pending",
            Self::Verified { .. } => "verified",
            Self::Rejected { .. } => "rejected",
            Self::Suspended { .. } => "suspended",
            Self::Merged { .. } => "merged",
        }
    }

    /// The name of the standing now, as sent: a suspension that has run out is verified again.
    pub fn code_at(&self, now: Timestamp) -> &'static str {
        if self.is_active(now) { "verified" } else { self.code() }
    }

    /// Whether the organization may act now: verified, or a suspension that has run out.
    pub fn is_active(&self, now: Timestamp) -> bool {
        match self {
            Self::Verified { .. } => true,
            Self::Suspended { until: Some(until), .. } => *until <= now,
            Self::Pending { .. }
            | Self::Rejected { .. }
            | Self::Suspended { until: None, .. }
            | Self::Merged { .. } => false,
        }
    }

    /// Since when.
    pub const fn at(&self) -> Timestamp {
        match self {
            Self::Pending { at }
            | Self::Verified { at, .. }
            | Self::Rejected { at, .. }
            | Self::Suspended { at, .. }
            | Self::Merged { at, .. } => *at,
        }
    }

    /// Who said so.
    pub const fn by(&self) -> Option<PersonId> {
        match self {
            Self::Pending { .. } => None,
            Self::Verified { by, .. }
            | Self::Rejected { by, .. }
            | Self::Suspended { by, .. }
            | Self::Merged { by, .. } => *by,
        }
    }

    /// Why.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Rejected { reason, .. } | Self::Suspended { reason, .. } => Some(reason),
            Self::Pending { .. } | Self::Verified { .. } | Self::Merged { .. } => None,
        }
    }

    /// Until when by itself.
    pub const fn until(&self) -> Option<Timestamp> {
        match self {
            Self::Suspended { until, .. } => *until,
            Self::Pending { .. } | Self::Verified { .. } | Self::Rejected { .. } | Self::Merged { .. } => {
                None
            }
        }
    }

    /// Where it went.
    pub const fn merged_into(&self) -> Option<OrganizationId> {
        match self {
            Self::Merged { into, .. } => Some(*into),
            Self::Pending { .. } | Self::Verified { .. } | Self::Rejected { .. } | Self::Suspended { .. } => {
                None
            }
        }
    }
}
