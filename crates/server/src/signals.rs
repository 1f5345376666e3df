//! Being told to stop.

use std::future::poll_fn;
use std::io;
use std::task::Poll;
use std::time::Duration;

use actix_web::rt::signal::unix::{Signal, SignalKind, signal};
use actix_web::rt::time::timeout;
use actix_web::rt::{System, SystemRunner};

/// The signals that ask for an end, and what they are waited for with.
pub(crate) struct Signals {
    system: SystemRunner,
    told: Heard,
}

/// Where they arrive.
struct Heard {
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
    /// From here on a signal is kept until somebody waits for it. Before anybody is told that the service is
    /// there: whoever knows may end it at once, and would else cut it off.
    pub(crate) fn listen() -> io::Result<Self> {
        let system = System::new();
        let told = system.block_on(async { Heard::listen() })?;
        Ok(Self { system, told })
    }

    /// Waits until somebody asks for an end, says so, and goes on waiting for as long as clients may still
    /// come. Another signal ends that, and so does the first one from the keyboard: nobody there wants to
    /// wait.
    pub(crate) fn wait_for_end(self, drain: Duration, announce: impl FnOnce()) {
        let Self { system, mut told } = self;
        system.block_on(async {
            let first = told.next().await;
            announce();
            if first == Told::Terminate && !drain.is_zero() {
                tracing::info!(seconds = drain.as_secs(), "told to stop: not ready any more, still serving");
                // Either the time is up or somebody is in a hurry; it is the same.
                drop(timeout(drain, told.next()).await);
            }
        });
    }
}

impl Heard {
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
