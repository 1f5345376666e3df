//! Appeals: made by owners against a rejection or a suspension, decided by staff.

use domain::action::Action;
use domain::id::{AppealId, OrganizationId, Revision};
use domain::organization::{Appeal, Command, Outcome};
use domain::policy::Actor;
use domain::refusal::Refusal;
use domain::text::Prose;
use jiff::Timestamp;
use persistence::{Constraint, StoreError};

use super::require;
use super::standing::require_answerable;
use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun};

/// The most appeals of one organization that are told.
const MOST: i64 = 200;

/// An appeal, and what the caller may do to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenAppeal {
    /// The appeal.
    pub appeal: Appeal,
    /// What the caller may do.
    pub actions: Vec<Action>,
}

/// Appeals against the standing that the organization has. There is one open appeal at a time.
pub fn make(ctx: &Ctx, caller: &Caller, id: OrganizationId, text: &Prose) -> Result<SeenAppeal, Error> {
    ctx.command(caller, Some(id), |tx, actor, now| {
        let organization = require(tx, id, actor, now)?;
        let by = actor.owner(id)?;
        let made = AppealId::next(tx.ids());
        let (made, change) = Appeal::make(made, &organization, text.clone(), by, now)?;
        tx.insert_appeal(&made, &change).map_err(|error| match error {
            StoreError::Violated(Constraint::OpenAppeal) => Refusal::AppealOpen.into(),
            error => Error::from(error),
        })?;
        Ok(seen(made, actor, now))
    })
}

/// Answers an appeal, with the reason. A granted one changes the standing in the same transaction, unless
/// that is no longer what was appealed against.
pub fn decide(
    ctx: &Ctx,
    caller: &Caller,
    organization: OrganizationId,
    id: AppealId,
    expected: Revision,
    outcome: Outcome,
    reason: &str,
) -> Result<SeenAppeal, Error> {
    ctx.command(caller, None, |tx, actor, now| {
        require(tx, organization, actor, now)?;
        if actor.staff_role.is_none() && actor.role_in(organization).is_none() {
            return Err(Error::NotFound(Noun::Appeal));
        }
        let before = tx.appeal(organization, id)?.ok_or(Error::NotFound(Noun::Appeal))?;
        let by = actor.staff()?;
        if before.revision != expected {
            return Err(Error::Stale);
        }
        let (after, change) = before.decide(by, outcome, reason.to_owned(), now)?;
        tx.save_appeal(&after, expected, &change)?;
        if outcome == Outcome::Granted {
            let judged = tx.lock_organization(organization)?.ok_or(Error::NotFound(Noun::Organization))?;
            let stands =
                (judged.standing.code(), judged.standing.at()) == (after.against.0.as_str(), after.against.1);
            if stands && !judged.is_active(now) {
                let expected = judged.revision;
                super::decide(tx, judged, expected, Command::Reconsider(by), now)?;
            }
        }
        Ok(seen(after, actor, now))
    })
}

/// The appeals of an organization, the latest first: for its owners and for staff.
pub fn list(ctx: &Ctx, caller: &Caller, organization: OrganizationId) -> Result<Vec<SeenAppeal>, Error> {
    ctx.question(Some(caller), |reader, _, actor, now| {
        let actor = require_answerable(reader, organization, actor, now)?;
        let found = reader.appeals(organization, MOST)?;
        Ok(found.into_iter().map(|appeal| seen(appeal, actor, now)).collect())
    })
}

/// An appeal of an organization: for its owners and for staff.
pub fn find(
    ctx: &Ctx,
    caller: &Caller,
    organization: OrganizationId,
    id: AppealId,
) -> Result<SeenAppeal, Error> {
    ctx.question(Some(caller), |reader, _, actor, now| {
        let actor = require_answerable(reader, organization, actor, now)?;
        let found = reader.appeal(organization, id)?.ok_or(Error::NotFound(Noun::Appeal))?;
        Ok(seen(found, actor, now))
    })
}

fn seen(appeal: Appeal, actor: &Actor, now: Timestamp) -> SeenAppeal {
    let actions = appeal.actions(actor, now);
    SeenAppeal { appeal, actions }
}
