//! What takes an idempotency key happens once.

use serde_json::{Value, json};
use testkit::{Reply, TestApp, on_both_engines};

use super::{everything, taking, told};
use crate::call::{Call, Operation, Principal, Situation, World};

on_both_engines!(what_is_sent_twice_happens_once);

fn what_is_sent_twice_happens_once(app: &TestApp) {
    let world = World::open(app);
    for operation in taking(app, "header", "Idempotency-Key") {
        a_key_is_needed(&world, &operation);
        a_refusal_is_not_kept(&world, &operation);
        a_replay_says_the_same(&world, &operation);
        a_key_is_the_callers_own(&world, &operation);
    }
}

fn a_key_is_needed(world: &World<'_>, operation: &Operation) {
    let call = world.prepare(operation, Situation::Own);
    let client = world.client(call.by);
    let before = everything(world);
    let bare = || call.request_without(operation, &client, "Idempotency-Key");
    bare().send().expect_problem(400, "idempotency-key-missing");
    for key in ["", "two words", &"k".repeat(256), "Schlüssel"] {
        bare().header("idempotency-key", key).send().expect_problem(400, "idempotency-key-missing");
    }
    let twice = bare().header("idempotency-key", "one").header("idempotency-key", "two");
    twice.send().expect_problem(400, "idempotency-key-missing");
    assert_eq!(everything(world), before, "{}", operation.id);
}

fn a_refusal_is_not_kept(world: &World<'_>, operation: &Operation) {
    let call = world.prepare(operation, Situation::Own);
    let client = world.client(call.by);
    let before = everything(world);
    for refused in refused(world, operation, &call) {
        let reply = refused.send(operation, &client);
        assert!((400..500).contains(&reply.status), "{reply:?}");
        assert_eq!(everything(world), before, "{}", operation.id);
    }
    let reply = succeed(operation, &call, &client);
    assert_eq!(reply.header("idempotency-replayed"), None, "{reply:?}");
}

/// The call with something wrong: in its form, and in a way that only the command finds out.
fn refused(world: &World<'_>, operation: &Operation, call: &Call) -> Vec<Call> {
    if let Some((_, body)) = &call.raw {
        return vec![Call { raw: Some(("text/plain", body.clone())), ..call.clone() }];
    }
    let with = |member: &str, value: Value| {
        let mut call = call.clone();
        call.body.as_mut().unwrap()[member] = value;
        call
    };
    let mut refused = vec![with("colour", json!("red"))];
    if operation.takes("header", "If-Match") {
        refused.push(Call { etag: Some("\"99-00000000\"".to_owned()), ..call.clone() });
    }
    if call.body.as_ref().is_some_and(|body| body["organization_id"].is_string()) {
        refused.push(with("organization_id", json!(world.other.organization.to_string())));
    }
    refused
}

fn a_replay_says_the_same(world: &World<'_>, operation: &Operation) {
    let call = world.prepare(operation, Situation::Own);
    let client = world.client(call.by);
    let first = succeed(operation, &call, &client);
    assert_eq!(first.header("idempotency-replayed"), None, "{first:?}");
    let after = everything(world);
    for _ in 0..2 {
        let again = call.send(operation, &client);
        assert_eq!(told(&again), told(&first), "{}", operation.id);
        assert_eq!(again.header("idempotency-replayed"), Some("true"), "{again:?}");
    }
    for other in refused(world, operation, &call) {
        // A stale tag under the same key is the same request: it was done.
        if call.raw.is_none()
            && other.body != call.body
            && other.body.as_ref().is_none_or(|body| body.get("colour").is_none())
        {
            other.send(operation, &client).expect_problem(422, "idempotency-key-reused");
        }
    }
    let mut other = call.clone();
    match (&mut other.body, &mut other.raw) {
        (Some(body), _) => reword(body),
        (None, Some((_, body))) => body.push('\n'),
        (None, None) => panic!("{} has no body", operation.id),
    }
    other.send(operation, &client).expect_problem(422, "idempotency-key-reused");
    assert_eq!(everything(world), after, "{}: nothing happens twice", operation.id);
}

/// Another good body.
fn reword(body: &mut Value) {
    let member =
        ["contact_email", "email", "granted_on", "message", "place", "terms_revision", "note", "alt_text"]
            .into_iter()
            .find(|name| {
                let there = body.get(*name);
                there.is_some()
            });
    match member {
        Some("contact_email") => body["contact_email"] = json!("other@club.example"),
        Some("email") => body["email"] = json!("other@guests.example"),
        Some("granted_on") => body["granted_on"] = json!("2024-02-01"),
        Some("message") => body["message"] = json!("Another word."),
        Some("alt_text") => body["alt_text"] = json!("Huit chaises"),
        Some("place") => body["place"] = json!("wiltz"),
        Some("note") => body["note"] = json!("Other words."),
        Some(_) => body["terms_revision"] = json!(2),
        None => panic!("no other words for {body}"),
    }
}

fn a_key_is_the_callers_own(world: &World<'_>, operation: &Operation) {
    let first = world.prepare(operation, Situation::Own);
    succeed(operation, &first, &world.client(first.by));
    let call = Call { key: first.key, ..world.prepare(operation, Situation::Own) };
    let another = if operation.access == "staff" { Principal::Organizer } else { Principal::Coordinator };
    let reply = succeed(operation, &call, &world.client(another));
    assert_eq!(reply.header("idempotency-replayed"), None, "{reply:?}");
}

fn succeed(operation: &Operation, call: &Call, client: &testkit::Client) -> Reply {
    let reply = call.send(operation, client);
    assert!((200..300).contains(&reply.status), "{reply:?}");
    reply
}
