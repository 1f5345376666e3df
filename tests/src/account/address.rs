//! Another address for an account.

use jiff::SignedDuration;
use serde_json::json;
use testkit::{PASSWORD, Reply, TestApp, on_both_engines};

use super::{OTHER, ana, log_in, only_mail, post, reset};

on_both_engines!(an_address_changes_by_mail, an_address_that_is_taken_stays, a_change_can_be_taken_back);

const NEW: &str = "ana@new.example";

fn confirm(app: &TestApp, code: &str) -> Reply {
    post(app, "/v1/auth/email-change-confirmations", &json!({"token": code}))
}

fn ask(login: &testkit::Login, email: &str, password: &str) -> Reply {
    let body = json!({"email": email, "current_password": password});
    login.client.post("/v1/me/email-changes", &body)
}

fn an_address_changes_by_mail(app: &TestApp) {
    let ana = ana(app);
    ask(&ana, NEW, OTHER).expect_problem(401, "credentials-wrong");
    ask(&ana, NEW, PASSWORD).expect(202);
    let mail = only_mail(app, NEW);
    assert_eq!(ana.client.get("/v1/me").expect(200).text_at("/email"), ana.email, "nothing changes yet");
    confirm(app, mail.code()).expect(204);
    confirm(app, mail.code()).expect_problem(409, "code-invalid");
    ana.client.get("/v1/me").expect_problem(401, "unauthenticated");
    log_in(app, &ana.email, PASSWORD).expect_problem(401, "credentials-wrong");
    log_in(app, NEW, PASSWORD).expect(201);
    assert_eq!(only_mail(app, &ana.email).subject, "Your account has another address");
}

fn an_address_that_is_taken_stays(app: &TestApp) {
    let (ana, bob) = (ana(app), app.staff(domain::policy::StaffRole::Broker, "bob"));
    ask(&ana, &bob.email, PASSWORD).expect(202);
    assert_eq!(only_mail(app, &bob.email).subject, "You have an account already");
    // Two want the same new address; the second finds it taken.
    ask(&ana, NEW, PASSWORD).expect(202);
    let first = only_mail(app, NEW);
    app.clock.advance(SignedDuration::from_mins(2));
    ask(&bob, NEW, PASSWORD).expect(202);
    let second = only_mail(app, NEW);
    confirm(app, second.code()).expect(204);
    confirm(app, first.code()).expect_problem(409, "code-invalid");
    ana.client.get("/v1/me").expect(200);
}

fn a_change_can_be_taken_back(app: &TestApp) {
    let ana = ana(app);
    ask(&ana, NEW, PASSWORD).expect(202);
    confirm(app, only_mail(app, NEW).code()).expect(204);
    let notice = only_mail(app, &ana.email);
    log_in(app, NEW, PASSWORD).expect(201);
    app.clock.advance(SignedDuration::from_hours(24 * 7 - 1));
    let back = json!({"token": notice.code()});
    post(app, "/v1/auth/email-change-reversals", &back).expect(204);
    post(app, "/v1/auth/email-change-reversals", &back).expect_problem(409, "code-invalid");
    // Whoever changed it knew the password.
    for email in [NEW, ana.email.as_str()] {
        log_in(app, email, PASSWORD).expect_problem(401, "credentials-wrong");
    }
    reset(app, only_mail(app, &ana.email).code(), OTHER).expect(204);
    log_in(app, &ana.email, OTHER).expect(201);
}
