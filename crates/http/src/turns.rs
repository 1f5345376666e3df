//! Whose turn it is: so many use cases run at once, some wait for a moment, and the rest are told at once that
//! the service is busy.
//!
//! The pool of blocking threads has a queue without a bound: what waits there is work for clients that have
//! long gone. So nothing gets there that does not run at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many wait for each one that runs.
const WAITING_FOR_EACH: usize = 4;

/// The turns.
pub(crate) struct Turns {
    free: Arc<Semaphore>,
    most_waiting: usize,
    longest_wait: Duration,
    waiting: AtomicUsize,
}

/// Somebody who waits, for as long as the value is there: also when the client goes meanwhile.
struct Waiting<'t>(&'t AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Turns {
    /// So many at once, for each of whom some may wait for so long.
    pub(crate) fn new(most: usize, longest_wait: Duration) -> Self {
        Self {
            free: Arc::new(Semaphore::new(most)),
            most_waiting: most.saturating_mul(WAITING_FOR_EACH),
            longest_wait,
            waiting: AtomicUsize::new(0),
        }
    }

    /// A turn, perhaps after a wait. `None` when too many wait already, or when the wait was too long.
    pub(crate) async fn take(&self) -> Option<OwnedSemaphorePermit> {
        if let Ok(turn) = Arc::clone(&self.free).try_acquire_owned() {
            return Some(turn);
        }
        let before = self.waiting.fetch_add(1, Ordering::AcqRel);
        let _waiting = Waiting(&self.waiting);
        if before >= self.most_waiting {
            return None;
        }
        tokio::time::timeout(self.longest_wait, Arc::clone(&self.free).acquire_owned()).await.ok()?.ok()
    }

    /// Whether so many wait that others should be sent to another server, before any are refused.
    pub(crate) fn are_crowded(&self) -> bool {
        self.waiting.load(Ordering::Acquire) > self.most_waiting / 2
    }

    #[cfg(test)]
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Acquire)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, Sender, channel};

    use actix_web::rt;
    use actix_web::test::TestRequest;

    use super::*;
    use crate::api::Api;
    use crate::problem::{Kind, Problem};
    use crate::settings::Settings;
    use crate::testing::{self, Answer, send};

    async fn get(api: &Api, path: &str) -> Answer {
        send(api, TestRequest::get().uri(path)).await
    }

    /// A use case that runs until its sender is dropped; comes back when it runs.
    async fn occupy(api: &Api) -> (Sender<()>, rt::task::JoinHandle<Result<(), Problem>>) {
        let (end, ended): (Sender<()>, Receiver<()>) = channel();
        let (begin, begun) = tokio::sync::oneshot::channel();
        let api = api.clone();
        let task = rt::spawn(async move {
            api.run(move |_| {
                begin.send(()).unwrap();
                ended.recv().unwrap_err();
                Ok(())
            })
            .await
        });
        begun.await.unwrap();
        (end, task)
    }

    #[actix_web::test]
    async fn a_service_with_too_much_to_do_says_so_at_once() {
        let settings = Settings { jobs: 2, turn: Duration::from_mins(10), ..Settings::default() };
        let (api, _scratch) = testing::api(settings);
        let busy = [occupy(&api).await, occupy(&api).await];
        let mut waiting = Vec::new();
        for (waiters, ready) in [(1, true), (4, true), (5, false), (8, false)] {
            while waiting.len() < waiters {
                let api = api.clone();
                waiting.push(rt::spawn(async move { api.run(|_| Ok(())).await }));
            }
            while api.turns().waiting() < waiters {
                rt::task::yield_now().await;
            }
            // To be ready is to have asked the database, which nobody can as long as all are busy.
            assert_eq!(!api.turns().are_crowded(), ready, "{waiters} wait");
            assert_eq!(get(&api, "/health/live").await.status, 200);
        }
        assert_eq!(get(&api, "/health/ready").await.code(), "unavailable");
        let refused = get(&api, "/v1/exchange-weeks").await;
        assert_eq!((refused.status.as_u16(), refused.code().as_str()), (503, "unavailable"));
        assert_eq!(refused.header("retry-after"), Some("1"));
        // What needs no turn is answered as ever.
        assert_eq!(get(&api, "/v1/units").await.status, 200);
        for (end, task) in busy {
            drop(end);
            task.await.unwrap().unwrap();
        }
        for task in waiting {
            task.await.unwrap().unwrap();
        }
        assert_eq!(api.turns().waiting(), 0);
        assert_eq!(get(&api, "/health/ready").await.status, 200);
        assert_eq!(get(&api, "/v1/exchange-weeks").await.status, 200);
    }

    #[actix_web::test]
    async fn who_waits_too_long_is_sent_away() {
        let settings = Settings { jobs: 1, turn: Duration::from_millis(1), ..Settings::default() };
        let (api, _scratch) = testing::api(settings);
        let (end, task) = occupy(&api).await;
        assert_eq!(get(&api, "/v1/exchange-weeks").await.code(), "unavailable");
        drop(end);
        task.await.unwrap().unwrap();
        assert_eq!(get(&api, "/v1/exchange-weeks").await.status, 200);
    }

    #[actix_web::test]
    async fn what_takes_too_long_keeps_its_turn_and_not_its_client() {
        let settings = Settings {
            jobs: 1,
            turn: Duration::from_millis(1),
            patience: Duration::from_millis(1),
            ..Settings::default()
        };
        let (api, _scratch) = testing::api(settings);
        let (end, task) = occupy(&api).await;
        assert_eq!(task.await.unwrap().unwrap_err().kind(), Kind::Unavailable);
        assert!(api.turns().take().await.is_none(), "it still runs");
        drop(end);
        while api.turns().take().await.is_none() {
            rt::task::yield_now().await;
        }
    }
}
