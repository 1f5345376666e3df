//! Nobody changes what they have not seen, and nobody is sent what they have.

use testkit::{Client, TestApp, on_both_engines};

use super::{everything, taking};
use crate::call::{Call, Operation, Principal, Situation, World};

on_both_engines!(changes_name_what_they_are_made_from, what_the_caller_has_is_not_sent_again);

fn changes_name_what_they_are_made_from(app: &TestApp) {
    let world = World::open(app);
    for operation in taking(app, "header", "If-Match") {
        let mut call = world.prepare(&operation, Situation::Own);
        let client = world.client_for(&call, call.by);
        if call.own {
            call.etag = Some(client.get("/v1/me").expect(200).etag().to_owned());
        }
        let before = everything(&world);
        let bare = || call.request_without(&operation, &client, "If-Match");
        bare().send().expect_problem(428, "precondition-required");
        let etag = call.etag.clone().unwrap();
        let (revision, _) = etag.trim_matches('"').split_once('-').unwrap();
        let later = revision.parse::<u32>().unwrap() + 1;
        for (tag, status, code) in [
            ("*", 428, "precondition-required"),
            (&format!("{etag}, \"1-00000000\""), 428, "precondition-required"),
            (&format!("W/{etag}"), 412, "precondition-failed"),
            (&format!("\"{later}-00000000\""), 412, "precondition-failed"),
            ("\"0-00000000\"", 412, "precondition-failed"),
            ("garbage", 412, "precondition-failed"),
        ] {
            bare().if_match(tag).send().expect_problem(status, code);
        }
        assert_eq!(everything(&world), before, "{}: nothing has changed", operation.id);

        let reply = call.send(&operation, &client);
        assert!((200..300).contains(&reply.status), "{reply:?}");
        if let Some(new) = reply.header("etag") {
            assert_ne!(new, etag, "{}: what has changed has another tag", operation.id);
        }
        a_used_tag_is_stale(&operation, &call, &client);
    }
}

fn a_used_tag_is_stale(operation: &Operation, call: &Call, client: &Client) {
    let again = Call { key: crate::call::key(), ..call.clone() };
    let reply = again.send(operation, client);
    if call.ends_account {
        reply.expect_problem(401, "unauthenticated");
    } else if GONE.contains(&operation.id.as_str()) {
        reply.expect_problem(404, "not-found");
    } else {
        reply.expect_problem(412, "precondition-failed");
    }
}

/// After these there is nothing left that has a tag.
const GONE: [&str; 2] = ["remove_member", "delete_listing_photo"];

fn what_the_caller_has_is_not_sent_again(app: &TestApp) {
    let world = World::open(app);
    let operations = taking(app, "header", "If-None-Match");
    for operation in Operation::all(app) {
        let item = operation.reads() && (operation.path.ends_with('}') || operation.id == "get_me");
        // The words of a problem are the same until the next release; nobody asks for them twice.
        if item && operation.id != "get_problem" {
            assert!(operations.iter().any(|one| one.id == operation.id), "{} has no ETag", operation.id);
        }
    }
    for operation in operations {
        let call = world.prepare(&operation, Situation::Own);
        let client = world.client(call.by);
        let first = call.send(&operation, &client).expect(200);
        let ask =
            |client: &Client, tag: &str| call.request(&operation, client).header("if-none-match", tag).send();
        for tag in [first.etag(), &format!("W/{}", first.etag()), &format!("\"x\", {}", first.etag()), "*"] {
            let unchanged = ask(&client, tag).expect(304);
            assert_eq!((unchanged.text.as_str(), unchanged.etag()), ("", first.etag()), "{}", operation.id);
        }
        ask(&client, "\"x\"").expect(200);
        if operation.access != "public" {
            // Who may not read it does not learn whether it has changed.
            for tag in [first.etag(), "*"] {
                ask(&world.client(Principal::Garbage), tag).expect_problem(401, "unauthenticated");
            }
        }
        if operation.access == "member" {
            ask(&world.client(Principal::Stranger), first.etag()).expect_problem(404, "not-found");
        }
    }
}
