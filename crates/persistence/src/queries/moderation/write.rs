//! Writing cases, each write guarded.

use diesel::prelude::*;
use domain::id::{CaseId, Revision};
use domain::moderation::{Case, Kind, Subject};

use super::super::super::dialect::{Backend, Connection, for_update};
use super::super::super::schema::moderation_cases::{self, dsl};
use super::super::super::values::DbId;
use super::row::Row;
use crate::error::StoreError;

/// Stores a new case.
pub(crate) fn insert(connection: &mut Connection, case: &Case) -> Result<(), StoreError> {
    diesel::insert_into(moderation_cases::table).values(Row::of(case)?).execute(connection)?;
    Ok(())
}

/// Stores a changed one, if it is still at the expected revision.
pub(crate) fn save(connection: &mut Connection, case: &Case, expected: Revision) -> Result<(), StoreError> {
    let saved = diesel::update(moderation_cases::table.find(DbId::from(case.id)))
        .filter(dsl::revision.eq(expected.number()))
        .set(Row::of(case)?)
        .execute(connection)?;
    if saved == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// The case, locked.
pub(crate) fn lock(connection: &mut Connection, id: CaseId) -> Result<Option<Case>, StoreError> {
    let query = moderation_cases::table.filter(dsl::id.eq(DbId::from(id))).select(Row::as_select());
    let row: Option<Row> = for_update!(query).first(connection).optional()?;
    row.map(Row::case).transpose()
}

/// The open cases of a subject of these kinds, locked, by ascending id.
pub(crate) fn lock_open(
    connection: &mut Connection,
    subject: Subject,
    kinds: &[Kind],
) -> Result<Vec<Case>, StoreError> {
    let codes: Vec<_> = kinds.iter().map(|kind| kind.code()).collect();
    let query = moderation_cases::table.filter(dsl::status.eq("open")).filter(dsl::kind.eq_any(codes));
    let rows: Vec<Row> = match subject {
        Subject::Listing(id) => {
            let query = query.filter(dsl::listing_id.eq(DbId::from(id))).order(dsl::id);
            for_update!(query.select(selected())).load(connection)?
        }
        Subject::Organization(id) => {
            let query =
                query.filter(dsl::organization_id.eq(DbId::from(id))).filter(dsl::listing_id.is_null());
            for_update!(query.order(dsl::id).select(selected())).load(connection)?
        }
    };
    rows.into_iter().map(Row::case).collect()
}

fn selected() -> diesel::dsl::AsSelect<Row, Backend> {
    Row::as_select()
}
