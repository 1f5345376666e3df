//! Organizations that are written down twice: staff see which may be one, and make them one.

use domain::fault::{Faults, Rule};
use domain::id::{OrganizationId, Revision};
use domain::organization::{Double, Event, Organization, doubles, place_after_merge};
use domain::policy::{Staff, Viewer};
use domain::refusal::Refusal;
use jiff::Timestamp;
use persistence::{Belongings, Reader, Tx};

use super::{Seen, require, seen};
use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun};
use crate::page::{Page, one_more};
use crate::photo::no_room;

/// How often a merged organization may itself have gone into one that was merged.
const MOST_STEPS: usize = 16;

/// The most accreditations of one organization that move with it.
const MOST_ACCREDITATIONS: i64 = 10_000;

/// What a merge has moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The survivor.
    pub seen: Seen,
    /// Listings, matches and agreements.
    pub belongings: Belongings,
    /// Registrations for weeks that the survivor has now or that came further by it.
    pub participations: usize,
    /// Those who belong to the survivor now and did not before.
    pub members: usize,
    /// Accreditations.
    pub accreditations: usize,
}

/// The pairs that may be one organization, in the order of their ids, after this pair.
pub fn duplicates(
    ctx: &Ctx,
    caller: &Caller,
    after: Option<(OrganizationId, OrganizationId)>,
    limit: u32,
) -> Result<Page<Double>, Error> {
    ctx.question(Some(caller), |reader, _, actor, _| {
        actor.ok_or(Error::Unauthenticated)?.staff()?;
        let pairs = doubles(&reader.identities()?);
        let rest = pairs.into_iter().filter(|pair| Some((pair.first.id, pair.second.id)) > after);
        let most = usize::try_from(one_more(limit)).unwrap_or(usize::MAX);
        Ok(Page::cut(rest.take(most).collect(), limit))
    })
}

/// Makes the duplicate a part of an organization that the caller has seen at this revision.
pub fn merge(
    ctx: &Ctx,
    caller: &Caller,
    id: OrganizationId,
    expected: Revision,
    duplicate: OrganizationId,
) -> Result<Merged, Error> {
    ctx.command(caller, None, |tx, actor, now| {
        require(tx, id, actor, now)?;
        let by = actor.staff()?;
        let [survivor, duplicate] = locked(tx, id, duplicate)?;
        if survivor.revision != expected {
            return Err(Error::Stale);
        }
        let between = tx.between(survivor.id, duplicate.id)?;
        // Only the latest can be open.
        let appeals = tx.appeals(duplicate.id, 1)?;
        let [absorbed, merged] = survivor.decide_merge(by, &duplicate, between, &appeals, now)?;
        let belongings = tx.move_belongings(duplicate.id, id).map_err(|error| no_room(error.into()))?;
        let participations = move_registrations(tx, duplicate.id, id, by, now)?;
        let accreditations = move_accreditations(tx, duplicate.id, id)?;
        let survivor = save(tx, survivor, absorbed, now)?;
        let (survivor, members) = move_members(tx, survivor, &duplicate, now)?;
        save(tx, duplicate, merged, now)?;
        let seen = seen(survivor, Some(actor), now);
        Ok(Merged { seen, belongings, participations, members, accreditations })
    })
}

/// Why an organization cannot be read: it was merged, and whoever may see where it went is told; otherwise
/// there is none.
pub(super) fn gone(
    reader: &mut Reader<'_>,
    id: OrganizationId,
    viewer: &Viewer,
    now: Timestamp,
) -> Result<Error, Error> {
    let mut into = id;
    for _ in 0..MOST_STEPS {
        match reader.merged_into(into)? {
            Some(next) => into = next,
            None => break,
        }
    }
    let visible = into != id && reader.organization(into, viewer, now)?.is_some();
    Ok(if visible {
        Refusal::OrganizationMerged { into }.into()
    } else {
        Error::NotFound(Noun::Organization)
    })
}

/// Both organizations, locked in the order of their ids: of two merges of the same two, one waits.
fn locked(
    tx: &mut Tx<'_>,
    survivor: OrganizationId,
    duplicate: OrganizationId,
) -> Result<[Organization; 2], Error> {
    let mut lock = |id| tx.lock_organization(id);
    let (one, other) = if survivor <= duplicate {
        let one = lock(survivor)?;
        (one, lock(duplicate)?)
    } else {
        let other = lock(duplicate)?;
        (lock(survivor)?, other)
    };
    let unknown = || {
        let given = duplicate.to_string();
        Error::from(Faults::one("duplicate_organization_id", Rule::UnknownReference { given }))
    };
    Ok([one.ok_or(Error::NotFound(Noun::Organization))?, other.ok_or_else(unknown)?])
}

fn move_registrations(
    tx: &mut Tx<'_>,
    from: OrganizationId,
    to: OrganizationId,
    by: Staff,
    now: Timestamp,
) -> Result<usize, Error> {
    let mut count = 0;
    for duplicate in tx.registrations(from)? {
        let expected = duplicate.revision;
        let Some(own) = tx.participation(duplicate.exchange_week, to)? else {
            let (after, change) = duplicate.moved_to(to);
            tx.save_participation(&after, expected, &change)?;
            count += 1;
            continue;
        };
        for (after, change) in own.clone().merged(duplicate, by, now) {
            let before = if after.organization == to { own.revision } else { expected };
            tx.save_participation(&after, before, &change)?;
            count += usize::from(after.organization == to);
        }
    }
    Ok(count)
}

fn move_accreditations(tx: &mut Tx<'_>, from: OrganizationId, to: OrganizationId) -> Result<usize, Error> {
    let moved = tx.accreditations(from, MOST_ACCREDITATIONS)?;
    let count = moved.len();
    for accreditation in moved {
        let expected = accreditation.revision;
        let (after, change) = accreditation.moved_to(to);
        tx.save_accreditation(&after, expected, &change)?;
    }
    Ok(count)
}

/// Those who belonged to the duplicate belong to the survivor, unless the rules say otherwise; those who did already
/// as what they were.
fn move_members(
    tx: &mut Tx<'_>,
    mut survivor: Organization,
    duplicate: &Organization,
    now: Timestamp,
) -> Result<(Organization, usize), Error> {
    let owners = tx.owners(survivor.id)?;
    let members = tx.members(duplicate.id)?;
    tx.end_memberships(duplicate.id)?;
    let mut count = 0;
    for member in members {
        let place = place_after_merge(member.role, owners, duplicate.is_active(now));
        let Some(role) = place else { continue };
        if tx.insert_membership(survivor.id, member.person, role)? {
            survivor = save(tx, survivor, Event::MemberAdded(member.person, role), now)?;
            count += 1;
        }
    }
    Ok((survivor, count))
}

fn save(tx: &mut Tx<'_>, before: Organization, event: Event, now: Timestamp) -> Result<Organization, Error> {
    let expected = before.revision;
    let (after, change) = before.apply(event, now);
    tx.save_organization(&after, expected, &change)?;
    Ok(after)
}
