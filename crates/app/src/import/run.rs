//! The way of a sheet through the import: rows in batches, each batch in one transaction.
//!
//! This module knows no column. A [`Target`] reads a row, says what is to become of it from what is stored,
//! and writes it.

use std::io::Read;

use domain::audit::{Cause, Occasion};
use domain::fault::{Fault, Rule};
use domain::vocabulary::Locale;
use domain::week::ExchangeWeek;
use jiff::Timestamp;
use persistence::{Reader, Tx};

use super::broken::Broken;
use super::report::{Event, ImportError, Outcome, Remark, RowReport, SheetName, SheetReport};
use super::sheet::{self, Cells, Column, Failure, Place, Row, RowFault, Sheet};
use super::succession::{References, Stand, Succession};
use super::values::Notation;
use super::words::Said;
use super::{Authority, Batch, Import, Ledger};

/// How many rows are kept in one transaction: enough that its end does not cost more than its rows.
const BATCH: usize = 500;
/// How many bytes of cells a batch holds, should the rows be long.
const BATCH_BYTES: usize = 4 * 1024 * 1024;

/// The column by which most rows are known.
pub(super) const REFERENCE: &str = "reference";

/// A kind of sheet.
pub(super) trait Target {
    /// What a row says.
    type Row;

    /// The columns that the sheet can have.
    const COLUMNS: &'static [Column];
    /// The column by which rows are known.
    const KEY: &'static str = REFERENCE;
    /// How many rows of one reference, each after the other, are one thing. They are kept in one transaction.
    const TOGETHER: usize = 1;

    /// Reads a row: everything about it that needs no look at what is stored.
    fn read(&self, cells: &Cells<'_>, notation: Notation, locale: Locale) -> Parsed<Self::Row>;

    /// Forgets what it knows from an earlier transaction, and looks up what the rows of a batch need, in as few
    /// statements as that takes.
    fn begin(&mut self, reader: &mut Reader<'_>, rows: &[&Parsed<Self::Row>], at: &At) -> Result<(), Broken>;

    /// Locks what the rows are about to change, in the order in which every command does. A dry run locks nothing.
    fn lock(&mut self, _: &mut Tx<'_>, _: &At) -> Result<(), Broken> {
        Ok(())
    }

    /// What is to become of a row. It writes nothing.
    fn judge(&mut self, reader: &mut Reader<'_>, row: &Parsed<Self::Row>, at: &At)
    -> Result<Verdict, Broken>;

    /// Stores a row, or admits its organization; gives what is to be noted about it.
    fn write(
        &mut self,
        tx: &mut Tx<'_>,
        row: &Self::Row,
        outcome: Outcome,
        at: &At,
    ) -> Result<Vec<Remark>, Broken>;

    /// Writes what it has put aside to be written at once.
    fn finish(&mut self, _: &mut Tx<'_>) -> Result<(), Broken> {
        Ok(())
    }
}

/// When, with whose rights and for whom a batch is kept.
pub(super) struct At {
    pub(super) now: Timestamp,
    pub(super) authority: Authority,
    pub(super) locale: Locale,
    /// The week as it is now; its phase may move while the import runs.
    pub(super) week: Option<ExchangeWeek>,
}

/// A row that was read.
pub(super) struct Parsed<T> {
    /// Its reference, if it has one.
    pub(super) reference: Option<String>,
    /// What it says; `None` when it has faults.
    pub(super) value: Option<T>,
    /// What is wrong with it.
    pub(super) faults: Vec<Remark>,
    /// What is to be looked at.
    pub(super) notes: Vec<Remark>,
}

/// What is to become of a row.
pub(super) struct Verdict {
    pub(super) outcome: Outcome,
    /// What is wrong with it beyond what its cells show.
    pub(super) faults: Vec<Remark>,
    /// What is to be looked at beyond what its cells show.
    pub(super) notes: Vec<Remark>,
}

impl Verdict {
    pub(super) fn of(outcome: Outcome) -> Self {
        Self { outcome, faults: Vec::new(), notes: Vec::new() }
    }

    pub(super) fn refused(faults: Vec<Remark>) -> Self {
        Self { outcome: Outcome::Refused, faults, notes: Vec::new() }
    }
}

/// A sheet on its way.
pub(super) struct Run<'r, 'i> {
    import: &'r Import<'i>,
    name: SheetName,
    watch: &'r mut dyn FnMut(Event),
    ledger: &'r mut (dyn Ledger + 'r),
    report: SheetReport,
    /// The names of the columns.
    columns: Vec<String>,
    /// How many bytes are read.
    bytes: u64,
}

/// A row of a batch and where it stands.
struct Placed<T> {
    place: Place,
    row: Parsed<T>,
    cells: Vec<String>,
    /// It belongs to the row before.
    joined: bool,
}

impl<'r, 'i> Run<'r, 'i> {
    pub(super) fn new(
        import: &'r Import<'i>,
        name: SheetName,
        watch: &'r mut dyn FnMut(Event),
        ledger: &'r mut (dyn Ledger + 'r),
    ) -> Self {
        let report = SheetReport::default();
        Self { import, name, watch, ledger, report, columns: Vec::new(), bytes: 0 }
    }

    /// Takes a sheet. Of a dry run, `unwritten` gets the references of the rows that would be stored.
    pub(super) fn sheet<T: Target>(
        mut self,
        source: &mut dyn Read,
        target: &mut T,
        unwritten: &mut References,
    ) -> Result<SheetReport, ImportError> {
        let (name, locale) = (self.name, self.import.locale);
        let unreadable = |error| ImportError::Read { sheet: name, error };
        let mut sheet = match Sheet::open(source, T::COLUMNS) {
            Ok(sheet) => sheet,
            Err(Failure::Io(error)) => return Err(unreadable(error)),
            Err(Failure::Faults(faults)) => {
                self.report.faults = faults.iter().map(|fault| whole(fault, locale)).collect();
                return Ok(self.report);
            }
        };
        for column in sheet.ignored() {
            let remark = Remark::of(&Said::ColumnIgnored(column), locale).at(column, "");
            (self.watch)(Event::Note { sheet: name, remark });
        }
        self.columns = sheet.names().to_vec();
        let mut before = self.ledger.kept(name);
        let notation = Notation::of_separator(sheet.separator());
        let mut rows = Succession::new(T::KEY, T::TOGETHER);
        let (mut batch, mut weight) = (Vec::with_capacity(BATCH), 0);
        loop {
            let bytes = sheet.bytes_read();
            let Some(Row { place, cells }) = sheet.next().map_err(unreadable)? else { break };
            let more = cells.as_ref().map_or(0, Cells::weight);
            let (mut row, cells) = match cells {
                Ok(cells) => (target.read(&cells, notation, locale), cells.all().to_vec()),
                Err(fault) => (malformed(&fault, locale), Vec::new()),
            };
            let Stand { joined, fault } = rows.next(row.reference.as_deref(), locale);
            row.faults.extend(fault);
            // Its reference counts, so that a second one is found; the rest is done.
            if before > 0 {
                before -= 1;
                continue;
            }
            if !joined && (batch.len() >= BATCH || weight >= BATCH_BYTES) {
                self.keep_at(bytes, target, &batch, unwritten)?;
                batch.clear();
                weight = 0;
            }
            weight += more;
            batch.push(Placed { place, row, cells, joined });
        }
        self.keep_at(sheet.bytes_read(), target, &batch, unwritten)?;
        Ok(self.report)
    }

    /// Keeps a batch, up to which so many bytes are read.
    fn keep_at<T: Target>(
        &mut self,
        bytes: u64,
        target: &mut T,
        batch: &[Placed<T::Row>],
        unwritten: &mut References,
    ) -> Result<(), ImportError> {
        self.bytes = bytes;
        self.keep(target, batch, unwritten)?;
        (self.watch)(Event::Progress { sheet: self.name, bytes });
        Ok(())
    }

    /// Keeps a batch and reports it. Where one row meets what another program has stored meanwhile, each (with those
    /// that belong to it) is kept by itself, so that the others stay.
    fn keep<T: Target>(
        &mut self,
        target: &mut T,
        batch: &[Placed<T::Row>],
        unwritten: &mut References,
    ) -> Result<(), ImportError> {
        match self.settle(target, batch) {
            Ok(done) => self.tell(done, unwritten),
            Err(Broken::Failed(error)) => return Err(error.into()),
            Err(Broken::Stopped) => return Err(ImportError::Stopped),
            Err(Broken::Collided) => {
                for placed in batch.chunk_by(|_, next| next.joined) {
                    let done = match self.settle(target, placed) {
                        Err(Broken::Collided) => self.refuse::<T>(placed),
                        settled => settled,
                    };
                    match done {
                        Ok(done) => self.tell(done, unwritten),
                        Err(Broken::Failed(error)) => return Err(error.into()),
                        Err(Broken::Collided | Broken::Stopped) => return Err(ImportError::Stopped),
                    }
                }
            }
        }
        Ok(())
    }

    /// Judges the rows and writes them, in one transaction; a dry run only judges.
    fn settle<T: Target>(
        &mut self,
        target: &mut T,
        batch: &[Placed<T::Row>],
    ) -> Result<Vec<RowReport>, Broken> {
        let Import { ctx, dry_run, .. } = *self.import;
        let now = ctx.clock.now();
        let rows: Vec<&Parsed<T::Row>> = batch.iter().map(|placed| &placed.row).collect();
        if dry_run {
            let done: Vec<RowReport> = ctx.store.read(|reader| {
                let at = self.import.at(reader, now)?;
                target.begin(reader, &rows, &at)?;
                let reports = batch.iter().map(|placed| {
                    let verdict = target.judge(reader, &placed.row, &at)?;
                    Ok::<_, Broken>(self.reported(placed, verdict, Vec::new()))
                });
                reports.collect::<Result<_, _>>()
            })?;
            let Self { ledger, columns, name, bytes, .. } = self;
            let batch = Batch { sheet: *name, columns, rows: &done, bytes: *bytes };
            return if ledger.note(ctx, &batch)? { Ok(done) } else { Err(Broken::Stopped) };
        }
        let occasion = Occasion { at: now, cause: Cause::Import, request_id: None };
        ctx.store.write(&occasion, &*ctx.ids, |tx| {
            let at = self.import.at(tx, now)?;
            target.begin(tx, &rows, &at)?;
            target.lock(tx, &at)?;
            let mut done = Vec::with_capacity(batch.len());
            for placed in batch {
                let verdict = target.judge(tx, &placed.row, &at)?;
                let taken = placed.row.faults.is_empty() && verdict.faults.is_empty();
                let notes = match (&placed.row.value, verdict.outcome) {
                    (Some(value), Outcome::Created | Outcome::Admitted) if taken => {
                        target.write(tx, value, verdict.outcome, &at)?
                    }
                    _ => Vec::new(),
                };
                done.push(self.reported(placed, verdict, notes));
            }
            target.finish(tx)?;
            self.account(tx, &done)?;
            Ok(done)
        })
    }

    /// Writes down that a row is refused because another was stored meanwhile.
    fn refuse<T: Target>(&mut self, placed: &[Placed<T::Row>]) -> Result<Vec<RowReport>, Broken> {
        let Import { ctx, locale, .. } = *self.import;
        let refused = |placed: &Placed<T::Row>| {
            let reference = placed.row.reference.as_deref().unwrap_or_default();
            let fault = Fault { field: T::KEY.into(), rule: Rule::Duplicate };
            self.reported(
                placed,
                Verdict::refused(vec![Remark::of_fault(fault, reference, locale)]),
                Vec::new(),
            )
        };
        let done: Vec<RowReport> = placed.iter().map(refused).collect();
        let occasion = Occasion { at: ctx.clock.now(), cause: Cause::Import, request_id: None };
        ctx.store.write(&occasion, &*ctx.ids, |tx| self.account(tx, &done))?;
        Ok(done)
    }

    fn account(&mut self, tx: &mut Tx<'_>, rows: &[RowReport]) -> Result<(), Broken> {
        let Self { ledger, columns, name, bytes, .. } = self;
        let goes_on = ledger.keep(tx, &Batch { sheet: *name, columns, rows, bytes: *bytes })?;
        if goes_on { Ok(()) } else { Err(Broken::Stopped) }
    }

    fn reported<T>(&self, placed: &Placed<T>, verdict: Verdict, notes: Vec<Remark>) -> RowReport {
        let Placed { place, row, cells, .. } = placed;
        let (outcome, faults, notes) = concluded(row, verdict, notes);
        let cells = if outcome == Outcome::Refused { cells.clone() } else { Vec::new() };
        let reference = row.reference.clone();
        RowReport {
            sheet: self.name,
            row: place.row,
            line: place.line,
            reference,
            outcome,
            faults,
            notes,
            cells,
        }
    }

    fn tell(&mut self, done: Vec<RowReport>, unwritten: &mut References) {
        for report in done {
            self.report.counts.count(report.outcome);
            if let (Outcome::Created, Some(reference), true) =
                (report.outcome, &report.reference, self.import.dry_run)
            {
                unwritten.insert(reference);
            }
            (self.watch)(Event::Row(report));
        }
    }
}

/// What becomes of a row in the end, what is wrong with it, and what is to be looked at.
fn concluded<T>(
    row: &Parsed<T>,
    verdict: Verdict,
    notes: Vec<Remark>,
) -> (Outcome, Vec<Remark>, Vec<Remark>) {
    // What is taken in the sheet and in what is stored alike is said once.
    let others = verdict.faults.into_iter().filter(|fault| !row.faults.contains(fault));
    let faults: Vec<Remark> = row.faults.iter().cloned().chain(others).collect();
    if !faults.is_empty() {
        return (Outcome::Refused, faults, Vec::new());
    }
    // What is in the cells of a row was noted when it came in.
    let noted = if verdict.outcome == Outcome::Unchanged { &[] } else { row.notes.as_slice() };
    let notes = noted.iter().cloned().chain(verdict.notes).chain(notes).collect();
    (verdict.outcome, faults, notes)
}

/// A row that cannot be divided into cells.
fn malformed<T>(fault: &RowFault, locale: Locale) -> Parsed<T> {
    let remark = Remark::of(&Said::Row(fault), locale);
    let remark = match fault {
        RowFault::QuoteOpen { column: Some(column), .. } => remark.at(column.as_str(), ""),
        _ => remark,
    };
    Parsed { reference: None, value: None, faults: vec![remark], notes: Vec::new() }
}

/// What is wrong with the whole sheet.
fn whole(fault: &sheet::Fault, locale: Locale) -> Remark {
    let remark = Remark::of(&Said::Sheet(fault), locale);
    match fault {
        sheet::Fault::ColumnMissing { column } | sheet::Fault::ColumnTwice { column } => {
            remark.at(*column, "")
        }
        sheet::Fault::ColumnMisnamed { given, column } => remark.at(*column, given),
        sheet::Fault::Empty | sheet::Fault::Workbook | sheet::Fault::HeaderBroken => remark,
    }
}
