//! Who may do what: every operation of the contract, called by everybody, on what is their own, another's,
//! and their own while their organization is suspended.
//!
//! The operations come from the served document. One without a row in [`policy`] fails the test, and so does
//! a row without an operation.

mod policy;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use testkit::{PASSWORD, Reply, TestApp, on_both_engines};

use crate::call::{Operation, Principal, Situation, World};
use policy::{Access, POLICY, Row};

on_both_engines!(every_cell_is_as_the_policy_says, a_suspended_account_cannot_log_in);

#[test]
fn every_row_has_as_many_cells_as_there_are_principals() {
    for (id, row) in POLICY {
        for line in row.lines {
            assert_eq!(cells(line).len(), Principal::ALL.len(), "{id}: {line}");
        }
    }
}

fn every_cell_is_as_the_policy_says(app: &TestApp) {
    let operations = Operation::all(app);
    let policy = rows();
    let served: BTreeSet<_> = operations.iter().map(|operation| operation.id.as_str()).collect();
    let ruled: BTreeSet<_> = policy.keys().copied().collect();
    let gaps: Vec<_> = served.symmetric_difference(&ruled).collect();
    assert!(
        gaps.is_empty(),
        "operations without a row in the policy, or rows without an operation: {gaps:?}"
    );

    let world = World::open(app);
    let (mut tried, mut wrong) = (0, Vec::new());
    for operation in &operations {
        let row = policy[operation.id.as_str()];
        check_description(operation, row.access);
        for (situation, line) in Situation::ALL.into_iter().zip(row.lines) {
            let found = found(&world, operation, situation);
            tried += found.len();
            if found != cells(line) {
                let (found, line) = (grouped(&found), grouped(&cells(line)));
                wrong.push(format!("{} {situation:?}: {found} instead of {line}", operation.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{} lines of the matrix are wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(tried, operations.len() * Principal::ALL.len() * Situation::ALL.len(), "every cell is tried");
    println!(
        "{tried} cells: {} operations, {} principals, {} situations",
        operations.len(),
        Principal::ALL.len(),
        Situation::ALL.len()
    );
}

fn a_suspended_account_cannot_log_in(app: &TestApp) {
    let world = World::open(app);
    let banned = world.login(Principal::Banned).unwrap();
    let credentials = json!({"email": banned.email, "password": PASSWORD});
    app.client().post("/v1/auth/sessions", &credentials).expect_problem(401, "credentials-wrong");
}

/// What the row says is also what the document says.
fn check_description(operation: &Operation, access: Access) {
    assert_eq!(operation.access, access.code(), "{}", operation.id);
    let security = match access {
        Access::Public => json!([]),
        Access::Visitor => json!([{}, {"bearer": []}]),
        _ => json!([{"bearer": []}]),
    };
    assert_eq!(operation.described["security"], security, "{}", operation.id);
}

/// One line of the matrix, as it is. What changes something gets something fresh to change each time.
fn found(world: &World<'_>, operation: &Operation, situation: Situation) -> Vec<char> {
    let mut call = world.prepare(operation, situation);
    let mut line = Vec::new();
    for principal in Principal::ALL {
        let reply = call.send(operation, &world.client_for(&call, principal));
        line.push(cell(&reply, call.shows.as_deref()));
        if reply.status < 300 && !operation.reads() {
            call = world.prepare(operation, situation);
        }
    }
    line
}

/// An answer as a cell of the matrix.
fn cell(reply: &Reply, shows: Option<&str>) -> char {
    let code = reply.body.get("code").and_then(Value::as_str).unwrap_or_default();
    match (reply.status, code) {
        (200..300, _) if shows.is_some_and(|shows| !reply.text.contains(shows)) => '0',
        (200..300, _) => '+',
        (401, "unauthenticated") => '1',
        (403, "member-only" | "representative-only" | "owner-only" | "staff-only" | "organizer-only") => '3',
        (404, "not-found") => '4',
        (409, "organization-not-active" | "invalid-transition" | "case-claimed" | "invitation-invalid") => {
            '9'
        }
        _ => panic!("neither allowed nor refused for want of a right: {reply:?}"),
    }
}

fn rows() -> BTreeMap<&'static str, Row> {
    let rows: BTreeMap<_, _> = POLICY.iter().copied().collect();
    assert_eq!(rows.len(), POLICY.len(), "an operation has two rows");
    rows
}

fn cells(line: &str) -> Vec<char> {
    line.chars().filter(|cell| *cell != ' ').collect()
}

/// The cells as the policy writes them: without a login, members, a stranger, staff.
fn grouped(cells: &[char]) -> String {
    let mut text: String = cells.iter().collect();
    for place in [8, 7, 4] {
        text.insert(place, ' ');
    }
    text
}
