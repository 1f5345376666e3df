//! The negative control: the same race, against a store whose guards are gone, is lost; and no program that is
//! shipped can be built so.

use std::process::Command;

use app::Ctx;
use testkit::{Engine, TestApp};

use super::cases::last_units;
use super::ground::Ground;
use super::hammer::CLIENTS;

#[test]
fn without_guards_too_many_win_on_sqlite() {
    check(Engine::Sqlite);
}

#[test]
fn without_guards_too_many_win_on_postgresql() {
    check(Engine::PostgreSql);
}

fn check(engine: Engine) {
    let app = TestApp::start(engine);
    let store = app.ctx.store.clone().without_guards().unwrap();
    let server = app.server_over(Ctx { store, ..app.ctx.clone() });
    let ground = Ground::open(&app, |login, _| server.client_of(login));

    let verdict = last_units(&ground, 1);
    assert_eq!((verdict.won, verdict.refused), (CLIENTS, 0), "{verdict:#?}");
    assert!(verdict.wrong.iter().any(|wrong| wrong == "winners: 32 instead of 1"), "{verdict:#?}");

    let findings = app.ctx.store.check_invariants().unwrap();
    let broken: Vec<_> = findings.iter().filter(|finding| !finding.rows.is_empty()).collect();
    assert!(matches!(broken.as_slice(), [only] if only.name == "claims"), "{broken:#?}");
}

#[test]
fn what_is_shipped_has_its_guards() {
    let server = features(&["--package", "partact-server", "--edges", "normal,build,features"]);
    assert!(server.contains("partact-persistence"), "{server}");
    assert!(!server.contains("sabotage"), "{server}");
    // The same question about these tests is answered with yes.
    let journeys = features(&["--package", "partact-journeys", "--edges", "normal,dev,features"]);
    assert!(journeys.contains("sabotage"), "{journeys}");
}

/// What a package is built of, with the features that are asked for.
fn features(arguments: &[&str]) -> String {
    let tree = Command::new(env!("CARGO")).args(["tree", "--locked", "--offline"]).args(arguments).output();
    let tree = tree.unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    String::from_utf8(tree.stdout).unwrap()
}
