//! Many new rows in few statements.

use diesel::prelude::*;
use domain::id::{AuditEntryId, IdSource, OutboxEventId};
use domain::listing::Listing;
use domain::organization::Organization;
use domain::participation::Participation;

use super::super::dialect::Connection;
use super::super::schema::{audit_entries, listings, organizations, outbox_events, participations};
use super::super::values::{DbId, DbJson, DbTime};
use super::listing::row::Row as ListingRow;
use super::organization::row::Row as OrganizationRow;
use super::participation::Row as ParticipationRow;
use crate::audit::{BEGINNING, Entry, document};
use crate::bulk::Step;
use crate::error::StoreError;

/// How many rows go into one statement. The widest table has 32 columns, and both engines take some 32,000
/// values at once; longer statements gain nothing.
const ROWS: usize = 250;

/// Whether nothing was ever done in this database.
pub(crate) fn is_untouched(connection: &mut Connection) -> Result<bool, StoreError> {
    let entry = audit_entries::table.select(audit_entries::id).first::<DbId>(connection).optional()?;
    Ok(entry.is_none())
}

/// Stores new listings.
pub(crate) fn insert_listings<'l>(
    connection: &mut Connection,
    new: impl Iterator<Item = &'l Listing>,
) -> Result<(), StoreError> {
    let rows: Vec<_> = new.map(ListingRow::of).collect::<Result<_, _>>()?;
    for rows in rows.chunks(ROWS) {
        diesel::insert_into(listings::table).values(rows).execute(connection)?;
    }
    Ok(())
}

/// Stores new organizations.
pub(crate) fn insert_organizations<'o>(
    connection: &mut Connection,
    new: impl Iterator<Item = &'o Organization>,
) -> Result<(), StoreError> {
    let rows: Vec<_> = new.map(OrganizationRow::of).collect();
    for rows in rows.chunks(ROWS) {
        diesel::insert_into(organizations::table).values(rows).execute(connection)?;
    }
    Ok(())
}

/// Stores new participations.
pub(crate) fn insert_participations<'p>(
    connection: &mut Connection,
    new: impl Iterator<Item = &'p Participation>,
) -> Result<(), StoreError> {
    let rows: Vec<_> = new.map(ParticipationRow::of).collect();
    for rows in rows.chunks(ROWS) {
        diesel::insert_into(participations::table).values(rows).execute(connection)?;
    }
    Ok(())
}

/// Writes the entries and events of subjects that have none yet: each history is a whole chain of hashes,
/// from its beginning.
pub(crate) fn record<'h>(
    connection: &mut Connection,
    histories: impl Iterator<Item = &'h [Step]>,
    ids: &dyn IdSource,
) -> Result<(), StoreError> {
    let (mut entries, mut events) = (Vec::new(), Vec::new());
    for history in histories {
        let mut previous = BEGINNING;
        for Step { change, occasion } in history {
            let data = document(change);
            let entry = Entry::of(AuditEntryId::next(ids), change, &data, occasion);
            let hash = entry.hash(&previous);
            entries.push((
                (
                    audit_entries::id.eq(DbId::from(entry.id)),
                    audit_entries::subject_kind.eq(change.subject.kind()),
                    audit_entries::subject_id.eq(DbId(entry.subject_id)),
                    audit_entries::subject_revision.eq(entry.subject_revision),
                    audit_entries::action.eq(change.action),
                    audit_entries::actor_kind.eq(occasion.cause.kind()),
                    audit_entries::actor_id.eq(entry.actor_id.map(DbId)),
                ),
                (
                    audit_entries::organization_id.eq(entry.organization_id.map(DbId)),
                    audit_entries::request_id.eq(occasion.request_id.as_deref()),
                    audit_entries::data.eq(DbJson(data.clone())),
                    audit_entries::occurred_at.eq(DbTime(occasion.at)),
                    audit_entries::previous_hash.eq(previous.to_vec()),
                    audit_entries::hash.eq(hash.to_vec()),
                ),
            ));
            previous = hash;
            events.push((
                outbox_events::id.eq(DbId::from(OutboxEventId::next(ids))),
                outbox_events::event_type.eq(change.action),
                outbox_events::subject_kind.eq(change.subject.kind()),
                outbox_events::subject_id.eq(DbId(change.subject.uuid())),
                outbox_events::subject_revision.eq(change.revision.number()),
                outbox_events::exchange_week_id.eq(change.exchange_week.map(DbId::from)),
                outbox_events::data.eq(DbJson(data)),
                outbox_events::occurred_at.eq(DbTime(occasion.at)),
            ));
        }
    }
    while !entries.is_empty() {
        let rest = entries.split_off(entries.len().min(ROWS));
        diesel::insert_into(audit_entries::table).values(entries).execute(connection)?;
        entries = rest;
    }
    while !events.is_empty() {
        let rest = events.split_off(events.len().min(ROWS));
        diesel::insert_into(outbox_events::table).values(events).execute(connection)?;
        events = rest;
    }
    Ok(())
}
