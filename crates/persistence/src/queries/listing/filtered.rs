//! What a reader asks of listings, as conditions.

use diesel::prelude::*;
use jiff::Timestamp;

use super::super::super::dialect::{speaks, types};
use super::super::super::schema::{listings, organizations};
use super::super::super::values::{DbId, DbTime};
use super::fixed::{PUBLISHED, Snippet};
use super::page::Boxed;
use crate::listing::ListingFilter;

/// Conditions on what listings say, and on who says it.
pub(super) fn by_content<'q>(mut query: Boxed<'q>, filter: &'q ListingFilter) -> Boxed<'q> {
    if let Some(week) = filter.exchange_week {
        query = query.filter(listings::exchange_week_id.eq(DbId::from(week)));
    }
    if !filter.organizations.is_empty() {
        let ids: Vec<_> = filter.organizations.iter().copied().map(DbId::from).collect();
        query = query.filter(listings::organization_id.eq_any(ids));
    }
    if !filter.organization_kinds.is_empty() {
        let kinds = filter.organization_kinds.iter().map(|kind| kind.code());
        query = query.filter(organizations::kind.eq_any(kinds));
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
    if !filter.languages_needed.is_empty() {
        let codes: Vec<_> = filter.languages_needed.iter().map(|one| speaks(one.code())).collect();
        query = query.filter(Snippet::<types::Bool>::new(format!("({})", codes.join(" OR "))));
    }
    if !filter.units.is_empty() {
        query = query.filter(listings::unit.eq_any(filter.units.iter().map(|unit| unit.code())));
    }
    match filter.wants_in_return {
        Some(true) => query = query.filter(listings::wanted_in_return.is_not_null()),
        Some(false) => query = query.filter(listings::wanted_in_return.is_null()),
        None => {}
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

/// Conditions on what has become of listings.
pub(super) fn by_state<'q>(mut query: Boxed<'q>, filter: &'q ListingFilter, now: Timestamp) -> Boxed<'q> {
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
    if let Some(amount) = filter.remaining_at_least {
        let needed = listings::quantity_held + listings::quantity_committed + amount.thousandths();
        let enough_left = needed.nullable().le(listings::quantity_total).assume_not_null();
        query = query.filter(listings::quantity_total.is_null().or(enough_left));
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
