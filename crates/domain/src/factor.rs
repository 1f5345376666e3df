//! Second factors: what somebody has besides the password, an authenticator that shows codes.
//!
//! A factor is pending until its person has shown one of its codes. A code counts once: the step of time
//! that it belongs to is remembered, and no code of this step or an earlier one counts again.

use jiff::{SignedDuration, Timestamp};

use crate::audit::{Change, Detail, Subject};
use crate::id::{FactorId, PersonId};
use crate::person::Person;
use crate::refusal::{Refusal, Refusals};
use crate::text::{Bounds, Line};

/// The most factors of one person.
pub const MOST_FACTORS: u32 = 5;

/// The bounds of what a factor is called, in characters.
pub const LABEL: Bounds = Bounds::up_to(60);

/// After so many wrong codes in a row no code is looked at for a while: six digits can be guessed.
pub const MOST_FAILURES: i64 = 5;

/// How long no code is looked at.
pub const BLOCK: SignedDuration = SignedDuration::from_mins(5);

/// The seconds for which a code is shown (RFC 6238).
pub const STEP_SECONDS: i64 = 30;

/// An authenticator of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor {
    /// Its identifier.
    pub id: FactorId,
    /// Whose.
    pub person: PersonId,
    /// What the person calls it.
    pub label: Line,
    /// Its secret, sealed; only the application can open it.
    pub sealed_secret: Vec<u8>,
    /// How far it is.
    pub state: FactorState,
    /// When it was made.
    pub created_at: Timestamp,
    /// What went wrong since a code last counted.
    pub failures: Failures,
}

/// How far a factor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorState {
    /// None of its codes was shown yet.
    Pending,
    /// It counts.
    Active {
        /// Since when.
        confirmed_at: Timestamp,
        /// The step of the last code that counted.
        last_step: i64,
    },
}

impl FactorState {
    /// The name of the state, as stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Active { .. } => "active",
        }
    }
}

/// Wrong codes since one last counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Failures {
    /// How many.
    pub count: i64,
    /// The last one.
    pub last_at: Option<Timestamp>,
}

impl Failures {
    /// Whether no code is looked at.
    pub fn block(self, now: Timestamp) -> bool {
        self.count >= MOST_FAILURES && self.last_at.is_some_and(|at| now.duration_since(at) < BLOCK)
    }
}

impl Factor {
    /// Whether it counts.
    pub const fn is_active(&self) -> bool {
        matches!(self.state, FactorState::Active { .. })
    }

    /// The steps whose codes may count now: this one, the one before and the one after, because clocks
    /// differ and people type slowly; none that has counted, and none while too many were wrong.
    pub fn open_steps(&self, now: Timestamp) -> Vec<i64> {
        if self.failures.block(now) {
            return Vec::new();
        }
        let step = step_of(now);
        let used = match self.state {
            FactorState::Pending => i64::MIN,
            FactorState::Active { last_step, .. } => last_step,
        };
        [step - 1, step, step + 1].into_iter().filter(|step| *step > used).collect()
    }
}

/// The step of time to which an instant belongs.
pub fn step_of(now: Timestamp) -> i64 {
    now.as_second().div_euclid(STEP_SECONDS)
}

/// Refuses a further factor to somebody who has as many as one may have.
pub fn check_room(active: usize) -> Result<(), Refusals> {
    let room = u32::try_from(active).is_ok_and(|active| active < MOST_FACTORS);
    if room { Ok(()) } else { Err(Refusal::FactorCapReached { max: MOST_FACTORS }.into()) }
}

/// Refuses to confirm a factor a second time.
pub fn check_pending(factor: &Factor) -> Result<(), Refusals> {
    match factor.state {
        FactorState::Pending => Ok(()),
        FactorState::Active { .. } => Err(Refusal::InvalidTransition {
            current_status: factor.state.code(),
            allowed_actions: vec!["remove"],
        }
        .into()),
    }
}

/// What happened to the second factors of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// One counts from now on.
    Confirmed(FactorId),
    /// One is gone.
    Removed(FactorId),
    /// The recovery codes from before are void, and there are others.
    RecoveryCodesRenewed,
}

/// Writes down what happened to the second factors of an account.
pub fn noted(person: Person, event: Event, now: Timestamp) -> (Person, Change) {
    let revision = person.revision.next();
    let (action, factor) = match event {
        Event::Confirmed(id) => ("person.second_factor_confirmed", Some(id)),
        Event::Removed(id) => ("person.second_factor_removed", Some(id)),
        Event::RecoveryCodesRenewed => ("person.recovery_codes_renewed", None),
    };
    let change = Change::new(Subject::Person(person.id), revision, action);
    let change = match factor {
        Some(id) => change.with("factor_id", Detail::Id(id.uuid())),
        None => change,
    };
    (Person { revision, updated_at: now, ..person }, change)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    fn check(state: FactorState, failures: (i64, i64), now: i64, expected: &[i64]) {
        let factor = Factor {
            id: FactorId::new(Uuid::from_u128(1)),
            person: PersonId::new(Uuid::from_u128(2)),
            label: Line::parse("Phone", LABEL).unwrap(),
            sealed_secret: Vec::new(),
            state,
            created_at: at(0),
            failures: Failures { count: failures.0, last_at: Some(at(failures.1)) },
        };
        assert_eq!(factor.open_steps(at(now)), expected, "{state:?} {failures:?} {now}");
    }

    #[test]
    fn a_code_counts_once_and_nearly_in_time() {
        let active = |last_step| FactorState::Active { confirmed_at: at(0), last_step };
        check(FactorState::Pending, (0, 0), 3000, &[99, 100, 101]);
        check(FactorState::Pending, (0, 0), 3029, &[99, 100, 101]);
        check(FactorState::Pending, (0, 0), 3030, &[100, 101, 102]);
        check(active(50), (0, 0), 3000, &[99, 100, 101]);
        check(active(99), (0, 0), 3000, &[100, 101]);
        check(active(101), (0, 0), 3000, &[]);
        check(active(50), (4, 2999), 3000, &[99, 100, 101]);
        check(active(50), (5, 2701), 3000, &[]);
        check(active(50), (5, 2700), 3000, &[99, 100, 101]);
    }

    #[test]
    fn nobody_has_many() {
        assert!(check_room(4).is_ok());
        assert_eq!(check_room(5).unwrap_err().to_string(), "factor-cap-reached");
    }
}
