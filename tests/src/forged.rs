//! Forged access tokens, each through HTTP: every one is refused as a token that does not hold, whatever is wrong
//! with it, and never as a fault of ours. The token from which they are made passes.

mod table;

use domain::policy::StaffRole;
use testkit::{Client, TestApp, on_both_engines};

use table::Forge;

on_both_engines!(every_forged_token_is_refused, what_is_no_bearer_token_is_refused);

/// What is asked for with each token: something that needs a login, and something that does not.
const PATHS: [&str; 2] = ["/v1/me", "/v1/listings"];

/// Sends what stands in `Authorization`.
fn ask(client: &Client, path: &str, authorization: &str) -> testkit::Reply {
    client.request("GET", path).header("authorization", authorization).send()
}

fn check_refused(client: &Client, what: &str, authorization: &str) {
    for path in PATHS {
        let reply = ask(client, path, authorization);
        assert_eq!(reply.status, 401, "{what}: {reply:?}");
        let reply = reply.expect_problem(401, "unauthenticated");
        let challenge = reply.header("www-authenticate");
        assert_eq!(challenge, Some(r#"Bearer realm="partact", error="invalid_token""#), "{what}");
        // Why it does not hold is nobody's business.
        assert_eq!(reply.body.get("errors"), None, "{what}");
    }
}

fn every_forged_token_is_refused(app: &TestApp) {
    let ana = app.staff(StaffRole::Organizer, "ana");
    let forge = Forge::new(app, &ana);
    // The negative control: what the forgeries are made of passes, before them and after.
    let genuine = forge.genuine();
    let passes = || ask(&app.client(), "/v1/me", &format!("Bearer {genuine}")).status;
    assert_eq!(passes(), 200);
    assert_eq!(ask(&app.client(), "/v1/me", &format!("bearer  {genuine} ")).status, 200);
    let forged = forge.table();
    for (what, token) in &forged {
        check_refused(&app.client(), what, &format!("Bearer {token}"));
    }
    assert_eq!(passes(), 200);
    let mut names: Vec<&str> = forged.iter().map(|(what, _)| what.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), forged.len(), "two cases have one name");
    assert!(forged.len() >= 60, "{} cases", forged.len());
    println!("{} forged tokens on {:?}", forged.len(), app.engine());
}

fn what_is_no_bearer_token_is_refused(app: &TestApp) {
    let ana = app.staff(StaffRole::Organizer, "ana");
    let forge = Forge::new(app, &ana);
    let genuine = forge.genuine();
    for (what, authorization) in [
        ("nothing", String::new()),
        ("the scheme alone", "Bearer".to_owned()),
        ("the scheme and a space", "Bearer ".to_owned()),
        ("without a scheme", genuine.clone()),
        ("another scheme", format!("Basic {genuine}")),
        ("the scheme twice", format!("Bearer Bearer {genuine}")),
        ("two tokens", format!("Bearer {genuine}, Bearer {genuine}")),
        ("in quotes", format!("Bearer \"{genuine}\"")),
        ("a comma behind", format!("Bearer {genuine},")),
        ("a parameter", format!("Bearer token={genuine}")),
        ("an address and a password", "Basic YW5hQGJvdXJzZS5leGFtcGxlOnNlY3JldA==".to_owned()),
    ] {
        check_refused(&app.client(), what, &authorization);
    }
    // Two headers: which one a proxy has looked at is not known.
    let client = app.client();
    let value = format!("Bearer {genuine}");
    let twice = client.request("GET", "/v1/me").header("authorization", &value);
    twice.header("authorization", &value).send().expect_problem(401, "unauthenticated");
    // In the query it is an unknown parameter.
    let query = client.get(&format!("/v1/listings?access_token={genuine}"));
    query.expect_problem(400, "query-invalid");
    // A head of a megabyte is no request any more.
    let huge = ask(&client, "/v1/me", &format!("Bearer {}", "A".repeat(100_000)));
    assert!((400..500).contains(&huge.status), "{huge:?}");
    // Nothing at all is no token that does not hold.
    let none = client.get("/v1/me").expect_problem(401, "unauthenticated");
    assert_eq!(none.header("www-authenticate"), Some(r#"Bearer realm="partact""#));
}
