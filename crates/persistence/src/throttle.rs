//! How somebody is slowed down, and from where they logged in before; by keys that say nothing of either.

use domain::throttle::Throttle;
use jiff::Timestamp;

use crate::error::StoreError;
use crate::tx::{Tx, on_engine};

impl Tx<'_> {
    /// How often somebody came; locked until the transaction ends. Where nothing is known, a fresh one is made.
    pub fn throttle(&mut self, key: &[u8; 32], now: Timestamp) -> Result<Throttle, StoreError> {
        on_engine!(self, throttle::find(key, now))
    }

    /// Stores it.
    pub fn save_throttle(&mut self, key: &[u8; 32], throttle: &Throttle) -> Result<(), StoreError> {
        on_engine!(self, throttle::save(key, throttle))
    }

    /// Whether this origin was noted at this time or later.
    pub fn knows_origin(&mut self, key: &[u8; 32], since: Timestamp) -> Result<bool, StoreError> {
        on_engine!(self, throttle::knows_origin(key, since))
    }

    /// Notes an origin.
    pub fn note_origin(&mut self, key: &[u8; 32], at: Timestamp) -> Result<(), StoreError> {
        on_engine!(self, throttle::note_origin(key, at))
    }

    /// Forgets who has not come since, and origins that were not seen since; at most `limit` of each. How many
    /// there were.
    pub fn forget_throttles(
        &mut self,
        since: Timestamp,
        origins_since: Timestamp,
        limit: i64,
    ) -> Result<usize, StoreError> {
        on_engine!(self, throttle::forget(since, origins_since, limit))
    }
}
