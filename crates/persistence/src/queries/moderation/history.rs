//! What happened to a listing, as the audit log has it: its own entries, and those of the cases about it.

use diesel::prelude::*;
use domain::id::ListingId;
use domain::id::PersonId;
use domain::moderation::Case;

use super::super::super::dialect::{Backend, Connection};
use super::super::super::schema::{audit_entries, moderation_cases};
use super::super::super::values::{DbId, DbJson, DbTime};
use super::row::Row as CaseRow;
use crate::error::StoreError;
use crate::moderation::{HistoryEntry, HistoryPosition};

#[derive(Queryable, Selectable)]
#[diesel(table_name = audit_entries, check_for_backend(Backend))]
struct Row {
    id: DbId,
    subject_kind: String,
    subject_id: DbId,
    action: String,
    actor_id: Option<DbId>,
    data: DbJson,
    occurred_at: DbTime,
}

/// At most `limit` entries after a position, the earliest first; those of cases only for the given actions.
pub(crate) fn history(
    connection: &mut Connection,
    listing: ListingId,
    case_actions: &[&str],
    after: Option<HistoryPosition>,
    limit: i64,
) -> Result<Vec<HistoryEntry>, StoreError> {
    use audit_entries::dsl;
    let cases: Vec<CaseRow> = moderation_cases::table
        .filter(moderation_cases::listing_id.eq(DbId::from(listing)))
        .order(moderation_cases::id)
        .select(CaseRow::as_select())
        .load(connection)?;
    let cases: Vec<Case> = cases.into_iter().map(CaseRow::case).collect::<Result<_, _>>()?;
    let ids: Vec<_> = cases.iter().map(|case| DbId::from(case.id)).collect();
    let own = dsl::subject_kind.eq("listing").and(dsl::subject_id.eq(DbId::from(listing)));
    let about = dsl::subject_kind
        .eq("moderation_case")
        .and(dsl::subject_id.eq_any(ids))
        .and(dsl::action.eq_any(case_actions.iter().copied()));
    let mut query = audit_entries::table.filter(own.or(about)).select(Row::as_select()).into_boxed();
    if let Some(after) = after {
        let (at, id) = (DbTime(after.at), DbId(after.id));
        query = query.filter(dsl::occurred_at.gt(at).or(dsl::occurred_at.eq(at).and(dsl::id.gt(id))));
    }
    let rows: Vec<Row> = query.order((dsl::occurred_at, dsl::id)).limit(limit).load(connection)?;
    let entry = |row: Row| {
        let about = (row.subject_kind == "moderation_case").then_some(row.subject_id);
        let case = about.and_then(|id| cases.iter().find(|case| DbId::from(case.id) == id));
        HistoryEntry {
            position: HistoryPosition { at: row.occurred_at.0, id: row.id.0 },
            status: row.data.0.get("status").and_then(|status| status.as_str()).map(str::to_owned),
            action: row.action,
            by: row.actor_id.map(PersonId::from),
            case: case.cloned(),
        }
    };
    Ok(rows.into_iter().map(entry).collect())
}
