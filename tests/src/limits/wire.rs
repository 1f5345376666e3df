//! What comes over the wire: slow, large, deep and many.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use domain::policy::StaffRole;
use testkit::{Engine, Options, TestApp};

/// Longer than the service waits for anything.
const PATIENCE: Duration = Duration::from_secs(40);

fn connect(app: &TestApp) -> TcpStream {
    let stream = TcpStream::connect(app.url().strip_prefix("http://").unwrap()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// The first line of the answer.
fn status(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let mut buffer = [0; 4096];
    while !answer.windows(2).any(|two| two == b"\r\n") {
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(read) => answer.extend_from_slice(&buffer[..read]),
        }
    }
    String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned()
}

/// Clients that begin a request and never end it are sent away; meanwhile others are served.
#[test]
fn slow_requests_end() {
    let app = TestApp::start(Engine::Sqlite);
    let head = "POST /v1/auth/sessions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n";
    let cases = [
        ("half a head", "GET /v1/units HTTP/1.1\r\nhost: x\r\nx-slow: ".to_owned()),
        ("no body", format!("{head}content-length: 100\r\n\r\n")),
        ("half a body", format!("{head}content-length: 100\r\n\r\n{{\"email\": ")),
        ("half a chunk", format!("{head}transfer-encoding: chunked\r\n\r\n20\r\n{{\"email\"")),
    ];
    thread::scope(|scope| {
        for (what, bytes) in &cases {
            let app = &app;
            scope.spawn(move || {
                let mut stream = connect(app);
                stream.write_all(bytes.as_bytes()).unwrap();
                assert_eq!(status(&mut stream), "HTTP/1.1 408 Request Timeout", "{what}");
            });
        }
        app.client().get("/v1/units").expect(200);
    });
}

/// At most 64 KiB, at most sixteen levels, and a head of a bounded size.
#[test]
fn large_and_deep_requests_are_refused() {
    let app = TestApp::start(Engine::Sqlite);
    let client = app.client();
    let post = |body: Vec<u8>| {
        client
            .request("POST", "/v1/auth/sessions")
            .header("content-type", "application/json")
            .bytes(body)
            .send()
    };
    let body = |size: usize| {
        let begin = br#"{"email": "a", "password": "b"}"#;
        [begin.as_slice(), &vec![b' '; size - begin.len()]].concat()
    };
    post(body(64 * 1024)).expect_problem(401, "credentials-wrong");
    post(body(64 * 1024 + 1)).expect_problem(413, "payload-too-large");
    let deep = |levels: usize| {
        let (open, close) = ("[".repeat(levels - 1), "]".repeat(levels - 1));
        format!(r#"{{"email": {open}{close}, "password": "b"}}"#).into_bytes()
    };
    post(deep(16)).expect_problem(422, "validation-failed");
    post(deep(17)).expect_problem(400, "malformed-json");
    post(deep(20_000)).expect_problem(400, "malformed-json");
    let many = (0..200).fold(client.request("GET", "/v1/units"), |request, nth| {
        request.header(&format!("x-many-{nth}"), "1")
    });
    let many = many.send();
    assert!((400..500).contains(&many.status), "{many:?}");
    // A body that goes on and on is not read to its end.
    let mut stream = connect(&app);
    let head = "POST /v1/auth/sessions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
                transfer-encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    for _ in 0..9 {
        stream.write_all(format!("2000\r\n{}\r\n", " ".repeat(0x2000)).as_bytes()).unwrap();
    }
    assert_eq!(status(&mut stream), "HTTP/1.1 413 Payload Too Large");
}

/// More clients than may be connected wait until one of the others goes.
#[test]
fn connections_are_counted() {
    let settings = [("workers", "1"), ("max_connections", "4")];
    let app = TestApp::start_with(Engine::Sqlite, Options { settings: &settings, ..Options::default() });
    let request = b"GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n";
    let mut held: Vec<TcpStream> = (0..4).map(|_| connect(&app)).collect();
    for stream in &mut held {
        stream.write_all(request).unwrap();
        assert_eq!(status(stream), "HTTP/1.1 200 OK");
    }
    let mut fifth = connect(&app);
    fifth.write_all(request).unwrap();
    fifth.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    assert_eq!(status(&mut fifth), "", "it waits");
    drop(held);
    fifth.set_read_timeout(Some(PATIENCE)).unwrap();
    assert_eq!(status(&mut fifth), "HTTP/1.1 200 OK");
}

/// Only pages of the allowed origins may read what a browser is answered.
#[test]
fn pages_from_elsewhere_read_nothing() {
    let settings = [("allowed_origins", "https://app.example.lu")];
    let app = TestApp::start_with(Engine::Sqlite, Options { settings: &settings, ..Options::default() });
    let ana = app.staff(StaffRole::Broker, "ana");
    let from = |origin: &str| ana.client.request("GET", "/v1/me").header("origin", origin).send();
    let allowed = from("https://app.example.lu").expect(200);
    assert_eq!(allowed.header("access-control-allow-origin"), Some("https://app.example.lu"));
    assert_eq!(allowed.header("access-control-allow-credentials"), Some("true"));
    let exposed = allowed.header("access-control-expose-headers").unwrap().to_lowercase();
    for name in ["etag", "ratelimit", "retry-after", "request-id", "idempotency-replayed"] {
        assert!(exposed.contains(name), "{name} in {exposed}");
    }
    for origin in
        ["https://evil.example", "http://app.example.lu", "https://app.example.lu.evil.example", "null"]
    {
        let refused = from(origin);
        assert_eq!(refused.header("access-control-allow-origin"), None, "{origin}: {refused:?}");
    }
}
