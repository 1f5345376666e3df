//! A new password, by mail or with the present one.

use jiff::SignedDuration;
use serde_json::json;
use testkit::{PASSWORD, TestApp, on_both_engines};

use super::{OTHER, ana, ask_for_reset, comparable, log_in, only_mail, reset};

on_both_engines!(
    a_reset_holds_once_and_ends_all_logins,
    codes_that_do_not_count_have_one_answer,
    a_reset_request_tells_nothing,
    fifty_requests_at_once_are_one_mail,
    a_changed_password_ends_the_other_logins,
);

fn a_reset_holds_once_and_ends_all_logins(app: &TestApp) {
    let ana = ana(app);
    ana.client.get("/v1/me").expect(200);
    ask_for_reset(app, &ana.email).expect(202);
    let mail = only_mail(app, &ana.email);
    reset(app, mail.code(), "ana@bourse.example").expect_problem(422, "validation-failed");
    reset(app, mail.code(), OTHER).expect(204);
    ana.client.get("/v1/me").expect_problem(401, "unauthenticated");
    log_in(app, &ana.email, PASSWORD).expect_problem(401, "credentials-wrong");
    log_in(app, &ana.email, OTHER).expect(201);
    assert_eq!(only_mail(app, &ana.email).subject, "Your password was changed");
    reset(app, mail.code(), PASSWORD).expect_problem(409, "code-invalid");
}

fn codes_that_do_not_count_have_one_answer(app: &TestApp) {
    let ana = ana(app);
    let code = || {
        app.clock.advance(SignedDuration::from_hours(2));
        ask_for_reset(app, &ana.email).expect(202);
        only_mail(app, &ana.email).code().to_owned()
    };
    let used = code();
    reset(app, &used, PASSWORD).expect(204);
    app.work();
    let expired = code();
    app.clock.advance(SignedDuration::from_hours(1));
    let other_purpose = {
        let (client, body) =
            (app.log_in(&ana.email).client, json!({"email": "a@new.example", "current_password": PASSWORD}));
        client.post("/v1/me/email-changes", &body).expect(202);
        only_mail(app, "a@new.example").code().to_owned()
    };
    let whole = code();
    let mut tampered = whole.clone();
    tampered.replace_range(0..1, if whole.starts_with('A') { "B" } else { "A" });
    let answers: Vec<_> = [&used, &expired, &other_purpose, &tampered, &String::new(), &"x".repeat(100)]
        .into_iter()
        .map(|code| comparable(&reset(app, code, OTHER).expect_problem(409, "code-invalid")))
        .collect();
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    reset(app, &whole, OTHER).expect(204);
}

fn a_reset_request_tells_nothing(app: &TestApp) {
    let ana = ana(app);
    let [known, unknown] =
        [ana.email.as_str(), "nobody@bourse.example"].map(|email| ask_for_reset(app, email));
    assert_eq!(comparable(&known), comparable(&unknown));
    app.work();
    let to: Vec<_> = app.mails().into_iter().map(|mail| mail.to).collect();
    assert_eq!(to, [ana.email.as_str()]);
    ask_for_reset(app, "no address").expect_problem(422, "validation-failed");
}

fn fifty_requests_at_once_are_one_mail(app: &TestApp) {
    let ana = ana(app);
    std::thread::scope(|scope| {
        for _ in 0..10 {
            scope.spawn(|| {
                let client = app.client();
                for _ in 0..5 {
                    // A server with few connections may be busy; nothing else is allowed to come.
                    let body = json!({"email": ana.email});
                    let status = client.post("/v1/auth/password-reset-requests", &body).status;
                    assert!(matches!(status, 202 | 503), "{status}");
                }
            });
        }
    });
    only_mail(app, &ana.email);
    for minutes in [1, 2, 3, 4, 5, 6, 7, 8] {
        app.clock.advance(SignedDuration::from_mins(2));
        ask_for_reset(app, &ana.email).expect(202);
        let mails = app.new_mails(&ana.email).len();
        assert_eq!(mails, usize::from(minutes <= 4), "five an hour, and silently no more");
    }
}

fn a_changed_password_ends_the_other_logins(app: &TestApp) {
    let ana = ana(app);
    let phone = app.log_in(&ana.email);
    let change = |current: &str, new: &str| {
        let body = json!({"current_password": current, "new_password": new});
        ana.client.request("PUT", "/v1/me/password").json(&body).send()
    };
    change(OTHER, PASSWORD).expect_problem(401, "credentials-wrong");
    change(PASSWORD, "Passwort2026").expect_problem(422, "validation-failed");
    phone.client.get("/v1/me").expect(200);
    change(PASSWORD, OTHER).expect(204);
    phone.client.get("/v1/me").expect_problem(401, "unauthenticated");
    ana.client.get("/v1/me").expect(200);
    assert_eq!(only_mail(app, &ana.email).subject, "Your password was changed");
    log_in(app, &ana.email, OTHER).expect(201);
}
