//! Being told to stop.

use std::future::poll_fn;
use std::io;
use std::task::Poll;
use std::time::Duration;

use actix_web::rt::System;
use actix_web::rt::signal::unix::{Signal, SignalKind, signal};
use actix_web::rt::time::timeout;

/// The signals that ask for an end.
struct Signals {
    /// From an orchestrator or `kill`.
    terminate: Signal,
    /// From the keyboard.
    interrupt: Signal,
}

/// Which signal came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    Terminate,
    Interrupt,
}

impl Signals {
    fn listen() -> io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) -> Told {
        poll_fn(|context| {
            if self.terminate.poll_recv(context).is_ready() {
                return Poll::Ready(Told::Terminate);
            }
            self.interrupt.poll_recv(context).map(|_| Told::Interrupt)
        })
        .await
    }
}

/// Waits until somebody asks for an end, says so, and goes on waiting for as long as clients may still
/// come. Another signal ends that, and so does the first one from the keyboard: nobody there wants to wait.
pub(crate) fn wait_for_end(drain: Duration, announce: impl FnOnce()) -> io::Result<()> {
    System::new().block_on(async {
        let mut signals = Signals::listen()?;
        let told = signals.next().await;
        announce();
        if told == Told::Terminate && !drain.is_zero() {
            tracing::info!(seconds = drain.as_secs(), "told to stop: not ready any more, still serving");
            // Either the time is up or somebody is in a hurry; it is the same.
            drop(timeout(drain, signals.next()).await);
        }
        Ok(())
    })
}
