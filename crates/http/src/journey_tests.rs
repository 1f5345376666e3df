//! From the first login to an admitted organization, over HTTP.

use actix_web::http::{Method, StatusCode};
use actix_web::test::TestRequest;
use domain::organization::Email;
use domain::person::PersonDraft;
use domain::policy::StaffRole;
use domain::text::Line;
use domain::vocabulary::Locale;
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::api::Api;
use crate::settings::Settings;
use crate::testing::{self, Answer, send};

const PASSWORD: &str = "a long enough sentence";

/// Makes an account at the command line, so to speak.
fn account(api: &Api, email: &str, role: StaffRole) {
    let draft = PersonDraft {
        email: Email::parse(email).unwrap(),
        name: Line::parse("Anna", PersonDraft::NAME).unwrap(),
        locale: Locale::En,
    };
    ::app::person::create_staff(api.ctx(), &draft, &SecretString::from(PASSWORD), role).unwrap();
}

async fn post(api: &Api, path: &str, body: Value) -> Answer {
    send(api, TestRequest::post().uri(path).set_json(body)).await
}

async fn login(api: &Api, email: &str) -> Value {
    let answer = post(api, "/v1/auth/sessions", json!({ "email": email, "password": PASSWORD })).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    answer.json()
}

/// A client that is logged in.
struct Client<'a> {
    api: &'a Api,
    token: String,
}

impl<'a> Client<'a> {
    async fn new(api: &'a Api, email: &str) -> Self {
        let token = login(api, email).await["access_token"].as_str().unwrap().to_owned();
        Self { api, token }
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> Answer {
        let mut request = TestRequest::with_uri(path)
            .method(method)
            .insert_header(("Authorization", format!("Bearer {}", self.token)));
        for header in headers {
            request = request.insert_header(*header);
        }
        if let Some(body) = body {
            request = request.set_json(body);
        }
        send(self.api, request).await
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], None).await
    }

    /// Sends a change made from what is there now.
    async fn change(&self, method: Method, of: &str, path: &str, body: Option<Value>) -> Answer {
        let tag = self.get(of).await.header("etag").unwrap().to_owned();
        self.send(method, path, &[("If-Match", &tag)], body).await
    }
}

fn evidence() -> Value {
    json!({"evidence": [{"kind": "website", "checked_on": "2026-01-15"}]})
}

fn organization() -> Value {
    json!({
        "kind": "association", "name": "Päiperlek", "legal_form": "asbl",
        "commune": "Esch-sur-Alzette", "languages": ["lb", "fr"],
        "contact_email": "info@paiperlek.example", "address": "1, rue du Brill",
    })
}

#[actix_web::test]
async fn logins_begin_go_on_and_end() {
    let (api, _scratch) = testing::api(Settings::default());
    account(&api, "anna@example.lu", StaffRole::Organizer);
    for (email, password) in [("anna@example.lu", "wrong"), ("nobody@example.lu", PASSWORD), ("@", PASSWORD)]
    {
        let refused = post(&api, "/v1/auth/sessions", json!({ "email": email, "password": password })).await;
        assert_eq!((refused.status.as_u16(), refused.code().as_str()), (401, "credentials-wrong"), "{email}");
    }
    let first = login(&api, "anna@example.lu").await;
    let refreshed = post(&api, "/v1/auth/tokens", json!({ "refresh_token": first["refresh_token"] })).await;
    assert_eq!(refreshed.status, StatusCode::OK, "{}", refreshed.body);
    assert_eq!(refreshed.json()["session_id"], first["session_id"]);
    assert_ne!(refreshed.json()["refresh_token"], first["refresh_token"]);
    let forged = post(&api, "/v1/auth/tokens", json!({ "refresh_token": "forged" })).await;
    assert_eq!(forged.code(), "credentials-wrong");

    let client = Client { api: &api, token: first["access_token"].as_str().unwrap().to_owned() };
    let me = client.get("/v1/me").await;
    assert_eq!(
        (&me.json()["email"], &me.json()["staff_role"]),
        (&json!("anna@example.lu"), &json!("organizer"))
    );
    assert_eq!(client.get("/v1/auth/sessions").await.json()["items"][0]["current"], json!(true));
    let closed = client.send(Method::DELETE, "/v1/auth/sessions/current", &[], None).await;
    assert_eq!(closed.status, StatusCode::NO_CONTENT);
    // The token still verifies; the login behind it has ended.
    assert_eq!(client.get("/v1/me").await.code(), "unauthenticated");
}

#[actix_web::test]
async fn faults_of_a_body_come_all_at_once() {
    let (api, _scratch) = testing::api(Settings::default());
    account(&api, "anna@example.lu", StaffRole::Broker);
    let client = Client::new(&api, "anna@example.lu").await;
    let mut body = organization();
    body["name"] = json!("");
    body["vat_number"] = json!("LU12345678");
    body["languages"] = json!(["lb", "xx"]);
    let key = [("Idempotency-Key", "k-1"), ("Accept-Language", "de")];
    let refused = client.send(Method::POST, "/v1/organizations", &key, Some(body)).await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (422, "validation-failed"));
    let pointers: Vec<_> =
        refused.json()["errors"].as_array().unwrap().iter().map(|error| error["pointer"].clone()).collect();
    assert_eq!(pointers, ["/name", "/vat_number", "/languages/1"]);
    let without_key = client.send(Method::POST, "/v1/organizations", &[], Some(organization())).await;
    assert_eq!(without_key.code(), "idempotency-key-missing");
    let request = TestRequest::post().uri("/v1/auth/sessions").set_payload("{}");
    assert_eq!(send(&api, request).await.code(), "unsupported-media-type");
    let large = json!({ "email": "x".repeat(70_000), "password": "" });
    assert_eq!(post(&api, "/v1/auth/sessions", large).await.code(), "payload-too-large");
}

#[actix_web::test]
async fn an_organization_is_founded_once_and_let_in() {
    let (api, _scratch) = testing::api(Settings::default());
    account(&api, "staff@example.lu", StaffRole::Organizer);
    account(&api, "anna@example.lu", StaffRole::Broker);
    let (staff, anna) =
        (Client::new(&api, "staff@example.lu").await, Client::new(&api, "anna@example.lu").await);
    let key = [("Idempotency-Key", "k-1")];
    let made = anna.send(Method::POST, "/v1/organizations", &key, Some(organization())).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let again = anna.send(Method::POST, "/v1/organizations", &key, Some(organization())).await;
    assert_eq!((again.body.as_str(), again.header("etag")), (made.body.as_str(), made.header("etag")));
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    let mut other = organization();
    other["name"] = json!("Another");
    let reused = anna.send(Method::POST, "/v1/organizations", &key, Some(other)).await;
    assert_eq!((reused.status.as_u16(), reused.code().as_str()), (422, "idempotency-key-reused"));

    let own = made.header("location").unwrap().to_owned();
    assert_eq!(send(&api, TestRequest::get().uri(&own)).await.code(), "not-found");
    let tag = made.header("etag").unwrap();
    let patch = json!({ "address": null, "locality": "Esch" });
    let patched = anna.send(Method::PATCH, &own, &[("If-Match", tag)], Some(patch.clone())).await;
    assert_eq!(patched.json()["contact"]["address"], Value::Null, "{}", patched.body);
    let stale = anna.send(Method::PATCH, &own, &[("If-Match", tag)], Some(patch)).await;
    assert_eq!((stale.status.as_u16(), stale.code().as_str()), (412, "precondition-failed"));
    let unguarded = anna.send(Method::PATCH, &own, &[], Some(json!({}))).await;
    assert_eq!(unguarded.code(), "precondition-required");

    let verified = staff.change(Method::PUT, &own, &format!("{own}/verification"), Some(evidence())).await;
    assert_eq!(verified.json()["status"], "verified", "{}", verified.body);
    let twice = staff.change(Method::PUT, &own, &format!("{own}/verification"), Some(evidence())).await;
    assert_eq!(
        (twice.code().as_str(), &twice.json()["current_status"]),
        ("invalid-transition", &json!("verified"))
    );
    let public = send(&api, TestRequest::get().uri(&own)).await;
    assert_eq!((&public.json()["contact"], &public.json()["actions"]), (&Value::Null, &json!([])));
    let listed = send(&api, TestRequest::get().uri("/v1/organizations?kind=association&name=p%C3%A4i")).await;
    assert_eq!(listed.json()["items"].as_array().map(Vec::len), Some(1), "{}", listed.body);
    assert_eq!(anna.get(&format!("{own}/members")).await.json()["items"][0]["role"], "owner");
}

#[actix_web::test]
async fn a_week_is_made_moved_and_joined() {
    let (api, _scratch) = testing::api(Settings::default());
    account(&api, "staff@example.lu", StaffRole::Organizer);
    let staff = Client::new(&api, "staff@example.lu").await;
    let week = json!({
        "reference": "2027", "name": "Bourse 2027", "starts_on": "2027-06-07", "ends_on": "2027-06-13",
        "settings": { "moderated": true },
    });
    let made = staff.send(Method::POST, "/v1/exchange-weeks", &[], Some(week.clone())).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
    let taken = staff.send(Method::POST, "/v1/exchange-weeks", &[], Some(week)).await;
    assert_eq!((taken.code().as_str(), &taken.json()["reference"]), ("reference-taken", &json!("2027")));
    let own = made.header("location").unwrap().to_owned();
    assert_eq!(send(&api, TestRequest::get().uri(&own)).await.status, StatusCode::NOT_FOUND);
    let phase = format!("{own}/phase");
    let leap = staff.change(Method::PUT, &own, &phase, Some(json!({ "phase": "live" }))).await;
    assert_eq!(leap.code(), "phase-step-invalid");
    let moved = staff.change(Method::PUT, &own, &phase, Some(json!({ "phase": "registration" }))).await;
    assert_eq!(moved.json()["phase"], "registration", "{}", moved.body);

    let key = [("Idempotency-Key", "k-1")];
    let founded = staff.send(Method::POST, "/v1/organizations", &key, Some(organization())).await;
    let organization = founded.json()["id"].as_str().unwrap().to_owned();
    let participation = format!("{own}/participations/{organization}");
    let early = staff.send(Method::PUT, &participation, &[], None).await;
    assert_eq!(early.code(), "organization-not-active");
    let of = format!("/v1/organizations/{organization}");
    staff.change(Method::PUT, &of, &format!("{of}/verification"), Some(evidence())).await;
    let asked = staff.send(Method::PUT, &participation, &[], None).await;
    assert_eq!(asked.json()["status"], "requested", "{}", asked.body);
    let admitted =
        staff.change(Method::PUT, &participation, &format!("{participation}/admission"), None).await;
    assert_eq!(admitted.json()["status"], "admitted", "{}", admitted.body);
    let actions = admitted.json()["actions"].as_array().unwrap().clone();
    let withdraw = actions.iter().find(|action| action["name"] == "withdraw").unwrap();
    assert_eq!((&withdraw["method"], &withdraw["disabled_reasons"]), (&json!("DELETE"), &json!([])));
    let listed = send(&api, TestRequest::get().uri(&format!("{own}/participations"))).await;
    assert_eq!(listed.json()["items"][0]["organization_id"], json!(organization), "{}", listed.body);
}

#[actix_web::test]
async fn lists_go_on_where_they_ended() {
    let (api, _scratch) = testing::api(Settings::default());
    account(&api, "staff@example.lu", StaffRole::Organizer);
    let staff = Client::new(&api, "staff@example.lu").await;
    for year in 2027..2030 {
        let week = json!({
            "reference": year.to_string(), "name": "Bourse",
            "starts_on": format!("{year}-06-07"), "ends_on": format!("{year}-06-13"),
        });
        staff.send(Method::POST, "/v1/exchange-weeks", &[], Some(week)).await;
    }
    let mut seen = Vec::new();
    let mut path = "/v1/exchange-weeks?limit=2".to_owned();
    loop {
        let page = staff.get(&path).await;
        let items = page.json()["items"].as_array().unwrap().clone();
        seen.extend(items.iter().map(|item| item["reference"].as_str().unwrap().to_owned()));
        assert_eq!(page.json()["has_more"], json!(page.header("link").is_some()));
        let Some(link) = page.header("link") else { break };
        path = link.trim_start_matches('<').split('>').next().unwrap().to_owned();
    }
    assert_eq!(seen, ["2029", "2028", "2027"]);
    let cursor =
        staff.get("/v1/exchange-weeks?limit=2").await.json()["next_cursor"].as_str().unwrap().to_owned();
    let foreign = send(&api, TestRequest::get().uri(&format!("/v1/exchange-weeks?cursor={cursor}"))).await;
    assert_eq!(foreign.code(), "cursor-invalid");
}
