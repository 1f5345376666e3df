//! Accounts that staff close: it bites at the next request, and ends by itself where an end was given.

use domain::organization::OrganizationKind;
use domain::policy::StaffRole;
use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::{PASSWORD, TestApp, on_both_engines};

on_both_engines!(
    a_suspension_bites_at_the_next_request,
    a_suspension_ends_by_itself,
    staff_are_for_organizers
);

fn a_suspension_bites_at_the_next_request(app: &TestApp) {
    let broker = app.staff(StaffRole::Broker, "ben");
    let ana = app.organization(OrganizationKind::Company, "HOME").owner;
    let path = format!("/v1/people/{}/suspension", ana.person);
    let opened = app
        .client()
        .post("/v1/auth/sessions", &json!({"email": ana.email, "password": PASSWORD}))
        .expect(201);
    ana.client.get("/v1/me").expect(200);
    let body = json!({"reason": "Sends offers of money.", "until": null});
    let put = |body: &Value| broker.client.request("PUT", &path).json(body).send();
    put(&json!({"reason": " ", "until": null})).expect_problem(422, "validation-failed");
    put(&json!({"reason": "Spam.", "until": "2020-01-01T00:00:00Z"})).expect_problem(409, "expiry-in-past");
    let made = put(&body).expect(200);
    assert_eq!(made.text_at("/suspended_by"), broker.person.to_string());
    assert_eq!(broker.client.get(&path).expect(200).body, made.body);

    ana.client.get("/v1/me").expect_problem(401, "unauthenticated");
    let refresh = json!({"refresh_token": opened.at("/refresh_token")});
    app.client().post("/v1/auth/tokens", &refresh).expect_problem(401, "credentials-wrong");
    let credentials = json!({"email": ana.email, "password": PASSWORD});
    app.client().post("/v1/auth/sessions", &credentials).expect_problem(401, "credentials-wrong");

    broker.client.request("DELETE", &path).send().expect(204);
    broker.client.request("DELETE", &path).send().expect_problem(409, "invalid-transition");
    broker.client.get(&path).expect_problem(404, "not-found");
    ana.client.get("/v1/me").expect_problem(401, "unauthenticated");
    app.client().post("/v1/auth/sessions", &credentials).expect(201);
}

fn a_suspension_ends_by_itself(app: &TestApp) {
    let broker = app.staff(StaffRole::Broker, "ben");
    let ana = app.organization(OrganizationKind::Company, "HOME").owner;
    let path = format!("/v1/people/{}/suspension", ana.person);
    let until = app.ctx.clock.now() + SignedDuration::from_hours(1);
    let body = json!({"reason": "A day to think.", "until": until.to_string()});
    broker.client.request("PUT", &path).json(&body).send().expect(200);
    let credentials = json!({"email": ana.email, "password": PASSWORD});
    app.clock.advance(SignedDuration::from_mins(59));
    assert_eq!(app.sweep(), 0);
    app.client().post("/v1/auth/sessions", &credentials).expect_problem(401, "credentials-wrong");
    app.clock.advance(SignedDuration::from_mins(1));
    broker.client.get(&path).expect_problem(404, "not-found");
    // Before anybody has noted it.
    let again = app.log_in(&ana.email);
    again.client.get("/v1/me").expect(200);
    assert_eq!(app.sweep(), 1);
    again.client.get("/v1/me").expect(200);
    app.client().post("/v1/auth/sessions", &credentials).expect(201);
}

fn staff_are_for_organizers(app: &TestApp) {
    let (organizer, broker) = (app.staff(StaffRole::Organizer, "ana"), app.staff(StaffRole::Broker, "ben"));
    let body = json!({"reason": "Gone.", "until": null});
    let put = |by: &testkit::Login, whom: &testkit::Login| {
        by.client.request("PUT", &format!("/v1/people/{}/suspension", whom.person)).json(&body).send()
    };
    put(&broker, &organizer).expect_problem(403, "organizer-only");
    put(&organizer, &organizer).expect_problem(409, "own-account");
    put(&organizer, &broker).expect(200);
    broker.client.get("/v1/me").expect_problem(401, "unauthenticated");
    let nobody = format!("/v1/people/{}/suspension", uuid::Uuid::from_u128(7));
    organizer.client.request("PUT", &nobody).json(&body).send().expect_problem(404, "not-found");
}
