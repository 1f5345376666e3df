//! Accreditations: written down by staff, read by everybody while they are in force.

use domain::action::Action;
use domain::id::{AccreditationId, OrganizationId, Revision};
use domain::organization::{Accreditation, AccreditationDraft};
use domain::policy::Actor;
use jiff::Timestamp;
use persistence::Reader;

use super::require;
use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun};
use crate::once::{Answer, Done, Once};

/// The most accreditations of one organization that are told.
const MOST: i64 = 200;

/// An accreditation, as the caller sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenAccreditation {
    /// The accreditation.
    pub accreditation: Accreditation,
    /// When it was seen; it runs out by itself.
    pub at: Timestamp,
    /// What the caller may do.
    pub actions: Vec<Action>,
}

/// Writes down an accreditation that staff have seen.
pub fn grant(
    ctx: &Ctx,
    caller: &Caller,
    once: &Once,
    id: OrganizationId,
    draft: &AccreditationDraft,
    answer: impl Fn(&SeenAccreditation) -> Answer,
) -> Result<Done, Error> {
    let command = |tx: &mut persistence::Tx<'_>, actor: &Actor, now| {
        require(tx, id, actor, now)?;
        let by = actor.staff()?;
        let made = AccreditationId::next(tx.ids());
        let (made, change) = Accreditation::grant(made, id, draft.clone(), by, now);
        tx.insert_accreditation(&made, &change)?;
        Ok(seen(made, Some(actor), now))
    };
    ctx.once(caller, once, command, answer)
}

/// Takes an accreditation back.
pub fn withdraw(
    ctx: &Ctx,
    caller: &Caller,
    organization: OrganizationId,
    id: AccreditationId,
    expected: Revision,
) -> Result<SeenAccreditation, Error> {
    ctx.command(caller, None, |tx, actor, now| {
        require(tx, organization, actor, now)?;
        let before = visible(tx, organization, id, Some(actor), now)?;
        let by = actor.staff()?;
        if before.revision != expected {
            return Err(Error::Stale);
        }
        let (after, change) = before.withdraw(by, now)?;
        tx.save_accreditation(&after, expected, &change)?;
        Ok(seen(after, Some(actor), now))
    })
}

/// The accreditations of an organization: those in force, for everybody who may see it; all, for its members
/// and for staff.
pub fn list(
    ctx: &Ctx,
    caller: Option<&Caller>,
    organization: OrganizationId,
) -> Result<Vec<SeenAccreditation>, Error> {
    ctx.question(caller, |reader, viewer, actor, now| {
        reader.organization(organization, viewer, now)?.ok_or(Error::NotFound(Noun::Organization))?;
        let all = reader.accreditations(organization, MOST)?;
        let told = all.into_iter().filter(|one| is_visible(one, actor, now));
        Ok(told.map(|one| seen(one, actor, now)).collect())
    })
}

/// An accreditation that the caller may see.
pub fn find(
    ctx: &Ctx,
    caller: Option<&Caller>,
    organization: OrganizationId,
    id: AccreditationId,
) -> Result<SeenAccreditation, Error> {
    ctx.question(caller, |reader, viewer, actor, now| {
        reader.organization(organization, viewer, now)?.ok_or(Error::NotFound(Noun::Organization))?;
        Ok(seen(visible(reader, organization, id, actor, now)?, actor, now))
    })
}

fn visible(
    reader: &mut Reader<'_>,
    organization: OrganizationId,
    id: AccreditationId,
    actor: Option<&Actor>,
    now: Timestamp,
) -> Result<Accreditation, Error> {
    let found = reader.accreditation(organization, id)?;
    found.filter(|one| is_visible(one, actor, now)).ok_or(Error::NotFound(Noun::Accreditation))
}

fn is_visible(one: &Accreditation, actor: Option<&Actor>, now: Timestamp) -> bool {
    let inside = |actor: &Actor| actor.staff_role.is_some() || actor.role_in(one.organization).is_some();
    one.is_in_force(now) || actor.is_some_and(inside)
}

fn seen(accreditation: Accreditation, actor: Option<&Actor>, at: Timestamp) -> SeenAccreditation {
    let staff = actor.and_then(|actor| actor.staff().ok());
    let withdraw = |by| Action::of("withdraw", accreditation.clone().withdraw(by, at));
    let actions = staff.map(withdraw).into_iter().collect();
    SeenAccreditation { accreditation, at, actions }
}
