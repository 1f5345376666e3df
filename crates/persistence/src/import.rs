//! Imports by API: the bytes, how far they are, and what is to be said about rows. None of it is an aggregate of the
//! bourse: what an import stores is, and is written with its own history.

use domain::id::{ExchangeWeekId, ImportId, JobId, PersonId};
use domain::vocabulary::Locale;
use jiff::Timestamp;
use serde_json::Value;

use crate::error::StoreError;
use crate::tx::{Reader, Tx, on_engine};

/// Sheets that somebody has sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportUpload {
    /// Which.
    pub id: ImportId,
    /// The job that reads them, once all bytes are there.
    pub job: Option<JobId>,
    /// By whom, and with whose rights.
    pub person: PersonId,
    /// The week.
    pub exchange_week: Option<ExchangeWeekId>,
    /// Which sheet it is; `None` for an archive of several.
    pub sheet: Option<String>,
    /// In which language to report.
    pub locale: Locale,
    /// Only to say what would happen.
    pub dry_run: bool,
    /// How many bytes there are.
    pub byte_count: i64,
    /// How far it is, as far as is written down here.
    pub status: ImportStatus,
    /// Why it failed, in code.
    pub failure: Option<String>,
    /// When it came.
    pub created_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

/// How far an import is. While it is accepted, its job tells more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportStatus {
    /// Its bytes are on their way.
    Uploading,
    /// It waits, or is read.
    Accepted,
    /// Every row was read.
    Done,
    /// A sheet could not be taken as a whole.
    Refused,
    /// It could not go on.
    Failed,
    /// Somebody did not want it any more.
    Cancelled,
}

impl ImportStatus {
    const ALL: [Self; 6] =
        [Self::Uploading, Self::Accepted, Self::Done, Self::Refused, Self::Failed, Self::Cancelled];

    /// The name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Uploading => "uploading",
            Self::Accepted => "accepted",
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The status of this name.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// How far a sheet is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportSheet {
    /// Its name.
    pub sheet: String,
    /// The names of its columns: a list of texts.
    pub columns: Value,
    /// What is wrong with all of it: a list.
    pub faults: Value,
    /// Rows read, created, admitted, unchanged, refused.
    pub counts: [i64; 5],
    /// Bytes read.
    pub bytes_read: i64,
}

/// A row about which there is something to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRow {
    /// Of which sheet.
    pub sheet: String,
    /// The row, as a spreadsheet counts.
    pub row: i64,
    /// The line of the file.
    pub line: i64,
    /// Its reference, if it has one.
    pub reference: Option<String>,
    /// What became of it, by name.
    pub outcome: String,
    /// What is wrong with it: a list.
    pub faults: Value,
    /// What is to be looked at: a list.
    pub notes: Value,
    /// Its cells, if it was refused: a list of texts.
    pub cells: Value,
}

impl Reader<'_> {
    /// An import, whoever asks.
    pub fn import(&mut self, id: ImportId) -> Result<Option<ImportUpload>, StoreError> {
        on_engine!(self, import::find(id))
    }

    /// The imports of a person that have all their bytes, the latest first.
    pub fn imports_of(
        &mut self,
        person: PersonId,
        after: Option<ImportId>,
        limit: i64,
    ) -> Result<Vec<ImportUpload>, StoreError> {
        on_engine!(self, import::of_person(person, after, limit))
    }

    /// The sheets of an import that were begun.
    pub fn import_sheets(&mut self, id: ImportId) -> Result<Vec<ImportSheet>, StoreError> {
        on_engine!(self, import::sheets(id))
    }

    /// Rows about which there is something to say, in order; with `outcome`, only those.
    pub fn import_rows(
        &mut self,
        id: ImportId,
        outcome: Option<&str>,
        after: Option<(String, i64)>,
        limit: i64,
    ) -> Result<Vec<ImportRow>, StoreError> {
        on_engine!(self, import::rows(id, outcome, after, limit))
    }

    /// A piece of the bytes, counted from 0.
    pub fn import_chunk(&mut self, id: ImportId, position: i32) -> Result<Option<Vec<u8>>, StoreError> {
        on_engine!(self, import::chunk(id, position))
    }
}

impl Tx<'_> {
    /// Begins an import: its bytes follow.
    pub fn insert_import(&mut self, import: &ImportUpload) -> Result<(), StoreError> {
        on_engine!(self, import::insert(import))
    }

    /// Adds a piece of the bytes.
    pub fn insert_import_chunk(
        &mut self,
        id: ImportId,
        position: i32,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        on_engine!(self, import::insert_chunk(id, position, bytes))
    }

    /// All bytes are there, and the job that reads them waits. `false` when it is not uploading any more.
    pub fn accept_import(&mut self, id: ImportId, job: JobId, byte_count: i64) -> Result<bool, StoreError> {
        on_engine!(self, import::accept(id, job, byte_count))
    }

    /// Ends an import that is accepted, and forgets its bytes; `false` when it has ended already.
    pub fn end_import(
        &mut self,
        id: ImportId,
        status: ImportStatus,
        failure: Option<&str>,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        on_engine!(self, import::end(id, status, failure, at))
    }

    /// Notes the columns of a sheet and what is wrong with all of it.
    pub fn note_import_sheet(
        &mut self,
        id: ImportId,
        sheet: &str,
        columns: &Value,
        faults: &Value,
    ) -> Result<(), StoreError> {
        on_engine!(self, import::note_sheet(id, sheet, columns, faults))
    }

    /// Adds to the counts of a sheet: rows read, created, admitted, unchanged, refused; and says how many of its
    /// bytes are read.
    pub fn count_import_rows(
        &mut self,
        id: ImportId,
        sheet: &str,
        counts: [i64; 5],
        bytes_read: i64,
    ) -> Result<(), StoreError> {
        on_engine!(self, import::count(id, sheet, counts, bytes_read))
    }

    /// Adds rows about which there is something to say.
    pub fn insert_import_rows(&mut self, id: ImportId, rows: &[ImportRow]) -> Result<(), StoreError> {
        on_engine!(self, import::insert_rows(id, rows))
    }

    /// Forgets what was said about an import, to say it anew.
    pub fn forget_import_report(&mut self, id: ImportId) -> Result<(), StoreError> {
        on_engine!(self, import::forget_report(id))
    }

    /// Forgets an import and everything of it.
    pub fn forget_import(&mut self, id: ImportId) -> Result<(), StoreError> {
        on_engine!(self, import::forget(id))
    }

    /// Imports that came before `before`, or whose bytes stopped coming before `stale`; at most `limit`.
    pub fn old_imports(
        &mut self,
        before: Timestamp,
        stale: Timestamp,
        limit: i64,
    ) -> Result<Vec<ImportId>, StoreError> {
        on_engine!(self, import::old(before, stale, limit))
    }
}
