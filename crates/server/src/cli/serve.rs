//! `partact serve`.

use std::time::Duration;

use clap::Args;

use super::output;
use crate::config::{Config, Flags, Shown};
use crate::failure::Failure;
use crate::signals::Signals;
use crate::{Service, logging, surroundings};

/// What can be said to `serve`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    flags: Flags<true>,
    /// Leaves the schema of the database as it is.
    #[arg(long)]
    no_migrate: bool,
}

/// Serves until it is told to stop.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let (config, shown) = Config::load(&arguments.flags.sources())?;
    logging::start(&config);
    print(&shown);

    let store = super::open(&config)?;
    if !arguments.no_migrate {
        let ran = store.migrate().map_err(Failure::of("the schema cannot be brought up to date"))?;
        for migration in ran {
            tracing::info!(migration, "migrated");
        }
    }
    let service = Service::start(&config, surroundings::with_objects(&config, store)?)?;
    let signals = Signals::listen().map_err(Failure::of("signals cannot be received"))?;
    output::line(&format!("partact listens on http://{}", service.address()));
    if let Some(metrics) = service.metrics_address() {
        output::line(&format!("metrics are on http://{metrics}/metrics"));
    }

    let drain = Duration::from_secs(u64::from(config.drain_seconds.get()));
    signals.wait_for_end(drain, || service.announce_stop());
    service.stop();
    tracing::info!("stopped");
    Ok(())
}

/// Says how the service runs and who decided so, without passwords.
fn print(shown: &[Shown]) {
    for Shown { name, value, source } in shown {
        tracing::info!(setting = name, value, %source, "configured");
    }
}
