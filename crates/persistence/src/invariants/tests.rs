use std::sync::atomic::{AtomicU64, Ordering};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use domain::audit::{Cause, Occasion};
use domain::id::{IdSource, PersonId};
use domain::person::{Person, PersonDraft};
use uuid::Uuid;

use super::*;
use crate::url::DatabaseUrl;

struct Counted(AtomicU64);

impl IdSource for Counted {
    fn next(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)))
    }
}

/// A store with two accounts, and a way to break its rows behind its back.
fn check_both(damage_pg: &str, damage_sqlite: &str, expected: &[(&str, usize)]) {
    let database = testkit::postgres::fresh_database("invariants_empty", |_| {});
    check(&database.url, expected, |url| {
        #[expect(clippy::disallowed_methods, reason = "the store must not notice")]
        PgConnection::establish(url).unwrap().batch_execute(damage_pg).unwrap();
    });
    let folder =
        std::env::temp_dir().join(format!("partact-invariants-{}", database.url.len() ^ rand_name()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("partact.db");
    check(&format!("sqlite:{}", file.display()), expected, |_| {
        #[expect(clippy::disallowed_methods, reason = "the store must not notice")]
        let mut connection = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
        connection.batch_execute(damage_sqlite).unwrap();
    });
    std::fs::remove_dir_all(folder).unwrap();
}

/// A name that no other test of this run draws.
fn rand_name() -> usize {
    use std::hash::{BuildHasher as _, RandomState};
    usize::try_from(RandomState::new().hash_one(std::process::id()) >> 1).unwrap()
}

fn check(url: &str, expected: &[(&str, usize)], damage: impl FnOnce(&str)) {
    let store = Store::open(&url.parse::<DatabaseUrl>().unwrap(), 2).unwrap();
    store.migrate().unwrap();
    let ids = Counted(AtomicU64::new(1));
    let at = "2026-06-08T16:00:00Z".parse().unwrap();
    let occasion = Occasion { at, cause: Cause::System, request_id: None };
    for email in ["ana@ponte.example", "ben@ponte.example"] {
        let draft = PersonDraft::parse(email, "Ana", "fr").unwrap();
        let (person, change) = Person::new(PersonId::next(&ids), draft, None, None, at);
        store.write::<_, StoreError>(&occasion, &ids, |tx| tx.insert_person(&person, &change)).unwrap();
    }
    damage(url);
    let found = store.check_invariants().unwrap();
    let broken: Vec<_> =
        found.iter().filter(|rule| !rule.rows.is_empty()).map(|rule| (rule.name, rule.rows.len())).collect();
    assert_eq!(broken, expected, "{url}: {found:#?}");
}

#[test]
fn sound_rows_break_no_rule() {
    check_both("SELECT 1", "SELECT 1", &[]);
}

#[test]
fn a_change_without_its_entry_shows() {
    let damage = "UPDATE persons SET revision = 2 WHERE email LIKE 'ana%'";
    check_both(damage, damage, &[("revisions", 1)]);
}

#[test]
fn an_altered_entry_shows() {
    check_both(
        "ALTER TABLE audit_entries DISABLE TRIGGER ALL; UPDATE audit_entries SET actor_kind = 'import'",
        "DROP TRIGGER audit_entries_no_update; UPDATE audit_entries SET actor_kind = 'import'",
        &[("audit-chain", 2)],
    );
}

#[test]
fn a_lost_event_shows() {
    let damage = "DELETE FROM outbox_events WHERE sequence = 1";
    check_both(damage, damage, &[("audit-and-outbox", 1)]);
}

#[test]
fn an_idempotency_record_without_its_answer_shows() {
    let (columns, rest) =
        ("(caller_id, method, path, key, fingerprint, created_at)", "'POST', '/v1/listings', 'k'");
    check_both(
        &format!("INSERT INTO idempotency_records {columns} SELECT id, {rest}, '', now() FROM persons"),
        &format!("INSERT INTO idempotency_records {columns} SELECT id, {rest}, x'', 0 FROM persons"),
        &[("idempotency-answers", 2)],
    );
}
