//! Reports of abuse. Who reported stays between them and staff.

use jiff::Timestamp;

use super::{Case, Decision, Grounds, State};
use crate::id::{AbuseReportId, CaseId, PersonId};
use crate::refusal::Refusal;

/// How many reports a person makes within 24 hours.
pub const MOST_REPORTS_A_DAY: u32 = 20;

/// A report of one person about the subject of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AbuseReport {
    /// Its identifier.
    pub id: AbuseReportId,
    /// The case that it opened or joined.
    pub case: CaseId,
    /// Who reported.
    pub by: PersonId,
    /// Why.
    pub grounds: Grounds,
    /// When.
    pub at: Timestamp,
}

/// What became of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nobody has decided yet.
    Open,
    /// Something was done about it.
    ActionTaken,
    /// Staff found nothing wrong.
    NoAction,
    /// What was reported went away by itself.
    Lapsed,
}

impl Outcome {
    /// The name, as sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::ActionTaken => "action_taken",
            Self::NoAction => "no_action",
            Self::Lapsed => "lapsed",
        }
    }

    /// What the state of its case means for a report.
    pub const fn of(case: &Case) -> Self {
        match &case.state {
            State::Open { .. } => Self::Open,
            State::Lapsed { .. } => Self::Lapsed,
            State::Decided(ruling) => match ruling.verdict.decision() {
                Decision::Approve | Decision::Dismiss => Self::NoAction,
                Decision::Reject | Decision::Remove | Decision::Warn => Self::ActionTaken,
            },
        }
    }
}

/// What is against one more report of a person who has made so many since yesterday.
pub fn reasons_against(since_yesterday: u32) -> Option<Refusal> {
    (since_yesterday >= MOST_REPORTS_A_DAY).then_some(Refusal::ReportLimitReached { max: MOST_REPORTS_A_DAY })
}
