//! How SQLite is asked for words: FTS5, whose tokenizer finds what was analysed before.

use search::{Asked, Match, Zone};

use crate::search::{Piece, Subject};

/// Where the real tables are, while a name of theirs stands for what was found of them.
pub(crate) const SCHEMA: &str = "main.";

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
