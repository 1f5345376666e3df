//! Registering, and proving the address.

use domain::organization::Email;
use jiff::SignedDuration;
use serde_json::json;
use testkit::{PASSWORD, TestApp, on_both_engines};

use super::{ana, comparable, log_in, only_mail, post, registration};

on_both_engines!(
    an_account_begins_with_a_mail,
    a_registration_tells_nothing,
    faults_are_named_all_at_once,
    whoever_reads_the_mail_has_the_account,
);

const REGISTRATIONS: &str = "/v1/auth/registrations";
const VERIFICATIONS: &str = "/v1/auth/email-verifications";
const AGAIN: &str = "/v1/auth/email-verification-requests";

fn an_account_begins_with_a_mail(app: &TestApp) {
    let email = "anna@weber.example";
    let asked = post(app, REGISTRATIONS, &registration("Anna@Weber.example")).expect(202);
    assert_eq!(asked.text, "");
    let mail = only_mail(app, email);
    assert_eq!((mail.subject.as_str(), mail.language.as_str()), ("Merci de confirmer votre adresse", "fr"));
    assert!(!mail.text.contains("Anna"), "nobody writes to others through us: {}", mail.text);
    log_in(app, email, PASSWORD).expect_problem(401, "credentials-wrong");

    let code = json!({"token": mail.code()});
    post(app, VERIFICATIONS, &code).expect(204);
    post(app, VERIFICATIONS, &code).expect_problem(409, "code-invalid");
    log_in(app, email, PASSWORD).expect(201);
    let anna = app.log_in(email);
    let me = anna.client.get("/v1/me").expect(200);
    assert_eq!((me.text_at("/name"), me.text_at("/locale")), ("Anna Weber", "fr"));
    let consents = anna.client.get("/v1/me/consents").expect(200);
    let given = |n: usize, name: &str| consents.at(&format!("/items/{n}/{name}")).clone();
    assert_eq!((given(0, "agreed_to"), given(0, "version")), (json!("minimum_age"), json!("16")));
    assert_eq!((given(1, "agreed_to"), given(1, "version")), (json!("terms"), json!("2026-11")));
    assert_eq!(given(1, "withdrawn_at"), json!(null));
}

fn a_registration_tells_nothing(app: &TestApp) {
    let ana = ana(app);
    let known = post(app, REGISTRATIONS, &registration(&ana.email));
    let unknown = post(app, REGISTRATIONS, &registration("nobody@weber.example"));
    assert_eq!(comparable(&known), comparable(&unknown));
    let mails = app.new_mails(&ana.email);
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, "You have an account already");
    // The code is there, and makes no second account.
    app.ctx
        .store
        .read::<_, app::Error>(|reader| {
            let found = reader.registration_by_email(&Email::parse(&ana.email).unwrap())?;
            assert!(found.is_some(), "the same is stored for both");
            Ok(())
        })
        .unwrap();
    app.log_in(&ana.email);
    let again = |email: &str| post(app, AGAIN, &json!({"email": email}));
    app.clock.advance(SignedDuration::from_mins(2));
    let answers =
        [&ana.email, "nobody@weber.example", "stranger@weber.example"].map(|email| comparable(&again(email)));
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    app.work();
    let subjects: Vec<_> = app.mails().into_iter().map(|mail| (mail.to, mail.subject)).collect();
    assert_eq!(subjects.len(), 4, "none to a stranger: {subjects:?}");
}

fn faults_are_named_all_at_once(app: &TestApp) {
    let mut body = registration("no address");
    body["password"] = json!("Anna Weber 1");
    body["is_of_age"] = json!(false);
    body["terms_version"] = json!("");
    body["locale"] = json!("pt");
    let refused = post(app, REGISTRATIONS, &body).expect_problem(422, "validation-failed");
    let mut found: Vec<_> = refused
        .at("/errors")
        .as_array()
        .unwrap()
        .iter()
        .map(|error| format!("{} {}", error["pointer"].as_str().unwrap(), error["code"].as_str().unwrap()))
        .collect();
    found.sort();
    assert_eq!(
        found,
        [
            "/email email-invalid",
            "/is_of_age too-young",
            "/locale unknown-code",
            "/password password-personal",
            "/terms_version required",
        ]
    );
    assert_eq!(app.work(), 0, "a refusal changes nothing");
}

/// Two register one address. Whichever mail is answered makes the account, with the password of that one.
fn whoever_reads_the_mail_has_the_account(app: &TestApp) {
    let email = "anna@weber.example";
    let mut thief = registration(email);
    thief["password"] = json!(super::OTHER);
    post(app, REGISTRATIONS, &thief).expect(202);
    let first = only_mail(app, email);
    app.clock.advance(SignedDuration::from_mins(2));
    post(app, REGISTRATIONS, &registration(email)).expect(202);
    let second = only_mail(app, email);
    app.clock.advance(SignedDuration::from_mins(2));
    post(app, AGAIN, &json!({"email": email})).expect(202);
    assert_eq!(only_mail(app, email).code(), second.code(), "the latest, again");

    post(app, VERIFICATIONS, &json!({"token": second.code()})).expect(204);
    post(app, VERIFICATIONS, &json!({"token": first.code()})).expect_problem(409, "code-invalid");
    log_in(app, email, super::OTHER).expect_problem(401, "credentials-wrong");
    log_in(app, email, PASSWORD).expect(201);

    let late = "late@weber.example";
    post(app, REGISTRATIONS, &registration(late)).expect(202);
    let mail = only_mail(app, late);
    app.clock.advance(SignedDuration::from_hours(24));
    post(app, VERIFICATIONS, &json!({"token": mail.code()})).expect_problem(409, "code-invalid");
    app.clock.advance(SignedDuration::from_hours(25));
    assert!(app.sweep() > 0, "what was never proved is forgotten");
}
