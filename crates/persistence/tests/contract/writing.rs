//! Transactions: what fails leaves nothing, what succeeds is there, and SQLite's shared commits keep both.

use std::panic::{AssertUnwindSafe, catch_unwind};

use domain::listing::Direction;
use partact_persistence::StoreError;

use crate::cast::*;
use crate::kit::*;

const TABLES: [&str; 5] = ["listings", "counters", "audit_entries", "outbox_events", "secrets"];

fn counts(bench: &Bench) -> Vec<usize> {
    TABLES.iter().map(|table| bench.count(table)).collect()
}

on_both! {
    fn a_failing_command_leaves_nothing(bench: &Bench) {
        let cast = Cast::new(bench);
        let before = counts(bench);
        let listing = cast.unstored(bench, cast.company, Direction::Offer, Some(10));
        let failed: Result<(), _> = bench.write(|tx| {
            tx.next_in("a")?;
            tx.keep_secret("s", b"x")?;
            tx.insert_listing(&listing, &drafted(&listing).1)?;
            Err(StoreError::Stale)
        });
        assert!(matches!(failed, Err(StoreError::Stale)));
        assert_eq!(counts(bench), before);
    }

    fn a_refused_statement_undoes_the_command(bench: &Bench) {
        let cast = Cast::new(bench);
        let before = counts(bench);
        let listing = cast.unstored(bench, cast.company, Direction::Offer, Some(10));
        let failed = bench.write(|tx| {
            tx.next_in("a")?;
            tx.insert_listing(&listing, &drafted(&listing).1)?;
            tx.insert_listing(&listing, &drafted(&listing).1)
        });
        assert!(matches!(failed, Err(StoreError::Violated(_))), "{failed:?}");
        assert_eq!(counts(bench), before);
    }

    fn a_panicking_command_leaves_nothing(bench: &Bench) {
        let before = counts(bench);
        for _ in 0..20 {
            let panicked = catch_unwind(AssertUnwindSafe(|| {
                bench.write::<()>(|tx| {
                    tx.next_in("a")?;
                    panic!("as a bug would");
                })
            }));
            assert!(panicked.is_err());
        }
        assert_eq!(counts(bench), before);
        assert_eq!(bench.must(|tx| tx.next_in("a")), 1, "the connections are still good");
    }

    fn a_busy_command_is_run_again(bench: &Bench) {
        let tries = std::sync::atomic::AtomicU32::new(0);
        let done = bench.write(|tx| {
            tx.next_in("a")?;
            let busy = tries.fetch_add(1, std::sync::atomic::Ordering::SeqCst) < 2;
            if busy { Err(StoreError::Busy) } else { Ok(()) }
        });
        assert!(done.is_ok());
        assert_eq!(bench.must(|tx| tx.next_in("a")), 2, "the tries that failed left nothing");
        let always: Result<(), _> = bench.write(|_| {
            tries.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            Err(StoreError::Busy)
        });
        assert!(matches!(always, Err(StoreError::Busy)));
        assert_eq!(tries.into_inner(), 3 + 4);
    }

    fn many_threads_share_commits(bench: &Bench) {
        const THREADS: usize = 16;
        const COMMANDS: usize = 50;
        let name = |thread: usize| format!("t{thread}");
        std::thread::scope(|scope| {
            for thread in 0..THREADS {
                scope.spawn(move || {
                    for n in 0..COMMANDS {
                        let own = patient(|| bench.write(|tx| tx.next_in(&name(thread))));
                        assert_eq!(own, i64::try_from(n).unwrap() + 1, "every command saw the one before");
                        match n % 10 {
                            3 => {
                                let failed: Result<(), _> =
                                    bench.write(|tx| tx.next_in(&name(thread)).and(Err(StoreError::Stale)));
                                assert!(failed.is_err());
                            }
                            7 => {
                                let panicked = catch_unwind(AssertUnwindSafe(|| {
                                    bench.write::<()>(|tx| {
                                        let _ = tx.next_in(&name(thread));
                                        panic!("as a bug would");
                                    })
                                }));
                                assert!(panicked.is_err());
                            }
                            _ => {}
                        }
                    }
                });
            }
        });
        let stored = bench.rows("SELECT CAST(value AS text) AS what FROM counters");
        assert_eq!(stored, vec![COMMANDS.to_string(); THREADS], "all are on disk, and no more");
    }
}

/// A pool of few connections may be busy for a moment; a client would come back, and so do we.
fn patient<T>(mut command: impl FnMut() -> Result<T, StoreError>) -> T {
    loop {
        match command() {
            Err(StoreError::Busy) => {}
            done => return done.unwrap(),
        }
    }
}
