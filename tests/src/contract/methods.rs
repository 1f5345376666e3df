//! What a path answers to, and what it does not.

use std::collections::{BTreeMap, BTreeSet};

use testkit::{TestApp, on_both_engines};

use crate::call::{Call, Operation, Situation, World};

on_both_engines!(other_methods_are_refused, a_head_is_a_get_without_a_body);

fn other_methods_are_refused(app: &TestApp) {
    let world = World::open(app);
    let mut paths: BTreeMap<String, (Call, Operation, BTreeSet<String>)> = BTreeMap::new();
    for operation in Operation::all(app) {
        let entry = paths.entry(operation.path.clone()).or_insert_with(|| {
            (world.prepare(&operation, Situation::Own), operation.clone(), BTreeSet::new())
        });
        entry.2.insert(operation.method);
    }
    for (call, operation, methods) in paths.values() {
        let client = app.client();
        let path = Call { query: String::new(), ..call.clone() }.target(operation);
        let mut allowed = methods.clone();
        allowed.insert("OPTIONS".to_owned());
        if methods.contains("GET") {
            allowed.insert("HEAD".to_owned());
        }
        let allow = |reply: &testkit::Reply| -> BTreeSet<String> {
            reply.header("allow").unwrap_or_default().split(", ").map(str::to_owned).collect()
        };
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"] {
            if !methods.contains(method) {
                let refused = client.request(method, &path).send().expect_problem(405, "method-not-allowed");
                assert_eq!(allow(&refused), allowed, "{refused:?}");
            }
        }
        let asked = client.request("OPTIONS", &path).send().expect(204);
        assert_eq!(allow(&asked), allowed, "{asked:?}");
        client.get(&format!("{path}/")).expect_problem(404, "not-found");
    }
}

fn a_head_is_a_get_without_a_body(app: &TestApp) {
    let world = World::open(app);
    for operation in Operation::all(app).into_iter().filter(Operation::reads) {
        let call = world.prepare(&operation, Situation::Own);
        let client = world.client(call.by);
        let get = call.send(&operation, &client);
        let head = client.request("HEAD", &call.target(&operation)).send();
        assert_eq!((head.status, head.text.as_str()), (get.status, ""), "{head:?}");
        for name in ["etag", "content-type", "cache-control", "vary", "link", "content-language"] {
            assert_eq!(head.header(name), get.header(name), "{}: {name}", operation.id);
        }
    }
}
