//! The queue of jobs. Claims, steps and ends are guarded by the fence; the jobs themselves are no aggregate
//! of the bourse, so nothing here is written to the audit log: what a job does writes its own.

use domain::id::{JobId, PersonId};
use domain::job::{Job, Kind, Lane, Progress};
use jiff::Timestamp;

use crate::error::StoreError;
use crate::tx::{Reader, Tx, on_engine};

impl Reader<'_> {
    /// A job.
    pub fn job(&mut self, id: JobId) -> Result<Option<Job>, StoreError> {
        on_engine!(self, job::find(id))
    }

    /// The jobs of a kind that somebody asked for, the latest first; at most `limit`.
    pub fn jobs_of(&mut self, person: PersonId, kind: Kind, limit: i64) -> Result<Vec<Job>, StoreError> {
        on_engine!(self, job::of_person(person, kind, limit))
    }

    /// Whether a job of this lane is due: asked before a transaction is begun for it.
    pub fn has_due_job(&mut self, lane: Lane, now: Timestamp) -> Result<bool, StoreError> {
        on_engine!(self, job::has_due(&lane.kinds(), now))
    }

    /// How many jobs wait, how many run and how many were given up, for the operator.
    pub fn count_jobs(&mut self) -> Result<[(&'static str, i64); 3], StoreError> {
        on_engine!(self, job::count())
    }
}

impl Tx<'_> {
    /// Puts a job into the queue. It is there when the transaction is kept, and only then.
    pub fn insert_job(&mut self, job: &Job) -> Result<(), StoreError> {
        on_engine!(self, job::insert(job))
    }

    /// A job of this lane that is due, locked; one that another worker looks at is passed over. A lease that
    /// ran out comes before what waits.
    pub fn due_job(&mut self, lane: Lane, now: Timestamp) -> Result<Option<Job>, StoreError> {
        on_engine!(self, job::due(&lane.kinds(), now))
    }

    /// Stores what was claimed, given that it was as `before` says; [`StoreError::Stale`] when it was not.
    pub fn save_claim(&mut self, before: &Job, after: &Job) -> Result<(), StoreError> {
        on_engine!(self, job::save(before.state.code(), before.fence, after))
    }

    /// Stores how a running job ended or when it will be tried again, given that its fence is still the last;
    /// [`StoreError::Stale`] when another worker has it, or it was cancelled.
    pub fn end_job(&mut self, after: &Job) -> Result<(), StoreError> {
        on_engine!(self, job::save("running", after.fence, after))
    }

    /// Notes a step of a running job and renews its lease, given that its fence is still the last. The row is
    /// locked from then on, so that nobody else claims it while this transaction runs.
    pub fn step_job(
        &mut self,
        id: JobId,
        fence: i64,
        progress: Progress,
        lease_until: Timestamp,
    ) -> Result<(), StoreError> {
        on_engine!(self, job::step(id, fence, progress, lease_until))
    }

    /// Cancels a job that waits or runs; `false` when it has ended. A worker notices at its next step.
    pub fn cancel_job(&mut self, id: JobId, at: Timestamp) -> Result<bool, StoreError> {
        on_engine!(self, job::cancel(id, at))
    }

    /// Forgets jobs that ended before; at most `limit`. Says how many.
    pub fn forget_jobs(&mut self, before: Timestamp, limit: i64) -> Result<usize, StoreError> {
        on_engine!(self, job::forget(before, limit))
    }
}
