//! The two schemas are one: the same tables, columns, keys, indexes and names. And they come and go.

use std::collections::BTreeSet;

use partact_persistence::{Store, StoreError};

use crate::kit::*;

/// The parts of a schema, one sorted line each.
fn catalog(bench: &Bench) -> BTreeSet<String> {
    let queries = match bench.engine {
        Engine::PostgreSql => POSTGRESQL,
        Engine::Sqlite => SQLITE,
    };
    let lines = queries.iter().flat_map(|sql| bench.rows(sql));
    lines.filter(|line| !line.contains("__diesel")).map(|line| canonical(&line)).collect()
}

/// How words are found is each engine's own: two columns and an index by GIN there, a virtual table and what
/// keeps it in step here. They are left out; tests compare what is found.
///
/// The same word for the same thing: types by concept, predicates without the engine's dress.
fn canonical(line: &str) -> String {
    let Some((head, rest)) = line.split_once(": ") else { return line.to_owned() };
    if head.starts_with("column") {
        let (kind, null) = rest.split_once(' ').unwrap();
        let kind = match kind {
            "uuid" | "bytea" | "blob" => "blob",
            "timestamptz" | "int8" | "int4" | "bool" | "integer" => "integer",
            "jsonb" | "text" | "date" => "text",
            other => panic!("a type of no concept: {other}"),
        };
        return format!("{head}: {kind} {null}");
    }
    // PostgreSQL keeps a list of choices as an array.
    let predicate = rest.replace("::text", "").replace("= ANY (ARRAY", "IN (");
    let predicate = predicate.replace(['(', ')', '[', ']', '\n'], " ");
    format!("{head}: {}", predicate.split_whitespace().collect::<Vec<_>>().join(" "))
}

const POSTGRESQL: &[&str] = &[
    "SELECT 'column ' || c.relname || '.' || a.attname || ': ' || t.typname || \
        CASE WHEN a.attnotnull THEN ' not null' ELSE ' null' END AS what \
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid \
     JOIN pg_namespace n ON n.oid = c.relnamespace \
     WHERE n.nspname = 'public' AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND t.typname <> 'tsvector'",
    "SELECT 'key ' || c.relname || ': ' || string_agg(a.attname, ' ' ORDER BY k.place) AS what \
     FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
     CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attnum, place) \
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum \
     WHERE n.nspname = 'public' AND i.indisprimary GROUP BY c.relname",
    "SELECT 'index ' || x.relname || CASE WHEN i.indisunique THEN ' unique' ELSE '' END || ' on ' || c.relname || \
        ' ' || string_agg(a.attname, ' ' ORDER BY k.place) || ': ' || \
        coalesce(pg_get_expr(i.indpred, i.indrelid), '') AS what \
     FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid \
     JOIN pg_namespace n ON n.oid = c.relnamespace \
     CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attnum, place) \
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum \
     JOIN pg_am m ON m.oid = x.relam \
     WHERE n.nspname = 'public' AND NOT i.indisprimary AND m.amname <> 'gin' \
     GROUP BY x.relname, i.indisunique, c.relname, i.indpred, i.indrelid",
    "SELECT 'check ' || conname AS what FROM pg_constraint \
     WHERE contype = 'c' AND connamespace = 'public'::regnamespace",
    "SELECT 'reference ' || c.relname || '.' || a.attname || ' to ' || f.relname AS what \
     FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class f ON f.oid = k.confrelid \
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1] WHERE k.contype = 'f'",
    "SELECT 'trigger ' || tgname AS what FROM pg_trigger WHERE NOT tgisinternal",
];

const SQLITE: &[&str] = &[
    "SELECT 'column ' || m.name || '.' || c.name || ': ' || lower(c.type) || \
        iif(c.\"notnull\" OR c.pk > 0, ' not null', ' null') AS what \
     FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'search_index%'",
    "SELECT 'key ' || name || ': ' || group_concat(field, ' ') AS what FROM \
        (SELECT m.name, c.name AS field FROM sqlite_schema m, pragma_table_info(m.name) c \
         WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'search_index%' AND c.pk > 0 ORDER BY m.name, c.pk) GROUP BY name",
    "SELECT 'index ' || name || iif(is_unique, ' unique', '') || ' on ' || tbl_name || ' ' || \
        group_concat(field, ' ') || ': ' || iif(instr(sql, 'WHERE'), substr(sql, instr(sql, 'WHERE') + 6), '') \
        AS what FROM \
        (SELECT i.name, i.tbl_name, i.sql, l.\"unique\" AS is_unique, c.name AS field \
         FROM sqlite_schema i, pragma_index_list(i.tbl_name) l, pragma_index_info(i.name) c \
         WHERE i.type = 'index' AND i.sql IS NOT NULL AND l.name = i.name ORDER BY i.name, c.seqno) \
     GROUP BY name, tbl_name, sql, is_unique",
    "WITH RECURSIVE checks (rest, name) AS ( \
        SELECT sql, NULL FROM sqlite_schema WHERE type = 'table' \
        UNION ALL \
        SELECT substr(rest, instr(rest, 'CONSTRAINT ') + 11), \
            substr(substr(rest, instr(rest, 'CONSTRAINT ') + 11), 1, \
                min(instr(substr(rest, instr(rest, 'CONSTRAINT ') + 11), ' '), \
                    instr(substr(rest, instr(rest, 'CONSTRAINT ') + 11) || char(10), char(10))) - 1) \
        FROM checks WHERE instr(rest, 'CONSTRAINT ') > 0) \
     SELECT 'check ' || name AS what FROM checks WHERE name IS NOT NULL",
    "SELECT 'reference ' || m.name || '.' || f.\"from\" || ' to ' || f.\"table\" AS what \
     FROM sqlite_schema m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
    "SELECT 'trigger ' || name AS what FROM sqlite_schema WHERE type = 'trigger' AND name NOT LIKE 'search_documents_%'",
];

#[test]
fn the_schemas_are_the_same() {
    // One test of both: a difference shows as what the one has and the other has not.
    use std::sync::Mutex;
    static CATALOGS: Mutex<Vec<BTreeSet<String>>> = Mutex::new(Vec::new());
    for engine in [Engine::PostgreSql, Engine::Sqlite] {
        run(engine, |bench| CATALOGS.lock().unwrap().push(catalog(bench)));
    }
    let catalogs = CATALOGS.lock().unwrap();
    let [postgresql, sqlite] = catalogs.as_slice() else { panic!("two catalogs") };
    let only = |one: &BTreeSet<String>, other: &BTreeSet<String>| -> Vec<String> {
        one.difference(other).cloned().collect()
    };
    assert!(postgresql.len() > 250, "{} parts", postgresql.len());
    assert_eq!((only(postgresql, sqlite), only(sqlite, postgresql)), (vec![], vec![]));
}

on_both! {
    fn migrations_go_up_and_down_and_up(bench: &Bench) {
        let before = catalog(bench);
        assert_eq!(bench.store.migrate().unwrap(), Vec::<String>::new(), "there is nothing to do");
        assert_eq!(bench.store.revert().unwrap().len(), migrations());
        let left: Vec<_> = catalog(bench).into_iter().collect();
        assert_eq!(left, Vec::<String>::new());
        assert_eq!(bench.store.migrate().unwrap().len(), migrations());
        assert_eq!(catalog(bench), before);
    }

    fn two_servers_may_start_at_once(bench: &Bench) {
        bench.store.revert().unwrap();
        let start = || connect(&bench.url).migrate();
        let ran: Vec<Result<Vec<String>, StoreError>> = match bench.engine {
            Engine::PostgreSql => std::thread::scope(|scope| {
                let servers = [(); 4].map(|()| scope.spawn(start));
                servers.into_iter().map(|server| server.join().unwrap()).collect()
            }),
            // A file belongs to one server.
            Engine::Sqlite => vec![bench.store.migrate()],
        };
        let ran: usize = ran.into_iter().map(|ran| ran.unwrap().len()).sum();
        assert_eq!(ran, migrations());
    }

    fn the_audit_log_is_append_only(bench: &Bench) {
        crate::cast::person(bench, "Ana", None);
        for sql in ["UPDATE audit_entries SET action = 'x'", "DELETE FROM audit_entries"] {
            let refused = bench.execute(sql).unwrap_err();
            assert!(refused.contains("append"), "{refused}");
        }
        assert_eq!((bench.count("audit_entries"), bench.count("outbox_events")), (1, 1));
    }
}

/// How many migrations there are.
fn migrations() -> usize {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations/sqlite");
    std::fs::read_dir(folder).unwrap().count()
}

#[test]
fn a_store_is_shared_by_its_clones() {
    fn shared<T: Clone + Send + Sync>() {}
    shared::<Store>();
}
