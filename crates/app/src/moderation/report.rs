//! Reports of abuse: made by anybody who has an account, known to staff alone.

use domain::id::{AbuseReportId, CaseId, ExchangeWeekId, ListingId, OrganizationId};
use domain::moderation::{
    AbuseReport, Case, Event, Grounds, Kind, Matter, Outcome, Subject, reasons_against,
};
use domain::policy::Actor;
use domain::refusal::Refusal;
use jiff::{SignedDuration, Timestamp};
use persistence::{Constraint, Reader, StoreError, Tx};

use super::follow::opened_by_another;
use super::save;
use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun};
use crate::once::{Answer, Done, Once};
use crate::page::{Page, one_more};

/// Within this time only so many reports are taken from one person.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// A report as whoever made it sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reported {
    /// The report.
    pub report: AbuseReport,
    /// What was reported.
    pub subject: Subject,
    /// What became of it.
    pub outcome: Outcome,
    /// Since when, once it has ended.
    pub ended_at: Option<Timestamp>,
}

/// Reports a listing that the caller can see.
pub fn report_listing(
    ctx: &Ctx,
    caller: &Caller,
    once: &Once,
    id: ListingId,
    grounds: &Grounds,
    answer: impl Fn(&Reported) -> Answer,
) -> Result<Done, Error> {
    ctx.once(
        caller,
        once,
        |tx, actor, now| {
            tx.listing(&actor.viewer(), id, now)?.ok_or(Error::NotFound(Noun::Listing))?;
            let listing = tx.lock_listings(&[id])?.pop().ok_or(Error::NotFound(Noun::Listing))?;
            let week = Some(listing.exchange_week);
            report(tx, actor, Subject::Listing(id), listing.organization, week, grounds, now)
        },
        answer,
    )
}

/// Reports an organization that the caller can see.
pub fn report_organization(
    ctx: &Ctx,
    caller: &Caller,
    once: &Once,
    id: OrganizationId,
    grounds: &Grounds,
    answer: impl Fn(&Reported) -> Answer,
) -> Result<Done, Error> {
    ctx.once(
        caller,
        once,
        |tx, actor, now| {
            tx.organization(id, &actor.viewer(), now)?.ok_or(Error::NotFound(Noun::Organization))?;
            report(tx, actor, Subject::Organization(id), id, None, grounds, now)
        },
        answer,
    )
}

/// The report of a caller joins the open case about its subject, or opens one.
fn report(
    tx: &mut Tx<'_>,
    actor: &Actor,
    subject: Subject,
    organization: OrganizationId,
    week: Option<ExchangeWeekId>,
    grounds: &Grounds,
    now: Timestamp,
) -> Result<Reported, Error> {
    let since = now.checked_sub(DAY).unwrap_or(Timestamp::MIN);
    if let Some(refusal) = reasons_against(tx.count_abuse_reports(actor.person, since)?) {
        return Err(refusal.into());
    }
    let case = if let Some(case) = tx.lock_open_moderation_cases(subject, &[Kind::Report])?.pop() {
        let event = case.decide_follow(Event::Reported)?;
        save(tx, case, &event, now)?
    } else {
        let id = CaseId::next(tx.ids());
        let (case, change) = Case::open(id, subject, organization, week, Matter::Report, now);
        tx.insert_moderation_case(&case, &change).map_err(opened_by_another)?;
        case
    };
    let id = AbuseReportId::next(tx.ids());
    let report = AbuseReport { id, case: case.id, by: actor.person, grounds: grounds.clone(), at: now };
    tx.insert_abuse_report(&report).map_err(reported_already)?;
    Ok(reported(report, &case))
}

fn reported_already(error: StoreError) -> Error {
    match error {
        StoreError::Violated(Constraint::AbuseReportOfPerson) => Refusal::AlreadyReported.into(),
        error => error.into(),
    }
}

/// A page of the caller's own reports, the latest first.
pub fn reports(
    ctx: &Ctx,
    caller: &Caller,
    after: Option<AbuseReportId>,
    limit: u32,
) -> Result<Page<Reported>, Error> {
    ctx.question(Some(caller), |reader, _, _, _| {
        let found = reader.abuse_reports_by(caller.person, after, i64::from(one_more(limit)))?;
        Page::cut(found, limit).try_map(|report| with_case(reader, report))
    })
}

/// One of the caller's own reports.
pub fn find_report(ctx: &Ctx, caller: &Caller, id: AbuseReportId) -> Result<Reported, Error> {
    ctx.question(Some(caller), |reader, _, _, _| {
        let report = reader.abuse_report(caller.person, id)?.ok_or(Error::NotFound(Noun::AbuseReport))?;
        with_case(reader, report)
    })
}

fn with_case(reader: &mut Reader<'_>, report: AbuseReport) -> Result<Reported, Error> {
    let case = reader.moderation_case(report.case)?.ok_or(Error::NotFound(Noun::ModerationCase))?;
    Ok(reported(report, &case))
}

fn reported(report: AbuseReport, case: &Case) -> Reported {
    let outcome = Outcome::of(case);
    let ended_at = (outcome != Outcome::Open).then_some(case.updated_at);
    Reported { report, subject: case.subject, outcome, ended_at }
}
