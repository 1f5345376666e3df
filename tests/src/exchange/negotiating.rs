//! The life of a match, and what it holds.

use domain::week::Phase;
use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::{TestApp, on_both_engines};

use super::{Bourse, act, key, open_actions};

on_both_engines!(
    a_proposal_holds_and_a_no_gives_back,
    terms_are_countered_and_stay_readable,
    a_hold_runs_out_by_itself,
    a_refusal_names_what_remains,
    closing_a_listing_supersedes_what_needs_it,
    what_is_held_cannot_be_taken_away,
    others_see_nothing,
    every_reason_at_once,
);

fn a_proposal_holds_and_a_no_gives_back(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Matching);
    let offer = bourse.publish(&bourse.company, "offer", Some("6"));
    let request = bourse.publish(&bourse.association, "request", Some("4"));
    let proposed = bourse.propose(&offer, &request, "3").expect(201);
    let path = format!("/v1/matches/{}", proposed.text_at("/id"));
    assert_eq!(bourse.quantities(&offer), [json!("3"), json!("0"), json!("3")]);
    assert_eq!(bourse.quantities(&request), [json!("3"), json!("0"), json!("1")]);
    assert_eq!(open_actions(&proposed), ["withdraw"]);
    let asked = bourse.read(&bourse.association, &path);
    assert_eq!(open_actions(&asked), ["accept", "decline", "counter"]);

    let yes = |member: &testkit::Member, etag: &str| {
        act(member.client(), "POST", &format!("{path}/acceptances"), etag, &json!({}))
    };
    yes(&bourse.company, proposed.etag()).expect_problem(409, "not-your-turn");
    let no = json!({"reason": "Nous avons trouvé ailleurs."});
    let declined = act(bourse.association.client(), "POST", &format!("{path}/rejections"), asked.etag(), &no)
        .expect(200);
    assert_eq!(
        (declined.text_at("/status"), declined.text_at("/status_reason")),
        ("declined", "Nous avons trouvé ailleurs.")
    );
    assert_eq!(bourse.quantities(&offer), [json!("0"), json!("0"), json!("6")]);
    yes(&bourse.association, declined.etag()).expect_problem(409, "invalid-transition");

    let again = bourse.propose(&offer, &request, "4").expect(201);
    let path = format!("/v1/matches/{}", again.text_at("/id"));
    let company = bourse.company.client();
    let withdrawn =
        act(company, "POST", &format!("{path}/withdrawals"), again.etag(), &json!({})).expect(200);
    assert_eq!(withdrawn.text_at("/status"), "withdrawn");
    assert_eq!(bourse.quantities(&request), [json!("0"), json!("0"), json!("4")]);
}

fn terms_are_countered_and_stay_readable(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Live);
    let offer = bourse.publish(&bourse.company, "offer", Some("6"));
    let request = bourse.publish(&bourse.association, "request", Some("4"));
    let concert = bourse.publish(&bourse.association, "offer", None);
    let first = bourse.propose(&offer, &request, "2").expect(201);
    let path = format!("/v1/matches/{}", first.text_at("/id"));

    // The other side wants all four, and gives something in return.
    let counter = json!({
        "message": "Quatre, et un concert en échange ?",
        "contributions": [
            bourse.gives(&bourse.company, Some(&offer), Some(&request), "4"),
            bourse.gives(&bourse.association, Some(&concert), None, "1"),
        ],
    });
    let counters = format!("{path}/counter-proposals");
    act(bourse.company.client(), "POST", &counters, first.etag(), &counter)
        .expect_problem(409, "not-your-turn");
    let asked = bourse.read(&bourse.association, &path);
    let countered = act(bourse.association.client(), "POST", &counters, asked.etag(), &counter).expect(200);
    assert_eq!(countered.at("/terms/revision"), 2);
    assert_eq!(countered.text_at("/awaiting_organization_id"), bourse.company.organization.to_string());
    assert_eq!(bourse.quantities(&offer), [json!("4"), json!("0"), json!("2")]);
    assert_eq!(bourse.quantities(&concert), [json!("1"), json!("0"), Value::Null]);

    let history = bourse.read(&bourse.company, &format!("{path}/terms"));
    let claims = |n: usize| history.at(&format!("/items/{n}/contributions/0/claim")).clone();
    assert_eq!((claims(0), claims(1)), (json!("released"), json!("held")));
    assert_eq!(history.at("/items/0/contributions/0/quantity/value"), "2");

    let turn = bourse.read(&bourse.company, &path);
    let accepted =
        act(bourse.company.client(), "POST", &format!("{path}/acceptances"), turn.etag(), &json!({}))
            .expect(200);
    assert_eq!(accepted.text_at("/status"), "accepted");
    let agreement =
        bourse.read(&bourse.association, &format!("/v1/agreements/{}", accepted.text_at("/agreement_id")));
    assert_eq!(agreement.at("/terms_revision"), 2);
    assert_eq!(agreement.at("/contributions").as_array().unwrap().len(), 2);
}

fn a_hold_runs_out_by_itself(app: &TestApp) {
    let bourse = Bourse::open_with(app, Phase::Matching, |week| week.settings.hold_minutes = Some(60));
    let offer = bourse.publish(&bourse.company, "offer", Some("3"));
    let request = bourse.publish(&bourse.association, "request", None);
    let first = bourse.propose(&offer, &request, "3").expect(201);
    let path = format!("/v1/matches/{}", first.text_at("/id"));
    app.clock.advance(SignedDuration::from_mins(60));

    let overdue = bourse.read(&bourse.association, &path);
    assert_eq!(overdue.text_at("/status"), "expired", "even before the sweep");
    let late =
        act(bourse.association.client(), "POST", &format!("{path}/acceptances"), overdue.etag(), &json!({}));
    late.expect_problem(409, "hold-expired");
    // A new proposal does not wait for the sweep either.
    let second = bourse.propose(&offer, &request, "2").expect(201);
    assert_eq!(bourse.quantities(&offer), [json!("2"), json!("0"), json!("1")]);

    app.clock.advance(SignedDuration::from_mins(60));
    assert!(app.sweep() >= 1);
    assert_eq!(bourse.quantities(&offer), [json!("0"), json!("0"), json!("3")]);
    let swept = bourse.read(&bourse.company, &format!("/v1/matches/{}", second.text_at("/id")));
    assert_eq!(swept.text_at("/status"), "expired");
}

fn a_refusal_names_what_remains(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Matching);
    let offer = bourse.publish(&bourse.company, "offer", Some("6"));
    let request = bourse.publish(&bourse.association, "request", Some("9"));
    bourse.propose(&offer, &request, "4").expect(201);
    let other = bourse.publish(&bourse.other, "request", Some("9"));
    let contributions = json!([bourse.gives(&bourse.company, Some(&offer), Some(&other), "3")]);
    let refused = bourse
        .propose_to(&bourse.company, &bourse.other, &contributions)
        .expect_problem(409, "quantity-exceeded");
    assert_eq!(refused.text_at("/listing_id"), offer);
    assert_eq!(refused.at("/remaining"), "2");
    assert_eq!(refused.at("/requested"), "3");
    assert_eq!(bourse.quantities(&other), [json!("0"), json!("0"), json!("9")], "nothing has changed");

    let twice = bourse.propose(&offer, &request, "1").expect_problem(409, "pair-already-matched");
    assert_eq!(twice.text_at("/offer_listing_id"), offer);
}

fn closing_a_listing_supersedes_what_needs_it(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Matching);
    let offer = bourse.publish(&bourse.company, "offer", Some("6"));
    let request = bourse.publish(&bourse.association, "request", Some("4"));
    let proposed = bourse.propose(&offer, &request, "3").expect(201);
    let path = format!("/v1/listings/{offer}");
    let listing = bourse.read(&bourse.company, &path);
    let over = json!({"reason": "fulfilled"});
    let closed =
        act(bourse.company.client(), "POST", &format!("{path}/closures"), listing.etag(), &over).expect(200);
    assert_eq!(closed.at("/quantity/held"), "0");
    let gone = bourse.read(&bourse.association, &format!("/v1/matches/{}", proposed.text_at("/id")));
    assert_eq!(
        (gone.text_at("/status"), gone.text_at("/blocking_listing_id")),
        ("superseded", offer.as_str())
    );
    assert_eq!(bourse.quantities(&request), [json!("0"), json!("0"), json!("4")]);
}

fn what_is_held_cannot_be_taken_away(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Matching);
    let offer = bourse.publish(&bourse.company, "offer", Some("6"));
    let request = bourse.publish(&bourse.association, "request", Some("4"));
    bourse.propose(&offer, &request, "3").expect(201);
    let path = format!("/v1/listings/{offer}");
    let listing = bourse.read(&bourse.company, &path);
    let total = |value: &str| json!({"quantity": {"value": value, "unit": "piece"}});
    let company = bourse.company.client();
    let refused =
        act(company, "PATCH", &path, listing.etag(), &total("2")).expect_problem(409, "total-below-claims");
    assert_eq!(refused.at("/held"), "3");
    let unit = json!({"quantity": {"value": "6", "unit": "set"}});
    act(company, "PATCH", &path, listing.etag(), &unit).expect_problem(409, "unit-claimed");
    act(company, "PATCH", &path, listing.etag(), &total("3")).expect(200);
}

fn others_see_nothing(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Matching);
    let offer = bourse.publish(&bourse.company, "offer", Some("6"));
    let request = bourse.publish(&bourse.association, "request", Some("4"));
    let proposed = bourse.propose(&offer, &request, "3").expect(201);
    let path = format!("/v1/matches/{}", proposed.text_at("/id"));
    let other = bourse.other.client();
    other.get(&path).expect_problem(404, "not-found");
    other.get(&format!("{path}/terms")).expect_problem(404, "not-found");
    act(other, "POST", &format!("{path}/acceptances"), proposed.etag(), &json!({}))
        .expect_problem(404, "not-found");
    assert_eq!(other.get("/v1/matches").expect(200).at("/items"), &json!([]));
    app.client().get(&path).expect_problem(401, "unauthenticated");
    assert_eq!(bourse.organizer.client.get(&path).expect(200).at("/actions"), &json!([]));
    // A listing that one may not see cannot be cited either, nor found by citing it.
    let draft = bourse.post(&bourse.company, &bourse.goods(&bourse.company, "offer", Some("6"))).expect(201);
    let cited = json!([bourse.gives(&bourse.company, Some(draft.text_at("/id")), Some(&request), "1")]);
    let refused = bourse
        .propose_to(&bourse.association, &bourse.company, &cited)
        .expect_problem(422, "validation-failed");
    assert_eq!(refused.text_at("/errors/0/pointer"), "/contributions/0/offer_listing_id");
}

fn every_reason_at_once(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Registration);
    let offer = bourse.publish(&bourse.company, "offer", Some("6"));
    let request = bourse.publish(&bourse.association, "request", Some("4"));
    let contributions = json!([bourse.gives(&bourse.company, Some(&request), Some(&offer), "7")]);
    let refused = bourse.propose_to(&bourse.company, &bourse.association, &contributions);
    let refused = refused.expect_problem(409, "phase-forbids");
    let reasons = refused.at("/reasons").as_array().unwrap();
    let mut codes: Vec<_> = reasons.iter().filter_map(|reason| reason["code"].as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes, ["listing-direction", "listing-of-other", "phase-forbids", "quantity-exceeded"]);
    let body = json!({"organization_id": bourse.company.organization.to_string(), "counterparty_organization_id": bourse.association.organization.to_string(), "contributions": []});
    bourse.company.client().post_once("/v1/matches", &key(), &body).expect_problem(422, "validation-failed");
    bourse.company.client().post("/v1/matches", &body).expect_problem(400, "idempotency-key-missing");
}
