//! SQLite's one writer, with group commit.
//!
//! A commit waits for the disk, and nearly all of a small command's time is that wait. So commands that
//! arrive together share one: the first opens a transaction, each runs in a savepoint of its own, and the
//! last in line commits for all. Every command returns only after the commit that holds it.
//! There is no writer thread: a command runs on its caller's thread, under the lock, and may borrow.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use diesel::SqliteConnection;
use diesel::connection::SimpleConnection;

use crate::error::{CommandError, StoreError};

/// The most commands that share a commit, so that the first does not wait for a crowd.
const GROUP: usize = 64;

/// The writing connection and those who wait for it.
pub(crate) struct Writer {
    turn: Mutex<Turn>,
    committed: Condvar,
    queue: AtomicUsize,
}

struct Turn {
    connection: SqliteConnection,
    /// The number of the group that is open, or of the last one.
    group: u64,
    /// How many commands the open group holds; none is open at zero.
    members: usize,
    /// How commits that somebody still waits for ended: whether well, and how many have yet to ask.
    outcomes: BTreeMap<u64, Outcome>,
}

struct Outcome {
    well: bool,
    to_tell: usize,
}

impl Writer {
    pub(crate) fn new(connection: SqliteConnection) -> Self {
        let turn = Turn { connection, group: 0, members: 0, outcomes: BTreeMap::new() };
        Self { turn: Mutex::new(turn), committed: Condvar::new(), queue: AtomicUsize::new(0) }
    }

    /// Runs a command; returns when it is on disk, or has changed nothing.
    pub(crate) fn transact<T, E: CommandError>(
        &self,
        command: impl FnOnce(&mut SqliteConnection) -> Result<T, E>,
    ) -> Result<T, E> {
        self.queue.fetch_add(1, Ordering::SeqCst);
        let mut turn = self.lock();
        self.queue.fetch_sub(1, Ordering::SeqCst);

        if turn.members == 0 {
            turn.connection.batch_execute("BEGIN IMMEDIATE").map_err(StoreError::from)?;
            turn.group += 1;
        }
        turn.members += 1;
        let ran = catch_unwind(AssertUnwindSafe(|| in_savepoint(&mut turn.connection, command)));

        let well = self.finish(turn);
        match ran {
            Ok(Ok(value)) if well => Ok(value),
            Ok(Ok(_)) => Err(StoreError::backend("the commit failed").into()),
            Ok(Err(error)) => Err(error),
            Err(panic) => resume_unwind(panic),
        }
    }

    /// The connection by itself, outside any group.
    pub(crate) fn exclusively<T>(&self, work: impl FnOnce(&mut SqliteConnection) -> T) -> T {
        self.queue.fetch_add(1, Ordering::SeqCst);
        let mut turn = self.lock();
        self.queue.fetch_sub(1, Ordering::SeqCst);
        if turn.members > 0 {
            self.commit(&mut turn);
        }
        work(&mut turn.connection)
    }

    /// Commits if nobody is behind, otherwise waits until somebody has. Whether the commit went well.
    fn finish(&self, mut turn: MutexGuard<'_, Turn>) -> bool {
        let group = turn.group;
        if turn.members >= GROUP || self.queue.load(Ordering::SeqCst) == 0 {
            self.commit(&mut turn);
        }
        loop {
            if let Some(outcome) = turn.outcomes.get_mut(&group) {
                let well = outcome.well;
                outcome.to_tell -= 1;
                if outcome.to_tell == 0 {
                    turn.outcomes.remove(&group);
                }
                return well;
            }
            turn = self.committed.wait(turn).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Ends the open group, and tells those who wait.
    fn commit(&self, turn: &mut Turn) {
        let well = match turn.connection.batch_execute("COMMIT") {
            Ok(()) => true,
            Err(error) => {
                tracing::error!(%error, commands = turn.members, "a commit failed; its commands are undone");
                // Fails when SQLite has rolled back by itself, which is as good.
                let _ = turn.connection.batch_execute("ROLLBACK");
                false
            }
        };
        let (group, to_tell) = (turn.group, turn.members);
        turn.outcomes.insert(group, Outcome { well, to_tell });
        turn.members = 0;
        self.committed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Turn> {
        // A command's panic is caught below its savepoint, so the state behind a poisoned lock is sound.
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs a command so that its failure, or its panic, undoes only itself.
fn in_savepoint<T, E: CommandError>(
    connection: &mut SqliteConnection,
    command: impl FnOnce(&mut SqliteConnection) -> Result<T, E>,
) -> Result<T, E> {
    connection.batch_execute("SAVEPOINT command").map_err(StoreError::from)?;
    let ran = catch_unwind(AssertUnwindSafe(|| command(connection)));
    match ran {
        Ok(Ok(value)) => {
            connection.batch_execute("RELEASE command").map_err(StoreError::from)?;
            Ok(value)
        }
        Ok(Err(error)) => {
            connection.batch_execute("ROLLBACK TO command; RELEASE command").map_err(StoreError::from)?;
            Err(error)
        }
        Err(panic) => {
            // The connection stays usable for the rest of the group even if this cannot be said to it.
            let _ = connection.batch_execute("ROLLBACK TO command; RELEASE command");
            resume_unwind(panic)
        }
    }
}
