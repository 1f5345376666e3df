//! Reading cases: the queue, and what is in it.

use diesel::dsl::count_star;
use diesel::prelude::*;
use domain::id::{CaseId, ExchangeWeekId, ListingId};
use domain::moderation::{Case, Kind};
use jiff::Timestamp;

use super::super::super::dialect::Connection;
use super::super::super::schema::moderation_cases::{self, dsl};
use super::super::super::values::{DbId, DbTime};
use super::row::Row;
use crate::error::StoreError;
use crate::moderation::{CaseCounts, CaseFilter, CasePosition, ClaimFilter};

/// A case.
pub(crate) fn find(connection: &mut Connection, id: CaseId) -> Result<Option<Case>, StoreError> {
    let row: Option<Row> = moderation_cases::table
        .filter(dsl::id.eq(DbId::from(id)))
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    row.map(Row::case).transpose()
}

/// The open case of a kind about a listing.
pub(crate) fn open_of(
    connection: &mut Connection,
    listing: ListingId,
    kind: Kind,
) -> Result<Option<Case>, StoreError> {
    let row: Option<Row> = moderation_cases::table
        .filter(dsl::listing_id.eq(DbId::from(listing)))
        .filter(dsl::kind.eq(kind.code()))
        .filter(dsl::status.eq("open"))
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    row.map(Row::case).transpose()
}

/// A page of the queue, the oldest first.
pub(crate) fn page(
    connection: &mut Connection,
    filter: &CaseFilter,
    after: Option<CasePosition>,
    limit: i64,
    now: Timestamp,
) -> Result<Vec<Case>, StoreError> {
    let mut query = moderation_cases::table.select(Row::as_select()).into_boxed();
    if let Some(week) = filter.exchange_week {
        query = query.filter(dsl::exchange_week_id.eq(DbId::from(week)));
    }
    if let Some(listing) = filter.listing {
        query = query.filter(dsl::listing_id.eq(DbId::from(listing)));
    }
    if let Some(organization) = filter.organization {
        query = query.filter(dsl::organization_id.eq(DbId::from(organization)));
    }
    if !filter.kinds.is_empty() {
        query = query.filter(dsl::kind.eq_any(filter.kinds.iter().map(|kind| kind.code())));
    }
    if !filter.statuses.is_empty() {
        query = query.filter(dsl::status.eq_any(filter.statuses.iter().copied()));
    }
    let holds = dsl::claimed_until.is_not_null().and(dsl::claimed_until.assume_not_null().gt(DbTime(now)));
    query = match filter.claimed {
        ClaimFilter::Any => query,
        ClaimFilter::By(person) => query.filter(holds).filter(dsl::claimed_by.eq(DbId::from(person))),
        ClaimFilter::Somebody => query.filter(holds),
        ClaimFilter::Nobody => query
            .filter(dsl::claimed_until.is_null().or(dsl::claimed_until.assume_not_null().le(DbTime(now)))),
    };
    if let Some(before) = filter.opened_before {
        query = query.filter(dsl::opened_at.lt(DbTime(before)));
    }
    if let Some(after) = after {
        let (at, id) = (DbTime(after.at), DbId::from(after.id));
        let beyond = dsl::opened_at.gt(at).or(dsl::opened_at.eq(at).and(dsl::id.gt(id)));
        query = query.filter(dsl::opened_at.ge(at)).filter(beyond);
    }
    let rows: Vec<Row> = query.order((dsl::opened_at, dsl::id)).limit(limit).load(connection)?;
    rows.into_iter().map(Row::case).collect()
}

/// How many cases are open, by kind, and since when the oldest is.
pub(crate) fn counts(
    connection: &mut Connection,
    week: Option<ExchangeWeekId>,
    now: Timestamp,
) -> Result<CaseCounts, StoreError> {
    let open = || {
        let query = moderation_cases::table.filter(dsl::status.eq("open")).into_boxed();
        match week {
            Some(week) => query.filter(dsl::exchange_week_id.eq(DbId::from(week))),
            None => query,
        }
    };
    let mut by_kind = Vec::with_capacity(Kind::ALL.len());
    for kind in Kind::ALL {
        let count: i64 = open().filter(dsl::kind.eq(kind.code())).select(count_star()).first(connection)?;
        by_kind.push((kind, count));
    }
    let claimed: i64 = open()
        .filter(dsl::claimed_until.is_not_null())
        .filter(dsl::claimed_until.assume_not_null().gt(DbTime(now)))
        .select(count_star())
        .first(connection)?;
    let oldest: Option<DbTime> =
        open().order((dsl::opened_at, dsl::id)).select(dsl::opened_at).first(connection).optional()?;
    Ok(CaseCounts { by_kind, claimed, oldest: oldest.map(|at| at.0) })
}
