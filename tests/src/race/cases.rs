//! The races. Each brings its own listing, so that none stands in another's way.

use std::collections::BTreeSet;

use serde_json::json;
use testkit::Reply;

use super::ground::{Ground, answer, confirm, key};
use super::hammer::{CLIENTS, Verdict, code, hammer};

/// One race: prepared, run and checked.
pub(super) type Case = fn(&Ground<'_>) -> Verdict;

/// All of them.
pub(super) const CASES: [(&str, Case); 11] = [
    ("the last unit", |ground| last_units(ground, 1)),
    ("five units", |ground| last_units(ground, 5)),
    ("two listings in both orders", crossing),
    ("one pair of listings", one_pair),
    ("acceptances", acceptances),
    ("acceptance, rejection and withdrawal", answers),
    ("confirmations of one party", confirmations_of_one),
    ("confirmations of both parties", confirmations_of_both),
    ("confirmation and cancellation", confirmation_and_cancellation),
    ("the same idempotency key", same_key),
    ("a closure and proposals", closure_and_proposals),
];

/// Somebody changed it first.
const LATE: [&str; 3] = ["precondition-failed", "invalid-transition", "already-confirmed"];

/// Everybody proposes to take one unit of an offer that has so many.
pub(super) fn last_units(ground: &Ground<'_>, total: usize) -> Verdict {
    let total_text = total.to_string();
    let (offer, _) = ground.publish(&ground.poster, "offer", Some(&total_text));
    let outcome = hammer(&["quantity-exceeded"], |lane| ground.propose(lane, &[&offer]));
    let mut verdict = Verdict::of(&outcome, total);
    let facts =
        [("/listing_id", offer.as_str()), ("/requested", "1"), ("/remaining", "0"), ("/unit", "piece")];
    verdict.told(&outcome, &facts);
    verdict.equal(
        "held, committed, left",
        ground.quantities(&offer),
        [&total_text, "0", "0"].map(str::to_owned),
    );
    verdict
}

/// Everybody takes one of each of two offers, half of them in the other order: nobody waits for somebody who
/// waits for them.
fn crossing(ground: &Ground<'_>) -> Verdict {
    let [(one, _), (other, _)] = [(); 2].map(|()| ground.publish(&ground.poster, "offer", Some("5")));
    let outcome = hammer(&["quantity-exceeded"], |lane| {
        let order = if lane % 2 == 0 { [one.as_str(), &other] } else { [other.as_str(), &one] };
        ground.propose(lane, &order)
    });
    let mut verdict = Verdict::of(&outcome, 5);
    verdict.told(&outcome, &[("/requested", "1"), ("/remaining", "0")]);
    for offer in [one, other] {
        verdict.equal("held, committed, left", ground.quantities(&offer), ["5", "0", "0"].map(str::to_owned));
    }
    verdict
}

/// One company proposes the same pair of listings 32 times; there would be enough of both.
fn one_pair(ground: &Ground<'_>) -> Verdict {
    let [racer, ..] = ground.racers.as_slice() else { panic!("no racers") };
    let (offer, _) = ground.publish(&ground.poster, "offer", Some("40"));
    let (request, _) = ground.publish(racer, "request", None);
    let body = ground.proposal(racer, &[&offer], Some(&request));
    let outcome =
        hammer(&["pair-already-matched"], |lane| racer.lane(lane).post_once("/v1/matches", &key(), &body));
    let mut verdict = Verdict::of(&outcome, 1);
    for winner in &outcome.winners {
        let facts = [
            ("/offer_listing_id", offer.as_str()),
            ("/request_listing_id", &request),
            ("/blocking_match_id", winner.text_at("/id")),
        ];
        verdict.told(&outcome, &facts);
    }
    verdict.equal("held, committed, left", ground.quantities(&offer), ["1", "0", "39"].map(str::to_owned));
    verdict
}

/// The poster accepts the same match 32 times.
fn acceptances(ground: &Ground<'_>) -> Verdict {
    let (_, match_) = ground.proposed();
    let outcome =
        hammer(&LATE, |lane| answer(ground.poster.lane(lane), &match_, "acceptances", match_.etag()));
    let mut verdict = Verdict::of(&outcome, 1);
    let after = ground.read(&format!("/v1/matches/{}", match_.text_at("/id")));
    verdict.equal("status", after.text_at("/status"), "accepted");
    // That there is no second agreement is one of the invariants.
    let agreements: BTreeSet<_> =
        outcome.winners.iter().map(|winner| winner.text_at("/agreement_id")).collect();
    verdict.equal("agreements", agreements, BTreeSet::from([after.text_at("/agreement_id")]));
    verdict
}

/// Yes and no of the poster against the withdrawal of the company.
fn answers(ground: &Ground<'_>) -> Verdict {
    let [racer, ..] = ground.racers.as_slice() else { panic!("no racers") };
    let (offer, match_) = ground.proposed();
    let outcome = hammer(&LATE, |lane| {
        let (whose, how) = match lane % 3 {
            0 => (&ground.poster, "acceptances"),
            1 => (&ground.poster, "rejections"),
            _ => (racer, "withdrawals"),
        };
        answer(whose.lane(lane), &match_, how, match_.etag())
    });
    let mut verdict = Verdict::of(&outcome, 1);
    let after = ground.read(&format!("/v1/matches/{}", match_.text_at("/id")));
    let expected = match after.text_at("/status") {
        "accepted" => ["1", "0", "0"],
        _ => ["0", "0", "1"],
    };
    verdict.equal("held, committed, left", ground.quantities(&offer), expected.map(str::to_owned));
    verdict
}

/// The poster confirms the same agreement 32 times.
fn confirmations_of_one(ground: &Ground<'_>) -> Verdict {
    let (offer, agreement) = ground.agreed();
    let outcome = hammer(&LATE, |lane| confirm(ground.poster.lane(lane), &agreement, agreement.etag()));
    let mut verdict = Verdict::of(&outcome, 1);
    let after = ground.read(&format!("/v1/agreements/{}", agreement.text_at("/id")));
    verdict.equal("status", after.text_at("/status"), "pending");
    verdict.equal("confirmations", after.at("/confirmations").as_array().map(Vec::len), Some(1));
    verdict.equal("held, committed, left", ground.quantities(&offer), ["1", "0", "0"].map(str::to_owned));
    verdict
}

/// Both parties confirm, and whoever comes too late reads again and tries again until it is settled.
fn confirmations_of_both(ground: &Ground<'_>) -> Verdict {
    let [racer, ..] = ground.racers.as_slice() else { panic!("no racers") };
    let (offer, agreement) = ground.agreed();
    let path = format!("/v1/agreements/{}", agreement.text_at("/id"));
    let outcome = hammer(&LATE, |lane| {
        let client = if lane % 2 == 0 { ground.poster.lane(lane) } else { racer.lane(lane) };
        insist(|| {
            let seen = client.get(&path);
            if seen.status == 200 { confirm(client, &agreement, seen.etag()) } else { seen }
        })
    });
    let mut verdict = Verdict::of(&outcome, 2);
    let after = ground.read(&path);
    verdict.equal("status", after.text_at("/status"), "confirmed");
    verdict.equal("confirmations", after.at("/confirmations").as_array().map(Vec::len), Some(2));
    verdict.equal("revision", after.at("/revision").as_i64(), Some(3));
    verdict.equal("held, committed, left", ground.quantities(&offer), ["0", "1", "0"].map(str::to_owned));
    verdict
}

/// Reads and writes until nobody was in between.
fn insist(attempt: impl Fn() -> Reply) -> Reply {
    loop {
        let reply = attempt();
        if code(&reply) != Some("precondition-failed") {
            return reply;
        }
    }
}

/// The last missing yes against a no.
fn confirmation_and_cancellation(ground: &Ground<'_>) -> Verdict {
    let [racer, ..] = ground.racers.as_slice() else { panic!("no racers") };
    let (offer, agreement) = ground.agreed();
    let half = confirm(ground.poster.lane(0), &agreement, agreement.etag()).expect(200);
    let path = format!("/v1/agreements/{}", agreement.text_at("/id"));
    let outcome = hammer(&LATE, |lane| {
        if lane % 2 == 0 {
            return confirm(racer.lane(lane), &agreement, half.etag());
        }
        let request = ground.poster.lane(lane).request("POST", &format!("{path}/cancellations"));
        request.if_match(half.etag()).json(&json!({"reason": "La salle est prise."})).send()
    });
    let mut verdict = Verdict::of(&outcome, 1);
    let expected = match ground.read(&path).text_at("/status") {
        "confirmed" => ["0", "1", "0"],
        "cancelled" => ["0", "0", "1"],
        other => panic!("an agreement that is {other}"),
    };
    verdict.equal("held, committed, left", ground.quantities(&offer), expected.map(str::to_owned));
    verdict
}

/// The same listing is posted 32 times under one key.
fn same_key(ground: &Ground<'_>) -> Verdict {
    let (key, body) = (key(), ground.listing(&ground.poster, "offer", Some("1")));
    let outcome = hammer(&[], |lane| ground.poster.lane(lane).post_once("/v1/listings", &key, &body));
    let mut verdict = Verdict::of(&outcome, CLIENTS);
    let listings: BTreeSet<_> = outcome.winners.iter().map(|winner| winner.text.as_str()).collect();
    verdict.equal("different answers", listings.len(), 1);
    let first = outcome.winners.iter().filter(|winner| winner.header("idempotency-replayed").is_none());
    verdict.equal("answers that are not repeated", first.count(), 1);
    verdict
}

/// The poster closes an offer while 31 companies propose to take of it.
fn closure_and_proposals(ground: &Ground<'_>) -> Verdict {
    let (offer, etag) = ground.publish(&ground.poster, "offer", Some("40"));
    let path = format!("/v1/listings/{offer}");
    let closer = CLIENTS / 2;
    let outcome = hammer(&["listing-not-open"], |lane| {
        if lane != closer {
            return ground.propose(lane, &[&offer]);
        }
        let request = ground.poster.lane(lane).request("POST", &format!("{path}/closures"));
        request.if_match(&etag).json(&json!({"reason": "withdrawn"})).send()
    });
    let mut verdict = Verdict::of_any(&outcome);
    verdict.told(&outcome, &[("/listing_id", offer.as_str()), ("/current_status", "closed")]);
    verdict.equal("status", ground.read(&path).text_at("/status"), "closed");
    verdict.equal("held, committed, left", ground.quantities(&offer), ["0", "0", "40"].map(str::to_owned));
    for proposal in outcome.winners.iter().filter(|winner| winner.status == 201) {
        let after = ground.read(&format!("/v1/matches/{}", proposal.text_at("/id")));
        verdict.equal("a proposal", after.text_at("/status"), "superseded");
        verdict.equal("because of", after.text_at("/blocking_listing_id"), offer.as_str());
    }
    verdict
}
