//! What is stored for a time only: the answers of idempotency keys, and logins that have ended.

use jiff::Timestamp;

use crate::error::StoreError;
use crate::tx::{Tx, on_engine};

impl Tx<'_> {
    /// Forgets idempotency keys that were claimed before; at most `limit`. Says how many.
    pub fn forget_keys(&mut self, before: Timestamp, limit: i64) -> Result<usize, StoreError> {
        on_engine!(self, cleanup::forget_keys(before, limit))
    }

    /// Forgets sessions that ran out or were ended before, with their tokens; at most `limit` sessions.
    /// Says how many.
    pub fn forget_sessions(&mut self, before: Timestamp, limit: i64) -> Result<usize, StoreError> {
        on_engine!(self, cleanup::forget_sessions(before, limit))
    }
}
