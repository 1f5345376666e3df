//! As many at once as there are cores, a few who wait, and no more.

use std::sync::{Condvar, LazyLock, Mutex, MutexGuard, PoisonError};

use crate::error::Error;

/// The most who wait.
const QUEUE: usize = 32;

/// The gate before the work of hashing, one for the process as the cores are.
pub(super) static GATE: LazyLock<Gate> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    Gate::new(cores, QUEUE)
});

/// Lets a number of threads through at once and has a number wait.
pub(super) struct Gate {
    most_inside: usize,
    most_waiting: usize,
    crowd: Mutex<Crowd>,
    left: Condvar,
}

#[derive(Default)]
struct Crowd {
    inside: usize,
    waiting: usize,
}

/// A place inside, given back when it is dropped.
pub(super) struct Turn<'g>(&'g Gate);

impl Gate {
    pub(super) fn new(most_inside: usize, most_waiting: usize) -> Self {
        Self { most_inside, most_waiting, crowd: Mutex::default(), left: Condvar::new() }
    }

    /// A place inside, perhaps after a wait; [`Error::Unavailable`] when too many wait already.
    pub(super) fn enter(&self) -> Result<Turn<'_>, Error> {
        let mut crowd = self.lock();
        if crowd.inside >= self.most_inside {
            if crowd.waiting >= self.most_waiting {
                return Err(Error::Unavailable);
            }
            crowd.waiting += 1;
            while crowd.inside >= self.most_inside {
                crowd = self.left.wait(crowd).unwrap_or_else(PoisonError::into_inner);
            }
            crowd.waiting -= 1;
        }
        crowd.inside += 1;
        Ok(Turn(self))
    }

    fn lock(&self) -> MutexGuard<'_, Crowd> {
        // Nothing between lock and unlock can panic.
        self.crowd.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.lock().inside -= 1;
        self.0.left.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::thread;

    #[test]
    fn the_gate_counts() {
        let gate = Arc::new(Gate::new(2, 1));
        let (first, second) = (gate.enter().unwrap(), gate.enter().unwrap());
        let waiter = thread::spawn({
            let gate = Arc::clone(&gate);
            move || gate.enter().map(drop).is_ok()
        });
        while gate.lock().waiting == 0 {
            thread::yield_now();
        }
        assert!(matches!(gate.enter(), Err(Error::Unavailable)));
        drop(first);
        assert!(waiter.join().unwrap());
        assert!(gate.enter().is_ok());
        drop(second);
        let crowd = gate.lock();
        assert_eq!((crowd.inside, crowd.waiting), (0, 0));
    }
}
