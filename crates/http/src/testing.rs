//! What the tests of this crate share: an API over an empty database, with a clock that stands still.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ::app::{Clock, Ctx, Entropy};
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderMap;
use actix_web::test::{self, TestRequest};
use domain::id::IdSource;
use jiff::Timestamp;
use persistence::{DatabaseUrl, Store};
use serde_json::Value;
use uuid::Uuid;

use crate::api::{Api, app};
use crate::auth::Keys;
use crate::settings::Settings;

/// When everything in the tests happens.
pub(crate) const NOW: &str = "2026-11-24T09:30:00Z";

struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        NOW.parse().unwrap()
    }
}

struct Counted(AtomicU64);

impl IdSource for Counted {
    fn next(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)) + 1)
    }
}

struct Predictable(AtomicU64);

impl Entropy for Predictable {
    fn fill(&self, bytes: &mut [u8]) {
        let number = self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        bytes.iter_mut().zip(number.iter().cycle()).for_each(|(byte, value)| *byte = *value);
    }
}

/// A database file that goes with the test.
pub(crate) struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        for suffix in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{suffix}", self.0.display()));
        }
    }
}

/// An API with these settings.
pub(crate) fn api(settings: Settings) -> (Api, Scratch) {
    static FILES: AtomicU64 = AtomicU64::new(0);
    let number = FILES.fetch_add(1, Ordering::Relaxed);
    let file = std::env::temp_dir().join(format!("partact-http-{}-{number}.db", std::process::id()));
    let store = Store::open(&DatabaseUrl::Sqlite(file.clone()), 2).unwrap();
    store.migrate().unwrap();
    let ctx = Ctx {
        store,
        clock: Arc::new(Still),
        ids: Arc::new(Counted(AtomicU64::new(0))),
        entropy: Arc::new(Predictable(AtomicU64::new(1))),
        security: ::app::Security::default(),
        objects: Arc::new(::app::objects::Nowhere),
    };
    (Api::new(ctx, settings, Keys::from_seed(&[1; 32]), [2; 32]), Scratch(file))
}

/// An answer as the tests look at it.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// The code of the problem, which must be one.
    pub(crate) fn code(&self) -> String {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{}", self.body);
        self.json()["code"].as_str().unwrap().to_owned()
    }
}

/// Sends a request through the whole application.
pub(crate) async fn send(api: &Api, request: TestRequest) -> Answer {
    let service = test::init_service(app(api)).await;
    let answer = test::call_service(&service, request.to_request()).await;
    let (status, headers) = (answer.status(), answer.headers().clone());
    let body = test::read_body(answer).await;
    Answer { status, headers, body: String::from_utf8(body.to_vec()).unwrap() }
}
