//! A job in the hands of a worker.

use std::sync::atomic::Ordering;

use domain::audit::{Cause, Occasion};
use domain::id::JobId;
use domain::job::{ErrorCode, Job, Kind, LEASE, Progress};
use jiff::Timestamp;
use persistence::{CommandError, StoreError, Tx};
use serde::de::DeserializeOwned;

use super::Desk;
use crate::error::Error;

/// A job that this worker has claimed. Whatever is written for it goes through here.
pub struct Work<'w> {
    desk: &'w Desk,
    job: &'w Job,
    progress: Progress,
}

/// That a job was ended. Only [`Work::finish`] makes one.
#[derive(Debug)]
#[non_exhaustive]
pub struct Finished(());

/// Why a job did not come to its end.
#[derive(Debug)]
pub enum Trouble {
    /// Another worker has it by now, or it was cancelled: all that is left to do is to stop.
    Lost,
    /// The server stops; the job goes back into the queue.
    Stopping,
    /// It may work later.
    Later(ErrorCode),
    /// It will never work.
    Never(ErrorCode),
    /// A use case failed; it is tried again later.
    Failed(Error),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl CommandError for Trouble {
    fn is_busy(&self) -> bool {
        matches!(self, Self::Failed(error) if error.is_busy())
    }
}

impl<'w> Work<'w> {
    pub(super) fn new(desk: &'w Desk, job: &'w Job) -> Self {
        Self { desk, job, progress: job.progress }
    }

    /// Which job.
    pub const fn id(&self) -> JobId {
        self.job.id
    }

    /// What sort of work.
    pub const fn kind(&self) -> Kind {
        self.job.kind
    }

    /// The job as it was claimed.
    pub const fn job(&self) -> &Job {
        self.job
    }

    /// How far it is; more than nothing at first when it was begun before.
    pub const fn progress(&self) -> Progress {
        self.progress
    }

    /// On what: the payload. One that cannot be read will never be.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T, Trouble> {
        serde_json::from_str(&self.job.payload).map_err(|error| {
            tracing::error!(job = %self.job.id, %error, "the payload of a job cannot be read");
            Trouble::Never(ErrorCode::new("payload-unreadable"))
        })
    }

    /// Does one step in one transaction, together with the note of how far the job is then. The lease is
    /// renewed; a worker that does not have the job any more writes nothing.
    pub fn step<T>(
        &mut self,
        progress: Progress,
        mut step: impl FnMut(&mut Tx<'_>, Timestamp) -> Result<T, Error>,
    ) -> Result<T, Trouble> {
        if self.desk.stopping.load(Ordering::Acquire) {
            return Err(Trouble::Stopping);
        }
        let done = self.command(progress, |tx, now| Ok(step(tx, now)?))?;
        self.progress = progress;
        Ok(done)
    }

    /// Does the last step and ends the job, in one transaction.
    pub fn finish(
        self,
        mut step: impl FnMut(&mut Tx<'_>, Timestamp) -> Result<(), Error>,
    ) -> Result<Finished, Trouble> {
        let progress = Progress { done: self.progress.total.unwrap_or(self.progress.done), ..self.progress };
        self.command(progress, |tx, now| {
            step(tx, now)?;
            tx.end_job(&Job { progress, ..self.job.clone().done(now) }).map_err(lost)
        })?;
        Ok(Finished(()))
    }

    fn command<T>(
        &self,
        progress: Progress,
        mut command: impl FnMut(&mut Tx<'_>, Timestamp) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        let ctx = &self.desk.ctx;
        let now = ctx.clock.now();
        let cause = match self.job.requested_by {
            Some(person) => Cause::Person { person, session: None, organization: None },
            None => Cause::System,
        };
        let occasion = Occasion { at: now, cause, request_id: Some(self.job.id.to_string()) };
        let lease_until = now.checked_add(LEASE).unwrap_or(Timestamp::MAX);
        ctx.store.write(&occasion, &*ctx.ids, |tx| {
            tx.step_job(self.job.id, self.job.fence, progress, lease_until).map_err(lost)?;
            command(tx, now)
        })
    }
}

/// The fence is not the last any more.
fn lost(error: StoreError) -> Trouble {
    match error {
        StoreError::Stale => Trouble::Lost,
        error => Trouble::Failed(error.into()),
    }
}
