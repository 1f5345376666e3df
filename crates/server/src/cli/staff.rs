//! `partact staff`: the first organizer, whom nobody else could let in.

use std::io::Read as _;

use app::{Ctx, Error};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clap::Args;
use clap::builder::PossibleValuesParser;
use domain::person::PersonDraft;
use domain::policy::StaffRole;
use secrecy::{ExposeSecret, SecretString};

use super::output;
use crate::config::Flags;
use crate::failure::Failure;
use crate::surroundings;

/// The bytes of a password that is made here: nobody will guess 144 bits.
const PASSWORD_BYTES: usize = 18;

/// What can be said to `staff`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    flags: Flags<false>,
    /// The address to log in with.
    #[arg(long)]
    email: String,
    /// How the person wants to be called.
    #[arg(long)]
    name: String,
    /// What they do: an organizer runs the weeks, a broker helps the parties.
    #[arg(long, default_value = "organizer", value_parser = PossibleValuesParser::new(["organizer", "broker"]))]
    role: String,
    /// The language of messages to them.
    #[arg(long, default_value = "en", value_parser = PossibleValuesParser::new(["en", "fr", "de", "lb"]))]
    language: String,
    /// Reads the password from the first line of the standard input. Otherwise one is made, and written
    /// once.
    #[arg(long)]
    password_stdin: bool,
}

/// Makes the account.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let role = StaffRole::from_code(&arguments.role)
        .ok_or_else(|| Failure::Usage(format!("there is no role `{}`", arguments.role)))?;
    let draft = PersonDraft::parse(&arguments.email, &arguments.name, &arguments.language)
        .map_err(|faults| Failure::Usage(faults.to_string()))?;
    let given = if arguments.password_stdin { Some(read_password()?) } else { None };

    let ctx = surroundings::real(super::store(&arguments.flags)?);
    let password = given.clone().unwrap_or_else(|| make_password(&ctx));
    let person = app::person::create_staff(&ctx, &draft, &password, role).map_err(refused)?;
    output::line(&format!("{} {} is made, with the id {}", role.code(), person.email.as_str(), person.id));
    if given.is_none() {
        output::line(&format!("password: {}", password.expose_secret()));
    }
    Ok(())
}

/// What is wrong with the person or the password, in the words of the API.
fn refused(error: Error) -> Failure {
    match error {
        Error::Invalid(faults) => Failure::Usage(faults.to_string()),
        Error::Refused(refusals) => Failure::Usage(refusals.to_string()),
        error => Failure::of("the account cannot be made")(error),
    }
}

fn read_password() -> Result<SecretString, Failure> {
    let mut text = String::new();
    std::io::stdin()
        .take(4096)
        .read_to_string(&mut text)
        .map_err(Failure::of("the password cannot be read from the standard input"))?;
    Ok(text.lines().next().unwrap_or_default().into())
}

fn make_password(ctx: &Ctx) -> SecretString {
    let mut bytes = [0; PASSWORD_BYTES];
    ctx.entropy.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes).into()
}
