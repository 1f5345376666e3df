//! One's own account: corrected, copied, erased.

use domain::organization::OrganizationKind;
use domain::policy::StaffRole;
use domain::week::Phase;
use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::{PASSWORD, TestApp, on_both_engines};

use super::{copy, correct, erase, owner};

on_both_engines!(
    an_account_is_corrected,
    a_copy_holds_everything_and_no_secret,
    a_copy_is_for_a_week,
    who_is_erased_is_gone,
    who_is_needed_stays,
);

fn an_account_is_corrected(app: &TestApp) {
    let member = app.organization(OrganizationKind::Company, "C01");
    let me = correct(&member.owner, &json!({"name": "  Zoé   Weiß ", "locale": "lb"})).expect(200);
    assert_eq!((me.text_at("/name"), me.text_at("/locale")), ("Zoé Weiß", "lb"));
    let me = correct(&member.owner, &json!({"locale": "de"})).expect(200);
    assert_eq!((me.text_at("/name"), me.text_at("/locale")), ("Zoé Weiß", "de"), "what is left out stays");
    assert_eq!(member.client().get("/v1/me").expect(200).etag(), me.etag());
    for (body, pointer, code) in [
        (json!({"name": ""}), "/name", "required"),
        (json!({"name": "x".repeat(121)}), "/name", "too-long"),
        (json!({"locale": "pt"}), "/locale", "unknown-code"),
        (json!({"email": "other@example.lu"}), "/email", "unknown-name"),
    ] {
        let refused = correct(&member.owner, &body).expect_problem(422, "validation-failed");
        assert_eq!(
            (refused.text_at("/errors/0/pointer"), refused.text_at("/errors/0/code")),
            (pointer, code)
        );
    }
}

fn a_copy_holds_everything_and_no_secret(app: &TestApp) {
    let member = app.organization(OrganizationKind::Company, "C01");
    correct(&member.owner, &json!({"name": "Zoé Weiß"})).expect(200);
    let copy = copy(&member.owner);
    let held = |pointer: &str| copy.at(&format!("/document{pointer}")).clone();
    assert_eq!(held("/account/email"), json!(member.owner.email));
    assert_eq!(held("/account/name"), json!("Zoé Weiß"));
    assert_eq!(held("/account/has_password"), json!(true));
    assert_eq!(held("/memberships/0/organization_name"), json!("C01"));
    assert_eq!(held("/memberships/0/role"), json!("owner"));
    assert_eq!(held("/sessions").as_array().map(Vec::len), Some(1));
    let entries = held("/audit_entries");
    let actions: Vec<_> =
        entries.as_array().unwrap().iter().map(|one| (&one["action"], &one["by_you"])).collect();
    assert_eq!(
        actions,
        [(&json!("person.created"), &json!(false)), (&json!("person.corrected"), &json!(true))]
    );
    for part in copy.at("/document").as_object().unwrap().keys() {
        let explained = ["format", "made_at", "readme"].contains(&part.as_str())
            || copy.at(&format!("/document/readme/{part}")).is_string();
        assert!(explained, "{part} is not explained");
    }
    for secret in ["argon2", "$argon", "token_hash"] {
        assert!(!copy.text.contains(secret), "{secret}");
    }
}

fn a_copy_is_for_a_week(app: &TestApp) {
    let member = app.organization(OrganizationKind::Company, "C01");
    let other = app.organization(OrganizationKind::Association, "A01");
    let make = || member.client().request("POST", "/v1/me/data-exports").send().expect(201);
    let first = make().header("location").unwrap().to_owned();
    let path = make().header("location").unwrap().to_owned();
    member.client().get(&first).expect_problem(404, "not-found");
    let read = member.client().get(&path).expect(200);
    member.client().request("GET", &path).header("if-none-match", read.etag()).send().expect(304);
    other.client().get(&path).expect_problem(404, "not-found");
    app.clock.advance(SignedDuration::from_hours(7 * 24));
    let member = app.log_in(&member.owner.email);
    member.client.get(&path).expect_problem(404, "not-found");
    assert!(app.sweep() >= 1, "it is forgotten, not only hidden");
}

fn who_is_erased_is_gone(app: &TestApp) {
    let organizer = app.staff(StaffRole::Organizer, "ana");
    let member = app.organization(OrganizationKind::Company, "C01");
    let leaving = owner(app, member.organization, "zoe@c01.example", "Zoé Weiß");
    let second = app.log_in(&leaving.email);
    app.week(&organizer, "2026-06", Phase::Registration);

    app.clock.advance(SignedDuration::from_mins(16));
    erase(&leaving).expect_problem(409, "login-too-old");
    let fresh = app.log_in(&leaving.email);
    copy(&fresh);
    erase(&fresh).expect(204);

    for login in [&fresh, &second] {
        login.client.get("/v1/me").expect_problem(401, "unauthenticated");
    }
    let credentials = json!({"email": leaving.email, "password": PASSWORD});
    app.client().post("/v1/auth/sessions", &credentials).expect_problem(401, "credentials-wrong");
    let members = format!("/v1/organizations/{}/members", member.organization);
    let members = app.log_in(&member.owner.email).client.get(&members).expect(200);
    assert!(!members.text.contains(&leaving.person.to_string()), "{members:?}");
    // The address is free: the same person may come back as somebody new.
    let again = owner(app, member.organization, "zoe@c01.example", "Zoé");
    assert_ne!(again.person, leaving.person);
}

fn who_is_needed_stays(app: &TestApp) {
    let member = app.organization(OrganizationKind::Company, "C01");
    erase(&member.owner).expect_problem(409, "last-owner");
    let me = member.client().get("/v1/me").expect(200);
    assert_eq!(me.at("/memberships").as_array().map(Vec::len), Some(1), "nothing has changed");
    let other = owner(app, member.organization, "leo@c01.example", "Léo");
    erase(&member.owner).expect(204);
    erase(&other).expect_problem(409, "last-owner");

    // An organization that does not act yet has no need of anybody.
    let founder = app.staff(StaffRole::Broker, "bea");
    let founding: Value = json!({
        "kind": "association", "name": "Club des Chaises", "legal_form": "asbl", "commune": "mersch",
        "languages": ["fr"], "contact_email": founder.email,
    });
    let made = founder.client.post_once("/v1/organizations", "found", &founding).expect(201);
    erase(&founder).expect(204);
    let organizer = app.staff(StaffRole::Organizer, "ana");
    let left = organizer.client.get(&format!("/v1/organizations/{}", made.text_at("/id"))).expect(200);
    assert!(left.text.contains("@erased.invalid"), "{left:?}");
}
