//! `partact export`: everything that a week or an organization has, as the sheets that `partact import` reads.

use std::fs::File;
use std::io::{self, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use app::Ctx;
use app::export::{self, Scope, Sheet};
use clap::Args;
use clap::builder::PossibleValuesParser;

use super::named;
use crate::config::Flags;
use crate::failure::Failure;
use crate::surroundings;

/// What can be said to `export`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    flags: Flags<false>,
    /// The exchange week, by its reference; it need not be said where only one is open.
    #[arg(long, value_name = "REFERENCE", conflicts_with = "organization")]
    week: Option<String>,
    /// Only what this organization has, by its reference.
    #[arg(long, value_name = "REFERENCE")]
    organization: Option<String>,
    /// Only this sheet, as CSV; otherwise all of them in a ZIP archive.
    #[arg(long, value_parser = PossibleValuesParser::new(["organizations", "participations", "listings", "agreements"]))]
    sheet: Option<String>,
    /// The file to write; it must not be there yet. The standard output, if it is not said.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Writes the export piece by piece.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let ctx = surroundings::real(super::store(&arguments.flags)?);
    let scope = scope(&ctx, arguments)?;
    let sheet = arguments.sheet.as_deref().and_then(Sheet::from_code);
    let mut export =
        export::by_operator(&ctx, scope, sheet).map_err(Failure::of("the export cannot begin"))?;
    let mut output = output(arguments.output.as_deref(), sheet.is_none())?;
    let unwritten = || Failure::of("the export cannot be written");
    while let Some(piece) = export.next(&ctx).map_err(Failure::of("the export stopped"))? {
        output.write_all(&piece).map_err(unwritten())?;
    }
    output.flush().map_err(unwritten())
}

fn scope(ctx: &Ctx, arguments: &Arguments) -> Result<Scope, Failure> {
    let Some(reference) = arguments.organization.as_deref() else {
        return Ok(Scope::Week(named::week(ctx, arguments.week.as_deref())?.id));
    };
    let found = ctx.store.read(|reader| reader.organization_by_reference(reference));
    let found = found.map_err(Failure::of("the database cannot be read"))?;
    let found = found.ok_or_else(|| Failure::Usage(format!("there is no organization `{reference}`")))?;
    Ok(Scope::Organization(found.id))
}

fn output(file: Option<&Path>, archive: bool) -> Result<Box<dyn Write>, Failure> {
    match file {
        Some(file) => {
            let made = File::create_new(file);
            let cannot = |error| Failure::Usage(format!("{} cannot be made: {error}", file.display()));
            Ok(Box::new(made.map_err(cannot)?))
        }
        None if archive && io::stdout().is_terminal() => {
            let advice = "say with --output where to write the archive, or with --sheet which sheet to show";
            Err(Failure::Usage(advice.to_owned()))
        }
        None => Ok(Box::new(io::stdout().lock())),
    }
}
