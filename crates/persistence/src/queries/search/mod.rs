//! The documents that are found by their words, and the vocabulary.

mod narrowed;

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::Nullable;
use domain::id::{ListingId, OrganizationId};
use search::{Document, Phrase, RARITIES, neighbours};

use super::super::dialect::{Connection, for_update, types};
use super::super::fulltext::{TEXTS_OF_JSON, public_documents};
use super::super::schema::{counters, listings, organizations, search_documents, search_neighbours};
use super::super::values::DbId;
use crate::error::StoreError;
use crate::search::{Piece, Subject, SubjectId};
pub(crate) use narrowed::{Narrowed, Pieces};

/// The counter that holds under which version of the analysis the documents were written.
const VERSION: &str = "search-version";
/// How many rows go into one statement.
const ROWS: usize = 1000;
/// How many words are compared with a mistyped one, at most.
const MOST_NEIGHBOURS: i64 = 2000;

/// What an organization is called.
pub(crate) fn organization_name(
    connection: &mut Connection,
    id: OrganizationId,
) -> Result<Option<String>, StoreError> {
    let query = organizations::table.find(DbId::from(id)).select(organizations::name);
    Ok(query.first(connection).optional()?)
}

/// What organizations are called.
pub(crate) fn organization_names(
    connection: &mut Connection,
    ids: &[OrganizationId],
) -> Result<HashMap<OrganizationId, String>, StoreError> {
    let mut names = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(ROWS) {
        let ids: Vec<_> = ids.iter().copied().map(DbId::from).collect();
        let found: Vec<(DbId, String)> = organizations::table
            .filter(organizations::id.eq_any(ids))
            .select((organizations::id, organizations::name))
            .load(connection)?;
        names.extend(found.into_iter().map(|(id, name)| (id.into(), name)));
    }
    Ok(names)
}

/// Stores a document, in place of the one that its subject has. Whether anything was changed by it.
pub(crate) fn store(
    connection: &mut Connection,
    subject: SubjectId,
    document: &Document,
    is_public: bool,
) -> Result<bool, StoreError> {
    let column = subject.of().column();
    let (listing, organization) = ids(subject);
    let stored = diesel::sql_query(format!(
        "INSERT INTO search_documents (listing_id, organization_id, title, body, is_public) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT ({column}) DO UPDATE \
         SET title = excluded.title, body = excluded.body, is_public = excluded.is_public \
         WHERE search_documents.title <> excluded.title OR search_documents.body <> excluded.body \
            OR search_documents.is_public <> excluded.is_public"
    ))
    .bind::<Nullable<types::Id>, _>(listing)
    .bind::<Nullable<types::Id>, _>(organization)
    .bind::<types::Text, _>(&document.title)
    .bind::<types::Text, _>(&document.body)
    .bind::<types::Bool, _>(is_public)
    .execute(connection)?;
    Ok(stored > 0)
}

/// Stores the documents of new subjects.
pub(crate) fn store_new(
    connection: &mut Connection,
    documents: &[(SubjectId, Document, bool)],
) -> Result<(), StoreError> {
    for documents in documents.chunks(ROWS) {
        let rows: Vec<_> = documents
            .iter()
            .map(|(subject, document, is_public)| {
                let (listing, organization) = ids(*subject);
                (
                    search_documents::listing_id.eq(listing),
                    search_documents::organization_id.eq(organization),
                    search_documents::title.eq(&document.title),
                    search_documents::body.eq(&document.body),
                    search_documents::is_public.eq(*is_public),
                )
            })
            .collect();
        diesel::insert_into(search_documents::table).values(rows).execute(connection)?;
    }
    Ok(())
}

fn ids(subject: SubjectId) -> (Option<DbId>, Option<DbId>) {
    match subject {
        SubjectId::Listing(id) => (Some(id.into()), None),
        SubjectId::Organization(id) => (None, Some(id.into())),
    }
}

/// Takes words up into the vocabulary, those that are not in it. In order, so that commands that take up the
/// same ones wait for each other and not in a circle.
pub(crate) fn learn(connection: &mut Connection, terms: &[&str]) -> Result<(), StoreError> {
    #[derive(QueryableByName)]
    struct Term {
        #[diesel(sql_type = types::Text)]
        term: String,
    }
    let given = serde_json::to_string(terms).map_err(StoreError::backend)?;
    let new: Vec<Term> = diesel::sql_query(format!(
        "INSERT INTO search_terms (term) SELECT given.term FROM {TEXTS_OF_JSON} WHERE true \
         ON CONFLICT DO NOTHING RETURNING term"
    ))
    .bind::<types::Text, _>(given)
    .load(connection)?;
    let rows: Vec<_> = new
        .iter()
        .flat_map(|Term { term }| neighbours(term).into_iter().map(move |hash| (hash, term)))
        .map(|(hash, term)| (search_neighbours::hash.eq(hash), search_neighbours::term.eq(term)))
        .collect();
    for rows in rows.chunks(ROWS) {
        diesel::insert_into(search_neighbours::table).values(rows).execute(connection)?;
    }
    Ok(())
}

/// In how many public documents each word of a phrase is, as far as its rarity depends on it.
pub(crate) fn count(
    connection: &mut Connection,
    phrase: &Phrase,
    subject: Subject,
) -> Result<Vec<i64>, StoreError> {
    let most = RARITIES.iter().map(|(below, _)| *below).max().unwrap_or(0);
    let mut pieces = Vec::new();
    for (place, terms) in phrase.well_typed().enumerate() {
        let union = if place == 0 { "" } else { " UNION ALL " };
        pieces.push(Piece::sql(format!("{union}SELECT {place} AS place, count(*) AS documents FROM (")));
        pieces.extend(public_documents(&terms, subject));
        pieces.push(Piece::sql(format!(" LIMIT {most}) AS counted")));
    }
    let mut counted: Vec<(i32, i64)> =
        Pieces::<(types::Integer, types::BigInt)>::new(pieces).load(connection)?;
    counted.sort_unstable();
    Ok(counted.into_iter().map(|(_, documents)| documents).collect())
}

/// The words of the vocabulary that have one of these hashes, in order.
pub(crate) fn known(connection: &mut Connection, hashes: &[i64]) -> Result<Vec<String>, StoreError> {
    let query = search_neighbours::table
        .filter(search_neighbours::hash.eq_any(hashes))
        .select(search_neighbours::term)
        .distinct()
        .order(search_neighbours::term)
        .limit(MOST_NEIGHBOURS);
    Ok(query.load(connection)?)
}

/// Under which version of the analysis the documents were written; `None` if they never were.
pub(crate) fn version(connection: &mut Connection) -> Result<Option<i64>, StoreError> {
    Ok(counters::table.find(VERSION).select(counters::value).first(connection).optional()?)
}

/// Notes under which version the documents were written.
pub(crate) fn set_version(connection: &mut Connection, version: i64) -> Result<(), StoreError> {
    diesel::insert_into(counters::table)
        .values((counters::name.eq(VERSION), counters::value.eq(version)))
        .on_conflict(counters::name)
        .do_update()
        .set(counters::value.eq(version))
        .execute(connection)?;
    Ok(())
}

/// The listings after one, by id.
pub(crate) fn listings_after(
    connection: &mut Connection,
    after: Option<ListingId>,
    limit: i64,
) -> Result<Vec<ListingId>, StoreError> {
    let mut query = listings::table.select(listings::id).order(listings::id).limit(limit).into_boxed();
    if let Some(after) = after {
        query = query.filter(listings::id.gt(DbId::from(after)));
    }
    let ids: Vec<DbId> = query.load(connection)?;
    Ok(ids.into_iter().map(ListingId::from).collect())
}

/// The listings of an organization.
pub(crate) fn listings_of(
    connection: &mut Connection,
    organization: OrganizationId,
) -> Result<Vec<ListingId>, StoreError> {
    let query = listings::table
        .filter(listings::organization_id.eq(DbId::from(organization)))
        .select(listings::id)
        .order(listings::id);
    let ids: Vec<DbId> = query.load(connection)?;
    Ok(ids.into_iter().map(ListingId::from).collect())
}

/// The organizations after one, by id, locked.
pub(crate) fn organizations_after(
    connection: &mut Connection,
    after: Option<OrganizationId>,
    limit: i64,
) -> Result<Vec<domain::organization::Organization>, StoreError> {
    use super::organization::row::Row;
    let query = organizations::table.select(Row::as_select()).order(organizations::id).limit(limit);
    let rows: Vec<Row> = match after {
        Some(after) => for_update!(query.filter(organizations::id.gt(DbId::from(after)))).load(connection)?,
        None => for_update!(query).load(connection)?,
    };
    rows.into_iter().map(Row::organization).collect()
}
