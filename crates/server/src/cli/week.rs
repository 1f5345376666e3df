//! `partact week`: an exchange week to import into, without the API.

use app::Error;
use clap::Args;
use clap::builder::PossibleValuesParser;
use domain::week::{Phase, RawSettings, RawWeek, WeekDraft};

use super::{named, output};
use crate::config::Flags;
use crate::failure::Failure;
use crate::surroundings;

/// What can be said to `week`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    flags: Flags<false>,
    /// What people call it, such as `2026-06`.
    #[arg(long)]
    reference: String,
    /// Its name.
    #[arg(long)]
    name: String,
    /// The first day, as in 2026-06-08.
    #[arg(long, value_name = "DAY")]
    starts_on: String,
    /// The last day.
    #[arg(long, value_name = "DAY")]
    ends_on: String,
    /// The phase to move it to; from `registration` on, listings can be posted.
    #[arg(
        long,
        default_value = "registration",
        value_parser = PossibleValuesParser::new(["draft", "registration", "matching", "live"])
    )]
    phase: String,
    /// Listings wait for approval.
    #[arg(long)]
    moderated: bool,
    /// Agreements are ratified by those who run the bourse.
    #[arg(long)]
    ratification: bool,
    /// Two companies may agree with each other.
    #[arg(long)]
    company_pairs: bool,
    /// The organizer who makes it, by the address of their account; not needed where there is only one.
    #[arg(long, value_name = "EMAIL")]
    staff: Option<String>,
}

/// Makes the week.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let raw = RawWeek {
        reference: arguments.reference.clone(),
        name: arguments.name.clone(),
        time_zone: None,
        starts_on: arguments.starts_on.clone(),
        ends_on: arguments.ends_on.clone(),
        settings: RawSettings {
            moderated: Some(arguments.moderated),
            ratification_required: Some(arguments.ratification),
            company_pairs_allowed: Some(arguments.company_pairs),
            ..RawSettings::default()
        },
    };
    let draft = WeekDraft::parse(&raw).map_err(|faults| Failure::Usage(faults.to_string()))?;
    let phase = Phase::from_code(&arguments.phase)
        .ok_or_else(|| Failure::Usage(format!("there is no phase `{}`", arguments.phase)))?;
    let ctx = surroundings::real(super::store(&arguments.flags)?);
    let organizer = named::organizer(&ctx, arguments.staff.as_deref())?;
    let week = app::week::open(&ctx, organizer.person, &draft, phase).map_err(|error| match error {
        Error::Refused(refusals) => Failure::Usage(refusals.to_string()),
        error => Failure::of("the week cannot be made")(error),
    })?;
    output::line(&format!("{} is made, in {}, with the id {}", week.reference, week.phase.code(), week.id));
    Ok(())
}
