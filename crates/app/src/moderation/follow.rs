//! What becomes of the cases of a listing when the listing changes, in the same transaction.

use domain::audit::Cause;
use domain::id::CaseId;
use domain::listing::State as ListingState;
use domain::listing::{self, Listing};
use domain::moderation::{
    Case, Consequence, Event, Grounds, Kind, Matter, Ruling, Subject, Verdict, consequences,
};
use jiff::Timestamp;
use persistence::{Constraint, StoreError, Tx};

use super::{save, tell};
use crate::ctx::Ctx;
use crate::error::Error;

/// Opens, settles and lapses the cases of a listing after an event. The listing is locked.
pub(crate) fn follow(
    tx: &mut Tx<'_>,
    before: &Listing,
    event: &listing::Event,
    after: &Listing,
    grounds: Option<&Grounds>,
    now: Timestamp,
) -> Result<(), Error> {
    let subject = Subject::Listing(after.id);
    for consequence in consequences(before, event, after, grounds) {
        match consequence {
            Consequence::Open(matter) => open(tx, after, matter, now)?,
            Consequence::Settle(kinds, verdict, by) => {
                let ruling = Ruling { verdict, by, at: now };
                // Who decides in the queue has said why, and the poster is told about that case.
                settle(tx, after, kinds, ruling, grounds.is_none(), now)?;
            }
            Consequence::Lapse(kinds) => {
                end(tx, subject, kinds, &Event::Lapsed, now)?;
            }
        }
    }
    Ok(())
}

/// Opens a case about a listing, or puts a new proposal into the one that is open.
fn open(tx: &mut Tx<'_>, listing: &Listing, matter: Matter, now: Timestamp) -> Result<(), Error> {
    let subject = Subject::Listing(listing.id);
    let open = tx.lock_open_moderation_cases(subject, &[matter.kind()])?.pop();
    match (open, matter) {
        (Some(case), Matter::Edit(content)) => {
            let event = case.decide_follow(Event::Proposed(content))?;
            save(tx, case, &event, now)?;
        }
        (Some(_), _) => {}
        (None, matter) => {
            let id = CaseId::next(tx.ids());
            let week = Some(listing.exchange_week);
            let (case, change) = Case::open(id, subject, listing.organization, week, matter, now);
            tx.insert_moderation_case(&case, &change).map_err(opened_by_another)?;
        }
    }
    Ok(())
}

/// Answers the open cases, and tells those who reported and, once, the poster. What is taken down without
/// anybody having asked leaves a ruling too: otherwise its poster would not learn of it.
fn settle(
    tx: &mut Tx<'_>,
    listing: &Listing,
    kinds: &[Kind],
    ruling: Ruling,
    tells_poster: bool,
    now: Timestamp,
) -> Result<(), Error> {
    let subject = Subject::Listing(listing.id);
    let taken_down = matches!(ruling.verdict, Verdict::Remove(_));
    let event = Event::Decided(ruling);
    let mut ended = end(tx, subject, kinds, &event, now)?;
    if ended.is_empty() && taken_down && tells_poster {
        open(tx, listing, Matter::FlaggedText, now)?;
        ended = end(tx, subject, kinds, &event, now)?;
    }
    for case in &ended {
        tell::reporters(tx, case, now)?;
    }
    match ended.first().filter(|_| tells_poster) {
        Some(case) => tell::poster(tx, case, now),
        None => Ok(()),
    }
}

/// Ends the open cases of these kinds.
fn end(
    tx: &mut Tx<'_>,
    subject: Subject,
    kinds: &[Kind],
    event: &Event,
    now: Timestamp,
) -> Result<Vec<Case>, Error> {
    let mut ended = Vec::new();
    for case in tx.lock_open_moderation_cases(subject, kinds)? {
        let event = case.decide_follow(event.clone())?;
        ended.push(save(tx, case, &event, now)?);
    }
    Ok(ended)
}

/// Somebody else has opened the case since: the command runs again, and finds it.
pub(super) fn opened_by_another(error: StoreError) -> Error {
    match error {
        StoreError::Violated(Constraint::OpenCaseOfListing | Constraint::OpenCaseOfOrganization) => {
            Error::Unavailable
        }
        error => error.into(),
    }
}

/// Opens a case for every listing that waits for approval and has none, from before there was a queue; at
/// most `limit`. How many there were.
pub fn open_pending(ctx: &Ctx, limit: u32) -> Result<usize, Error> {
    let waiting = ctx.system_question(|reader, _| Ok(reader.listings_without_case(i64::from(limit))?))?;
    for id in &waiting {
        ctx.system_command(Cause::System, |tx, now| {
            let Some(listing) = tx.lock_listings(&[*id])?.pop() else { return Ok(()) };
            if listing.status.state == ListingState::Submitted {
                open(tx, &listing, Matter::Publication, now)?;
            }
            Ok(())
        })?;
    }
    Ok(waiting.len())
}
