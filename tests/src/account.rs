//! Accounts by mail: registering, passwords and addresses; what an answer must not tell; and how whoever guesses
//! is slowed down.

mod address;
mod guessing;
mod registering;
mod resetting;

use domain::policy::StaffRole;
use serde_json::{Value, json};
use testkit::{Login, PASSWORD, Reply, TestApp};

/// Another password.
const OTHER: &str = "neun Störche essen Kuchen";

fn post(app: &TestApp, path: &str, body: &Value) -> Reply {
    app.client().post(path, body)
}

fn registration(email: &str) -> Value {
    json!({
        "email": email, "password": PASSWORD, "name": "Anna Weber", "locale": "fr",
        "terms_version": "2026-11", "is_of_age": true,
    })
}

fn log_in(app: &TestApp, email: &str, password: &str) -> Reply {
    post(app, "/v1/auth/sessions", &json!({"email": email, "password": password}))
}

fn ask_for_reset(app: &TestApp, email: &str) -> Reply {
    post(app, "/v1/auth/password-reset-requests", &json!({"email": email}))
}

fn reset(app: &TestApp, code: &str, password: &str) -> Reply {
    post(app, "/v1/auth/password-resets", &json!({"token": code, "new_password": password}))
}

/// Somebody with an account.
fn ana(app: &TestApp) -> Login {
    app.staff(StaffRole::Broker, "ana")
}

/// The one new mail to this address.
fn only_mail(app: &TestApp, to: &str) -> testkit::Mail {
    let mut mails = app.new_mails(to);
    assert_eq!(mails.len(), 1, "{mails:?}");
    mails.remove(0)
}

/// An answer without what is another for every request, or for every thread of the server: the order of headers.
fn comparable(reply: &Reply) -> (u16, Vec<(String, String)>, String) {
    let own = ["date", "request-id", "access-control-expose-headers"];
    let mut headers: Vec<_> =
        reply.headers.iter().filter(|(name, _)| !own.contains(&name.as_str())).cloned().collect();
    headers.sort();
    let mut body = reply.body.clone();
    if let Some(body) = body.as_object_mut() {
        body.remove("request_id");
    }
    (reply.status, headers, body.to_string())
}
