//! Jobs: what a command asks for and does not wait for, such as a mail or a long import.
//!
//! A job waits, is claimed by a worker for a time (a lease), and ends. A worker that dies leaves a lease that
//! runs out; whoever claims the job then gets a higher fence, and the old fence writes nothing any more.

use jiff::{SignedDuration, Timestamp};

use crate::id::{JobId, PersonId};

/// How long a worker has a job without a word from it. Each step of a job renews it, so a step must be shorter.
pub const LEASE: SignedDuration = SignedDuration::from_mins(2);

/// How long after its first failure a job is tried again; each further wait is twice as long.
const FIRST_WAIT: SignedDuration = SignedDuration::from_secs(10);

/// The longest wait between two tries.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(2);

/// What sort of work it is. Each has its row in `app::job`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// One mail to one person.
    Mail,
    /// The sheets of an import.
    Import,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Mail, Self::Import];

    /// The name of the kind, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Import => "import",
        }
    }

    /// The kind of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// How often it is tried before it counts as failed.
    pub const fn most_attempts(self) -> u32 {
        match self {
            // Together about half a day: mail servers have bad hours.
            Self::Mail => 14,
            // Each goes on where the one before it stopped.
            Self::Import => 10,
        }
    }

    /// Who works on it: nothing quick waits behind something long.
    pub const fn lane(self) -> Lane {
        match self {
            Self::Mail => Lane::Quick,
            Self::Import => Lane::Long,
        }
    }
}

/// A line in which jobs wait; each has a worker of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// Seconds at most.
    Quick,
    /// Perhaps minutes.
    Long,
}

impl Lane {
    /// Every lane.
    pub const ALL: [Self; 2] = [Self::Quick, Self::Long];

    /// The name of the lane, for threads and logs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Quick => "quick",
            Self::Long => "long",
        }
    }

    /// The kinds that wait in it.
    pub fn kinds(self) -> Vec<Kind> {
        Kind::ALL.into_iter().filter(|kind| kind.lane() == self).collect()
    }
}

/// A piece of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its identifier.
    pub id: JobId,
    /// What sort of work.
    pub kind: Kind,
    /// On what: a JSON document of ids and codes, never of what a person wrote, and no secret.
    pub payload: String,
    /// Where it is in its life.
    pub state: State,
    /// How often it was begun.
    pub attempts: u32,
    /// Counts its claims; a write for it names the number of its own.
    pub fence: i64,
    /// How far it is.
    pub progress: Progress,
    /// Whose request it does.
    pub requested_by: Option<PersonId>,
    /// When it was asked for.
    pub created_at: Timestamp,
}

/// Where a job is in its life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It waits for a worker.
    Waiting {
        /// From when on it may run.
        run_after: Timestamp,
        /// Why it did not work the last time, if it was tried.
        last_error: Option<ErrorCode>,
    },
    /// A worker has it.
    Running {
        /// Until when the worker need not be heard of.
        lease_until: Timestamp,
    },
    /// It is done.
    Done {
        /// Since when.
        at: Timestamp,
    },
    /// It was given up: the dead letter.
    Failed {
        /// Since when.
        at: Timestamp,
        /// Why.
        error: ErrorCode,
    },
    /// Somebody did not want it any more.
    Cancelled {
        /// Since when.
        at: Timestamp,
    },
}

impl State {
    /// The name of the state, as stored and sent.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Waiting { .. } => "waiting",
            Self::Running { .. } => "running",
            Self::Done { .. } => "done",
            Self::Failed { .. } => "failed",
            Self::Cancelled { .. } => "cancelled",
        }
    }

    /// When it ended, if it has.
    pub const fn ended_at(&self) -> Option<Timestamp> {
        match self {
            Self::Waiting { .. } | Self::Running { .. } => None,
            Self::Done { at } | Self::Failed { at, .. } | Self::Cancelled { at } => Some(*at),
        }
    }
}

/// How far a job is, in steps of its own measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// How many are done.
    pub done: u64,
    /// Of how many, once that is known.
    pub total: Option<u64>,
}

/// Why a job did not work: a short code in kebab-case, for whoever looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorCode(String);

impl ErrorCode {
    /// The code.
    pub fn new(code: impl Into<String>) -> Self {
        Self(code.into())
    }

    /// What is said of a worker that was not heard of again.
    pub fn lease_lost() -> Self {
        Self::new("lease-lost")
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What came of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The job runs now; its fence is that of whoever claimed it.
    Begun(Job),
    /// It was begun as often as it may be, and no worker came back: it is given up.
    Dead(Job),
}

impl Job {
    /// A new job, which waits until `run_after`.
    pub fn new(
        id: JobId,
        kind: Kind,
        payload: String,
        requested_by: Option<PersonId>,
        run_after: Timestamp,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            kind,
            payload,
            state: State::Waiting { run_after, last_error: None },
            attempts: 0,
            fence: 0,
            progress: Progress::default(),
            requested_by,
            created_at: now,
        }
    }

    /// Whether a worker may claim it.
    pub fn is_due(&self, now: Timestamp) -> bool {
        match self.state {
            State::Waiting { run_after, .. } => run_after <= now,
            State::Running { lease_until } => lease_until <= now,
            State::Done { .. } | State::Failed { .. } | State::Cancelled { .. } => false,
        }
    }

    /// Claims a job that is due. The new fence shuts out whoever had it before.
    #[must_use]
    pub fn claim(self, now: Timestamp) -> Claim {
        let fence = self.fence + 1;
        if self.attempts >= self.kind.most_attempts() {
            let state = State::Failed { at: now, error: ErrorCode::lease_lost() };
            return Claim::Dead(Self { state, fence, ..self });
        }
        let state = State::Running { lease_until: after(now, LEASE) };
        Claim::Begun(Self { state, fence, attempts: self.attempts + 1, ..self })
    }

    /// After a try that did not work: it waits for the next, or is given up. `luck` from 0 to 255 spreads the
    /// waits of jobs that failed together.
    #[must_use]
    pub fn fail(self, error: ErrorCode, for_good: bool, luck: u8, now: Timestamp) -> Self {
        let state = if for_good || self.attempts >= self.kind.most_attempts() {
            State::Failed { at: now, error }
        } else {
            State::Waiting { run_after: after(now, wait(self.attempts, luck)), last_error: Some(error) }
        };
        Self { state, ..self }
    }

    /// Gives a job back that its worker had to leave: it waits again, and the try does not count.
    #[must_use]
    pub fn put_back(self, now: Timestamp) -> Self {
        let state = State::Waiting { run_after: now, last_error: None };
        Self { state, attempts: self.attempts.saturating_sub(1), ..self }
    }

    /// It is done.
    #[must_use]
    pub fn done(self, now: Timestamp) -> Self {
        Self { state: State::Done { at: now }, ..self }
    }
}

/// How long to wait after so many attempts: twice as long each time, between three quarters and five quarters.
fn wait(attempts: u32, luck: u8) -> SignedDuration {
    let doubled = 1_i32.checked_shl(attempts.saturating_sub(1)).filter(|factor| *factor > 0);
    let full = doubled.map_or(LONGEST_WAIT, |factor| {
        FIRST_WAIT.checked_mul(factor).unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT)
    });
    (full / 4) * 3 + (full / 512) * i32::from(luck)
}

/// A time after another, or the last that can be told.
fn after(now: Timestamp, duration: SignedDuration) -> Timestamp {
    now.checked_add(duration).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).unwrap()
    }

    fn job() -> Job {
        Job::new(JobId::new(Uuid::from_u128(1)), Kind::Mail, "{}".to_owned(), None, at(5), at(0))
    }

    fn begun(claim: Claim) -> Job {
        match claim {
            Claim::Begun(job) => job,
            Claim::Dead(job) => panic!("{job:?} is given up"),
        }
    }

    #[test]
    fn a_job_is_due_when_it_waited_or_its_lease_ran_out() {
        let waiting = job();
        assert!(!waiting.is_due(at(4)));
        assert!(waiting.is_due(at(5)));
        let running = begun(waiting.claim(at(5)));
        assert!(!running.is_due(at(5 + 119)));
        assert!(running.is_due(at(5 + 120)));
        let again = begun(running.clone().claim(at(125)));
        assert_eq!((again.attempts, again.fence), (2, 2));
        assert!(!running.done(at(6)).is_due(at(10_000)));
    }

    #[test]
    fn waits_grow_and_end() {
        let mut job = job();
        let mut waits = Vec::new();
        loop {
            job = begun(job.claim(at(0))).fail(ErrorCode::new("refused"), false, 128, at(0));
            match &job.state {
                State::Waiting { run_after, .. } => waits.push(run_after.duration_since(at(0)).as_secs()),
                state => {
                    assert_eq!(state.code(), "failed");
                    break;
                }
            }
        }
        assert_eq!(waits, [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120, 7200, 7200, 7200]);
        assert!((waits.iter().sum::<i64>() / 3600) < 24, "well within a day");
        for attempts in [0, 1, 31, 32, 33, u32::MAX] {
            assert!(wait(attempts, 255) <= LONGEST_WAIT * 5 / 4);
            assert!(wait(attempts, 0) >= SignedDuration::from_secs(7));
        }
    }

    #[test]
    fn a_job_whose_workers_die_is_given_up() {
        let mut job = job();
        for _ in 0..Kind::Mail.most_attempts() {
            job = begun(job.claim(at(10_000)));
        }
        match job.claim(at(10_000)) {
            Claim::Dead(job) => assert_eq!(job.state.code(), "failed"),
            Claim::Begun(job) => panic!("{job:?}"),
        }
    }

    #[test]
    fn every_kind_waits_in_one_lane() {
        let kinds: Vec<_> = Lane::ALL.into_iter().flat_map(Lane::kinds).collect();
        assert_eq!(kinds.len(), Kind::ALL.len());
        for kind in Kind::ALL {
            assert_eq!(Kind::from_code(kind.code()), Some(kind));
        }
    }
}
