//! Logins: kept going, listed, ended; and what happens to stolen refresh tokens.

mod cookie;

use std::sync::Barrier;
use std::thread;

use jiff::SignedDuration;
use serde_json::json;
use testkit::{Client, PASSWORD, Reply, TestApp, on_both_engines};

on_both_engines!(
    fifty_refreshes_at_once_have_one_successor,
    a_refresh_token_that_comes_late_ends_the_login,
    logins_are_listed_and_ended,
);

/// How many refresh at once.
const CROWD: usize = 50;

/// Logs somebody in who is made for it.
fn log_in(app: &TestApp, user_agent: &str) -> Reply {
    let credentials = json!({"email": "ana@bourse.example", "password": PASSWORD});
    let client = app.client();
    let request = client.request("POST", "/v1/auth/sessions").header("user-agent", user_agent);
    request.json(&credentials).send().expect(201)
}

fn refresh(client: &Client, token: &str) -> Reply {
    client.post("/v1/auth/tokens", &json!({"refresh_token": token}))
}

/// Refreshes; who finds the server busy comes again, as told.
fn refresh_patiently(client: &Client, token: &str) -> Reply {
    loop {
        let reply = refresh(client, token);
        match reply.header("retry-after") {
            Some(_) => thread::sleep(std::time::Duration::from_millis(200)),
            None => return reply,
        }
    }
}

fn bearer(reply: &Reply) -> String {
    reply.text_at("/access_token").to_owned()
}

fn signed(app: &TestApp, reply: &Reply) -> Client {
    let token = bearer(reply);
    app.client().with_token(move || token.clone())
}

fn fifty_refreshes_at_once_have_one_successor(app: &TestApp) {
    app.staff(domain::policy::StaffRole::Broker, "ana");
    let opened = log_in(app, "");
    let shown = opened.text_at("/refresh_token");
    let gate = Barrier::new(CROWD);
    let replies: Vec<Reply> = thread::scope(|scope| {
        let racers: Vec<_> = (0..CROWD)
            .map(|_| {
                scope.spawn(|| {
                    gate.wait();
                    refresh_patiently(&app.client(), shown)
                })
            })
            .collect();
        racers.into_iter().map(|racer| racer.join().unwrap().expect(200)).collect()
    });
    let next = replies[0].text_at("/refresh_token");
    assert_ne!(next, shown);
    for reply in &replies {
        assert_eq!(reply.text_at("/refresh_token"), next);
        assert_eq!(reply.at("/session_id"), opened.at("/session_id"));
    }
    // That there is one row alone is the invariant `refresh-tokens`, which is asked after every test.
    app.clock.advance(SignedDuration::from_secs(11));
    refresh(&app.client(), next).expect(200);
    app.check_invariants();
    // The grace is over: whoever shows the first one now has it from somewhere else.
    refresh(&app.client(), shown).expect_problem(401, "credentials-wrong");
    signed(app, &replies[0]).get("/v1/me").expect_problem(401, "unauthenticated");
}

fn a_refresh_token_that_comes_late_ends_the_login(app: &TestApp) {
    app.staff(domain::policy::StaffRole::Broker, "ana");
    for (seconds, holds) in [(0, true), (10, true), (11, false), (3600, false)] {
        let (opened, bystander) = (log_in(app, ""), log_in(app, ""));
        let first = opened.text_at("/refresh_token");
        let second = refresh(&app.client(), first).expect(200);
        app.clock.advance(SignedDuration::from_secs(seconds));
        let status = refresh(&app.client(), first).status;
        assert_eq!(status, if holds { 200 } else { 401 }, "after {seconds} s");
        let after = refresh(&app.client(), second.text_at("/refresh_token")).status;
        assert_eq!(after, if holds { 200 } else { 401 }, "the successor after {seconds} s");
        refresh(&app.client(), bystander.text_at("/refresh_token")).expect(200);
    }
}

fn logins_are_listed_and_ended(app: &TestApp) {
    let ana = app.staff(domain::policy::StaffRole::Broker, "ana");
    let phone = log_in(app, "Mozilla/5.0 (Android 16; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0");
    let script = log_in(app, "curl/8.14.1");
    let listed = signed(app, &phone).get("/v1/auth/sessions").expect(200);
    let items = listed.at("/items").as_array().unwrap();
    assert_eq!(items.len(), 3);
    let of = |reply: &Reply| {
        let id = reply.at("/session_id");
        items.iter().find(|item| item["id"] == *id).unwrap().clone()
    };
    assert_eq!(of(&phone)["device"], json!({"program": "firefox", "system": "android"}));
    assert_eq!(of(&script)["device"], json!({"program": "client", "system": "other"}));
    assert_eq!((&of(&phone)["current"], &of(&script)["current"]), (&json!(true), &json!(false)));
    assert_eq!(of(&phone)["opened_with"], "password");

    let path = format!("/v1/auth/sessions/{}", script.text_at("/session_id"));
    let stranger = app.staff(domain::policy::StaffRole::Broker, "ben");
    stranger.client.request("DELETE", &path).send().expect_problem(404, "not-found");
    signed(app, &script).get("/v1/me").expect(200);
    signed(app, &phone).request("DELETE", &path).send().expect(204);
    signed(app, &phone).request("DELETE", &path).send().expect_problem(404, "not-found");
    signed(app, &script).get("/v1/me").expect_problem(401, "unauthenticated");
    refresh(&app.client(), script.text_at("/refresh_token")).expect_problem(401, "credentials-wrong");

    signed(app, &phone).request("DELETE", "/v1/auth/sessions").send().expect(204);
    ana.client.get("/v1/me").expect_problem(401, "unauthenticated");
    let left = signed(app, &phone).get("/v1/auth/sessions").expect(200);
    assert_eq!(left.at("/items").as_array().map(Vec::len), Some(1));
    stranger.client.get("/v1/me").expect(200);
    signed(app, &phone).request("DELETE", "/v1/auth/sessions/current").send().expect(204);
    signed(app, &phone).get("/v1/me").expect_problem(401, "unauthenticated");
}
