//! The refresh token of a page in a browser.

use domain::policy::StaffRole;
use serde_json::{Value, json};
use testkit::{Engine, Options, PASSWORD, Reply, TestApp};

const PAGE: &str = "https://app.example.lu";

#[test]
fn a_page_keeps_its_refresh_token_in_a_cookie() {
    let settings = [("allowed_origins", PAGE)];
    let app = TestApp::start_with(Engine::Sqlite, Options { settings: &settings, ..Options::default() });
    app.staff(StaffRole::Broker, "ana");
    let post = |path: &str, origin: Option<&str>, cookie: &str, body: &Value| {
        let client = app.client();
        let mut request = client.request("POST", path).json(body);
        for (name, value) in [("origin", origin.unwrap_or_default()), ("cookie", cookie)] {
            if !value.is_empty() {
                request = request.header(name, value);
            }
        }
        request.send()
    };
    let credentials =
        json!({"email": "ana@bourse.example", "password": PASSWORD, "refresh_token_in": "cookie"});
    for origin in [None, Some("https://evil.example"), Some("null")] {
        post("/v1/auth/sessions", origin, "", &credentials).expect_problem(403, "origin-not-allowed");
    }
    let opened = post("/v1/auth/sessions", Some(PAGE), "", &credentials).expect(201);
    assert_eq!(*opened.at("/refresh_token"), Value::Null);
    let first = cookie(&opened, 14 * 24 * 3600);

    for origin in [None, Some("https://evil.example")] {
        post("/v1/auth/tokens", origin, &first, &json!({})).expect_problem(403, "origin-not-allowed");
    }
    let refreshed = post("/v1/auth/tokens", Some(PAGE), &first, &json!({})).expect(200);
    assert_eq!(*refreshed.at("/refresh_token"), Value::Null);
    let second = cookie(&refreshed, 14 * 24 * 3600);
    assert_ne!(first, second);
    post("/v1/auth/tokens", Some(PAGE), "", &json!({})).expect_problem(401, "credentials-wrong");
    let garbage = "__Secure-partact-refresh=garbage";
    post("/v1/auth/tokens", Some(PAGE), garbage, &json!({})).expect_problem(401, "credentials-wrong");

    let token = refreshed.text_at("/access_token").to_owned();
    let client = app.client().with_token(move || token.clone());
    let logout = client.request("DELETE", "/v1/auth/sessions/current").header("cookie", &second);
    assert_eq!(cookie(&logout.send().expect(204), 0), "__Secure-partact-refresh=");
    post("/v1/auth/tokens", Some(PAGE), &second, &json!({})).expect_problem(401, "credentials-wrong");
}

/// The cookie that an answer sets, as the browser sends it back.
fn cookie(reply: &Reply, seconds: i64) -> String {
    let set = reply.header("set-cookie").unwrap();
    let (pair, attributes) = set.split_once("; ").unwrap();
    let expected = format!("Max-Age={seconds}; Path=/v1/auth; Secure; HttpOnly; SameSite=Strict");
    assert_eq!(attributes, expected);
    pair.to_owned()
}
