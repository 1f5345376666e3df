//! How much one client may ask: by person, and by address.

use domain::policy::StaffRole;
use serde_json::json;
use testkit::{Client, Engine, Options, PASSWORD, Reply, TestApp};

/// A service with these limits, behind proxies at this machine.
fn app(requests: &str, logins: &str) -> TestApp {
    let settings = [
        ("requests_per_minute", requests),
        ("logins_per_minute", logins),
        ("trusted_proxies", "127.0.0.0/8"),
    ];
    TestApp::start_with(Engine::Sqlite, Options { settings: &settings, ..Options::default() })
}

fn from(client: &Client, path: &str, address: &str) -> Reply {
    client.request("GET", path).header("x-forwarded-for", address).send()
}

fn check_limit(reply: &Reply, status: u16, policy: &str, left: &str) {
    assert_eq!(reply.status, status, "{reply:?}");
    assert_eq!(reply.header("ratelimit-policy"), Some(policy), "{reply:?}");
    assert_eq!(reply.header("ratelimit"), Some(left), "{reply:?}");
    if status == 429 {
        assert!(reply.header("retry-after").is_some(), "{reply:?}");
    }
}

#[test]
fn every_answer_says_what_is_left() {
    let app = app("4", "off");
    let (ana, ben) = (app.staff(StaffRole::Broker, "ana"), app.staff(StaffRole::Broker, "ben"));
    let policy = r#""requests";q=4;w=60"#;
    check_limit(&ana.client.get("/v1/me"), 200, policy, r#""requests";r=3;t=15"#);
    check_limit(&ana.client.get("/v1/listings?colour=red"), 400, policy, r#""requests";r=2;t=30"#);
    let nothing = format!("/v1/listings/{}", uuid::Uuid::from_u128(7));
    check_limit(&ana.client.get(&nothing), 404, policy, r#""requests";r=1;t=45"#);
    check_limit(&ana.client.get("/v1/me"), 200, policy, r#""requests";r=0;t=60"#);
    check_limit(&ana.client.get("/v1/me"), 429, policy, r#""requests";r=0;t=60"#);
    check_limit(&ben.client.get("/v1/me"), 200, policy, r#""requests";r=3;t=15"#);
    check_limit(&app.client().get("/v1/me"), 401, policy, r#""requests";r=3;t=15"#);
    app.clock.advance(jiff::SignedDuration::from_secs(15));
    check_limit(&ana.client.get("/v1/me"), 200, policy, r#""requests";r=0;t=60"#);
    for _ in 0..10 {
        let health = app.client().get("/health/ready").expect(200);
        assert_eq!(health.header("ratelimit"), None);
    }
}

#[test]
fn an_address_is_a_network() {
    let app = app("2", "off");
    let client = app.client();
    let statuses = |addresses: &[&str]| -> Vec<u16> {
        addresses.iter().map(|address| from(&client, "/v1/units", address).status).collect()
    };
    assert_eq!(statuses(&["198.51.100.1", "198.51.100.1", "198.51.100.1"]), [200, 200, 429]);
    assert_eq!(statuses(&["198.51.100.2"]), [200]);
    assert_eq!(statuses(&["2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:2:ffff::3"]), [200, 200, 429]);
    assert_eq!(statuses(&["2001:db8:1:3::1"]), [200]);
    // What the client itself claims stands before what the proxy saw.
    assert_eq!(statuses(&["203.0.113.9, 198.51.100.1"]), [429]);
}

#[test]
fn many_persons_at_one_address_have_ten_times_as_much() {
    let app = app("1", "off");
    let statuses: Vec<u16> = (0..11)
        .map(|nth| {
            let login = app.staff(StaffRole::Broker, &format!("p{nth}"));
            from(&login.client, "/v1/me", "198.51.100.1").status
        })
        .collect();
    assert_eq!(statuses, [[200; 10].as_slice(), &[429]].concat());
}

#[test]
fn logins_are_counted_apart() {
    let app = app("off", "2");
    app.staff(StaffRole::Broker, "ana");
    let log_in = |password: &str| {
        let body = json!({"email": "ana@bourse.example", "password": password});
        app.client().post("/v1/auth/sessions", &body)
    };
    let policy = r#""logins";q=2;w=60"#;
    check_limit(&log_in("wrong password"), 401, policy, r#""logins";r=1;t=30"#);
    check_limit(&log_in(PASSWORD), 201, policy, r#""logins";r=0;t=60"#);
    check_limit(&log_in(PASSWORD), 429, policy, r#""logins";r=0;t=60"#);
    let units = app.client().get("/v1/units").expect(200);
    assert_eq!(units.header("ratelimit"), None);
}
