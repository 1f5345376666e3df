//! The contract: what the document says, that it is the committed one, and that the service keeps it.
//!
//! The committed document is `openapi/partact.json`; `just openapi` writes it anew.

mod answers;
mod document;
mod hostile;
mod methods;
mod problems;

use std::collections::BTreeSet;

use jsonschema::{Draft, Validator};
use serde_json::{Value, json};
use testkit::Reply;

use crate::call::Operation;

/// The committed document.
const COMMITTED: &str = include_str!("../../openapi/partact.json");

/// The document, to compare answers with.
struct Contract {
    document: Value,
}

impl Contract {
    fn committed() -> Self {
        Self { document: serde_json::from_str(COMMITTED).unwrap() }
    }

    /// What is at this reference, or the value itself.
    fn resolve<'v>(&'v self, value: &'v Value) -> &'v Value {
        let reference = value.get("$ref").and_then(Value::as_str);
        reference.map_or(value, |reference| {
            let pointer = reference.strip_prefix('#').unwrap();
            self.document.pointer(pointer).unwrap_or_else(|| panic!("{reference} leads nowhere"))
        })
    }

    fn validator(&self, schema: &Value) -> Validator {
        // References lead from the root, so the root has to have what they lead to.
        let root = json!({ "components": self.document["components"], "allOf": [schema] });
        let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true);
        options.build(&root).unwrap_or_else(|error| panic!("{error}: {schema}"))
    }

    /// What is wrong with a value, by its schema.
    fn faults(&self, schema: &Value, value: &Value) -> Vec<String> {
        let validator = self.validator(schema);
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
    }

    /// Fails the test unless the operation says that it answers like this.
    fn check(&self, operation: &Operation, reply: &Reply) {
        let status = reply.status.to_string();
        let described = operation.described["responses"].get(&status);
        let described = described.unwrap_or_else(|| panic!("{} says nothing of {reply:?}", operation.id));
        let described = self.resolve(described);
        for name in ["ETag", "Location", "Link", "Idempotency-Replayed", "Retry-After", "WWW-Authenticate"] {
            let said = described["headers"].get(name).is_some();
            assert!(
                said || reply.header(name).is_none(),
                "{} says nothing of {name}: {reply:?}",
                operation.id
            );
            let needed = ["ETag", "Location", "WWW-Authenticate"].contains(&name);
            assert!(!(said && needed) || reply.header(name).is_some(), "no {name}: {reply:?}");
        }
        let Some(content) = described.get("content").and_then(Value::as_object) else {
            assert_eq!(reply.text, "", "{} says that there is no body: {reply:?}", operation.id);
            return;
        };
        let kind = reply.header("content-type").unwrap_or_default().split(';').next().unwrap_or_default();
        let media = content.get(kind).unwrap_or_else(|| panic!("{} says nothing of {kind}", operation.id));
        if kind.ends_with("json") {
            let faults = self.faults(&media["schema"], &reply.body);
            assert!(faults.is_empty(), "{}: {}\n{reply:?}", operation.id, faults.join("\n"));
        }
    }
}

/// The names of the members of an object.
fn names(value: &Value) -> BTreeSet<&str> {
    value.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect()
}
