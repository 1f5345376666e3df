//! A client of the API that takes every answer as it comes.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use ureq::Agent;
use ureq::http::{Request, request};

/// Longer than any answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// More than any answer has.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// What stands between the parts of a form, and in none of them.
const BOUNDARY: &str = "-----partact-testkit-----";

/// Sends requests, perhaps with a login. Cheap to clone; the clones share their connections.
#[derive(Clone)]
pub struct Client {
    agent: Agent,
    url: String,
    token: Option<Arc<dyn Fn() -> String + Send + Sync>>,
}

impl Client {
    /// Somebody at this service who has not logged in.
    pub fn new(url: &str) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .allow_non_standard_methods(true)
            .timeout_global(Some(PATIENCE))
            .proxy(None)
            .build();
        Self { agent: config.into(), url: url.to_owned(), token: None }
    }

    /// The same with an access token, which is asked for before each request.
    #[must_use]
    pub fn with_token(self, token: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Self { token: Some(Arc::new(token)), ..self }
    }

    /// The access token that the next request would carry.
    pub fn token(&self) -> Option<String> {
        self.token.as_ref().map(|token| token())
    }

    /// A request to be completed. The path begins with a slash and holds the query, if any.
    pub fn request(&self, method: &str, path: &str) -> Exchange<'_> {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.url));
        if let Some(token) = self.token() {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        Exchange { agent: &self.agent, request, body: Vec::new() }
    }

    /// Reads.
    pub fn get(&self, path: &str) -> Reply {
        self.request("GET", path).send()
    }

    /// Sends a new thing, without an idempotency key.
    pub fn post(&self, path: &str, body: &Value) -> Reply {
        self.request("POST", path).json(body).send()
    }

    /// Sends a new thing, with an idempotency key.
    pub fn post_once(&self, path: &str, key: &str, body: &Value) -> Reply {
        self.request("POST", path).header("idempotency-key", key).json(body).send()
    }
}

/// A request that is not sent yet.
pub struct Exchange<'c> {
    agent: &'c Agent,
    request: request::Builder,
    body: Vec<u8>,
}

impl Exchange<'_> {
    /// With this header.
    #[must_use]
    pub fn header(self, name: &str, value: &str) -> Self {
        Self { request: self.request.header(name, value), ..self }
    }

    /// Only if the resource is as this entity tag says.
    #[must_use]
    pub fn if_match(self, etag: &str) -> Self {
        self.header("if-match", etag)
    }

    /// With this JSON.
    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json").bytes(body.to_string())
    }

    /// With these bytes; say with [`Exchange::header`] what they are.
    #[must_use]
    pub fn bytes(self, body: impl Into<Vec<u8>>) -> Self {
        Self { body: body.into(), ..self }
    }

    /// With this form: for each part its name, the type of its content if it has one, and the content.
    #[must_use]
    pub fn form(self, parts: &[(&str, Option<&str>, &[u8])]) -> Self {
        let mut body = Vec::new();
        for (name, kind, content) in parts {
            let head = format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"");
            body.extend_from_slice(head.as_bytes());
            if let Some(kind) = kind {
                body.extend_from_slice(format!("; filename=\"{name}\"\r\ncontent-type: {kind}").as_bytes());
            }
            body.extend_from_slice(b"\r\n\r\n");
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        self.header("content-type", &format!("multipart/form-data; boundary={BOUNDARY}")).bytes(body)
    }

    /// Sends it, and waits for the answer, whichever it is.
    pub fn send(self) -> Reply {
        let request = self.request.body(self.body).expect("a request that HTTP can carry");
        let line = format!("{} {}", request.method(), request.uri());
        let mut answer = self.agent.run(request).unwrap_or_else(|error| panic!("{line}: {error}"));
        let body = answer.body_mut().with_config().limit(MOST_BYTES).read_to_vec();
        let bytes = body.unwrap_or_else(|error| panic!("{line}: {error}"));
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let headers = answer.headers().iter().map(|(name, value)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        });
        Reply {
            status: answer.status().as_u16(),
            headers: headers.collect(),
            body: serde_json::from_str(&text).unwrap_or(Value::Null),
            text,
            bytes,
            line,
        }
    }
}

/// An answer.
#[derive(Clone)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The headers, their names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body where it is JSON, else null.
    pub body: Value,
    /// The body as text.
    pub text: String,
    /// The body as it came.
    pub bytes: Vec<u8>,
    line: String,
}

impl Reply {
    /// Fails the test unless the status is this one.
    #[expect(clippy::return_self_not_must_use, reason = "the question alone is often enough")]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self:?}");
        self
    }

    /// Fails the test unless this is a problem with this status and code.
    #[expect(clippy::return_self_not_must_use, reason = "the question alone is often enough")]
    pub fn expect_problem(self, status: u16, code: &str) -> Self {
        assert_eq!(
            (self.status, self.body.get("code").and_then(Value::as_str)),
            (status, Some(code)),
            "{self:?}"
        );
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        self
    }

    /// The first header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(given, _)| given.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The entity tag, which must be there.
    pub fn etag(&self) -> &str {
        self.header("etag").unwrap_or_else(|| panic!("no ETag: {self:?}"))
    }

    /// The value at a JSON pointer (`/items/0/id`), which must be there.
    pub fn at(&self, pointer: &str) -> &Value {
        self.body.pointer(pointer).unwrap_or_else(|| panic!("nothing at {pointer}: {self:?}"))
    }

    /// The text at a JSON pointer, which must be there.
    pub fn text_at(&self, pointer: &str) -> &str {
        self.at(pointer).as_str().unwrap_or_else(|| panic!("no text at {pointer}: {self:?}"))
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} gave {}", self.line, self.status)?;
        for (name, value) in &self.headers {
            writeln!(f, "{name}: {value}")?;
        }
        f.write_str(&self.text)
    }
}
