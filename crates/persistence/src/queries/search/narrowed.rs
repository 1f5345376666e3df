//! A query over what was found instead of over everything.
//!
//! A common table expression of the table's own name holds the rows that were found, with their scores: every
//! condition on the table is then one on what was found, and is written once. It is never kept prepared: with
//! a plan for any words PostgreSQL is ten times slower than with one for these.

use std::marker::PhantomData;

use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use search::Asked;

use super::super::super::dialect::{Backend, Connection, types};
use super::super::super::fulltext::{every, hits};
use crate::search::{Piece, Subject};

/// A query with a table narrowed to what was found in it, if anything was asked.
pub(crate) struct Narrowed<Q> {
    before: Vec<Piece>,
    query: Q,
}

impl<Q> Narrowed<Q> {
    pub(crate) fn new(asked: Option<&Asked>, subject: Subject, query: Q) -> Self {
        let mut before = Vec::new();
        if let Some(asked) = asked {
            let table = subject.table();
            before.push(Piece::sql(format!("WITH {table} AS (SELECT every.*, hits.score FROM (")));
            before.extend(hits(asked, subject));
            before.push(Piece::sql(format!(
                ") AS hits CROSS JOIN {} WHERE every.id = hits.subject) ",
                every(table)
            )));
        }
        Self { before, query }
    }
}

/// SQL that was put together of pieces.
pub(crate) struct Pieces<ST> {
    pieces: Vec<Piece>,
    row: PhantomData<ST>,
}

impl<ST> Pieces<ST> {
    pub(crate) const fn new(pieces: Vec<Piece>) -> Self {
        Self { pieces, row: PhantomData }
    }
}

fn walk<'b>(pieces: &'b [Piece], out: &mut AstPass<'_, 'b, Backend>) -> QueryResult<()> {
    for piece in pieces {
        match piece {
            Piece::Sql(sql) => out.push_sql(sql),
            Piece::Bind(text) => out.push_bind_param::<types::Text, String>(text)?,
        }
    }
    Ok(())
}

impl<Q: QueryFragment<Backend>> QueryFragment<Backend> for Narrowed<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        if !self.before.is_empty() {
            out.unsafe_to_cache_prepared();
            walk(&self.before, &mut out)?;
        }
        self.query.walk_ast(out)
    }
}

impl<Q: Query> Query for Narrowed<Q> {
    type SqlType = Q::SqlType;
}

impl<Q> QueryId for Narrowed<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q> RunQueryDsl<Connection> for Narrowed<Q> {}

impl<ST> QueryFragment<Backend> for Pieces<ST> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.unsafe_to_cache_prepared();
        walk(&self.pieces, &mut out)
    }
}

impl<ST> Query for Pieces<ST> {
    type SqlType = ST;
}

impl<ST> QueryId for Pieces<ST> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<ST> RunQueryDsl<Connection> for Pieces<ST> {}
