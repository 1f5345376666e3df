//! What a duplicate has, moved to the organization that survives it.

use std::collections::BTreeSet;

use diesel::dsl::exists;
use diesel::prelude::*;
use domain::id::{AgreementId, ExchangeWeekId, MatchId, OrganizationId, Revision};
use domain::organization::Between;
use jiff::Timestamp;

use super::super::dialect::{Connection, for_update};
use super::super::schema::{
    agreement_confirmations, agreements, contributions, listings, match_terms, matches, memberships,
    moderation_cases, organizations, photo_room,
};
use super::super::values::{DbId, DbTime};
use crate::error::StoreError;
use crate::merge::Moved;

/// The most matches and the most agreements that are told.
const TOLD: i64 = 100;

/// A moved row, as the statement reads it.
type MovedRow = (DbId, DbId, i64);

/// Every match and agreement that two organizations have with each other.
pub(crate) fn between(
    connection: &mut Connection,
    one: OrganizationId,
    other: OrganizationId,
) -> Result<Between, StoreError> {
    let pair = [DbId::from(one), DbId::from(other)];
    let found: Vec<DbId> = matches::table
        .filter(matches::organization_a_id.eq_any(pair))
        .filter(matches::organization_b_id.eq_any(pair))
        .order(matches::id)
        .select(matches::id)
        .limit(TOLD)
        .load(connection)?;
    let agreed: Vec<DbId> = agreements::table
        .filter(agreements::organization_a_id.eq_any(pair))
        .filter(agreements::organization_b_id.eq_any(pair))
        .order(agreements::id)
        .select(agreements::id)
        .limit(TOLD)
        .load(connection)?;
    Ok(Between {
        matches: found.into_iter().map(MatchId::from).collect(),
        agreements: agreed.into_iter().map(AgreementId::from).collect(),
    })
}

/// Puts one organization in the place of another in a column.
macro_rules! rename {
    ($connection:expr, $from:expr, $to:expr, $table:ident: $($column:ident),+) => {$(
        diesel::update($table::table.filter($table::$column.eq($from)))
            .set($table::$column.eq($to))
            .execute($connection)?;
    )+};
}

/// Counts a change of these rows, and says which they are.
macro_rules! moved {
    ($connection:expr, $table:ident, $ids:expr, $at:expr) => {{
        diesel::update($table::table.filter($table::id.eq_any($ids)))
            .set(($table::updated_at.eq(DbTime($at)), $table::revision.eq($table::revision + 1)))
            .execute($connection)?;
        let rows: Vec<MovedRow> = $table::table
            .filter($table::id.eq_any($ids))
            .order($table::id)
            .select(($table::id, $table::exchange_week_id, $table::revision))
            .load($connection)?;
        Ok(rows.into_iter().map(moved).collect())
    }};
}

/// Moves the listings.
pub(crate) fn move_listings(
    connection: &mut Connection,
    from: OrganizationId,
    to: OrganizationId,
    at: Timestamp,
) -> Result<Vec<Moved>, StoreError> {
    let (from, to) = (DbId::from(from), DbId::from(to));
    let query =
        listings::table.filter(listings::organization_id.eq(from)).order(listings::id).select(listings::id);
    let ids: Vec<DbId> = for_update!(query).load(connection)?;
    rename!(connection, from, to, listings: organization_id);
    moved!(connection, listings, &ids, at)
}

/// Moves the matches, with their terms and contributions.
pub(crate) fn move_matches(
    connection: &mut Connection,
    from: OrganizationId,
    to: OrganizationId,
    at: Timestamp,
) -> Result<Vec<Moved>, StoreError> {
    let (from, to) = (DbId::from(from), DbId::from(to));
    let query = matches::table
        .filter(matches::organization_a_id.eq(from).or(matches::organization_b_id.eq(from)))
        .order(matches::id)
        .select(matches::id);
    let ids: Vec<DbId> = for_update!(query).load(connection)?;
    rename!(connection, from, to, matches: organization_a_id, organization_b_id, proposed_by_organization_id);
    rename!(connection, from, to, match_terms: proposed_by_organization_id);
    rename!(connection, from, to, contributions: giver_organization_id, receiver_organization_id);
    moved!(connection, matches, &ids, at)
}

/// Moves the agreements, with their confirmations.
pub(crate) fn move_agreements(
    connection: &mut Connection,
    from: OrganizationId,
    to: OrganizationId,
    at: Timestamp,
) -> Result<Vec<Moved>, StoreError> {
    let (from, to) = (DbId::from(from), DbId::from(to));
    let query = agreements::table
        .filter(agreements::organization_a_id.eq(from).or(agreements::organization_b_id.eq(from)))
        .order(agreements::id)
        .select(agreements::id);
    let ids: Vec<DbId> = for_update!(query).load(connection)?;
    rename!(connection, from, to, agreements: organization_a_id, organization_b_id);
    rename!(connection, from, to, agreements: first_contact_organization_id, cancelled_by_organization_id);
    rename!(connection, from, to, agreement_confirmations: organization_id);
    moved!(connection, agreements, &ids, at)
}

/// Whether one of these has been merged into another.
pub(crate) fn any_merged(
    connection: &mut Connection,
    ids: &BTreeSet<OrganizationId>,
) -> Result<bool, StoreError> {
    let ids: Vec<DbId> = ids.iter().copied().map(DbId::from).collect();
    let merged = organizations::table
        .filter(organizations::id.eq_any(ids))
        .filter(organizations::merged_into_id.is_not_null());
    Ok(diesel::select(exists(merged)).get_result(connection)?)
}

/// Moves the cases of moderation about listings that were moved, so that none of their members decides.
pub(crate) fn move_cases(
    connection: &mut Connection,
    from: OrganizationId,
    to: OrganizationId,
    at: Timestamp,
) -> Result<Vec<Moved>, StoreError> {
    let (from, to) = (DbId::from(from), DbId::from(to));
    let query = moderation_cases::table
        .filter(moderation_cases::organization_id.eq(from))
        .filter(moderation_cases::listing_id.is_not_null())
        .order(moderation_cases::id)
        .select(moderation_cases::id);
    let ids: Vec<DbId> = for_update!(query).load(connection)?;
    diesel::update(moderation_cases::table.filter(moderation_cases::id.eq_any(&ids)))
        .set((
            moderation_cases::organization_id.eq(to),
            moderation_cases::updated_at.eq(DbTime(at)),
            moderation_cases::revision.eq(moderation_cases::revision + 1),
        ))
        .execute(connection)?;
    let rows: Vec<(DbId, Option<DbId>, i64)> = moderation_cases::table
        .filter(moderation_cases::id.eq_any(&ids))
        .order(moderation_cases::id)
        .select((moderation_cases::id, moderation_cases::exchange_week_id, moderation_cases::revision))
        .load(connection)?;
    let moved = |(id, week, revision): (DbId, Option<DbId>, i64)| Moved {
        id: id.0,
        exchange_week: week.map(ExchangeWeekId::from),
        revision: Revision::new(revision),
    };
    Ok(rows.into_iter().map(moved).collect())
}

/// How many bytes the photos of an organization take.
pub(crate) fn photo_bytes(connection: &mut Connection, id: OrganizationId) -> Result<i64, StoreError> {
    let room = photo_room::table.find(DbId::from(id)).select(photo_room::size_bytes);
    Ok(room.first(connection).optional()?.unwrap_or(0))
}

/// Ends the memberships of a merged organization.
pub(crate) fn end_memberships(connection: &mut Connection, id: OrganizationId) -> Result<usize, StoreError> {
    let ended = memberships::table.filter(memberships::organization_id.eq(DbId::from(id)));
    Ok(diesel::delete(ended).execute(connection)?)
}

fn moved((id, week, revision): MovedRow) -> Moved {
    Moved { id: id.0, exchange_week: Some(ExchangeWeekId::from(week)), revision: Revision::new(revision) }
}
