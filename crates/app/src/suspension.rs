//! Accounts that staff close and open again.

use domain::audit::Cause;
use domain::id::PersonId;
use domain::person::{Person, PersonStatus};
use domain::suspension::{self, Suspension};
use jiff::Timestamp;
use persistence::Tx;

use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun, ignore_stale};

/// Closes an account: its logins end, and it has no more until the suspension is over.
pub fn suspend(
    ctx: &Ctx,
    caller: &Caller,
    id: PersonId,
    reason: &str,
    until: Option<Timestamp>,
) -> Result<Suspension, Error> {
    ctx.command(caller, None, |tx, actor, now| {
        actor.staff()?;
        let before = tx.person(id)?.ok_or(Error::NotFound(Noun::Person))?;
        let (expected, right) = (before.revision, actor.closing(&before)?);
        let (after, suspension, change) = suspension::suspend(before, right, reason, until, now)?;
        tx.save_person(&after, expected, &change)?;
        tx.put_suspension(&suspension)?;
        tx.revoke_sessions(id, None, now)?;
        Ok(suspension)
    })
}

/// Opens a closed account again.
pub fn reinstate(ctx: &Ctx, caller: &Caller, id: PersonId) -> Result<(), Error> {
    ctx.command(caller, None, |tx, actor, now| {
        actor.staff()?;
        let before = tx.person(id)?.ok_or(Error::NotFound(Noun::Person))?;
        let (expected, right) = (before.revision, actor.closing(&before)?);
        let (after, change) = suspension::reinstate(before, right, now)?;
        tx.save_person(&after, expected, &change)?;
        Ok(tx.remove_suspension(id)?)
    })
}

/// Why and since when an account is closed; for staff.
pub fn find(ctx: &Ctx, caller: &Caller, id: PersonId) -> Result<Suspension, Error> {
    ctx.question(Some(caller), |reader, _, actor, now| {
        actor.ok_or(Error::Unauthenticated)?.staff()?;
        let found = reader.suspension(id)?.filter(|suspension| suspension.holds(now));
        found.ok_or(Error::NotFound(Noun::Person))
    })
}

/// Writes down which suspensions are over; at most `limit`. How many there were.
pub fn lapse_overdue(ctx: &Ctx, limit: u32) -> Result<usize, Error> {
    let over = ctx.system_question(|reader, now| Ok(reader.suspensions_over(now, i64::from(limit))?))?;
    for suspension in &over {
        ignore_stale(ctx.system_command(Cause::System, |tx, now| lapse(tx, suspension.person, now)))?;
    }
    Ok(over.len())
}

fn lapse(tx: &mut Tx<'_>, id: PersonId, now: Timestamp) -> Result<(), Error> {
    let (Some(person), Some(suspension)) = (tx.person(id)?, tx.suspension(id)?) else { return Ok(()) };
    let expected = person.revision;
    if let Some((after, change)) = suspension::lapse(person, &suspension, now) {
        tx.save_person(&after, expected, &change)?;
        tx.remove_suspension(id)?;
    }
    Ok(())
}

/// Whether somebody may log in with this account now.
pub(crate) fn is_open(tx: &mut Tx<'_>, person: &Person, now: Timestamp) -> Result<bool, Error> {
    Ok(match person.status {
        PersonStatus::Active => true,
        PersonStatus::Suspended => tx.suspension(person.id)?.is_some_and(|suspension| !suspension.holds(now)),
        PersonStatus::Erased => false,
    })
}
