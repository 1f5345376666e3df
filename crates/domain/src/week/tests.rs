//! Tables of the phases, and of weeks that are fine and that are not.

use jiff::Timestamp;
use uuid::Uuid;

use super::*;
use crate::id::PersonId;
use crate::policy::{Actor, StaffRole};

const NOW: &str = "2026-05-04T08:00:00Z";

fn organizer() -> Organizer {
    let person = PersonId::new(Uuid::from_u128(9));
    Actor::new(person, Some(StaffRole::Organizer), Vec::new()).organizer().unwrap()
}

fn raw() -> RawWeek {
    RawWeek {
        reference: "2026".to_owned(),
        name: "Semaine d'échange 2026".to_owned(),
        time_zone: None,
        starts_on: "2026-06-08".to_owned(),
        ends_on: "2026-06-14".to_owned(),
        settings: RawSettings::default(),
    }
}

fn week(phase: Phase) -> ExchangeWeek {
    let id = ExchangeWeekId::new(Uuid::from_u128(1));
    let (week, _) =
        ExchangeWeek::new(id, WeekDraft::parse(&raw()).unwrap(), organizer(), NOW.parse().unwrap());
    ExchangeWeek { phase, ..week }
}

#[test]
fn phases_go_on_by_one_and_back_by_one_with_a_reason() {
    for (n, from) in Phase::ALL.into_iter().enumerate() {
        for (m, to) in Phase::ALL.into_iter().enumerate() {
            for reason in [None, Some("the hall burned down".to_owned())] {
                let found = week(from).decide_phase(to, reason.clone(), organizer(), NOW.parse().unwrap());
                let invalid = Refusal::PhaseStepInvalid { phase: from.code(), asked: to.code() };
                let expected = match (m, &reason) {
                    _ if m == n + 1 => None,
                    _ if m + 1 == n && reason.is_some() => None,
                    _ if m + 1 == n => Some(Refusal::ReasonRequired),
                    _ => Some(invalid),
                };
                assert_eq!(found.err(), expected.map(Refusals::from), "{from:?} to {to:?}, {reason:?}");
            }
        }
    }
}

#[test]
fn a_move_is_written_down_without_its_reason() {
    let before = week(Phase::Live);
    let reason = Some("the gong is broken".to_owned());
    let at: Timestamp = "2026-06-08T16:00:00Z".parse().unwrap();
    let moved = before.decide_phase(Phase::Matching, reason.clone(), organizer(), at).unwrap();
    let (after, change) = before.clone().apply(moved);
    assert_eq!((after.phase, after.phase_reason, after.phase_changed_at), (Phase::Matching, reason, at));
    assert_eq!((after.revision, change.revision), (before.revision.next(), before.revision.next()));
    let details =
        vec![("from", Detail::Code("live".to_owned())), ("to", Detail::Code("matching".to_owned()))];
    assert_eq!((change.action, change.details), ("exchange_week.phase_moved", details));
}

#[test]
fn phases_permit() {
    use Activity::{Confirm, FollowUp, Negotiate, Post};
    let check = |phase: Phase, expected: &[Activity]| {
        for activity in [Post, Negotiate, Confirm, FollowUp] {
            let found = week(phase).permits(activity);
            assert_eq!(found.is_ok(), expected.contains(&activity), "{activity:?} in {phase:?}");
        }
    };
    check(Phase::Draft, &[]);
    check(Phase::Registration, &[Post]);
    check(Phase::Matching, &[Post, Negotiate, Confirm, FollowUp]);
    check(Phase::Live, &[Post, Negotiate, Confirm, FollowUp]);
    check(Phase::FollowUp, &[FollowUp]);
    check(Phase::Closed, &[]);
    let allowed_phases = vec!["matching", "live"];
    let expected = Err(Refusal::PhaseForbids { phase: "closed", allowed_phases });
    assert_eq!(week(Phase::Closed).permits(Negotiate), expected);
}

#[test]
fn the_days_are_local() {
    let window = |zone: &str| {
        let (start, end) =
            ExchangeWeek { time_zone: Zone::parse(zone).unwrap(), ..week(Phase::Draft) }.window();
        format!("{start} {end}")
    };
    assert_eq!(window("Europe/Luxembourg"), "2026-06-07T22:00:00Z 2026-06-14T22:00:00Z");
    assert_eq!(window("UTC"), "2026-06-08T00:00:00Z 2026-06-15T00:00:00Z");
    assert_eq!(Zone::parse("europe/luxembourg").unwrap(), Zone::luxembourg());
    for bad in ["", "Europe/Atlantis", "../../etc/passwd", "+02:00", "Europe/Luxembourg "] {
        assert!(Zone::parse(bad).is_err(), "{bad:?}");
    }
}

#[test]
fn faults_of_a_week_are_told_together() {
    let check = |raw: RawWeek, expected: &str| {
        assert_eq!(
            WeekDraft::parse(&raw).map_err(|faults| faults.to_string()).err().unwrap_or_default(),
            expected
        );
    };
    check(raw(), "");
    check(RawWeek { ends_on: "2026-06-08".to_owned(), ..raw() }, "");
    check(RawWeek { ends_on: "2026-09-07".to_owned(), ..raw() }, "");
    check(RawWeek { ends_on: "2026-09-08".to_owned(), ..raw() }, "ends_on: out-of-range");
    check(RawWeek { ends_on: "2026-06-07".to_owned(), ..raw() }, "ends_on: end-not-after-start");
    for day in
        ["20260608", "2026-6-8", "08/06/2026", "2026-02-30", "2026-06-08T10:00", "1926-06-08", "+002026-06"]
    {
        check(RawWeek { starts_on: day.to_owned(), ..raw() }, "starts_on: date-invalid");
    }
    let settings = RawSettings {
        categories: Some(vec!["furniture".to_owned(), "yachts".to_owned(), "furniture".to_owned()]),
        hold_minutes: Some(59),
        meeting_rounds: Some(-1),
        listings_per_organization: Some(1_000),
        ..RawSettings::default()
    };
    let raw = RawWeek { time_zone: Some("CEST?".to_owned()), settings, ..RawWeek::default() };
    check(
        raw,
        "reference: required, name: required, time_zone: unknown-code, starts_on: required, ends_on: required, \
         settings/categories/1: unknown-code, settings/categories/2: duplicate, \
         settings/hold_minutes: out-of-range, settings/meeting_rounds: out-of-range",
    );
}

#[test]
fn a_week_is_sent_as_it_was_read() {
    let draft = WeekDraft::parse(&raw()).unwrap();
    assert_eq!(WeekDraft::parse(&RawWeek::from(&week(Phase::Live))), Ok(draft));
}

#[test]
fn days_stand_once_listings_are_matched() {
    let check = |phase, change: fn(&mut RawWeek), expected: bool| {
        let mut raw = raw();
        change(&mut raw);
        let changed =
            week(phase).decide_change(WeekDraft::parse(&raw).unwrap(), organizer(), NOW.parse().unwrap());
        assert_eq!(changed.is_ok(), expected, "{phase:?} {raw:?}");
    };
    let rename: fn(&mut RawWeek) = |raw| raw.name = "Austauschwoche".to_owned();
    let extend: fn(&mut RawWeek) = |raw| raw.ends_on = "2026-06-15".to_owned();
    check(Phase::Draft, extend, true);
    check(Phase::Registration, extend, true);
    check(Phase::Matching, extend, false);
    check(Phase::Matching, rename, true);
    check(Phase::FollowUp, rename, true);
    check(Phase::Closed, rename, false);
}
