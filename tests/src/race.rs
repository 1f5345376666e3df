//! Races for the last unit, over HTTP: 32 clients at once, on both databases, with one server and with three
//! server processes on one PostgreSQL. The winners are counted, and what the losers are told is checked.
//!
//! A few rounds run with the other tests, each with the machine for itself. `PARTACT_HAMMER=10000` asks for at
//! least so many racing commands a database (`just hammer`). The checks are checked themselves: a store without
//! its guards must fail them.

mod cases;
mod ground;
pub(crate) mod hammer;
mod moderating;
mod processes;
mod sabotage;

use std::sync::Arc;
use std::time::Instant;

use testkit::{Client, Engine, TestApp};

use cases::CASES;
use ground::Ground;
use hammer::{CLIENTS, Verdict};
use processes::{Logins, Process};

/// Racing commands of each test, if nothing else is asked for: two rounds.
const QUICK: usize = 2 * CASES.len() * CLIENTS;

#[test]
fn heavy_on_sqlite() {
    let app = TestApp::start(Engine::Sqlite);
    let ground = Ground::open(&app, |login, _| app.client_of(login));
    race("SQLite, one server", &ground);
}

#[test]
fn heavy_on_postgresql() {
    let app = TestApp::start(Engine::PostgreSql);
    let ground = Ground::open(&app, |login, _| app.client_of(login));
    race("PostgreSQL, one server", &ground);
}

#[test]
fn heavy_with_three_processes_on_one_postgresql() {
    let app = TestApp::start(Engine::PostgreSql);
    app.clock.set(processes::now());
    let servers = [(); 3].map(|()| Process::serve(&app.database_url()));
    // A token that one of them gave holds at the others.
    let logins = Arc::new(Logins::at(servers[0].url()));
    let ground = Ground::open(&app, |login, lane| {
        let (logins, email) = (logins.clone(), login.email.clone());
        Client::new(servers[lane % servers.len()].url()).with_token(move || logins.token(&email))
    });
    race("PostgreSQL, three processes", &ground);
}

/// Runs every case, round after round, and fails with all that was wrong.
fn race(place: &str, ground: &Ground<'_>) {
    let began = Instant::now();
    let wanted = std::env::var("PARTACT_HAMMER").ok().map_or(QUICK, |number| number.parse().unwrap());
    let mut whole = Verdict::default();
    while whole.commands < wanted {
        for (name, case) in CASES {
            whole.add(name, case(ground));
        }
    }
    let Verdict { commands, won, refused, busy, wrong } = whole;
    println!(
        "{place}: {commands} racing commands, {won} won, {refused} refused, {busy} times busy, \
         {} findings, {:.1} s",
        wrong.len(),
        began.elapsed().as_secs_f32()
    );
    assert!(wrong.is_empty(), "{place}: {wrong:#?}");
    ground.app.check_invariants();
}
