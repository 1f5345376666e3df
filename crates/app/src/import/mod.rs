//! The import of what organizers keep in spreadsheets: organizations, and the listings of an exchange week.
//!
//! Sheets are read row by row and kept in batches, each in one transaction, so that a million rows need no
//! more memory than a few. A row goes through the same checks and the same writes as a request of the API,
//! with the rights of the staff account that imports it. Rows have references: one that is stored with the
//! same content is left alone, so that importing a sheet twice changes nothing the second time, and one that
//! is stored with another content is refused, because the sheet may be the older of the two.
//!
//! Nothing is guessed. What can be cleaned without doubt is cleaned, what is doubtful is noted, and all that
//! is wrong with a row is told at once, with the row, the column and what to do.

mod listings;
mod organizations;
mod report;
mod run;
mod sheet;
mod values;
mod words;

use std::io::Read;

use domain::id::{ExchangeWeekId, PersonId};
use domain::organization::Warning;
use domain::vocabulary::Locale;
use domain::week::ExchangeWeek;
use jiff::Timestamp;
use persistence::Reader;

pub use report::{Counts, Event, ImportError, Outcome, Remark, Report, RowReport, SheetName, SheetReport};

use crate::ctx::Ctx;
use crate::error::{Error, Noun};
use crate::phrase::Phrase;
use crate::week;
use listings::Listings;
use organizations::Organizations;
use run::{At, References, Run};

/// The words for something about an organization that a person should look at; the API says the same.
pub fn of_warning(warning: &Warning, locale: Locale) -> Phrase {
    words::of(&words::Said::Warning(warning), locale)
}

/// What an import needs to know beside the sheets.
#[derive(Clone)]
pub struct Import<'i> {
    /// The surroundings.
    pub ctx: &'i Ctx,
    /// With whose rights; it must be an organizer.
    pub staff: PersonId,
    /// The exchange week: the organizations are admitted to it, the listings belong to it. Only a sheet of
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
    /// Who takes part.
    pub organizations: Option<&'s mut dyn Read>,
    /// What they offer and request; they may belong to the organizations of the other sheet.
    pub listings: Option<&'s mut dyn Read>,
}

impl Import<'_> {
    /// Imports the sheets, the organizations first, and tells `watch` what becomes of each row.
    ///
    /// A sheet that cannot be taken as a whole changes nothing, and stops the import.
    pub fn run(&self, sheets: Sheets<'_>, watch: &mut dyn FnMut(Event)) -> Result<Report, ImportError> {
        let week = self.require_week(sheets.listings.is_some())?;
        let mut report = Report::default();
        let mut references = References::default();
        if let Some(source) = sheets.organizations {
            let run = Run::new(self, SheetName::Organizations, watch);
            let done = run.sheet(source, &mut Organizations, &mut references)?;
            let stop = !done.faults.is_empty();
            report.organizations = Some(done);
            if stop {
                return Ok(report);
            }
        }
        if let (Some(source), Some(week)) = (sheets.listings, week) {
            // What a dry run has found but not stored is known to the listings all the same.
            let run = Run::new(self, SheetName::Listings, watch);
            let done =
                run.sheet(source, &mut Listings::new(&week, references), &mut References::default())?;
            report.listings = Some(done);
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
        let actor = reader.actor_of(self.staff)?.ok_or(Error::Unauthenticated)?;
        let organizer = actor.organizer()?;
        let week = match self.week {
            Some(id) => Some(week::require(reader, id, &actor.viewer())?),
            None => None,
        };
        Ok(At { now, organizer, locale: self.locale, week })
    }
}
