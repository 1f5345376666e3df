//! What holds of every operation that can be repeated or resumed: idempotency keys, conditional requests,
//! cursors. The operations are those of the served contract.

mod conditional;
mod once;
mod paging;
mod statements;

use testkit::{Reply, TestApp};

use crate::call::{Operation, Principal, World};

/// The operations of the contract that take this parameter.
fn taking(app: &TestApp, place: &str, name: &str) -> Vec<Operation> {
    let found: Vec<_> = Operation::all(app).into_iter().filter(|one| one.takes(place, name)).collect();
    assert!(!found.is_empty(), "no operation takes {name}");
    found
}

/// All that is on the bourse, as organizers see it: the same before and after what changes nothing.
fn everything(world: &World<'_>) -> Vec<String> {
    let client = world.client(Principal::Organizer);
    ["organizations", "exchange-weeks", "listings", "matches", "agreements"]
        .map(|noun| {
            let page = client.get(&format!("/v1/{noun}?limit=100")).expect(200);
            assert_eq!(page.at("/has_more"), false, "one page shows all {noun}");
            page.text
        })
        .into()
}

/// What a repetition must say again.
fn told(reply: &Reply) -> (u16, &str, Option<&str>, Option<&str>) {
    (reply.status, &reply.text, reply.header("location"), reply.header("etag"))
}
