//! The data map, `docs/data-map.tsv`: every column of the schema says what kind of data it holds, what becomes of it
//! when a person is erased, and how long it is kept. A new column cannot be forgotten, and none that is gone stays.

use std::collections::{BTreeMap, BTreeSet};

use crate::kit::*;

const MAP: &str = include_str!("../../../../docs/data-map.tsv");

/// What a column may hold, and what erasure may do to it: nothing that says who somebody was stays.
const KINDS: [(&str, &[&str]); 6] = [
    ("technical", &["-", "deleted"]),
    ("organization", &["-"]),
    // The id of a person: without the account it says nothing.
    ("pseudonym", &["stays", "deleted"]),
    ("person", &["deleted", "blanked", "replaced"]),
    // What somebody wrote; it may speak of people.
    ("text", &["stays", "deleted", "blanked"]),
    ("secret", &["-", "deleted", "blanked"]),
];

/// The columns of the map by table.
fn mapped() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut tables: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for line in MAP.lines().skip(1) {
        let [table, column, kind, erasure, kept] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("five columns: {line}")
        };
        let allowed = KINDS.iter().find(|(name, _)| *name == kind);
        let (_, allowed) = allowed.unwrap_or_else(|| panic!("a kind of data: {line}"));
        assert!(allowed.contains(&erasure), "what erasure does to {kind}: {line}");
        assert!(!kept.is_empty(), "how long it is kept: {line}");
        assert!(tables.entry(table).or_default().insert(column), "twice: {line}");
    }
    tables
}

on_both! {
    fn every_column_is_in_the_data_map(bench: &Bench) {
        let sql = match bench.engine {
            Engine::PostgreSql => "SELECT table_name || '.' || column_name AS what \
                FROM information_schema.columns WHERE table_schema = 'public' AND is_generated = 'NEVER'",
            Engine::Sqlite => "SELECT m.name || '.' || c.name AS what \
                FROM sqlite_schema m, pragma_table_info(m.name) c \
                WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'search_index%'",
        };
        let (mapped, mut stored) = (mapped(), BTreeMap::<String, BTreeSet<String>>::new());
        for name in bench.rows(sql).iter().filter(|name| !name.starts_with("__diesel")) {
            let (table, column) = name.split_once('.').unwrap();
            stored.entry(table.to_owned()).or_default().insert(column.to_owned());
        }
        assert!(stored.len() > 15, "{stored:?}");
        let mut faults = Vec::new();
        for table in mapped.keys().copied().chain(stored.keys().map(String::as_str)).collect::<BTreeSet<_>>() {
            let said = mapped.get(table).cloned().unwrap_or_default();
            let columns = stored.get(table).into_iter().flatten().map(String::as_str).collect::<BTreeSet<_>>();
            faults.extend(columns.difference(&said).map(|column| format!("{table}.{column} is not in the map")));
            faults.extend(said.difference(&columns).map(|column| format!("{table}.{column} is not stored")));
        }
        assert!(faults.is_empty(), "docs/data-map.tsv:\n{}", faults.join("\n"));
    }
}
