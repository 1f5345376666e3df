//! Many rows at once, for imports and exports.

use std::collections::BTreeMap;

use diesel::dsl::exists;
use diesel::prelude::*;
use domain::id::{ExchangeWeekId, ListingId, OrganizationId};
use domain::listing::Listing;
use domain::organization::Organization;
use domain::participation::Participation;

use super::super::dialect::Connection;
use super::super::schema::{listings, organizations, participations};
use super::super::values::DbId;
use super::listing::{OPEN, row::Row as ListingRow};
use super::organization::row::Row as OrganizationRow;
use super::participation::Row as ParticipationRow;
use crate::error::StoreError;
use crate::transfer::{Called, Scope};

fn db_ids<I: Copy + Into<DbId>>(ids: &[I]) -> Vec<DbId> {
    ids.iter().copied().map(Into::into).collect()
}

/// The organizations of these references.
pub(crate) fn organizations_by_references(
    connection: &mut Connection,
    references: &[&str],
) -> Result<Vec<Organization>, StoreError> {
    let rows: Vec<OrganizationRow> = organizations::table
        .filter(organizations::reference.eq_any(references))
        .select(OrganizationRow::as_select())
        .load(connection)?;
    rows.into_iter().map(OrganizationRow::organization).collect()
}

/// How many listings of each are open.
pub(crate) fn open_listings(
    connection: &mut Connection,
    week: ExchangeWeekId,
    of: &[OrganizationId],
) -> Result<BTreeMap<OrganizationId, u32>, StoreError> {
    let counts: Vec<(DbId, i64)> = listings::table
        .filter(listings::exchange_week_id.eq(DbId::from(week)))
        .filter(listings::organization_id.eq_any(db_ids(of)))
        .filter(OPEN)
        .group_by(listings::organization_id)
        .select((listings::organization_id, diesel::dsl::count_star()))
        .load(connection)?;
    let counted = |(id, count): (DbId, i64)| {
        Ok((OrganizationId::from(id), u32::try_from(count).map_err(StoreError::backend)?))
    };
    counts.into_iter().map(counted).collect()
}

/// The listings of these references in the week.
pub(crate) fn listings_by_references(
    connection: &mut Connection,
    week: ExchangeWeekId,
    references: &[&str],
) -> Result<Vec<Listing>, StoreError> {
    let rows: Vec<ListingRow> = listings::table
        .filter(listings::exchange_week_id.eq(DbId::from(week)))
        .filter(listings::reference.eq_any(references))
        .select(ListingRow::as_select())
        .load(connection)?;
    rows.into_iter().map(ListingRow::into_listing).collect()
}

/// The participations of these organizations in the week.
pub(crate) fn participations_of(
    connection: &mut Connection,
    week: ExchangeWeekId,
    of: &[OrganizationId],
) -> Result<Vec<Participation>, StoreError> {
    let rows: Vec<ParticipationRow> = participations::table
        .filter(participations::exchange_week_id.eq(DbId::from(week)))
        .filter(participations::organization_id.eq_any(db_ids(of)))
        .select(ParticipationRow::as_select())
        .load(connection)?;
    rows.into_iter().map(ParticipationRow::participation).collect()
}

/// The organization, or those registered for the week, by id.
pub(crate) fn organizations(
    connection: &mut Connection,
    scope: Scope,
    after: Option<OrganizationId>,
    limit: i64,
) -> Result<Vec<Organization>, StoreError> {
    let mut query = organizations::table.select(OrganizationRow::as_select()).into_boxed();
    query = match scope {
        Scope::Organization(id) => query.filter(organizations::id.eq(DbId::from(id))),
        Scope::Week(week) => {
            let registered = participations::table
                .filter(participations::exchange_week_id.eq(DbId::from(week)))
                .filter(participations::organization_id.eq(organizations::id));
            // Whoever has only written drafts is none of them, but its drafts are exported.
            let writing = listings::table
                .filter(listings::exchange_week_id.eq(DbId::from(week)))
                .filter(listings::organization_id.eq(organizations::id));
            query
                .filter(exists(registered).or(exists(writing)))
                .filter(organizations::merged_into_id.is_null())
        }
    };
    if let Some(after) = after {
        query = query.filter(organizations::id.gt(DbId::from(after)));
    }
    let rows: Vec<OrganizationRow> = query.order(organizations::id).limit(limit).load(connection)?;
    rows.into_iter().map(OrganizationRow::organization).collect()
}

/// The participations, by organization and week.
pub(crate) fn participations(
    connection: &mut Connection,
    scope: Scope,
    after: Option<(OrganizationId, ExchangeWeekId)>,
    limit: i64,
) -> Result<Vec<Participation>, StoreError> {
    use participations::{exchange_week_id, organization_id};
    let mut query = participations::table.select(ParticipationRow::as_select()).into_boxed();
    query = match scope {
        Scope::Organization(id) => query.filter(organization_id.eq(DbId::from(id))),
        Scope::Week(week) => {
            let there = organizations::table
                .filter(organizations::id.eq(organization_id))
                .filter(organizations::merged_into_id.is_null());
            query.filter(exchange_week_id.eq(DbId::from(week))).filter(exists(there))
        }
    };
    // One of the two is the same in all rows.
    if let Some((organization, week)) = after {
        query = match scope {
            Scope::Organization(_) => query.filter(exchange_week_id.gt(DbId::from(week))),
            Scope::Week(_) => query.filter(organization_id.gt(DbId::from(organization))),
        };
    }
    let order = (organization_id, exchange_week_id);
    let rows: Vec<ParticipationRow> = query.order(order).limit(limit).load(connection)?;
    rows.into_iter().map(ParticipationRow::participation).collect()
}

/// The listings, by id.
pub(crate) fn listings(
    connection: &mut Connection,
    scope: Scope,
    after: Option<ListingId>,
    limit: i64,
) -> Result<Vec<Listing>, StoreError> {
    let mut query = listings::table.select(ListingRow::as_select()).into_boxed();
    query = match scope {
        Scope::Organization(id) => query.filter(listings::organization_id.eq(DbId::from(id))),
        Scope::Week(week) => query.filter(listings::exchange_week_id.eq(DbId::from(week))),
    };
    if let Some(after) = after {
        query = query.filter(listings::id.gt(DbId::from(after)));
    }
    let rows: Vec<ListingRow> = query.order(listings::id).limit(limit).load(connection)?;
    rows.into_iter().map(ListingRow::into_listing).collect()
}

/// How these organizations are called.
pub(crate) fn organizations_called(
    connection: &mut Connection,
    ids: &[OrganizationId],
) -> Result<BTreeMap<OrganizationId, Called>, StoreError> {
    let rows: Vec<(DbId, String, String)> = organizations::table
        .filter(organizations::id.eq_any(db_ids(ids)))
        .select((organizations::id, organizations::reference, organizations::name))
        .load(connection)?;
    Ok(rows.into_iter().map(|(id, reference, name)| (id.into(), Called { reference, name })).collect())
}

/// The references of these listings.
pub(crate) fn listing_references(
    connection: &mut Connection,
    ids: &[ListingId],
) -> Result<BTreeMap<ListingId, String>, StoreError> {
    let rows: Vec<(DbId, String)> = listings::table
        .filter(listings::id.eq_any(db_ids(ids)))
        .select((listings::id, listings::reference))
        .load(connection)?;
    Ok(rows.into_iter().map(|(id, reference)| (id.into(), reference)).collect())
}
