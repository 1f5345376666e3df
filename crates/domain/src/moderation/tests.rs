//! Cases one by one.

use uuid::Uuid;

use super::*;
use crate::fixture::*;
use crate::policy::{Actor, MembershipRole, Moderator, StaffRole};
use crate::refusal::Refusals;

fn case(matter: Matter) -> Case {
    let subject = Subject::Listing(ListingId::new(Uuid::from_u128(1)));
    Case::open(CaseId::new(Uuid::from_u128(7)), subject, COMPANY, Some(WEEK), matter, now()).0
}

fn other_moderator() -> Moderator {
    let person = PersonId::new(Uuid::from_u128(0xB1));
    Actor { person, ..broker(StaffRole::Organizer) }.moderator(COMPANY).unwrap()
}

fn grounds() -> Grounds {
    Grounds { reason: Reason::Money, note: Some("Bitte ohne Preis.".to_owned()) }
}

fn codes(decided: &Result<Event, Refusals>) -> String {
    decided.as_ref().map_or_else(ToString::to_string, |event| event.action().to_owned())
}

#[test]
fn every_kind_has_its_answers() {
    use Decision::{Approve, Dismiss, Reject, Remove, Warn};
    let content = || published(1, COMPANY, crate::listing::Direction::Offer, None).content;
    let check = |matter: Matter, expected: &[Decision]| {
        let case = case(matter);
        assert_eq!(case.decisions(), expected);
        for decision in Decision::ALL {
            let verdict = Verdict::new(decision, Some(grounds())).unwrap();
            let decided = case.decide(Command::Decide(moderator(), verdict), now());
            assert_eq!(decided.is_ok(), expected.contains(&decision), "{decision:?} of {:?}", case.matter);
        }
    };
    check(Matter::Publication, &[Approve, Reject, Remove]);
    check(Matter::Edit(Box::new(content())), &[Approve, Reject, Remove]);
    check(Matter::FlaggedText, &[Dismiss, Warn, Remove]);
    check(Matter::Report, &[Dismiss, Warn, Remove]);
    let of_organization = Case { subject: Subject::Organization(COMPANY), ..case(Matter::Report) };
    assert_eq!(of_organization.decisions(), [Dismiss, Warn]);
}

#[test]
fn what_goes_against_the_poster_says_why() {
    for decision in Decision::ALL {
        assert_eq!(Verdict::new(decision, None).is_none(), decision.needs_grounds(), "{decision:?}");
    }
    let faults = |reason, note| Grounds::parse(reason, note).unwrap_err().to_string();
    assert_eq!(faults("", ""), "reason: unknown-code");
    assert_eq!(faults("other", " "), "note: required");
    assert_eq!(faults("money", &"a".repeat(NOTE + 1)), "note: too-long");
    assert_eq!(Grounds::parse("money", "").unwrap().told(crate::vocabulary::Locale::Lb), "Suen");
    assert_eq!(grounds().told(crate::vocabulary::Locale::Lb), "Bitte ohne Preis.");
}

#[test]
fn a_claim_keeps_others_away_until_it_runs_out() {
    let claimed = |at| {
        let (case, _) = case(Matter::Publication)
            .apply(&case(Matter::Publication).decide(Command::Claim(moderator()), at).unwrap(), at);
        case
    };
    let case = claimed(now());
    let check = |at: i64, own: [&str; 3], others: [&str; 3]| {
        let commands = |by| {
            [Command::Claim(by), Command::Release(by), Command::Decide(by, Verdict::Approve)]
                .map(|command| codes(&case.decide(command, minutes(at))))
        };
        assert_eq!(commands(moderator()), own, "{at}");
        assert_eq!(commands(other_moderator()), others, "{at}");
    };
    let (claimed, released, decided) =
        ("moderation_case.claimed", "moderation_case.released", "moderation_case.decided");
    check(0, [claimed, released, decided], ["case-claimed"; 3]);
    check(29, [claimed, released, decided], ["case-claimed"; 3]);
    let run_out = [claimed, "invalid-transition", decided];
    check(30, run_out, run_out);
    assert_eq!(case.claim_at(minutes(29)).map(|claim| claim.by), Some(moderator().person()));
    assert_eq!(case.claim_at(minutes(30)), None, "even unswept");
}

#[test]
fn what_has_ended_stays_so() {
    let open = case(Matter::Report);
    let ruling = Ruling { verdict: Verdict::Dismiss, by: moderator().person(), at: now() };
    for event in [Event::Decided(ruling), Event::Lapsed] {
        let (ended, change) = open.clone().apply(&event, minutes(1));
        assert_eq!((change.action, ended.revision), (event.action(), open.revision.next()));
        assert_eq!(ended.decisions(), []);
        assert_eq!(codes(&ended.decide(Command::Claim(moderator()), minutes(2))), "invalid-transition");
        assert_eq!(codes(&ended.decide_follow(Event::Reported)), "invalid-transition");
    }
}

#[test]
fn a_report_learns_what_became_of_it() {
    let check = |state: State, expected| {
        assert_eq!(Outcome::of(&Case { state, ..case(Matter::Report) }), expected);
    };
    let decided = |verdict| State::Decided(Ruling { verdict, by: moderator().person(), at: now() });
    check(State::Open { claim: None }, Outcome::Open);
    check(State::Lapsed { at: now() }, Outcome::Lapsed);
    check(decided(Verdict::Dismiss), Outcome::NoAction);
    check(decided(Verdict::Warn(grounds())), Outcome::ActionTaken);
    check(decided(Verdict::Remove(grounds())), Outcome::ActionTaken);
    assert!(report::reasons_against(MOST_REPORTS_A_DAY - 1).is_none());
    assert!(report::reasons_against(MOST_REPORTS_A_DAY).is_some());
}

#[test]
fn members_do_not_judge_their_own() {
    let member =
        Actor { memberships: vec![(COMPANY, MembershipRole::Volunteer)], ..broker(StaffRole::Organizer) };
    assert!(member.moderator(COMPANY).is_err());
    assert!(member.moderator(ASSOCIATION).is_ok());
}
