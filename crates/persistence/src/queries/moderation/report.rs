//! Reports of abuse.

use diesel::dsl::count_star;
use diesel::prelude::*;
use domain::id::{AbuseReportId, CaseId, PersonId};
use domain::moderation::AbuseReport;
use jiff::Timestamp;

use super::super::super::dialect::{Backend, Connection};
use super::super::super::schema::abuse_reports::{self, dsl};
use super::super::super::values::{DbId, DbTime};
use super::row::grounds;
use crate::error::StoreError;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = abuse_reports, check_for_backend(Backend), treat_none_as_default_value = false)]
struct Row {
    id: DbId,
    case_id: DbId,
    person_id: DbId,
    reason: String,
    note: Option<String>,
    reported_at: DbTime,
}

impl Row {
    fn report(self) -> Result<AbuseReport, StoreError> {
        let Self { id, case_id, person_id, reason, note, reported_at } = self;
        let grounds = grounds(Some(&reason), note).ok().flatten();
        let corrupt = || StoreError::corrupt("abuse_reports", id.0, format!("reason {reason}"));
        Ok(AbuseReport {
            id: id.into(),
            case: case_id.into(),
            by: person_id.into(),
            grounds: grounds.ok_or_else(corrupt)?,
            at: reported_at.0,
        })
    }
}

/// Stores a new report.
pub(crate) fn insert_report(connection: &mut Connection, report: &AbuseReport) -> Result<(), StoreError> {
    let row = Row {
        id: report.id.into(),
        case_id: report.case.into(),
        person_id: report.by.into(),
        reason: report.grounds.reason.code().to_owned(),
        note: report.grounds.note.clone(),
        reported_at: report.at.into(),
    };
    diesel::insert_into(abuse_reports::table).values(row).execute(connection)?;
    Ok(())
}

/// The first reports of a case.
pub(crate) fn reports_of(
    connection: &mut Connection,
    case: CaseId,
    limit: i64,
) -> Result<Vec<AbuseReport>, StoreError> {
    let rows: Vec<Row> = abuse_reports::table
        .filter(dsl::case_id.eq(DbId::from(case)))
        .order((dsl::reported_at, dsl::id))
        .select(Row::as_select())
        .limit(limit)
        .load(connection)?;
    rows.into_iter().map(Row::report).collect()
}

/// The reports that a person made, the latest first.
pub(crate) fn reports_by(
    connection: &mut Connection,
    person: PersonId,
    after: Option<AbuseReportId>,
    limit: i64,
) -> Result<Vec<AbuseReport>, StoreError> {
    let mut query = abuse_reports::table
        .filter(dsl::person_id.eq(DbId::from(person)))
        .select(Row::as_select())
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(dsl::id.lt(DbId::from(after)));
    }
    let rows: Vec<Row> = query.order(dsl::id.desc()).limit(limit).load(connection)?;
    rows.into_iter().map(Row::report).collect()
}

/// A report of this person.
pub(crate) fn find_report(
    connection: &mut Connection,
    person: PersonId,
    id: AbuseReportId,
) -> Result<Option<AbuseReport>, StoreError> {
    let row: Option<Row> = abuse_reports::table
        .filter(dsl::id.eq(DbId::from(id)))
        .filter(dsl::person_id.eq(DbId::from(person)))
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    row.map(Row::report).transpose()
}

/// How many reports a person made from an instant on.
pub(crate) fn count_reports_since(
    connection: &mut Connection,
    person: PersonId,
    since: Timestamp,
) -> Result<u32, StoreError> {
    let count: i64 = abuse_reports::table
        .filter(dsl::person_id.eq(DbId::from(person)))
        .filter(dsl::reported_at.gt(DbTime(since)))
        .select(count_star())
        .first(connection)?;
    u32::try_from(count).map_err(StoreError::backend)
}
