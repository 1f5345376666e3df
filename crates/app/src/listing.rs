//! Listings: posted, changed, shown, closed and read.

use std::collections::{BTreeMap, BTreeSet};

use domain::action::Action;
use domain::audit::Cause;
use domain::fault::{Faults, Rule, shortened};
use domain::id::{ExchangeWeekId, ListingId, OrganizationId, Revision};
use domain::listing::{Closure, Command, Content, Draft, Event, Facts, Listing, Mark, State};
use domain::moderation::{Grounds, Matter};
use domain::party::Party;
use domain::photo::Album;
use domain::policy::{Actor, Viewer};
use domain::reference;
use domain::refusal::Refusals;
use domain::week::{Activity, ExchangeWeek};
use jiff::Timestamp;
use persistence::{Constraint, Found, Reader, StoreError, Subject, Tx};
pub use persistence::{ListingFilter, ListingPosition, ListingSort, Shelf, SortColumn};
use search::Asked;

use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun, ignore_stale};
use crate::once::{Answer, Done, Once};
use crate::page::{Page, one_more};
use crate::party::{self, require_party};
use crate::search::{Words, ask};
use crate::{matching as matches, moderation, week as weeks};

/// A listing, and what the caller may do to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// The listing.
    pub listing: Listing,
    /// Its photos.
    pub album: Album,
    /// The state that holds now.
    pub now: Timestamp,
    /// What the caller may do; empty for those with no right to anything.
    pub actions: Vec<Action>,
    /// What is doubtful in its texts; for its poster and for staff, empty for others.
    pub marks: Vec<Mark>,
    /// The change of it that waits for approval; for its poster and for staff, nothing for others.
    pub pending: Option<Pending>,
}

/// A change of a listing that waits for approval, while the listing stays as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    /// What it is to say.
    pub content: Content,
    /// What is doubtful in it.
    pub marks: Vec<Mark>,
    /// When it was last put forward.
    pub at: Timestamp,
}

/// A listing on a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The listing.
    pub seen: Seen,
    /// How well it fits the words that were asked for; 0 where none were.
    pub score: i64,
}

/// A page, and what was asked for in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Hits {
    /// The listings.
    pub page: Page<Hit>,
    /// By which words they were found; `None` where none were given.
    pub asked: Option<Asked>,
}

/// Posts a draft. `parse` gets the week, whose days bound the time windows.
pub fn post(
    ctx: &Ctx,
    caller: &Caller,
    once: &Once,
    organization: OrganizationId,
    week: ExchangeWeekId,
    parse: impl Fn(&ExchangeWeek) -> Result<Draft, Faults>,
    answer: impl Fn(&Seen) -> Answer,
) -> Result<Done, Error> {
    ctx.once(
        caller,
        once,
        |tx, actor, now| {
            let week = named_week(tx, actor, week)?;
            let by = actor.representative(organization)?;
            let draft = parse(&week)?;
            week.permits(Activity::Post)?;
            let id = ListingId::next(tx.ids());
            let reference = reference::short("L", id.uuid());
            let (listing, change) =
                Listing::new(id, reference, week.id, organization, Some(by.person()), draft, now);
            tx.insert_listing(&listing, &change).map_err(reference_taken)?;
            seen(tx, listing, Some(actor), now)
        },
        answer,
    )
}

/// What a caller asks to be done to a listing; the right to it is found in the command.
#[derive(Clone, Debug)]
pub enum Request {
    /// Show it, until then if said; renew it where it has expired.
    Publish(Option<Timestamp>),
    /// Let a submitted one be shown.
    Approve,
    /// Send a submitted one back.
    Reject(String),
    /// Stop drawing on it for now.
    Pause,
    /// Go on.
    Resume,
    /// End it.
    Close(Closure),
}

/// Does something to a listing that the caller has seen at this revision. Closing one supersedes the
/// proposed matches that need it.
pub fn change(
    ctx: &Ctx,
    caller: &Caller,
    id: ListingId,
    expected: Revision,
    request: &Request,
) -> Result<Seen, Error> {
    ctx.command(caller, None, |tx, actor, now| {
        let listing = lock(tx, actor, id, now)?;
        let command = command(request.clone(), actor, &listing)?;
        decide_and_save(tx, actor, &listing, expected, now, command)
    })
}

/// Replaces what a listing says. `parse` gets what it says now, or what it is to say where a change waits, and
/// its week.
pub fn edit(
    ctx: &Ctx,
    caller: &Caller,
    id: ListingId,
    expected: Revision,
    parse: impl Fn(&Listing, &Content, &ExchangeWeek) -> Result<Draft, Faults>,
) -> Result<Seen, Error> {
    ctx.command(caller, None, |tx, actor, now| {
        let listing = lock(tx, actor, id, now)?;
        let by = actor.representative(listing.organization)?;
        let week = weeks::require(tx, listing.exchange_week, &actor.viewer())?;
        let waiting = pending(tx, &listing)?;
        let content = waiting.as_ref().map_or(&listing.content, |waiting| &waiting.content);
        let draft = parse(&listing, content, &week)?;
        decide_and_save(tx, actor, &listing, expected, now, Command::Edit(by, Box::new(draft)))
    })
}

/// Takes back the change of a listing that waits for approval.
pub fn withdraw_change(ctx: &Ctx, caller: &Caller, id: ListingId, expected: Revision) -> Result<Seen, Error> {
    ctx.command(caller, None, |tx, actor, now| {
        let listing = lock(tx, actor, id, now)?;
        let by = actor.representative(listing.organization)?;
        let command = Command::WithdrawEdit(by);
        if pending(tx, &listing)?.is_none() && listing.revision == expected {
            return Err(Error::NotFound(Noun::PendingChange));
        }
        decide_and_save(tx, actor, &listing, expected, now, command)
    })
}

/// A listing that the caller may see.
pub fn find(ctx: &Ctx, caller: Option<&Caller>, id: ListingId) -> Result<Seen, Error> {
    ctx.question(caller, |reader, viewer, actor, now| {
        let listing = reader.listing(viewer, id, now)?.ok_or(Error::NotFound(Noun::Listing))?;
        seen(reader, listing, actor, now)
    })
}

/// A page of the listings that the caller may see; of those with these words, if any are given.
pub fn page(
    ctx: &Ctx,
    caller: Option<&Caller>,
    mut filter: ListingFilter,
    words: Option<Words>,
    after: Option<ListingPosition>,
    limit: u32,
) -> Result<Hits, Error> {
    ctx.question(caller, |reader, viewer, actor, now| {
        if words.as_ref().is_some_and(|words| words.phrase.is_empty()) {
            return Ok(Hits { page: Page::cut(Vec::new(), limit), asked: None });
        }
        filter.asked = words.map(|words| ask(reader, words, Subject::Listing)).transpose()?;
        let page =
            Page::cut(reader.listings(viewer, &filter, after, i64::from(one_more(limit)), now)?, limit);
        let ids: Vec<_> = page.items.iter().map(|found| found.listing.id).collect();
        let mut albums = reader.albums(&ids)?;
        let ground = Ground::load(reader, page.items.iter().map(|found| &found.listing), actor, now)?;
        let page = page.try_map(|Found { listing, score }| {
            let album = albums.remove(&listing.id).unwrap_or_default();
            let Some(actor) = actor.filter(|actor| is_concerned(actor, &listing)) else {
                let (actions, marks) = (Vec::new(), Vec::new());
                let seen = Seen { listing, album, now, actions, marks, pending: None };
                return Ok::<_, Error>(Hit { seen, score });
            };
            let actions = listing.actions(actor, &ground.facts(&listing)?, now);
            let (marks, pending) = (listing.content.marks(), pending(reader, &listing)?);
            Ok(Hit { seen: Seen { listing, album, now, actions, marks, pending }, score })
        })?;
        Ok(Hits { page, asked: filter.asked })
    })
}

/// The listings that the caller may see, by what they have in common, and how many there are of each.
pub fn shelves(
    ctx: &Ctx,
    caller: Option<&Caller>,
    mut filter: ListingFilter,
    words: Option<Words>,
) -> Result<Vec<Shelf>, Error> {
    ctx.question(caller, |reader, viewer, _, now| {
        if words.as_ref().is_some_and(|words| words.phrase.is_empty()) {
            return Ok(Vec::new());
        }
        filter.asked = words.map(|words| ask(reader, words, Subject::Listing)).transpose()?;
        Ok(reader.shelves(viewer, &filter, now)?)
    })
}

/// Writes down that the time of listings has run out; at most `limit`. How many there were.
pub fn expire_overdue(ctx: &Ctx, limit: u32) -> Result<usize, Error> {
    let overdue = ctx.system_question(|reader, now| Ok(reader.overdue_listings(now, i64::from(limit))?))?;
    by_deadline(ctx, &overdue, Listing::decide_expire)
}

/// Closes the listings that are still open although their week is over, and supersedes the proposals that
/// need them; at most `limit`. How many there were.
pub fn end_with_week(ctx: &Ctx, limit: u32) -> Result<usize, Error> {
    let open = ctx.system_question(|reader, _| Ok(reader.listings_of_closed_weeks(i64::from(limit))?))?;
    by_deadline(ctx, &open, |listing, _| listing.decide_end_with_week())
}

/// Writes down what time alone has done to these listings, each in a command of its own.
fn by_deadline(
    ctx: &Ctx,
    ids: &[ListingId],
    decide: impl Fn(&Listing, Timestamp) -> Result<Event, Refusals>,
) -> Result<usize, Error> {
    for id in ids {
        let done = ctx.system_command(Cause::System, |tx, now| {
            let Some(listing) = tx.lock_listings(&[*id])?.pop() else { return Ok(()) };
            // Renewed or closed since it was found: nothing to do any more.
            let Ok(event) = decide(&listing, now) else { return Ok(()) };
            save(tx, &listing, &event, now, None).map(|_| ())
        });
        ignore_stale(done)?;
    }
    Ok(ids.len())
}

/// The week that the body names. Where the actor sees none, that field of it is wrong: there is nothing at
/// the address of the request that could be missing.
fn named_week(tx: &mut Tx<'_>, actor: &Actor, id: ExchangeWeekId) -> Result<ExchangeWeek, Error> {
    weeks::require(tx, id, &actor.viewer()).map_err(|error| match error {
        Error::NotFound(_) => {
            let given = shortened(&id.to_string());
            Faults::one("exchange_week_id", Rule::UnknownReference { given }).into()
        }
        error => error,
    })
}

/// The listing, locked, if the actor may see it.
pub(crate) fn lock(tx: &mut Tx<'_>, actor: &Actor, id: ListingId, now: Timestamp) -> Result<Listing, Error> {
    tx.listing(&actor.viewer(), id, now)?.ok_or(Error::NotFound(Noun::Listing))?;
    tx.lock_listings(&[id])?.pop().ok_or(Error::NotFound(Noun::Listing))
}

/// The command, with the actor's right to it.
fn command(request: Request, actor: &Actor, listing: &Listing) -> Result<Command, Error> {
    let representative = || actor.representative(listing.organization);
    let moderator = || actor.moderator(listing.organization);
    Ok(match request {
        Request::Publish(until) => Command::Publish(representative()?, until),
        Request::Pause => Command::Pause(representative()?),
        Request::Resume => Command::Resume(representative()?),
        Request::Close(Closure::RemovedByStaff) => Command::Remove(moderator()?),
        Request::Close(closure) => Command::Close(representative()?, closure),
        Request::Approve => Command::Approve(moderator()?),
        Request::Reject(reason) => Command::Reject(moderator()?, reason),
    })
}

fn decide_and_save(
    tx: &mut Tx<'_>,
    actor: &Actor,
    listing: &Listing,
    expected: Revision,
    now: Timestamp,
    command: Command,
) -> Result<Seen, Error> {
    if listing.revision != expected {
        return Err(Error::Stale);
    }
    let listing = run(tx, listing, now, command, None)?;
    seen(tx, listing, Some(actor), now)
}

/// Does to a listing what was decided in the queue, with the grounds that were given there.
pub(crate) fn decide_in_queue(
    tx: &mut Tx<'_>,
    listing: &Listing,
    now: Timestamp,
    command: Command,
    grounds: Option<&Grounds>,
) -> Result<(), Error> {
    run(tx, listing, now, command, grounds).map(|_| ())
}

fn run(
    tx: &mut Tx<'_>,
    listing: &Listing,
    now: Timestamp,
    command: Command,
    grounds: Option<&Grounds>,
) -> Result<Listing, Error> {
    let (week, party) = surroundings(tx, listing, now)?;
    let open_listings = tx.open_listings(week.id, listing.organization)?;
    let facts = Facts { week: &week, party: &party, open_listings };
    let event = listing.decide(command, &facts, now)?;
    save(tx, listing, &event, now, grounds)
}

/// Stores the listing after an event. What ends with it is superseded, and the questions about it are opened
/// and answered, in the same transaction.
fn save(
    tx: &mut Tx<'_>,
    before: &Listing,
    event: &Event,
    now: Timestamp,
    grounds: Option<&Grounds>,
) -> Result<Listing, Error> {
    let (listing, change) = before.clone().apply(event, now);
    tx.save_listing(&listing, before.revision, &change)?;
    moderation::follow(tx, before, event, &listing, grounds, now)?;
    if !matches!(event, Event::Closed(..)) {
        return Ok(listing);
    }
    matches::supersede_citing(tx, &listing, now)?;
    // What the superseded matches held has been given back.
    Ok(tx.lock_listings(&[listing.id])?.pop().unwrap_or(listing))
}

/// The listing with its photos, and what the actor may do to it. Only those with a right to something cost a
/// query.
fn seen(
    reader: &mut Reader<'_>,
    listing: Listing,
    actor: Option<&Actor>,
    now: Timestamp,
) -> Result<Seen, Error> {
    let album = reader.album(listing.id)?;
    if let Some(actor) = actor.filter(|actor| is_concerned(actor, &listing)) {
        let (week, party) = surroundings(reader, &listing, now)?;
        let open_listings = reader.open_listings(week.id, listing.organization)?;
        let actions = listing.actions(actor, &Facts { week: &week, party: &party, open_listings }, now);
        let (marks, pending) = (listing.content.marks(), pending(reader, &listing)?);
        return Ok(Seen { listing, album, now, actions, marks, pending });
    }
    Ok(Seen { listing, album, now, actions: Vec::new(), marks: Vec::new(), pending: None })
}

/// The change of a listing that waits, if one does. One that nobody sees has none.
fn pending(reader: &mut Reader<'_>, listing: &Listing) -> Result<Option<Pending>, Error> {
    if !matches!(listing.status.state, State::Published | State::Paused | State::Expired) {
        return Ok(None);
    }
    let case = moderation::pending(reader, listing.id)?;
    Ok(case.and_then(|case| match case.matter {
        Matter::Edit(content) => {
            Some(Pending { marks: content.marks(), content: *content, at: case.updated_at })
        }
        Matter::Publication | Matter::FlaggedText | Matter::Report => None,
    }))
}

/// Whether the actor has a right to do something to the listing.
fn is_concerned(actor: &Actor, listing: &Listing) -> bool {
    actor.staff().is_ok() || actor.representative(listing.organization).is_ok()
}

/// What decisions about the listings of a page need to know, in a fixed number of queries.
struct Ground {
    sides: party::Ground,
    open: BTreeMap<(OrganizationId, ExchangeWeekId), u32>,
}

impl Ground {
    fn load<'l>(
        reader: &mut Reader<'_>,
        listings: impl Iterator<Item = &'l Listing>,
        actor: Option<&Actor>,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let concerned = |listing: &&Listing| actor.is_some_and(|actor| is_concerned(actor, listing));
        let wanted: Vec<_> = listings.filter(concerned).collect();
        let sides = wanted.iter().map(|listing| (listing.exchange_week, listing.organization));
        let (weeks, organizations): (BTreeSet<_>, BTreeSet<_>) = sides.clone().unzip();
        let open = reader.open_listings_in_weeks(&Vec::from_iter(weeks), &Vec::from_iter(organizations))?;
        Ok(Self { sides: party::Ground::load(reader, sides, now)?, open })
    }

    fn facts(&self, listing: &Listing) -> Result<Facts<'_>, Error> {
        let (week, organization) = (listing.exchange_week, listing.organization);
        let open_listings = self.open.get(&(organization, week)).copied().unwrap_or_default();
        Ok(Facts {
            week: self.sides.week(week)?,
            party: self.sides.party(organization, week)?,
            open_listings,
        })
    }
}

/// The week and the organization of a listing.
pub(crate) fn surroundings(
    reader: &mut Reader<'_>,
    listing: &Listing,
    now: Timestamp,
) -> Result<(ExchangeWeek, Party), Error> {
    let week = weeks::require(reader, listing.exchange_week, &Viewer::service())?;
    let party = require_party(reader, listing.organization, week.id, now)?;
    Ok((week, party))
}

/// A made reference that is taken: the command runs again, and makes another.
fn reference_taken(error: StoreError) -> Error {
    match error {
        StoreError::Violated(Constraint::ListingReference) => Error::Unavailable,
        error => error.into(),
    }
}
