//! What the import says while it runs, and at the end.

use std::io;

use domain::fault::{Fault, shortened};
use domain::vocabulary::Locale;

use super::words::{self, Said};
use crate::phrase::{Phrase, of_rule};

/// The sheets, in the order in which they need each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SheetName {
    /// Who they are.
    Organizations,
    /// Who is registered for the week, and how far that has come.
    Participations,
    /// What they offer and request.
    Listings,
    /// What they have agreed.
    Agreements,
}

impl SheetName {
    /// Every sheet, in the order in which they are imported.
    pub const ALL: [Self; 4] = [Self::Organizations, Self::Participations, Self::Listings, Self::Agreements];

    /// The sheet of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sheet| sheet.code() == code)
    }

    /// The name, as the report gives it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Organizations => "organizations",
            Self::Participations => "participations",
            Self::Listings => "listings",
            Self::Agreements => "agreements",
        }
    }
}

/// Something that the import tells while it runs. Nothing is kept: a sheet may have a million rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// So many bytes of the sheet were read.
    Progress {
        /// Of which sheet.
        sheet: SheetName,
        /// From its beginning.
        bytes: u64,
    },
    /// Something about the whole sheet, which is read nevertheless.
    Note {
        /// Of which sheet.
        sheet: SheetName,
        /// What.
        remark: Remark,
    },
    /// What became of a row.
    Row(RowReport),
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowReport {
    /// Of which sheet.
    pub sheet: SheetName,
    /// The row, as the spreadsheet counts: the header is row 1.
    pub row: u64,
    /// The line of the file where it begins; more than the row where cells above hold line breaks.
    pub line: u64,
    /// Its reference, if it has one.
    pub reference: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
    /// Everything that is wrong with it; then it is refused.
    pub faults: Vec<Remark>,
    /// What a person should look at.
    pub notes: Vec<Remark>,
    /// The cells of a refused row; none where it could not be divided into cells.
    pub cells: Vec<String>,
}

/// What became of a row; in a dry run, what would become of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is stored.
    Created,
    /// The organization was there, with the same content; it is admitted to the exchange week now.
    Admitted,
    /// It was there, with the same content.
    Unchanged,
    /// It is not taken.
    Refused,
}

/// Something about a row or a sheet, in code and in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The rule or flag: the code that the API gives too, or one of the sheet's own.
    pub code: &'static str,
    /// The column.
    pub column: Option<String>,
    /// What stands there, shortened and without signs that a terminal would obey.
    pub given: Option<String>,
    /// What is wrong, or to be looked at.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

impl Remark {
    /// A broken rule of a cell; the fault names the column.
    pub(super) fn of_fault(fault: Fault, cell: &str, locale: Locale) -> Self {
        let phrase = of_rule(&fault.rule, locale);
        Self::new(fault.rule.code(), phrase).at(fault.field, cell)
    }

    /// Something that only the import says.
    pub(super) fn of(said: &Said<'_>, locale: Locale) -> Self {
        Self::new(said.code(), words::of(said, locale))
    }

    pub(super) fn new(code: &'static str, phrase: Phrase) -> Self {
        let Phrase { message, remedy } = phrase;
        Self { code, column: None, given: None, message: printable(&message), remedy: printable(&remedy) }
    }

    /// In this column, where this stands.
    pub(super) fn at(self, column: impl Into<String>, cell: &str) -> Self {
        let given = printable(&shortened(cell.trim()));
        Self { column: Some(column.into()), given: (!given.is_empty()).then_some(given), ..self }
    }
}

/// A text whose control, direction and invisible signs are spelled out, so that a terminal shows them.
fn printable(text: &str) -> String {
    let is_plain = |c: char| {
        !c.is_control()
            && !matches!(c, '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
            && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
    };
    let spelled = |c: char| if is_plain(c) { String::from(c) } else { c.escape_unicode().to_string() };
    text.chars().map(spelled).collect()
}

/// How many rows came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All of them.
    pub read: u64,
    /// See [`Outcome::Created`].
    pub created: u64,
    /// See [`Outcome::Admitted`].
    pub admitted: u64,
    /// See [`Outcome::Unchanged`].
    pub unchanged: u64,
    /// See [`Outcome::Refused`].
    pub refused: u64,
}

impl Counts {
    pub(super) fn count(&mut self, outcome: Outcome) {
        self.read += 1;
        match outcome {
            Outcome::Created => self.created += 1,
            Outcome::Admitted => self.admitted += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Refused => self.refused += 1,
        }
    }
}

/// What became of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetReport {
    /// What is wrong with the whole sheet; then no row of it was read.
    pub faults: Vec<Remark>,
    /// What became of its rows.
    pub counts: Counts,
}

impl SheetReport {
    /// Whether every row was taken.
    pub fn is_clean(&self) -> bool {
        self.faults.is_empty() && self.counts.refused == 0
    }
}

/// What became of the sheets; `None` for one that was not given, or not read because the one before it
/// could not be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The organizations.
    pub organizations: Option<SheetReport>,
    /// The participations.
    pub participations: Option<SheetReport>,
    /// The listings.
    pub listings: Option<SheetReport>,
    /// The agreements; each contribution is a row.
    pub agreements: Option<SheetReport>,
}

impl Report {
    /// The sheets that were read, in order.
    pub fn sheets(&self) -> impl Iterator<Item = (SheetName, &SheetReport)> {
        let of = |name| match name {
            SheetName::Organizations => &self.organizations,
            SheetName::Participations => &self.participations,
            SheetName::Listings => &self.listings,
            SheetName::Agreements => &self.agreements,
        };
        SheetName::ALL.into_iter().filter_map(move |name| Some((name, of(name).as_ref()?)))
    }

    /// Adds what became of a sheet; whether the import ends with it, because the sheet could not be read.
    pub(super) fn ends_with(&mut self, name: SheetName, done: SheetReport) -> bool {
        let ends = !done.faults.is_empty();
        let of = match name {
            SheetName::Organizations => &mut self.organizations,
            SheetName::Participations => &mut self.participations,
            SheetName::Listings => &mut self.listings,
            SheetName::Agreements => &mut self.agreements,
        };
        *of = Some(done);
        ends
    }
}

/// Why an import stopped. What was reported as stored before is stored.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error("the sheet of {} cannot be read", .sheet.code())]
    Read {
        /// Which.
        sheet: SheetName,
        /// Why.
        #[source]
        error: io::Error,
    },
    /// Whoever watches over it has stopped it: it is cancelled, or another server goes on with it.
    #[error("the import was stopped")]
    Stopped,
    /// The right is missing, the exchange week is not there, or the store failed.
    #[error("the rows cannot be stored")]
    Store(#[from] crate::Error),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_given_commands_a_terminal() {
        for (given, expected) in [
            ("été – 5 €", "été – 5 €"),
            ("a\u{1B}[31mb", "a\\u{1b}[31mb"),
            ("Traiteur \u{202E}lEuoneF", "Traiteur \\u{202e}lEuoneF"),
            ("Home\u{200B}work", "Home\\u{200b}work"),
        ] {
            assert_eq!(printable(given), expected);
        }
    }
}
