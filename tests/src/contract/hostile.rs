//! What a body must not be: each is refused with a problem, by every operation that takes one.

use serde_json::{Value, json};
use testkit::{Reply, TestApp, on_both_engines};

use crate::call::{Call, Operation, Situation, World};

on_both_engines!(bad_bodies_are_refused, bad_texts_are_refused, only_json_is_spoken);

fn bodies(world: &World<'_>) -> Vec<(Operation, Call)> {
    let all = Operation::all(world.app).into_iter();
    let json = |operation: &Operation| {
        operation.described.pointer("/requestBody/content/application~1json").is_some()
    };
    let with_body = all.filter(json);
    with_body
        .map(|operation| {
            let call = world.prepare(&operation, Situation::Own);
            (operation, call)
        })
        .collect()
}

fn send(world: &World<'_>, (operation, call): &(Operation, Call), kind: &str, body: &[u8]) -> Reply {
    let client = world.client(call.by);
    let call = Call { body: None, key: crate::call::key(), ..call.clone() };
    call.request(operation, &client).header("content-type", kind).bytes(body).send()
}

fn bad_bodies_are_refused(app: &TestApp) {
    let world = World::open(app);
    let deep = format!("{}1{}", "[".repeat(5_000), "]".repeat(5_000));
    let deep_member = format!("{{\"a\":{}1{}}}", "{\"a\":".repeat(200), "}".repeat(200));
    let large = format!("{{\"reason\":\"{}\"}}", "x".repeat(70_000));
    let cases: [(&str, &[u8], &[u16]); 13] = [
        ("nothing", b"", &[400]),
        ("half", b"{", &[400]),
        ("not JSON", b"colour=red", &[400]),
        ("trailing", b"{} {}", &[400, 422]),
        ("a list", b"[]", &[400, 422]),
        ("a text", b"\"x\"", &[400, 422]),
        ("null", b"null", &[400, 422]),
        ("no UTF-8", b"{\"a\":\"\xff\xfe\"}", &[400]),
        ("half a pair", b"{\"a\":\"\\ud800\"}", &[400, 422]),
        ("deep lists", deep.as_bytes(), &[400]),
        ("deep members", deep_member.as_bytes(), &[400]),
        ("too large", large.as_bytes(), &[413]),
        ("other members", b"{\"colour\":\"red\"}", &[422]),
    ];
    // What a form must not be is tried with photos.
    for of in bodies(&world).into_iter().filter(|(operation, _)| !operation.takes_form()) {
        for (what, body, expected) in &cases {
            let reply = send(&world, &of, "application/json", body);
            assert!(expected.contains(&reply.status), "{what}: {reply:?}");
            assert_eq!(reply.header("content-type"), Some("application/problem+json"), "{what}: {reply:?}");
        }
    }
}

/// Each text of a good body is replaced by bad ones.
fn bad_texts_are_refused(app: &TestApp) {
    let world = World::open(app);
    let mut tried = 0;
    for (operation, call) in bodies(&world) {
        let client = world.client(call.by);
        for pointer in texts(call.body.as_ref().unwrap(), "") {
            for bad in ["a\0b", "a\u{202e}b", "a\u{7}b", &"x".repeat(20_000)] {
                let mut body = call.body.clone().unwrap();
                *body.pointer_mut(&pointer).unwrap() = json!(bad);
                let bad = Call { body: Some(body), key: crate::call::key(), ..call.clone() };
                let mut reply = bad.send(&operation, &client);
                // Whoever guesses is slowed down; here the clock does the waiting.
                while reply.status == 429 {
                    app.clock.advance(domain::throttle::LONGEST_WAIT);
                    reply = bad.send(&operation, &client);
                }
                let login = operation.id == "create_session" || operation.id == "refresh_session";
                // A secret that is not right is not told from one that cannot be.
                let secret = ["/password", "/refresh_token", "/one_time_code"].contains(&pointer.as_str());
                let refused = match pointer.as_str() {
                    "/token" => reply.status == 409,
                    "/current_password" => reply.status == 401,
                    _ => (login || secret) && matches!(reply.status, 401 | 404),
                };
                // Whoever asks what is wrong with a text is told, and it is no fault to ask.
                let told = operation.id == "check_texts" && reply.body["severity"] == "refused";
                assert!(reply.status == 422 || told || refused, "{pointer}: {reply:?}");
                assert!(told || reply.at("/request_id").is_string());
                tried += 1;
            }
        }
    }
    assert!(tried > 50, "{tried}");
}

/// The pointers of all texts below a value.
fn texts(value: &Value, place: &str) -> Vec<String> {
    match value {
        Value::String(_) => vec![place.to_owned()],
        Value::Object(members) => {
            members.iter().flat_map(|(name, value)| texts(value, &format!("{place}/{name}"))).collect()
        }
        Value::Array(items) => {
            items.iter().enumerate().flat_map(|(n, value)| texts(value, &format!("{place}/{n}"))).collect()
        }
        _ => Vec::new(),
    }
}

fn only_json_is_spoken(app: &TestApp) {
    let world = World::open(app);
    for of in bodies(&world) {
        let body = of.1.body.as_ref().unwrap().to_string();
        for kind in ["text/plain", "application/x-www-form-urlencoded", "application/xml", "json", ""] {
            send(&world, &of, kind, body.as_bytes()).expect_problem(415, "unsupported-media-type");
        }
    }
}
