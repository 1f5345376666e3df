//! The whole application, as a client meets it.

use actix_web::http::{Method, StatusCode};
use actix_web::test::TestRequest;
use serde_json::json;

use crate::limit::Limits;
use crate::routes::{Access, operations};
use crate::settings::Settings;
use crate::testing::{self, send};

fn get(path: &str) -> TestRequest {
    TestRequest::get().uri(path)
}

/// The path with something in place of its parameters.
fn filled(path: &str) -> String {
    let parts = path
        .split('/')
        .map(|part| if part.starts_with('{') { "0192f0c1-7b5e-7cc0-8000-5b1f7d3c9a10" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

#[actix_web::test]
async fn every_path_knows_its_methods() {
    let (api, _scratch) = testing::api(Settings::default());
    for operation in operations() {
        let path = filled(&operation.path);
        let wrong = send(&api, TestRequest::with_uri(&path).method(Method::TRACE)).await;
        assert_eq!(wrong.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert_eq!(wrong.code(), "method-not-allowed");
        let allow = wrong.header("allow").unwrap();
        assert!(allow.split(", ").any(|method| method == operation.method.as_str()), "{path}: {allow}");
        let asked = send(&api, TestRequest::with_uri(&path).method(Method::OPTIONS)).await;
        assert_eq!((asked.status, asked.header("allow")), (StatusCode::NO_CONTENT, Some(allow)));
        assert_eq!(allow.contains("GET"), allow.contains("HEAD"), "{path}");
    }
}

#[actix_web::test]
async fn nobody_passes_without_a_login() {
    let (api, _scratch) = testing::api(Settings::default());
    for operation in operations() {
        let path = filled(&operation.path);
        let request = |token: Option<&str>| {
            let request = TestRequest::with_uri(&path).method(operation.method.clone());
            match token {
                Some(token) => request.insert_header(("Authorization", token)),
                None => request,
            }
        };
        let (none, wrong) = (send(&api, request(None)).await, send(&api, request(Some("Bearer x"))).await);
        let refused = StatusCode::UNAUTHORIZED;
        match operation.access {
            Access::Public => assert!(none.status != refused && wrong.status != refused, "{path}"),
            Access::Visitor => assert!(none.status != refused && wrong.status == refused, "{path}"),
            Access::Person | Access::Member | Access::Coordinator | Access::Staff => {
                assert_eq!((none.status, wrong.status), (refused, refused), "{} {path}", operation.method);
                assert_eq!(none.code(), "unauthenticated");
                assert!(none.header("www-authenticate").is_some());
            }
        }
    }
}

#[actix_web::test]
async fn every_answer_is_safe_to_show() {
    let settings = Settings { public_url: "https://bourse.lu/".parse().ok(), ..Settings::default() };
    let (api, _scratch) = testing::api(settings);
    for path in ["/v1/units", "/nothing", "/docs/", "/problems", "/health/ready"] {
        let answer = send(&api, get(path)).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("api-version", "1"),
            ("strict-transport-security", "max-age=31536000; includeSubDomains"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path} {name}");
        }
        assert!(
            answer.header("content-security-policy").unwrap().contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert!(answer.header("cache-control").is_some() && answer.header("request-id").is_some(), "{path}");
    }
    let missing = send(&api, get("/nothing")).await;
    assert_eq!(missing.json()["type"], "https://bourse.lu/problems/not-found");
}

#[actix_web::test]
async fn requests_have_names() {
    let (api, _scratch) = testing::api(Settings::default());
    let named = send(&api, get("/nothing").insert_header(("Request-Id", "client-1.2_3"))).await;
    assert_eq!(named.header("request-id"), Some("client-1.2_3"));
    assert_eq!(named.json()["request_id"], "client-1.2_3");
    let renamed = send(&api, get("/nothing").insert_header(("Request-Id", "a b"))).await;
    assert_eq!(renamed.header("request-id"), renamed.json()["request_id"].as_str());
}

#[actix_web::test]
async fn problems_speak_the_readers_language() {
    let (api, _scratch) = testing::api(Settings::default());
    let answer = send(&api, get("/v1/units?unit=hour").insert_header(("Accept-Language", "fr-LU"))).await;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (400, "query-invalid"));
    assert_eq!(answer.header("content-language"), Some("fr"));
    assert!(answer.header("vary").unwrap().contains("Accept-Language"));
    assert_eq!(answer.json()["title"], "Paramètres invalides");
    assert_eq!(answer.json()["errors"][0]["parameter"], json!("unit"));
    assert_eq!(answer.json()["errors"][0]["code"], json!("unknown-name"));
}

#[actix_web::test]
async fn vocabularies_are_cached() {
    let (api, _scratch) = testing::api(Settings::default());
    for (path, count) in [
        ("/v1/units", 16),
        ("/v1/categories", 25),
        ("/v1/skills", 92),
        ("/v1/languages", 182),
        ("/v1/places", 100),
    ] {
        let first = send(&api, get(path)).await;
        assert_eq!(first.status, StatusCode::OK, "{}", first.body);
        assert!(first.json()["items"].as_array().unwrap().len() >= count - 5, "{path}");
        let tag = first.header("etag").unwrap();
        let again = send(&api, get(path).insert_header(("If-None-Match", tag))).await;
        assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
        let head = send(&api, TestRequest::with_uri(path).method(Method::HEAD)).await;
        assert_eq!((head.status, head.header("etag")), (StatusCode::OK, Some(tag)));
    }
}

#[actix_web::test]
async fn readiness_falls_before_liveness() {
    let (api, _scratch) = testing::api(Settings::default());
    assert_eq!(send(&api, get("/health/ready")).await.status, StatusCode::OK);
    api.set_ready(false);
    let stopping = send(&api, get("/health/ready")).await;
    assert_eq!((stopping.status.as_u16(), stopping.code().as_str()), (503, "unavailable"));
    assert!(stopping.header("retry-after").is_some());
    assert_eq!(send(&api, get("/health/live")).await.status, StatusCode::OK);
}

#[actix_web::test]
async fn who_asks_too_much_waits() {
    let limits = Limits { requests: Some(2), logins: Some(1) };
    let (api, _scratch) = testing::api(Settings { limits, ..Settings::default() });
    let first = send(&api, get("/v1/units")).await;
    assert_eq!(first.header("ratelimit-policy"), Some("\"requests\";q=2;w=60"));
    assert_eq!(first.header("ratelimit"), Some("\"requests\";r=1;t=30"));
    send(&api, get("/v1/units").insert_header(("Authorization", "Bearer x"))).await;
    let third = send(&api, get("/v1/me").insert_header(("Authorization", "Bearer x"))).await;
    assert_eq!((third.status.as_u16(), third.code().as_str()), (429, "too-many-requests"));
    assert_eq!(third.header("retry-after"), Some("30"));
}

#[actix_web::test]
async fn only_listed_origins_may_call() {
    let origin = "https://app.example.lu";
    let settings = Settings { allowed_origins: vec![origin.to_owned()], ..Settings::default() };
    let (api, _scratch) = testing::api(settings);
    let preflight = |origin: &str| {
        TestRequest::with_uri("/v1/units")
            .method(Method::OPTIONS)
            .insert_header(("Origin", origin))
            .insert_header(("Access-Control-Request-Method", "GET"))
    };
    let good = send(&api, preflight(origin)).await;
    assert_eq!(good.header("access-control-allow-origin"), Some(origin));
    let bad = send(&api, preflight("https://app.example.lu.evil.example")).await;
    assert_eq!(bad.header("access-control-allow-origin"), None);
    assert_eq!(bad.code(), "request-invalid");
    // A problem can be read by the page that caused it.
    let missing = send(&api, get("/nothing").insert_header(("Origin", origin))).await;
    assert_eq!(missing.header("access-control-allow-origin"), Some(origin));
    let exposed = missing.header("access-control-expose-headers").unwrap().to_lowercase();
    assert!(exposed.contains("request-id") && exposed.contains("idempotency-replayed"), "{exposed}");
    assert_eq!(missing.code(), "not-found");
}

#[actix_web::test]
async fn the_contract_is_served_as_it_is() {
    let (api, _scratch) = testing::api(Settings::default());
    let served = send(&api, get("/openapi.json")).await;
    assert_eq!(served.body, crate::openapi::json());
    let docs = send(&api, get("/docs")).await;
    assert_eq!((docs.status.as_u16(), docs.header("location")), (308, Some("/docs/")));
    assert!(send(&api, get("/docs/")).await.body.contains("swagger-ui"));
    assert!(send(&api, get("/docs/swagger-initializer.js")).await.body.contains("/openapi.json"));
    let keys = send(&api, get("/.well-known/jwks.json")).await;
    assert_eq!(keys.json()["keys"][0]["crv"], "Ed25519");
}
