//! What goes in comes out, with every optional field both ways; and what may not be is refused by name.

use domain::agreement::{Confirmation, Event, FirstContact, Ratification, State as AgreementState};
use domain::audit::{Change, Subject};
use domain::id::{IdSource as _, Revision, SessionId};
use domain::listing::{
    self, Claims, Closure, Direction, Draft, Listing, Raw, RawDetails, RawTranslation, Window,
};
use domain::matching::{self, Claim};
use domain::organization::{self, Organization, Standing};
use domain::participation::{Participation, ParticipationStatus};
use domain::person::{PasswordHash, Person, PersonStatus};
use domain::policy::{StaffRole, Viewer};
use domain::quantity::Amount;
use domain::session::{RefreshToken, Session};
use domain::week::{ExchangeWeek, Phase, RawSettings, RawWeek};
use partact_persistence::{ClaimMove, Constraint, StoreError};

use crate::cast::*;
use crate::kit::*;

fn violated<T: std::fmt::Debug>(found: Result<T, StoreError>, constraint: Constraint) {
    assert!(matches!(&found, Err(StoreError::Violated(one)) if *one == constraint), "{found:?}");
}

fn stale<T: std::fmt::Debug>(found: Result<T, StoreError>) {
    assert!(matches!(found, Err(StoreError::Stale)), "{found:?}");
}

fn changed(subject: Subject, revision: Revision) -> Change {
    Change::new(subject, revision, "test.changed")
}

on_both! {
    fn a_secret_is_kept_once(bench: &Bench) {
        bench.must(|tx| tx.keep_secret("signing", b"first"));
        bench.must(|tx| tx.keep_secret("signing", b"second"));
        assert_eq!(bench.read(|reader| reader.secret("signing")), Some(b"first".to_vec()));
        assert_eq!(bench.read(|reader| reader.secret("other")), None);
    }

    fn counters_count_from_one(bench: &Bench) {
        let next = |name| bench.must(|tx| tx.next_in(name));
        assert_eq!([next("a"), next("a"), next("b"), next("a")], [1, 2, 1, 3]);
        let failed: Result<(), _> = bench.write(|tx| tx.next_in("a").and(Err(StoreError::Stale)));
        stale(failed);
        assert_eq!(next("a"), 4, "a failed command gives its place back");
    }

    fn a_key_is_claimed_once_and_answered(bench: &Bench) {
        let caller = person(bench, "Ana", None).id;
        let claim = |key: &str| bench.must(|tx| tx.claim_key(caller, "POST", "/v1/listings", key, b"print"));
        assert!(claim("k"));
        let headers = [("ETag".to_owned(), "\"1\"".to_owned())];
        bench.must(|tx| tx.store_answer(caller, "POST", "/v1/listings", "k", 201, &headers, "{}"));
        assert!(!claim("k"));
        assert!(claim("other"));
        bench.must(|tx| tx.store_answer(caller, "POST", "/v1/listings", "other", 204, &[], ""));
        let found = bench.must(|tx| tx.key_record(caller, "POST", "/v1/listings", "k")).unwrap();
        assert_eq!((found.fingerprint.as_slice(), found.status, found.headers.as_slice(), found.body.as_deref()),
            (b"print".as_slice(), Some(201), headers.as_slice(), Some("{}")));
        assert_eq!(bench.must(|tx| tx.key_record(caller, "PUT", "/v1/listings", "k")), None);
        stale(bench.write(|tx| tx.store_answer(caller, "POST", "/v1/listings", "none", 201, &[], "")));
    }

    fn persons_come_back_whole(bench: &Bench) {
        let bare = person(bench, "Ana", None);
        assert_eq!(bench.read(|reader| reader.person(bare.id)).unwrap(), bare);
        let full = Person {
            password_hash: Some(PasswordHash::new("$argon2id$x".to_owned())),
            staff_role: Some(StaffRole::Broker),
            status: PersonStatus::Suspended,
            revision: bare.revision.next(),
            updated_at: minutes(1),
            ..bare.clone()
        };
        let change = changed(Subject::Person(full.id), full.revision);
        bench.must(|tx| tx.save_person(&full, bare.revision, &change));
        assert_eq!(bench.read(|reader| reader.person_by_email(&full.email)).unwrap(), full);
        stale(bench.write(|tx| tx.save_person(&bare, bare.revision, &change)));
        let again = Person { id: domain::id::PersonId::new(bench.ids.next()), ..bare.clone() };
        let change = changed(Subject::Person(again.id), again.revision);
        violated(bench.write(|tx| tx.insert_person(&again, &change)), Constraint::PersonEmail);
        assert_eq!(bench.read(|reader| reader.actor_of(full.id)), None, "suspended");
    }

    fn sessions_make_actors_while_they_hold(bench: &Bench) {
        let cast = Cast::new(bench);
        let ana = cast.owner(cast.company).person;
        let session = Session::open(SessionId::new(bench.ids.next()), ana, now());
        let token = RefreshToken::issue([7; 32], &session, now());
        bench.must(|tx| {
            tx.insert_session(&session)?;
            tx.insert_refresh_token(&token)
        });
        let actor = |at| bench.read(|reader| reader.actor(ana, session.id, at));
        assert_eq!(actor(now()), Some(cast.owner(cast.company)));
        assert_eq!(actor(session.expires_at), None);
        assert_eq!(bench.must(|tx| tx.refresh_token(&[7; 32])), Some((session, token)));
        assert_eq!(bench.must(|tx| tx.refresh_token(&[8; 32])), None);
        assert!(bench.must(|tx| tx.use_refresh_token(&token, minutes(1))));
        assert!(!bench.must(|tx| tx.use_refresh_token(&token, minutes(2))));
        let ben = cast.owner(cast.association).person;
        assert!(!bench.must(|tx| tx.revoke_session(session.id, ben, minutes(3))), "of another person");
        assert!(bench.must(|tx| tx.revoke_session(session.id, ana, minutes(3))));
        assert!(!bench.must(|tx| tx.revoke_session(session.id, ana, minutes(4))));
        assert_eq!(actor(now()), None);
        assert_eq!(bench.read(|reader| reader.sessions(ana, now())), []);
    }

    fn organizations_come_back_whole(bench: &Bench) {
        let cast = Cast::new(bench);
        let by = Some(cast.people[0]);
        let before = bench.read(|reader| reader.organization_unseen(cast.company)).unwrap();
        let raw = organization::Raw {
            kind: "company".to_owned(),
            legal_form: "sarl".to_owned(),
            registration_number: "B12345".to_owned(),
            vat_number: "LU13669580".to_owned(),
            address: "1, rue du Bois".to_owned(),
            postal_code: "L-7540".to_owned(),
            locality: "Mersch".to_owned(),
            languages: vec!["lb".to_owned(), "fr".to_owned()],
            cause_or_sector: "Wood".to_owned(),
            description: "Furniture and stairs.".to_owned(),
            contact_name: "Ana".to_owned(),
            website: "https://schreinerei.example".to_owned(),
            ..raw_organization("Schreinerei")
        };
        let draft = organization::Draft::parse(&raw).unwrap();
        let mut expected = before.revision;
        let standings = [
            Standing::Pending { at: minutes(1) },
            Standing::Rejected { at: minutes(2), by, reason: "a double".to_owned() },
            Standing::Suspended { at: minutes(3), by, reason: "late".to_owned(), until: Some(minutes(9)) },
            Standing::Suspended { at: minutes(4), by, reason: "late".to_owned(), until: None },
            Standing::Verified { at: minutes(5), by },
        ];
        for standing in standings {
            let after = Organization {
                kind: draft.kind,
                facts: draft.facts.clone(),
                standing,
                revision: expected.next(),
                ..before.clone()
            };
            let change = changed(Subject::Organization(after.id), after.revision);
            bench.must(|tx| tx.save_organization(&after, expected, &change));
            expected = after.revision;
            assert_eq!(bench.read(|reader| reader.organization_unseen(after.id)).unwrap(), after);
        }
        let change = changed(Subject::Organization(before.id), before.revision);
        stale(bench.write(|tx| tx.save_organization(&before, before.revision, &change)));
        let id = domain::id::OrganizationId::new(bench.ids.next());
        let again = Organization { id, ..before.clone() };
        let change = changed(Subject::Organization(id), again.revision);
        violated(bench.write(|tx| tx.insert_organization(&again, &change)), Constraint::OrganizationReference);
    }

    fn weeks_come_back_whole(bench: &Bench) {
        let cast = Cast::new(bench);
        let found = |id| bench.read(|reader| reader.week(id, &Viewer::public()));
        assert_eq!(found(cast.week.id), Some(cast.week.clone()));
        let settings = RawSettings {
            categories: Some(vec!["food".to_owned(), "furniture".to_owned()]),
            moderated: Some(true),
            ratification_required: Some(true),
            company_pairs_allowed: Some(true),
            hold_minutes: Some(60),
            ..RawSettings::default()
        };
        let raw = RawWeek { settings, time_zone: Some("Europe/Lisbon".to_owned()), ..raw_week("2027") };
        let full = week(bench, &raw, cast.people[0]);
        assert_eq!(found(full.id), Some(full.clone()));
        let after = ExchangeWeek {
            phase: Phase::Draft,
            phase_reason: Some("too early".to_owned()),
            revision: full.revision.next(),
            ..full.clone()
        };
        let change = changed(Subject::ExchangeWeek(full.id), after.revision);
        bench.must(|tx| tx.save_week(&after, full.revision, &change));
        assert_eq!(found(full.id), None, "drafts are for staff");
        assert_eq!(bench.read(|reader| reader.week_by_reference("2027", &Viewer::service())), Some(after.clone()));
        stale(bench.write(|tx| tx.save_week(&after, full.revision, &change)));
        let id = domain::id::ExchangeWeekId::new(bench.ids.next());
        let again = ExchangeWeek { id, ..full.clone() };
        let change = changed(Subject::ExchangeWeek(id), again.revision);
        violated(bench.write(|tx| tx.insert_week(&again, &change)), Constraint::ExchangeWeekReference);
    }

    fn participations_come_back_whole(bench: &Bench) {
        let cast = Cast::new(bench);
        let find = || bench.read(|reader| reader.participation(cast.week.id, cast.company)).unwrap();
        let before = find();
        assert_eq!((before.status, before.changed_by), (ParticipationStatus::Admitted, None));
        let after = Participation {
            status: ParticipationStatus::Refused,
            reason: Some("no room".to_owned()),
            changed_by: Some(cast.people[0]),
            changed_at: minutes(1),
            revision: before.revision.next(),
            ..before.clone()
        };
        let change = changed(Subject::Participation(after.id), after.revision);
        bench.must(|tx| tx.save_participation(&after, before.revision, &change));
        assert_eq!(find(), after);
        stale(bench.write(|tx| tx.save_participation(&after, before.revision, &change)));
        let (again, change) = Participation::imported(bench.ids.next(), cast.company, cast.week.id, now());
        violated(bench.write(|tx| tx.insert_participation(&again, &change)), Constraint::Participation);
        let party = |at| bench.read(|reader| reader.party(cast.company, cast.week.id, at)).unwrap();
        assert_eq!((party(now()).active, party(now()).admitted), (true, false));
        assert!(!bench.must(|tx| tx.insert_membership(cast.company, cast.people[1], domain::policy::MembershipRole::Volunteer)));
    }

    fn listings_come_back_whole(bench: &Bench) {
        let cast = Cast::new(bench);
        let translations =
            [RawTranslation { language: "de", title: "Stühle", description: "Klapp.", wanted_in_return: "Foto" }];
        let windows = [
            Window { starts_at: Some(minutes(0)), ends_at: None },
            Window { starts_at: None, ends_at: Some(minutes(60)) },
        ];
        let sorts = [
            (RawDetails::Goods { condition: None }, Some("12"), "piece"),
            (RawDetails::Goods { condition: Some("used") }, None, "box"),
            (RawDetails::Service, Some("2.5"), "hour"),
            (RawDetails::Skill { headcount: "2", hours_per_person: "1.25", skills: &["carpentry"] }, Some("2.5"), "hour"),
        ];
        let states = [
            listing::State::Draft,
            listing::State::Submitted,
            listing::State::Rejected { reason: "no photo".to_owned() },
            listing::State::Paused,
            listing::State::Expired,
            listing::State::Closed { closure: Closure::RemovedByStaff },
        ];
        for (details, quantity, unit) in sorts {
            let raw = Raw {
                details,
                quantity,
                unit,
                translations: &translations,
                windows: &windows,
                languages_needed: &["fr"],
                wanted_in_return: "A photo",
                place: "Mersch",
                ..raw_listing()
            };
            let content = Draft::parse(&raw, cast.week.window()).unwrap().content;
            let bare = cast.listing(bench, cast.company, Direction::Request, None);
            let mut expected = bare.revision;
            for state in &states {
                let status = listing::Status { state: state.clone(), changed_by: None, changed_at: minutes(2) };
                let after = Listing {
                    content: content.clone(),
                    status,
                    expires_at: Some(minutes(90)),
                    published_at: None,
                    revision: expected.next(),
                    ..bare.clone()
                };
                let change = changed(Subject::Listing(after.id), after.revision);
                bench.must(|tx| tx.save_listing(&after, expected, &change));
                let found = bench.read(|reader| reader.listing(&Viewer::service(), after.id, now()));
                assert_eq!(found, Some(after.clone()));
                stale(bench.write(|tx| tx.save_listing(&after, expected, &change)));
                expected = after.revision;
            }
        }
        let one = cast.listing(bench, cast.company, Direction::Offer, Some(1));
        let again = Listing { id: domain::id::ListingId::new(bench.ids.next()), ..one };
        let change = drafted(&again).1;
        violated(bench.write(|tx| tx.insert_listing(&again, &change)), Constraint::ListingReference);
        assert_eq!(bench.must(|tx| tx.lock_listings(&[again.id])), []);
    }

    fn claims_stay_within_the_total(bench: &Bench) {
        let cast = Cast::new(bench);
        let listing = cast.listing(bench, cast.company, Direction::Offer, Some(10));
        let open = cast.listing(bench, cast.company, Direction::Offer, None);
        let amount = |units| Amount::whole(units).unwrap();
        let moved = |id, units, how| bench.write(|tx| tx.move_claim(id, amount(units), how));
        let claims = |id| bench.must(|tx| tx.lock_listings(&[id])).pop().unwrap().claims;
        moved(listing.id, 6, ClaimMove::Hold).unwrap();
        violated(moved(listing.id, 5, ClaimMove::Hold), Constraint::ListingQuantity);
        moved(listing.id, 4, ClaimMove::Hold).unwrap();
        moved(listing.id, 4, ClaimMove::Commit).unwrap();
        assert_eq!(claims(listing.id), Claims { held: amount(6), committed: amount(4), delivered: Amount::ZERO });
        for (units, how) in [(7, ClaimMove::Commit), (7, ClaimMove::ReleaseHeld), (5, ClaimMove::ReleaseCommitted)] {
            assert!(moved(listing.id, units, how).is_err(), "{how:?}");
        }
        moved(listing.id, 6, ClaimMove::ReleaseHeld).unwrap();
        moved(listing.id, 4, ClaimMove::ReleaseCommitted).unwrap();
        assert_eq!(claims(listing.id), Claims::default());
        moved(open.id, 1_000_000_000, ClaimMove::Hold).unwrap();
        moved(open.id, 1_000_000_000, ClaimMove::ReleaseHeld).unwrap();
        assert!(moved(domain::id::ListingId::new(bench.ids.next()), 1, ClaimMove::Hold).is_err(), "no such listing");
    }

    fn matches_claim_and_give_back(bench: &Bench) {
        let cast = Cast::new(bench);
        let offer = cast.listing(bench, cast.company, Direction::Offer, Some(10));
        let request = cast.listing(bench, cast.association, Direction::Request, Some(5));
        let held = |id| bench.must(|tx| tx.lock_listings(&[id])).pop().unwrap().claims.held;
        let amount = |units| Amount::whole(units).unwrap();
        let match_ = cast.proposed(bench, &offer, Some(&request), 4);
        let find = |viewer: &Viewer| bench.read(|reader| reader.match_(viewer, match_.id));
        assert_eq!(find(&cast.viewer(cast.company)), Some(match_.clone()));
        assert_eq!(find(&cast.viewer(cast.association)), Some(match_.clone()));
        assert_eq!((find(&cast.viewer(cast.third)), find(&Viewer::public())), (None, None));
        assert_eq!((held(offer.id), held(request.id)), (amount(4), amount(4)));
        let (second, change) = cast.proposal(bench, &offer, Some(&request), 1);
        violated(bench.write(|tx| tx.insert_match(&second, &change)), Constraint::LivePair);
        assert_eq!(held(offer.id), amount(4), "a refused proposal holds nothing");
        let (too_much, change) = {
            let boundless = Listing { content: listing::Content { total: None, ..offer.content.clone() }, ..offer.clone() };
            cast.proposal(bench, &boundless, None, 7)
        };
        violated(bench.write(|tx| tx.insert_match(&too_much, &change)), Constraint::ListingQuantity);
        let taken = bench.read(|reader| reader.taken_pairs(&[(offer.id, request.id)], None));
        assert_eq!(taken.values().copied().collect::<Vec<_>>(), [match_.id]);

        let new_terms = terms(&offer, Some(&request), 2).into_terms(
            2, cast.association, cast.people[2], cast.company, &bench.ids, minutes(1));
        let (countered, change) =
            match_.clone().apply(&matching::Event::Countered(Box::new(new_terms), minutes(99)), minutes(1));
        bench.must(|tx| tx.save_match(&match_, &countered, &change));
        assert_eq!((held(offer.id), held(request.id)), (amount(2), amount(2)));
        stale(bench.write(|tx| tx.save_match(&match_, &countered, &change)));
        assert_eq!(find(&Viewer::service()), Some(countered.clone()));
        let history = bench.read(|reader| reader.terms_history(match_.id));
        assert_eq!(history.iter().map(|terms| terms.revision).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(history[0].contributions[0].claim, Claim::Released);

        let ends = [
            matching::Event::Declined(cast.people[1], Some("no room".to_owned())),
            matching::Event::Declined(cast.people[1], None),
            matching::Event::Withdrawn(cast.people[1]),
            matching::Event::Expired,
            matching::Event::Superseded(offer.id),
        ];
        let mut live = countered;
        for event in ends {
            let (ended, change) = live.clone().apply(&event, minutes(2));
            bench.must(|tx| tx.save_match(&live, &ended, &change));
            let stored = bench.read(|reader| reader.match_(&Viewer::service(), live.id));
            assert_eq!(stored.as_ref(), Some(&ended));
            assert_eq!((held(offer.id), held(request.id)), (Amount::ZERO, Amount::ZERO), "{event:?}");
            stale(bench.write(|tx| tx.save_match(&live, &ended, &change)));
            live = cast.proposed(bench, &offer, Some(&request), 3);
        }
    }

    fn agreements_come_back_whole(bench: &Bench) {
        let cast = Cast::new(bench);
        let offer = cast.listing(bench, cast.company, Direction::Offer, Some(10));
        let claims = || bench.must(|tx| tx.lock_listings(&[offer.id])).pop().unwrap().claims;
        let amount = |units| Amount::whole(units).unwrap();
        let match_ = cast.proposed(bench, &offer, None, 4);
        let made = cast.agreed(bench, &match_);
        assert_eq!(made.reference, "A-2026-0001");
        let find = || bench.read(|reader| reader.agreement(&cast.viewer(cast.company), made.id)).unwrap();
        assert_eq!(find(), made);
        assert_eq!(bench.read(|reader| reader.agreement(&cast.viewer(cast.third), made.id)), None);
        assert_eq!(bench.read(|reader| reader.agreement_of_match(match_.id)), Some(made.id));
        assert_eq!((claims().held, claims().committed), (amount(4), Amount::ZERO));
        let yes = |organization, at| Confirmation {
            organization,
            person: cast.owner(organization).person,
            terms_revision: 1,
            at,
        };
        let step = |before: &domain::agreement::Agreement, event: Event, at| {
            let (after, change) = before.clone().apply(&event, at);
            bench.must(|tx| tx.save_agreement(before, &after, &event, &change));
            assert_eq!(find(), after);
            stale_or_refused(bench.write(|tx| tx.save_agreement(before, &after, &event, &change)));
            after
        };
        let one = step(&made, Event::ConfirmationGiven(yes(cast.company, minutes(2))), minutes(2));
        let two = step(&one, Event::Confirmed(yes(cast.association, minutes(3))), minutes(3));
        assert_eq!((claims().held, claims().committed), (Amount::ZERO, amount(4)));
        let called = step(&two, Event::FirstContactMade(cast.people[2]), minutes(4));
        let FirstContact { done, .. } = called.first_contact;
        assert_eq!(done, Some((minutes(4), cast.people[2])));
        let cancel = Event::Cancelled {
            person: cast.people[1],
            organization: Some(cast.company),
            reason: "rain".to_owned(),
            late: true,
        };
        let gone = step(&called, cancel, minutes(5));
        assert!(matches!(gone.status.state, AgreementState::Cancelled { late: true, .. }));
        assert_eq!(claims(), Claims::default());
        let (again, change) = domain::agreement::Agreement::of_match(
            domain::id::AgreementId::new(bench.ids.next()), "A-x".to_owned(), &match_, &cast.week, cast.people[1], now());
        violated(bench.write(|tx| tx.insert_agreement(&again, &change)), Constraint::AgreementMatch);

        let lapsing = cast.agreed(bench, &cast.proposed(bench, &offer, None, 10));
        let overdue = |at| bench.read(|reader| reader.overdue_agreements(at, 10));
        assert_eq!((overdue(now()), overdue(lapsing.confirm_until)), (vec![], vec![lapsing.clone()]));
        let (after, change) = lapsing.clone().apply(&Event::Lapsed, lapsing.confirm_until);
        bench.must(|tx| tx.save_agreement(&lapsing, &after, &Event::Lapsed, &change));
        assert_eq!(claims(), Claims::default());
        assert_eq!(lapsing.ratification, Ratification::NotRequired);
    }
}

fn stale_or_refused(found: Result<(), StoreError>) {
    assert!(
        matches!(found, Err(StoreError::Stale | StoreError::Violated(Constraint::AgreementConfirmation))),
        "{found:?}"
    );
}
