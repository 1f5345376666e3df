//! The keys of access tokens rotate, on several servers, and nobody is logged out by it.

use app::signing_key::{self, Because};
use domain::policy::StaffRole;
use domain::signing_key::KeyState;
use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::{Client, PASSWORD, TestApp, on_both_engines};

on_both_engines!(
    tokens_from_before_a_rotation_hold_until_they_run_out,
    two_servers_agree,
    a_key_in_wrong_hands_checks_nothing,
    keys_rotate_when_it_is_time,
);

fn log_in(client: &Client) -> String {
    let credentials = json!({"email": "ana@bourse.example", "password": PASSWORD});
    client.post("/v1/auth/sessions", &credentials).expect(201).text_at("/access_token").to_owned()
}

fn me(url: &Client, token: &str) -> u16 {
    let token = token.to_owned();
    url.clone().with_token(move || token.clone()).get("/v1/me").status
}

/// The names of the published keys.
fn published(client: &Client) -> Vec<String> {
    let keys = client.get("/.well-known/jwks.json").expect(200);
    let keys = keys.at("/keys").as_array().unwrap().iter();
    keys.map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

/// The name of the key in this state.
fn key(app: &TestApp, state: &str) -> String {
    let keys = signing_key::list(&app.ctx).unwrap();
    keys.iter().find(|key| key.state.code() == state).unwrap().id.clone()
}

fn kid(token: &str) -> String {
    let header = token.split('.').next().unwrap();
    let bytes = base64::Engine::decode(&base64::prelude::BASE64_URL_SAFE_NO_PAD, header).unwrap();
    let header: Value = serde_json::from_slice(&bytes).unwrap();
    header["kid"].as_str().unwrap().to_owned()
}

fn rotate(app: &TestApp, because: Because) {
    signing_key::rotate(&app.ctx, because).unwrap();
}

fn wait(app: &TestApp, seconds: i64) {
    app.clock.advance(SignedDuration::from_secs(seconds));
}

fn tokens_from_before_a_rotation_hold_until_they_run_out(app: &TestApp) {
    app.staff(StaffRole::Broker, "ana");
    let client = app.client();
    let (signing, next) = (key(app, "signing"), key(app, "next"));
    let mut expected = vec![signing.clone(), next.clone()];
    expected.sort();
    assert_eq!(published(&client), expected);
    let before = log_in(&client);
    assert_eq!(kid(&before), signing);
    rotate(app, Because::Time);
    wait(app, 30);
    assert_eq!(me(&client, &before), 200);
    let after = log_in(&client);
    assert_eq!(kid(&after), next);
    assert_eq!(me(&client, &after), 200);
    assert_eq!(published(&client).len(), 3);
    // The last seconds of its life, and the first after.
    wait(app, 600 - 30 - 1);
    assert_eq!((me(&client, &before), me(&client, &after)), (200, 200));
    wait(app, 10);
    assert_eq!((me(&client, &before), me(&client, &after)), (401, 200));
    wait(app, 60);
    assert!(!published(&client).contains(&signing), "the retired key is published no longer");
    // Its private part is gone.
    let retired = signing_key::list(&app.ctx).unwrap().into_iter().find(|key| key.id == signing).unwrap();
    assert!(matches!(retired.state, KeyState::Retired { .. }));
}

fn two_servers_agree(app: &TestApp) {
    app.staff(StaffRole::Broker, "ana");
    let other = app.another_server();
    let (here, there) = (app.client(), other.client());
    assert_eq!(published(&here), published(&there));
    let token = log_in(&here);
    assert_eq!(me(&there, &token), 200);
    // The next key is known everywhere before it signs.
    rotate(app, Because::Time);
    wait(app, 31);
    let token = log_in_fresh(&here);
    assert_eq!(me(&there, &token), 200);
    // Two rotations at once bring one that the other server has never heard of: it looks.
    rotate(app, Because::Time);
    rotate(app, Because::Time);
    let third = app.another_server();
    let token = log_in(&third.client());
    assert_eq!(kid(&token), key(app, "signing"));
    assert!(!published_without_looking(&token, &there));
    wait(app, 3);
    assert_eq!(me(&there, &token), 200);
}

/// A login after the server has looked for new keys, which it does when a token is shown.
fn log_in_fresh(client: &Client) -> String {
    assert_eq!(me(client, "a.b.c"), 401);
    log_in(client)
}

/// Whether a server takes a token whose key it does not know, and may not look for yet.
fn published_without_looking(token: &str, client: &Client) -> bool {
    me(client, token) == 200
}

fn a_key_in_wrong_hands_checks_nothing(app: &TestApp) {
    app.staff(StaffRole::Broker, "ana");
    let client = app.client();
    let stolen = log_in(&client);
    assert_eq!(me(&client, &stolen), 200);
    rotate(app, Because::Compromise);
    wait(app, 30);
    assert_eq!(me(&client, &stolen), 401);
    assert_eq!(me(&client, &log_in(&client)), 200);
}

fn keys_rotate_when_it_is_time(app: &TestApp) {
    let (signing, next) = (key(app, "signing"), key(app, "next"));
    wait(app, 30 * 24 * 3600 - 1);
    app.sweep();
    assert_eq!(key(app, "signing"), signing);
    wait(app, 1);
    app.sweep();
    assert_eq!(key(app, "signing"), next);
    app.sweep();
    assert_eq!(key(app, "signing"), next, "once");
    let states: Vec<_> = signing_key::list(&app.ctx).unwrap().iter().map(|key| key.state.code()).collect();
    assert_eq!(states.iter().filter(|state| **state == "next").count(), 1, "{states:?}");
}
