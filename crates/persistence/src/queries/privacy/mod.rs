//! What is held of a person, in every table that knows of persons: copies of it, and how it is erased.

mod erase;
mod held;

pub(crate) use erase::{
    delete_membership, erase_traces, erased_since, lock_person, recent_texts, replace_in_answers,
};
pub(crate) use held::{
    audit_entries, confirmations, contact_of, factors, imports, jobs, mails, photos, proposals,
    recovery_codes, requests, sessions, texts,
};

use diesel::prelude::*;
use domain::id::{DataExportId, PersonId};
use jiff::Timestamp;

use super::super::dialect::Connection;
use super::super::schema::data_exports;
use super::super::values::{DbId, DbJson, DbTime};
use crate::error::StoreError;
use crate::privacy::DataExport;

/// A copy, if it is theirs and not expired.
pub(crate) fn find_export(
    connection: &mut Connection,
    id: DataExportId,
    person: PersonId,
    now: Timestamp,
) -> Result<Option<DataExport>, StoreError> {
    let row: Option<(DbJson, DbTime, DbTime)> = data_exports::table
        .filter(data_exports::id.eq(DbId::from(id)))
        .filter(data_exports::person_id.eq(DbId::from(person)))
        .filter(data_exports::expires_at.gt(DbTime(now)))
        .select((data_exports::document, data_exports::created_at, data_exports::expires_at))
        .first(connection)
        .optional()?;
    Ok(row.map(|(document, created_at, expires_at)| DataExport {
        id,
        person,
        document: document.0,
        created_at: created_at.0,
        expires_at: expires_at.0,
    }))
}

/// Stores a copy in the place of the one before.
pub(crate) fn keep_export(connection: &mut Connection, export: &DataExport) -> Result<(), StoreError> {
    let person = DbId::from(export.person);
    diesel::delete(data_exports::table.filter(data_exports::person_id.eq(person))).execute(connection)?;
    diesel::insert_into(data_exports::table)
        .values((
            data_exports::id.eq(DbId::from(export.id)),
            data_exports::person_id.eq(person),
            data_exports::document.eq(DbJson(export.document.clone())),
            data_exports::created_at.eq(DbTime(export.created_at)),
            data_exports::expires_at.eq(DbTime(export.expires_at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Deletes copies that have expired.
pub(crate) fn forget_exports(
    connection: &mut Connection,
    now: Timestamp,
    limit: i64,
) -> Result<usize, StoreError> {
    let expired: Vec<DbId> = data_exports::table
        .select(data_exports::id)
        .filter(data_exports::expires_at.le(DbTime(now)))
        .order(data_exports::expires_at)
        .limit(limit)
        .load(connection)?;
    Ok(diesel::delete(data_exports::table.filter(data_exports::id.eq_any(expired))).execute(connection)?)
}
