//! Invitations: offered by those who may give the place, accepted once by the owner of the address.
//!
//! The secret in the mail is made as those of accounts' mails are: stored is its hash only. Somebody without an
//! account registers with the address first, and then accepts.

use domain::action::Action;
use domain::audit::Cause;
use domain::fault::{Faults, Rule};
use domain::id::{InvitationId, OrganizationId, Revision};
use domain::organization::{Email, Event, Invitation};
use domain::policy::{Actor, MembershipRole};
use domain::refusal::Refusal;
use jiff::{SignedDuration, Timestamp};
use persistence::{Reader, Tx};
use secrecy::SecretString;

use super::members::{SeenMember, require_insider, require_member, seen as seen_member};
use crate::account::code::{Codes, INVITATION, hash_of};
use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun};
use crate::mail::Mail;
use crate::once::{Answer, Done, Once};
use crate::throttle::Keys;

/// The most invitations of one organization that wait at once.
const MOST_OPEN: usize = 100;

/// The most invitations of one organization that are told.
const MOST: i64 = 1_000;

/// How long an invitation is kept after its time, with the address that it went to.
const AFTER_EXPIRY: SignedDuration = SignedDuration::from_hours(30 * 24);

/// An invitation, as those who may give the place see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenInvitation {
    /// The invitation.
    pub invitation: Invitation,
    /// When it was seen; it runs out by itself.
    pub at: Timestamp,
    /// What the caller may do.
    pub actions: Vec<Action>,
}

/// Offers a place, and writes to the address. There is one open invitation for an address at a time.
pub fn offer(
    ctx: &Ctx,
    caller: &Caller,
    once: &Once,
    id: OrganizationId,
    (email, role): (&Email, MembershipRole),
    answer: impl Fn(&SeenInvitation) -> Answer,
) -> Result<Done, Error> {
    let (keys, codes) = (Keys::of(ctx)?, Codes::of(ctx)?);
    let command = |tx: &mut Tx<'_>, actor: &Actor, now: Timestamp| {
        require_insider(tx, id, &actor.viewer(), Some(actor), now)?;
        let by = actor.keeper(id, None, Some(role))?;
        tx.lock_organization(id)?.ok_or(Error::NotFound(Noun::Organization))?;
        check_offer(tx, id, email, role, now)?;
        keys.invite(tx, email, now)?;
        let made = InvitationId::next(tx.ids());
        let hash = codes.hash(INVITATION, made.uuid())?;
        let (made, change) = Invitation::offer(made, by, email, role, hash, now);
        tx.insert_invitation(&made, &change)?;
        Mail::Invitation { invitation: made.id.uuid() }.post(tx, now)?;
        Ok(seen(made, actor, now))
    };
    ctx.once(caller, once, command, answer)
}

/// What is against an invitation: who belongs to it already or is invited needs none, and the first to come is
/// an owner.
fn check_offer(
    tx: &mut Tx<'_>,
    id: OrganizationId,
    email: &Email,
    role: MembershipRole,
    now: Timestamp,
) -> Result<(), Error> {
    if role != MembershipRole::Owner && tx.owners(id)? == 0 {
        return Err(Refusal::LastOwner.into());
    }
    let open = tx.open_invitations(id, now, i64::try_from(MOST_OPEN).unwrap_or(i64::MAX))?;
    let member = match tx.person_by_email(email)? {
        Some(person) => tx.member(id, person.id)?.is_some(),
        None => false,
    };
    if member || open.iter().any(|one| one.email.key() == email.key()) {
        return Err(Faults::one("email", Rule::Duplicate).into());
    }
    if open.len() >= MOST_OPEN {
        return Err(Faults::one("email", Rule::TooMany { max: MOST_OPEN }).into());
    }
    Ok(())
}

/// Takes the place that a secret stands for. Whatever is against it has one answer.
pub fn accept(
    ctx: &Ctx,
    caller: &Caller,
    code: &SecretString,
) -> Result<(OrganizationId, SeenMember), Error> {
    let hash = hash_of(code);
    ctx.command(caller, None, |tx, actor, now| {
        let refused = || Error::from(Refusal::InvitationInvalid);
        let found = tx.invitation_by_hash(&hash)?.ok_or_else(refused)?;
        let id = found.organization;
        // From here on nobody else changes who belongs to it or who is invited.
        let organization = tx.lock_organization(id)?.ok_or_else(refused)?;
        let before = tx.invitation(found.id)?.ok_or_else(refused)?;
        let person = tx.person(actor.person)?.ok_or(Error::Unauthenticated)?;
        let inviter = tx.actor_of(before.invited_by)?;
        let (role, expected) = (before.role, before.revision);
        let first = role != MembershipRole::Owner && tx.owners(id)? == 0;
        if first || organization.standing.merged_into().is_some() || tx.member(id, person.id)?.is_some() {
            return Err(refused());
        }
        let (after, change) = before.accept(person.id, &person.email, inviter.as_ref(), now)?;
        tx.save_invitation(&after, expected, &change)?;
        tx.insert_membership(id, person.id, role)?;
        let expected = organization.revision;
        let (organization, change) = organization.apply(Event::MemberAdded(person.id, role), now);
        tx.save_organization(&organization, expected, &change)?;
        let member = require_member(tx, id, person.id)?;
        let mut actor = actor.clone();
        actor.memberships.push((id, role));
        Ok((id, seen_member(member, id, &actor, tx.owners(id)?)))
    })
}

/// Takes an invitation back while it waits.
pub fn revoke(
    ctx: &Ctx,
    caller: &Caller,
    organization: OrganizationId,
    id: InvitationId,
    expected: Revision,
) -> Result<SeenInvitation, Error> {
    ctx.command(caller, Some(organization), |tx, actor, now| {
        let before = require_visible(tx, organization, id, Some(actor), now)?;
        let by = actor.keeper(organization, None, Some(before.role))?;
        if before.revision != expected {
            return Err(Error::Stale);
        }
        let (after, change) = before.revoke(by, now)?;
        tx.save_invitation(&after, expected, &change)?;
        Ok(seen(after, actor, now))
    })
}

/// The invitations into an organization, the latest first: for its owners and coordinators and for staff.
pub fn list(ctx: &Ctx, caller: &Caller, id: OrganizationId) -> Result<Vec<SeenInvitation>, Error> {
    ctx.question(Some(caller), |reader, viewer, actor, now| {
        let actor = require_insider(reader, id, viewer, actor, now)?;
        actor.keeper(id, None, Some(MembershipRole::Volunteer))?;
        let found = reader.invitations(id, MOST)?;
        Ok(found.into_iter().map(|one| seen(one, actor, now)).collect())
    })
}

/// An invitation into an organization: for its owners and coordinators and for staff.
pub fn find(
    ctx: &Ctx,
    caller: &Caller,
    organization: OrganizationId,
    id: InvitationId,
) -> Result<SeenInvitation, Error> {
    ctx.question(Some(caller), |reader, _, actor, now| {
        let found = require_visible(reader, organization, id, actor, now)?;
        Ok(seen(found, actor.ok_or(Error::Unauthenticated)?, now))
    })
}

/// Forgets invitations that have had their time, with the addresses of people who may have no account; at most
/// `limit`. How many there were.
pub fn forget_old(ctx: &Ctx, limit: u32) -> Result<usize, Error> {
    ctx.system_command(Cause::System, |tx, now| {
        Ok(tx.forget_invitations(now - AFTER_EXPIRY, i64::from(limit))?)
    })
}

fn require_visible(
    reader: &mut Reader<'_>,
    organization: OrganizationId,
    id: InvitationId,
    actor: Option<&Actor>,
    now: Timestamp,
) -> Result<Invitation, Error> {
    let viewer = actor.map(Actor::viewer).unwrap_or_default();
    let actor = require_insider(reader, organization, &viewer, actor, now)?;
    actor.keeper(organization, None, Some(MembershipRole::Volunteer))?;
    let found = reader.invitation(id)?.filter(|found| found.organization == organization);
    found.ok_or(Error::NotFound(Noun::Invitation))
}

fn seen(invitation: Invitation, actor: &Actor, at: Timestamp) -> SeenInvitation {
    let actions = invitation.actions(actor, at);
    SeenInvitation { invitation, at, actions }
}
