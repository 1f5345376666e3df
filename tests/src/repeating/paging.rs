//! Lists: their pages, and the cursors that lead from one to the next.

use serde_json::Value;
use testkit::{Client, TestApp, on_both_engines};

use super::taking;
use crate::call::{Call, Operation, Principal, Situation, World};

on_both_engines!(
    small_pages_make_the_large_one,
    a_cursor_holds_where_it_was_given_only,
    unknown_parameters_are_refused,
);

/// Another filter for each list; none where there is none to choose.
fn other_filter(world: &World<'_>, operation: &Operation) -> Option<String> {
    match operation.id.as_str() {
        "list_listings" => Some("direction=offer".to_owned()),
        "list_organizations" => Some("kind=company".to_owned()),
        "list_participations" => Some("status=admitted".to_owned()),
        "list_matches" | "list_agreements" => Some(format!("exchange_week_id={}", world.live.id)),
        "list_moderation_cases" => Some("kind=publication".to_owned()),
        "list_import_rows" => Some("status=refused".to_owned()),
        "list_exchange_weeks"
        | "list_abuse_reports"
        | "get_listing_history"
        | "list_imports"
        | "list_organization_duplicates" => None,
        name => panic!("say another filter of {name}"),
    }
}

/// A call of each list, with at least three things in it.
fn lists(world: &World<'_>) -> Vec<(Operation, Call)> {
    let lists = taking(world.app, "query", "cursor").into_iter().map(|operation| {
        for _ in 0..2 {
            world.prepare(&operation, Situation::Own);
        }
        let call = world.prepare(&operation, Situation::Own);
        (operation, call)
    });
    lists.collect()
}

fn path(operation: &Operation, call: &Call, query: &str) -> String {
    Call { query: query.to_owned(), ..call.clone() }.target(operation)
}

fn small_pages_make_the_large_one(app: &TestApp) {
    let world = World::open(app);
    let client = world.client(Principal::Organizer);
    for (operation, call) in lists(&world) {
        let large = client.get(&path(&operation, &call, "limit=100")).expect(200);
        let all = large.at("/items").as_array().unwrap();
        assert!(all.len() >= 3, "{}", operation.id);
        assert_eq!((large.at("/has_more"), large.at("/next_cursor")), (&Value::Bool(false), &Value::Null));
        assert_eq!(large.header("link"), None);
        for limit in [1, 2] {
            assert_eq!(&walk(&client, &operation, &call, limit), all, "{} by {limit}", operation.id);
        }
        for limit in ["0", "101", "-1", "1.5", "many", "", "99999999999"] {
            let page = client.get(&path(&operation, &call, &format!("limit={limit}")));
            page.expect_problem(400, "query-invalid");
        }
        client.get(&path(&operation, &call, "limit=1&limit=2")).expect_problem(400, "query-invalid");
    }
}

/// All items, from page to page, by the `Link` of each.
fn walk(client: &Client, operation: &Operation, call: &Call, limit: usize) -> Vec<Value> {
    let (mut items, mut next) = (Vec::new(), path(operation, call, &format!("limit={limit}")));
    loop {
        let page = client.get(&next).expect(200);
        let found = page.at("/items").as_array().unwrap();
        assert!(found.len() <= limit);
        items.extend(found.iter().cloned());
        let Some(link) = page.header("link") else {
            assert_eq!(page.at("/has_more"), false);
            return items;
        };
        assert_eq!((page.at("/has_more"), found.len()), (&Value::Bool(true), limit));
        let address = link.strip_prefix('<').and_then(|link| link.strip_suffix(">; rel=\"next\"")).unwrap();
        assert!(address.contains(page.text_at("/next_cursor")), "{link}");
        next = address.to_owned();
    }
}

fn a_cursor_holds_where_it_was_given_only(app: &TestApp) {
    let world = World::open(app);
    let client = world.client(Principal::Organizer);
    let lists = lists(&world);
    let cursor = |(operation, call): &(Operation, Call)| {
        let page = client.get(&path(operation, call, "limit=1")).expect(200);
        page.text_at("/next_cursor").to_owned()
    };
    let cursors: Vec<_> = lists.iter().map(cursor).collect();
    for ((operation, call), own) in lists.iter().zip(&cursors) {
        let ask = |client: &Client, cursor: &str| {
            client.get(&path(operation, call, &format!("limit=2&cursor={cursor}")))
        };
        ask(&client, own).expect(200);
        let mut bad: Vec<String> = cursors.iter().filter(|one| *one != own).cloned().collect();
        bad.extend(changed(own));
        bad.extend(["", "AAAA", "%00", "%C3%BC"].map(str::to_owned));
        for cursor in bad {
            ask(&client, &cursor).expect_problem(400, "cursor-invalid");
        }
        client.get(&path(operation, call, &format!("cursor={}", "A".repeat(1025)))).expect(400);
        if let Some(filter) = other_filter(&world, operation) {
            let filtered = path(operation, call, &format!("limit=2&{filter}&cursor={own}"));
            client.get(&filtered).expect_problem(400, "cursor-invalid");
        }
        let mut others = vec![Principal::Broker, Principal::Owner];
        if operation.access == "visitor" {
            others.push(Principal::Nobody);
        }
        for other in others {
            ask(&world.client(other), own).expect_problem(400, "cursor-invalid");
        }
    }
}

/// The cursor with one character changed, at every fifth place, and cut and grown.
fn changed(cursor: &str) -> Vec<String> {
    let mut all: Vec<String> = (0..cursor.len())
        .step_by(5)
        .map(|place| {
            let other = if cursor[place..].starts_with('B') { "C" } else { "B" };
            format!("{}{other}{}", &cursor[..place], &cursor[place + 1..])
        })
        .collect();
    all.extend([cursor[1..].to_owned(), cursor[..cursor.len() - 1].to_owned(), format!("{cursor}A")]);
    all
}

/// Of all operations, not only of lists.
fn unknown_parameters_are_refused(app: &TestApp) {
    let world = World::open(app);
    for operation in Operation::all(app) {
        let call = world.prepare(&operation, Situation::Own);
        let client = world.client(call.by);
        let odd = Call { query: "colour=red".to_owned(), ..call };
        odd.send(&operation, &client).expect_problem(400, "query-invalid");
    }
}
