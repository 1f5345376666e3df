//! Imports by API.

use diesel::prelude::*;
use domain::id::{ImportId, JobId, PersonId};
use domain::vocabulary::Locale;
use jiff::Timestamp;
use serde_json::Value;

use super::super::dialect::{Backend, Connection};
use super::super::schema::{import_chunks, import_rows, import_sheets, imports};
use super::super::values::{DbId, DbJson, DbTime, time};
use crate::error::StoreError;
use crate::import::{ImportRow, ImportSheet, ImportStatus, ImportUpload};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = imports, check_for_backend(Backend), treat_none_as_default_value = false)]
struct Row {
    id: DbId,
    job_id: Option<DbId>,
    person_id: DbId,
    exchange_week_id: Option<DbId>,
    sheet: Option<String>,
    locale: String,
    dry_run: bool,
    byte_count: i64,
    status: String,
    failure: Option<String>,
    created_at: DbTime,
    ended_at: Option<DbTime>,
}

impl Row {
    fn of(import: &ImportUpload) -> Self {
        Self {
            id: import.id.into(),
            job_id: import.job.map(Into::into),
            person_id: import.person.into(),
            exchange_week_id: import.exchange_week.map(Into::into),
            sheet: import.sheet.clone(),
            locale: import.locale.code().to_owned(),
            dry_run: import.dry_run,
            byte_count: import.byte_count,
            status: import.status.code().to_owned(),
            failure: import.failure.clone(),
            created_at: import.created_at.into(),
            ended_at: import.ended_at.map(DbTime),
        }
    }

    fn read(self) -> Result<ImportUpload, StoreError> {
        let corrupt = |what: &str| StoreError::corrupt("imports", self.id.0, what.to_owned());
        Ok(ImportUpload {
            id: self.id.into(),
            job: self.job_id.map(Into::into),
            person: self.person_id.into(),
            exchange_week: self.exchange_week_id.map(Into::into),
            locale: Locale::parse(&self.locale).map_err(|_| corrupt("locale"))?,
            status: ImportStatus::from_code(&self.status).ok_or_else(|| corrupt("status"))?,
            sheet: self.sheet,
            dry_run: self.dry_run,
            byte_count: self.byte_count,
            failure: self.failure,
            created_at: self.created_at.0,
            ended_at: time(self.ended_at),
        })
    }
}

pub(crate) fn find(connection: &mut Connection, id: ImportId) -> Result<Option<ImportUpload>, StoreError> {
    let row = imports::table.find(DbId::from(id)).select(Row::as_select()).first(connection).optional()?;
    row.map(Row::read).transpose()
}

pub(crate) fn of_person(
    connection: &mut Connection,
    person: PersonId,
    after: Option<ImportId>,
    limit: i64,
) -> Result<Vec<ImportUpload>, StoreError> {
    let mut query = imports::table
        .filter(imports::person_id.eq(DbId::from(person)))
        .filter(imports::status.ne(ImportStatus::Uploading.code()))
        .select(Row::as_select())
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(imports::id.lt(DbId::from(after)));
    }
    let rows: Vec<Row> = query.order(imports::id.desc()).limit(limit).load(connection)?;
    rows.into_iter().map(Row::read).collect()
}

pub(crate) fn sheets(connection: &mut Connection, id: ImportId) -> Result<Vec<ImportSheet>, StoreError> {
    type Counts = (i64, i64, i64, i64, i64, i64);
    let rows: Vec<((String, DbJson, DbJson), Counts)> = import_sheets::table
        .filter(import_sheets::import_id.eq(DbId::from(id)))
        .select((
            (import_sheets::sheet, import_sheets::column_names, import_sheets::faults),
            (
                import_sheets::rows_read,
                import_sheets::rows_created,
                import_sheets::rows_admitted,
                import_sheets::rows_unchanged,
                import_sheets::rows_refused,
                import_sheets::bytes_read,
            ),
        ))
        .order(import_sheets::sheet)
        .load(connection)?;
    let sheet = |((sheet, columns, faults), (read, created, admitted, unchanged, refused, bytes_read))| {
        let (DbJson(columns), DbJson(faults)) = (columns, faults);
        let counts = [read, created, admitted, unchanged, refused];
        ImportSheet { sheet, columns, faults, counts, bytes_read }
    };
    Ok(rows.into_iter().map(sheet).collect())
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = import_rows, check_for_backend(Backend), treat_none_as_default_value = false)]
struct Told {
    import_id: DbId,
    sheet: String,
    row_number: i64,
    line_number: i64,
    reference: Option<String>,
    outcome: String,
    faults: DbJson,
    notes: DbJson,
    cells: DbJson,
}

pub(crate) fn rows(
    connection: &mut Connection,
    id: ImportId,
    outcome: Option<&str>,
    after: Option<(String, i64)>,
    limit: i64,
) -> Result<Vec<ImportRow>, StoreError> {
    let mut query = import_rows::table
        .filter(import_rows::import_id.eq(DbId::from(id)))
        .select(Told::as_select())
        .into_boxed();
    if let Some(outcome) = outcome {
        query = query.filter(import_rows::outcome.eq(outcome.to_owned()));
    }
    if let Some((sheet, row)) = after {
        let same = import_rows::sheet.eq(sheet.clone()).and(import_rows::row_number.gt(row));
        query = query.filter(import_rows::sheet.gt(sheet).or(same));
    }
    let order = (import_rows::sheet, import_rows::row_number);
    let rows: Vec<Told> = query.order(order).limit(limit).load(connection)?;
    let row = |told: Told| ImportRow {
        sheet: told.sheet,
        row: told.row_number,
        line: told.line_number,
        reference: told.reference,
        outcome: told.outcome,
        faults: told.faults.0,
        notes: told.notes.0,
        cells: told.cells.0,
    };
    Ok(rows.into_iter().map(row).collect())
}

pub(crate) fn chunk(
    connection: &mut Connection,
    id: ImportId,
    position: i32,
) -> Result<Option<Vec<u8>>, StoreError> {
    let chunk = import_chunks::table.find((DbId::from(id), position)).select(import_chunks::bytes);
    Ok(chunk.first(connection).optional()?)
}

pub(crate) fn insert(connection: &mut Connection, import: &ImportUpload) -> Result<(), StoreError> {
    diesel::insert_into(imports::table).values(Row::of(import)).execute(connection)?;
    Ok(())
}

pub(crate) fn insert_chunk(
    connection: &mut Connection,
    id: ImportId,
    position: i32,
    bytes: &[u8],
) -> Result<(), StoreError> {
    diesel::insert_into(import_chunks::table)
        .values((
            import_chunks::import_id.eq(DbId::from(id)),
            import_chunks::position.eq(position),
            import_chunks::bytes.eq(bytes),
        ))
        .execute(connection)?;
    Ok(())
}

pub(crate) fn accept(
    connection: &mut Connection,
    id: ImportId,
    job: JobId,
    byte_count: i64,
) -> Result<bool, StoreError> {
    let uploading = imports::table
        .filter(imports::id.eq(DbId::from(id)))
        .filter(imports::status.eq(ImportStatus::Uploading.code()));
    let accepted = diesel::update(uploading)
        .set((
            imports::status.eq(ImportStatus::Accepted.code()),
            imports::job_id.eq(Some(DbId::from(job))),
            imports::byte_count.eq(byte_count),
        ))
        .execute(connection)?;
    Ok(accepted == 1)
}

pub(crate) fn end(
    connection: &mut Connection,
    id: ImportId,
    status: ImportStatus,
    failure: Option<&str>,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let accepted = imports::table
        .filter(imports::id.eq(DbId::from(id)))
        .filter(imports::status.eq(ImportStatus::Accepted.code()));
    let ended = diesel::update(accepted)
        .set((
            imports::status.eq(status.code()),
            imports::failure.eq(failure),
            imports::ended_at.eq(Some(DbTime(at))),
        ))
        .execute(connection)?;
    if ended == 1 {
        // Nobody reads them again; they are full of people.
        diesel::delete(import_chunks::table.filter(import_chunks::import_id.eq(DbId::from(id))))
            .execute(connection)?;
    }
    Ok(ended == 1)
}

pub(crate) fn note_sheet(
    connection: &mut Connection,
    id: ImportId,
    sheet: &str,
    columns: &Value,
    faults: &Value,
) -> Result<(), StoreError> {
    diesel::insert_into(import_sheets::table)
        .values((
            import_sheets::import_id.eq(DbId::from(id)),
            import_sheets::sheet.eq(sheet),
            import_sheets::column_names.eq(DbJson(columns.clone())),
            import_sheets::faults.eq(DbJson(faults.clone())),
            (
                import_sheets::rows_read.eq(0),
                import_sheets::rows_created.eq(0),
                import_sheets::rows_admitted.eq(0),
                import_sheets::rows_unchanged.eq(0),
                import_sheets::rows_refused.eq(0),
                import_sheets::bytes_read.eq(0),
            ),
        ))
        .on_conflict((import_sheets::import_id, import_sheets::sheet))
        .do_nothing()
        .execute(connection)?;
    Ok(())
}

pub(crate) fn count(
    connection: &mut Connection,
    id: ImportId,
    sheet: &str,
    [read, created, admitted, unchanged, refused]: [i64; 5],
    bytes_read: i64,
) -> Result<(), StoreError> {
    use import_sheets::{rows_admitted, rows_created, rows_read, rows_refused, rows_unchanged};
    diesel::update(import_sheets::table.find((DbId::from(id), sheet)))
        .set((
            rows_read.eq(rows_read + read),
            rows_created.eq(rows_created + created),
            rows_admitted.eq(rows_admitted + admitted),
            rows_unchanged.eq(rows_unchanged + unchanged),
            rows_refused.eq(rows_refused + refused),
            import_sheets::bytes_read.eq(bytes_read),
        ))
        .execute(connection)?;
    Ok(())
}

pub(crate) fn insert_rows(
    connection: &mut Connection,
    id: ImportId,
    rows: &[ImportRow],
) -> Result<(), StoreError> {
    let told: Vec<Told> = rows
        .iter()
        .map(|row| Told {
            import_id: id.into(),
            sheet: row.sheet.clone(),
            row_number: row.row,
            line_number: row.line,
            reference: row.reference.clone(),
            outcome: row.outcome.clone(),
            faults: DbJson(row.faults.clone()),
            notes: DbJson(row.notes.clone()),
            cells: DbJson(row.cells.clone()),
        })
        .collect();
    if !told.is_empty() {
        diesel::insert_into(import_rows::table).values(&told).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn forget_report(connection: &mut Connection, id: ImportId) -> Result<(), StoreError> {
    let id = DbId::from(id);
    diesel::delete(import_rows::table.filter(import_rows::import_id.eq(id))).execute(connection)?;
    diesel::delete(import_sheets::table.filter(import_sheets::import_id.eq(id))).execute(connection)?;
    Ok(())
}

pub(crate) fn forget(connection: &mut Connection, id: ImportId) -> Result<(), StoreError> {
    forget_report(connection, id)?;
    let id = DbId::from(id);
    diesel::delete(import_chunks::table.filter(import_chunks::import_id.eq(id))).execute(connection)?;
    diesel::delete(imports::table.filter(imports::id.eq(id))).execute(connection)?;
    Ok(())
}

pub(crate) fn old(
    connection: &mut Connection,
    before: Timestamp,
    stale: Timestamp,
    limit: i64,
) -> Result<Vec<ImportId>, StoreError> {
    let unfinished =
        imports::status.eq(ImportStatus::Uploading.code()).and(imports::created_at.lt(DbTime(stale)));
    let ids: Vec<DbId> = imports::table
        .filter(imports::created_at.lt(DbTime(before)).or(unfinished))
        .order(imports::created_at)
        .select(imports::id)
        .limit(limit)
        .load(connection)?;
    Ok(ids.into_iter().map(ImportId::from).collect())
}
