//! `partact mail`: whether mails arrive.

use app::Error;
use clap::Args;
use domain::organization::Email;

use super::output;
use crate::config::Flags;
use crate::failure::Failure;
use crate::surroundings;

/// What can be said to `mail`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    flags: Flags<false>,
    /// The address of the account that is to get it.
    #[arg(long)]
    to: String,
}

/// Puts a test mail into the queue; the running service sends it.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let email = Email::parse(&arguments.to)
        .map_err(|_| Failure::Usage(format!("`{}` is no address", arguments.to)))?;
    let ctx = surroundings::real(super::store(&arguments.flags)?);
    match app::mail::post_test(&ctx, &email) {
        Ok(job) => {
            output::line(&format!(
                "a test mail waits in the queue as job {job}; the running service sends it"
            ));
            Ok(())
        }
        Err(Error::NotFound(_)) => {
            Err(Failure::Usage(format!("there is no account with the address {}", arguments.to)))
        }
        Err(error) => Err(Failure::of("the mail cannot be put into the queue")(error)),
    }
}
