//! The job that reads the sheets of an import: batch by batch, each with its account in the same transaction, so that
//! another server goes on where this one stopped, and no row is told twice.

use std::collections::BTreeMap;
use std::io::{Read, Seek};
use std::sync::atomic::Ordering;

use domain::id::ImportId;
use domain::job::{ErrorCode, Job, LEASE, Progress};
use persistence::{ImportRow, ImportStatus, ImportUpload, StoreError, Tx};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use zip::ZipArchive;

use super::report::{Outcome, Remark, Report, RowReport, SheetName};
use super::stored::{Bounded, Stored};
use super::{Batch, Import, ImportError, Ledger, Sheets};
use crate::ctx::Ctx;
use crate::error::Error;
use crate::job::{Desk, Finished, Trouble, Work};

/// The most bytes of a sheet that comes packed.
const MOST_UNPACKED: u64 = 512 * 1024 * 1024;
/// The most files of an archive.
const MOST_FILES: usize = 16;
/// About how many rows of a sheet is told what there is to say; all are counted.
const MOST_TOLD: i64 = 100_000;
/// How much of a sheet's own faults is told.
const MOST_FAULTS: usize = 100;

/// What the job is about.
#[derive(Serialize, Deserialize)]
pub(super) struct Payload {
    pub(super) import_id: uuid::Uuid,
}

/// Reads the sheets of an import.
pub(crate) fn work(desk: &Desk, mut work: Work<'_>) -> Result<Finished, Trouble> {
    let Payload { import_id } = work.payload()?;
    let id = ImportId::new(import_id);
    let ctx = &desk.ctx;
    let Some(import) = ctx.store.read(|reader| reader.import(id))? else {
        return Err(Trouble::Never(ErrorCode::new("import-forgotten")));
    };
    if import.dry_run {
        // Nothing was kept, so nothing is gone on from.
        work.step(Progress::default(), |tx, _| Ok(tx.forget_import_report(id)?))?;
    }
    let mut account = Account::open(desk, work.job(), &import)?;
    let read = read(ctx, &import, &mut account);
    let (status, failure) = match read {
        Err(ImportError::Stopped) => {
            return Err(if account.stopping { Trouble::Stopping } else { Trouble::Lost });
        }
        Err(ImportError::Store(error)) => match code_of(&error) {
            Some(code) => (ImportStatus::Failed, Some(code)),
            None => return Err(Trouble::Failed(error)),
        },
        Err(ImportError::Read { error, .. }) => {
            tracing::info!(import = %id, %error, "the sheets of an import cannot be read");
            (ImportStatus::Failed, Some("sheet-unreadable"))
        }
        Ok(Err(code)) => (ImportStatus::Failed, Some(code)),
        Ok(Ok(report)) => {
            let refused: Vec<_> = report.sheets().filter(|(_, sheet)| !sheet.faults.is_empty()).collect();
            let status = if refused.is_empty() { ImportStatus::Done } else { ImportStatus::Refused };
            let whole: Vec<_> = refused
                .into_iter()
                .map(|(name, sheet)| {
                    let faults = sheet.faults.iter().take(MOST_FAULTS).map(document).collect::<Vec<_>>();
                    (name.code(), Value::from(faults))
                })
                .collect();
            return work.finish(|tx, now| {
                for (sheet, faults) in &whole {
                    tx.note_import_sheet(id, sheet, &json!([]), faults)?;
                }
                tx.end_import(id, status, None, now)?;
                Ok(())
            });
        }
    };
    work.finish(|tx, now| {
        tx.end_import(id, status, failure, now)?;
        Ok(())
    })
}

/// Why an import cannot go on, whenever it is tried again.
fn code_of(error: &Error) -> Option<&'static str> {
    match error {
        Error::Forbidden(denied) => Some(denied.code()),
        Error::Unauthenticated => Some("account-not-active"),
        Error::NotFound(_) => Some("exchange-week-not-found"),
        _ => None,
    }
}

/// What was read, or the code of what is wrong with an archive.
type Reading<T> = Result<Result<T, &'static str>, ImportError>;

/// Reads what was sent; the code of what is wrong with an archive.
fn read(ctx: &Ctx, upload: &ImportUpload, account: &mut Account<'_>) -> Reading<Report> {
    let import = Import {
        ctx,
        by: upload.person,
        week: upload.exchange_week,
        locale: upload.locale,
        dry_run: upload.dry_run,
    };
    let length = u64::try_from(upload.byte_count).unwrap_or_default();
    let stored = Stored::new(ctx, upload.id, length);
    let mut ignore = |_| {};
    let Some(sheet) = upload.sheet.as_deref() else {
        return archive(&import, &stored, account);
    };
    let mut source = stored;
    let mut sheets = Sheets::default();
    match SheetName::from_code(sheet) {
        Some(SheetName::Organizations) => sheets.organizations = Some(&mut source),
        Some(SheetName::Participations) => sheets.participations = Some(&mut source),
        Some(SheetName::Listings) => sheets.listings = Some(&mut source),
        Some(SheetName::Agreements) => sheets.agreements = Some(&mut source),
        None => return Ok(Err("sheet-unknown")),
    }
    import.run_with(sheets, &mut ignore, account).map(Ok)
}

/// Reads the sheets of an archive. Its files are known by their names alone, and nothing is written by them.
fn archive(import: &Import<'_>, stored: &Stored, account: &mut Account<'_>) -> Reading<Report> {
    let open = || ZipArchive::new(stored.clone());
    let Ok(listed) = open() else { return Ok(Err("archive-invalid")) };
    let names: Result<Vec<String>, _> = listed.file_names().map(|name| name.map(Into::into)).collect();
    let Ok(names) = names else { return Ok(Err("archive-unknown-file")) };
    let known =
        |name: &str| name == "manifest.json" || SheetName::ALL.iter().any(|sheet| name == file(*sheet));
    if names.len() > MOST_FILES || !names.iter().all(|name| known(name)) {
        return Ok(Err("archive-unknown-file"));
    }
    // Each sheet is read through an archive of its own.
    let mut opened = BTreeMap::new();
    for sheet in SheetName::ALL.into_iter().filter(|sheet| names.contains(&file(*sheet))) {
        let Ok(archive) = open() else { return Ok(Err("archive-invalid")) };
        opened.insert(sheet, archive);
    }
    let mut readers = BTreeMap::new();
    for (sheet, archive) in &mut opened {
        match unpacked(archive, &file(*sheet)) {
            Some(reader) => readers.insert(*sheet, reader),
            None => return Ok(Err("archive-invalid")),
        };
    }
    let mut sheets = Sheets::default();
    for (sheet, reader) in &mut readers {
        match sheet {
            SheetName::Organizations => sheets.organizations = Some(reader),
            SheetName::Participations => sheets.participations = Some(reader),
            SheetName::Listings => sheets.listings = Some(reader),
            SheetName::Agreements => sheets.agreements = Some(reader),
        }
    }
    import.run_with(sheets, &mut |_| {}, account).map(Ok)
}

fn unpacked<'a, R: Read + Seek>(
    archive: &'a mut ZipArchive<R>,
    name: &str,
) -> Option<Bounded<impl Read + use<'a, R>>> {
    let file = archive.by_name(name).ok()?;
    Some(Bounded::new(file, MOST_UNPACKED))
}

fn file(sheet: SheetName) -> String {
    format!("{}.csv", sheet.code())
}

/// The account of an import in its tables.
struct Account<'a> {
    desk: &'a Desk,
    job: &'a Job,
    import: &'a ImportUpload,
    kept: BTreeMap<String, u64>,
    /// Of how many rows has been told, so far as is known.
    told: i64,
    /// The server stops.
    stopping: bool,
}

impl<'a> Account<'a> {
    fn open(desk: &'a Desk, job: &'a Job, import: &'a ImportUpload) -> Result<Self, StoreError> {
        let sheets = desk.ctx.store.read(|reader| reader.import_sheets(import.id))?;
        let read = |[read, ..]: [i64; 5]| u64::try_from(read).unwrap_or_default();
        let told = sheets.iter().map(|sheet| sheet.counts[4]).sum();
        let kept = sheets.into_iter().map(|sheet| (sheet.sheet, read(sheet.counts))).collect();
        Ok(Self { desk, job, import, kept, told, stopping: false })
    }

    fn write(&mut self, tx: &mut Tx<'_>, batch: &Batch<'_>) -> Result<bool, Error> {
        if self.desk.stopping.load(Ordering::Acquire) {
            self.stopping = true;
            return Ok(false);
        }
        let lease_until = tx.occasion().at.checked_add(LEASE).unwrap_or(jiff::Timestamp::MAX);
        let total = self.import.sheet.as_ref().and_then(|_| u64::try_from(self.import.byte_count).ok());
        let progress = Progress { done: batch.bytes, total };
        match tx.step_job(self.job.id, self.job.fence, progress, lease_until) {
            Ok(()) => {}
            // Another worker has it, or it was cancelled.
            Err(StoreError::Stale) => return Ok(false),
            Err(error) => return Err(error.into()),
        }
        let (id, sheet) = (self.import.id, batch.sheet.code());
        tx.note_import_sheet(id, sheet, &json!(batch.columns), &json!([]))?;
        let mut counts = [0; 5];
        for row in batch.rows {
            let [read, created, admitted, unchanged, refused] = &mut counts;
            *read += 1;
            match row.outcome {
                Outcome::Created => *created += 1,
                Outcome::Admitted => *admitted += 1,
                Outcome::Unchanged => *unchanged += 1,
                Outcome::Refused => *refused += 1,
            }
        }
        let bytes = i64::try_from(batch.bytes).unwrap_or(i64::MAX);
        tx.count_import_rows(id, sheet, counts, bytes)?;
        let rows: Vec<ImportRow> = batch
            .rows
            .iter()
            .filter(|row| !row.faults.is_empty() || !row.notes.is_empty())
            .filter(|_| self.told < MOST_TOLD)
            .map(told)
            .collect();
        tx.insert_import_rows(id, &rows)?;
        self.told += i64::try_from(rows.len()).unwrap_or(i64::MAX);
        Ok(true)
    }
}

impl Ledger for Account<'_> {
    fn kept(&self, sheet: SheetName) -> u64 {
        self.kept.get(sheet.code()).copied().unwrap_or_default()
    }

    fn keep(&mut self, tx: &mut Tx<'_>, batch: &Batch<'_>) -> Result<bool, Error> {
        self.write(tx, batch)
    }

    fn note(&mut self, ctx: &Ctx, batch: &Batch<'_>) -> Result<bool, Error> {
        ctx.system_command(domain::audit::Cause::Import, |tx, _| self.write(tx, batch))
    }
}

/// What is told of a row.
fn told(row: &RowReport) -> ImportRow {
    let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    // PostgreSQL holds no NUL in a text. A cell with one is refused, and kept with a character that is refused as well.
    let plain = |text: &String| text.replace('\0', "\u{1}");
    ImportRow {
        sheet: row.sheet.code().to_owned(),
        row: number(row.row),
        line: number(row.line),
        reference: row.reference.as_ref().map(plain),
        outcome: match row.outcome {
            Outcome::Created => "created",
            Outcome::Admitted => "admitted",
            Outcome::Unchanged => "unchanged",
            Outcome::Refused => "refused",
        }
        .to_owned(),
        faults: row.faults.iter().map(document).collect(),
        notes: row.notes.iter().map(document).collect(),
        cells: row.cells.iter().map(plain).collect(),
    }
}

/// A remark as a document.
fn document(remark: &Remark) -> Value {
    let Remark { code, column, given, message, remedy } = remark;
    json!({ "code": code, "column": column, "given": given, "message": message, "remedy": remedy })
}
