//! Reading agreements, with visibility in every query for callers.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;
use domain::agreement::Agreement;
use domain::id::{AgreementId, MatchId};
use domain::policy::Viewer;
use jiff::Timestamp;

use super::super::super::dialect::{Backend, Connection};
use super::super::super::schema::{agreement_confirmations as confirmations, agreements};
use super::super::super::values::{DbId, DbTime};
use super::row::{ConfirmationRow, Row};
use crate::error::StoreError;
use crate::matching::DealFilter;
use crate::transfer::Scope;

type Boxed<'q> = diesel::dsl::IntoBoxed<
    'q,
    diesel::dsl::Select<agreements::table, diesel::dsl::AsSelect<Row, Backend>>,
    Backend,
>;

fn visible<'q>(viewer: &Viewer) -> Boxed<'q> {
    let query = agreements::table.select(Row::as_select()).into_boxed();
    if viewer.is_staff() {
        return query;
    }
    let own: Vec<_> = viewer.organizations().iter().copied().map(DbId::from).collect();
    query.filter(
        agreements::organization_a_id.eq_any(own.clone()).or(agreements::organization_b_id.eq_any(own)),
    )
}

/// An agreement, if the viewer may see it.
pub(crate) fn find(
    connection: &mut Connection,
    viewer: &Viewer,
    id: AgreementId,
) -> Result<Option<Agreement>, StoreError> {
    let rows = visible(viewer).filter(agreements::id.eq(DbId::from(id))).load(connection)?;
    Ok(with_confirmations(connection, rows)?.pop())
}

/// The agreements that matches became.
pub(crate) fn of_matches(
    connection: &mut Connection,
    matches: &[MatchId],
) -> Result<BTreeMap<MatchId, AgreementId>, StoreError> {
    if matches.is_empty() {
        return Ok(BTreeMap::new());
    }
    let pairs: Vec<(DbId, DbId)> = agreements::table
        .filter(agreements::match_id.eq_any(matches.iter().copied().map(DbId::from)))
        .select((agreements::match_id, agreements::id))
        .load(connection)?;
    Ok(pairs.into_iter().map(|(match_, agreement)| (match_.into(), agreement.into())).collect())
}

/// A page, the latest first.
pub(crate) fn page(
    connection: &mut Connection,
    viewer: &Viewer,
    filter: &DealFilter,
    after: Option<AgreementId>,
    limit: i64,
    now: Timestamp,
) -> Result<Vec<Agreement>, StoreError> {
    let mut query = visible(viewer);
    if let Some(week) = filter.exchange_week {
        query = query.filter(agreements::exchange_week_id.eq(DbId::from(week)));
    }
    if let Some(party) = filter.organization.map(DbId::from) {
        query =
            query.filter(agreements::organization_a_id.eq(party).or(agreements::organization_b_id.eq(party)));
    }
    if let Some(since) = filter.updated_since {
        query = query.filter(agreements::updated_at.ge(DbTime(since)));
    }
    if !filter.statuses.is_empty() {
        query = in_states(query, &filter.statuses, now);
    }
    if let Some(after) = after {
        query = query.filter(agreements::id.lt(DbId::from(after)));
    }
    let rows = query.order(agreements::id.desc()).limit(limit).load(connection)?;
    with_confirmations(connection, rows)
}

/// In one of these states, as they hold now: a pending agreement whose time has run out has lapsed.
fn in_states<'q>(query: Boxed<'q>, statuses: &'q [String], now: Timestamp) -> Boxed<'q> {
    let asked = |status: &str| statuses.iter().any(|one| one == status);
    let names = statuses.iter().map(String::as_str);
    match (asked("pending"), asked("lapsed")) {
        (true, true) | (false, false) => query.filter(agreements::status.eq_any(names)),
        (true, false) => {
            let waiting = agreements::status.ne("pending").or(agreements::confirm_until.gt(DbTime(now)));
            query.filter(agreements::status.eq_any(names)).filter(waiting)
        }
        (false, true) => {
            let overdue = agreements::status.ne("pending").or(agreements::confirm_until.le(DbTime(now)));
            query.filter(agreements::status.eq_any(names.chain(["pending"]))).filter(overdue)
        }
    }
}

/// Pending agreements whose time to confirm has run out.
pub(crate) fn overdue(
    connection: &mut Connection,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Agreement>, StoreError> {
    let rows = agreements::table
        .filter(agreements::status.eq("pending"))
        .filter(agreements::confirm_until.le(DbTime(now)))
        .order(agreements::confirm_until)
        .select(Row::as_select())
        .limit(limit)
        .load(connection)?;
    with_confirmations(connection, rows)
}

/// Of the week or of the organization, by id.
pub(crate) fn to_export(
    connection: &mut Connection,
    scope: Scope,
    after: Option<AgreementId>,
    limit: i64,
) -> Result<Vec<Agreement>, StoreError> {
    let mut query = visible(&Viewer::service());
    query = match scope {
        Scope::Week(week) => query.filter(agreements::exchange_week_id.eq(DbId::from(week))),
        Scope::Organization(id) => {
            let party = DbId::from(id);
            query.filter(agreements::organization_a_id.eq(party).or(agreements::organization_b_id.eq(party)))
        }
    };
    if let Some(after) = after {
        query = query.filter(agreements::id.gt(DbId::from(after)));
    }
    let rows = query.order(agreements::id).limit(limit).load(connection)?;
    with_confirmations(connection, rows)
}

/// The agreements of these references.
pub(crate) fn by_references(
    connection: &mut Connection,
    references: &[&str],
) -> Result<Vec<Agreement>, StoreError> {
    let rows = agreements::table
        .filter(agreements::reference.eq_any(references))
        .select(Row::as_select())
        .load(connection)?;
    with_confirmations(connection, rows)
}

/// The agreements of these rows with their confirmations; one more query, however many there are.
fn with_confirmations(connection: &mut Connection, rows: Vec<Row>) -> Result<Vec<Agreement>, StoreError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<DbId> = rows.iter().map(|row| row.id).collect();
    let given: Vec<ConfirmationRow> = confirmations::table
        .filter(confirmations::agreement_id.eq_any(ids))
        .order((confirmations::agreement_id, confirmations::confirmed_at, confirmations::organization_id))
        .select(ConfirmationRow::as_select())
        .load(connection)?;
    let mut by_agreement: HashMap<DbId, Vec<ConfirmationRow>> = HashMap::new();
    for row in given {
        by_agreement.entry(row.agreement_id).or_default().push(row);
    }
    rows.into_iter()
        .map(|row| {
            let confirmations = by_agreement.remove(&row.id).unwrap_or_default();
            row.into_agreement(confirmations)
        })
        .collect()
}
