//! Two writers, one row: exactly one of them wins, whatever the engine and however close they come.

use std::sync::Barrier;

use domain::agreement::Event;
use domain::audit::{Change, Subject};
use domain::id::{IdSource as _, SessionId};
use domain::listing::Direction;
use domain::organization::Organization;
use domain::participation::Participation;
use domain::policy::Viewer;
use domain::quantity::Amount;
use domain::session::{RefreshToken, Session};
use domain::week::ExchangeWeek;
use partact_persistence::{ClaimMove, Constraint, StoreError, Tx};

use crate::cast::*;
use crate::kit::*;

const ROUNDS: usize = 20;

/// How a command ended, as far as a race is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Won,
    Lost,
}

/// Runs the command in two threads at once. A loser is told that the row has changed or that a constraint
/// stands against it, and nothing else.
fn race(bench: &Bench, command: impl Fn(&mut Tx<'_>) -> Result<bool, StoreError> + Sync) {
    let barrier = Barrier::new(2);
    let run = || {
        barrier.wait();
        match bench.write(&command) {
            Ok(true) => End::Won,
            Ok(false) | Err(StoreError::Stale | StoreError::Violated(_)) => End::Lost,
            Err(error) => panic!("{error:?}"),
        }
    };
    let mut ends = std::thread::scope(|scope| {
        let threads = [scope.spawn(run), scope.spawn(run)];
        threads.map(|thread| thread.join().unwrap())
    });
    ends.sort_unstable();
    assert_eq!(ends, [End::Won, End::Lost]);
}

on_both! {
    fn weeks(bench: &Bench) {
        let mut before = Cast::new(bench).week;
        for _ in 0..ROUNDS {
            let after = ExchangeWeek { revision: before.revision.next(), ..before.clone() };
            let change = Change::new(Subject::ExchangeWeek(after.id), after.revision, "test.changed");
            race(bench, |tx| tx.save_week(&after, before.revision, &change).map(|()| true));
            before = after;
        }
    }

    fn organizations(bench: &Bench) {
        let mut before = organization(bench, "A01", "Ponte");
        for _ in 0..ROUNDS {
            let after = Organization { revision: before.revision.next(), ..before.clone() };
            let change = Change::new(Subject::Organization(after.id), after.revision, "test.changed");
            race(bench, |tx| tx.save_organization(&after, before.revision, &change).map(|()| true));
            before = after;
        }
    }

    fn participations(bench: &Bench) {
        let cast = Cast::new(bench);
        let mut before = bench.read(|reader| reader.participation(cast.week.id, cast.company)).unwrap();
        for _ in 0..ROUNDS {
            let after = Participation { revision: before.revision.next(), ..before.clone() };
            let change = Change::new(Subject::Participation(after.id), after.revision, "test.changed");
            race(bench, |tx| tx.save_participation(&after, before.revision, &change).map(|()| true));
            before = after;
        }
    }

    fn participations_of_one_pair(bench: &Bench) {
        let cast = Cast::new(bench);
        for n in 0..ROUNDS {
            let newcomer = organization(bench, &format!("N{n}"), "Newcomer").id;
            let [one, other] = [(); 2].map(|()| bench.ids.next());
            let first = std::sync::atomic::AtomicBool::new(true);
            race(bench, |tx| {
                let id = if first.swap(false, std::sync::atomic::Ordering::SeqCst) { one } else { other };
                let (participation, change) = Participation::imported(id, newcomer, cast.week.id, now());
                tx.insert_participation(&participation, &change).map(|()| true)
            });
        }
    }

    fn listings(bench: &Bench) {
        let cast = Cast::new(bench);
        let mut before = cast.listing(bench, cast.company, Direction::Offer, Some(10));
        for _ in 0..ROUNDS {
            let revision = before.revision.next();
            let after = domain::listing::Listing { revision, ..before.clone() };
            let change = Change::new(Subject::Listing(after.id), after.revision, "test.changed");
            race(bench, |tx| {
                tx.lock_listings(&[after.id])?;
                tx.save_listing(&after, before.revision, &change).map(|()| true)
            });
            before = after;
        }
    }

    fn matches_withdrawn_and_declined(bench: &Bench) {
        let cast = Cast::new(bench);
        let offer = cast.listing(bench, cast.company, Direction::Offer, Some(10));
        for _ in 0..ROUNDS {
            let before = cast.proposed(bench, &offer, None, 10);
            let ends = [
                domain::matching::Event::Withdrawn(cast.people[1]),
                domain::matching::Event::Declined(cast.people[2], None),
            ];
            let next = std::sync::atomic::AtomicUsize::new(0);
            race(bench, |tx| {
                let event = &ends[next.fetch_add(1, std::sync::atomic::Ordering::SeqCst) % 2];
                let (after, change) = before.clone().apply(event, minutes(1));
                tx.save_match(&before, &after, &change).map(|()| true)
            });
        }
        let claims = bench.must(|tx| tx.lock_listings(&[offer.id])).pop().unwrap().claims;
        assert_eq!(claims, domain::listing::Claims::default());
    }

    fn agreements_cancelled_twice(bench: &Bench) {
        let cast = Cast::new(bench);
        let offer = cast.listing(bench, cast.company, Direction::Offer, Some(10));
        for _ in 0..ROUNDS {
            let before = cast.agreed(bench, &cast.proposed(bench, &offer, None, 10));
            let event = Event::Cancelled {
                person: cast.people[1],
                organization: Some(cast.company),
                reason: "rain".to_owned(),
                late: false,
            };
            let (after, change) = before.clone().apply(&event, minutes(2));
            race(bench, |tx| {
                tx.lock_listings(&[offer.id])?;
                tx.save_agreement(&before, &after, &event, &change).map(|()| true)
            });
        }
        let claims = bench.must(|tx| tx.lock_listings(&[offer.id])).pop().unwrap().claims;
        assert_eq!(claims, domain::listing::Claims::default());
    }

    fn the_last_unit(bench: &Bench) {
        let cast = Cast::new(bench);
        let one = Amount::whole(1).unwrap();
        for _ in 0..ROUNDS {
            let listing = cast.listing(bench, cast.company, Direction::Offer, Some(1));
            race(bench, |tx| tx.move_claim(listing.id, one, ClaimMove::Hold).map(|()| true));
            race(bench, |tx| match tx.move_claim(listing.id, one, ClaimMove::ReleaseHeld) {
                Ok(()) => Ok(true),
                // Nothing is there to be given back a second time; each layer may say so its own way.
                Err(StoreError::Busy | StoreError::Backend(_)) => panic!("a release was not guarded"),
                Err(_) => Err(StoreError::Stale),
            });
        }
    }

    fn the_last_unit_in_two_matches(bench: &Bench) {
        let cast = Cast::new(bench);
        for _ in 0..ROUNDS {
            let listing = cast.listing(bench, cast.company, Direction::Offer, Some(1));
            let rivals = [cast.proposal(bench, &listing, None, 1), cast.proposal(bench, &listing, None, 1)];
            let next = std::sync::atomic::AtomicUsize::new(0);
            race(bench, |tx| {
                let (match_, change) = &rivals[next.fetch_add(1, std::sync::atomic::Ordering::SeqCst) % 2];
                tx.insert_match(match_, change).map(|()| true)
            });
        }
    }

    fn one_agreement_for_a_match(bench: &Bench) {
        let cast = Cast::new(bench);
        let offer = cast.listing(bench, cast.company, Direction::Offer, None);
        for _ in 0..ROUNDS {
            let before = cast.proposed(bench, &offer, None, 1);
            let by = cast.owner(cast.association).person;
            let event = domain::matching::Event::Accepted(by);
            let (after, change) = before.clone().apply(&event, minutes(1));
            race(bench, |tx| {
                tx.save_match(&before, &after, &change)?;
                let place = tx.next_in("agreements-2026")?;
                let id = domain::id::AgreementId::new(tx.ids().next());
                let reference = domain::agreement::number(2026, place);
                let (made, change) =
                    domain::agreement::Agreement::of_match(id, reference, &after, &cast.week, by, minutes(1));
                tx.insert_agreement(&made, &change).map(|()| true)
            });
        }
        let found = bench.read(|reader| {
            reader.agreements(&Viewer::service(), &partact_persistence::DealFilter::default(), None, 100, minutes(1))
        });
        let numbers: Vec<_> = found.iter().rev().map(|one| one.reference.clone()).collect();
        let expected: Vec<_> = (1..=20).map(|place| domain::agreement::number(2026, place)).collect();
        assert_eq!(numbers, expected, "no number is lost and none is given twice");
    }

    fn keys(bench: &Bench) {
        let caller = person(bench, "Ana", None).id;
        for n in 0..ROUNDS {
            let key = n.to_string();
            race(bench, |tx| {
                let claimed = tx.claim_key(caller, "POST", "/v1/listings", &key, b"print")?;
                if claimed {
                    tx.store_answer(caller, "POST", "/v1/listings", &key, 201, &[], "{}")?;
                } else {
                    let record = tx.key_record(caller, "POST", "/v1/listings", &key)?;
                    assert_eq!(record.unwrap().status, Some(201), "the loser sees the winner's answer");
                }
                Ok(claimed)
            });
        }
    }

    fn counters(bench: &Bench) {
        let given: Vec<i64> = std::thread::scope(|scope| {
            let draw = || (0..ROUNDS).map(|_| bench.must(|tx| tx.next_in("a"))).collect::<Vec<_>>();
            let threads = [(); 4].map(|()| scope.spawn(draw));
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
        });
        let mut given = given;
        given.sort_unstable();
        assert_eq!(given, (1..=80).collect::<Vec<_>>());
    }

    fn refresh_tokens(bench: &Bench) {
        let ana = person(bench, "Ana", None).id;
        let session = Session::open(SessionId::new(bench.ids.next()), ana, now());
        bench.must(|tx| tx.insert_session(&session));
        for n in 0..ROUNDS {
            let token = RefreshToken::issue([u8::try_from(n).unwrap(); 32], &session, now());
            bench.must(|tx| tx.insert_refresh_token(&token));
            race(bench, |tx| {
                let (_, token) = tx.refresh_token(&token.hash)?.unwrap();
                if token.used_at.is_some() {
                    return Ok(false);
                }
                tx.use_refresh_token(&token, minutes(1))
            });
        }
    }

    fn addresses(bench: &Bench) {
        for n in 0..ROUNDS {
            let draft = domain::person::PersonDraft::parse(&format!("p{n}@bourse.example"), "P", "").unwrap();
            race(bench, |tx| {
                let id = domain::id::PersonId::new(tx.ids().next());
                let (person, change) = domain::person::Person::new(id, draft.clone(), None, None, now());
                match tx.insert_person(&person, &change) {
                    Err(StoreError::Violated(Constraint::PersonEmail)) => Err(StoreError::Stale),
                    done => done.map(|()| true),
                }
            });
        }
    }
}
