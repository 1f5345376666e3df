//! What staff decide about organizations.

use domain::id::{OrganizationId, Revision};
use domain::organization::Command;
use domain::policy::Staff;
use jiff::Timestamp;

use super::{Seen, decide, require, seen};
use crate::ctx::{Caller, Ctx};
use crate::error::Error;

/// Lets a waiting organization onto the bourse.
pub fn verify(ctx: &Ctx, caller: &Caller, id: OrganizationId, expected: Revision) -> Result<Seen, Error> {
    by_staff(ctx, caller, id, expected, Command::Verify)
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
