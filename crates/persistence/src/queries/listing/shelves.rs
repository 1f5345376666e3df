//! Counting listings by what they have in common.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use domain::id::ExchangeWeekId;
use domain::listing::{Direction, Kind};
use domain::organization::OrganizationKind;
use domain::place::Place;
use domain::policy::Viewer;
use domain::vocabulary::{Category, Language, Unit};
use jiff::Timestamp;

use super::super::super::dialect::{Backend, Connection, types};
use super::super::super::values::DbId;
use super::super::search::Narrowed;
use super::filtered::{by_content, by_state};
use super::page::{Boxed, visible};
use crate::error::StoreError;
use crate::listing::{ListingFilter, Shelf};
use crate::search::Subject;

/// The listings that the viewer may see, in one pass, by everything that they are counted by.
pub(crate) fn shelves(
    connection: &mut Connection,
    viewer: &Viewer,
    filter: &ListingFilter,
    now: Timestamp,
) -> Result<Vec<Shelf>, StoreError> {
    let query = by_content(visible(viewer, filter.asked.is_some(), now), filter);
    let query = Counted(by_state(query, filter, now));
    let rows: Vec<Counts> = Narrowed::new(filter.asked.as_ref(), Subject::Listing, query).load(connection)?;
    rows.into_iter().map(shelf).collect()
}

type Counts = (String, String, String, String, String, String, String, DbId, i64);

/// How many rows of a query there are of each sort.
struct Counted<'q>(Boxed<'q>);

impl QueryFragment<Backend> for Counted<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        const BY: &str =
            "direction, kind, category, place, language, unit, organization_kind, exchange_week_id";
        out.push_sql("SELECT ");
        out.push_sql(BY);
        out.push_sql(", count(*) FROM (");
        QueryFragment::<Backend>::walk_ast(&self.0, out.reborrow())?;
        out.push_sql(") AS counted GROUP BY ");
        out.push_sql(BY);
        Ok(())
    }
}

impl Query for Counted<'_> {
    type SqlType = (
        types::Text,
        types::Text,
        types::Text,
        types::Text,
        types::Text,
        types::Text,
        types::Text,
        types::Id,
        types::BigInt,
    );
}

impl QueryId for Counted<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

fn shelf(row: Counts) -> Result<Shelf, StoreError> {
    let (direction, kind, category, place, language, unit, organization_kind, week, count) = row;
    let unreadable = || StoreError::backend("a listing is of no known sort");
    Ok(Shelf {
        direction: Direction::from_code(&direction).ok_or_else(unreadable)?,
        kind: Kind::from_code(&kind).ok_or_else(unreadable)?,
        category: Category::parse(&category).map_err(|_| unreadable())?,
        place: Place::parse(&place).map_err(|_| unreadable())?,
        language: Language::parse(&language).map_err(|_| unreadable())?,
        unit: Unit::parse(&unit).map_err(|_| unreadable())?,
        organization_kind: OrganizationKind::from_code(&organization_kind).ok_or_else(unreadable)?,
        exchange_week: ExchangeWeekId::from(week),
        count,
    })
}
