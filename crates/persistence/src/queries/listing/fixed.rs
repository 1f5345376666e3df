//! Conditions that are the same in every query, as fixed text.
//!
//! A partial index is used only where its condition stands in the query word for word: with a bound value the
//! planner cannot know. And what binds a list is not kept prepared on SQLite.

use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::prelude::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::Bool;

use super::super::super::dialect::Backend;

/// A condition on `listings` alone.
#[derive(Clone, Copy, Debug, QueryId)]
pub(crate) struct Fixed(&'static str);

/// Published, as the indexes by publication have it.
pub(super) const PUBLISHED: Fixed = Fixed(r#""listings"."status" = 'published'"#);

/// Counted against what an organization may have open at once, as the index of open listings has it.
pub(crate) const OPEN: Fixed = Fixed(r#""listings"."status" IN ('submitted', 'published', 'paused')"#);

/// Waiting for approval, as its index has it.
pub(super) const SUBMITTED: Fixed = Fixed(r#""listings"."status" = 'submitted'"#);

/// To be seen by everybody whose organization is active: the same as `Listing::is_public`.
pub(super) const PUBLIC: Fixed = Fixed(
    r#"("listings"."status" IN ('published', 'paused', 'expired', 'closed')
        AND "listings"."published_at" IS NOT NULL
        AND ("listings"."status_reason" IS NULL OR "listings"."status_reason" <> 'removed_by_staff'))"#,
);

impl Expression for Fixed {
    type SqlType = Bool;
}

impl<Source> AppearsOnTable<Source> for Fixed {}

impl<Source> SelectableExpression<Source> for Fixed {}

impl<Grouping> ValidGrouping<Grouping> for Fixed {
    type IsAggregate = is_aggregate::No;
}

impl QueryFragment<Backend> for Fixed {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql(self.0);
        Ok(())
    }
}
