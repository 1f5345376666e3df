//! Whoever guesses waits longer and longer; the owner does not.

use jiff::SignedDuration;
use serde_json::json;
use testkit::{Engine, Options, PASSWORD, Reply, TestApp};

use super::{OTHER, ana, ask_for_reset, comparable, only_mail};

/// A service that believes the test about where its requests come from.
fn service(engine: Engine) -> TestApp {
    TestApp::start_with(
        engine,
        Options { settings: &[("trusted_proxies", "127.0.0.1")], ..Options::default() },
    )
}

fn log_in_from(app: &TestApp, address: &str, email: &str, password: &str) -> Reply {
    let body = json!({"email": email, "password": password});
    let client = app.client();
    client.request("POST", "/v1/auth/sessions").header("x-forwarded-for", address).json(&body).send()
}

/// Guesses from a new address each time, until it is slowed down. How often it could, and the answer then.
fn guess(app: &TestApp, net: &str, email: &str) -> (usize, Reply) {
    for n in 0..50 {
        let reply = log_in_from(app, &format!("{net}.{n}"), email, OTHER);
        if reply.status != 401 {
            return (usize::from(u8::try_from(n).unwrap()), reply);
        }
    }
    panic!("nobody stops it");
}

fn check(engine: Engine) {
    let app = service(engine);
    let ana = ana(&app);
    log_in_from(&app, "192.0.2.1", &ana.email, PASSWORD).expect(201);

    let (tries, refused) = guess(&app, "198.51.100", &ana.email);
    refused.clone().expect_problem(429, "too-many-requests");
    assert_eq!(refused.header("retry-after"), Some("1"));
    let (others, unknown) = guess(&app, "203.0.113", "nobody@bourse.example");
    assert_eq!((tries, comparable(&refused)), (others, comparable(&unknown)), "the same for both");

    // Not even the right password is looked at now, but from where the owner came before it is.
    log_in_from(&app, "198.51.100.200", &ana.email, PASSWORD).expect_problem(429, "too-many-requests");
    log_in_from(&app, "192.0.2.1", &ana.email, PASSWORD).expect(201);
    // The longest wait is a minute.
    for _ in 0..12 {
        app.clock.advance(SignedDuration::from_secs(60));
        log_in_from(&app, "198.51.100.201", &ana.email, OTHER).expect_problem(401, "credentials-wrong");
    }
    let reply = log_in_from(&app, "198.51.100.202", &ana.email, OTHER);
    assert_eq!(reply.header("retry-after"), Some("60"));
    // An owner on the way proves by mail that they are, and is known there from then on.
    ask_for_reset(&app, &ana.email).expect(202);
    let mail = only_mail(&app, &ana.email);
    let body = json!({"token": mail.code(), "new_password": "acht Reiher lesen Zeitung"});
    let client = app.client();
    let reset = client.request("POST", "/v1/auth/password-resets").header("x-forwarded-for", "192.0.2.77");
    reset.json(&body).send().expect(204);
    guess(&app, "198.51.101", &ana.email);
    log_in_from(&app, "192.0.2.77", &ana.email, "acht Reiher lesen Zeitung").expect(201);
    app.check_invariants();
}

#[test]
fn an_account_is_not_guessed_on_sqlite() {
    check(Engine::Sqlite);
}

#[test]
fn an_account_is_not_guessed_on_postgresql() {
    check(Engine::PostgreSql);
}

/// One place that tries many accounts waits too, and many logins that are right are no guesses.
#[test]
fn a_place_is_slowed_down_by_its_failures_only() {
    let app = service(Engine::Sqlite);
    let ana = ana(&app);
    for _ in 0..25 {
        log_in_from(&app, "192.0.2.1", &ana.email, PASSWORD).expect(201);
    }
    let mut tries = 0;
    while log_in_from(&app, "192.0.2.1", &format!("n{tries}@bourse.example"), OTHER).status == 401 {
        tries += 1;
    }
    assert_eq!(tries, 21);
    log_in_from(&app, "192.0.2.2", "n0@bourse.example", OTHER).expect_problem(401, "credentials-wrong");
    log_in_from(&app, "192.0.2.1", &ana.email, PASSWORD).expect(201);
}

/// The counts are in the database: a guesser who goes from server to server gains nothing.
#[test]
fn servers_count_together() {
    let app = service(Engine::PostgreSql);
    let ana = ana(&app);
    let other = app.another_server();
    guess(&app, "198.51.100", &ana.email);
    let body = json!({"email": ana.email, "password": PASSWORD});
    other.client().post("/v1/auth/sessions", &body).expect_problem(429, "too-many-requests");
}
