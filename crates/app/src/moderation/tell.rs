//! Who is told what was decided: mails, put into the queue in the transaction of the decision.

use domain::moderation::{Case, Kind, Verdict};
use domain::policy::MembershipRole;
use jiff::Timestamp;
use persistence::Tx;

use crate::error::Error;
use crate::mail::Mail;

/// The most people who are told that something came of their reports.
const MOST_REPORTERS: i64 = 1_000;

/// Tells those who speak for the organization concerned, unless nothing was found wrong.
pub(super) fn poster(tx: &mut Tx<'_>, case: &Case, now: Timestamp) -> Result<(), Error> {
    let Some(ruling) = case.ruling() else { return Ok(()) };
    if ruling.verdict == Verdict::Dismiss {
        return Ok(());
    }
    for member in tx.members(case.organization)? {
        if matches!(member.role, MembershipRole::Owner | MembershipRole::Coordinator) {
            let mail = Mail::Ruling { person: member.person.uuid(), case: case.id.uuid() };
            mail.post(tx, now)?;
        }
    }
    Ok(())
}

/// Tells those who reported what came of it.
pub(super) fn reporters(tx: &mut Tx<'_>, case: &Case, now: Timestamp) -> Result<(), Error> {
    if case.matter.kind() != Kind::Report {
        return Ok(());
    }
    for report in tx.abuse_reports_of(case.id, MOST_REPORTERS)? {
        let mail = Mail::ReportOutcome { person: report.by.uuid(), case: case.id.uuid() };
        mail.post(tx, now)?;
    }
    Ok(())
}
