//! What follows from an operation's access, parameters and body: security, problems, headers.

use std::collections::BTreeMap;

use actix_web::http::Method;
use domain::vocabulary::Locale;
use serde_json::{Map, Value, json};

use crate::problem::{BodyContext, Kind, Problem, ProblemBody, words_of};
use crate::routes::{Access, Operation};

/// An operation with everything that its handler need not say.
pub(super) fn operation(operation: &Operation, mut raw: Map<String, Value>) -> Value {
    raw.insert("x-access".to_owned(), operation.access.code().into());
    raw.insert("security".to_owned(), security(operation.access));
    let mut responses = raw.get("responses").and_then(Value::as_object).cloned().unwrap_or_default();
    success_headers(operation, &raw, &mut responses);
    for (status, kinds) in by_status(problems(operation, &raw)) {
        responses.insert(status.to_string(), response(&kinds));
    }
    responses.sort_keys();
    raw.insert("responses".to_owned(), Value::Object(responses));
    Value::Object(raw)
}

fn security(access: Access) -> Value {
    match access {
        Access::Public => json!([]),
        Access::Visitor => json!([{}, { "bearer": [] }]),
        Access::Person | Access::Member | Access::Coordinator | Access::Staff => json!([{ "bearer": [] }]),
    }
}

/// Every problem that the operation can answer with.
fn problems(operation: &Operation, raw: &Map<String, Value>) -> Vec<Kind> {
    let mut kinds = vec![Kind::QueryInvalid, Kind::TooManyRequests, Kind::InternalError, Kind::Unavailable];
    kinds.extend(match operation.access {
        Access::Public => vec![],
        Access::Visitor | Access::Person => vec![Kind::Unauthenticated],
        Access::Member => vec![Kind::Unauthenticated, Kind::MemberOnly],
        Access::Coordinator => vec![Kind::Unauthenticated, Kind::RepresentativeOnly],
        Access::Staff => vec![Kind::Unauthenticated, Kind::StaffOnly, Kind::OrganizerOnly],
    });
    if has_parameter(raw, "path", None) {
        kinds.push(Kind::NotFound);
    }
    if has_parameter(raw, "query", Some("cursor")) {
        kinds.push(Kind::CursorInvalid);
    }
    if has_parameter(raw, "header", Some("If-Match")) {
        kinds.extend([Kind::PreconditionFailed, Kind::PreconditionRequired]);
    }
    if has_parameter(raw, "header", Some("Idempotency-Key")) {
        kinds.extend([Kind::IdempotencyKeyMissing, Kind::IdempotencyKeyReused, Kind::IdempotencyKeyInUse]);
    }
    if raw.contains_key("requestBody") {
        kinds.extend([
            Kind::MalformedJson,
            Kind::PayloadTooLarge,
            Kind::UnsupportedMediaType,
            Kind::ValidationFailed,
        ]);
    }
    kinds.extend(operation.problems);
    kinds.sort();
    kinds.dedup();
    kinds
}

fn has_parameter(raw: &Map<String, Value>, place: &str, name: Option<&str>) -> bool {
    let parameters = raw.get("parameters").and_then(Value::as_array);
    parameters.into_iter().flatten().any(|parameter| {
        let is = |member: &str, value: &str| parameter.get(member).and_then(Value::as_str) == Some(value);
        is("in", place) && name.is_none_or(|name| is("name", name))
    })
}

fn by_status(kinds: Vec<Kind>) -> BTreeMap<u16, Vec<Kind>> {
    let mut grouped: BTreeMap<u16, Vec<Kind>> = BTreeMap::new();
    for kind in kinds {
        grouped.entry(kind.status().as_u16()).or_default().push(kind);
    }
    grouped
}

/// The answer of a status, with an example of each of its problems.
fn response(kinds: &[Kind]) -> Value {
    let titles: Vec<_> = kinds.iter().map(|kind| words_of(*kind, Locale::En).title).collect();
    let example = |kind: &Kind| {
        let reference = format!("#/components/examples/{}", kind.slug());
        (kind.slug().to_owned(), json!({ "$ref": reference }))
    };
    let mut headers = Map::new();
    let waits =
        |kind: &Kind| matches!(kind, Kind::TooManyRequests | Kind::Unavailable | Kind::IdempotencyKeyInUse);
    if kinds.iter().any(waits) {
        headers.insert(
            "Retry-After".to_owned(),
            json!({
                "description": "After how many seconds the same request may succeed.",
                "schema": { "type": "integer", "format": "int32", "minimum": 0, "maximum": 3600 },
            }),
        );
    }
    if kinds.iter().any(|kind| kind.status().as_u16() == 401) {
        headers.insert("WWW-Authenticate".to_owned(), text_header("How to log in.", 200));
    }
    let mut response = json!({
        "description": format!("{}.", titles.join("; ")),
        "content": {
            "application/problem+json": {
                "schema": { "$ref": "#/components/schemas/Problem" },
                "examples": kinds.iter().map(example).collect::<Map<_, _>>(),
            },
        },
    });
    if let (Some(members), false) = (response.as_object_mut(), headers.is_empty()) {
        members.insert("headers".to_owned(), Value::Object(headers));
    }
    response
}

/// One example for each problem type.
pub(super) fn examples() -> Map<String, Value> {
    let context = BodyContext {
        locale: Locale::En,
        request_id: Some("0192f0c1-7b5e-7cc0-8000-5b1f7d3c9a10"),
        base: "",
    };
    let example = |kind: &Kind| {
        let body = ProblemBody::new(&Problem::new(*kind), &context);
        (kind.slug().to_owned(), json!({ "summary": words_of(*kind, Locale::En).title, "value": body }))
    };
    Kind::ALL.iter().map(example).collect()
}

/// What gives secrets that are shown once, or is a switch: there is no revision to be named later.
const UNREVISED: [&str; 3] = ["create_mfa_factor", "renew_recovery_codes", "suspend_person"];

/// The headers of a good answer: where it is, which revision it is, what follows; and 304 where one can ask.
fn success_headers(operation: &Operation, raw: &Map<String, Value>, responses: &mut Map<String, Value>) {
    // What is made without a login is a login: it has no revision.
    let unrevised = UNREVISED.contains(&operation.id.as_str());
    let revised = operation.access != Access::Public && !unrevised;
    let conditional = has_parameter(raw, "header", Some("If-None-Match"));
    // What is put there at first is not changed from anything, but has its tag from then on.
    let put = operation.method == Method::PUT && !unrevised;
    let tagged = conditional || has_parameter(raw, "header", Some("If-Match")) || put;
    let once = has_parameter(raw, "header", Some("Idempotency-Key"));
    let paged = has_parameter(raw, "query", Some("cursor"));
    let etag = || text_header("Revision and digest of the body, for `If-None-Match` and `If-Match`.", 64);
    for (status, response) in responses.iter_mut() {
        let Some(response) = response.as_object_mut() else { continue };
        let mut headers = response.get("headers").and_then(Value::as_object).cloned().unwrap_or_default();
        if status == "201" {
            headers.insert("Location".to_owned(), text_header("The address of what was made.", 300));
            if revised {
                headers.insert("ETag".to_owned(), etag());
            }
        }
        if status == "202" && response.contains_key("content") {
            headers.insert(
                "Location".to_owned(),
                text_header("The address of what will tell how far it is.", 300),
            );
        }
        if status == "200" && tagged {
            headers.insert("ETag".to_owned(), etag());
        }
        if status == "200" && paged {
            headers.insert(
                "Link".to_owned(),
                text_header("The next page, as `rel=\"next\"`, if there is one.", 4096),
            );
        }
        if once && status.starts_with('2') {
            let replayed = "`true` when this is the stored answer to the first request with this key.";
            headers.insert("Idempotency-Replayed".to_owned(), text_header(replayed, 4));
        }
        if !headers.is_empty() {
            response.insert("headers".to_owned(), Value::Object(headers));
        }
    }
    if conditional {
        let unchanged = json!({ "description": "Unchanged.", "headers": { "ETag": etag() } });
        responses.insert("304".to_owned(), unchanged);
    }
}

fn text_header(description: &str, most: u32) -> Value {
    json!({ "description": description, "schema": { "type": "string", "maxLength": most } })
}
