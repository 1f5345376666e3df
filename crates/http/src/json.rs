//! The body of a request: JSON, strictly.
//!
//! The type must be declared, size and depth are bounded, unknown fields are faults. What is wrong with the
//! shape is answered with a pointer to the place; what is wrong with the values is for the domain to say,
//! all at once, so DTOs hold texts and leave the judgement to `TryFrom`.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use domain::fault::Rule;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_path_to_error::Segment;
use sha2::{Digest, Sha256};
use utoipa::PartialSchema;
use utoipa::openapi::{RefOr, Schema};

use crate::api::Api;
use crate::problem::{Kind, Located, Part, Problem, Shape};

/// The largest body.
pub(crate) const MOST_BYTES: usize = 64 * 1024;
/// The deepest nesting; our own bodies have four levels.
const MOST_LEVELS: usize = 16;
/// How many wrong names and members are listed.
const MOST_NAMES: usize = 50;

/// A parsed body, and the digest of what it says.
#[derive(Clone, Debug)]
pub(crate) struct Body<T> {
    pub(crate) value: T,
    /// SHA-256 of the canonical form: the order of members and the white space do not count.
    pub(crate) digest: [u8; 32],
}

impl<T: DeserializeOwned + PartialSchema + 'static> FromRequest for Body<T> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let declared = is_json(request.content_type());
        let api = request.app_data::<Data<Api>>();
        let arrival = api.map_or(Duration::ZERO, |api| api.settings().body_arrival);
        let bytes = Bytes::from_request(request, payload);
        Box::pin(async move {
            if !declared {
                return Err(Kind::UnsupportedMediaType.into());
            }
            let Ok(arrived) = tokio::time::timeout(arrival, bytes).await else {
                return Err(Kind::RequestTimeout.into());
            };
            let bytes = arrived.map_err(|error| match error.as_response_error().status_code() {
                StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Kind::PayloadTooLarge),
                _ => Problem::new(Kind::RequestInvalid),
            })?;
            parse(&bytes)
        })
    }
}

/// `application/json`, or another type that says it is JSON, such as `application/merge-patch+json`.
fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
        || essence.eq_ignore_ascii_case("application/merge-patch+json")
}

/// Parses a body.
pub(crate) fn parse<T: DeserializeOwned + PartialSchema>(bytes: &[u8]) -> Result<Body<T>, Problem> {
    let malformed = || Problem::new(Kind::MalformedJson);
    if levels(bytes) > MOST_LEVELS {
        return Err(malformed());
    }
    let document: Value = serde_json::from_slice(bytes).map_err(|_| malformed())?;
    if !document.is_object() {
        return Err(malformed());
    }
    let digest = Sha256::digest(canonical(&document).to_string()).into();
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    match serde_path_to_error::deserialize(&mut reader) {
        Ok(value) => Ok(Body { value, digest }),
        Err(error) => Err(Problem::located(Kind::ValidationFailed, faults::<T>(document, &error))),
    }
}

type ShapeError = serde_path_to_error::Error<serde_json::Error>;

/// What is wrong with the shape: every unknown name, the first fault of each member, and every member that is
/// missing. Serde stops at the first, so what is wrong is taken out to find the next.
fn faults<T: DeserializeOwned + PartialSchema>(mut document: Value, first: &ShapeError) -> Vec<Located> {
    let required = required::<T>();
    let missing: Vec<_> =
        required.iter().filter(|name| document.get(name.as_str()).is_none()).map(missing_member).collect();
    let mut found = Vec::new();
    let mut next = Some(fault(first));
    while let Some(located) = next.take().filter(|_| found.len() < MOST_NAMES) {
        let Some(member) = to_take_out(&located) else { break };
        // Serde names missing members when all that are there are right.
        if !remove(&mut document, &member) {
            break;
        }
        found.push(located);
        next = serde_path_to_error::deserialize::<_, T>(&document).err().map(|error| fault(&error));
    }
    found.extend(missing);
    if found.is_empty() {
        found.push(fault(first));
    }
    found
}

/// The members that a body of this type must have.
fn required<T: PartialSchema>() -> Vec<String> {
    match T::schema() {
        RefOr::T(Schema::Object(object)) => object.required,
        _ => Vec::new(),
    }
}

fn missing_member(name: impl AsRef<str>) -> Located {
    Located::rule(Part::Body, format!("/{}", escaped(name.as_ref())), Rule::Required)
}

/// What to take out so that the rest can be looked at: an unknown name alone, else the member of the body.
fn to_take_out(located: &Located) -> Option<String> {
    if *located == Located::shape(Part::Body, located.place.clone(), Shape::UnknownName) {
        return Some(located.place.to_string());
    }
    let name = located.place.strip_prefix('/')?.split('/').next()?;
    Some(format!("/{name}"))
}

/// Takes the member at a pointer out of the document.
fn remove(document: &mut Value, pointer: &str) -> bool {
    let Some((parent, name)) = pointer.rsplit_once('/') else { return false };
    let name = name.replace("~1", "/").replace("~0", "~");
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => members.shift_remove(&name).is_some(),
        _ => false,
    }
}

/// A name as a part of a JSON pointer (RFC 6901).
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// What serde says, by the words that its own errors begin with; they are part of its interface in all but
/// name, and a test holds us to them.
fn fault(error: &ShapeError) -> Located {
    let message = error.inner().to_string();
    let name = message.split('`').nth(1).unwrap_or_default();
    let place = pointer(error);
    let below = |name: &str| {
        let name = escaped(name);
        if place.ends_with(&format!("/{name}")) { place.clone() } else { format!("{place}/{name}") }
    };
    if message.starts_with("missing field") {
        Located::rule(Part::Body, below(name), Rule::Required)
    } else if message.starts_with("unknown field") {
        Located::shape(Part::Body, below(name), Shape::UnknownName)
    } else if message.starts_with("duplicate field") {
        Located::shape(Part::Body, below(name), Shape::Repeated)
    } else if message.starts_with("unknown variant") {
        Located::shape(Part::Body, place, Shape::NotInList)
    } else {
        Located::shape(Part::Body, place, Shape::WrongType)
    }
}

/// The path of an error as a JSON pointer (RFC 6901).
fn pointer(error: &ShapeError) -> String {
    let mut pointer = String::new();
    for segment in error.path() {
        match segment {
            Segment::Seq { index } => {
                pointer.push('/');
                pointer.push_str(&index.to_string());
            }
            Segment::Map { key } => {
                pointer.push('/');
                pointer.push_str(&escaped(key));
            }
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}

/// A member of a merge patch (RFC 7396) that can be taken away. Give it a `#[serde(default)]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Change<T> {
    /// It was left out.
    #[default]
    Keep,
    /// It is null.
    Clear,
    /// It is this.
    To(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Change<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Clear, Self::To))
    }
}

/// The deepest nesting of a document, found or claimed.
fn levels(bytes: &[u8]) -> usize {
    let (mut level, mut deepest, mut in_text, mut escaped) = (0_usize, 0, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => {
                level += 1;
                deepest = deepest.max(level);
            }
            b'}' | b']' if !in_text => level = level.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// The same document with its members in order.
fn canonical(document: &Value) -> Value {
    match document {
        Value::Object(members) => {
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_by_key(|(name, _)| name.as_str());
            sorted.into_iter().map(|(name, value)| (name.clone(), canonical(value))).collect()
        }
        Value::Array(items) => items.iter().map(canonical).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use utoipa::ToSchema;

    #[derive(Debug, Deserialize, ToSchema)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only the shape is of interest")]
    struct Outer {
        name: String,
        #[serde(rename = "of/age")]
        of_age: bool,
        #[serde(default)]
        parts: Vec<Inner>,
    }

    #[derive(Debug, Deserialize, ToSchema)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only the shape is of interest")]
    struct Inner {
        count: u32,
        #[serde(default)]
        kind: Option<Choice>,
    }

    #[derive(Debug, Deserialize, ToSchema)]
    #[serde(rename_all = "snake_case")]
    enum Choice {
        Goods,
    }

    /// A body, what it is answered with, and where its faults are.
    type Case<'a> = (&'a str, Kind, &'a [(&'a str, &'a str)]);

    fn check(cases: &[Case<'_>]) {
        for (body, kind, places) in cases {
            let problem = parse::<Outer>(body.as_bytes()).unwrap_err();
            let found: Vec<_> = problem.places().collect();
            assert_eq!((problem.kind(), found.as_slice()), (*kind, *places), "{body}");
        }
    }

    /// A right body with this as well.
    fn right(more: &str) -> String {
        format!("{{\"name\":\"a\",\"of/age\":true,{more}}}")
    }

    #[test]
    fn shapes_are_named_with_their_place() {
        use Kind::{MalformedJson, ValidationFailed};
        check(&[
            ("", MalformedJson, &[]),
            ("{", MalformedJson, &[]),
            ("[]", MalformedJson, &[]),
            ("null", MalformedJson, &[]),
            ("{\"name\":\"a\"} x", MalformedJson, &[]),
            (&format!("{{\"name\":{}1{}}}", "[".repeat(20), "]".repeat(20)), MalformedJson, &[]),
            ("{}", ValidationFailed, &[("/name", "required"), ("/of~1age", "required")]),
            ("{\"name\":1}", ValidationFailed, &[("/name", "wrong-type"), ("/of~1age", "required")]),
            (
                "{\"of/age\":0,\"name\":1,\"parts\":[{\"kind\":\"goods\"}],\"x\":1}",
                ValidationFailed,
                &[
                    ("/of~1age", "wrong-type"),
                    ("/name", "wrong-type"),
                    ("/parts/0/count", "required"),
                    ("/x", "unknown-name"),
                ],
            ),
            ("{\"name\":\"a\",\"of/age\":true,\"name\":\"b\"}", ValidationFailed, &[("/name", "repeated")]),
            (&right("\"x\":1,\"y\":2"), ValidationFailed, &[("/x", "unknown-name"), ("/y", "unknown-name")]),
            (&right("\"parts\":[{\"count\":1},{}]"), ValidationFailed, &[("/parts/1/count", "required")]),
            (&right("\"parts\":[{\"count\":-1}]"), ValidationFailed, &[("/parts/0/count", "wrong-type")]),
            (
                &right("\"parts\":[{\"count\":1,\"x\":2,\"kind\":\"money\"}]"),
                ValidationFailed,
                &[("/parts/0/x", "unknown-name"), ("/parts/0/kind", "not-in-list")],
            ),
            (&right("\"a/b\":1"), ValidationFailed, &[("/a~1b", "unknown-name")]),
        ]);
    }

    #[test]
    fn the_digest_is_of_what_the_body_says() {
        let digest = |body: &str| parse::<Value>(body.as_bytes()).unwrap().digest;
        assert_eq!(
            digest("{\"a\":1,\"b\":{\"c\":2,\"d\":3}}"),
            digest(" { \"b\": {\"d\":3,\"c\":2}, \"a\":1 }")
        );
        assert_ne!(digest("{\"a\":[1,2]}"), digest("{\"a\":[2,1]}"));
        assert_ne!(digest("{\"a\":1}"), digest("{\"a\":\"1\"}"));
    }

    #[test]
    fn only_json_is_json() {
        for (given, taken) in [
            ("application/json", true),
            ("Application/JSON; charset=utf-8", true),
            ("application/merge-patch+json", true),
            ("", false),
            ("text/plain", false),
            ("application/jsonp", false),
            ("application/x-www-form-urlencoded", false),
        ] {
            assert_eq!(is_json(given), taken, "{given}");
        }
    }
}
