//! The document keeps the promises of API.md, whatever colleagues add.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::{Map, Value, json};

use super::{document, json as text, shape};
use crate::routes::{Access, operations};

/// Every operation: its name for messages, and what the document says of it.
fn described(document: &Value) -> Vec<(String, Map<String, Value>)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            found.push((format!("{method} {path}"), operation.as_object().unwrap().clone()));
        }
    }
    found
}

#[test]
fn the_document_is_the_same_every_time() {
    assert_eq!(text(), text());
}

#[test]
fn router_and_document_have_the_same_operations() {
    let from_table: BTreeSet<_> = operations()
        .iter()
        .map(|operation| format!("{} {}", operation.method.as_str().to_lowercase(), operation.path))
        .collect();
    let from_document: BTreeSet<_> = described(&document()).into_iter().map(|(name, _)| name).collect();
    assert_eq!(from_table, from_document);
    let ids: HashSet<_> = operations().into_iter().map(|operation| operation.id).collect();
    assert_eq!(ids.len(), from_table.len(), "operation ids are unique");
}

#[test]
fn every_operation_says_what_it_must() {
    let document = document();
    let tags: HashSet<_> =
        document["tags"].as_array().unwrap().iter().map(|tag| tag["name"].clone()).collect();
    for (name, operation) in described(&document) {
        for member in ["summary", "description", "operationId", "x-access"] {
            assert!(operation.get(member).is_some_and(Value::is_string), "{name} has no {member}");
        }
        let used = operation["tags"].as_array().unwrap();
        assert!(used.len() == 1 && tags.contains(&used[0]), "{name} has the tags {used:?}");
        assert!(operation.contains_key("security"), "{name}");
        let responses = operation["responses"].as_object().unwrap();
        for status in ["400", "429", "500", "503"] {
            assert!(responses.contains_key(status), "{name} lacks {status}");
        }
        assert!(responses.keys().any(|status| status.starts_with('2')), "{name} has no good answer");
        if operation["security"] == json!([{ "bearer": [] }]) {
            assert!(responses.contains_key("401"), "{name}");
        }
        if name.contains('{') {
            assert!(responses.contains_key("404"), "{name}");
        }
        let bodies = responses.iter().filter_map(|(_, response)| response.get("content"));
        for content in bodies.filter_map(|content| content.get("application/problem+json")) {
            assert!(!content["examples"].as_object().unwrap().is_empty(), "{name}");
        }
    }
}

#[test]
fn access_is_in_the_document() {
    let document = document();
    let by_id: BTreeMap<_, _> = described(&document)
        .into_iter()
        .map(|(_, operation)| (operation["operationId"].as_str().unwrap().to_owned(), operation))
        .collect();
    for operation in operations() {
        let described = &by_id[&operation.id];
        assert_eq!(described["x-access"], operation.access.code());
        let open = described["security"].as_array().unwrap().iter().any(|one| *one == json!({}));
        assert_eq!(open, operation.access == Access::Visitor, "{}", operation.id);
    }
}

/// Every schema below a value, with its place.
fn schemas(value: &Value, place: &str, found: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(members) => {
            if members.contains_key("type") && !place.ends_with("/properties") {
                found.push((place.to_owned(), value.clone()));
            }
            for (name, member) in members.iter().filter(|(name, _)| !name.starts_with("example")) {
                schemas(member, &format!("{place}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                schemas(item, &format!("{place}/{n}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn everything_is_bounded_and_described() {
    let document = document();
    let mut found = Vec::new();
    schemas(&document["components"]["schemas"], "", &mut found);
    schemas(&document["paths"], "", &mut found);
    let mut faults = Vec::new();
    for (place, schema) in found {
        let is = |kind: &str| match &schema["type"] {
            Value::String(one) => one == kind,
            Value::Array(several) => several.iter().any(|one| one == kind),
            _ => false,
        };
        let has = |keyword: &str| schema.get(keyword).is_some();
        if is("string") && !has("maxLength") && !has("enum") {
            faults.push(format!("{place}: a text without bounds"));
        }
        if is("array") && !has("maxItems") {
            faults.push(format!("{place}: a list without bounds"));
        }
        if is("integer") && !(has("minimum") && has("maximum")) {
            faults.push(format!("{place}: a number without bounds"));
        }
        if (place.contains("/properties/") || place.matches('/').count() == 1)
            && !["/items", "/oneOf"].iter().any(|inner| place.contains(inner))
            && !has("description")
        {
            faults.push(format!("{place}: not described"));
        }
    }
    faults.retain(|fault| !fault.contains("text~1html") && !fault.contains("text/html"));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_keywords_that_break_generators() {
    let text = text();
    for keyword in ["\"allOf\"", "\"const\"", "\"readOnly\"", "\"writeOnly\""] {
        assert!(!text.contains(keyword), "{keyword}");
    }
    assert!(!text.contains("\"operation_id\""));
}

#[test]
fn every_reference_leads_somewhere() {
    fn check(document: &Value, value: &Value) {
        match value {
            Value::Object(members) => {
                if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
                    let pointer = reference.strip_prefix('#').unwrap();
                    assert!(document.pointer(pointer).is_some(), "{reference}");
                }
                members.values().for_each(|member| check(document, member));
            }
            Value::Array(items) => items.iter().for_each(|item| check(document, item)),
            _ => {}
        }
    }
    let document = document();
    check(&document, &document);
}

#[test]
fn unions_become_named_variants() {
    let variant = |tag: &str| {
        json!({
            "allOf": [
                { "$ref": "#/components/schemas/Shared" },
                { "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string", "const": tag } } },
            ],
        })
    };
    let shared = json!({
        "type": "object", "description": "Shared.", "required": ["a"],
        "properties": { "a": { "type": "string" } },
    });
    let union = json!({ "oneOf": [variant("goods"), variant("team_day")] });
    let shaped = shape::schemas(&[("Shared".to_owned(), shared), ("Details".to_owned(), union)].into());
    let names: Vec<_> = shaped.keys().map(String::as_str).collect();
    assert_eq!(names, ["Details", "DetailsGoods", "DetailsTeamDay", "Shared"]);
    assert_eq!(shaped["Details"]["discriminator"]["propertyName"], "kind");
    assert_eq!(
        shaped["Details"]["discriminator"]["mapping"]["team_day"],
        "#/components/schemas/DetailsTeamDay"
    );
    assert_eq!(shaped["DetailsGoods"]["required"], json!(["a", "kind"]));
    assert!(shaped["DetailsGoods"]["properties"]["a"].is_object());
}
