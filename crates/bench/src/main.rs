//! Measures the HTTP service against pgbench and a bare handler (`docs/PERFORMANCE.md`). Not shipped.
//!
//! Only ratios within one run count, so everything is measured in turn, in processes of their own: the
//! service as it is started in production, a handler that does nothing, and pgbench with the SQL of ours.
//!
//! | module | what it is for |
//! |---|---|
//! | [`run`] | the order of things: what is measured when |
//! | [`world`] | an exchange week of the size that was asked for |
//! | [`scenario`] | what is sent, and what is expected |
//! | [`load`] | the generator of load |
//! | [`bare`] | the handler that does nothing |
//! | [`pgbench`], [`cluster`] | PostgreSQL alone |
//! | [`process`] | processes and what they cost |
//! | [`report`] | medians, targets, the table |

mod bare;
mod cluster;
mod load;
mod pgbench;
mod process;
mod report;
mod run;
mod scenario;
mod target;
mod world;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What comes of anything here: a bench that cannot go on ends with a sentence.
type Done<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Measures the HTTP service.
#[derive(Debug, Parser)]
#[command(name = "partact-bench")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Measures everything in turn, prints the table and writes the figures.
    Http(run::Options),
    /// Serves 1 kB of JSON, and does nothing else.
    Bare {
        /// As many threads as the service has.
        #[arg(long)]
        workers: usize,
    },
    /// Sends the requests of a file, and says how it went.
    Load {
        /// The plan, as JSON.
        plan: PathBuf,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Http(options) => run::run(&options),
        Command::Bare { workers } => bare::serve(workers),
        Command::Load { plan } => load::run(&plan),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report::say(&format!("the measurement ended early: {error}"));
            ExitCode::FAILURE
        }
    }
}
