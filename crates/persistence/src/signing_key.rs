//! The keys that sign access tokens. They belong to the service, not to anybody on it, so nothing here is
//! written to the audit log.

use domain::signing_key::SigningKey;

use crate::error::StoreError;
use crate::tx::{Reader, Tx, on_engine};

impl Reader<'_> {
    /// Every key that is kept, the newest first.
    pub fn signing_keys(&mut self) -> Result<Vec<SigningKey>, StoreError> {
        on_engine!(self, signing_key::all())
    }
}

impl Tx<'_> {
    /// Adds a key. Where another comes next, or signs, this one cannot:
    /// [`crate::Constraint::SigningKeyState`].
    pub fn insert_signing_key(&mut self, key: &SigningKey) -> Result<(), StoreError> {
        on_engine!(self, signing_key::insert(key))
    }

    /// Stores a key that was in a state of this name; [`StoreError::Stale`] when it is not.
    pub fn save_signing_key(&mut self, key: &SigningKey, was: &str) -> Result<(), StoreError> {
        on_engine!(self, signing_key::save(key, was))
    }
}
