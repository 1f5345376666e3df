//! The surroundings in which a demonstration happened: a clock that is told the time, and ids from a seed.
//!
//! The demo week lies in the past, and is the same in every database: its ids can be quoted in a text.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use domain::id::IdSource;
use jiff::Timestamp;
use uuid::Uuid;

use super::random::{Random, Stream};
use crate::ctx::{Clock, Ctx};

/// How many made ids share a millisecond. They ascend within it by the twelve bits after the time, which
/// holds 4,096.
const IDS_A_MILLISECOND: u64 = 1_000;

/// A clock that stands where it was put, and goes on by a second whenever somebody looks.
pub(super) struct ToldClock(AtomicI64);

impl ToldClock {
    /// Puts the clock forward.
    pub(super) fn set(&self, at: Timestamp) {
        self.0.store(at.as_microsecond(), Ordering::SeqCst);
    }
}

impl Clock for ToldClock {
    fn now(&self) -> Timestamp {
        let now = self.0.fetch_add(1_000_000, Ordering::SeqCst);
        Timestamp::from_microsecond(now).unwrap_or(Timestamp::MAX)
    }
}

/// Ids in the form of a `UUIDv7` that ascend from a time on, the same for the same seed.
struct SeededIds {
    seed: u64,
    from: Timestamp,
    given: AtomicU64,
}

impl IdSource for SeededIds {
    fn next(&self) -> Uuid {
        let number = self.given.fetch_add(1, Ordering::SeqCst);
        let millisecond = self.from.as_millisecond().saturating_add_unsigned(number / IDS_A_MILLISECOND);
        shaped(millisecond, number % IDS_A_MILLISECOND, Random::of(self.seed, Stream::Id, number).next())
    }
}

/// These surroundings, at another time and with ids from a seed.
pub(super) fn at(ctx: &Ctx, from: Timestamp, seed: u64) -> (Ctx, Arc<ToldClock>) {
    let clock = Arc::new(ToldClock(AtomicI64::new(from.as_microsecond())));
    let ids = Arc::new(SeededIds { seed, from, given: AtomicU64::new(0) });
    (Ctx { clock: clock.clone(), ids, ..ctx.clone() }, clock)
}

/// An id of something that was made at this time, the same for the same random numbers.
pub(super) fn id(at: Timestamp, random: &mut Random) -> Uuid {
    shaped(at.as_millisecond(), random.next(), random.next())
}

/// The layout of RFC 9562, section 5.7: 48 bits of milliseconds, version, 12 bits, variant, 62 bits.
fn shaped(millisecond: i64, twelve: u64, rest: u64) -> Uuid {
    let millisecond = u128::try_from(millisecond).unwrap_or_default() & 0xffff_ffff_ffff;
    let (twelve, rest) = (u128::from(twelve & 0xfff), u128::from(rest & 0x3fff_ffff_ffff_ffff));
    Uuid::from_u128((millisecond << 80) | (7 << 76) | (twelve << 64) | (2 << 62) | rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_ascend_in_the_form_of_version_7() {
        let from: Timestamp = "2026-04-13T08:00:00Z".parse().unwrap();
        let ids = |seed| {
            let source = SeededIds { seed, from, given: AtomicU64::new(0) };
            (0..3_000).map(|_| source.next()).collect::<Vec<_>>()
        };
        let made = ids(1);
        assert!(made.is_sorted_by(|a, b| a < b));
        assert!(made.iter().all(|id| id.get_version_num() == 7));
        assert!(made.iter().all(|id| id.get_variant() == uuid::Variant::RFC4122));
        assert_eq!(made, ids(1));
        let all: BTreeSet<_> = made.iter().copied().chain(ids(2)).collect();
        assert_eq!(all.len(), 6_000);
    }
}
