//! What matches and agreements claim of listings moves with them, and is given back once.

use domain::agreement::{Confirmation, Event, FirstContact, Ratification, State as AgreementState};
use domain::id::IdSource as _;
use domain::listing::{self, Claims, Direction, Listing};
use domain::matching::{self, Claim};
use domain::policy::Viewer;
use domain::quantity::Amount;
use partact_persistence::{ClaimMove, Constraint};

use crate::cast::*;
use crate::kit::*;

on_both! {
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
        assert_eq!(bench.read(|reader| reader.agreements_of_matches(&[match_.id])), [(match_.id, made.id)].into());
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
            // Also a second yes of the same party is told that it is late, and not of a constraint.
            stale(bench.write(|tx| tx.save_agreement(before, &after, &event, &change)));
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
