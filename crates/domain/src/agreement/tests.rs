//! The life of an agreement, as tables.

use jiff::Timestamp;
use uuid::Uuid;

use super::*;
use crate::fixture::*;
use crate::matching::Claim;
use crate::party::Party;
use crate::policy::StaffRole;
use crate::refusal::Refusals;
use crate::week::{ExchangeWeek, Phase, Settings};

/// How far an agreement has come when a test meets it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum At {
    Pending,
    OneYes,
    TwoYes,
    Confirmed,
    Called,
    Fulfilled,
    Lapsed,
    Cancelled,
}

fn week_of(ratification_required: bool, phase: Phase) -> ExchangeWeek {
    week_with(phase, Settings { ratification_required, ..Settings::default() })
}

/// The association has accepted what the company proposed.
fn agreement(at: At, ratification_required: bool) -> Agreement {
    let week = week_of(ratification_required, Phase::Matching);
    let match_ = proposed(&week, "4");
    let id = AgreementId::new(Uuid::from_u128(0xA6));
    let by = owner(ASSOCIATION).person;
    let (mut agreement, change) = Agreement::of_match(id, number(2026, 1), &match_, &week, by, now());
    assert_eq!((change.action, agreement.status.state.code()), ("agreement.made", "pending"));
    let yes = |organization| Confirmation {
        organization,
        person: owner(organization).person,
        terms_revision: 1,
        at: now(),
    };
    if at != At::Pending {
        agreement.confirmations.push(yes(COMPANY));
    }
    if !matches!(at, At::Pending | At::OneYes) {
        agreement.confirmations.push(yes(ASSOCIATION));
    }
    agreement.status.state = match at {
        At::Pending | At::OneYes | At::TwoYes => State::Pending,
        At::Confirmed | At::Called => State::Confirmed,
        At::Fulfilled => State::Fulfilled,
        At::Lapsed => State::Lapsed,
        At::Cancelled => State::Cancelled { by: None, reason: "rain".to_owned(), late: false },
    };
    if at == At::Called {
        agreement.first_contact.done = Some((now(), by));
    }
    agreement
}

fn outcome(before: &Agreement, decided: Result<Event, Refusals>, at: Timestamp) -> String {
    match decided {
        Ok(event) => {
            let (after, change) = before.clone().apply(&event, at);
            assert_eq!(after.revision, before.revision.next());
            assert_eq!((change.action, change.revision), (event.action(), after.revision));
            let claim = match (before.status.state.code(), after.status.state.code()) {
                ("pending", "confirmed") => Some(Claim::Committed),
                (_, "cancelled" | "lapsed") => Some(Claim::Released),
                _ => None,
            };
            assert_eq!(event.claim(), claim, "claims move with the state");
            let action = event.action().trim_start_matches("agreement.");
            match after.status.state {
                State::Cancelled { late: true, .. } => format!("{action} late"),
                state => format!("{action} {}", state.code()),
            }
        }
        Err(refusals) if refusals.to_string() == "invalid-transition" => "-".to_owned(),
        Err(refusals) => refusals.to_string(),
    }
}

/// Confirm by the company and by the association, ratify, cancel by a party and by staff, first contact.
fn commands() -> [Command; 6] {
    [
        Command::Confirm(representative(COMPANY), 1),
        Command::Confirm(representative(ASSOCIATION), 1),
        Command::Ratify(staff()),
        Command::Cancel(representative(COMPANY), "rain".to_owned()),
        Command::CancelByStaff(staff(), "rain".to_owned()),
        Command::NoteFirstContact(representative(ASSOCIATION)),
    ]
}

fn outcomes(agreement: &Agreement, week: &ExchangeWeek, parties: [&Party; 2], at: Timestamp) -> [String; 6] {
    let facts = Facts { week, parties };
    commands().map(|command| outcome(agreement, agreement.decide(command, &facts, at), at))
}

#[test]
fn every_command_in_every_state() {
    let check = |ratified, at: At, expected: [&str; 6]| {
        let week = week_of(ratified, Phase::Matching);
        let agreement = agreement(at, ratified);
        let found = outcomes(&agreement, &week, [&party(COMPANY), &party(ASSOCIATION)], now());
        assert_eq!(found, expected, "{at:?}, ratification {ratified}");
    };
    let no = "-";
    let (yes, already) = ("confirmation_given pending", "already-confirmed");
    let (cancelled, late) = ("cancelled cancelled", "cancelled late");
    let called = "first_contact_made confirmed";
    let unasked = "ratification-not-required, confirmations-missing";
    check(false, At::Pending, [yes, yes, unasked, cancelled, cancelled, no]);
    check(false, At::OneYes, [already, "confirmed confirmed", unasked, cancelled, cancelled, no]);
    check(true, At::Pending, [yes, yes, "confirmations-missing", cancelled, cancelled, no]);
    check(true, At::OneYes, [already, yes, "confirmations-missing", cancelled, cancelled, no]);
    check(true, At::TwoYes, [already, already, "ratified confirmed", cancelled, cancelled, no]);
    check(false, At::Confirmed, [no, no, no, late, late, called]);
    check(true, At::Confirmed, [no, no, no, late, late, called]);
    check(false, At::Called, [no, no, no, late, late, no]);
    for at in [At::Fulfilled, At::Lapsed, At::Cancelled] {
        let confirm = if at == At::Lapsed { "confirmation-overdue" } else { no };
        check(false, at, [confirm, confirm, no, no, no, no]);
    }
}

#[test]
fn only_the_parties_speak() {
    let check = |command: Command| {
        let week = week(Phase::Matching);
        let facts = Facts { week: &week, parties: [&party(COMPANY), &party(ASSOCIATION)] };
        for at in [At::Pending, At::OneYes, At::Confirmed] {
            let decided = agreement(at, false).decide(command.clone(), &facts, now());
            assert!(decided.is_err(), "{command:?} at {at:?}");
        }
    };
    check(Command::Confirm(representative(SECOND_COMPANY), 1));
    check(Command::Cancel(representative(SECOND_COMPANY), "rain".to_owned()));
    check(Command::NoteFirstContact(representative(SECOND_COMPANY)));
    check(Command::NoteFirstContact(representative(COMPANY)));
}

#[test]
fn a_yes_is_to_the_terms_that_stand() {
    let check = |terms_revision, expected: &str| {
        let week = week(Phase::Matching);
        let facts = Facts { week: &week, parties: [&party(COMPANY), &party(ASSOCIATION)] };
        let agreement = agreement(At::OneYes, false);
        let confirm = Command::Confirm(representative(ASSOCIATION), terms_revision);
        assert_eq!(outcome(&agreement, agreement.decide(confirm, &facts, now()), now()), expected);
    };
    check(1, "confirmed confirmed");
    check(0, "terms-changed");
    check(2, "terms-changed");
}

#[test]
fn phases_gate_agreements() {
    let check = |phase, expected: [&str; 4]| {
        let (plain, ratified) = (week_of(false, phase), week_of(true, phase));
        let parties = [&party(COMPANY), &party(ASSOCIATION)];
        let [confirm, _, _, cancel, ..] = outcomes(&agreement(At::Pending, false), &plain, parties, now());
        let [_, _, ratify, ..] = outcomes(&agreement(At::TwoYes, true), &ratified, parties, now());
        let [.., called] = outcomes(&agreement(At::Confirmed, false), &plain, parties, now());
        assert_eq!([confirm, ratify, cancel, called], expected, "{phase:?}");
    };
    let no = "phase-forbids";
    let open = [
        "confirmation_given pending",
        "ratified confirmed",
        "cancelled cancelled",
        "first_contact_made confirmed",
    ];
    check(Phase::Draft, [no; 4]);
    check(Phase::Registration, [no; 4]);
    check(Phase::Matching, open);
    check(Phase::Live, open);
    check(Phase::FollowUp, [no, no, "cancelled cancelled", "first_contact_made confirmed"]);
    check(Phase::Closed, [no; 4]);
}

#[test]
fn only_active_parties_agree_and_anybody_may_leave() {
    let check = |parties: [&Party; 2], expected: [&str; 4]| {
        let week = week(Phase::Matching);
        let [confirm, _, _, cancel, ..] = outcomes(&agreement(At::Pending, false), &week, parties, now());
        let [_, _, ratify, ..] =
            outcomes(&agreement(At::TwoYes, true), &week_of(true, Phase::Live), parties, now());
        let [.., called] = outcomes(&agreement(At::Confirmed, false), &week, parties, now());
        assert_eq!([confirm, ratify, cancel, called], expected, "{parties:?}");
    };
    let no = "organization-not-active";
    let (gone, called) = ("cancelled cancelled", "first_contact_made confirmed");
    check([&suspended(COMPANY), &party(ASSOCIATION)], [no, no, gone, called]);
    check([&party(COMPANY), &suspended(ASSOCIATION)], [no, no, gone, called]);
    let left = Party { admitted: false, ..party(ASSOCIATION) };
    check([&party(COMPANY), &left], ["not-participating", "not-participating", gone, called]);
}

#[test]
fn the_time_to_confirm_ends_at_its_instant() {
    let check = |at: At, after_minutes, expected: &str, lapses: bool| {
        let agreement = agreement(at, true);
        let instant = minutes(after_minutes);
        assert_eq!(agreement.state_at(instant).code(), expected, "{at:?} after {after_minutes}");
        let swept = outcome(&agreement, agreement.decide_lapse(instant), instant);
        assert_eq!(swept, if lapses { "lapsed lapsed" } else { "-" }, "{at:?} after {after_minutes}");
    };
    let days = i64::from(Settings::default().confirmation_days) * 24 * 60;
    check(At::Pending, days - 1, "pending", false);
    for at in [At::Pending, At::OneYes, At::TwoYes] {
        check(at, days, "lapsed", true);
        check(at, days + 1, "lapsed", true);
    }
    check(At::Confirmed, days + 1, "confirmed", false);
    check(At::Cancelled, days + 1, "cancelled", false);
    check(At::Lapsed, days + 1, "lapsed", false);
    let parties = [&party(COMPANY), &party(ASSOCIATION)];
    let found = outcomes(&agreement(At::TwoYes, true), &week_of(true, Phase::Live), parties, minutes(days));
    assert_eq!(found, ["confirmation-overdue", "confirmation-overdue", "-", "-", "-", "-"]);
}

#[test]
fn a_new_agreement_has_its_days() {
    let agreement = agreement(At::Pending, false);
    assert_eq!(agreement.confirm_until, minutes(14 * 24 * 60));
    // 16:00 UTC is 18:00 in Luxembourg, the same day.
    assert_eq!(agreement.first_contact.due_on.to_string(), "2026-06-23");
    assert_eq!(agreement.first_contact.organization, ASSOCIATION);
    assert_eq!((agreement.reference.as_str(), agreement.terms_revision), ("A-2026-0001", 1));
    // 23:30 in Luxembourg on the 9th, and half past midnight on the 10th.
    let week = week(Phase::Matching);
    let match_ = proposed(&week, "1");
    let due = |at: &str| {
        let by = owner(ASSOCIATION).person;
        let at = at.parse().unwrap();
        let (made, _) = Agreement::of_match(agreement.id, number(2026, 2), &match_, &week, by, at);
        made.first_contact.due_on.to_string()
    };
    assert_eq!(due("2026-06-09T21:30:00Z"), "2026-06-23");
    assert_eq!(due("2026-06-09T22:30:00Z"), "2026-06-24");
}

#[test]
fn numbers_have_four_places_at_least() {
    let cases = [(1, "A-2026-0001"), (93, "A-2026-0093"), (9999, "A-2026-9999"), (10_000, "A-2026-10000")];
    for (place, expected) in cases {
        assert_eq!(number(2026, place), expected);
    }
}

#[test]
fn who_represents_both_speaks_first_for_the_one_that_waits() {
    let mut both = owner(COMPANY);
    both.memberships.extend(owner(ASSOCIATION).memberships);
    let speaks =
        |at| agreement(at, false).representative(&both).map(crate::policy::Representative::organization);
    assert_eq!(speaks(At::Pending), Some(COMPANY));
    assert_eq!(speaks(At::OneYes), Some(ASSOCIATION));
    assert_eq!(agreement(At::Pending, false).representative(&owner(SECOND_COMPANY)), None);
}

#[test]
fn actions_are_those_of_the_caller() {
    let check = |actor: &crate::policy::Actor, at: At, expected: &[&str]| {
        let week = week(Phase::Matching);
        let facts = Facts { week: &week, parties: [&party(COMPANY), &party(ASSOCIATION)] };
        let actions = agreement(at, false).actions(actor, &facts, now());
        let free: Vec<_> =
            actions.iter().filter(|action| action.against.is_empty()).map(|action| action.name).collect();
        assert_eq!(free, expected, "{at:?}");
    };
    check(&owner(COMPANY), At::Pending, &["confirm", "cancel"]);
    check(&owner(COMPANY), At::OneYes, &["cancel"]);
    check(&owner(ASSOCIATION), At::OneYes, &["confirm", "cancel"]);
    check(&owner(COMPANY), At::Confirmed, &["cancel"]);
    check(&owner(ASSOCIATION), At::Confirmed, &["cancel", "note_first_contact"]);
    check(&owner(SECOND_COMPANY), At::Pending, &[]);
    check(&broker(StaffRole::Broker), At::Confirmed, &["cancel"]);
    check(&owner(COMPANY), At::Cancelled, &[]);
}

#[test]
fn a_number_has_its_place_in_the_year() {
    for (reference, expected) in [
        ("A-2026-0001", Some((2026, 1))),
        ("A-2026-9999", Some((2026, 9_999))),
        ("A-2026-10000", Some((2026, 10_000))),
        ("A-2026-999999999", Some((2026, 999_999_999))),
        ("A-2026-1000000000", None),
        ("A-2026-1", None),
        ("A-2026-00001", None),
        ("A-2026-0000", None),
        ("A-2026-+001", None),
        ("A-02026-0001", None),
        ("B-2026-0001", None),
        ("A-2026", None),
        ("7", None),
    ] {
        assert_eq!(place_of(reference), expected, "{reference}");
    }
}
