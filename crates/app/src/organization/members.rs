//! Who belongs to an organization: read by its members and by staff, changed by those above, left by anybody.
//!
//! Every change runs under the lock of the organization, so that an owner remains however many give up or
//! lose their place at once.

use domain::action::Action;
use domain::id::{OrganizationId, PersonId, Revision};
use domain::organization::{self, Organization};
use domain::policy::{Actor, Keeper, MembershipRole, Viewer};
use jiff::Timestamp;
use persistence::{Member, Membership, Reader, Tx};

use super::require;
use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun};

/// A member as a colleague or staff see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenMember {
    /// The member.
    pub member: Member,
    /// Whether the caller may read the address: those who speak for the organization, and oneself.
    pub with_email: bool,
    /// What the caller may do to the membership.
    pub actions: Vec<Action>,
}

/// Who belongs to an organization: for its members and for staff. For others there is no such list.
pub fn members(ctx: &Ctx, caller: &Caller, id: OrganizationId) -> Result<Vec<SeenMember>, Error> {
    ctx.question(Some(caller), |reader, viewer, actor, now| {
        let actor = require_insider(reader, id, viewer, actor, now)?;
        let owners = reader.owners(id)?;
        Ok(reader.members(id)?.into_iter().map(|member| seen(member, id, actor, owners)).collect())
    })
}

/// One member of an organization: for its members and for staff.
pub fn member(ctx: &Ctx, caller: &Caller, id: OrganizationId, person: PersonId) -> Result<SeenMember, Error> {
    ctx.question(Some(caller), |reader, viewer, actor, now| {
        let actor = require_insider(reader, id, viewer, actor, now)?;
        let member = require_member(reader, id, person)?;
        Ok(seen(member, id, actor, reader.owners(id)?))
    })
}

/// Gives a member another place.
pub fn change_role(
    ctx: &Ctx,
    caller: &Caller,
    id: OrganizationId,
    person: PersonId,
    expected: Revision,
    role: MembershipRole,
) -> Result<SeenMember, Error> {
    ctx.command(caller, Some(id), |tx, actor, now| {
        change(tx, actor, id, person, expected, Some(role), now)?;
        let actor = again(tx, actor)?;
        let member = require_member(tx, id, person)?;
        Ok(seen(member, id, &actor, tx.owners(id)?))
    })
}

/// Takes a member's place away, or leaves.
pub fn remove(
    ctx: &Ctx,
    caller: &Caller,
    id: OrganizationId,
    person: PersonId,
    expected: Revision,
) -> Result<(), Error> {
    ctx.command(caller, Some(id), |tx, actor, now| change(tx, actor, id, person, expected, None, now))
}

/// To which organizations the caller belongs.
pub fn memberships(ctx: &Ctx, caller: &Caller) -> Result<Vec<Membership>, Error> {
    ctx.question(Some(caller), |reader, _, _, _| Ok(reader.memberships(caller.person)?))
}

fn change(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: OrganizationId,
    person: PersonId,
    expected: Revision,
    to: Option<MembershipRole>,
    now: Timestamp,
) -> Result<(), Error> {
    require_insider(tx, id, &actor.viewer(), Some(actor), now)?;
    let before = require_member(tx, id, person)?;
    actor.keeper(id, Some((person, before.role)), to)?;
    // From here on nobody else changes who belongs to it; what was read before may be old.
    let organization = tx.lock_organization(id)?.ok_or(Error::NotFound(Noun::Organization))?;
    let before = require_member(tx, id, person)?;
    if before.revision != expected {
        return Err(Error::Stale);
    }
    let actor = again(tx, actor)?;
    let keeper = actor.keeper(id, Some((person, before.role)), to);
    let owners = tx.owners(id)?;
    let membership = membership(id, &before);
    // Of two owners who take each other's place, the second has lost the right and is told of the rule all
    // the same: it is what keeps the first where they are.
    membership.leaves_an_owner(to, owners)?;
    write(tx, organization, &membership, keeper?, to, owners, now)
}

fn write(
    tx: &mut Tx<'_>,
    before: Organization,
    membership: &organization::Membership,
    keeper: Keeper,
    to: Option<MembershipRole>,
    owners: u64,
    now: Timestamp,
) -> Result<(), Error> {
    let event = membership.decide(keeper, to, owners)?;
    tx.save_membership(membership, to)?;
    let expected = before.revision;
    let (after, change) = before.apply(event, now);
    Ok(tx.save_organization(&after, expected, &change)?)
}

/// Whoever is not of the organization learns nothing of its people, not even that there are some.
pub(super) fn require_insider<'a>(
    reader: &mut Reader<'_>,
    id: OrganizationId,
    viewer: &Viewer,
    actor: Option<&'a Actor>,
    now: Timestamp,
) -> Result<&'a Actor, Error> {
    let actor = actor.filter(|_| viewer.belongs_to(id) || viewer.is_staff());
    let actor = actor.ok_or(Error::NotFound(Noun::Organization))?;
    require(reader, id, actor, now)?;
    Ok(actor)
}

pub(super) fn require_member(
    reader: &mut Reader<'_>,
    id: OrganizationId,
    person: PersonId,
) -> Result<Member, Error> {
    reader.member(id, person)?.ok_or(Error::NotFound(Noun::Person))
}

/// The caller's rights as they are now, in the course of a command.
fn again(tx: &mut Tx<'_>, actor: &Actor) -> Result<Actor, Error> {
    tx.actor_of(actor.person)?.ok_or(Error::Unauthenticated)
}

fn membership(organization: OrganizationId, member: &Member) -> organization::Membership {
    organization::Membership {
        organization,
        person: member.person,
        role: member.role,
        since: member.since,
        revision: member.revision,
    }
}

pub(super) fn seen(member: Member, id: OrganizationId, actor: &Actor, owners: u64) -> SeenMember {
    let membership = membership(id, &member);
    let allowed = |to| actor.keeper(id, Some((member.person, member.role)), to).is_ok();
    let mut actions = Vec::new();
    let mut others = MembershipRole::ALL.into_iter().filter(|role| *role != member.role);
    if let Some(to) = others.find(|role| allowed(Some(*role))) {
        actions.push(Action::of("change_role", membership.leaves_an_owner(Some(to), owners)));
    }
    if allowed(None) {
        actions.push(Action::of("remove", membership.leaves_an_owner(None, owners)));
    }
    let with_email = member.person == actor.person || actor.representative(id).is_ok();
    SeenMember { member, with_email, actions }
}
