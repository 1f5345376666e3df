//! Writing matches, each write guarded.

use diesel::prelude::*;
use domain::id::{MatchId, Revision};
use domain::matching::{Claim, Match, Terms};

use super::super::super::dialect::Connection;
use super::super::super::schema::{contributions, match_terms, matches};
use super::super::super::values::DbId;
use super::row::{Changed, ContributionRow, MatchRow, TermsRow, number};
use crate::error::StoreError;

/// Stores a new match, without its terms.
pub(crate) fn insert(connection: &mut Connection, match_: &Match) -> Result<(), StoreError> {
    diesel::insert_into(matches::table).values(MatchRow::of(match_)?).execute(connection)?;
    Ok(())
}

/// Stores a revision of the terms with its contributions.
pub(crate) fn insert_terms(
    connection: &mut Connection,
    id: MatchId,
    terms: &Terms,
) -> Result<(), StoreError> {
    diesel::insert_into(match_terms::table).values(TermsRow::of(id, terms)?).execute(connection)?;
    for (position, contribution) in terms.contributions.iter().enumerate() {
        let row = ContributionRow::of(id, terms, position, contribution)?;
        diesel::insert_into(contributions::table).values(row).execute(connection)?;
    }
    Ok(())
}

/// Stores a changed match, if it is still at the expected revision.
pub(crate) fn save(
    connection: &mut Connection,
    match_: &Match,
    expected: Revision,
) -> Result<(), StoreError> {
    let guarded = matches::table
        .filter(matches::id.eq(DbId::from(match_.id)))
        .filter(matches::revision.eq(expected.number()));
    let saved = diesel::update(guarded).set(Changed::of(match_)?).execute(connection)?;
    if saved == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Moves the claims of a revision's contributions; says how many were in the state that is left.
pub(crate) fn move_contributions(
    connection: &mut Connection,
    id: MatchId,
    revision: u32,
    from: Claim,
    to: Claim,
) -> Result<usize, StoreError> {
    let guarded = contributions::table
        .filter(contributions::match_id.eq(DbId::from(id)))
        .filter(contributions::terms_revision.eq(number(revision)?))
        .filter(contributions::claim.eq(from.code()));
    Ok(diesel::update(guarded).set(contributions::claim.eq(to.code())).execute(connection)?)
}
