//! Forgetting what is kept for a time only.

use domain::audit::Cause;
use jiff::SignedDuration;

use crate::ctx::Ctx;
use crate::error::Error;

/// How long the answer of an idempotency key is kept.
pub const KEY_LIFETIME: SignedDuration = SignedDuration::from_hours(24);

/// How long a session that has ended is kept: whoever shows one of its tokens is refused either way, and
/// for a day it can be looked up why.
pub const ENDED_SESSION_LIFETIME: SignedDuration = SignedDuration::from_hours(24);

/// Forgets idempotency keys that are older than [`KEY_LIFETIME`]; at most `limit`. How many there were.
pub fn forget_old_keys(ctx: &Ctx, limit: u32) -> Result<usize, Error> {
    ctx.system_command(Cause::System, |tx, now| Ok(tx.forget_keys(now - KEY_LIFETIME, i64::from(limit))?))
}

/// Forgets sessions that ended longer ago than [`ENDED_SESSION_LIFETIME`]; at most `limit`. How many there
/// were.
pub fn forget_ended_sessions(ctx: &Ctx, limit: u32) -> Result<usize, Error> {
    ctx.system_command(Cause::System, |tx, now| {
        Ok(tx.forget_sessions(now - ENDED_SESSION_LIFETIME, i64::from(limit))?)
    })
}
