//! Idempotency records: the claim of a key, and the answer it got.

use domain::id::PersonId;

use crate::error::StoreError;
use crate::tx::{Tx, on_engine};

/// A key that was claimed, and its answer if there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRecord {
    /// SHA-256 of the request that claimed it.
    pub fingerprint: Vec<u8>,
    /// The HTTP status of the answer.
    pub status: Option<u16>,
    /// The headers of the answer.
    pub headers: Vec<(String, String)>,
    /// The body of the answer.
    pub body: Option<String>,
}

impl Tx<'_> {
    /// Claims a key; `false` when it was claimed before. On PostgreSQL this waits for a command that has
    /// claimed the same key and is still running, at most as long as any lock.
    pub fn claim_key(
        &mut self,
        caller: PersonId,
        method: &str,
        path: &str,
        key: &str,
        fingerprint: &[u8],
    ) -> Result<bool, StoreError> {
        let at = self.occasion().at;
        on_engine!(self, idempotency::claim(caller, method, path, key, fingerprint, at))
    }

    /// What is stored of a key.
    pub fn key_record(
        &mut self,
        caller: PersonId,
        method: &str,
        path: &str,
        key: &str,
    ) -> Result<Option<KeyRecord>, StoreError> {
        on_engine!(self, idempotency::find(caller, method, path, key))
    }

    /// Stores the answer of a key claimed in this transaction.
    #[expect(clippy::too_many_arguments, reason = "three parts of a key and three of an answer, each named")]
    pub fn store_answer(
        &mut self,
        caller: PersonId,
        method: &str,
        path: &str,
        key: &str,
        status: u16,
        headers: &[(String, String)],
        body: &str,
    ) -> Result<(), StoreError> {
        on_engine!(self, idempotency::store(caller, method, path, key, status, headers, body))
    }
}
