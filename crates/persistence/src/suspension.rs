//! Accounts that staff have closed.

use domain::id::PersonId;
use domain::suspension::Suspension;
use jiff::Timestamp;

use crate::error::StoreError;
use crate::tx::{Reader, Tx, on_engine};

impl Reader<'_> {
    /// Why and since when an account is closed; also when the end has come and nobody has noted it.
    pub fn suspension(&mut self, person: PersonId) -> Result<Option<Suspension>, StoreError> {
        on_engine!(self, suspension::find(person))
    }

    /// The suspensions whose end has come, the longest over first; at most `limit`.
    pub fn suspensions_over(&mut self, now: Timestamp, limit: i64) -> Result<Vec<Suspension>, StoreError> {
        on_engine!(self, suspension::over(now, limit))
    }
}

impl Tx<'_> {
    /// Notes why an account is closed, in place of what was noted before. Write the account with it.
    pub fn put_suspension(&mut self, suspension: &Suspension) -> Result<(), StoreError> {
        on_engine!(self, suspension::put(suspension))
    }

    /// Forgets why an account was closed. Write the account with it.
    pub fn remove_suspension(&mut self, person: PersonId) -> Result<(), StoreError> {
        on_engine!(self, suspension::remove(person))
    }
}
