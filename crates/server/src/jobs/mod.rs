//! What happens by itself: deadlines that pass, and what is kept for a time only.
//!
//! A thread of its own runs every job in turn, then waits. Several servers may do so on one database: each
//! change is a guarded write that happens once, whoever comes first. A deadline also counts when it is
//! read, so nothing depends on how soon a round comes.
//!
//! The queue of jobs that commands ask for (mails, imports, exports) has workers of its own beside this thread:
//! a long import does not hold deadlines up. A new kind of them is described at `app::job`.

mod worker;

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use app::{Ctx, Error};
use rand::RngExt;

use crate::metrics;

pub use worker::{Workers, work_off};

/// The most rows that one call of a job changes; a job that has as many to do is called again.
const LIMIT: u32 = 200;

/// How often a job is called again in one round, so that one with very much to do lets the others run.
const MOST_CALLS: u32 = 50;

/// A job: what it is called in log and metrics, and what it does at most so often.
struct Job {
    name: &'static str,
    run: fn(&Ctx, u32) -> Result<usize, Error>,
}

/// Every job, in the order in which they run: agreements before matches, so that what lapses is there for
/// others again before anything else ends.
const JOBS: &[Job] = &[
    Job { name: "lapse_agreements", run: app::agreement::lapse_overdue },
    Job { name: "expire_matches", run: app::matching::expire_overdue },
    Job { name: "expire_listings", run: app::listing::expire_overdue },
    Job { name: "close_listings", run: app::listing::end_with_week },
    Job { name: "rotate_signing_keys", run: app::signing_key::rotate_due },
    Job { name: "lapse_suspensions", run: app::suspension::lapse_overdue },
    Job { name: "open_cases", run: app::moderation::open_pending },
    Job { name: "end_suspensions", run: app::organization::end_suspensions },
    Job { name: "fold_names", run: app::organization::fold_names },
    Job { name: "remove_photo_files", run: app::photo::sweep_removals },
    Job { name: "erase_texts", run: app::week::erase_texts },
    Job { name: "forget_keys", run: app::cleanup::forget_old_keys },
    Job { name: "erase_left_overs", run: app::privacy::erase_left_overs },
    Job { name: "forget_data_exports", run: app::privacy::forget_exports },
    Job { name: "forget_sessions", run: app::cleanup::forget_ended_sessions },
    Job { name: "forget_account_mail", run: app::account::forget_expired },
    Job { name: "forget_invitations", run: app::organization::invitation::forget_old },
    Job { name: "forget_throttles", run: app::throttle::forget_old },
    Job { name: "forget_jobs", run: app::job::forget_ended },
    Job { name: "forget_imports", run: app::import::upload::forget_old },
];

/// Runs every job once, until each has nothing left to do. How many rows changed.
pub fn sweep(ctx: &Ctx) -> Result<usize, Error> {
    JOBS.iter().map(|job| run(job, ctx)).sum()
}

/// The thread that runs the jobs.
pub struct Jobs {
    stop: Sender<()>,
    thread: JoinHandle<()>,
}

impl Jobs {
    /// Starts it; a round begins about so often.
    pub fn start(ctx: Ctx, every: Duration) -> std::io::Result<Self> {
        let (stop, stopped) = channel();
        let thread = std::thread::Builder::new()
            .name("jobs".to_owned())
            .spawn(move || rounds(&ctx, every, &stopped))?;
        Ok(Self { stop, thread })
    }

    /// Waits until the round that is running has ended.
    pub fn stop(self) {
        let Self { stop, thread } = self;
        drop(stop);
        if thread.join().is_err() {
            tracing::error!("the thread of the jobs had panicked");
        }
    }
}

fn rounds(ctx: &Ctx, every: Duration, stopped: &Receiver<()>) {
    // The jobs that failed in the round before. A database that is away fails every round; it is said once.
    let mut failing = vec![false; JOBS.len()];
    loop {
        for (job, failing) in JOBS.iter().zip(&mut failing) {
            let done = run(job, ctx);
            report(job.name, &done, failing);
        }
        metrics::keep_up();
        if stopped.recv_timeout(spread(every)) != Err(RecvTimeoutError::Timeout) {
            return;
        }
    }
}

/// Calls a job until it has nothing left to do.
fn run(job: &Job, ctx: &Ctx) -> Result<usize, Error> {
    let mut rows = 0;
    for _ in 0..MOST_CALLS {
        let done = (job.run)(ctx, LIMIT)?;
        rows += done;
        if u32::try_from(done).is_ok_and(|done| done < LIMIT) {
            break;
        }
    }
    Ok(rows)
}

fn report(job: &'static str, done: &Result<usize, Error>, failing: &mut bool) {
    let outcome = if done.is_ok() { "done" } else { "failed" };
    ::metrics::counter!("partact_job_runs_total", "job" => job, "outcome" => outcome).increment(1);
    match done {
        Ok(rows) => {
            if *failing {
                tracing::info!(job, "the job runs again");
            }
            if *rows > 0 {
                ::metrics::counter!("partact_job_rows_total", "job" => job)
                    .increment(u64::try_from(*rows).unwrap_or(u64::MAX));
                tracing::info!(job, rows, "done");
            }
        }
        Err(error) if !*failing => {
            tracing::error!(
                job,
                error = crate::failure::chain(error),
                "the job failed; it will be tried again"
            );
        }
        Err(_) => {}
    }
    *failing = done.is_err();
}

/// About this long: servers that started together should not meet in every round.
#[expect(clippy::disallowed_methods, reason = "no decision depends on when a round begins")]
fn spread(every: Duration) -> Duration {
    every.mul_f64(rand::rng().random_range(0.75..1.25))
}
