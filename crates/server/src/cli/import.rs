//! `partact import`: the organizers' sheets.

use std::fs::File;
use std::io::{IsTerminal as _, Read};
use std::path::{Path, PathBuf};

use app::Ctx;
use app::import::{
    Counts, Event, Import, Outcome, Remark, Report, RowReport, SheetName, SheetReport, Sheets,
};
use clap::Args;
use clap::builder::PossibleValuesParser;
use domain::id::{ExchangeWeekId, PersonId};
use domain::vocabulary::Locale;
use indicatif::{ProgressBar, ProgressStyle};

use super::{named, output};
use crate::config::Flags;
use crate::failure::Failure;
use crate::surroundings;

/// What can be said to `import`.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    flags: Flags<false>,
    /// The sheet of organizations: CSV or TSV, in any usual encoding.
    #[arg(long, value_name = "FILE", required_unless_present_any = ["participations", "listings", "agreements"])]
    organizations: Option<PathBuf>,
    /// The sheet of participations, as an export has it: who is registered, and how far that has come.
    #[arg(long, value_name = "FILE")]
    participations: Option<PathBuf>,
    /// The sheet of listings; its organizations may be in the other one.
    #[arg(long, value_name = "FILE")]
    listings: Option<PathBuf>,
    /// The sheet of agreements: the forms of an evening, signed by both, or an export. A row for each contribution.
    #[arg(long, value_name = "FILE")]
    agreements: Option<PathBuf>,
    /// The exchange week, by its reference: the organizations are admitted to it, the listings and agreements
    /// belong to it. All sheets but that of organizations need one; it need not be said where only one is open.
    #[arg(long, value_name = "REFERENCE")]
    week: Option<String>,
    /// The organizer in whose name the rows are stored, by the address of their account; not needed where
    /// there is only one.
    #[arg(long, value_name = "EMAIL")]
    staff: Option<String>,
    /// Only says what would happen.
    #[arg(long)]
    dry_run: bool,
    /// The language of the report.
    #[arg(long, default_value = "en", value_parser = PossibleValuesParser::new(["en", "fr", "de", "lb"]))]
    language: String,
}

/// Imports the sheets. The answer is no when a row, or a sheet, was not taken.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let locale = Locale::parse(&arguments.language).unwrap_or(Locale::En);
    let mut organizations = arguments.organizations.as_deref().map(open).transpose()?;
    let mut participations = arguments.participations.as_deref().map(open).transpose()?;
    let mut listings = arguments.listings.as_deref().map(open).transpose()?;
    let mut agreements = arguments.agreements.as_deref().map(open).transpose()?;

    let ctx = surroundings::real(super::store(&arguments.flags)?);
    let (staff, week) = found(&ctx, arguments)?;
    let bar = bar(organizations.iter().chain(&participations).chain(&listings).chain(&agreements));
    let mut watch = Watch { bar: &bar, before: 0, sheet: None, current: 0 };
    let import = Import { ctx: &ctx, by: staff, week, locale, dry_run: arguments.dry_run };
    let sheets = Sheets {
        organizations: organizations.as_mut().map(source),
        participations: participations.as_mut().map(source),
        listings: listings.as_mut().map(source),
        agreements: agreements.as_mut().map(source),
    };
    let report = import.run(sheets, &mut |event| watch.see(event));
    bar.finish_and_clear();
    conclude(&report.map_err(Failure::of("the import stopped"))?, arguments.dry_run)
}

fn open(file: &Path) -> Result<File, Failure> {
    File::open(file).map_err(|error| Failure::Usage(format!("{} cannot be read: {error}", file.display())))
}

fn source(file: &mut File) -> &mut dyn Read {
    file
}

/// The organizer and the week that are meant.
fn found(ctx: &Ctx, arguments: &Arguments) -> Result<(PersonId, Option<ExchangeWeekId>), Failure> {
    let organizer = named::organizer(ctx, arguments.staff.as_deref())?.person;
    let sheets = [&arguments.participations, &arguments.listings, &arguments.agreements];
    let wanted = arguments.week.is_some() || sheets.into_iter().any(Option::is_some);
    let week = if wanted { Some(named::week(ctx, arguments.week.as_deref())?.id) } else { None };
    Ok((organizer, week))
}

/// How far it is, where somebody is watching.
fn bar<'f>(files: impl Iterator<Item = &'f File>) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bytes = files.filter_map(|file| Some(file.metadata().ok()?.len())).sum();
    let bar = ProgressBar::new(bytes);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {bytes} of {total_bytes}, {eta} left") {
        bar.set_style(style);
    }
    bar
}

/// Follows an import: moves the bar, writes down what is to be said about rows.
struct Watch<'b> {
    bar: &'b ProgressBar,
    /// The bytes of the sheets before this one.
    before: u64,
    sheet: Option<SheetName>,
    /// The bytes of this sheet.
    current: u64,
}

impl Watch<'_> {
    fn see(&mut self, event: Event) {
        match event {
            Event::Progress { sheet, bytes } => {
                self.enter(sheet);
                self.current = bytes;
                self.bar.set_position(self.before.saturating_add(bytes));
            }
            Event::Note { sheet, remark } => {
                self.enter(sheet);
                self.say(&remark_line("note", &remark));
            }
            Event::Row(row) => {
                self.enter(row.sheet);
                self.row(&row);
            }
        }
    }

    /// Writes a title above the lines of each sheet.
    fn enter(&mut self, sheet: SheetName) {
        if self.sheet != Some(sheet) {
            self.before = self.before.saturating_add(self.current);
            self.current = 0;
            self.sheet = Some(sheet);
            self.say(sheet.code());
        }
    }

    /// Says what is wrong with a row or to be looked at; of a row that is as it should be, nothing.
    fn row(&self, row: &RowReport) {
        for fault in &row.faults {
            self.say(&remark_line(&place(row, fault), fault));
        }
        for note in &row.notes {
            self.say(&remark_line(&format!("note, {}", place(row, note)), note));
        }
        if row.outcome == Outcome::Refused && row.faults.is_empty() {
            self.say(&format!("  row {}: refused", row.row));
        }
    }

    /// Writes above the bar.
    fn say(&self, line: &str) {
        self.bar.suspend(|| output::line(line));
    }
}

/// `row 17, column quantity`, and the line of the file where that is another number.
fn place(row: &RowReport, remark: &Remark) -> String {
    let line = if row.line == row.row { String::new() } else { format!(" (line {})", row.line) };
    let column = remark.column.as_ref().map(|column| format!(", column {column}")).unwrap_or_default();
    format!("row {}{line}{column}", row.row)
}

/// `  row 17, column quantity: not a number: "ten". Write digits. [number-invalid]`
fn remark_line(place: &str, remark: &Remark) -> String {
    let Remark { code, given, message, remedy, .. } = remark;
    let given = given.as_ref().map(|given| format!(" \"{given}\"")).unwrap_or_default();
    format!("  {place}:{given} {message} {remedy} [{code}]")
}

/// Writes the counts, and says whether everything was taken.
fn conclude(report: &Report, dry_run: bool) -> Result<(), Failure> {
    let given: Vec<_> = report.sheets().collect();
    for (name, SheetReport { faults, counts }) in &given {
        for fault in faults {
            output::line(&remark_line(name.code(), fault));
        }
        let Counts { read, created, admitted, unchanged, refused } = counts;
        output::line(&format!(
            "{}: {read} rows read, {created} new, {admitted} admitted, {unchanged} unchanged, {refused} refused",
            name.code()
        ));
    }
    if dry_run {
        output::line("nothing was stored: this was a dry run");
    }
    if given.iter().all(|(_, sheet)| sheet.is_clean()) { Ok(()) } else { Err(Failure::Negative) }
}
