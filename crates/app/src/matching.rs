//! Matches: proposed, answered, countered and read.

use std::collections::BTreeMap;

use domain::action::Action;
use domain::agreement::{self, Agreement};
use domain::audit::Cause;
use domain::fault::{Faults, Rule, shortened};
use domain::id::{AgreementId, ExchangeWeekId, ListingId, MatchId, OrganizationId, Revision};
use domain::listing::Listing;
use domain::matching::{Command, Event, Facts, Match, State, Terms, TermsDraft, TermsFacts};
use domain::party::Party;
use domain::policy::{Actor, Representative, Viewer};
use domain::reference;
use domain::week::ExchangeWeek;
use jiff::Timestamp;
pub use persistence::DealFilter;
use persistence::{Constraint, Reader, StoreError, Tx};

use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun, ignore_stale};
use crate::once::{Answer, Done, Once};
use crate::page::{Page, one_more};
use crate::party::{self, require_party};
use crate::week as weeks;

/// A match, and what the caller may do to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The match.
    pub match_: Match,
    /// The agreement that it became, if it was accepted.
    pub agreement: Option<AgreementId>,
    /// The instant for which the state holds.
    pub now: Timestamp,
    /// What the caller may do.
    pub actions: Vec<Action>,
}

/// Who proposes what to whom.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// For whom the caller speaks.
    pub organization: OrganizationId,
    /// Who is asked.
    pub counterparty: OrganizationId,
    /// The terms.
    pub draft: TermsDraft,
}

/// Proposes a match, which holds what it draws from the listings that it cites.
pub fn propose(
    ctx: &Ctx,
    caller: &Caller,
    once: &Once,
    proposal: &Proposal,
    answer: impl Fn(&Seen) -> Answer,
) -> Result<Done, Error> {
    ctx.once(
        caller,
        once,
        |tx, actor, now| {
            let by = actor.representative(proposal.organization)?;
            let Proposal { draft, counterparty, .. } = proposal;
            require_givers(draft, [by.organization(), *counterparty])?;
            let ground = Ground::load(tx, actor, draft, by, *counterparty, None, now)?;
            let id = MatchId::next(tx.ids());
            let reference = reference::short("M", id.uuid());
            let (match_, change) =
                Match::propose(id, reference, draft.clone(), by, &ground.facts(), tx.ids(), now)?;
            tx.insert_match(&match_, &change).map_err(collided)?;
            seen(tx, match_, Some(actor), now)
        },
        answer,
    )
}

/// Answers the terms with other terms. Those given up give back what they held.
pub fn counter(
    ctx: &Ctx,
    caller: &Caller,
    once: &Once,
    id: MatchId,
    expected: Revision,
    draft: &TermsDraft,
    answer: impl Fn(&Seen) -> Answer,
) -> Result<Done, Error> {
    ctx.once(
        caller,
        once,
        |tx, actor, now| {
            let match_ = require(tx, actor, id)?;
            let by = actor.representative_of_either(match_.answerer(), match_.proposer())?;
            require_revision(&match_, expected)?;
            require_givers(draft, [match_.organization_a, match_.organization_b])?;
            let other = match_.other(by.organization());
            let ground = Ground::load(tx, actor, draft, by, other, Some(&match_), now)?;
            let event = match_.decide_counter(draft.clone(), by, &ground.facts(), tx.ids(), now)?;
            let after = save(tx, &match_, &event, now)?;
            seen(tx, after, Some(actor), now)
        },
        answer,
    )
}

/// An answer that needs no new terms; the right to it is found in the command.
#[derive(Clone, Debug)]
pub enum Request {
    /// Yes.
    Accept,
    /// No, perhaps with the reason.
    Decline(Option<String>),
    /// The proposer takes it back.
    Withdraw,
}

/// Answers a match that the caller has seen at this revision. A yes makes an agreement.
pub fn answer(
    ctx: &Ctx,
    caller: &Caller,
    id: MatchId,
    expected: Revision,
    request: &Request,
) -> Result<Seen, Error> {
    ctx.command(caller, None, |tx, actor, now| {
        let match_ = require(tx, actor, id)?;
        let command = match request.clone() {
            Request::Accept => Command::Accept(speaker(actor, match_.answerer(), &match_)?),
            Request::Decline(reason) => Command::Decline(speaker(actor, match_.answerer(), &match_)?, reason),
            Request::Withdraw => Command::Withdraw(speaker(actor, match_.proposer(), &match_)?),
        };
        require_revision(&match_, expected)?;
        let (week, parties) = surroundings(tx, &match_, now)?;
        let [one, other] = &parties;
        let event = match_.decide(command, &Facts { week: &week, parties: [one, other] }, now)?;
        let after = save(tx, &match_, &event, now)?;
        if let Event::Accepted(by) = event {
            let year = week.time_zone.day_of(now).year();
            let id = AgreementId::next(tx.ids());
            let number = agreement::number(year, tx.next_in(&numbers_of(year))?);
            let (agreement, change) = Agreement::of_match(id, number, &after, &week, by, now);
            tx.insert_agreement(&agreement, &change)?;
        }
        seen(tx, after, Some(actor), now)
    })
}

/// A match that the caller may see.
pub fn find(ctx: &Ctx, caller: &Caller, id: MatchId) -> Result<Seen, Error> {
    ctx.question(Some(caller), |reader, viewer, actor, now| {
        let match_ = reader.match_(viewer, id)?.ok_or(Error::NotFound(Noun::Match))?;
        seen(reader, match_, actor, now)
    })
}

/// Every revision of the terms of a match that the caller may see, the first first.
pub fn history(ctx: &Ctx, caller: &Caller, id: MatchId) -> Result<Vec<Terms>, Error> {
    ctx.question(Some(caller), |reader, viewer, _, _| {
        reader.match_(viewer, id)?.ok_or(Error::NotFound(Noun::Match))?;
        Ok(reader.terms_history(id)?)
    })
}

/// A page of the matches that the caller may see, the latest first.
pub fn page(
    ctx: &Ctx,
    caller: &Caller,
    filter: &DealFilter,
    after: Option<MatchId>,
    limit: u32,
) -> Result<Page<Seen>, Error> {
    ctx.question(Some(caller), |reader, viewer, actor, now| {
        let page = Page::cut(reader.matches(viewer, filter, after, i64::from(one_more(limit)), now)?, limit);
        Ok(Page { items: all_seen(reader, page.items, actor, now)?, has_more: page.has_more })
    })
}

/// Writes down that holds have run out; at most `limit`. How many there were.
pub fn expire_overdue(ctx: &Ctx, limit: u32) -> Result<usize, Error> {
    let overdue = ctx.system_question(|reader, now| Ok(reader.overdue_matches(now, i64::from(limit))?))?;
    for match_ in &overdue {
        let expired = ctx.system_command(Cause::System, |tx, now| {
            lock_drawn(tx, &match_.terms)?;
            expire(tx, match_, now)
        });
        ignore_stale(expired)?;
    }
    Ok(overdue.len())
}

/// Supersedes the proposed matches that need a listing which is gone. The listing is locked.
pub(crate) fn supersede_citing(tx: &mut Tx<'_>, listing: &Listing, now: Timestamp) -> Result<(), Error> {
    for match_ in tx.proposed_matches_citing(&[listing.id], None)? {
        let event = match_.decide_supersede(listing.id, now)?;
        save(tx, &match_, &event, now).map_err(again)?;
    }
    Ok(())
}

/// Writes down that holds on these listings have run out, so that they stand in nobody's way. The listings are locked.
pub(crate) fn expire_citing(tx: &mut Tx<'_>, listings: &[ListingId], now: Timestamp) -> Result<(), Error> {
    for overdue in tx.proposed_matches_citing(listings, Some(now))? {
        expire(tx, &overdue, now).map_err(again)?;
    }
    Ok(())
}

/// In which row the agreements of a year are counted.
pub(crate) fn numbers_of(year: i16) -> String {
    format!("agreements-{year}")
}

fn expire(tx: &mut Tx<'_>, match_: &Match, now: Timestamp) -> Result<(), Error> {
    let event = match_.decide_expire(now)?;
    save(tx, match_, &event, now).map(|_| ())
}

fn save(tx: &mut Tx<'_>, before: &Match, event: &Event, now: Timestamp) -> Result<Match, Error> {
    // Listings are locked before the match changes, so that two commands never wait for each other.
    lock_drawn(tx, &before.terms)?;
    let (after, change) = before.clone().apply(event, now);
    tx.save_match(before, &after, &change).map_err(collided)?;
    Ok(after)
}

fn lock_drawn(tx: &mut Tx<'_>, terms: &Terms) -> Result<(), Error> {
    let drawn: Vec<_> = terms.draws().into_keys().collect();
    tx.lock_listings(&drawn)?;
    Ok(())
}

fn require(tx: &mut Tx<'_>, actor: &Actor, id: MatchId) -> Result<Match, Error> {
    tx.match_(&actor.viewer(), id)?.ok_or(Error::NotFound(Noun::Match))
}

fn require_revision(match_: &Match, expected: Revision) -> Result<(), Error> {
    if match_.revision == expected { Ok(()) } else { Err(Error::Stale) }
}

/// The right to speak for the side whose turn it is, or for the other: then the decision says whose turn
/// it is.
fn speaker(actor: &Actor, whose: OrganizationId, match_: &Match) -> Result<Representative, Error> {
    Ok(actor.representative_of_either(whose, match_.other(whose))?)
}

/// Each contribution is given by one of the two sides.
fn require_givers(draft: &TermsDraft, sides: [OrganizationId; 2]) -> Result<(), Faults> {
    let mut faults = Faults::none();
    for (n, giver) in draft.givers().enumerate() {
        if !sides.contains(&giver) {
            let given = shortened(&giver.to_string());
            faults.add(format!("contributions/{n}/giver_organization_id"), Rule::UnknownReference { given });
        }
    }
    faults.or(())
}

/// What terms are judged by, read under the locks of the listings that they cite.
struct Ground {
    week: ExchangeWeek,
    proposer: Party,
    answerer: Party,
    listings: BTreeMap<ListingId, Listing>,
    taken_pairs: BTreeMap<(ListingId, ListingId), MatchId>,
    given_back: BTreeMap<ListingId, domain::quantity::Amount>,
}

impl Ground {
    fn load(
        tx: &mut Tx<'_>,
        actor: &Actor,
        draft: &TermsDraft,
        by: Representative,
        other: OrganizationId,
        replaced: Option<&Match>,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let cited = draft.listings();
        let given_back = replaced.map(|match_| match_.terms.draws()).unwrap_or_default();
        let mut to_lock: Vec<_> = cited.iter().chain(given_back.keys()).copied().collect();
        to_lock.sort_unstable();
        to_lock.dedup();
        tx.lock_listings(&to_lock)?;
        // Holds that have run out must not stand in the way, even if nobody has swept them yet.
        for overdue in tx.proposed_matches_citing(&cited, Some(now))? {
            if replaced.is_none_or(|match_| match_.id != overdue.id) {
                expire(tx, &overdue, now).map_err(again)?;
            }
        }
        let listings = visible(actor, tx.lock_listings(&cited)?);
        require_listings(draft, &listings)?;
        let week = replaced.map(|match_| match_.exchange_week);
        let week = week.or_else(|| listings.values().next().map(|listing| listing.exchange_week));
        let week = week.ok_or(Error::NotFound(Noun::ExchangeWeek))?;
        let week = weeks::require(tx, week, &Viewer::service())?;
        let proposer = require_party(tx, by.organization(), week.id, now)?;
        let answerer = require_counterparty(tx, other, week.id, now)?;
        let taken_pairs = tx.taken_pairs(&draft.pairs(), replaced.map(|match_| match_.id))?;
        Ok(Self { week, proposer, answerer, listings, taken_pairs, given_back })
    }

    fn facts(&self) -> TermsFacts<'_> {
        TermsFacts {
            week: &self.week,
            proposer: &self.proposer,
            answerer: &self.answerer,
            listings: &self.listings,
            taken_pairs: &self.taken_pairs,
            given_back: &self.given_back,
        }
    }
}

/// The listings that the actor may see.
fn visible(actor: &Actor, locked: Vec<Listing>) -> BTreeMap<ListingId, Listing> {
    let viewer = actor.viewer();
    let seen =
        locked.into_iter().filter(|listing| listing.is_public() || viewer.belongs_to(listing.organization));
    seen.map(|listing| (listing.id, listing)).collect()
}

/// Every cited listing is there for the caller to see.
fn require_listings(draft: &TermsDraft, listings: &BTreeMap<ListingId, Listing>) -> Result<(), Faults> {
    let mut faults = Faults::none();
    for (field, id) in draft.citations() {
        if !listings.contains_key(&id) {
            faults.add(field, Rule::UnknownReference { given: shortened(&id.to_string()) });
        }
    }
    faults.or(())
}

fn require_counterparty(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    week: ExchangeWeekId,
    now: Timestamp,
) -> Result<Party, Error> {
    let unknown = || {
        let given = shortened(&organization.to_string());
        Faults::one("counterparty_organization_id", Rule::UnknownReference { given })
    };
    Ok(tx.party(organization, week, now)?.ok_or_else(unknown)?)
}

/// The match with what the actor may do to it.
fn seen(
    reader: &mut Reader<'_>,
    match_: Match,
    actor: Option<&Actor>,
    now: Timestamp,
) -> Result<Seen, Error> {
    all_seen(reader, vec![match_], actor, now)?.pop().ok_or(Error::NotFound(Noun::Match))
}

/// The matches with what the actor may do to each, in a fixed number of queries.
fn all_seen(
    reader: &mut Reader<'_>,
    matches: Vec<Match>,
    actor: Option<&Actor>,
    now: Timestamp,
) -> Result<Vec<Seen>, Error> {
    let is_open = |match_: &Match| match_.state_at(now) == State::Proposed;
    let accepted = matches.iter().filter(|match_| match_.status.state == State::Accepted);
    let agreements = reader.agreements_of_matches(&accepted.map(|match_| match_.id).collect::<Vec<_>>())?;
    let open = matches.iter().filter(|match_| actor.is_some() && is_open(match_));
    let sides = open.flat_map(|match_| {
        [match_.organization_a, match_.organization_b].map(|side| (match_.exchange_week, side))
    });
    let ground = party::Ground::load(reader, sides, now)?;
    let seen = matches.into_iter().map(|match_| {
        let agreement = agreements.get(&match_.id).copied();
        let actions = match actor {
            Some(actor) if is_open(&match_) => {
                let week = ground.week(match_.exchange_week)?;
                let party = |side| ground.party(side, match_.exchange_week);
                let parties = [party(match_.organization_a)?, party(match_.organization_b)?];
                match_.actions(actor, &Facts { week, parties }, now)
            }
            _ => Vec::new(),
        };
        Ok(Seen { match_, agreement, now, actions })
    });
    seen.collect()
}

/// The week and the two sides of the match.
fn surroundings(
    reader: &mut Reader<'_>,
    match_: &Match,
    now: Timestamp,
) -> Result<(ExchangeWeek, [Party; 2]), Error> {
    let sides = [match_.organization_a, match_.organization_b];
    party::surroundings(reader, match_.exchange_week, sides, now)
}

/// A constraint met by a command that had checked: somebody else was in between, so it runs again and
/// sees what they did.
fn collided(error: StoreError) -> Error {
    match error {
        StoreError::Violated(
            Constraint::ListingQuantity | Constraint::LivePair | Constraint::MatchReference,
        ) => Error::Unavailable,
        error => error.into(),
    }
}

/// A row that another command changed under ours, and that the caller did not name: ours runs again.
fn again(error: Error) -> Error {
    match error {
        Error::Stale => Error::Unavailable,
        error => error,
    }
}
