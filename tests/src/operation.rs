//! What an operator relies on: health, several servers on one database, deadlines that pass by themselves.

use std::collections::BTreeSet;

use domain::policy::StaffRole;
use jiff::SignedDuration;
use testkit::{Engine, TestApp, on_both_engines};

on_both_engines!(a_new_service_is_well, a_login_holds_until_it_ends);

fn a_new_service_is_well(app: &TestApp) {
    let client = app.client();
    client.get("/health/live").expect(200);
    client.get("/health/ready").expect(200);
    client.get("/openapi.json").expect(200);
    client.get("/v1/nothing").expect_problem(404, "not-found");
}

fn a_login_holds_until_it_ends(app: &TestApp) {
    let organizer = app.staff(StaffRole::Organizer, "ana");
    let me = organizer.client.get("/v1/me").expect(200);
    assert_eq!(me.text_at("/id"), organizer.person.to_string());
    app.clock.advance(SignedDuration::from_hours(31 * 24));
    organizer.client.get("/v1/me").expect_problem(401, "unauthenticated");
    // The clock has passed the login, and a day more: nothing is left of it.
    app.clock.advance(SignedDuration::from_hours(24));
    assert!(app.sweep() >= 1, "the login is forgotten");
    assert_eq!(app.sweep(), 0, "only once");
}

/// Two servers share nothing but the database: a token of one holds at the other.
#[test]
fn a_second_server_knows_the_first_ones_logins() {
    let app = TestApp::start(Engine::PostgreSql);
    let organizer = app.staff(StaffRole::Organizer, "ana");
    let other = app.another_server();
    let token = organizer.client.token().unwrap();
    let reply =
        other.client().request("GET", "/v1/me").header("authorization", &format!("Bearer {token}")).send();
    assert_eq!(reply.expect(200).text_at("/id"), organizer.person.to_string());

    let keys: BTreeSet<_> = [app.client(), other.client()]
        .map(|client| client.get("/.well-known/jwks.json").expect(200).text)
        .into();
    assert_eq!(keys.len(), 1, "both servers sign with the same key");
}
