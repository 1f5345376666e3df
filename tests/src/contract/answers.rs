//! Every operation answers as the document says, at its best and when it is refused.

use serde_json::{Value, json};
use testkit::{Client, Reply, TestApp, on_both_engines};

use super::Contract;
use crate::call::{Call, Operation, Principal, Situation, World};

on_both_engines!(good_answers_are_as_described, refusals_are_as_described);

fn good_answers_are_as_described(app: &TestApp) {
    let (contract, world) = (Contract::committed(), World::open(app));
    for operation in Operation::all(app) {
        for situation in [Situation::Own, Situation::Other] {
            let call = world.prepare(&operation, situation);
            if let Some(body) = &call.body {
                let faults = contract.faults(operation.body_schema(), body);
                assert!(faults.is_empty(), "{}: {}", operation.id, faults.join("\n"));
            }
            // Those who speak for another organization are not home's: its things are read and done by staff.
            let by = if situation == Situation::Own { call.by } else { Principal::Organizer };
            let reply = call.send(&operation, &world.client_for(&call, by));
            assert!(situation == Situation::Other || reply.status < 300, "{reply:?}");
            contract.check(&operation, &reply);
            assert!(reply.header("request-id").is_some(), "{reply:?}");
            if reply.status == 201 {
                a_link_leads_to_what_was_made(app, &operation, &call, &reply);
            }
            assert_eq!(reply.header("api-version"), Some("1"), "{reply:?}");
        }
    }
}

/// The operation that the link names, with the parameters that it says, is where `Location` leads.
fn a_link_leads_to_what_was_made(app: &TestApp, operation: &Operation, call: &Call, reply: &Reply) {
    let links = operation.described["responses"]["201"]["links"].as_object().unwrap();
    for link in links.values() {
        let linked = Operation::all(app).into_iter().find(|one| link["operationId"] == one.id.as_str());
        let mut path = linked.unwrap_or_else(|| panic!("{} links nowhere", operation.id)).path;
        for (name, source) in link["parameters"].as_object().unwrap() {
            let source = source.as_str().unwrap();
            let value = if let Some(pointer) = source.strip_prefix("$response.body#") {
                reply.text_at(pointer)
            } else {
                let asked = source.strip_prefix("$request.path.").unwrap();
                let (_, value) = call.ids.iter().find(|(name, _)| *name == asked).unwrap();
                value.as_str()
            };
            path = path.replace(&format!("{{{name}}}"), value);
        }
        assert_eq!(reply.header("location"), Some(path.as_str()), "{}", operation.id);
    }
}

fn refusals_are_as_described(app: &TestApp) {
    let (contract, world) = (Contract::committed(), World::open(app));
    for operation in Operation::all(app) {
        let call = world.prepare(&operation, Situation::Suspended);
        let client = world.client(call.by);
        let check = |call: &Call, client: &Client| {
            contract.check(&operation, &call.send(&operation, client));
        };
        for principal in [Principal::Garbage, Principal::Stranger, Principal::Volunteer, Principal::Owner] {
            // Those who may do it are tried elsewhere.
            if !operation.reads() && principal == call.by {
                continue;
            }
            let client = world.client_for(&call, principal);
            check(&call, &client);
        }
        check(&Call { query: "colour=red".to_owned(), ..call.clone() }, &client);
        if !call.ids.is_empty() {
            let mut nowhere = call.clone();
            for (name, id) in &mut nowhere.ids {
                let none = if *name == "slug" { "no-such" } else { NOTHING };
                none.clone_into(id);
            }
            check(&nowhere, &client);
        }
        if let Some(etag) = &call.etag {
            contract.check(&operation, &call.request_without(&operation, &client, "If-Match").send());
            let stale = etag.replacen('"', "\"9", 1);
            check(&Call { etag: Some(stale), ..call.clone() }, &client);
        }
        for name in id_members(&call) {
            let mut of_nothing = call.clone();
            of_nothing.body.as_mut().unwrap()[name] = json!(NOTHING);
            check(&of_nothing, &client);
        }
        if call.body.is_some() {
            check(&Call { body: Some(json!({"colour": "red"})), ..call.clone() }, &client);
        }
        if operation.takes("header", "Idempotency-Key") {
            contract.check(&operation, &call.request_without(&operation, &client, "Idempotency-Key").send());
        }
    }
}

/// The id of nothing.
const NOTHING: &str = "0192f0c1-7b5e-7cc0-8000-5b1f7d3c9a10";

/// The members of the body that name something by its id.
fn id_members(call: &Call) -> Vec<String> {
    let members = call.body.as_ref().and_then(Value::as_object).into_iter().flatten();
    members.map(|(name, _)| name.clone()).filter(|name| name.ends_with("_id")).collect()
}
