//! The document itself.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use testkit::{Engine, TestApp};

use super::{COMMITTED, Contract, names};
use crate::call::Operation;

#[test]
fn the_committed_document_is_the_served_one() {
    let app = TestApp::start(Engine::Sqlite);
    let served = app.client().get("/openapi.json").expect(200);
    assert!(served.text == COMMITTED, "run `just openapi`, and look at what changes for clients");
}

#[test]
fn every_operation_says_who_where_and_what_can_go_wrong() {
    let app = TestApp::start(Engine::Sqlite);
    let contract = Contract::committed();
    let tags: BTreeSet<_> =
        contract.document["tags"].as_array().unwrap().iter().map(|tag| tag["name"].to_string()).collect();
    let (mut ids, mut faults) = (BTreeSet::new(), Vec::new());
    for operation in Operation::all(&app) {
        let described = &operation.described;
        let mut must = |holds: bool, what: &str| {
            if !holds {
                faults.push(format!("{}: {what}", operation.id));
            }
        };
        let text = |name: &str| described[name].as_str().is_some_and(|text| !text.trim().is_empty());
        must(text("summary") && text("description"), "summary and description");
        must(ids.insert(operation.id.clone()), "a name of its own");
        let words: Vec<_> = operation.id.split('_').collect();
        let lower = |word: &&str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
        must(words.len() >= 2 && words.iter().all(lower), "a verb and a noun");
        must(!operation.path.ends_with('/'), "no slash at the end");
        let tag = described["tags"].as_array().cloned().unwrap_or_default();
        must(tag.len() == 1 && tag.iter().all(|tag| tags.contains(&tag.to_string())), "one tag");
        must(described["security"].is_array(), "security");
        let responses = names(&described["responses"]);
        must(["400", "429", "500", "503"].iter().all(|one| responses.contains(one)), "400, 429, 500, 503");
        must(operation.access == "public" || responses.contains("401"), "401");
        let closed = ["member", "coordinator", "staff"].contains(&operation.access.as_str());
        must(!closed || responses.contains("403"), "403");
        must(!operation.path.contains('{') || responses.contains("404"), "404");
        let body = described.get("requestBody").is_some();
        let of_bodies = ["413", "415", "422"].iter().all(|one| responses.contains(one));
        must(!body || of_bodies, "413, 415, 422");
        if let Some(made) = described["responses"].get("201") {
            must(made["headers"].get("Location").is_some(), "Location");
            must(made["links"].as_object().is_some_and(|links| links.len() == 1), "a link");
        }
    }
    assert!(faults.is_empty(), "missing:\n{}", faults.join("\n"));
}

/// All examples of schemas, parameters and answers, with the schemas that they must fit.
fn examples(contract: &Contract, value: &Value, place: &str, found: &mut Vec<(String, Value, Value)>) {
    match value {
        Value::Object(members) => {
            if let Some(examples) = members.get("examples").and_then(Value::as_array) {
                found.extend(examples.iter().map(|one| (place.to_owned(), value.clone(), one.clone())));
            }
            if let Some(schema) = members.get("schema") {
                found.extend(
                    members.get("example").map(|one| (place.to_owned(), schema.clone(), one.clone())),
                );
                for (name, one) in members.get("examples").and_then(Value::as_object).into_iter().flatten() {
                    let example = contract.resolve(one)["value"].clone();
                    found.push((format!("{place} {name}"), schema.clone(), example));
                }
            }
            for (name, member) in members {
                examples(contract, member, &format!("{place}/{name}"), found);
            }
        }
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(n, item)| examples(contract, item, &format!("{place}/{n}"), found));
        }
        _ => {}
    }
}

#[test]
fn every_example_is_one() {
    let contract = Contract::committed();
    let mut found = Vec::new();
    for part in ["/paths", "/components/schemas"] {
        examples(&contract, contract.document.pointer(part).unwrap(), part, &mut found);
    }
    // The same problem stands at many operations.
    let mut seen = BTreeSet::new();
    found.retain(|(_, schema, example)| seen.insert(format!("{schema} {example}")));
    assert!(found.len() > 100, "{} examples", found.len());
    let mut faults = Vec::new();
    for (place, schema, example) in &found {
        let wrong = contract.faults(schema, example);
        if !wrong.is_empty() {
            faults.push(format!("{place}: {}", wrong.join("; ")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_union_is_told_apart_by_its_tag() {
    let contract = Contract::committed();
    let schemas = contract.document["components"]["schemas"].as_object().unwrap();
    let mut unions = 0;
    for (name, schema) in schemas {
        let Some(mapping) = schema.pointer("/discriminator/mapping").and_then(Value::as_object) else {
            continue;
        };
        unions += 1;
        let tag = schema["discriminator"]["propertyName"].as_str().unwrap();
        let listed: BTreeSet<_> = schema["oneOf"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| &one["$ref"])
            .map(Value::to_string)
            .collect();
        let mapped: BTreeSet<_> = mapping.values().map(Value::to_string).collect();
        assert_eq!(listed, mapped, "{name}");
        for (value, reference) in mapping {
            let variant = contract.resolve(&json!({ "$ref": reference })).clone();
            let property = contract.resolve(&variant["properties"][tag]).clone();
            assert_eq!(property["enum"], json!([value]), "{name}: the tag of {reference}");
            let required = variant["required"].as_array().unwrap();
            assert!(required.contains(&json!(tag)), "{name}: {reference} requires its tag");
            assert_eq!(variant["type"], "object", "{name}: {reference}");
        }
    }
    assert!(unions >= 1);
}
