//! The import of what organizers keep in spreadsheets: organizations, who takes part in an exchange week, the
//! listings and the agreements; the same sheets as the export writes.
//!
//! Sheets are read row by row and kept in batches, each in one transaction, so that a million rows need no
//! more memory than a few. A row goes through the same checks and the same writes as a request of the API,
//! with the rights of the account that imports it. Rows have references: one that is stored with the
//! same content is left alone, so that importing a sheet twice changes nothing the second time, and one that
//! is stored with another content is refused, because the sheet may be the older of the two.
//!
//! Nothing is guessed. What can be cleaned without doubt is cleaned, what is doubtful is noted, and all that
//! is wrong with a row is told at once, with the row, the column and what to do.

pub(crate) mod agreements;
mod broken;
mod errors;
pub(crate) mod listings;
pub(crate) mod organizations;
pub(crate) mod participations;
pub(crate) mod past;
mod report;
mod run;
pub(crate) mod sheet;
mod stored;
mod succession;
pub mod upload;
mod values;
mod words;
pub(crate) mod work;

use std::io::Read;

use domain::id::{ExchangeWeekId, PersonId};
use domain::organization::Warning;
use domain::policy::{Actor, Denied, Organizer};
use domain::vocabulary::Locale;
use domain::week::ExchangeWeek;
use jiff::Timestamp;
use persistence::{Reader, Tx};

pub use report::{Counts, Event, ImportError, Outcome, Remark, Report, RowReport, SheetName, SheetReport};

pub(crate) use values::{window_cells, windows_cell};

use crate::ctx::Ctx;
use crate::error::{Error, Noun};
use crate::phrase::Phrase;
use crate::{export, week};
use agreements::Agreements;
use listings::Listings;
use organizations::Organizations;
use participations::Participations;
use run::{At, Run};
use succession::References;

/// The columns of a sheet, for the export.
pub(crate) fn columns(sheet: export::Sheet) -> &'static [sheet::Column] {
    match sheet {
        export::Sheet::Organizations => <Organizations as run::Target>::COLUMNS,
        export::Sheet::Participations => <Participations<'_> as run::Target>::COLUMNS,
        export::Sheet::Listings => <Listings<'_> as run::Target>::COLUMNS,
        export::Sheet::Agreements => <Agreements<'_> as run::Target>::COLUMNS,
    }
}

/// The words for something about an organization that a person should look at; the API says the same.
pub fn of_warning(warning: &Warning, locale: Locale) -> Phrase {
    words::of(&words::Said::Warning(warning), locale)
}

/// What an import needs to know beside the sheets.
#[derive(Clone)]
pub struct Import<'i> {
    /// The surroundings.
    pub ctx: &'i Ctx,
    /// With whose rights: an organizer's, or those of somebody who speaks for organizations and imports their
    /// listings.
    pub by: PersonId,
    /// The exchange week: the organizations are admitted to it, the listings and agreements belong to it. Only a sheet of
    /// organizations can do without.
    pub week: Option<ExchangeWeekId>,
    /// In which language to report.
    pub locale: Locale,
    /// Only say what would happen. The rows are checked as ever, but not written; so what depends on rows of
    /// the same sheets beyond their references (look-alike names, how many listings an organization may
    /// have) is not foreseen.
    pub dry_run: bool,
}

/// The sheets to import, as their bytes come from the files.
#[derive(Default)]
pub struct Sheets<'s> {
    /// Who they are.
    pub organizations: Option<&'s mut dyn Read>,
    /// Who is registered for the week. A sheet of organizations without standings admits them by itself.
    pub participations: Option<&'s mut dyn Read>,
    /// What they offer and request; they may belong to the organizations of the other sheet.
    pub listings: Option<&'s mut dyn Read>,
    /// What they have agreed, on paper or elsewhere.
    pub agreements: Option<&'s mut dyn Read>,
}

/// Keeps account of an import that must go on where it was when its server dies.
pub trait Ledger {
    /// How many rows of a sheet were kept before; they are read again, but nothing else.
    fn kept(&self, sheet: SheetName) -> u64;

    /// Writes down what became of the next rows, in the transaction that keeps them. `false` stops the import, and
    /// an error fails it; either undoes the batch.
    fn keep(&mut self, tx: &mut Tx<'_>, batch: &Batch<'_>) -> Result<bool, Error>;

    /// The same of a dry run, which keeps nothing.
    fn note(&mut self, ctx: &Ctx, batch: &Batch<'_>) -> Result<bool, Error>;
}

/// Whoever imports sheets at the command line sees what happens.
struct Forgetful;

impl Ledger for Forgetful {
    fn kept(&self, _: SheetName) -> u64 {
        0
    }

    fn keep(&mut self, _: &mut Tx<'_>, _: &Batch<'_>) -> Result<bool, Error> {
        Ok(true)
    }

    fn note(&mut self, _: &Ctx, _: &Batch<'_>) -> Result<bool, Error> {
        Ok(true)
    }
}

/// Rows that were kept together.
pub struct Batch<'b> {
    /// Of which sheet.
    pub sheet: SheetName,
    /// The names of its columns.
    pub columns: &'b [String],
    /// What became of each.
    pub rows: &'b [RowReport],
    /// How many bytes of the sheet are read.
    pub bytes: u64,
}

impl Import<'_> {
    /// Imports the sheets, the organizations first, and tells `watch` what becomes of each row.
    ///
    /// A sheet that cannot be taken as a whole changes nothing, and stops the import.
    pub fn run(&self, sheets: Sheets<'_>, watch: &mut dyn FnMut(Event)) -> Result<Report, ImportError> {
        self.run_with(sheets, watch, &mut Forgetful)
    }

    /// The same, with an account of it.
    pub fn run_with(
        &self,
        sheets: Sheets<'_>,
        watch: &mut dyn FnMut(Event),
        ledger: &mut dyn Ledger,
    ) -> Result<Report, ImportError> {
        let Sheets { organizations, participations, listings, agreements } = sheets;
        let week = participations.is_some() || listings.is_some() || agreements.is_some();
        let week = self.require_week(week)?;
        let mut report = Report::default();
        // What a dry run has found but not stored is known to the sheets after it all the same.
        let (mut parties, mut posted) = (References::default(), References::default());
        if let Some(source) = organizations {
            let run = Run::new(self, SheetName::Organizations, watch, &mut *ledger);
            let done = run.sheet(source, &mut Organizations::default(), &mut parties)?;
            if report.ends_with(SheetName::Organizations, done) {
                return Ok(report);
            }
        }
        let Some(week) = week else { return Ok(report) };
        if let Some(source) = participations {
            let run = Run::new(self, SheetName::Participations, watch, &mut *ledger);
            let mut target = Participations::new(&week, &parties);
            let done = run.sheet(source, &mut target, &mut References::default())?;
            if report.ends_with(SheetName::Participations, done) {
                return Ok(report);
            }
        }
        if let Some(source) = listings {
            let run = Run::new(self, SheetName::Listings, watch, &mut *ledger);
            let mut target = Listings::new(&week, &parties);
            let done = run.sheet(source, &mut target, &mut posted)?;
            if report.ends_with(SheetName::Listings, done) {
                return Ok(report);
            }
        }
        if let Some(source) = agreements {
            let run = Run::new(self, SheetName::Agreements, watch, &mut *ledger);
            let mut target = Agreements::new(&week, &parties, &posted);
            let done = run.sheet(source, &mut target, &mut References::default())?;
            report.ends_with(SheetName::Agreements, done);
        }
        Ok(report)
    }

    /// The week, which the listings cannot do without.
    fn require_week(&self, needed: bool) -> Result<Option<ExchangeWeek>, Error> {
        let now = self.ctx.clock.now();
        let At { week, .. } = self.ctx.store.read(|reader| self.at(reader, now))?;
        if needed && week.is_none() { Err(Error::NotFound(Noun::ExchangeWeek)) } else { Ok(week) }
    }

    /// What holds now: the right to import, and the week.
    fn at(&self, reader: &mut Reader<'_>, now: Timestamp) -> Result<At, Error> {
        let actor = reader.actor_of(self.by)?.ok_or(Error::Unauthenticated)?;
        let authority = Authority::of(actor)?;
        let week = match self.week {
            Some(id) => Some(week::require(reader, id, &authority.actor.viewer())?),
            None => None,
        };
        Ok(At { now, authority, locale: self.locale, week })
    }
}

/// What an account may import.
pub(crate) struct Authority {
    pub(crate) actor: Actor,
    /// Everything, and what was elsewhere as it was; otherwise new listings of organizations for which the account
    /// speaks.
    pub(crate) organizer: Option<Organizer>,
}

impl Authority {
    /// Nobody else may import anything.
    pub(crate) fn of(actor: Actor) -> Result<Self, Denied> {
        let organizer = actor.organizer().ok();
        let speaks = actor.memberships.iter().any(|(id, _)| actor.representative(*id).is_ok());
        match organizer {
            None if !speaks => Err(Denied::RepresentativeOnly),
            organizer => Ok(Self { actor, organizer }),
        }
    }

    /// The right to import anything but listings.
    pub(crate) fn organizer(&self) -> Result<Organizer, Denied> {
        self.organizer.ok_or(Denied::OrganizerOnly)
    }
}
