//! A clock that only the test moves, and ids that are counted.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use app::Clock;
use domain::id::IdSource;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// When a test's clock stands at first: a Monday morning in Luxembourg.
pub const START: &str = "2026-06-08T07:00:00Z";

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct FixedClock {
    microsecond: AtomicI64,
}

impl FixedClock {
    pub(super) fn new() -> Self {
        let start: Timestamp = START.parse().expect("a time");
        Self { microsecond: AtomicI64::new(start.as_microsecond()) }
    }

    /// Moves it on, or back.
    pub fn advance(&self, by: SignedDuration) {
        let by = i64::try_from(by.as_micros()).expect("a duration of less than 292,000 years");
        self.microsecond.fetch_add(by, Ordering::SeqCst);
    }

    /// Sets it.
    pub fn set(&self, at: Timestamp) {
        self.microsecond.store(at.as_microsecond(), Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.microsecond.load(Ordering::SeqCst)).expect("a time within bounds")
    }
}

/// Ids that are counted: 1, 2, 3 …, in the form of the usual ones.
#[derive(Debug, Default)]
pub struct CountedIds {
    given: AtomicU64,
}

impl IdSource for CountedIds {
    fn next(&self) -> Uuid {
        let number = u128::from(self.given.fetch_add(1, Ordering::SeqCst) + 1);
        // Version 7 and the variant of RFC 9562, where clients look for them.
        Uuid::from_u128((7 << 76) | (2 << 62) | number)
    }
}
