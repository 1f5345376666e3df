//! What staff decide about organizations.

use domain::audit::Cause;
use domain::id::{OrganizationId, Revision};
use domain::organization::{Command, Evidence, RawEvidence};
use domain::policy::{Actor, Staff};
use jiff::Timestamp;
use persistence::{Reader, StandingChange};

use super::{Seen, decide, require, seen};
use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun, ignore_stale};

/// The most decisions about one organization that are told.
const MOST: i64 = 1_000;

/// Lets a waiting organization onto the bourse, by what was looked at.
pub fn verify(
    ctx: &Ctx,
    caller: &Caller,
    id: OrganizationId,
    expected: Revision,
    evidence: &[RawEvidence],
) -> Result<Seen, Error> {
    ctx.command(caller, None, |tx, actor, now| {
        let before = require(tx, id, actor, now)?;
        let staff = actor.staff()?;
        let evidence = Evidence::parse(evidence, staff.person(), now)?;
        let after = decide(tx, before, expected, Command::Verify(staff), now)?;
        tx.insert_evidence(id, after.revision, &evidence)?;
        Ok(seen(after, Some(actor), now))
    })
}

/// How an organization came to its standing, the latest decision first: for its owners and for staff.
pub fn standing_history(
    ctx: &Ctx,
    caller: &Caller,
    id: OrganizationId,
) -> Result<(Vec<StandingChange>, bool), Error> {
    ctx.question(Some(caller), |reader, _, actor, now| {
        let actor = require_answerable(reader, id, actor, now)?;
        Ok((reader.standing_history(id, MOST)?, actor.staff_role.is_some()))
    })
}

/// Writes down that suspensions have run out; at most `limit`. How many there were.
pub fn end_suspensions(ctx: &Ctx, limit: u32) -> Result<usize, Error> {
    let ended = ctx.system_question(|reader, now| Ok(reader.ended_suspensions(now, i64::from(limit))?))?;
    for before in &ended {
        let done = ctx.system_command(Cause::System, |tx, now| {
            let Some(event) = before.decide_end_of_suspension(now) else { return Ok(()) };
            let (after, change) = before.clone().apply(event, now);
            Ok(tx.save_organization(&after, before.revision, &change)?)
        });
        ignore_stale(done)?;
    }
    Ok(ended.len())
}

/// The caller, where they are staff or an owner. Other members are told that only owners may; to strangers
/// there is nothing.
pub(super) fn require_answerable<'a>(
    reader: &mut Reader<'_>,
    id: OrganizationId,
    actor: Option<&'a Actor>,
    now: Timestamp,
) -> Result<&'a Actor, Error> {
    let inside = actor.filter(|actor| actor.staff_role.is_some() || actor.role_in(id).is_some());
    let actor = inside.ok_or(Error::NotFound(Noun::Organization))?;
    require(reader, id, actor, now)?;
    actor.staff().map(|_| ()).or_else(|_| actor.owner(id).map(|_| ()))?;
    Ok(actor)
}

/// Keeps a waiting organization off the bourse, with the reason.
pub fn reject(
    ctx: &Ctx,
    caller: &Caller,
    id: OrganizationId,
    expected: Revision,
    reason: &str,
) -> Result<Seen, Error> {
    by_staff(ctx, caller, id, expected, |staff| Command::Reject(staff, reason.to_owned()))
}

/// Keeps an organization from acting, with the reason, until a time or until it is reinstated.
pub fn suspend(
    ctx: &Ctx,
    caller: &Caller,
    id: OrganizationId,
    expected: Revision,
    reason: &str,
    until: Option<Timestamp>,
) -> Result<Seen, Error> {
    by_staff(ctx, caller, id, expected, |staff| Command::Suspend(staff, reason.to_owned(), until))
}

/// Lets a suspended organization act again.
pub fn reinstate(ctx: &Ctx, caller: &Caller, id: OrganizationId, expected: Revision) -> Result<Seen, Error> {
    by_staff(ctx, caller, id, expected, Command::Reinstate)
}

fn by_staff(
    ctx: &Ctx,
    caller: &Caller,
    id: OrganizationId,
    expected: Revision,
    command: impl Fn(Staff) -> Command,
) -> Result<Seen, Error> {
    ctx.command(caller, None, |tx, actor, now| {
        let before = require(tx, id, actor, now)?;
        let staff = actor.staff()?;
        let after = decide(tx, before, expected, command(staff), now)?;
        Ok(seen(after, Some(actor), now))
    })
}
