//! Idempotency records.

use diesel::prelude::*;
use domain::id::PersonId;
use jiff::Timestamp;

use super::super::dialect::Connection;
use super::super::schema::idempotency_records as records;
use super::super::values::{DbId, DbJson, DbTime};
use crate::error::StoreError;
use crate::idempotency::KeyRecord;

/// Claims a key; `false` when it was claimed before.
pub(crate) fn claim(
    connection: &mut Connection,
    caller: PersonId,
    method: &str,
    path: &str,
    key: &str,
    fingerprint: &[u8],
    at: Timestamp,
) -> Result<bool, StoreError> {
    let claimed = diesel::insert_into(records::table)
        .values((
            records::caller_id.eq(DbId::from(caller)),
            records::method.eq(method),
            records::path.eq(path),
            records::key.eq(key),
            records::fingerprint.eq(fingerprint),
            records::created_at.eq(DbTime(at)),
        ))
        .on_conflict_do_nothing()
        .execute(connection)?;
    Ok(claimed == 1)
}

/// What is stored of a key.
pub(crate) fn find(
    connection: &mut Connection,
    caller: PersonId,
    method: &str,
    path: &str,
    key: &str,
) -> Result<Option<KeyRecord>, StoreError> {
    type Row = (Vec<u8>, Option<i32>, Option<DbJson>, Option<String>);
    let row: Option<Row> = records::table
        .select((records::fingerprint, records::status, records::headers, records::body))
        .find((DbId::from(caller), method, path, key))
        .first(connection)
        .optional()?;
    row.map(|(fingerprint, status, headers, body)| {
        let unreadable = |what: &str| StoreError::corrupt("idempotency_records", key, what);
        let status = status.map(u16::try_from).transpose().map_err(|_| unreadable("status"))?;
        let headers = headers.map_or(Ok(Vec::new()), |headers| serde_json::from_value(headers.0));
        let headers = headers.map_err(|_| unreadable("headers"))?;
        Ok(KeyRecord { fingerprint, status, headers, body })
    })
    .transpose()
}

/// Stores the answer of a key claimed in this transaction.
#[expect(clippy::too_many_arguments, reason = "three parts of a key and three of an answer, each named")]
pub(crate) fn store(
    connection: &mut Connection,
    caller: PersonId,
    method: &str,
    path: &str,
    key: &str,
    status: u16,
    headers: &[(String, String)],
    body: &str,
) -> Result<(), StoreError> {
    let headers = serde_json::to_value(headers).map_err(StoreError::backend)?;
    let stored = diesel::update(records::table.find((DbId::from(caller), method, path, key)))
        .set((
            records::status.eq(Some(i32::from(status))),
            records::headers.eq(Some(DbJson(headers))),
            records::body.eq(Some(body)),
        ))
        .execute(connection)?;
    if stored == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
