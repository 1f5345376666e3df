//! How PostgreSQL is asked for words: `tsvector` and `tsquery`, as they are, without a dictionary.

use search::{Asked, Group, Match, Tier, Zone};

use crate::search::{Piece, Subject};

/// The real table, as `every`, while its name stands for what was found of it.
pub(crate) fn every(table: &str) -> String {
    format!("{table} AS every")
}

/// The values of a JSON array of texts, as a row source of one column.
pub(crate) const TEXTS_OF_JSON: &str = "jsonb_array_elements_text($1::jsonb) AS given (term)";

/// `SELECT subject, score` of what is found.
pub(crate) fn hits(asked: &Asked, subject: Subject) -> Vec<Piece> {
    let (groups, column) = (asked.groups(), subject.column());
    let mut sql = vec![Piece::sql(format!("SELECT {column} AS subject, ("))];
    for (n, group) in groups.iter().enumerate() {
        sql.push(Piece::sql(if n == 0 { "(CASE" } else { " + (CASE" }));
        for tier in &group.tiers {
            let vector = match tier.zone {
                Zone::Title => "in_title",
                Zone::Anywhere => "anywhere",
            };
            sql.push(Piece::sql(format!(" WHEN {vector} @@ ")));
            sql.extend([Piece::Bind(any_of(&tier.any_of)), Piece::sql("::tsquery")]);
            sql.push(Piece::sql(format!(" THEN {}", tier.weight * group.rarity)));
        }
        sql.push(Piece::sql(" ELSE 0 END)"));
    }
    sql.push(Piece::sql(format!(
        ")::bigint AS score FROM search_documents WHERE {column} IS NOT NULL AND anywhere @@ "
    )));
    let all = asked.least() == groups.len();
    let conditions: Vec<String> = groups.iter().map(|group| format!("({})", anywhere(group))).collect();
    sql.extend([Piece::Bind(conditions.join(if all { " & " } else { " | " })), Piece::sql("::tsquery")]);
    if !all {
        for (n, condition) in conditions.into_iter().enumerate() {
            sql.push(Piece::sql(if n == 0 { " AND ((anywhere @@ " } else { " + (anywhere @@ " }));
            sql.extend([Piece::Bind(condition), Piece::sql("::tsquery)::int")]);
        }
        sql.push(Piece::sql(format!(") >= {}", asked.least())));
    }
    sql
}

/// `SELECT` of the public documents that have one of these terms.
pub(crate) fn public_documents(terms: &[Match], subject: Subject) -> Vec<Piece> {
    let column = subject.column();
    vec![
        Piece::sql(format!(
            "SELECT 1 FROM search_documents WHERE {column} IS NOT NULL AND is_public AND anywhere @@ "
        )),
        Piece::Bind(any_of(terms)),
        Piece::sql("::tsquery"),
    ]
}

fn anywhere(group: &Group) -> String {
    let tiers = group.tiers.iter().filter(|tier| tier.zone == Zone::Anywhere);
    tiers.map(|Tier { any_of: terms, .. }| any_of(terms)).collect::<Vec<_>>().join(" | ")
}

/// Terms have letters, digits and underscores only, so that nothing in them has to be escaped.
fn any_of(terms: &[Match]) -> String {
    let one = |Match { term, prefix }: &Match| format!("'{term}'{}", if *prefix { ":*" } else { "" });
    terms.iter().map(one).collect::<Vec<_>>().join(" | ")
}
