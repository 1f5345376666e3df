//! A sheet as a spreadsheet exports it: rows by the names of their columns, one at a time.
//!
//! Encoding and separator are found out, rows are counted as the spreadsheet counts them, and what is wrong
//! with the sheet itself is told apart from what is wrong in its rows. This module knows no domain.

pub(crate) mod guard;
mod header;
mod record;
mod text;

use std::cmp::Ordering;
use std::io::{self, Read};

pub(crate) use header::Column;
use header::Header;
pub(crate) use record::Place;
use record::{Broken, Records};
use text::Unreadable;

/// What is wrong with a whole sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// There is no header.
    Empty,
    /// The file is the workbook, not an export of one sheet.
    Workbook,
    /// The header cannot be divided into names.
    HeaderBroken,
    /// A column that is needed is not there.
    ColumnMissing {
        /// Which.
        column: &'static str,
    },
    /// A column is there twice.
    ColumnTwice {
        /// Which.
        column: &'static str,
    },
    /// A name is near that of a column which is not there.
    ColumnMisnamed {
        /// As in the sheet.
        given: String,
        /// What may be meant.
        column: &'static str,
    },
}

/// Why a sheet cannot be read.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It is no sheet that we can read; every reason.
    Faults(Vec<Fault>),
    /// The source failed.
    Io(io::Error),
}

impl From<Unreadable> for Failure {
    fn from(error: Unreadable) -> Self {
        match error {
            Unreadable::Workbook => Self::Faults(vec![Fault::Workbook]),
            Unreadable::Io(error) => Self::Io(error),
        }
    }
}

/// What is wrong with the form of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RowFault {
    /// Fewer fields than the header has names.
    TooFewFields {
        /// The fields of the row.
        found: usize,
        /// The names of the header.
        expected: usize,
    },
    /// More fields than the header has names.
    TooManyFields {
        /// The fields of the row.
        found: usize,
        /// The names of the header.
        expected: usize,
    },
    /// A quote that is not closed where its field ends.
    QuoteOpen {
        /// The line where it opens.
        line: u64,
        /// The column.
        column: Option<String>,
    },
    /// More text than a row can have.
    TooLong,
}

/// A sheet being read.
pub(crate) struct Sheet<R> {
    records: Records<R>,
    header: Header,
}

/// A row of the sheet, or what is wrong with its form.
pub(crate) struct Row<'s> {
    /// Where it begins.
    pub(crate) place: Place,
    /// What it says.
    pub(crate) cells: Result<Cells<'s>, RowFault>,
}

/// The cells of a row by the names of their columns.
pub(crate) struct Cells<'s> {
    header: &'s Header,
    fields: Vec<String>,
}

impl Cells<'_> {
    /// The cell of this column; empty where the sheet does not have the column.
    pub(crate) fn get(&self, column: &str) -> &str {
        let cell = self.header.position(column).and_then(|position| self.fields.get(position));
        cell.map(String::as_str).unwrap_or_default()
    }

    /// All of them, as they stand in the row.
    pub(crate) fn all(&self) -> &[String] {
        &self.fields
    }

    /// How many bytes they hold.
    pub(crate) fn weight(&self) -> usize {
        self.fields.iter().map(String::len).sum()
    }
}

impl<R: Read> Sheet<R> {
    /// Reads the header.
    pub(crate) fn open(source: R, columns: &'static [Column]) -> Result<Self, Failure> {
        let mut records = Records::new(source)?;
        let fields = loop {
            match records.next()?.map(|record| record.fields) {
                None => return Err(Failure::Faults(vec![Fault::Empty])),
                Some(Err(_)) => return Err(Failure::Faults(vec![Fault::HeaderBroken])),
                Some(Ok(fields)) if is_blank(&fields) => {}
                Some(Ok(fields)) => break fields,
            }
        };
        let header = Header::parse(&fields, columns).map_err(Failure::Faults)?;
        Ok(Self { records, header })
    }

    /// The next row that is not blank; `None` at the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<Row<'_>>> {
        loop {
            let Some(record) = self.records.next().map_err(into_io)? else { return Ok(None) };
            let place = record.place;
            let cells = match record.fields {
                Ok(fields) if is_blank(&fields) => continue,
                Ok(fields) => self.cells(fields),
                Err(Broken::TooLong) => Err(RowFault::TooLong),
                Err(Broken::Quote { line, field }) => {
                    Err(RowFault::QuoteOpen { line, column: self.header.name(field).map(str::to_owned) })
                }
            };
            return Ok(Some(Row { place, cells }));
        }
    }

    /// A field too many is refused even when it is empty: it may be the last of a row that a separator
    /// within a text has shifted.
    fn cells(&self, fields: Vec<String>) -> Result<Cells<'_>, RowFault> {
        let (found, expected) = (fields.len(), self.header.width());
        match found.cmp(&expected) {
            Ordering::Less => Err(RowFault::TooFewFields { found, expected }),
            Ordering::Equal => {
                let fields = fields.into_iter().map(guard::off).collect();
                Ok(Cells { header: &self.header, fields })
            }
            Ordering::Greater => Err(RowFault::TooManyFields { found, expected }),
        }
    }

    /// What separates the fields.
    pub(crate) fn separator(&self) -> char {
        self.records.separator()
    }

    /// How many bytes of the source were read.
    pub(crate) fn bytes_read(&self) -> u64 {
        self.records.bytes_read()
    }

    /// The names of all columns, as they stand in the header.
    pub(crate) fn names(&self) -> &[String] {
        self.header.names()
    }

    /// The names of columns that nobody asks for.
    pub(crate) fn ignored(&self) -> impl Iterator<Item = &str> {
        self.header.ignored()
    }
}

/// A workbook is found out at its beginning, so later there is only the source to fail.
fn into_io(error: Unreadable) -> io::Error {
    match error {
        Unreadable::Io(error) => error,
        Unreadable::Workbook => io::Error::from(io::ErrorKind::InvalidData),
    }
}

fn is_blank(fields: &[String]) -> bool {
    fields.iter().all(|field| field.trim().is_empty())
}
