//! `partact health`: the question that a container's health check asks, without a program of its own.

use std::time::Duration;

use clap::Args;

use crate::failure::Failure;

/// Longer than any answer takes, shorter than the patience of those who ask.
const PATIENCE: Duration = Duration::from_secs(3);

/// What can be said to `health`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// What to ask. Without TLS: it is for a service on the same machine.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080/health/ready")]
    url: String,
}

/// Ends well when the service says that it is.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    if !arguments.url.starts_with("http://") {
        return Err(Failure::Usage(format!("`{}` does not begin with http://", arguments.url)));
    }
    let agent: ureq::Agent = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).build().into();
    agent.get(&arguments.url).call().map_err(Failure::of(format!("{} is not well", arguments.url)))?;
    Ok(())
}
