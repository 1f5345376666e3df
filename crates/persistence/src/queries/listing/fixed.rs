//! Conditions that are the same in every query, as fixed text.
//!
//! A partial index is used only where its condition stands in the query word for word: with a bound value the
//! planner cannot know. And what binds a list is not kept prepared on SQLite.

use std::borrow::Cow;
use std::marker::PhantomData;

use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::prelude::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::Bool;

use super::super::super::dialect::{Backend, types};

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

/// SQL of our own making that has a value: no text of anybody else is in it.
#[derive(Clone, Debug)]
pub(super) struct Snippet<ST>(Cow<'static, str>, PhantomData<ST>);

impl<ST> Snippet<ST> {
    pub(super) const fn fixed(sql: &'static str) -> Self {
        Self(Cow::Borrowed(sql), PhantomData)
    }

    pub(super) const fn new(sql: String) -> Self {
        Self(Cow::Owned(sql), PhantomData)
    }
}

/// When a listing was first shown; one that never was, when it was made.
pub(super) const SHOWN_AT: Snippet<types::Ts> =
    Snippet::fixed(r#"COALESCE("listings"."published_at", "listings"."created_at")"#);

/// The kind of a listing's organization.
pub(super) const ORGANIZATION_KIND: Snippet<types::Text> =
    Snippet::fixed(r#""organizations"."kind" AS "organization_kind""#);

/// How well a listing fits; without words every one fits alike.
pub(super) const fn score(scored: bool) -> Snippet<types::BigInt> {
    Snippet::fixed(if scored { r#""listings"."score""# } else { "CAST(0 AS bigint)" })
}

impl<ST: diesel::sql_types::SqlType + diesel::expression::TypedExpressionType> Expression for Snippet<ST> {
    type SqlType = ST;
}

impl<ST, Source> AppearsOnTable<Source> for Snippet<ST> where Self: Expression {}

impl<ST, Source> SelectableExpression<Source> for Snippet<ST> where Self: Expression {}

impl<ST, Grouping> ValidGrouping<Grouping> for Snippet<ST> {
    type IsAggregate = is_aggregate::No;
}

impl<ST> QueryId for Snippet<ST> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<ST> QueryFragment<Backend> for Snippet<ST> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql(&self.0);
        Ok(())
    }
}
