//! Participations: asked for and given up by those who speak for an organization, decided by staff.

use domain::action::Action;
use domain::id::{ExchangeWeekId, OrganizationId, Revision};
use domain::participation::{Command, Facts, Participation};
use domain::party::Party;
use domain::policy::{Actor, Denied};
use domain::week::ExchangeWeek;
use jiff::Timestamp;
use persistence::{Constraint, Reader, StoreError, Tx};
use uuid::Uuid;

use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun};
use crate::page::{Page, one_more};
use crate::week as weeks;

/// A participation, and what the caller may do to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The participation.
    pub participation: Participation,
    /// What the caller may do; empty for those with no right to anything.
    pub actions: Vec<Action>,
}

/// Asks to take part. Asking again while it is asked for or admitted changes nothing and answers the same.
pub fn request(
    ctx: &Ctx,
    caller: &Caller,
    week: ExchangeWeekId,
    organization: OrganizationId,
) -> Result<Seen, Error> {
    ctx.command(caller, Some(organization), |tx, actor, now| {
        let (week, party) = surroundings(tx, actor, week, organization, now)?;
        let by = actor.representative(organization)?;
        let facts = Facts { week: &week, party: &party };
        if let Some(before) = tx.participation(week.id, organization)? {
            before.again()?;
            return Ok(seen(before, Some(actor), &facts));
        }
        let (made, change) = Participation::request(tx.ids().next(), by, &facts, now)?;
        tx.insert_participation(&made, &change).map_err(|error| match error {
            // Somebody asked at the same moment: this one comes back and finds it there.
            StoreError::Violated(Constraint::Participation) => Error::Unavailable,
            error => error.into(),
        })?;
        Ok(seen(made, Some(actor), &facts))
    })
}

/// Lets an organization take part.
pub fn admit(
    ctx: &Ctx,
    caller: &Caller,
    week: ExchangeWeekId,
    organization: OrganizationId,
    expected: Revision,
) -> Result<Seen, Error> {
    decide(ctx, caller, week, organization, expected, |actor| Ok(Command::Admit(actor.staff()?)))
}

/// Does not let an organization take part, with the reason.
pub fn refuse(
    ctx: &Ctx,
    caller: &Caller,
    week: ExchangeWeekId,
    organization: OrganizationId,
    expected: Revision,
    reason: &str,
) -> Result<Seen, Error> {
    decide(ctx, caller, week, organization, expected, |actor| {
        Ok(Command::Refuse(actor.staff()?, reason.to_owned()))
    })
}

/// Takes part no longer.
pub fn withdraw(
    ctx: &Ctx,
    caller: &Caller,
    week: ExchangeWeekId,
    organization: OrganizationId,
    expected: Revision,
) -> Result<Seen, Error> {
    decide(ctx, caller, week, organization, expected, |actor| {
        Ok(Command::Withdraw(actor.representative(organization)?))
    })
}

/// The participation of an organization in a week: public when admitted, else for its members and staff.
pub fn find(
    ctx: &Ctx,
    caller: Option<&Caller>,
    week: ExchangeWeekId,
    organization: OrganizationId,
) -> Result<Seen, Error> {
    ctx.question(caller, |reader, viewer, actor, now| {
        let week = weeks::require(reader, week, viewer)?;
        let found =
            reader.participation(week.id, organization)?.ok_or(Error::NotFound(Noun::Participation))?;
        let party = party(reader, week.id, organization, now)?;
        if !found.is_visible_to(viewer, party.active) {
            return Err(Error::NotFound(Noun::Participation));
        }
        Ok(seen(found, actor, &Facts { week: &week, party: &party }))
    })
}

/// The participations in a week that the caller may see, by organization.
pub fn page(
    ctx: &Ctx,
    caller: Option<&Caller>,
    week: ExchangeWeekId,
    status: Option<&str>,
    after: Option<OrganizationId>,
    limit: u32,
) -> Result<Page<Participation>, Error> {
    ctx.question(caller, |reader, viewer, _, now| {
        let week = weeks::require(reader, week, viewer)?;
        Ok(Page::cut(reader.participations(week.id, viewer, status, after, one_more(limit), now)?, limit))
    })
}

/// Admits an organization from a sheet, within the transaction of the import. One that is there stays.
pub fn import(
    tx: &mut Tx<'_>,
    week: ExchangeWeekId,
    organization: OrganizationId,
    now: Timestamp,
) -> Result<(), Error> {
    if tx.participation(week, organization)?.is_some() {
        return Ok(());
    }
    let id: Uuid = tx.ids().next();
    let (made, change) = Participation::imported(id, organization, week, now);
    Ok(tx.insert_participation(&made, &change)?)
}

fn decide(
    ctx: &Ctx,
    caller: &Caller,
    week: ExchangeWeekId,
    organization: OrganizationId,
    expected: Revision,
    command: impl Fn(&Actor) -> Result<Command, Denied>,
) -> Result<Seen, Error> {
    ctx.command(caller, Some(organization), |tx, actor, now| {
        let (week, party) = surroundings(tx, actor, week, organization, now)?;
        let before = tx
            .participation(week.id, organization)?
            .filter(|found| found.is_visible_to(&actor.viewer(), party.active))
            .ok_or(Error::NotFound(Noun::Participation))?;
        let command = command(actor)?;
        if before.revision != expected {
            return Err(Error::Stale);
        }
        let facts = Facts { week: &week, party: &party };
        let event = before.decide(command, &facts)?;
        let (after, change) = before.apply(event, now);
        tx.save_participation(&after, expected, &change)?;
        Ok(seen(after, Some(actor), &facts))
    })
}

/// The week and the organization, both as far as the actor may see them.
fn surroundings(
    tx: &mut Tx<'_>,
    actor: &Actor,
    week: ExchangeWeekId,
    organization: OrganizationId,
    now: Timestamp,
) -> Result<(ExchangeWeek, Party), Error> {
    let viewer = actor.viewer();
    let week = weeks::require(tx, week, &viewer)?;
    let party = party(tx, week.id, organization, now)?;
    if !party.active && !viewer.is_staff() && !viewer.belongs_to(organization) {
        return Err(Error::NotFound(Noun::Organization));
    }
    Ok((week, party))
}

fn party(
    reader: &mut Reader<'_>,
    week: ExchangeWeekId,
    organization: OrganizationId,
    now: Timestamp,
) -> Result<Party, Error> {
    reader.party(organization, week, now)?.ok_or(Error::NotFound(Noun::Organization))
}

fn seen(participation: Participation, actor: Option<&Actor>, facts: &Facts<'_>) -> Seen {
    let actions = actor.map(|actor| participation.actions(actor, facts)).unwrap_or_default();
    Seen { participation, actions }
}
