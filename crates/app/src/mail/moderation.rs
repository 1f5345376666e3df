//! Mails about moderation: what was decided and for which reason. The note of the moderator is read on the
//! listing itself, so no word of a mail is anybody's own.

use domain::id::{CaseId, PersonId};
use domain::moderation::{Case, Decision, Kind, Outcome, Subject};
use domain::person::{Person, PersonStatus};
use domain::policy::Viewer;
use persistence::Reader;

use super::Draft;
use super::words::{Content, Told};
use crate::error::Error;

/// For somebody who still speaks for the organization.
pub(super) fn ruling(
    reader: &mut Reader<'_>,
    person: PersonId,
    case: CaseId,
) -> Result<Option<Draft>, Error> {
    let Some((person, case, reference)) = found(reader, person, case)? else { return Ok(None) };
    let actor = reader.actor_of(person.id)?;
    let speaks = actor.is_some_and(|actor| actor.representative(case.organization).is_ok());
    let Some(ruling) = case.ruling().filter(|_| speaks) else { return Ok(None) };
    let told = match (ruling.verdict.decision(), case.matter.kind()) {
        (Decision::Approve, Kind::Edit) => Told::ChangeShown,
        (Decision::Approve, _) => Told::Shown,
        (Decision::Reject, Kind::Edit) => Told::ChangeRefused,
        (Decision::Reject, _) => Told::SentBack,
        (Decision::Remove, _) => Told::TakenDown,
        (Decision::Warn, _) => Told::Warned,
        (Decision::Dismiss, _) => return Ok(None),
    };
    let reason = ruling.verdict.grounds().map(|grounds| grounds.reason.labels().get(person.locale));
    let content = Content::Ruling { reference, told, reason };
    Ok(Some(Draft { to: person.email, locale: person.locale, content }))
}

/// For whoever reported.
pub(super) fn report_outcome(
    reader: &mut Reader<'_>,
    person: PersonId,
    case: CaseId,
) -> Result<Option<Draft>, Error> {
    let Some((person, case, reference)) = found(reader, person, case)? else { return Ok(None) };
    let acted = match Outcome::of(&case) {
        Outcome::ActionTaken => true,
        Outcome::NoAction => false,
        Outcome::Open | Outcome::Lapsed => return Ok(None),
    };
    let content = Content::ReportOutcome { reference, acted };
    Ok(Some(Draft { to: person.email, locale: person.locale, content }))
}

/// The active account, the case, and what people call what it is about.
fn found(
    reader: &mut Reader<'_>,
    person: PersonId,
    case: CaseId,
) -> Result<Option<(Person, Case, String)>, Error> {
    let person = reader.person(person)?.filter(|person| person.status == PersonStatus::Active);
    let (Some(person), Some(case)) = (person, reader.moderation_case(case)?) else { return Ok(None) };
    let reference = match case.subject {
        Subject::Listing(id) => {
            reader.listing(&Viewer::service(), id, case.updated_at)?.map(|listing| listing.reference)
        }
        Subject::Organization(id) => reader.organization_unseen(id)?.map(|found| found.reference),
    };
    Ok(reference.map(|reference| (person, case, reference)))
}
