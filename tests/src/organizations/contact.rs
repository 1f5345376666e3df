//! How an organization is reached, and who is told: the other party of an agreement while it needs it.

use serde_json::{Value, json};
use testkit::{Client, TestApp, on_both_engines};

use super::change;
use crate::call::{Principal, World};

on_both_engines!(a_contact_is_for_whom_one_has_agreed_with, a_phone_number_is_kept_in_one_form);

/// What nobody but the other party may read of the partner.
const SECRETS: [&str; 4] = ["Zoé Zirbel", "zoe.zirbel@partner.example", "+352621987654", "7, rue Cachée"];

fn a_contact_is_for_whom_one_has_agreed_with(app: &TestApp) {
    let world = World::open(app);
    let [name, email, _phone, address] = SECRETS;
    let path = format!("/v1/organizations/{}", world.partner.organization);
    let contact = json!({"contact_name": name, "contact_email": email, "contact_phone": "621 98 76 54", "address": address});
    change(world.partner.client(), "PATCH", &path, &contact).expect(200);

    let agreement = world.agree(&world.home, &world.live);
    let id = format!("/v1/agreements/{agreement}");
    let tells = |client: &Client, target: &str| {
        let reply = client.get(target);
        let told = SECRETS.iter().filter(|secret| reply.text.contains(**secret)).count();
        assert!(told == 0 || told == SECRETS.len(), "all or nothing: {reply:?}");
        told > 0
    };
    // Who is told, in which state of the agreement.
    let check = |state: &str, expected: bool| {
        use Principal::{Broker, Coordinator, Nobody, Owner, Stranger, Volunteer};
        for (who, party) in [
            (Owner, true),
            (Coordinator, true),
            (Volunteer, false),
            (Stranger, false),
            (Nobody, false),
            (Broker, false),
        ] {
            for target in [&id, "/v1/agreements?limit=100"] {
                assert_eq!(
                    tells(&world.client(who), target),
                    party && expected,
                    "{who:?} of {target}, {state}"
                );
            }
        }
        assert!(!tells(world.other.client(), &id), "another organization, {state}");
        let own = world.partner.client().get(&id).expect(200);
        let contact = own.at("/counterparty_contact");
        let of = if expected { json!(world.home.organization.to_string()) } else { Value::Null };
        assert_eq!(contact["organization_id"], of, "the partner is told of home, {state}");
    };
    let matched = world.propose(&world.partner, &world.home, &world.live);
    assert!(!tells(world.home.client(), &format!("/v1/matches/{matched}")), "not before they agree");
    assert!(!tells(world.home.client(), &path), "the public entry");
    assert!(!tells(world.home.client(), "/v1/organizations?limit=100"), "the directory");
    check("pending", true);
    for party in [&world.home, &world.partner] {
        let body = json!({"organization_id": null, "terms_revision": 1});
        world.act(party.client(), "POST", &id, "/confirmations", &body).expect(200);
    }
    check("confirmed", true);
    world
        .act(world.home.client(), "POST", &id, "/cancellations", &json!({"reason": "The van broke."}))
        .expect(200);
    check("cancelled", false);
    let lapsed = world.agree(&world.home, &world.live);
    app.clock.advance(jiff::SignedDuration::from_hours(24 * 40));
    assert!(
        !tells(world.home.client(), &format!("/v1/agreements/{lapsed}")),
        "lapsed, before it is written down"
    );
}

fn a_phone_number_is_kept_in_one_form(app: &TestApp) {
    let world = World::open(app);
    let path = format!("/v1/organizations/{}", world.home.organization);
    let set = |value: Value| change(world.home.client(), "PATCH", &path, &json!({"contact_phone": value}));
    for (given, kept) in [
        ("00352 26-12-34", "+352261234"),
        ("(621) 123.456", "+352621123456"),
        ("+49 651 12345", "+4965112345"),
    ] {
        assert_eq!(set(json!(given)).expect(200).text_at("/contact/phone"), kept);
    }
    for wrong in ["112", "0621123456", "+352 call me", "+1234567890123456"] {
        let refused = set(json!(wrong)).expect_problem(422, "validation-failed");
        assert_eq!(refused.text_at("/errors/0/code"), "phone-invalid", "{wrong}");
    }
    assert_eq!(set(Value::Null).expect(200).at("/contact/phone"), &Value::Null);
}
