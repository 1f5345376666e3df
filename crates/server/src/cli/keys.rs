//! `partact keys`: the keys that sign access tokens.

use app::signing_key::{self, Because};
use app::{Ctx, Error};
use clap::{Args, Subcommand};
use domain::signing_key::{KeyState, SigningKey};

use super::output;
use crate::config::{Config, Flags};
use crate::failure::Failure;
use crate::surroundings;

/// What can be said to `keys`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Lists them, the newest first.
    List(Flags<false>),
    /// Has the next key sign from now on. The one that signed checks its tokens until they have run out.
    Rotate(Rotation),
}

#[derive(Debug, Args)]
struct Rotation {
    #[command(flatten)]
    flags: Flags<false>,
    /// The key that signs is in wrong hands: its tokens hold no longer, and everybody refreshes theirs. The
    /// running servers notice within half a minute.
    #[arg(long)]
    compromised: bool,
}

/// Does it.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.command {
        Command::List(flags) => show(&ctx(flags)?),
        Command::Rotate(Rotation { flags, compromised }) => {
            let ctx = ctx(flags)?;
            let because = if *compromised { Because::Compromise } else { Because::Time };
            signing_key::rotate(&ctx, because).map_err(failed)?;
            show(&ctx)
        }
    }
}

fn ctx(flags: &Flags<false>) -> Result<Ctx, Failure> {
    let store = super::store(flags)?;
    let (config, _) = Config::load(&flags.sources())?;
    Ok(Ctx { security: config.security(), ..surroundings::real(store) })
}

fn show(ctx: &Ctx) -> Result<(), Failure> {
    for key in signing_key::list(ctx).map_err(failed)? {
        output::line(&line(&key));
    }
    Ok(())
}

fn line(key: &SigningKey) -> String {
    let SigningKey { id, created_at, state, .. } = key;
    let facts = match state {
        KeyState::Next { .. } => format!("made {created_at}"),
        KeyState::Signing { since, .. } => format!("since {since}"),
        KeyState::Retired { since, at, checks_until } => {
            format!("from {since} to {at}, checks until {checks_until}")
        }
    };
    format!("{id}  {:8} {facts}", state.code())
}

fn failed(error: Error) -> Failure {
    match error {
        Error::Stale => Failure::Usage("the keys are being rotated by somebody else".to_owned()),
        error => Failure::of("the keys cannot be read or rotated")(error),
    }
}
