//! The command line: what can be typed, and what comes of it.
//!
//! A sub-command writes its answer to the standard output, and what went wrong to the standard error
//! output. It ends with 0 when it did its work, 1 when it did not or the answer is no, and 2 when other
//! words would help.

mod check;
mod demo;
mod export;
mod health;
mod import;
mod keys;
mod mail;
mod migrate;
mod named;
mod output;
mod reindex;
mod serve;
mod staff;
mod week;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use persistence::{DatabaseUrl, Store};

use crate::config::{Config, Flags};
use crate::failure::Failure;
use crate::logging;

/// The bourse on which companies and associations exchange goods, services and skills.
#[derive(Debug, Parser)]
#[command(name = "partact", version, arg_required_else_help = true, max_term_width = 110)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves the bourse over HTTP, until it is told to stop.
    Serve(serve::Arguments),
    /// Serves a bourse with a demo week on it: the demo evening, or a synthetic week of any size.
    Demo(demo::Arguments),
    /// Brings the schema of the database up to date.
    Migrate(Flags<false>),
    /// Analyses every text anew, so that it is found by its words. The service may be at work.
    Reindex(Flags<false>),
    /// Makes an account for somebody who runs the bourse.
    Staff(staff::Arguments),
    /// Makes an exchange week.
    Week(week::Arguments),
    /// Exports everything that a week or an organization has, as sheets.
    Export(export::Arguments),
    /// Lists the keys that sign access tokens, or rotates them.
    Keys(keys::Arguments),
    /// Imports the sheets of organizations, participations and listings.
    Import(import::Arguments),
    /// Looks whether everything in the database is as it must be.
    Check(Flags<false>),
    /// Sends a test mail to an account.
    Mail(mail::Arguments),
    /// Asks a running service whether it is well.
    Health(health::Arguments),
    /// Writes the description of the API.
    Openapi,
}

/// Does what was typed.
pub fn run() -> ExitCode {
    // A wrong word at the command line ends the process here, with 2 and clap's explanation.
    let Arguments { command } = Arguments::parse();
    let done = match command {
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Migrate(flags) => migrate::run(&flags),
        Command::Reindex(flags) => reindex::run(&flags),
        Command::Staff(arguments) => staff::run(&arguments),
        Command::Week(arguments) => week::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Keys(arguments) => keys::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Check(flags) => check::run(&flags),
        Command::Mail(arguments) => mail::run(&arguments),
        Command::Health(arguments) => health::run(&arguments),
        Command::Openapi => {
            output::write(&http::openapi_json());
            Ok(())
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if let Some(message) = failure.message() {
                output::complain(&message);
            }
            failure.exit_code()
        }
    }
}

/// The database of a sub-command that needs one with something in it. A file is not made: a check of a new
/// one would find everything in order.
fn store(flags: &Flags<false>) -> Result<Store, Failure> {
    let config = configured(flags)?;
    if let DatabaseUrl::Sqlite(file) = &config.database
        && !file.exists()
    {
        let advice = "`partact serve` and `partact migrate` make it";
        return Err(Failure::Usage(format!("there is no database {}; {advice}", file.display())));
    }
    open(&config)
}

/// The settings of a sub-command that only needs the database.
fn configured(flags: &Flags<false>) -> Result<Config, Failure> {
    let (config, _) = Config::load(&flags.sources())?;
    logging::start(&config);
    Ok(config)
}

/// Connects to the database of these settings.
fn open(config: &Config) -> Result<Store, Failure> {
    Store::open(&config.database, config.connections.get())
        .map_err(Failure::of(format!("the database {} cannot be opened", config.database)))
}
