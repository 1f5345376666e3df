//! The form of schemas that code generators understand, found by trying them.
//!
//! No `allOf`, no `const`; a union of variants is a `oneOf` of references to named, flat schemas, with a
//! discriminator and its full mapping; integers stay below 2^53; requests take no unknown members.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

const PREFIX: &str = "#/components/schemas/";
/// The largest integer that every client holds exactly: 2^53 - 1.
const LARGEST: i64 = 9_007_199_254_740_991;

/// The name of the schema that a reference leads to.
pub(super) fn name_of(reference: &str) -> Option<String> {
    reference.strip_prefix(PREFIX).map(ToOwned::to_owned)
}

/// Merges what `utoipa` composed, and names the variants of unions.
pub(super) fn schemas(raw: &BTreeMap<String, Value>) -> BTreeMap<String, Value> {
    let mut shaped: BTreeMap<String, Value> = BTreeMap::new();
    for (name, schema) in raw {
        let mut schema = schema.clone();
        merge(&mut schema, raw);
        for (variant, flat) in name_variants(name, &mut schema) {
            shaped.insert(variant, flat);
        }
        shaped.insert(name.clone(), schema);
    }
    shaped
}

/// Replaces every `allOf` below by one object with the members of all.
fn merge(schema: &mut Value, all: &BTreeMap<String, Value>) {
    each_part(schema, &mut |part| merge(part, all));
    let Some(members) = schema.as_object_mut() else { return };
    let Some(Value::Array(parts)) = members.remove("allOf") else { return };
    let mut whole = std::mem::take(members);
    whole.insert("type".to_owned(), "object".into());
    for part in parts {
        let mut part = match part.get("$ref").and_then(Value::as_str).and_then(name_of) {
            Some(name) => all.get(&name).cloned().unwrap_or_default(),
            None => part,
        };
        merge(&mut part, all);
        absorb(&mut whole, part);
    }
    *members = whole;
}

/// Takes the properties of a part into the whole.
fn absorb(whole: &mut Map<String, Value>, part: Value) {
    let Value::Object(part) = part else { return };
    for (keyword, value) in part {
        match (keyword.as_str(), value) {
            ("properties", Value::Object(more)) => {
                if let Value::Object(known) = whole.entry("properties").or_insert_with(|| json!({})) {
                    known.extend(more);
                }
            }
            ("required", Value::Array(more)) => {
                if let Value::Array(known) = whole.entry("required").or_insert_with(|| json!([])) {
                    known.extend(more);
                }
            }
            // The whole has a description of its own; that of a part speaks of the part alone.
            (_, value) => {
                whole.entry(keyword).or_insert(value);
            }
        }
    }
}

/// Gives a name to every variant of a tagged union, and the union a discriminator.
fn name_variants(name: &str, schema: &mut Value) -> Vec<(String, Value)> {
    let Some(members) = schema.as_object_mut() else { return Vec::new() };
    let Some(Value::Array(variants)) = members.get("oneOf").cloned() else { return Vec::new() };
    let Some(tag) = common_tag(&variants) else { return Vec::new() };
    let (mut named, mut references, mut mapping) = (Vec::new(), Vec::new(), Map::new());
    for variant in variants {
        let Some(value) = tag_value(&variant, &tag) else { return Vec::new() };
        let variant_name = format!("{name}{}", pascal(&value));
        let reference = format!("{PREFIX}{variant_name}");
        references.push(json!({ "$ref": reference }));
        mapping.insert(value, reference.into());
        named.push((variant_name, variant));
    }
    members.insert("oneOf".to_owned(), Value::Array(references));
    members.insert("discriminator".to_owned(), json!({ "propertyName": tag, "mapping": mapping }));
    named
}

/// The property that has one value in each of the variants.
fn common_tag(variants: &[Value]) -> Option<String> {
    let properties = variants.first()?.get("properties")?.as_object()?;
    properties.keys().find(|tag| variants.iter().all(|variant| tag_value(variant, tag).is_some())).cloned()
}

fn tag_value(variant: &Value, tag: &str) -> Option<String> {
    let property = variant.get("properties")?.get(tag)?;
    let value = match (property.get("const"), property.get("enum").and_then(Value::as_array)) {
        (Some(value), _) => Some(value),
        (None, Some(values)) if values.len() == 1 => values.first(),
        (None, _) => None,
    };
    value?.as_str().map(ToOwned::to_owned)
}

/// `team_day` as `TeamDay`.
fn pascal(code: &str) -> String {
    code.split(['_', '-'])
        .flat_map(|word| {
            let mut letters = word.chars();
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters)
        })
        .collect()
}

/// Applies what holds for every schema, wherever it is: below `components` and in parameters and headers.
pub(super) fn everywhere(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                match name.as_str() {
                    "schema" => one(member),
                    "schemas" => {
                        if let Value::Object(schemas) = member {
                            schemas.values_mut().for_each(one);
                        }
                    }
                    "example" | "examples" => {}
                    _ => everywhere(member),
                }
            }
            // Lists in a query are separated by commas.
            if members.get("in").and_then(Value::as_str) == Some("query") && is_array(members.get("schema")) {
                members.insert("style".to_owned(), "form".into());
                members.insert("explode".to_owned(), false.into());
            }
        }
        Value::Array(items) => items.iter_mut().for_each(everywhere),
        _ => {}
    }
}

fn is_array(schema: Option<&Value>) -> bool {
    schema.and_then(|schema| schema.get("type")).is_some_and(|kind| names_type(kind, "array"))
}

fn names_type(kind: &Value, name: &str) -> bool {
    match kind {
        Value::String(kind) => kind == name,
        Value::Array(kinds) => kinds.iter().any(|kind| kind == name),
        _ => false,
    }
}

/// One schema and its parts.
fn one(schema: &mut Value) {
    each_part(schema, &mut one);
    let Some(members) = schema.as_object_mut() else { return };
    if let Some(value) = members.remove("const") {
        members.insert("enum".to_owned(), json!([value]));
    }
    if let Some(example) = members.remove("example") {
        members.entry("examples").or_insert_with(|| json!([example]));
    }
    // The names of members are texts anyway, and generators do not know the keyword.
    if members.get("propertyNames").is_some_and(|names| *names == json!({ "type": "string" })) {
        members.remove("propertyNames");
    }
    // What is left out of a change stays as it is: that is no null, and generators would ask for it.
    if members.get("default").is_some_and(Value::is_null) {
        members.remove("default");
    }
    members.remove("readOnly");
    members.remove("writeOnly");
    if members.get("type").is_some_and(|kind| names_type(kind, "integer")) {
        let wide = members.get("format").and_then(Value::as_str) == Some("int64");
        let largest = if wide { LARGEST } else { i64::from(i32::MAX) };
        members.entry("minimum").or_insert_with(|| (-largest).into());
        members.entry("maximum").or_insert_with(|| largest.into());
    }
    // The format bounds these, and linters want to read it.
    let longest = match members.get("format").and_then(Value::as_str) {
        Some("uuid") => Some(36),
        Some("date-time") => Some(40),
        Some("date") => Some(10),
        _ => None,
    };
    if let Some(longest) = longest {
        members.entry("maxLength").or_insert_with(|| longest.into());
    }
    if let Some(Value::Array(required)) = members.get_mut("required") {
        let mut seen = BTreeSet::new();
        required.retain(|name| seen.insert(name.to_string()));
    }
}

/// The schemas directly within a schema.
fn each_part(schema: &mut Value, work: &mut impl FnMut(&mut Value)) {
    let Some(members) = schema.as_object_mut() else { return };
    for (keyword, value) in members.iter_mut() {
        match (keyword.as_str(), value) {
            ("properties" | "patternProperties" | "$defs", Value::Object(parts)) => {
                parts.values_mut().for_each(&mut *work);
            }
            ("items" | "additionalProperties" | "not", part) => work(part),
            ("oneOf" | "anyOf" | "allOf" | "prefixItems", Value::Array(parts)) => {
                parts.iter_mut().for_each(&mut *work);
            }
            _ => {}
        }
    }
}

/// Requests take no unknown members; answers may grow.
pub(super) fn close_requests(document: &mut Value) {
    let (mut requests, mut answers) = (BTreeSet::new(), BTreeSet::new());
    let operations = document.get("paths").and_then(Value::as_object).into_iter().flatten();
    for operation in operations.flat_map(|(_, item)| item.as_object().into_iter().flatten()) {
        for (part, found) in [("requestBody", &mut requests), ("responses", &mut answers)] {
            if let Some(part) = operation.1.get(part) {
                reach(document, part, found);
            }
        }
    }
    let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) else {
        return;
    };
    for (_, schema) in
        schemas.iter_mut().filter(|(name, _)| requests.contains(*name) && !answers.contains(*name))
    {
        close(schema);
    }
}

fn close(schema: &mut Value) {
    each_part(schema, &mut close);
    if let Some(members) = schema.as_object_mut()
        && members.contains_key("properties")
    {
        members.entry("additionalProperties").or_insert(Value::Bool(false));
    }
}

/// The names of all schemas that a part of the document leads to.
fn reach(document: &Value, part: &Value, found: &mut BTreeSet<String>) {
    let mut names = BTreeSet::new();
    super::references(part, &mut names);
    for name in names {
        if found.insert(name.clone())
            && let Some(schema) = document.pointer(&format!("/components/schemas/{name}"))
        {
            reach(document, schema, found);
        }
    }
}
