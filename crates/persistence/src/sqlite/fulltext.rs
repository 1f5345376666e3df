//! How SQLite is asked for words: FTS5, whose tokenizer finds what was analysed before.

use search::{Asked, Match, Zone};

use crate::search::{Piece, Subject};

/// The real table, as `every`, while its name stands for what was found of it.
///
/// Each hit leads to its row by the primary key, and that is said: without statistics SQLite would rather walk all
/// published listings of the week for every hit.
pub(crate) fn every(table: &str) -> String {
    format!("main.{table} AS every INDEXED BY sqlite_autoindex_{table}_1")
}

/// The values of a JSON array of texts, as a row source of one column.
pub(crate) const TEXTS_OF_JSON: &str = "(SELECT value AS term FROM json_each($1)) AS given";

/// `SELECT subject, score` of what is found. Driven from the index: each tier is one walk through it.
pub(crate) fn hits(asked: &Asked, subject: Subject) -> Vec<Piece> {
    let (groups, column) = (asked.groups(), subject.column());
    let mut sql = vec![Piece::sql(format!(
        "SELECT documents.{column} AS subject, found.score FROM (SELECT doc, sum(score) AS score FROM (\
            SELECT doc, word, max(score) AS score FROM ("
    ))];
    let mut first = true;
    for (word, group) in groups.iter().enumerate() {
        for tier in &group.tiers {
            let union = if first { "" } else { " UNION ALL " };
            first = false;
            let score = tier.weight * group.rarity;
            sql.push(Piece::sql(format!(
                "{union}SELECT rowid AS doc, {word} AS word, {score} AS score FROM search_index \
                 WHERE search_index MATCH "
            )));
            let terms = any_of(&tier.any_of);
            sql.push(Piece::Bind(match tier.zone {
                Zone::Title => format!("title : ({terms})"),
                Zone::Anywhere => terms,
            }));
        }
    }
    sql.push(Piece::sql(format!(
        ") GROUP BY doc, word) GROUP BY doc HAVING count(*) >= {}) AS found \
         CROSS JOIN search_documents AS documents ON documents.doc = found.doc \
         WHERE documents.{column} IS NOT NULL",
        asked.least()
    )));
    sql
}

/// `SELECT` of the public documents that have one of these terms.
pub(crate) fn public_documents(terms: &[Match], subject: Subject) -> Vec<Piece> {
    let column = subject.column();
    vec![
        Piece::sql(
            "SELECT 1 FROM search_index CROSS JOIN search_documents ON search_documents.doc = search_index.rowid \
             WHERE search_index MATCH ",
        ),
        Piece::Bind(any_of(terms)),
        Piece::sql(format!(" AND search_documents.is_public AND search_documents.{column} IS NOT NULL")),
    ]
}

/// Terms have letters, digits and underscores only, so that nothing in them has to be escaped.
fn any_of(terms: &[Match]) -> String {
    let one = |Match { term, prefix }: &Match| format!("\"{term}\"{}", if *prefix { " *" } else { "" });
    terms.iter().map(one).collect::<Vec<_>>().join(" OR ")
}

#[cfg(test)]
mod tests {
    use diesel::dsl::sql;
    use diesel::prelude::*;
    use diesel::sql_types::{Bool, Text};
    use diesel::sqlite::Sqlite;
    use search::Phrase;
    use uuid::Uuid;

    use super::super::queries::search::Narrowed;
    use super::super::schema::{listings, organizations};
    use super::super::values::DbId;
    use super::*;
    use crate::migration;

    #[derive(QueryableByName)]
    struct Step {
        #[diesel(sql_type = Text)]
        detail: String,
    }

    /// How SQLite goes from what was found to the rows of the table.
    fn way(connection: &mut SqliteConnection, statement: &str) -> Vec<String> {
        let steps: Vec<Step> =
            diesel::sql_query(format!("EXPLAIN QUERY PLAN {statement}")).load(connection).unwrap();
        steps.into_iter().map(|step| step.detail).filter(|detail| detail.contains("every")).collect()
    }

    /// Conditions that have an index of their own do not lead away from the hits.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "a database of its own")]
    fn each_hit_is_read_by_its_id() {
        let mut connection = SqliteConnection::establish(":memory:").unwrap();
        migration::sqlite(&mut connection).unwrap();
        let phrase = Phrase::parse("chaises");
        let asked = Asked::new(phrase.clone(), phrase.freeze(&[5], &[]));
        let id = DbId(Uuid::nil());
        macro_rules! check {
            ($subject:expr, $query:expr) => {{
                let narrowed = Narrowed::new(Some(&asked), $subject, $query);
                let statement = diesel::debug_query::<Sqlite, _>(&narrowed).to_string();
                let by_id =
                    format!("SEARCH every USING INDEX sqlite_autoindex_{}_1 (id=?)", $subject.table());
                assert_eq!(way(&mut connection, &statement), [by_id], "{statement}");
            }};
        }
        let published =
            sql::<Bool>("listings.status = 'published'").and(listings::published_at.is_not_null());
        // With their organizations, as on a page: without them the planner is right by itself.
        let of_week = listings::table.inner_join(organizations::table).filter(published);
        let of_week = of_week.filter(listings::exchange_week_id.eq(id));
        check!(Subject::Listing, of_week.select((listings::id, listings::title, organizations::kind)));
        let owned = listings::table.filter(listings::organization_id.eq(id));
        check!(Subject::Listing, owned.select((listings::id, listings::title)));
        let named = organizations::table.filter(organizations::reference.eq("C01"));
        check!(Subject::Organization, named.select((organizations::id, organizations::name)));
    }
}
