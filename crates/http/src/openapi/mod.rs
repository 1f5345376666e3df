//! The contract: an OpenAPI 3.1 document, made of the table of operations.
//!
//! What `utoipa` writes is taken as raw material. [`shape`] brings the schemas into the form that code
//! generators understand, and [`describe`] adds to every operation what follows from its access, its
//! parameters and its body, so that handlers describe only what is their own.

mod describe;
mod links;
mod shape;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use utoipa::OpenApi;

use crate::problem::ProblemBody;
use crate::routes::operations;
use crate::values::{LanguageCode, Word};

/// The document, as it is served and committed: the same bytes every time.
pub fn json() -> String {
    let mut text = serde_json::to_string_pretty(&document()).unwrap_or_default();
    text.push('\n');
    text
}

/// The document.
pub fn document() -> Value {
    let mut paths: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    let mut schemas = schemas_of(&serde_json::to_value(Shared::openapi()).unwrap_or_default());
    for operation in operations() {
        let raw = serde_json::to_value(&operation.document).unwrap_or_default();
        schemas.append(&mut schemas_of(&raw));
        let method = operation.method.as_str().to_lowercase();
        let described = describe::operation(&operation, raw_operation(&raw, &operation.path, &method));
        paths.entry(operation.path).or_default().insert(method, described);
    }
    links::add(&mut paths);
    let schemas = shape::schemas(&schemas);
    let mut document = json!({
        "openapi": "3.1.0",
        "info": info(),
        "servers": [{ "url": "/", "description": "The service that serves this document." }],
        "security": [{ "bearer": [] }],
        "tags": tags(),
        "paths": paths,
        "components": {
            "schemas": schemas,
            "examples": describe::examples(),
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": "The access token of a login (`POST /v1/auth/sessions`); it holds for ten minutes.",
                },
            },
        },
    });
    shape::everywhere(&mut document);
    shape::close_requests(&mut document);
    prune(&mut document);
    prune_examples(&mut document);
    document
}

/// What no body leads to: the problem, and what only parameters are made of.
#[derive(OpenApi)]
#[openapi(components(schemas(ProblemBody, Word, LanguageCode)))]
struct Shared;

fn info() -> Value {
    json!({
        "title": "Part&Act bourse",
        "summary": "Exchanges between companies and associations, without money.",
        "description": "Organizations post what they offer and what they request, negotiate matches, and carry out \
                        agreements. Every error is a problem of RFC 9457 whose `type` leads to its description. \
                        Lists are paged by an opaque `cursor`. Changes name the revision that they were made from \
                        with `If-Match`; what must not happen twice takes an `Idempotency-Key`.",
        "version": env!("CARGO_PKG_VERSION"),
        "contact": { "name": "Part&Act developers", "url": "https://part-act.lu" },
        "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
    })
}

fn tags() -> Value {
    let tags = [
        ("accounts", "Logging in and out, and who one is."),
        ("organizations", "Companies, associations and public bodies: their facts and their standing."),
        ("exchange-weeks", "The editions of the bourse and their phases."),
        ("participations", "Which organizations take part in which exchange week."),
        ("listings", "What is offered and what is requested."),
        ("moderation", "What people report, and what staff decide."),
        ("matches", "Negotiations between two organizations."),
        ("agreements", "Accepted matches: confirmed by both sides, and carried out."),
        ("transfers", "Imports and exports: everything that one owns, as sheets."),
        ("vocabularies", "The word lists: units, categories, skills, languages, places."),
        ("contract", "This document, and the problem types."),
        ("operations", "Health, and the keys of access tokens."),
    ];
    tags.iter().map(|(name, description)| json!({ "name": name, "description": description })).collect()
}

fn schemas_of(raw: &Value) -> BTreeMap<String, Value> {
    let schemas = raw.pointer("/components/schemas").and_then(Value::as_object);
    schemas.into_iter().flatten().map(|(name, schema)| (name.clone(), schema.clone())).collect()
}

fn raw_operation(raw: &Value, path: &str, method: &str) -> Map<String, Value> {
    let operation = raw.get("paths").and_then(|paths| paths.get(path)).and_then(|item| item.get(method));
    operation.and_then(Value::as_object).cloned().unwrap_or_default()
}

/// Takes out the schemas that nothing refers to: parts that were merged into others.
fn prune(document: &mut Value) {
    loop {
        let mut used = BTreeSet::new();
        references(document, &mut used);
        let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) else {
            return;
        };
        let before = schemas.len();
        schemas.retain(|name, _| used.contains(name));
        if schemas.len() == before {
            return;
        }
    }
}

/// Takes out the examples of problems that no operation answers with, such as those of the router.
fn prune_examples(document: &mut Value) {
    let paths = document.get("paths").map(Value::to_string).unwrap_or_default();
    if let Some(examples) = document.pointer_mut("/components/examples").and_then(Value::as_object_mut) {
        examples.retain(|name, _| paths.contains(&format!("\"#/components/examples/{name}\"")));
    }
}

/// The names of all schemas that are referred to.
fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(reference) if name == "$ref" => found.extend(shape::name_of(reference)),
                    _ => references(member, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}
