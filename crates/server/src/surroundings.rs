//! The real world, as the use cases see it: the time, new ids and randomness. The only place that reads
//! the clock.

use std::sync::Arc;

use app::objects::Nowhere;
use app::{Clock, Ctx, Entropy, Security};
use domain::id::IdSource;
use jiff::Timestamp;
use objects::Objects;
use persistence::Store;
use rand::TryRng;
use rand::rngs::SysRng;
use uuid::Uuid;

use crate::config::Config;
use crate::failure::Failure;

/// The use cases over this store, in the real world, without a store of objects.
pub fn real(store: Store) -> Ctx {
    let (clock, ids, entropy) = (Arc::new(SystemClock), Arc::new(TimedIds), Arc::new(SystemEntropy));
    Ctx { store, clock, ids, entropy, security: Security::default(), objects: Arc::new(Nowhere) }
}

/// The same with the store of objects of these settings.
pub fn with_objects(config: &Config, store: Store) -> Result<Ctx, Failure> {
    let place = config.objects_place()?;
    let objects = Objects::open(&place).map_err(Failure::of("the store of objects cannot be opened"))?;
    Ok(Ctx { objects: Arc::new(objects), ..real(store) })
}

/// The clock of the machine.
struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is where the time comes from")]
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        // Cut to what the databases keep, so that what is stored is what was decided with.
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }
}

/// Ids that ascend with the time, also within a millisecond.
struct TimedIds;

impl IdSource for TimedIds {
    #[expect(clippy::disallowed_methods, reason = "this is where new ids come from")]
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// The generator of the operating system.
struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        if let Err(error) = SysRng.try_fill_bytes(bytes) {
            // No secret at all is better than one that can be guessed.
            tracing::error!(%error, "the operating system gives no randomness");
            std::process::abort();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_has_whole_microseconds() {
        for _ in 0..1000 {
            assert_eq!(SystemClock.now().subsec_nanosecond() % 1000, 0);
        }
    }

    #[test]
    fn ids_ascend() {
        let ids: Vec<_> = (0..1000).map(|_| TimedIds.next()).collect();
        assert!(ids.is_sorted());
    }
}
