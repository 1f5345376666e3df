//! The audit log and the outbox.

use diesel::prelude::*;
use domain::audit::{Change, Occasion};
use domain::id::{AuditEntryId, IdSource, OutboxEventId, Revision};

use super::super::dialect::Connection;
use super::super::schema::{audit_entries, outbox_events};
use super::super::values::{DbId, DbJson, DbTime};
use crate::audit::{BEGINNING, Entry, document};
use crate::error::StoreError;

/// Writes the entry and the event of one change.
pub(crate) fn record(
    connection: &mut Connection,
    change: &Change,
    occasion: &Occasion,
    ids: &dyn IdSource,
) -> Result<(), StoreError> {
    let data = document(change);
    let previous = previous_hash(connection, change)?;
    let entry = Entry::of(AuditEntryId::next(ids), change, &data, occasion);
    let hash = entry.hash(&previous);
    diesel::insert_into(audit_entries::table)
        .values((
            audit_entries::id.eq(DbId::from(entry.id)),
            audit_entries::subject_kind.eq(entry.subject_kind),
            audit_entries::subject_id.eq(DbId(entry.subject_id)),
            audit_entries::subject_revision.eq(entry.subject_revision),
            audit_entries::action.eq(entry.action),
            audit_entries::actor_kind.eq(entry.actor_kind),
            audit_entries::actor_id.eq(entry.actor_id.map(DbId)),
            audit_entries::organization_id.eq(entry.organization_id.map(DbId)),
            audit_entries::request_id.eq(entry.request_id),
            audit_entries::data.eq(DbJson(data.clone())),
            audit_entries::occurred_at.eq(DbTime(occasion.at)),
            audit_entries::previous_hash.eq(previous.as_slice()),
            audit_entries::hash.eq(hash.as_slice()),
        ))
        .execute(connection)?;
    diesel::insert_into(outbox_events::table)
        .values((
            outbox_events::id.eq(DbId::from(OutboxEventId::next(ids))),
            outbox_events::event_type.eq(change.action),
            outbox_events::subject_kind.eq(change.subject.kind()),
            outbox_events::subject_id.eq(DbId(change.subject.uuid())),
            outbox_events::subject_revision.eq(change.revision.number()),
            outbox_events::exchange_week_id.eq(change.exchange_week.map(DbId::from)),
            outbox_events::data.eq(DbJson(data)),
            outbox_events::occurred_at.eq(DbTime(occasion.at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// The hash of the subject's entry before this one.
fn previous_hash(connection: &mut Connection, change: &Change) -> Result<Vec<u8>, StoreError> {
    if change.revision == Revision::FIRST {
        return Ok(BEGINNING.to_vec());
    }
    audit_entries::table
        .select(audit_entries::hash)
        .filter(audit_entries::subject_kind.eq(change.subject.kind()))
        .filter(audit_entries::subject_id.eq(DbId(change.subject.uuid())))
        .filter(audit_entries::subject_revision.eq(change.revision.number() - 1))
        .first(connection)
        .optional()?
        .ok_or_else(|| {
            StoreError::corrupt("audit_entries", change.subject.uuid(), "the entry before is missing")
        })
}
