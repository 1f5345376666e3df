//! The terms: accepted in another version, and taken back.

use domain::organization::OrganizationKind;
use domain::policy::StaffRole;
use serde_json::{Value, json};
use testkit::{Login, PASSWORD, TestApp, on_both_engines};

on_both_engines!(terms_are_accepted_and_withdrawn, who_withdraws_acts_for_nobody);

const TERMS: &str = "/v1/me/consents/terms";

fn accept(login: &Login, version: &str) -> testkit::Reply {
    login.client.request("PUT", TERMS).json(&json!({"version": version})).send()
}

/// The terms that somebody accepted: version, and whether they stand.
fn accepted(login: &Login) -> Vec<(Value, bool)> {
    let consents = login.client.get("/v1/me/consents").expect(200);
    let all = consents.at("/items").as_array().cloned().unwrap_or_default();
    let terms = all.into_iter().filter(|one| one["agreed_to"] == "terms");
    terms.map(|one| (one["version"].clone(), one["withdrawn_at"].is_null())).collect()
}

fn terms_are_accepted_and_withdrawn(app: &TestApp) {
    let email = "anna@weber.example";
    let body = json!({
        "email": email, "password": PASSWORD, "name": "Anna Weber", "locale": "fr",
        "terms_version": "2026-11", "is_of_age": true,
    });
    app.client().post("/v1/auth/registrations", &body).expect(202);
    let code = app.new_mails(email).last().unwrap().code().to_owned();
    app.client().post("/v1/auth/email-verifications", &json!({"token": code})).expect(204);
    let anna = app.log_in(email);
    let [first, second] = [json!("2026-11"), json!("2027-01")];
    assert_eq!(accepted(&anna), [(first.clone(), true)]);
    app.clock.advance(jiff::SignedDuration::from_secs(1));
    accept(&anna, "2027-01").expect(204);
    accept(&anna, "2027-01").expect(204);
    assert_eq!(accepted(&anna), [(first.clone(), true), (second.clone(), true)]);
    anna.client.request("DELETE", TERMS).send().expect(204);
    anna.client.request("DELETE", TERMS).send().expect(204);
    assert_eq!(accepted(&anna), [(first.clone(), false), (second.clone(), false)]);
    accept(&anna, "").expect_problem(422, "validation-failed");
    accept(&anna, &"v".repeat(41)).expect_problem(422, "validation-failed");
    app.clock.advance(jiff::SignedDuration::from_secs(1));
    accept(&anna, "2026-11").expect(204);
    assert_eq!(accepted(&anna), [(second, false), (first, true)]);
    // Written down each time, and no more often.
    let copy = super::copy(&anna);
    let entries = copy.at("/document/audit_entries").as_array().cloned().unwrap_or_default();
    let actions: Vec<_> = entries.iter().filter_map(|one| one["action"].as_str()).collect();
    assert_eq!(
        actions,
        ["person.created", "person.terms_accepted", "person.terms_withdrawn", "person.terms_accepted"]
    );
}

fn who_withdraws_acts_for_nobody(app: &TestApp) {
    let organizer = app.staff(StaffRole::Organizer, "ana");
    let member = app.organization(OrganizationKind::Company, "C01");
    let members = format!("/v1/organizations/{}/members", member.organization);
    let cases = "/v1/moderation/cases";
    for (login, path, code) in [(&member.owner, members.as_str(), 404), (&organizer, cases, 403)] {
        login.client.get(path).expect(200);
        login.client.request("DELETE", TERMS).send().expect(204);
        login.client.get(path).expect(code);
        // What is their own stays theirs.
        login.client.get("/v1/me").expect(200);
        super::copy(login);
        super::correct(login, &json!({"name": "Ana"})).expect(200);
        accept(login, "2027-01").expect(204);
        login.client.get(path).expect(200);
    }
    member.owner.client.request("DELETE", TERMS).send().expect(204);
    super::owner(app, member.organization, "leo@c01.example", "Léo");
    super::erase(&member.owner).expect(204);
}
