//! Agreements: confirmed, ratified, called off, followed up and read.

mod paper;

use domain::action::Action;
use domain::agreement::{Agreement, Command, Facts, State};
use domain::audit::Cause;
use domain::id::{AgreementId, OrganizationId, Revision};
use domain::matching::Terms;
use domain::party::Party;
use domain::policy::{Actor, Denied, Representative};
use domain::week::ExchangeWeek;
use jiff::Timestamp;
use jiff::civil::Date;
pub use persistence::DealFilter;
use persistence::{Reader, Tx};

use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun, ignore_stale};
use crate::once::{Answer, Done, Once};
use crate::page::{Page, one_more};
use crate::party;

pub use paper::{Paper, paper};

/// An agreement, its terms, and what the caller may do to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The agreement.
    pub agreement: Agreement,
    /// What was agreed.
    pub terms: Terms,
    /// SHA-256 of the canonical text of the terms: [`document::terms`].
    pub terms_hash: String,
    /// The instant for which the state holds.
    pub now: Timestamp,
    /// The day on which it falls where the week is.
    pub today: Date,
    /// How to reach the other party, for those who speak for one and while the agreement needs it.
    pub contact: Option<Contact>,
    /// What the caller may do.
    pub actions: Vec<Action>,
}

/// How an organization is reached by whom it has agreed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Which one.
    pub organization: OrganizationId,
    /// What it says of itself.
    pub facts: domain::organization::Facts,
}

/// A party's yes.
#[derive(Clone, Copy, Debug)]
pub struct Yes {
    /// For which party the caller speaks; where they represent both, the one that has not confirmed yet.
    pub organization: Option<OrganizationId>,
    /// The terms that they have read.
    pub terms_revision: u32,
}

/// Confirms an agreement that the caller has seen at this revision.
pub fn confirm(
    ctx: &Ctx,
    caller: &Caller,
    once: &Once,
    id: AgreementId,
    expected: Revision,
    yes: Yes,
    answer: impl Fn(&Seen) -> Answer,
) -> Result<Done, Error> {
    ctx.once(
        caller,
        once,
        |tx, actor, now| {
            let agreement = require(tx, actor, id)?;
            let by = speaker(actor, &agreement, yes.organization)?;
            decide_and_save(tx, actor, &agreement, expected, now, Command::Confirm(by, yes.terms_revision))
        },
        answer,
    )
}

/// What a caller asks to be done to an agreement; the right to it is found in the command.
#[derive(Clone, Debug)]
pub enum Request {
    /// Find it complete.
    Ratify,
    /// Call it off, with the reason.
    Cancel(String),
    /// Note that the first call was made.
    NoteFirstContact,
}

/// Does something to an agreement that the caller has seen at this revision.
pub fn change(
    ctx: &Ctx,
    caller: &Caller,
    id: AgreementId,
    expected: Revision,
    request: &Request,
) -> Result<Seen, Error> {
    ctx.command(caller, None, |tx, actor, now| {
        let agreement = require(tx, actor, id)?;
        let command = match request.clone() {
            Request::Ratify => Command::Ratify(actor.staff()?),
            Request::Cancel(reason) => match agreement.representative(actor) {
                Some(by) => Command::Cancel(by, reason),
                None => {
                    Command::CancelByStaff(actor.staff().map_err(|_| Denied::RepresentativeOnly)?, reason)
                }
            },
            Request::NoteFirstContact => {
                Command::NoteFirstContact(actor.representative(agreement.first_contact.organization)?)
            }
        };
        decide_and_save(tx, actor, &agreement, expected, now, command)
    })
}

/// An agreement that the caller may see.
pub fn find(ctx: &Ctx, caller: &Caller, id: AgreementId) -> Result<Seen, Error> {
    ctx.question(Some(caller), |reader, viewer, actor, now| {
        let agreement = reader.agreement(viewer, id)?.ok_or(Error::NotFound(Noun::Agreement))?;
        all_seen(reader, vec![agreement], actor, now)?.pop().ok_or(Error::NotFound(Noun::Agreement))
    })
}

/// A page of the agreements that the caller may see, the latest first.
pub fn page(
    ctx: &Ctx,
    caller: &Caller,
    filter: &DealFilter,
    after: Option<AgreementId>,
    limit: u32,
) -> Result<Page<Seen>, Error> {
    ctx.question(Some(caller), |reader, viewer, actor, now| {
        let found = reader.agreements(viewer, filter, after, i64::from(one_more(limit)), now)?;
        let page = Page::cut(found, limit);
        Ok(Page { items: all_seen(reader, page.items, actor, now)?, has_more: page.has_more })
    })
}

/// Writes down that the time to confirm has run out; at most `limit`. How many there were.
pub fn lapse_overdue(ctx: &Ctx, limit: u32) -> Result<usize, Error> {
    let overdue = ctx.system_question(|reader, now| Ok(reader.overdue_agreements(now, i64::from(limit))?))?;
    for agreement in &overdue {
        let lapsed = ctx.system_command(Cause::System, |tx, now| {
            let event = agreement.decide_lapse(now)?;
            let terms = require_terms(tx, agreement)?;
            lock_drawn(tx, &terms)?;
            let (after, change) = agreement.clone().apply(&event, now);
            Ok(tx.save_agreement(agreement, &after, &event, &change)?)
        });
        ignore_stale(lapsed)?;
    }
    Ok(overdue.len())
}

fn require(tx: &mut Tx<'_>, actor: &Actor, id: AgreementId) -> Result<Agreement, Error> {
    tx.agreement(&actor.viewer(), id)?.ok_or(Error::NotFound(Noun::Agreement))
}

/// The right to speak for a party.
fn speaker(
    actor: &Actor,
    agreement: &Agreement,
    organization: Option<OrganizationId>,
) -> Result<Representative, Error> {
    match organization {
        Some(organization) if agreement.has_party(organization) => Ok(actor.representative(organization)?),
        Some(_) => Err(Denied::RepresentativeOnly.into()),
        None => Ok(agreement.representative(actor).ok_or(Denied::RepresentativeOnly)?),
    }
}

fn decide_and_save(
    tx: &mut Tx<'_>,
    actor: &Actor,
    agreement: &Agreement,
    expected: Revision,
    now: Timestamp,
    command: Command,
) -> Result<Seen, Error> {
    if agreement.revision != expected {
        return Err(Error::Stale);
    }
    let (week, parties) = surroundings(tx, agreement, now)?;
    let [one, other] = &parties;
    let facts = Facts { week: &week, parties: [one, other] };
    let event = agreement.decide(command, &facts, now)?;
    let terms = require_terms(tx, agreement)?;
    if event.claim().is_some() {
        lock_drawn(tx, &terms)?;
    }
    let (after, change) = agreement.clone().apply(&event, now);
    tx.save_agreement(agreement, &after, &event, &change)?;
    let done = seen(after, terms, Some(actor), &facts, now);
    with_contacts(tx, vec![done], Some(actor))?.pop().ok_or(Error::NotFound(Noun::Agreement))
}

/// Locks the listings whose claims are to move, before anything else is written.
fn lock_drawn(tx: &mut Tx<'_>, terms: &Terms) -> Result<(), Error> {
    let drawn: Vec<_> = terms.draws().into_keys().collect();
    tx.lock_listings(&drawn)?;
    Ok(())
}

fn require_terms(reader: &mut Reader<'_>, agreement: &Agreement) -> Result<Terms, Error> {
    let terms = reader.terms(agreement.match_id, agreement.terms_revision)?;
    terms.ok_or(Error::NotFound(Noun::Match))
}

/// The agreements with their terms and what the actor may do to each, in a fixed number of queries.
fn all_seen(
    reader: &mut Reader<'_>,
    agreements: Vec<Agreement>,
    actor: Option<&Actor>,
    now: Timestamp,
) -> Result<Vec<Seen>, Error> {
    let matches: Vec<_> = agreements.iter().map(|agreement| agreement.match_id).collect();
    // An accepted match has no other terms any more.
    let mut terms = reader.standing_terms(&matches)?;
    let sides = agreements.iter().flat_map(|agreement| {
        [agreement.organization_a, agreement.organization_b].map(|side| (agreement.exchange_week, side))
    });
    let ground = party::Ground::load(reader, sides, now)?;
    let all = agreements.into_iter().map(|agreement| {
        let terms = terms.remove(&agreement.match_id).ok_or(Error::NotFound(Noun::Match))?;
        let week = ground.week(agreement.exchange_week)?;
        let party = |side| ground.party(side, agreement.exchange_week);
        let parties = [party(agreement.organization_a)?, party(agreement.organization_b)?];
        Ok::<_, Error>(seen(agreement, terms, actor, &Facts { week, parties }, now))
    });
    let all = all.collect::<Result<_, _>>()?;
    with_contacts(reader, all, actor)
}

/// The agreement with its terms and what the actor may do to it.
fn seen(
    agreement: Agreement,
    terms: Terms,
    actor: Option<&Actor>,
    facts: &Facts<'_>,
    now: Timestamp,
) -> Seen {
    let open = matches!(agreement.state_at(now), State::Pending | State::Confirmed);
    let actions = actor.filter(|_| open).map(|actor| agreement.actions(actor, facts, now));
    let today = facts.week.time_zone.day_of(now);
    let terms_hash = paper::terms_hash(&agreement, &terms);
    Seen { agreement, terms, terms_hash, now, today, contact: None, actions: actions.unwrap_or_default() }
}

/// Tells how the other party is reached: from the day on which both have agreed, to the owners and coordinators
/// of the parties and to nobody else. An agreement that lapsed or was called off needs no contact any more,
/// so it tells none.
fn with_contacts(
    reader: &mut Reader<'_>,
    mut all: Vec<Seen>,
    actor: Option<&Actor>,
) -> Result<Vec<Seen>, Error> {
    let others: Vec<_> = all.iter().map(|seen| counterparty(seen, actor)).collect();
    let wanted: Vec<_> = others.iter().flatten().copied().collect();
    let found = reader.organizations_unseen(&wanted)?;
    for (seen, other) in all.iter_mut().zip(others) {
        let other = found.iter().find(|found| Some(found.id) == other);
        seen.contact = other.map(|found| Contact { organization: found.id, facts: found.facts.clone() });
    }
    Ok(all)
}

/// The party that the actor does not speak for, while the agreement is under way.
fn counterparty(seen: &Seen, actor: Option<&Actor>) -> Option<OrganizationId> {
    let agreement = &seen.agreement;
    let over = matches!(agreement.state_at(seen.now), State::Lapsed | State::Cancelled { .. });
    let own = actor.filter(|_| !over).and_then(|actor| agreement.representative(actor))?.organization();
    let [one, other] = [agreement.organization_a, agreement.organization_b];
    Some(if own == one { other } else { one })
}

/// The week and the two sides of the agreement.
fn surroundings(
    reader: &mut Reader<'_>,
    agreement: &Agreement,
    now: Timestamp,
) -> Result<(ExchangeWeek, [Party; 2]), Error> {
    let sides = [agreement.organization_a, agreement.organization_b];
    party::surroundings(reader, agreement.exchange_week, sides, now)
}
