//! Reading listings, with visibility in every query.

use diesel::prelude::*;
use domain::id::{ExchangeWeekId, ListingId, OrganizationId};
use domain::listing::Listing;
use domain::policy::Viewer;
use jiff::Timestamp;

use super::super::super::dialect::{Backend, Connection};
use super::super::super::schema::{exchange_weeks, listings, moderation_cases, organizations};
use super::super::super::values::{DbId, DbTime};
use super::fixed::{PUBLIC, PUBLISHED, SUBMITTED};
use super::row::Row;
use crate::error::StoreError;
use crate::listing::{ListingFilter, ListingPosition, SortColumn};

/// Listings with their organizations.
type Joined = diesel::dsl::InnerJoin<listings::table, organizations::table>;
type Boxed<'q> =
    diesel::dsl::IntoBoxed<'q, diesel::dsl::Select<Joined, diesel::dsl::AsSelect<Row, Backend>>, Backend>;

fn visible<'q>(viewer: &Viewer, now: Timestamp) -> Boxed<'q> {
    let query = listings::table.inner_join(organizations::table).select(Row::as_select()).into_boxed();
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
    let row = visible(viewer, now).filter(listings::id.eq(DbId::from(id))).first(connection).optional()?;
    row.map(Row::into_listing).transpose()
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
) -> Result<Vec<Listing>, StoreError> {
    let query = by_content(visible(viewer, now), filter);
    let query = by_state(query, filter, now);
    let rows: Vec<Row> = ordered(query, filter, after).limit(limit).load(connection)?;
    rows.into_iter().map(Row::into_listing).collect()
}

fn by_content<'q>(mut query: Boxed<'q>, filter: &'q ListingFilter) -> Boxed<'q> {
    if let Some(week) = filter.exchange_week {
        query = query.filter(listings::exchange_week_id.eq(DbId::from(week)));
    }
    if !filter.organizations.is_empty() {
        let ids: Vec<_> = filter.organizations.iter().copied().map(DbId::from).collect();
        query = query.filter(listings::organization_id.eq_any(ids));
    }
    if let Some(direction) = filter.direction {
        query = query.filter(listings::direction.eq(direction.code()));
    }
    if !filter.kinds.is_empty() {
        query = query.filter(listings::kind.eq_any(filter.kinds.iter().map(|kind| kind.code())));
    }
    if !filter.categories.is_empty() {
        query = query.filter(listings::category.eq_any(filter.categories.iter().map(|one| one.code())));
    }
    if !filter.languages.is_empty() {
        query = query.filter(listings::language.eq_any(filter.languages.iter().map(|one| one.code())));
    }
    if let Some(places) = &filter.places {
        query = query.filter(listings::place.eq_any(places.iter().map(|place| place.code())));
    }
    if let Some(from) = filter.available_from {
        query = query.filter(
            listings::available_until
                .is_null()
                .or(listings::available_until.assume_not_null().gt(DbTime(from))),
        );
    }
    if let Some(until) = filter.available_until {
        query = query.filter(
            listings::available_from
                .is_null()
                .or(listings::available_from.assume_not_null().lt(DbTime(until))),
        );
    }
    query
}

fn by_state<'q>(mut query: Boxed<'q>, filter: &'q ListingFilter, now: Timestamp) -> Boxed<'q> {
    if let Some(after) = filter.published_after {
        query = query.filter(listings::published_at.gt(DbTime(after)));
    }
    if let Some(since) = filter.updated_since {
        query = query.filter(listings::updated_at.ge(DbTime(since)));
    }
    if filter.remaining_only {
        let claimed = listings::quantity_held + listings::quantity_committed;
        let some_left = claimed.nullable().lt(listings::quantity_total).assume_not_null();
        query = query.filter(listings::quantity_total.is_null().or(some_left));
    }
    if filter.statuses.is_empty() { query } else { in_states(query, &filter.statuses, now) }
}

/// In one of these states, as they hold now: a published listing whose time has run out is expired.
fn in_states<'q>(query: Boxed<'q>, statuses: &'q [String], now: Timestamp) -> Boxed<'q> {
    let asked = |status: &str| statuses.iter().any(|one| one == status);
    let names = statuses.iter().map(String::as_str);
    let current = listings::status
        .ne("published")
        .or(listings::expires_at.is_null())
        .or(listings::expires_at.assume_not_null().gt(DbTime(now)));
    match (asked("published"), asked("expired")) {
        (true, false) if statuses.len() == 1 => query.filter(PUBLISHED).filter(current),
        (true, true) | (false, false) => query.filter(listings::status.eq_any(names)),
        (true, false) => query.filter(listings::status.eq_any(names)).filter(current),
        (false, true) => {
            let overdue =
                listings::status.ne("published").or(listings::expires_at.assume_not_null().le(DbTime(now)));
            query.filter(listings::status.eq_any(names.chain(["published"]))).filter(overdue)
        }
    }
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
    }
}
