//! Moderation: cases, who looks at them, what people reported, and what is left of it all.

use domain::audit::Change;
use domain::id::{AbuseReportId, CaseId, ExchangeWeekId, ListingId, OrganizationId, PersonId, Revision};
use domain::moderation::{AbuseReport, Case, Kind, Subject};
use jiff::Timestamp;
use uuid::Uuid;

use crate::error::StoreError;
use crate::tx::{Reader, Tx, on_engine};

/// Conditions on cases; an empty list or `None` lets everything through.
#[derive(Clone, Debug, Default)]
pub struct CaseFilter {
    /// Of listings of this week.
    pub exchange_week: Option<ExchangeWeekId>,
    /// About this listing.
    pub listing: Option<ListingId>,
    /// About this organization or its listings.
    pub organization: Option<OrganizationId>,
    /// Of these kinds.
    pub kinds: Vec<Kind>,
    /// In one of these states, by name.
    pub statuses: Vec<&'static str>,
    /// By who is looking at them now.
    pub claimed: ClaimFilter,
    /// Waiting since before this instant.
    pub opened_before: Option<Timestamp>,
}

/// A condition on who is looking at a case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClaimFilter {
    /// No condition.
    #[default]
    Any,
    /// Nobody is.
    Nobody,
    /// Somebody is.
    Somebody,
    /// This person is.
    By(PersonId),
}

/// Where a page of cases ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CasePosition {
    /// When the last case was opened.
    pub at: Timestamp,
    /// The last case.
    pub id: CaseId,
}

/// How many cases wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseCounts {
    /// Open ones, of each kind.
    pub by_kind: Vec<(Kind, i64)>,
    /// How many of them somebody is looking at.
    pub claimed: i64,
    /// Since when the oldest waits.
    pub oldest: Option<Timestamp>,
}

/// Where a page of a history ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HistoryPosition {
    /// When the last entry was written.
    pub at: Timestamp,
    /// The last entry.
    pub id: Uuid,
}

/// Something that happened to a listing, or to a case about it.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryEntry {
    /// When, and which.
    pub position: HistoryPosition,
    /// What: `listing.published`, `moderation_case.decided`.
    pub action: String,
    /// The state from then on.
    pub status: Option<String>,
    /// By whom; nobody when a deadline did it.
    pub by: Option<PersonId>,
    /// The case, if it happened to one.
    pub case: Option<Case>,
}

impl Reader<'_> {
    /// A case. Only for staff.
    pub fn moderation_case(&mut self, id: CaseId) -> Result<Option<Case>, StoreError> {
        on_engine!(self, moderation::find(id))
    }

    /// At most `limit` cases that the filter lets through, the oldest first. Only for staff.
    pub fn moderation_cases(
        &mut self,
        filter: &CaseFilter,
        after: Option<CasePosition>,
        limit: i64,
        now: Timestamp,
    ) -> Result<Vec<Case>, StoreError> {
        on_engine!(self, moderation::page(filter, after, limit, now))
    }

    /// How many cases wait. Only for staff.
    pub fn moderation_counts(
        &mut self,
        week: Option<ExchangeWeekId>,
        now: Timestamp,
    ) -> Result<CaseCounts, StoreError> {
        on_engine!(self, moderation::counts(week, now))
    }

    /// The open case of a kind about a listing.
    pub fn open_moderation_case(
        &mut self,
        listing: ListingId,
        kind: Kind,
    ) -> Result<Option<Case>, StoreError> {
        on_engine!(self, moderation::open_of(listing, kind))
    }

    /// The first reports of a case. Only for staff.
    pub fn abuse_reports_of(&mut self, case: CaseId, limit: i64) -> Result<Vec<AbuseReport>, StoreError> {
        on_engine!(self, moderation::reports_of(case, limit))
    }

    /// At most `limit` reports that a person made, the latest first.
    pub fn abuse_reports_by(
        &mut self,
        person: PersonId,
        after: Option<AbuseReportId>,
        limit: i64,
    ) -> Result<Vec<AbuseReport>, StoreError> {
        on_engine!(self, moderation::reports_by(person, after, limit))
    }

    /// A report that this person made.
    pub fn abuse_report(
        &mut self,
        person: PersonId,
        id: AbuseReportId,
    ) -> Result<Option<AbuseReport>, StoreError> {
        on_engine!(self, moderation::find_report(person, id))
    }

    /// How many reports a person made after an instant.
    pub fn count_abuse_reports(&mut self, person: PersonId, since: Timestamp) -> Result<u32, StoreError> {
        on_engine!(self, moderation::count_reports_since(person, since))
    }

    /// What happened to a listing, the earliest first; of the cases about it only these actions.
    pub fn listing_history(
        &mut self,
        listing: ListingId,
        case_actions: &[&str],
        after: Option<HistoryPosition>,
        limit: i64,
    ) -> Result<Vec<HistoryEntry>, StoreError> {
        on_engine!(self, moderation::history(listing, case_actions, after, limit))
    }
}

impl Tx<'_> {
    /// The case, locked until the command ends. Whoever locks its listing too locks that first.
    pub fn lock_moderation_case(&mut self, id: CaseId) -> Result<Option<Case>, StoreError> {
        on_engine!(self, moderation::lock(id))
    }

    /// The open cases about a subject, of these kinds, locked until the command ends.
    pub fn lock_open_moderation_cases(
        &mut self,
        subject: Subject,
        kinds: &[Kind],
    ) -> Result<Vec<Case>, StoreError> {
        on_engine!(self, moderation::lock_open(subject, kinds))
    }

    /// Stores a new case.
    pub fn insert_moderation_case(&mut self, case: &Case, change: &Change) -> Result<(), StoreError> {
        on_engine!(self, moderation::insert(case))?;
        self.record(change)
    }

    /// Stores a case after an event, if it is still at the revision that was seen.
    pub fn save_moderation_case(
        &mut self,
        case: &Case,
        expected: Revision,
        change: &Change,
    ) -> Result<(), StoreError> {
        on_engine!(self, moderation::save(case, expected))?;
        self.record(change)
    }

    /// Stores a new report; its case records that there is one.
    pub fn insert_abuse_report(&mut self, report: &AbuseReport) -> Result<(), StoreError> {
        on_engine!(self, moderation::insert_report(report))
    }
}
