//! Tokens whose signature has been checked already. Checking one costs about 40 µs, finding one costs one.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::token::Claims;

/// Enough for everybody of a national week at the same time.
const MOST: usize = 8192;

/// A bounded memory of checked tokens, by their digest: it holds no token.
pub(super) struct Cache {
    known: Mutex<HashMap<[u8; 32], Claims>>,
}

impl Cache {
    pub(super) fn new() -> Self {
        Self { known: Mutex::new(HashMap::new()) }
    }

    /// The claims of this token, if it was checked before. Whether they still hold is for the caller to say.
    pub(super) fn find(&self, token: &str) -> Option<Claims> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&digest(token)).copied()
    }

    /// Remembers a checked token.
    pub(super) fn insert(&self, token: &str, claims: Claims, now: Timestamp) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.retain(|_, claims| claims.holds_at(now));
        }
        if known.len() >= MOST {
            // All of them hold: whoever comes next is checked again, which is slower and as right.
            known.clear();
        }
        known.insert(digest(token), claims);
    }

    /// Forgets all of them.
    pub(super) fn clear(&self) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}
