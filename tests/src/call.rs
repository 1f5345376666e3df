//! One good call of every operation of the contract, so that what must hold of all of them can be tried on
//! each: who may call it, what its repetition does, what its answers look like.

mod account;
mod deal;
mod moderation;
mod organization;
mod prepared;
mod principal;
mod world;

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;
use testkit::{Client, Exchange, Reply, TestApp};

pub(crate) use principal::Principal;
pub(crate) use world::{Situation, World, join};

/// An operation, as the served contract describes it.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: String,
    /// The path, with its parameters in braces.
    pub(crate) path: String,
    pub(crate) access: String,
    pub(crate) described: Value,
}

impl Operation {
    /// All operations that the service says it has.
    pub(crate) fn all(app: &TestApp) -> Vec<Self> {
        let document = app.client().get("/openapi.json").expect(200).body;
        let mut found = Vec::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, described) in item.as_object().unwrap() {
                found.push(Self {
                    id: described["operationId"].as_str().unwrap().to_owned(),
                    method: method.to_uppercase(),
                    path: path.clone(),
                    access: described["x-access"].as_str().unwrap().to_owned(),
                    described: described.clone(),
                });
            }
        }
        found
    }

    /// Whether it takes this parameter: `header`, `If-Match`.
    pub(crate) fn takes(&self, place: &str, name: &str) -> bool {
        let parameters = self.described["parameters"].as_array();
        parameters.into_iter().flatten().any(|one| one["in"] == place && one["name"] == name)
    }

    /// Whether its body is a form, with a file in it.
    pub(crate) fn takes_form(&self) -> bool {
        self.described.pointer("/requestBody/content/multipart~1form-data").is_some()
    }

    /// The schema of its body.
    pub(crate) fn body_schema(&self) -> &Value {
        let kind = if self.takes_form() { "multipart/form-data" } else { "application/json" };
        &self.described["requestBody"]["content"][kind]["schema"]
    }

    /// Whether it reads and changes nothing.
    pub(crate) fn reads(&self) -> bool {
        self.method == "GET"
    }
}

/// What is sent to an operation.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) ids: Vec<(&'static str, String)>,
    pub(crate) query: String,
    pub(crate) body: Option<Value>,
    /// A body that is not JSON, and what it is.
    pub(crate) raw: Option<(&'static str, String)>,
    /// Where the tag is read that the change is made from.
    pub(crate) read: Option<String>,
    /// The tag, once it has been read.
    pub(crate) etag: Option<String>,
    pub(crate) key: String,
    /// What a list must hold for those who may see it.
    pub(crate) shows: Option<String>,
    /// Somebody who may do it.
    pub(crate) by: Principal,
    /// Whether it ends the login of whoever sends it.
    pub(crate) ends_login: bool,
    /// Whether it changes the account of whoever sends it, so that the tag is that of their own.
    pub(crate) own: bool,
    /// Whether it ends that account.
    pub(crate) ends_account: bool,
}

impl Call {
    /// A call without anything.
    fn plain(by: Principal) -> Self {
        Self {
            ids: Vec::new(),
            query: String::new(),
            body: None,
            raw: None,
            read: None,
            etag: None,
            key: key(),
            shows: None,
            by,
            ends_login: false,
            own: false,
            ends_account: false,
        }
    }

    fn with(mut self, name: &'static str, id: impl Into<String>) -> Self {
        self.ids.push((name, id.into()));
        self
    }

    fn query(self, query: impl Into<String>) -> Self {
        Self { query: query.into(), ..self }
    }

    fn body(self, body: Value) -> Self {
        Self { body: Some(body), ..self }
    }

    fn raw(self, kind: &'static str, body: &str) -> Self {
        Self { raw: Some((kind, body.to_owned())), ..self }
    }

    fn from(self, read: impl Into<String>) -> Self {
        Self { read: Some(read.into()), ..self }
    }

    fn shows(self, what: impl Into<String>) -> Self {
        Self { shows: Some(what.into()), ..self }
    }

    /// The path with its parameters filled in, and the query.
    pub(crate) fn target(&self, operation: &Operation) -> String {
        let mut path = operation.path.clone();
        for (name, value) in &self.ids {
            path = path.replace(&format!("{{{name}}}"), value);
        }
        assert!(!path.contains('{'), "{}: {path} is not filled in", operation.id);
        if self.query.is_empty() { path } else { format!("{path}?{}", self.query) }
    }

    /// The request, with everything that the operation asks for.
    pub(crate) fn request<'c>(&self, operation: &Operation, client: &'c Client) -> Exchange<'c> {
        self.request_without(operation, client, "")
    }

    /// The request, without this header.
    pub(crate) fn request_without<'c>(
        &self,
        operation: &Operation,
        client: &'c Client,
        header: &str,
    ) -> Exchange<'c> {
        let mut request = client.request(&operation.method, &self.target(operation));
        if let (Some(etag), true) = (self.tag(client), header != "If-Match") {
            request = request.if_match(&etag);
        }
        if operation.takes("header", "Idempotency-Key") && header != "Idempotency-Key" {
            request = request.header("idempotency-key", &self.key);
        }
        match (&self.body, &self.raw) {
            (Some(body), _) if operation.takes_form() => request.form(&parts(body)),
            (Some(body), _) => request.json(body),
            (None, Some((kind, body))) => request.header("content-type", kind).bytes(body.as_str()),
            (None, None) => request,
        }
    }

    /// The tag that the change is made from; of one's own account, as it is now.
    fn tag(&self, client: &Client) -> Option<String> {
        let own = || {
            let read = client.get("/v1/me");
            // Who has no account to read is refused whatever the tag.
            read.header("etag").map_or_else(|| "\"1-00000000\"".to_owned(), str::to_owned)
        };
        self.etag.clone().or_else(|| self.own.then(own))
    }

    pub(crate) fn send(&self, operation: &Operation, client: &Client) -> Reply {
        self.request(operation, client).send()
    }
}

/// What stands for a good file in the body of a form.
pub(crate) const GOOD_FILE: &str = "a good file";

/// The members of a body as the parts of a form.
pub(crate) fn parts(body: &Value) -> Vec<(&str, Option<&str>, &[u8])> {
    static FILE: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let picture = picture::pattern::drawn(1, [320, 160, 80]).unwrap();
        picture.renditions[0].bytes.clone()
    });
    let members = body.as_object().unwrap().iter();
    members
        .map(|(name, value)| match value.as_str().unwrap() {
            GOOD_FILE => (name.as_str(), Some("image/jpeg"), FILE.as_slice()),
            text => (name.as_str(), None, text.as_bytes()),
        })
        .collect()
}

/// A new idempotency key.
pub(crate) fn key() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("call-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
