//! Reading terms: for one match its history, for many the terms that stand.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::prelude::*;
use domain::id::MatchId;
use domain::matching::{Match, Terms};

use super::super::super::dialect::Connection;
use super::super::super::schema::{contributions, match_terms, matches};
use super::super::super::values::DbId;
use super::row::{ContributionRow, MatchRow, TermsRow, number};
use crate::error::StoreError;

/// Every revision of the terms of a match, the first first.
pub(crate) fn history(connection: &mut Connection, id: MatchId) -> Result<Vec<Terms>, StoreError> {
    let terms: Vec<TermsRow> = match_terms::table
        .filter(match_terms::match_id.eq(DbId::from(id)))
        .order(match_terms::terms_revision)
        .select(TermsRow::as_select())
        .load(connection)?;
    let rows: Vec<ContributionRow> = contributions::table
        .filter(contributions::match_id.eq(DbId::from(id)))
        .order((contributions::terms_revision, contributions::position))
        .select(ContributionRow::as_select())
        .load(connection)?;
    let mut by_revision: HashMap<i32, Vec<ContributionRow>> = HashMap::new();
    for row in rows {
        by_revision.entry(row.terms_revision).or_default().push(row);
    }
    terms
        .into_iter()
        .map(|terms| {
            let contributions = by_revision.remove(&terms.terms_revision).unwrap_or_default();
            terms.into_terms(contributions)
        })
        .collect()
}

/// One revision of the terms of a match.
pub(crate) fn terms(
    connection: &mut Connection,
    id: MatchId,
    revision: u32,
) -> Result<Option<Terms>, StoreError> {
    let revision = number(revision)?;
    let terms: Option<TermsRow> = match_terms::table
        .find((DbId::from(id), revision))
        .select(TermsRow::as_select())
        .first(connection)
        .optional()?;
    let Some(terms) = terms else { return Ok(None) };
    let rows: Vec<ContributionRow> = contributions::table
        .filter(contributions::match_id.eq(DbId::from(id)))
        .filter(contributions::terms_revision.eq(revision))
        .order(contributions::position)
        .select(ContributionRow::as_select())
        .load(connection)?;
    terms.into_terms(rows).map(Some)
}

/// These matches, each with the terms that stand.
pub(crate) fn with_ids(
    connection: &mut Connection,
    ids: &[MatchId],
) -> Result<BTreeMap<MatchId, Match>, StoreError> {
    let ids: Vec<DbId> = ids.iter().copied().map(DbId::from).collect();
    let rows =
        matches::table.filter(matches::id.eq_any(ids)).select(MatchRow::as_select()).load(connection)?;
    Ok(with_terms(connection, rows)?.into_iter().map(|match_| (match_.id, match_)).collect())
}

/// Which of these references are taken.
pub(crate) fn taken_references(
    connection: &mut Connection,
    references: &[&str],
) -> Result<BTreeSet<String>, StoreError> {
    let taken: Vec<String> = matches::table
        .filter(matches::reference.eq_any(references))
        .select(matches::reference)
        .load(connection)?;
    Ok(taken.into_iter().collect())
}

/// The terms that stand, of these matches.
pub(crate) fn standing_terms(
    connection: &mut Connection,
    ids: &[MatchId],
) -> Result<BTreeMap<MatchId, Terms>, StoreError> {
    Ok(with_ids(connection, ids)?.into_iter().map(|(id, match_)| (id, match_.terms)).collect())
}

/// The matches of these rows, each with the terms that stand; two queries, however many there are.
pub(super) fn with_terms(connection: &mut Connection, rows: Vec<MatchRow>) -> Result<Vec<Match>, StoreError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<DbId> = rows.iter().map(|row| row.id).collect();
    let standing: Vec<TermsRow> = match_terms::table
        .inner_join(matches::table)
        .filter(match_terms::match_id.eq_any(&ids))
        .filter(match_terms::terms_revision.eq(matches::terms_revision))
        .select(TermsRow::as_select())
        .load(connection)?;
    let drawn: Vec<ContributionRow> = contributions::table
        .inner_join(matches::table)
        .filter(contributions::match_id.eq_any(&ids))
        .filter(contributions::terms_revision.eq(matches::terms_revision))
        .order(contributions::position)
        .select(ContributionRow::as_select())
        .load(connection)?;
    let mut contributions: HashMap<DbId, Vec<ContributionRow>> = HashMap::new();
    for row in drawn {
        contributions.entry(row.match_id).or_default().push(row);
    }
    let mut terms: HashMap<DbId, TermsRow> = standing.into_iter().map(|row| (row.match_id, row)).collect();
    rows.into_iter()
        .map(|row| {
            let terms = terms.remove(&row.id);
            let terms =
                terms.ok_or_else(|| StoreError::corrupt("matches", row.id.0, "its terms are missing"))?;
            let contributions = contributions.remove(&row.id).unwrap_or_default();
            row.into_match(terms.into_terms(contributions)?)
        })
        .collect()
}
