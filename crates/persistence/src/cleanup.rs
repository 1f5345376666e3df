//! What is stored for a time only: the answers of idempotency keys, logins that have ended, and invitations.

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

    /// Forgets invitations that ran out before, whatever became of them; at most `limit`. Says how many.
    pub fn forget_invitations(&mut self, before: Timestamp, limit: i64) -> Result<usize, StoreError> {
        on_engine!(self, cleanup::forget_invitations(before, limit))
    }
}

#[cfg(test)]
mod tests {
    use domain::audit::{Cause, Occasion};
    use domain::id::{IdSource, PersonId};
    use jiff::SignedDuration;
    use uuid::Uuid;

    use super::*;
    use crate::store::Store;

    struct NoIds;

    impl IdSource for NoIds {
        fn next(&self) -> Uuid {
            Uuid::nil()
        }
    }

    /// Ten keys, an hour between each; those claimed before the fifth are forgotten, three at most at once.
    fn check(url: &str) {
        let store = Store::open(&url.parse().unwrap(), 2).unwrap();
        store.migrate().unwrap();
        let start: Timestamp = "2026-06-08T16:00:00Z".parse().unwrap();
        let hour = |n: i64| start + SignedDuration::from_hours(n);
        let caller = PersonId::new(Uuid::from_u128(1));
        let write = |at, command: &dyn Fn(&mut Tx<'_>) -> Result<usize, StoreError>| {
            let occasion = Occasion { at, cause: Cause::System, request_id: None };
            store.write::<_, StoreError>(&occasion, &NoIds, |tx| command(tx)).unwrap()
        };
        let claim = |n: i64| {
            write(hour(n), &|tx| {
                tx.claim_key(caller, "POST", "/v1/listings", &n.to_string(), &[0; 32]).map(usize::from)
            })
        };
        assert_eq!((0..10).map(claim).sum::<usize>(), 10);
        for expected in [3, 2, 0] {
            assert_eq!(write(hour(10), &|tx| tx.forget_keys(hour(5), 3)), expected, "{url}");
        }
        assert_eq!((0..10).map(claim).sum::<usize>(), 5, "the forgotten ones can be claimed again");
    }

    #[test]
    fn old_keys_are_forgotten_a_few_at_a_time() {
        check(&testkit::postgres::fresh_database("cleanup_empty", |_| {}).url);
        let file = std::env::temp_dir().join(format!("partact-cleanup-{}.db", std::process::id()));
        check(&format!("sqlite:{}", file.display()));
        for end in ["", "-wal", "-shm"] {
            drop(std::fs::remove_file(format!("{}{end}", file.display())));
        }
    }
}
