//! What is stored, read from outside: without our own code.

use diesel::prelude::*;
use diesel::sql_types::Text;
use testkit::{Engine, TestApp};

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    what: String,
}

/// Asks the database for one column of text.
type Asking = dyn FnMut(&str) -> Vec<String>;

/// Every table with all its rows as text, read without our own code.
#[expect(clippy::disallowed_methods, reason = "what is stored is looked at from outside")]
pub(crate) fn dump(app: &TestApp) -> Vec<(String, String)> {
    let url = app.database_url();
    let mut lines: Box<Asking> = match app.engine() {
        Engine::Sqlite => {
            let mut connection = SqliteConnection::establish(url.trim_start_matches("sqlite:")).unwrap();
            Box::new(move |sql| texts(diesel::sql_query(sql).load(&mut connection)))
        }
        Engine::PostgreSql => {
            let mut connection = PgConnection::establish(&url).unwrap();
            Box::new(move |sql| texts(diesel::sql_query(sql).load(&mut connection)))
        }
    };
    let (tables, row) = match app.engine() {
        Engine::Sqlite => (
            "SELECT name AS what FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' \
             AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name",
            None,
        ),
        Engine::PostgreSql => (
            "SELECT tablename::text AS what FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename",
            Some("t::text"),
        ),
    };
    let found: Vec<String> = lines(tables);
    assert!(found.len() > 15, "{found:?}");
    let of_table = |table: String| {
        let row = row.map_or_else(
            || {
                let columns = lines(&format!("SELECT name AS what FROM pragma_table_info('{table}')"));
                let quoted: Vec<_> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
                quoted.join(" || ',' || ")
            },
            str::to_owned,
        );
        let rows = lines(&format!("SELECT {row} AS what FROM \"{table}\" AS t"));
        (table, rows.join("\n"))
    };
    found.into_iter().map(of_table).collect()
}

fn texts(lines: QueryResult<Vec<Line>>) -> Vec<String> {
    lines.unwrap().into_iter().map(|line| line.what).collect()
}
