//! What goes in comes out, with every optional field both ways; and what may not be is refused by name.

use domain::audit::{Change, Subject};
use domain::id::{IdSource as _, Revision, SessionId};
use domain::listing::{self, Closure, Direction, Draft, Listing, Raw, RawDetails, RawTranslation, Window};
use domain::organization::{self, Organization, Standing};
use domain::participation::{Participation, ParticipationStatus};
use domain::person::{PasswordHash, Person, PersonStatus};
use domain::policy::{StaffRole, Viewer};
use domain::session::{RefreshToken, Session};
use domain::week::{ExchangeWeek, Phase, RawSettings, RawWeek};
use partact_persistence::{Constraint, StoreError};

use crate::cast::*;
use crate::kit::*;

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
            contact_phone: "+352 621 123 456".to_owned(),
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
            // What changes the standing is noted in its history, which has to agree with it.
            let change = Change { action: organization::Event::OF_STANDING[0], ..changed(Subject::Organization(after.id), after.revision) };
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
}
