//! Reading listings, with visibility in every query.

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::id::{ExchangeWeekId, ListingId, OrganizationId};
use domain::listing::Listing;
use domain::place::Place;
use domain::policy::Viewer;
use jiff::Timestamp;

use super::super::super::dialect::{Backend, Connection, types};
use super::super::super::schema::{exchange_weeks, listings, moderation_cases, organizations};
use super::super::super::values::{DbId, DbTime};
use super::super::search::Narrowed;
use super::filtered::{by_content, by_state};
use super::fixed::{ORGANIZATION_KIND, PUBLIC, SHOWN_AT, SUBMITTED, Snippet, score};
use super::row::Row;
use crate::error::StoreError;
use crate::listing::{Found, ListingFilter, ListingPosition, SortColumn};
use crate::search::Subject;

/// Listings with their organizations.
type Joined = diesel::dsl::InnerJoin<listings::table, organizations::table>;
/// A listing with its score, and the kind of its organization, which only counting asks for.
type Selected = (diesel::dsl::AsSelect<Row, Backend>, Snippet<types::BigInt>, Snippet<types::Text>);
pub(super) type Boxed<'q> = diesel::dsl::IntoBoxed<'q, diesel::dsl::Select<Joined, Selected>, Backend>;
type Selection = (Row, i64, String);

/// What the viewer may see; with scores, if the query is one over what was found.
pub(super) fn visible<'q>(viewer: &Viewer, scored: bool, now: Timestamp) -> Boxed<'q> {
    let selected = (Row::as_select(), score(scored), ORGANIZATION_KIND);
    let query = listings::table.inner_join(organizations::table).select(selected).into_boxed();
    if viewer.is_staff() {
        return query;
    }
    let active = organizations::standing.eq("verified").or(organizations::standing
        .eq("suspended")
        .and(organizations::standing_until.is_not_null())
        .and(organizations::standing_until.assume_not_null().le(DbTime(now))));
    if viewer.organizations().is_empty() {
        return query.filter(PUBLIC).filter(active);
    }
    let own: Vec<_> = viewer.organizations().iter().copied().map(DbId::from).collect();
    query.filter(active.and(PUBLIC).or(listings::organization_id.eq_any(own)))
}

/// A listing, if the viewer may see it.
pub(crate) fn find(
    connection: &mut Connection,
    viewer: &Viewer,
    id: ListingId,
    now: Timestamp,
) -> Result<Option<Listing>, StoreError> {
    let query = visible(viewer, false, now).filter(listings::id.eq(DbId::from(id)));
    let row: Option<Selection> = query.first(connection).optional()?;
    row.map(|(row, ..)| row.into_listing()).transpose()
}

/// The listing with this reference in the week.
pub(crate) fn by_reference(
    connection: &mut Connection,
    week: ExchangeWeekId,
    reference: &str,
) -> Result<Option<Listing>, StoreError> {
    let row = listings::table
        .filter(listings::exchange_week_id.eq(DbId::from(week)))
        .filter(listings::reference.eq(reference))
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    row.map(Row::into_listing).transpose()
}

/// How many are open.
pub(crate) fn count_open(
    connection: &mut Connection,
    week: ExchangeWeekId,
    organization: OrganizationId,
) -> Result<u32, StoreError> {
    let count: i64 = listings::table
        .filter(listings::organization_id.eq(DbId::from(organization)))
        .filter(listings::exchange_week_id.eq(DbId::from(week)))
        .filter(super::fixed::OPEN)
        .count()
        .get_result(connection)?;
    u32::try_from(count).map_err(StoreError::backend)
}

/// How many are open, for each organization and week.
pub(crate) fn count_open_of(
    connection: &mut Connection,
    weeks: &[ExchangeWeekId],
    organizations: &[OrganizationId],
) -> Result<BTreeMap<(OrganizationId, ExchangeWeekId), u32>, StoreError> {
    if weeks.is_empty() || organizations.is_empty() {
        return Ok(BTreeMap::new());
    }
    let counts: Vec<(DbId, DbId, i64)> = listings::table
        .filter(listings::organization_id.eq_any(organizations.iter().copied().map(DbId::from)))
        .filter(listings::exchange_week_id.eq_any(weeks.iter().copied().map(DbId::from)))
        .filter(listings::status.eq_any(["submitted", "published", "paused"]))
        .group_by((listings::organization_id, listings::exchange_week_id))
        .select((listings::organization_id, listings::exchange_week_id, diesel::dsl::count_star()))
        .load(connection)?;
    let counted = counts.into_iter().map(|(organization, week, count)| {
        let count = u32::try_from(count).map_err(StoreError::backend)?;
        Ok(((organization.into(), week.into()), count))
    });
    counted.collect()
}

/// Published listings whose time has run out.
pub(crate) fn overdue(
    connection: &mut Connection,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<ListingId>, StoreError> {
    let ids: Vec<DbId> = listings::table
        .filter(listings::status.eq("published"))
        .filter(listings::expires_at.le(DbTime(now)))
        .order(listings::expires_at)
        .select(listings::id)
        .limit(limit)
        .load(connection)?;
    Ok(ids.into_iter().map(ListingId::from).collect())
}

/// Listings that are still open although their week is closed, week by week: there are few weeks.
pub(crate) fn of_closed_weeks(connection: &mut Connection, limit: i64) -> Result<Vec<ListingId>, StoreError> {
    let weeks: Vec<DbId> = exchange_weeks::table
        .filter(exchange_weeks::phase.eq("closed"))
        .select(exchange_weeks::id)
        .load(connection)?;
    let ids: Vec<DbId> = listings::table
        .filter(listings::exchange_week_id.eq_any(weeks))
        .filter(listings::status.ne("closed"))
        .order((listings::exchange_week_id, listings::id))
        .select(listings::id)
        .limit(limit)
        .load(connection)?;
    Ok(ids.into_iter().map(ListingId::from).collect())
}

/// Listings that wait for approval while no case asks for it.
pub(crate) fn without_case(connection: &mut Connection, limit: i64) -> Result<Vec<ListingId>, StoreError> {
    let asked = moderation_cases::table
        .filter(moderation_cases::listing_id.eq(listings::id.nullable()))
        .filter(moderation_cases::kind.eq("publication"))
        .filter(moderation_cases::status.eq("open"));
    let ids: Vec<DbId> = listings::table
        .filter(SUBMITTED)
        .filter(diesel::dsl::not(diesel::dsl::exists(asked)))
        .order(listings::id)
        .select(listings::id)
        .limit(limit)
        .load(connection)?;
    Ok(ids.into_iter().map(ListingId::from).collect())
}

/// A page.
pub(crate) fn page(
    connection: &mut Connection,
    viewer: &Viewer,
    filter: &ListingFilter,
    after: Option<ListingPosition>,
    limit: i64,
    now: Timestamp,
) -> Result<Vec<Found>, StoreError> {
    let query = by_content(visible(viewer, filter.asked.is_some(), now), filter);
    let query = ordered(by_state(query, filter, now), filter, after).limit(limit);
    let rows: Vec<Selection> =
        Narrowed::new(filter.asked.as_ref(), Subject::Listing, query).load(connection)?;
    let found = |(row, score, _): Selection| Ok(Found { listing: row.into_listing()?, score });
    rows.into_iter().map(found).collect()
}

/// In order from a position on: rows after it, by instant and then by id.
fn ordered<'q>(query: Boxed<'q>, filter: &ListingFilter, after: Option<ListingPosition>) -> Boxed<'q> {
    macro_rules! by {
        ($query:expr, $column:expr) => {
            match (filter.sort.descending, after) {
                (true, None) => $query.order(($column.desc(), listings::id.desc())),
                (false, None) => $query.order(($column.asc(), listings::id.asc())),
                (true, Some(after)) => {
                    let (at, id) = (DbTime(after.at), DbId::from(after.id));
                    let beyond = $column.lt(at).or($column.eq(at).and(listings::id.lt(id)));
                    $query.filter($column.le(at)).filter(beyond).order(($column.desc(), listings::id.desc()))
                }
                (false, Some(after)) => {
                    let (at, id) = (DbTime(after.at), DbId::from(after.id));
                    let beyond = $column.gt(at).or($column.eq(at).and(listings::id.gt(id)));
                    $query.filter($column.ge(at)).filter(beyond).order(($column.asc(), listings::id.asc()))
                }
            }
        };
    }
    match filter.sort.column {
        SortColumn::PublishedAt => {
            let query = query.filter(listings::published_at.is_not_null());
            let column = listings::published_at.assume_not_null();
            by!(query, column)
        }
        SortColumn::CreatedAt => by!(query, listings::created_at),
        SortColumn::UpdatedAt => by!(query, listings::updated_at),
        SortColumn::Relevance => ranked(query, &score(filter.asked.is_some()), true, after),
        SortColumn::Distance => {
            let near = filter.distances.as_deref().unwrap_or_default();
            let query = query.filter(listings::place.eq_any(near.iter().map(|(place, _)| place.code())));
            ranked(query, &distance(near), false, after)
        }
    }
}

/// By a number, and then the latest publication first.
fn ranked<'q>(
    query: Boxed<'q>,
    rank: &Snippet<types::BigInt>,
    highest_first: bool,
    after: Option<ListingPosition>,
) -> Boxed<'q> {
    let mut query = query;
    if let Some(ListingPosition { rank: last, at, id }) = after {
        let later = SHOWN_AT.lt(DbTime(at)).or(SHOWN_AT.eq(DbTime(at)).and(listings::id.lt(DbId::from(id))));
        let equal = rank.clone().eq(last).and(later);
        query = if highest_first {
            query.filter(rank.clone().lt(last).or(equal))
        } else {
            query.filter(rank.clone().gt(last).or(equal))
        };
    }
    if highest_first {
        query.order((rank.clone().desc(), SHOWN_AT.desc(), listings::id.desc()))
    } else {
        query.order((rank.clone().asc(), SHOWN_AT.desc(), listings::id.desc()))
    }
}

/// How far a listing is from where the reader looks: a listing lies in a commune, of which there are a hundred.
fn distance(distances: &[(Place, i64)]) -> Snippet<types::BigInt> {
    if distances.is_empty() {
        // Not a bare number: an order by that is one by a column.
        return Snippet::fixed("CAST(40075000 AS bigint)");
    }
    let mut sql = r#"(CASE "listings"."place""#.to_owned();
    for (place, meters) in distances {
        // Codes are of our own table.
        sql.extend([" WHEN '", place.code(), "' THEN ", &meters.to_string()]);
    }
    sql.push_str(" ELSE 40075000 END)");
    Snippet::new(sql)
}
