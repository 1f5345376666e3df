//! The workers of the queue: threads that claim jobs and do them, one lane each, so that a mail does not wait
//! behind an import. What a job does and how it is claimed is in `app::job`.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use app::Error;
use app::job::{self, Desk};
use domain::job::Lane;

use super::spread;

/// How often an idle worker looks into the queue.
const IDLE: Duration = Duration::from_secs(1);

/// The threads that work on the queue.
pub struct Workers {
    desk: Arc<Desk>,
    stop: Vec<Sender<()>>,
    threads: Vec<JoinHandle<()>>,
}

impl Workers {
    /// Starts so many for each lane.
    pub fn start(desk: &Arc<Desk>, each: u32) -> std::io::Result<Self> {
        let (mut stop, mut threads) = (Vec::new(), Vec::new());
        for lane in Lane::ALL {
            for _ in 0..each {
                let (sender, stopped) = channel();
                let desk = Arc::clone(desk);
                let thread = std::thread::Builder::new()
                    .name(format!("jobs-{}", lane.code()))
                    .spawn(move || work(&desk, lane, &stopped))?;
                stop.push(sender);
                threads.push(thread);
            }
        }
        Ok(Self { desk: Arc::clone(desk), stop, threads })
    }

    /// Waits until the steps that are running have ended; their jobs go back into the queue.
    pub fn stop(self) {
        self.desk.stopping.store(true, Ordering::Release);
        drop(self.stop);
        for thread in self.threads {
            if thread.join().is_err() {
                tracing::error!("a worker's thread had panicked");
            }
        }
    }
}

/// Does all jobs that are due now. How many there were.
pub fn work_off(desk: &Desk) -> Result<usize, Error> {
    let mut done = 0;
    for lane in Lane::ALL {
        while job::work_one(desk, lane)? {
            done += 1;
        }
    }
    Ok(done)
}

fn work(desk: &Desk, lane: Lane, stopped: &Receiver<()>) {
    let mut failing = false;
    loop {
        let worked = job::work_one(desk, lane);
        match &worked {
            Ok(true) => ::metrics::counter!("partact_queue_jobs_total", "lane" => lane.code()).increment(1),
            // A database that is away fails every time; it is said once.
            Err(error) if !failing => {
                tracing::error!(
                    lane = lane.code(),
                    error = crate::failure::chain(error),
                    "the queue cannot be read"
                );
            }
            Ok(false) | Err(_) => {}
        }
        failing = worked.is_err();
        let pause = if matches!(worked, Ok(true)) { Duration::ZERO } else { spread(IDLE) };
        if stopped.recv_timeout(pause) != Err(RecvTimeoutError::Timeout) {
            return;
        }
    }
}
