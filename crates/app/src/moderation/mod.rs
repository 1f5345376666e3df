//! Moderation: the queue of staff, what they decide, and what people report.

mod follow;
mod history;
mod report;
mod tell;

pub use history::{History, history};
pub use report::{Reported, find_report, report_listing, report_organization, reports};

pub(crate) use follow::follow;
pub use follow::open_pending;

use domain::id::{CaseId, ExchangeWeekId, ListingId, OrganizationId, Revision};
use domain::listing::{self, Draft, Listing};
use domain::moderation::{AbuseReport, Case, Command, Decision, Event, Kind, Matter, Subject, Verdict};
use domain::organization::Organization;
use domain::policy::{Actor, Moderator, Viewer};
use domain::refusal::Refusal;
use domain::vocabulary::Locale;
use jiff::Timestamp;
pub use persistence::{CaseCounts, CaseFilter, CasePosition, ClaimFilter, HistoryPosition};
use persistence::{Reader, Tx};

use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun};
use crate::listing as listings;
use crate::page::{Page, one_more};

/// The most reports of a case that are shown.
const MOST_REPORTS: i64 = 50;

/// A case as staff see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// The case.
    pub case: Case,
    /// The time at which it was looked at.
    pub now: Timestamp,
    /// What it is about, as that is now.
    pub about: About,
    /// What people reported, the first 50; for cases of that kind.
    pub reports: Vec<AbuseReport>,
    /// What the caller may answer: nothing, for members of the organization concerned.
    pub decisions: Vec<Decision>,
    /// The language in which its poster reads.
    pub poster_locale: Locale,
}

/// What a case is about, as it is now.
#[derive(Clone, Debug, PartialEq)]
pub enum About {
    /// A listing.
    Listing(Box<Listing>),
    /// An organization.
    Organization(Box<Organization>),
}

impl About {
    /// The revision that a decision names: what was judged.
    pub const fn revision(&self) -> Revision {
        match self {
            Self::Listing(listing) => listing.revision,
            Self::Organization(organization) => organization.revision,
        }
    }
}

/// A page of the queue, the oldest first. Only for staff.
pub fn page(
    ctx: &Ctx,
    caller: &Caller,
    filter: &CaseFilter,
    after: Option<CasePosition>,
    limit: u32,
) -> Result<Page<Seen>, Error> {
    ctx.question(Some(caller), |reader, _, actor, now| {
        let actor = staff_only(actor)?;
        let cases = reader.moderation_cases(filter, after, i64::from(one_more(limit)), now)?;
        Page::cut(cases, limit).try_map(|case| seen(reader, case, actor, now))
    })
}

/// How many cases wait. Only for staff.
pub fn counts(ctx: &Ctx, caller: &Caller, week: Option<ExchangeWeekId>) -> Result<CaseCounts, Error> {
    ctx.question(Some(caller), |reader, _, actor, now| {
        staff_only(actor)?;
        Ok(reader.moderation_counts(week, now)?)
    })
}

/// A case. Only for staff.
pub fn find(ctx: &Ctx, caller: &Caller, id: CaseId) -> Result<Seen, Error> {
    ctx.question(Some(caller), |reader, _, actor, now| {
        let actor = staff_only(actor)?;
        let case = reader.moderation_case(id)?.ok_or(Error::NotFound(Noun::ModerationCase))?;
        seen(reader, case, actor, now)
    })
}

/// Looks at a case, so that nobody else does for half an hour; or goes on looking. Of two who come at once,
/// one is told that the other was faster.
pub fn claim(ctx: &Ctx, caller: &Caller, id: CaseId) -> Result<Seen, Error> {
    look(ctx, caller, id, Command::Claim)
}

/// Stops looking at a case.
pub fn release(ctx: &Ctx, caller: &Caller, id: CaseId) -> Result<Seen, Error> {
    look(ctx, caller, id, Command::Release)
}

fn look(
    ctx: &Ctx,
    caller: &Caller,
    id: CaseId,
    command: impl Fn(Moderator) -> Command,
) -> Result<Seen, Error> {
    ctx.command(caller, None, |tx, actor, now| {
        actor.staff()?;
        let case = tx.lock_moderation_case(id)?.ok_or(Error::NotFound(Noun::ModerationCase))?;
        let event = case.decide(command(actor.moderator(case.organization)?), now)?;
        let case = save(tx, case, &event, now)?;
        seen(tx, case, actor, now)
    })
}

/// Answers a case that was seen at this revision, about something that was seen at `judged`; what is to be
/// done to the listing is done in the same transaction.
pub fn decide(
    ctx: &Ctx,
    caller: &Caller,
    id: CaseId,
    expected: Revision,
    judged: Revision,
    verdict: &Verdict,
) -> Result<Seen, Error> {
    ctx.command(caller, None, |tx, actor, now| {
        actor.staff()?;
        // Listings are locked before cases. What a case is about never changes.
        let case = tx.moderation_case(id)?.ok_or(Error::NotFound(Noun::ModerationCase))?;
        let by = actor.moderator(case.organization)?;
        let about = lock_about(tx, &case)?;
        let case = tx.lock_moderation_case(id)?.ok_or(Error::NotFound(Noun::ModerationCase))?;
        if case.revision != expected {
            return Err(Error::Stale);
        }
        let event = case.decide(Command::Decide(by, verdict.clone()), now)?;
        if about.revision() != judged {
            return Err(Refusal::CaseStale { revision: about.revision() }.into());
        }
        let case = save(tx, case, &event, now)?;
        tell::poster(tx, &case, now)?;
        tell::reporters(tx, &case, now)?;
        if let About::Listing(listing) = about
            && let Some(command) = on_listing(&case, by, verdict, &listing)
        {
            listings::decide_in_queue(tx, &listing, now, command, verdict.grounds())?;
        }
        seen(tx, case, actor, now)
    })
}

/// What a verdict does to the listing; `None` when it stays as it is.
fn on_listing(case: &Case, by: Moderator, verdict: &Verdict, listing: &Listing) -> Option<listing::Command> {
    match (verdict, &case.matter) {
        (Verdict::Approve, Matter::Publication) => Some(listing::Command::Approve(by)),
        (Verdict::Approve, Matter::Edit(content)) => {
            let draft = Draft::of(content.as_ref().clone());
            Some(listing::Command::ApproveEdit(by, Box::new(draft)))
        }
        (Verdict::Reject(grounds), Matter::Publication) => {
            let told = grounds.told(locale_of(listing));
            Some(listing::Command::Reject(by, told))
        }
        (Verdict::Remove(_), _) => Some(listing::Command::Remove(by)),
        // A rejected change leaves what is shown as it is; so do a warning and a dismissal.
        (Verdict::Reject(_), Matter::Edit(_)) => Some(listing::Command::RejectEdit(by)),
        (Verdict::Reject(_) | Verdict::Approve | Verdict::Dismiss | Verdict::Warn(_), _) => None,
    }
}

/// The language of a listing, if the service speaks it.
fn locale_of(listing: &Listing) -> Locale {
    Locale::parse(listing.content.language.code()).unwrap_or_default()
}

/// What the case is about; a listing is locked.
fn lock_about(tx: &mut Tx<'_>, case: &Case) -> Result<About, Error> {
    match case.subject {
        Subject::Listing(id) => {
            let listing = tx.lock_listings(&[id])?.pop().ok_or(Error::NotFound(Noun::Listing))?;
            Ok(About::Listing(Box::new(listing)))
        }
        Subject::Organization(id) => organization(tx, id),
    }
}

fn organization(reader: &mut Reader<'_>, id: OrganizationId) -> Result<About, Error> {
    let found = reader.organization_unseen(id)?.ok_or(Error::NotFound(Noun::Organization))?;
    Ok(About::Organization(Box::new(found)))
}

/// Stores a case after an event.
pub(crate) fn save(tx: &mut Tx<'_>, before: Case, event: &Event, now: Timestamp) -> Result<Case, Error> {
    let expected = before.revision;
    let (case, change) = before.apply(event, now);
    tx.save_moderation_case(&case, expected, &change)?;
    Ok(case)
}

fn seen(reader: &mut Reader<'_>, case: Case, actor: &Actor, now: Timestamp) -> Result<Seen, Error> {
    let about = match case.subject {
        Subject::Listing(id) => {
            let found = reader.listing(&Viewer::service(), id, now)?.ok_or(Error::NotFound(Noun::Listing))?;
            About::Listing(Box::new(found))
        }
        Subject::Organization(id) => organization(reader, id)?,
    };
    let reports = match case.matter.kind() {
        Kind::Report => reader.abuse_reports_of(case.id, MOST_REPORTS)?,
        Kind::Publication | Kind::Edit | Kind::FlaggedText => Vec::new(),
    };
    let decisions = if actor.moderator(case.organization).is_ok() { case.decisions() } else { Vec::new() };
    let poster_locale = match &about {
        About::Listing(listing) => locale_of(listing),
        About::Organization(_) => Locale::default(),
    };
    Ok(Seen { case, now, about, reports, decisions, poster_locale })
}

fn staff_only(actor: Option<&Actor>) -> Result<&Actor, Error> {
    let actor = actor.ok_or(Error::Unauthenticated)?;
    actor.staff()?;
    Ok(actor)
}

/// The change of a listing that waits, if one does.
pub(crate) fn pending(reader: &mut Reader<'_>, listing: ListingId) -> Result<Option<Case>, Error> {
    Ok(reader.open_moderation_case(listing, Kind::Edit)?)
}
