//! The life of a listing, as tables.

use jiff::Timestamp;

use super::*;
use crate::fixture::*;
use crate::party::Party;
use crate::photo::PhotoChange;
use crate::policy::StaffRole;
use crate::refusal::{Refusal, Refusals};
use crate::week::{ExchangeWeek, Phase, Settings};

/// The commands, in the order of the columns.
const COMMANDS: [&str; 9] =
    ["edit", "publish", "publish_by_staff", "approve", "reject", "pause", "resume", "close", "remove"];

fn command(name: &str) -> Command {
    let (by, moderator) = (representative(COMPANY), moderator());
    match name {
        "edit" => Command::Edit(by, Box::new(draft(&raw()))),
        "publish" => Command::Publish(by, None),
        "publish_by_staff" => Command::PublishByStaff(staff()),
        "approve" => Command::Approve(moderator),
        "reject" => Command::Reject(moderator, "a photo is missing".to_owned()),
        "pause" => Command::Pause(by),
        "resume" => Command::Resume(by),
        "close" => Command::Close(by, Closure::Fulfilled),
        _ => Command::Remove(moderator),
    }
}

fn in_state(state: State) -> Listing {
    let listing = published(1, COMPANY, Direction::Offer, Some(10));
    let published_at = listing
        .published_at
        .filter(|_| !matches!(state, State::Draft | State::Submitted | State::Rejected { .. }));
    Listing { status: Status { state, ..listing.status.clone() }, published_at, ..listing }
}

fn rejected() -> State {
    State::Rejected { reason: "a photo is missing".to_owned() }
}

fn closed() -> State {
    State::Closed { closure: Closure::Withdrawn }
}

/// What a decision comes to: the event and the state it leads to, or the codes of the refusal.
fn outcome(listing: &Listing, decided: Result<Event, Refusals>, at: Timestamp) -> String {
    match decided {
        Ok(event) => {
            let (after, change) = listing.clone().apply(&event, at);
            assert_eq!(after.revision, listing.revision.next());
            assert_eq!((change.action, change.revision), (event.action(), after.revision));
            format!("{} {}", event.action().trim_start_matches("listing."), after.status.state.code())
        }
        Err(refusals) => refusals.to_string(),
    }
}

#[test]
fn every_command_in_every_state() {
    let check = |moderated, state: State, expected: [&str; 9]| {
        let week = week_with(Phase::Matching, Settings { moderated, ..Settings::default() });
        let party = party(COMPANY);
        let facts = Facts { week: &week, party: &party, open_listings: 0 };
        let listing = in_state(state);
        let found = COMMANDS
            .map(|name| outcome(&listing, listing.decide(command(name), &facts, now()), now()))
            .map(|found| if found == "invalid-transition" { "-".to_owned() } else { found });
        assert_eq!(found, expected, "{:?}, moderated {moderated}", listing.status.state);
    };
    let no = "-";
    let (close, remove) = ("closed closed", "closed closed");
    let published = "published published";
    check(false, State::Draft, ["edited draft", published, published, no, no, no, no, close, remove]);
    check(
        true,
        State::Draft,
        ["edited draft", "submitted submitted", published, no, no, no, no, close, remove],
    );
    check(
        true,
        State::Submitted,
        ["edited submitted", no, no, "approved published", "rejected rejected", no, no, close, remove],
    );
    check(true, rejected(), ["edited draft", no, no, no, no, no, no, close, remove]);
    check(false, State::Published, ["edited published", no, no, no, no, "paused paused", no, close, remove]);
    check(false, State::Paused, ["edited paused", no, no, no, no, no, "resumed published", close, remove]);
    check(true, State::Expired, ["edited expired", "renewed published", no, no, no, no, no, close, remove]);
    check(false, closed(), [no; 9]);
}

#[test]
fn a_refusal_names_what_may_be_done_instead() {
    let week = week(Phase::Matching);
    let party = party(COMPANY);
    let facts = Facts { week: &week, party: &party, open_listings: 0 };
    let states = [
        State::Draft,
        State::Submitted,
        rejected(),
        State::Published,
        State::Paused,
        State::Expired,
        closed(),
    ];
    for state in states {
        let listing = in_state(state);
        let possible: Vec<_> = COMMANDS
            .into_iter()
            .filter(|name| *name != "publish_by_staff")
            .filter(|name| listing.decide(command(name), &facts, now()).is_ok())
            .collect();
        for name in COMMANDS {
            let Err(refusals) = listing.decide(command(name), &facts, now()) else { continue };
            let Refusal::InvalidTransition { current_status, allowed_actions } = refusals.first() else {
                panic!("{refusals}")
            };
            assert_eq!(*current_status, listing.status.state.code());
            assert_eq!(*allowed_actions, possible, "{:?}", listing.status.state);
        }
    }
}

#[test]
fn phases_gate_what_is_posted() {
    let check = |phase, expected: [&str; 5]| {
        let week = week(phase);
        let party = party(COMPANY);
        let facts = Facts { week: &week, party: &party, open_listings: 0 };
        let found = [
            (State::Draft, "edit"),
            (State::Draft, "publish"),
            (State::Submitted, "approve"),
            (State::Paused, "resume"),
            (State::Expired, "publish"),
        ]
        .map(|(state, name)| {
            let listing = in_state(state);
            outcome(&listing, listing.decide(command(name), &facts, now()), now())
        });
        assert_eq!(found, expected, "{phase:?}");
    };
    let open = [
        "edited draft",
        "published published",
        "approved published",
        "resumed published",
        "renewed published",
    ];
    check(Phase::Draft, ["phase-forbids"; 5]);
    check(Phase::Registration, open);
    check(Phase::Matching, open);
    check(Phase::Live, open);
    check(Phase::FollowUp, ["phase-forbids"; 5]);
    check(Phase::Closed, ["phase-forbids"; 5]);
}

#[test]
fn whatever_shows_a_listing_needs_an_active_party() {
    let check = |party: Party, expected: &str| {
        let week = week(Phase::Matching);
        let facts = Facts { week: &week, party: &party, open_listings: 0 };
        let ways = [
            (State::Draft, "publish"),
            (State::Draft, "publish_by_staff"),
            (State::Submitted, "approve"),
            (State::Paused, "resume"),
            (State::Expired, "publish"),
        ];
        for (state, name) in ways {
            let listing = in_state(state);
            let refusals = listing.decide(command(name), &facts, now()).unwrap_err();
            assert_eq!(refusals.to_string(), expected, "{name}, {party:?}");
        }
    };
    check(suspended(COMPANY), "organization-not-active");
    check(Party { admitted: false, ..party(COMPANY) }, "not-participating");
    check(Party { admitted: false, ..suspended(COMPANY) }, "organization-not-active, not-participating");
}

#[test]
fn a_publication_is_refused_for_every_reason_at_once() {
    let check = |until, open_listings, categories: &[&str], expected: &str| {
        let categories = categories.iter().map(|code| Category::parse(code).unwrap()).collect();
        let settings = Settings { categories, listings_per_organization: 3, ..Settings::default() };
        let week = week_with(Phase::Matching, settings);
        let party = party(COMPANY);
        let facts = Facts { week: &week, party: &party, open_listings };
        for state in [State::Draft, State::Expired] {
            let publish = Command::Publish(representative(COMPANY), until);
            let decided = in_state(state).decide(publish, &facts, now());
            let found = decided.map_or_else(|refusals| refusals.to_string(), |_| "yes".to_owned());
            assert_eq!(found, expected, "{until:?}, {open_listings} open, {:?}", week.settings.categories);
        }
    };
    check(None, 2, &[], "yes");
    check(None, 2, &["food", "furniture"], "yes");
    check(Some(minutes(1)), 0, &[], "yes");
    check(None, 3, &[], "listing-cap-reached");
    check(None, 4, &[], "listing-cap-reached");
    check(Some(now()), 0, &[], "expiry-in-past");
    check(Some(minutes(-1)), 0, &[], "expiry-in-past");
    check(None, 0, &["food"], "category-not-in-week");
    check(Some(now()), 3, &["food"], "listing-cap-reached, expiry-in-past, category-not-in-week");
}

/// An edit of a listing of ten pieces, of which some are held and some committed.
fn edited(held: i64, committed: i64, raw: &Raw<'_>) -> String {
    let week = week(Phase::Matching);
    let party = party(COMPANY);
    let facts = Facts { week: &week, party: &party, open_listings: 0 };
    let claims = Claims { held: amount(held), committed: amount(committed), delivered: Amount::ZERO };
    let listing = Listing { claims, ..in_state(State::Published) };
    let edit = Command::Edit(representative(COMPANY), Box::new(draft(raw)));
    outcome(&listing, listing.decide(edit, &facts, now()), now())
}

#[test]
fn a_total_covers_what_is_claimed() {
    let check = |held, committed, total: Option<&str>, expected: &str| {
        assert_eq!(edited(held, committed, &Raw { quantity: total, ..raw() }), expected, "{total:?}");
    };
    let yes = "edited published";
    check(0, 0, Some("1"), yes);
    check(3, 4, Some("7"), yes);
    check(3, 4, Some("6"), "total-below-claims");
    check(3, 4, Some("1000000000"), yes);
    check(3, 4, None, yes);
}

#[test]
fn what_is_claimed_keeps_its_measure() {
    let check = |raw: &Raw<'_>, expected: &str| {
        assert_eq!(edited(0, 0, raw), "edited published", "{raw:?}");
        assert_eq!(edited(1, 0, raw), expected, "{raw:?}");
        assert_eq!(edited(0, 1, raw), expected, "{raw:?}");
    };
    check(&raw(), "edited published");
    check(&Raw { title: "Old chairs", ..raw() }, "edited published");
    check(&Raw { unit: "box", ..raw() }, "unit-claimed");
    check(&Raw { direction: "request", ..raw() }, "unit-claimed");
    check(&Raw { details: RawDetails::Service, ..raw() }, "unit-claimed");
}

#[test]
fn an_edit_may_keep_a_category_that_the_week_has_closed() {
    let check = |category, expected: &str| {
        let categories = vec![Category::parse("food").unwrap()];
        let week = week_with(Phase::Matching, Settings { categories, ..Settings::default() });
        let party = party(COMPANY);
        let facts = Facts { week: &week, party: &party, open_listings: 0 };
        let listing = in_state(State::Draft);
        let edit = Command::Edit(representative(COMPANY), Box::new(draft(&Raw { category, ..raw() })));
        assert_eq!(outcome(&listing, listing.decide(edit, &facts, now()), now()), expected, "{category}");
    };
    check("furniture", "edited draft");
    check("food", "edited draft");
    check("plants_and_garden", "category-not-in-week");
}

#[test]
fn a_published_listing_is_expired_from_its_instant_on() {
    let check = |state: State, expires_at, at, expected: &str, sweeps: bool| {
        let listing = Listing { expires_at, ..in_state(state) };
        assert_eq!(listing.state_at(at).code(), expected, "{listing:?} at {at}");
        assert_eq!(listing.decide_expire(at).is_ok(), sweeps, "{listing:?} at {at}");
    };
    let nanosecond = jiff::SignedDuration::from_nanos(1);
    let just_before = minutes(5).checked_sub(nanosecond).unwrap();
    check(State::Published, None, Timestamp::MAX, "published", false);
    check(State::Published, Some(minutes(5)), just_before, "published", false);
    check(State::Published, Some(minutes(5)), minutes(5), "expired", true);
    check(State::Published, Some(minutes(5)), minutes(6), "expired", true);
    check(State::Expired, Some(minutes(5)), minutes(6), "expired", false);
    check(State::Paused, Some(minutes(5)), minutes(6), "paused", false);
    check(State::Submitted, Some(minutes(5)), minutes(6), "submitted", false);
    check(closed(), Some(minutes(5)), minutes(6), "closed", false);
}

#[test]
fn what_has_run_out_unswept_is_renewed_and_not_paused() {
    let week = week(Phase::Matching);
    let party = party(COMPANY);
    let facts = Facts { week: &week, party: &party, open_listings: 0 };
    let listing = Listing { expires_at: Some(minutes(5)), ..in_state(State::Published) };
    let decide = |name| outcome(&listing, listing.decide(command(name), &facts, minutes(5)), minutes(5));
    assert_eq!(decide("pause"), "invalid-transition");
    assert_eq!(decide("publish"), "renewed published");
    assert_eq!(decide("close"), "closed closed");
}

#[test]
fn what_has_run_out_while_paused_is_renewed_and_not_resumed() {
    let week = week(Phase::Matching);
    let party = party(COMPANY);
    let facts = Facts { week: &week, party: &party, open_listings: 0 };
    let listing = Listing { expires_at: Some(minutes(5)), ..in_state(State::Paused) };
    let decide = |command, at| outcome(&listing, listing.decide(command, &facts, at), at);
    assert_eq!(decide(command("resume"), minutes(4)), "resumed published");
    assert_eq!(decide(command("publish"), minutes(4)), "invalid-transition");
    assert_eq!(decide(command("resume"), minutes(5)), "expiry-in-past");
    assert_eq!(decide(command("publish"), minutes(5)), "renewed published");
    let late = Command::Publish(representative(COMPANY), Some(minutes(5)));
    assert_eq!(decide(late, minutes(5)), "expiry-in-past");
    let renewed = listing.decide(command("publish"), &facts, minutes(5)).unwrap();
    assert_eq!(listing.clone().apply(&renewed, minutes(5)).0.expires_at, None);
}

#[test]
fn the_end_of_the_week_ends_what_is_open() {
    let check = |state: State, expected: &str| {
        let listing = in_state(state);
        assert_eq!(outcome(&listing, listing.decide_end_with_week(), now()), expected);
    };
    for state in [State::Draft, State::Submitted, rejected(), State::Published, State::Paused, State::Expired]
    {
        check(state, "closed closed");
    }
    check(closed(), "invalid-transition");
}

#[test]
fn what_was_published_and_not_taken_down_is_public() {
    let check = |state: State, expected: bool| {
        assert_eq!(in_state(state.clone()).is_public(), expected, "{state:?}");
    };
    check(State::Draft, false);
    check(State::Submitted, false);
    check(rejected(), false);
    check(State::Published, true);
    check(State::Paused, true);
    check(State::Expired, true);
    check(closed(), true);
    check(State::Closed { closure: Closure::RemovedByStaff }, false);
    let never_shown = Listing { published_at: None, ..in_state(closed()) };
    assert!(!never_shown.is_public());
}

#[test]
fn the_first_publication_is_remembered() {
    let week: ExchangeWeek = week(Phase::Matching);
    let party = party(COMPANY);
    let facts = Facts { week: &week, party: &party, open_listings: 0 };
    let step = |listing: Listing, name, at| {
        let event = listing.decide(command(name), &facts, at).unwrap();
        listing.apply(&event, at).0
    };
    let listing = step(in_state(State::Draft), "publish", minutes(1));
    assert_eq!(listing.published_at, Some(minutes(1)));
    let listing = step(step(listing, "pause", minutes(2)), "resume", minutes(3));
    assert_eq!((listing.published_at, listing.status.changed_at), (Some(minutes(1)), minutes(3)));
    let listing = step(listing, "edit", minutes(4));
    assert_eq!((listing.status.changed_at, listing.updated_at), (minutes(3), minutes(4)));
}

#[test]
fn actions_are_those_of_the_caller() {
    let check = |actor: &crate::policy::Actor, expected: &[&str]| {
        let week = week(Phase::Matching);
        let party = party(COMPANY);
        let facts = Facts { week: &week, party: &party, open_listings: 0 };
        let actions = in_state(State::Published).actions(actor, &facts, now());
        let names: Vec<_> = actions.iter().map(|action| action.name).collect();
        assert_eq!(names, expected);
    };
    check(&owner(COMPANY), &["edit", "publish", "pause", "resume", "close"]);
    check(&owner(ASSOCIATION), &[]);
    check(&broker(StaffRole::Broker), &["approve", "reject", "remove"]);
}

#[test]
fn where_the_week_moderates_no_photo_is_shown_unseen() {
    let check = |moderated, state: State, change: PhotoChange, expected: &str| {
        let week = week_with(Phase::Matching, Settings { moderated, ..Settings::default() });
        let party = party(COMPANY);
        let facts = Facts { week: &week, party: &party, open_listings: 0 };
        let listing = in_state(state);
        let decided = listing.decide(Command::Photograph(representative(COMPANY), change), &facts, now());
        assert_eq!(outcome(&listing, decided, now()), expected, "{:?} {change:?}", listing.status.state);
    };
    let id = crate::id::PhotoId::new(uuid::Uuid::nil());
    let (added, removed) = (PhotoChange::Added(id), PhotoChange::Removed(id));
    check(false, State::Published, added, "photo_added published");
    check(true, State::Published, added, "invalid-transition");
    check(true, State::Paused, PhotoChange::Changed(id), "invalid-transition");
    check(true, State::Published, removed, "photo_removed published");
    check(true, State::Draft, added, "photo_added draft");
    check(true, State::Submitted, added, "photo_added submitted");
    check(true, rejected(), added, "photo_added draft");
    check(false, closed(), removed, "invalid-transition");
}
