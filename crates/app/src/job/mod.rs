//! Work that a command asks for and does not wait for: mails, imports, exports.
//!
//! A job is put into the queue by [`enqueue`] inside the transaction of the command that wants it, so it is
//! there when the command is, and only then. A worker claims it for a time ([`domain::job::LEASE`]), does it,
//! and ends it. Several servers may work on one queue.
//!
//! **Once.** Everything that a job writes is written through [`Work::step`] or [`Work::finish`], which check in
//! the same transaction that this worker still has the job: a worker that was away for too long, or whose job
//! was cancelled, writes nothing any more. What leaves the database, such as a mail, is done at least once, and
//! carries the id of the job, so that a repetition can be told.
//!
//! **Again.** A job may be begun again at any step, when a server dies or stops; [`Work::progress`] says how far
//! it was. What fails is tried again later, each time after a longer wait, and given up after
//! [`Kind::most_attempts`]; it stays as the dead letter, in the state `failed`.
//!
//! # A new kind
//!
//! 1. A variant of [`Kind`] in `domain::job`, with its code, attempts and lane. What may take more than some
//!    seconds is [`Lane::Long`], so that no mail waits behind it.
//! 2. A function `fn(&Desk, Work<'_>) -> Result<Finished, Trouble>` in the module of its noun, and its arm in
//!    [`run`]. It reads its payload with [`Work::payload`], writes with [`Work::step`] in steps shorter than the
//!    lease, and ends with [`Work::finish`]; only that makes the [`Finished`] which it returns.
//! 3. [`enqueue`] in the command. The payload holds ids and codes; what a person wrote stays in its own table.
//!
//! What a job makes goes into a table of its noun, keyed by the job's id if need be; without a foreign key,
//! because jobs are forgotten some time after their end.

mod work;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use domain::id::{JobId, PersonId};
use domain::job::{Claim, ErrorCode, Job, Kind, Lane};
use jiff::{SignedDuration, Timestamp};
use persistence::{StoreError, Tx};
use serde::Serialize;

use domain::audit::Cause;

pub use work::{Finished, Trouble, Work};

use crate::ctx::Ctx;
use crate::error::Error;
use crate::import;
use crate::mail::{self, Mailer};

/// How long a job that has ended can be looked at.
pub const ENDED_JOB_LIFETIME: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What workers work with. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    /// Store, clock, ids and randomness.
    pub ctx: Ctx,
    /// Where mails go.
    pub mailer: Arc<dyn Mailer>,
    /// What the addresses of the pages for people begin with, to which mails link, if there are such pages.
    pub pages: Option<String>,
    /// Set when the server stops: jobs are given back at their next step.
    pub stopping: Arc<AtomicBool>,
}

/// What each kind does.
fn run(desk: &Desk, work: Work<'_>) -> Result<Finished, Trouble> {
    match work.kind() {
        Kind::Mail => mail::send(desk, work),
        Kind::Import => import::work::work(desk, work),
    }
}

/// Puts a job into the queue of this transaction. The payload holds ids and codes only.
pub fn enqueue(
    tx: &mut Tx<'_>,
    kind: Kind,
    payload: &impl Serialize,
    requested_by: Option<PersonId>,
    now: Timestamp,
) -> Result<JobId, Error> {
    let payload = serde_json::to_string(payload).map_err(|error| Error::Internal(Box::new(error)))?;
    let job = Job::new(JobId::next(tx.ids()), kind, payload, requested_by, now, now);
    tx.insert_job(&job)?;
    Ok(job.id)
}

/// Claims one job of a lane that is due and does it; `false` when none is. That a job fails is no error here:
/// it is noted, and the job waits for its next try.
pub fn work_one(desk: &Desk, lane: Lane) -> Result<bool, Error> {
    let ctx = &desk.ctx;
    // Most of the time there is nothing to do, and a question costs less than a transaction.
    if !ctx.store.read(|reader| reader.has_due_job(lane, ctx.clock.now()))? {
        return Ok(false);
    }
    match claim(ctx, lane)? {
        None => Ok(false),
        Some(Claim::Dead(job)) => {
            tracing::error!(job = %job.id, kind = job.kind.code(), "given up: no worker came back");
            Ok(true)
        }
        Some(Claim::Begun(job)) => {
            let done = catch_unwind(AssertUnwindSafe(|| run(desk, Work::new(desk, &job))));
            let done = done.unwrap_or_else(|_| Err(Trouble::Later(ErrorCode::new("panic"))));
            settle(ctx, job, done)?;
            Ok(true)
        }
    }
}

/// Claims a job that is due.
fn claim(ctx: &Ctx, lane: Lane) -> Result<Option<Claim>, Error> {
    let claimed = ctx.system_command(Cause::System, |tx, now| {
        let Some(before) = tx.due_job(lane, now)? else { return Ok(None) };
        let claim = before.clone().claim(now);
        let (Claim::Begun(after) | Claim::Dead(after)) = &claim;
        tx.save_claim(&before, after)?;
        Ok(Some(claim))
    });
    match claimed {
        // Somebody was faster; there may be another.
        Err(Error::Stale) => Ok(None),
        claimed => claimed,
    }
}

/// Writes down what came of a job that is not finished.
fn settle(ctx: &Ctx, job: Job, done: Result<Finished, Trouble>) -> Result<(), Error> {
    let (id, kind) = (job.id, job.kind.code());
    let (now, luck) = (ctx.clock.now(), luck(ctx));
    let after = match done {
        Ok(Finished { .. }) => return Ok(()),
        Err(Trouble::Lost) => {
            tracing::info!(job = %id, kind, "another worker has the job, or it was cancelled");
            return Ok(());
        }
        Err(Trouble::Stopping) => job.put_back(now),
        Err(Trouble::Later(error)) => job.fail(error, false, luck, now),
        Err(Trouble::Never(error)) => job.fail(error, true, luck, now),
        Err(Trouble::Failed(error)) => {
            tracing::warn!(job = %id, kind, error = %chain(&error), "the job failed");
            job.fail(ErrorCode::new("internal-error"), false, luck, now)
        }
    };
    if let domain::job::State::Failed { error, .. } = &after.state {
        tracing::error!(job = %id, kind, code = error.as_str(), attempts = after.attempts, "the job is given up");
    }
    // Steps have moved the progress on; what is stored of it stays.
    let kept = ctx.system_command(Cause::System, |tx, _| {
        let progress = tx.job(id)?.map_or(after.progress, |stored| stored.progress);
        Ok(tx.end_job(&Job { progress, ..after.clone() })?)
    });
    crate::error::ignore_stale(kept)
}

/// Forgets jobs that ended longer ago than [`ENDED_JOB_LIFETIME`]; at most `limit`. How many there were.
pub fn forget_ended(ctx: &Ctx, limit: u32) -> Result<usize, Error> {
    ctx.system_command(Cause::System, |tx, now| {
        Ok(tx.forget_jobs(now - ENDED_JOB_LIFETIME, i64::from(limit))?)
    })
}

/// A number to spread waits with.
fn luck(ctx: &Ctx) -> u8 {
    let mut byte = [0];
    ctx.entropy.fill(&mut byte);
    let [byte] = byte;
    byte
}

/// An error and all that caused it, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}
