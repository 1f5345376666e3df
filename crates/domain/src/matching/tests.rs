//! The life of a match and the checks of its terms, as tables.

use std::collections::BTreeMap;

use jiff::Timestamp;
use uuid::Uuid;

use super::*;
use crate::fixture::*;
use crate::listing::{self, Direction, Listing};
use crate::organization::OrganizationKind::{self, Association, Company, PublicBody};
use crate::party::Party;
use crate::policy::Representative;
use crate::quantity::Amount;
use crate::refusal::Refusals;
use crate::week::{ExchangeWeek, Phase, Settings};

const OFFER: ListingId = ListingId::new(Uuid::from_u128(1));
const REQUEST: ListingId = ListingId::new(Uuid::from_u128(2));
const OTHER: ListingId = ListingId::new(Uuid::from_u128(3));

/// The company offers ten, the association wants five, and also offers some.
fn listings() -> BTreeMap<ListingId, Listing> {
    let listings = [
        published(1, COMPANY, Direction::Offer, Some(10)),
        published(2, ASSOCIATION, Direction::Request, Some(5)),
        published(3, ASSOCIATION, Direction::Offer, None),
    ];
    listings.into_iter().map(|listing| (listing.id, listing)).collect()
}

/// A world around terms that the company proposes to the association; each test changes what it is about.
struct Ground {
    week: ExchangeWeek,
    proposer: Party,
    answerer: Party,
    listings: BTreeMap<ListingId, Listing>,
    taken_pairs: BTreeMap<(ListingId, ListingId), MatchId>,
    given_back: BTreeMap<ListingId, Amount>,
}

impl Ground {
    fn new() -> Self {
        Self {
            week: week(Phase::Matching),
            proposer: party(COMPANY),
            answerer: party(ASSOCIATION),
            listings: listings(),
            taken_pairs: BTreeMap::new(),
            given_back: BTreeMap::new(),
        }
    }

    fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    fn facts(&self) -> TermsFacts<'_> {
        TermsFacts {
            week: &self.week,
            proposer: &self.proposer,
            answerer: &self.answerer,
            listings: &self.listings,
            taken_pairs: &self.taken_pairs,
            given_back: &self.given_back,
        }
    }

    fn check(&self, legs: &[RawContribution<'_>], expected: &str) {
        let draft = TermsDraft::parse("", legs).unwrap();
        let reasons: Vec<_> =
            draft.reasons_against(&self.facts(), now()).iter().map(crate::refusal::Refusal::code).collect();
        assert_eq!(reasons.join(", "), expected, "{legs:?}");
    }
}

fn given(quantity: &str) -> RawContribution<'_> {
    leg(COMPANY, Some(OFFER), Some(REQUEST), quantity)
}

fn in_state(state: State) -> Match {
    let match_ = proposed(&week(Phase::Matching), "4");
    Match { status: Status { state, ..match_.status.clone() }, ..match_ }
}

fn outcome(match_: &Match, decided: Result<Event, Refusals>, at: Timestamp) -> String {
    match decided {
        Ok(event) => {
            let (after, change) = match_.clone().apply(&event, at);
            assert_eq!(after.revision, match_.revision.next());
            assert_eq!((change.action, change.revision), (event.action(), after.revision));
            let released = after.terms.contributions.iter().all(|one| one.claim == Claim::Released);
            let lives = matches!(after.status.state, State::Proposed | State::Accepted);
            assert_eq!(released, !lives, "what ends gives back, and nothing else does");
            format!("{} {}", event.action(), after.status.state.code())
        }
        Err(refusals) => refusals.to_string(),
    }
}

fn ends() -> [State; 5] {
    [
        State::Accepted,
        State::Declined { reason: None },
        State::Withdrawn,
        State::Expired,
        State::Superseded { listing: OFFER },
    ]
}

/// The company's proposal: what each side comes to with accept, decline, withdraw and counter.
fn answers(match_: &Match, by: Representative, ground: &Ground, at: Timestamp) -> [String; 4] {
    let facts = Facts { week: &ground.week, parties: [&ground.proposer, &ground.answerer] };
    let decide = |command| outcome(match_, match_.decide(command, &facts, at), at);
    let draft = TermsDraft::parse("", &[given("5")]).unwrap();
    let swapped = TermsFacts { proposer: &ground.answerer, answerer: &ground.proposer, ..ground.facts() };
    let counter = match_.decide_counter(draft, by, &swapped, &Counted::new(), at);
    [
        decide(Command::Accept(by)),
        decide(Command::Decline(by, Some("no room".to_owned()))),
        decide(Command::Withdraw(by)),
        outcome(match_, counter, at),
    ]
}

#[test]
fn every_answer_in_every_state() {
    let check = |state: State, by, expected: [&str; 4]| {
        let found = answers(&in_state(state.clone()), representative(by), &Ground::new(), now());
        assert_eq!(found, expected, "{state:?} by {by}");
    };
    let turn = "not-your-turn";
    check(State::Proposed, COMPANY, [turn, turn, "match.withdrawn withdrawn", turn]);
    check(
        State::Proposed,
        ASSOCIATION,
        ["match.accepted accepted", "match.declined declined", turn, "match.countered proposed"],
    );
    check(State::Proposed, SECOND_COMPANY, [turn; 4]);
    for state in ends() {
        let no = if state == State::Expired { "hold-expired" } else { "invalid-transition" };
        check(state.clone(), COMPANY, [no; 4]);
        check(state, ASSOCIATION, [no; 4]);
    }
}

#[test]
fn a_hold_runs_out_at_its_instant() {
    let check = |state: State, after_minutes, expected: &str, sweeps: bool| {
        let (match_, at) = (in_state(state), minutes(after_minutes));
        assert_eq!(match_.state_at(at).code(), expected, "{match_:?} at {at}");
        let swept = outcome(&match_, match_.decide_expire(at), at);
        assert_eq!(swept, if sweeps { "match.expired expired" } else { "invalid-transition" });
    };
    let hold = i64::from(Settings::default().hold_minutes);
    check(State::Proposed, 0, "proposed", false);
    check(State::Proposed, hold - 1, "proposed", false);
    check(State::Proposed, hold, "expired", true);
    check(State::Proposed, hold + 1, "expired", true);
    for state in ends() {
        let code = state.code();
        check(state, hold + 1, code, false);
    }
    let found =
        answers(&in_state(State::Proposed), representative(ASSOCIATION), &Ground::new(), minutes(hold));
    assert_eq!(found, ["hold-expired"; 4]);
}

#[test]
fn a_listing_that_is_gone_supersedes_what_needs_it() {
    let check = |state: State, listing, expected: &str| {
        let match_ = in_state(state);
        assert_eq!(outcome(&match_, match_.decide_supersede(listing, now()), now()), expected);
    };
    check(State::Proposed, OFFER, "match.superseded superseded");
    check(State::Proposed, OTHER, "invalid-transition");
    for state in ends() {
        check(state, OFFER, "invalid-transition");
    }
}

#[test]
fn phases_and_parties_gate_the_yes() {
    let check = |ground: &Ground, expected: [&str; 4]| {
        let found = answers(&in_state(State::Proposed), representative(ASSOCIATION), ground, now());
        assert_eq!(found, expected, "{:?}", ground.week.phase);
    };
    let yes =
        ["match.accepted accepted", "match.declined declined", "not-your-turn", "match.countered proposed"];
    let in_phase = |phase| Ground::new().with(|ground| ground.week = week(phase));
    let only_no = |reason| [reason, "match.declined declined", "not-your-turn", reason];
    check(&in_phase(Phase::Draft), only_no("phase-forbids"));
    check(&in_phase(Phase::Registration), only_no("phase-forbids"));
    check(&in_phase(Phase::Matching), yes);
    check(&in_phase(Phase::Live), yes);
    check(&in_phase(Phase::FollowUp), only_no("phase-forbids"));
    check(&in_phase(Phase::Closed), only_no("phase-forbids"));
    let suspended_one = Ground::new().with(|ground| ground.proposer = suspended(COMPANY));
    check(&suspended_one, only_no("organization-not-active"));
    let left = Ground::new().with(|ground| ground.answerer.admitted = false);
    check(&left, only_no("not-participating"));
}

#[test]
fn terms_are_judged_by_their_sides() {
    let legs = [given("1")];
    let check =
        |change: &dyn Fn(&mut Ground), expected: &str| Ground::new().with(change).check(&legs, expected);
    check(&|_| {}, "");
    check(&|ground| ground.week.phase = Phase::Registration, "phase-forbids");
    check(&|ground| ground.week.phase = Phase::FollowUp, "phase-forbids");
    check(&|ground| ground.proposer = suspended(COMPANY), "organization-not-active");
    check(&|ground| ground.answerer.admitted = false, "not-participating");
    check(
        &|ground| ground.answerer = party(COMPANY),
        "same-organization, company-pair-not-allowed, listing-of-other",
    );
}

#[test]
fn two_companies_need_the_weeks_leave() {
    let check = |kinds: [OrganizationKind; 2], allowed, expected: &str| {
        let ground = Ground::new().with(|ground| {
            ground.proposer.kind = kinds[0];
            ground.answerer.kind = kinds[1];
            ground.week.settings.company_pairs_allowed = allowed;
        });
        ground.check(&[given("1")], expected);
    };
    check([Company, Company], false, "company-pair-not-allowed");
    check([Company, Company], true, "");
    check([Company, Association], false, "");
    check([Association, Association], false, "");
    check([Company, PublicBody], false, "");
}

#[test]
fn each_leg_cites_the_right_listings() {
    let check = |leg, expected: &str| Ground::new().check(&[leg], expected);
    check(leg(COMPANY, Some(OFFER), None, "10"), "");
    check(leg(COMPANY, None, Some(REQUEST), "5"), "");
    check(leg(COMPANY, Some(OFFER), Some(REQUEST), "5"), "");
    check(leg(ASSOCIATION, Some(OTHER), None, "1000000000"), "");
    check(leg(ASSOCIATION, Some(OFFER), None, "1"), "listing-of-other");
    check(leg(COMPANY, Some(OTHER), None, "1"), "listing-of-other");
    check(leg(COMPANY, Some(REQUEST), None, "1"), "listing-of-other, listing-direction");
    check(leg(COMPANY, None, Some(OTHER), "1"), "listing-direction");
    check(RawContribution { unit: "box", ..given("1") }, "unit-differs, unit-differs");
    let third = leg(SECOND_COMPANY, Some(OFFER), None, "1");
    check(third, "listing-of-other");
}

#[test]
fn a_giver_is_one_of_the_two() {
    let ground = Ground::new().with(|ground| {
        let third = published(4, SECOND_COMPANY, Direction::Offer, Some(10));
        ground.listings.insert(third.id, third);
    });
    let draft =
        TermsDraft::parse("", &[leg(SECOND_COMPANY, Some(ListingId::new(Uuid::from_u128(4))), None, "1")]);
    assert!(!draft.unwrap().reasons_against(&ground.facts(), now()).is_empty());
}

#[test]
fn only_open_listings_are_drawn_on() {
    let check = |state: listing::State, expires_at, expected: &str| {
        let ground = Ground::new().with(|ground| {
            let offer = ground.listings.get_mut(&OFFER).unwrap();
            offer.status.state = state.clone();
            offer.expires_at = expires_at;
        });
        ground.check(&[given("1")], expected);
    };
    check(listing::State::Published, None, "");
    check(listing::State::Published, Some(minutes(1)), "");
    check(listing::State::Published, Some(now()), "listing-not-open");
    check(listing::State::Draft, None, "listing-not-open");
    check(listing::State::Submitted, None, "listing-not-open");
    check(listing::State::Paused, None, "listing-not-open");
    check(listing::State::Expired, None, "listing-not-open");
    check(listing::State::Closed { closure: listing::Closure::Fulfilled }, None, "listing-not-open");
}

#[test]
fn terms_draw_no_more_than_remains() {
    let check = |held, committed, given_back, legs: &[RawContribution<'_>], expected: &str| {
        let ground = Ground::new().with(|ground| {
            let offer = ground.listings.get_mut(&OFFER).unwrap();
            offer.claims.held = amount(held);
            offer.claims.committed = amount(committed);
            ground.given_back = BTreeMap::from([(OFFER, amount(given_back))]);
        });
        ground.check(legs, expected);
    };
    let of_offer = |quantity| leg(COMPANY, Some(OFFER), None, quantity);
    check(0, 0, 0, &[of_offer("10")], "");
    check(0, 0, 0, &[of_offer("11")], "quantity-exceeded");
    check(3, 4, 0, &[of_offer("3")], "");
    check(3, 4, 0, &[of_offer("4")], "quantity-exceeded");
    check(6, 4, 0, &[of_offer("1")], "quantity-exceeded");
    check(0, 0, 0, &[of_offer("5"), of_offer("5")], "");
    check(0, 0, 0, &[of_offer("5"), of_offer("6")], "quantity-exceeded");
    check(6, 4, 2, &[of_offer("2")], "");
    check(6, 4, 2, &[of_offer("3")], "quantity-exceeded");
    check(0, 0, 0, &[given("5")], "");
    check(0, 0, 0, &[given("6")], "quantity-exceeded");
    check(0, 0, 0, &[given("11")], "quantity-exceeded, quantity-exceeded");
}

#[test]
fn a_pair_is_joined_once() {
    let blocking = MatchId::new(Uuid::from_u128(0x3B));
    let taken = Ground::new().with(|ground| {
        ground.taken_pairs = BTreeMap::from([((OFFER, REQUEST), blocking)]);
    });
    taken.check(&[given("1")], "pair-already-matched");
    taken.check(&[leg(COMPANY, Some(OFFER), None, "1")], "");
    Ground::new().check(&[given("1"), given("2")], "pair-already-matched");
}

#[test]
fn terms_are_parsed_field_by_field() {
    let check = |message: &str, legs: &[RawContribution<'_>], expected: &str| {
        let found =
            TermsDraft::parse(message, legs).map_or_else(|faults| faults.to_string(), |_| String::new());
        assert_eq!(found, expected, "{legs:?}");
    };
    check("", &[], "contributions: required");
    check(" ", &[given("1")], "");
    check(&"a".repeat(2001), &[given("1")], "message: too-long");
    check("", &[given("1"); 20], "");
    check("", &[given("1"); 21], "contributions: too-many");
    check("", &[leg(COMPANY, None, None, "1")], "contributions/0/offer_listing_id: required");
    check("", &[given("0")], "contributions/0/quantity/value: out-of-range");
    check("", &[given("1.5")], "contributions/0/quantity/value: fraction-not-allowed");
    check("", &[given("1000000000")], "");
    check("", &[given("1000000000.001")], "contributions/0/quantity/value: out-of-range");
    check("", &[RawContribution { unit: "x", ..given("1") }], "contributions/0/quantity/unit: unknown-code");
    check("", &[RawContribution { description: "", ..given("1") }], "contributions/0/description: required");
    check(
        "",
        &[given("1"), RawContribution { description: "for 20 €", ..given("1") }],
        "contributions/1/description: money",
    );
    let between = |start, end| RawContribution { starts_at: Some(start), ends_at: Some(end), ..given("1") };
    check("", &[between(minutes(0), minutes(1))], "");
    check("", &[between(minutes(1), minutes(1))], "contributions/0/ends_at: end-not-after-start");
    let worth = |cents| RawContribution { value_estimate: Some(cents), ..given("1") };
    check("", &[worth(0)], "");
    check("", &[worth(field::VALUE_ESTIMATE)], "");
    check("", &[worth(-1)], "contributions/0/value_estimate/amount: out-of-range");
    check("", &[worth(field::VALUE_ESTIMATE + 1)], "contributions/0/value_estimate/amount: out-of-range");
}

#[test]
fn counter_proposals_swap_the_roles_and_hold_anew() {
    let ground = Ground::new();
    let match_ = in_state(State::Proposed);
    let swapped = TermsFacts { proposer: &ground.answerer, answerer: &ground.proposer, ..ground.facts() };
    let draft = TermsDraft::parse("less", &[given("2"), leg(ASSOCIATION, Some(OTHER), None, "3")]).unwrap();
    let at = minutes(30);
    let event =
        match_.decide_counter(draft, representative(ASSOCIATION), &swapped, &Counted::new(), at).unwrap();
    let (after, _) = match_.clone().apply(&event, at);
    assert_eq!((after.terms.revision, after.proposer(), after.answerer()), (2, ASSOCIATION, COMPANY));
    assert_eq!((match_.organization_a, match_.organization_b), (after.organization_a, after.organization_b));
    assert_eq!(after.hold_expires_at, minutes(30 + 72 * 60));
    let sides: Vec<_> = after.terms.contributions.iter().map(|one| (one.giver, one.receiver)).collect();
    assert_eq!(sides, [(COMPANY, ASSOCIATION), (ASSOCIATION, COMPANY)]);
    let draws = BTreeMap::from([(OFFER, amount(2)), (REQUEST, amount(2)), (OTHER, amount(3))]);
    assert_eq!(after.terms.draws(), draws);
    let facts = Facts { week: &ground.week, parties: [&ground.proposer, &ground.answerer] };
    let accept = |by| outcome(&after, after.decide(Command::Accept(representative(by)), &facts, at), at);
    assert_eq!(accept(ASSOCIATION), "not-your-turn");
    assert_eq!(accept(COMPANY), "match.accepted accepted");
}

#[test]
fn actions_agree_with_the_turn() {
    let check = |actor: &crate::policy::Actor, expected: &[&str]| {
        let ground = Ground::new();
        let facts = Facts { week: &ground.week, parties: [&ground.proposer, &ground.answerer] };
        let actions = in_state(State::Proposed).actions(actor, &facts, now());
        assert!(actions.iter().all(|action| action.against.is_empty()));
        let names: Vec<_> = actions.iter().map(|action| action.name).collect();
        assert_eq!(names, expected);
    };
    check(&owner(COMPANY), &["withdraw"]);
    check(&owner(ASSOCIATION), &["accept", "decline", "counter"]);
    check(&owner(SECOND_COMPANY), &[]);
    check(&broker(crate::policy::StaffRole::Organizer), &[]);
}
