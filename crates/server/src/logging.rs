//! What is written to the log, and how: one line for each event, on the standard error output.
//!
//! The line of a request is written when it ends. It carries the request's id, method, route and status;
//! never a query string, a header, a body or an address: the span is made in `http`, without them.

use std::io::IsTerminal;
use std::panic::PanicHookInfo;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::FmtSpan;

use crate::config::{Auto, Config, LogFormat};

/// Starts the log. A second start in one process changes nothing.
pub(crate) fn start(config: &Config) {
    // The HTTP server tells of every thread, and calls a client's malformed header an error, so that anybody
    // could fill the log. What the operator sets comes later, and wins.
    let quiet = "actix_server=warn,actix_http::h1::dispatcher=off";
    let filter = EnvFilter::new(format!("{quiet},{}", config.log_level));
    let terminal = std::io::stderr().is_terminal();
    let format = match config.log_format {
        Auto::Given(format) => format,
        Auto::Auto if terminal => LogFormat::Text,
        Auto::Auto => LogFormat::Json,
    };
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_span_events(FmtSpan::CLOSE)
        .with_writer(std::io::stderr);
    let started = match format {
        LogFormat::Text => lines.with_ansi(terminal).try_init(),
        LogFormat::Json => {
            lines.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init()
        }
    };
    if started.is_ok() {
        std::panic::set_hook(Box::new(log_panic));
    }
}

/// A panic is a fault of ours. Its place is enough to find it; its words might quote what somebody sent.
fn log_panic(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string);
    tracing::error!(place, "a panic");
}
