//! Pages of lists: how many, and from where.
//!
//! A cursor is the key of the last item, and a code that authenticates it together with the operation, the
//! filters, the order and the caller. So it cannot be read as a promise of what it holds, nor be taken to
//! another list, nor be handed to somebody else.

use ::app::Page;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use domain::fault::{Faults, Rule};
use domain::id::PersonId;
use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;

use crate::problem::{Kind, Problem};

/// How many items a page has when the caller does not say.
const USUAL: u32 = 25;
/// The most items of a page.
const MOST: u32 = 100;
/// The longest cursor; ours have about 150 bytes.
pub(crate) const MOST_BYTES: usize = 1024;
const CODE_BYTES: usize = 16;

/// The number of items asked for, between 1 and 100; 25 if none was.
pub(crate) fn limit(asked: Option<u32>) -> Result<u32, Problem> {
    match asked {
        None => Ok(USUAL),
        Some(limit) if (1..=MOST).contains(&limit) => Ok(limit),
        Some(_) => {
            let rule = Rule::OutOfRange { min: "1".to_owned(), max: MOST.to_string() };
            Err(Problem::query(Faults::one("limit", rule)))
        }
    }
}

/// The list that a cursor belongs to.
#[derive(Clone, Debug)]
pub(crate) struct List<F> {
    /// The operation.
    pub(crate) operation: &'static str,
    /// Everything that decides what is in the list and in which order, as the client asked for it.
    pub(crate) filters: F,
    /// For whom.
    pub(crate) caller: Option<PersonId>,
}

/// Makes and opens cursors.
pub(crate) struct Cursors {
    key: [u8; 32],
}

impl Cursors {
    pub(crate) const fn new(key: [u8; 32]) -> Self {
        Self { key }
    }

    /// The cursor that leads on from the item with this key.
    pub(crate) fn seal<K: Serialize>(
        &self,
        list: &List<impl Serialize>,
        after: &K,
    ) -> Result<String, Problem> {
        let mut sealed = serde_json::to_vec(after).map_err(Problem::internal)?;
        let code = self.code(list, &sealed)?.finalize().into_bytes();
        sealed.extend(code.iter().take(CODE_BYTES));
        Ok(BASE64_URL_SAFE_NO_PAD.encode(sealed))
    }

    /// The cursor that leads on from a page, if anything follows it.
    pub(crate) fn beyond<T, K: Serialize>(
        &self,
        list: &List<impl Serialize>,
        page: &Page<T>,
        key: impl FnOnce(&T) -> K,
    ) -> Result<Option<String>, Problem> {
        let last = page.items.last().filter(|_| page.has_more);
        last.map(|last| self.seal(list, &key(last))).transpose()
    }

    /// The key of the item after which to go on; `None` without a cursor.
    pub(crate) fn open<K: DeserializeOwned>(
        &self,
        list: &List<impl Serialize>,
        cursor: Option<&str>,
    ) -> Result<Option<K>, Problem> {
        let Some(cursor) = cursor else { return Ok(None) };
        let refused = || Problem::from(Kind::CursorInvalid);
        if cursor.len() > MOST_BYTES {
            return Err(refused());
        }
        let sealed = BASE64_URL_SAFE_NO_PAD.decode(cursor).map_err(|_| refused())?;
        let split = sealed.len().checked_sub(CODE_BYTES).ok_or_else(refused)?;
        let (after, code) = sealed.split_at(split);
        self.code(list, after)?.verify_truncated_left(code).map_err(|_| refused())?;
        serde_json::from_slice(after).map(Some).map_err(|_| refused())
    }

    fn code(&self, list: &List<impl Serialize>, after: &[u8]) -> Result<Hmac<Sha256>, Problem> {
        let caller = list.caller.map(PersonId::uuid);
        let list = serde_json::to_vec(&(list.operation, &list.filters, caller)).map_err(Problem::internal)?;
        let mut code = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.key).map_err(Problem::internal)?;
        // JSON holds no NUL, so the two parts cannot run into each other.
        for part in [list.as_slice(), b"\0", after] {
            code.update(part);
        }
        Ok(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    type Key = (String, u32);

    fn list(operation: &'static str, q: &'static str, caller: Option<u128>) -> List<&'static str> {
        let caller = caller.map(|id| PersonId::new(Uuid::from_u128(id)));
        List { operation, filters: q, caller }
    }

    #[test]
    fn a_cursor_leads_on_in_its_own_list_only() {
        let cursors = Cursors::new([7; 32]);
        let own = list("list_listings", "q=a", Some(1));
        let key: Key = ("2026-11-24".to_owned(), 3);
        let cursor = cursors.seal(&own, &key).unwrap();
        assert_eq!(cursors.open(&own, Some(&cursor)).unwrap(), Some(key));
        assert_eq!(cursors.open::<Key>(&own, None).unwrap(), None);
        for (what, other) in [
            ("operation", list("list_matches", "q=a", Some(1))),
            ("filters", list("list_listings", "q=b", Some(1))),
            ("caller", list("list_listings", "q=a", Some(2))),
            ("nobody", list("list_listings", "q=a", None)),
        ] {
            let refused = cursors.open::<Key>(&other, Some(&cursor)).unwrap_err();
            assert_eq!(refused.kind(), Kind::CursorInvalid, "{what}");
        }
        assert!(Cursors::new([8; 32]).open::<Key>(&own, Some(&cursor)).is_err(), "another key");
    }

    #[test]
    fn a_cursor_cannot_be_changed() {
        let cursors = Cursors::new([7; 32]);
        let own = list("list_listings", "", None);
        let cursor = cursors.seal(&own, &("a", 1)).unwrap();
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(&cursor).unwrap();
        for position in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[position] ^= 1;
            let changed = BASE64_URL_SAFE_NO_PAD.encode(changed);
            assert!(cursors.open::<Key>(&own, Some(&changed)).is_err(), "byte {position}");
        }
        for garbage in ["", "=", "AAAA", "ü", &cursor[1..], &format!("{cursor}AA"), &"A".repeat(2000)] {
            assert!(cursors.open::<Key>(&own, Some(garbage)).is_err(), "{garbage}");
        }
    }

    #[test]
    fn limits_are_bounded() {
        for (asked, expected) in
            [(None, Some(25)), (Some(1), Some(1)), (Some(100), Some(100)), (Some(0), None), (Some(101), None)]
        {
            assert_eq!(limit(asked).ok(), expected, "{asked:?}");
        }
    }
}
