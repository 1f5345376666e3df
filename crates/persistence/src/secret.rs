//! Keys of the service that all its processes share, by name.

use crate::error::StoreError;
use crate::tx::{Reader, Tx, on_engine};

impl Reader<'_> {
    /// The secret of this name.
    pub fn secret(&mut self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        on_engine!(self, secret::find(name))
    }
}

impl Tx<'_> {
    /// Keeps a secret unless there is one of this name. On PostgreSQL this waits for another process that
    /// does the same at the same time.
    pub fn keep_secret(&mut self, name: &str, value: &[u8]) -> Result<(), StoreError> {
        let at = self.occasion().at;
        on_engine!(self, secret::keep(name, value, at))
    }
}
