//! Reading matches, with visibility in every query for callers.

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::id::{ListingId, MatchId};
use domain::matching::Match;
use domain::policy::Viewer;
use jiff::Timestamp;

use super::super::super::dialect::{Backend, Connection};
use super::super::super::schema::{contributions, matches};
use super::super::super::values::{DbId, DbTime};
use super::row::MatchRow;
use super::terms::with_terms;
use crate::error::StoreError;
use crate::matching::DealFilter;

type Boxed<'q> = diesel::dsl::IntoBoxed<
    'q,
    diesel::dsl::Select<matches::table, diesel::dsl::AsSelect<MatchRow, Backend>>,
    Backend,
>;

fn visible<'q>(viewer: &Viewer) -> Boxed<'q> {
    let query = matches::table.select(MatchRow::as_select()).into_boxed();
    if viewer.is_staff() {
        return query;
    }
    let own: Vec<_> = viewer.organizations().iter().copied().map(DbId::from).collect();
    query.filter(matches::organization_a_id.eq_any(own.clone()).or(matches::organization_b_id.eq_any(own)))
}

/// A match, if the viewer may see it.
pub(crate) fn find(
    connection: &mut Connection,
    viewer: &Viewer,
    id: MatchId,
) -> Result<Option<Match>, StoreError> {
    let rows = visible(viewer).filter(matches::id.eq(DbId::from(id))).load(connection)?;
    Ok(with_terms(connection, rows)?.pop())
}

/// A page, the latest first.
pub(crate) fn page(
    connection: &mut Connection,
    viewer: &Viewer,
    filter: &DealFilter,
    after: Option<MatchId>,
    limit: i64,
    now: Timestamp,
) -> Result<Vec<Match>, StoreError> {
    let mut query = visible(viewer);
    if let Some(week) = filter.exchange_week {
        query = query.filter(matches::exchange_week_id.eq(DbId::from(week)));
    }
    if let Some(party) = filter.organization.map(DbId::from) {
        query = query.filter(matches::organization_a_id.eq(party).or(matches::organization_b_id.eq(party)));
    }
    if let Some(since) = filter.updated_since {
        query = query.filter(matches::updated_at.ge(DbTime(since)));
    }
    if !filter.statuses.is_empty() {
        query = in_states(query, &filter.statuses, now);
    }
    if let Some(after) = after {
        query = query.filter(matches::id.lt(DbId::from(after)));
    }
    let rows = query.order(matches::id.desc()).limit(limit).load(connection)?;
    with_terms(connection, rows)
}

/// In one of these states, as they hold now: a proposal whose hold has run out is expired.
fn in_states<'q>(query: Boxed<'q>, statuses: &'q [String], now: Timestamp) -> Boxed<'q> {
    let asked = |status: &str| statuses.iter().any(|one| one == status);
    let names = statuses.iter().map(String::as_str);
    match (asked("proposed"), asked("expired")) {
        (true, true) | (false, false) => query.filter(matches::status.eq_any(names)),
        (true, false) => {
            let held = matches::status.ne("proposed").or(matches::hold_expires_at.gt(DbTime(now)));
            query.filter(matches::status.eq_any(names)).filter(held)
        }
        (false, true) => {
            let overdue = matches::status.ne("proposed").or(matches::hold_expires_at.le(DbTime(now)));
            query.filter(matches::status.eq_any(names.chain(["proposed"]))).filter(overdue)
        }
    }
}

/// Pairs that another live match joins.
pub(crate) fn taken_pairs(
    connection: &mut Connection,
    pairs: &[(ListingId, ListingId)],
    except: Option<MatchId>,
) -> Result<BTreeMap<(ListingId, ListingId), MatchId>, StoreError> {
    let mut taken = BTreeMap::new();
    for (offer, request) in pairs {
        let joined: Option<DbId> = contributions::table
            .filter(contributions::offer_listing_id.eq(DbId::from(*offer)))
            .filter(contributions::request_listing_id.eq(DbId::from(*request)))
            .filter(contributions::claim.ne("released"))
            .select(contributions::match_id)
            .first(connection)
            .optional()?;
        if let Some(joined) = joined.map(MatchId::from).filter(|joined| Some(*joined) != except) {
            taken.insert((*offer, *request), joined);
        }
    }
    Ok(taken)
}

/// Proposed matches that cite one of the listings.
pub(crate) fn proposed_citing(
    connection: &mut Connection,
    listings: &[ListingId],
    overdue_at: Option<Timestamp>,
) -> Result<Vec<Match>, StoreError> {
    let ids: Vec<_> = listings.iter().copied().map(DbId::from).collect();
    let cites =
        contributions::offer_listing_id.eq_any(&ids).or(contributions::request_listing_id.eq_any(&ids));
    let holding = contributions::table
        .filter(contributions::claim.eq("held"))
        .filter(cites.assume_not_null())
        .select(contributions::match_id);
    let mut query = matches::table
        .filter(matches::status.eq("proposed"))
        .filter(matches::id.eq_any(holding))
        .order(matches::id)
        .select(MatchRow::as_select())
        .into_boxed();
    if let Some(at) = overdue_at {
        query = query.filter(matches::hold_expires_at.le(DbTime(at)));
    }
    let rows = query.load(connection)?;
    with_terms(connection, rows)
}

/// Proposed matches whose hold has run out.
pub(crate) fn overdue(
    connection: &mut Connection,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Match>, StoreError> {
    let rows = matches::table
        .filter(matches::status.eq("proposed"))
        .filter(matches::hold_expires_at.le(DbTime(now)))
        .order(matches::hold_expires_at)
        .select(MatchRow::as_select())
        .limit(limit)
        .load(connection)?;
    with_terms(connection, rows)
}
