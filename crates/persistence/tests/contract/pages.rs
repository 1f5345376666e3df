//! Lists: who sees what, what filters let through, and pages that neither skip nor repeat.

use domain::id::{CaseId, IdSource as _, ListingId, OrganizationId};
use domain::listing::{self, Closure, Direction, Kind, Listing};
use domain::moderation::{self, Case, Matter};
use domain::organization::{Organization, Standing};
use domain::policy::Viewer;
use domain::text::sort_key;
use partact_persistence::{
    DealFilter, Found, ListingFilter, ListingPosition, ListingSort, OrganizationFilter, OrganizationOrder,
    SortColumn, StoreError, Tx,
};

use crate::cast::*;
use crate::kit::*;

fn names(listings: &[Listing]) -> Vec<String> {
    listings.iter().map(|one| one.reference.clone()).collect()
}

/// One listing in each state, named after it, and one whose time has run out unswept.
fn in_every_state(bench: &Bench, cast: &Cast) {
    let states = [
        ("draft", listing::State::Draft),
        ("submitted", listing::State::Submitted),
        ("rejected", listing::State::Rejected { reason: "no photo".to_owned() }),
        ("published", listing::State::Published),
        ("paused", listing::State::Paused),
        ("expired", listing::State::Expired),
        ("overdue", listing::State::Published),
        ("closed", listing::State::Closed { closure: Closure::Fulfilled }),
        ("removed", listing::State::Closed { closure: Closure::RemovedByStaff }),
    ];
    for (name, state) in states {
        let listing = cast.unstored(bench, cast.company, Direction::Offer, Some(10));
        let shown = !matches!(name, "draft" | "submitted" | "rejected");
        let listing = Listing {
            reference: name.to_owned(),
            status: listing::Status { state, ..listing.status.clone() },
            published_at: shown.then(now),
            expires_at: (name == "overdue").then(now),
            ..listing
        };
        bench.must(|tx| tx.insert_listing(&listing, &drafted(&listing).1));
        if name == "submitted" {
            bench.must(|tx| ask_for(tx, &listing));
        }
    }
}

/// A submitted listing waits in the queue of moderation.
fn ask_for(tx: &mut Tx<'_>, listing: &Listing) -> Result<(), StoreError> {
    let (subject, week) = (moderation::Subject::Listing(listing.id), Some(listing.exchange_week));
    let id = CaseId::next(tx.ids());
    let (case, change) = Case::open(id, subject, listing.organization, week, Matter::Publication, now());
    tx.insert_moderation_case(&case, &change)
}

fn page(bench: &Bench, viewer: &Viewer, filter: &ListingFilter) -> Vec<String> {
    let sort = ListingSort { column: SortColumn::CreatedAt, descending: false };
    let filter = ListingFilter { sort, ..filter.clone() };
    let found = bench.read(|reader| reader.listings(viewer, &filter, None, 100, now()));
    names(&found.into_iter().map(|found| found.listing).collect::<Vec<_>>())
}

on_both! {
    fn listings_are_seen_by_whom_they_concern(bench: &Bench) {
        let cast = Cast::new(bench);
        in_every_state(bench, &cast);
        let all = ["draft", "submitted", "rejected", "published", "paused", "expired", "overdue", "closed", "removed"];
        let public = ["published", "paused", "expired", "overdue", "closed"];
        let check = |viewer: &Viewer, expected: &[&str]| {
            assert_eq!(page(bench, viewer, &ListingFilter::default()), expected);
            for Found { listing, .. } in bench.read(|reader| reader.listings(&Viewer::service(), &ListingFilter {
                sort: ListingSort { column: SortColumn::CreatedAt, descending: false }, ..ListingFilter::default()
            }, None, 100, now())) {
                let found = bench.read(|reader| reader.listing(viewer, listing.id, now()));
                assert_eq!(found.is_some(), expected.contains(&listing.reference.as_str()), "{}", listing.reference);
            }
        };
        check(&Viewer::public(), &public);
        check(&cast.viewer(cast.association), &public);
        check(&cast.viewer(cast.company), &all);
        check(&Viewer::service(), &all);
        let before = bench.read(|reader| reader.organization_unseen(cast.company)).unwrap();
        let standing = Standing::Suspended { at: now(), by: None, reason: "x".to_owned(), until: Some(minutes(1)) };
        let after = Organization { standing, revision: before.revision.next(), ..before.clone() };
        let subject = domain::audit::Subject::Organization(after.id);
        let change = domain::audit::Change::new(subject, after.revision, "organization.suspended");
        bench.must(|tx| tx.save_organization(&after, before.revision, &change));
        check(&Viewer::public(), &[]);
        check(&cast.viewer(cast.company), &all);
        let later = bench.read(|reader| {
            reader.listings(&Viewer::public(), &ListingFilter::default(), None, 100, minutes(1))
        });
        assert_eq!(later.len(), public.len(), "a suspension that has run out is over");
    }

    fn listings_are_filtered_by_the_state_that_holds(bench: &Bench) {
        let cast = Cast::new(bench);
        in_every_state(bench, &cast);
        let check = |statuses: &[&str], expected: &[&str]| {
            let statuses = statuses.iter().map(ToString::to_string).collect();
            let filter = ListingFilter { statuses, ..ListingFilter::default() };
            assert_eq!(page(bench, &Viewer::service(), &filter), expected, "{filter:?}");
        };
        check(&["published"], &["published"]);
        check(&["expired"], &["expired", "overdue"]);
        check(&["published", "expired"], &["published", "expired", "overdue"]);
        check(&["closed", "paused"], &["paused", "closed", "removed"]);
        check(&["expired", "draft"], &["draft", "expired", "overdue"]);
        let overdue = bench.read(|reader| reader.overdue_listings(now(), 10));
        assert_eq!(overdue.len(), 1);
        let open = bench.read(|reader| reader.open_listings(cast.week.id, cast.company));
        assert_eq!(open, 4, "submitted, published, paused and the one that nobody has swept");
    }

    fn listings_are_filtered_by_what_they_say(bench: &Bench) {
        let cast = Cast::new(bench);
        let offer = cast.listing(bench, cast.company, Direction::Offer, Some(5));
        let request = cast.listing(bench, cast.association, Direction::Request, None);
        cast.proposed(bench, &offer, None, 5);
        let (offer, request) = (offer.reference, request.reference);
        let (both, one, other, none) =
            (vec![offer.clone(), request.clone()], vec![offer], vec![request], Vec::<String>::new());
        let check = |change: &dyn Fn(&mut ListingFilter), expected: &Vec<String>| {
            let mut filter = ListingFilter::default();
            change(&mut filter);
            assert_eq!(page(bench, &Viewer::public(), &filter), *expected, "{filter:?}");
        };
        check(&|_| {}, &both);
        check(&|filter| filter.exchange_week = Some(cast.week.id), &both);
        check(&|filter| filter.exchange_week = Some(domain::id::ExchangeWeekId::new(bench.ids.next())), &none);
        check(&|filter| filter.organizations = vec![cast.association, cast.third], &other);
        check(&|filter| filter.direction = Some(Direction::Offer), &one);
        check(&|filter| filter.kinds = vec![Kind::Goods], &both);
        check(&|filter| filter.kinds = vec![Kind::Skill, Kind::Service], &none);
        check(&|filter| filter.remaining_only = true, &other);
        check(&|filter| filter.published_after = Some(now()), &none);
        check(&|filter| filter.updated_since = Some(now()), &both);
        check(&|filter| filter.updated_since = Some(minutes(1)), &none);
        check(&|filter| filter.available_from = Some(minutes(1)), &both);
        check(&|filter| filter.places = Some(Vec::new()), &none);
    }

    fn pages_of_listings_walk_through_all(bench: &Bench) {
        let cast = Cast::new(bench);
        let mut stored = Vec::new();
        for n in 0..23 {
            let listing = cast.unstored(bench, cast.company, Direction::Offer, None);
            // Many share an instant, so that the identifier decides.
            let at = minutes(n % 4);
            let listing = Listing { created_at: at, updated_at: at, published_at: Some(at), ..listing };
            bench.must(|tx| tx.insert_listing(&listing, &drafted(&listing).1));
            stored.push((at, listing.id));
        }
        stored.sort_unstable();
        for column in [SortColumn::PublishedAt, SortColumn::CreatedAt, SortColumn::UpdatedAt] {
            for descending in [false, true] {
                for size in [1, 5, 23, 50] {
                    let filter = ListingFilter { sort: ListingSort { column, descending }, ..ListingFilter::default() };
                    let mut seen: Vec<ListingId> = Vec::new();
                    let mut after = None;
                    loop {
                        let page = bench.read(|reader| {
                            reader.listings(&Viewer::public(), &filter, after, size, minutes(9))
                        });
                        seen.extend(page.iter().map(|one| one.listing.id));
                        let Some(Found { listing: last, .. }) = page.last() else { break };
                        after = Some(ListingPosition { rank: 0, at: last.created_at, id: last.id });
                    }
                    let mut expected: Vec<_> = stored.iter().map(|(_, id)| *id).collect();
                    if descending {
                        expected.reverse();
                    }
                    assert_eq!(seen, expected, "{column:?} {descending} by {size}");
                }
            }
        }
    }

    fn matches_and_agreements_are_filtered_and_paged(bench: &Bench) {
        let cast = Cast::new(bench);
        let offer = cast.listing(bench, cast.company, Direction::Offer, None);
        let matches: Vec<_> = (0..7).map(|_| cast.proposed(bench, &offer, None, 1)).collect();
        let (declined, change) =
            matches[0].clone().apply(&domain::matching::Event::Declined(cast.people[2], None), minutes(1));
        bench.must(|tx| tx.save_match(&matches[0], &declined, &change));
        let agreements: Vec<_> = matches[5..].iter().map(|match_| cast.agreed(bench, match_)).collect();
        let hold = matches[0].hold_expires_at;
        let count = |viewer: &Viewer, filter: &DealFilter, at| {
            bench.read(|reader| reader.matches(viewer, filter, None, 100, at)).len()
        };
        let statuses = |names: &[&str]| DealFilter {
            statuses: names.iter().map(ToString::to_string).collect(),
            ..DealFilter::default()
        };
        let all = DealFilter::default();
        let (company, third) = (cast.viewer(cast.company), cast.viewer(cast.third));
        assert_eq!((count(&company, &all, now()), count(&third, &all, now())), (7, 0));
        assert_eq!((count(&Viewer::public(), &all, now()), count(&Viewer::service(), &all, now())), (0, 7));
        assert_eq!(count(&company, &statuses(&["proposed"]), now()), 4);
        assert_eq!(count(&company, &statuses(&["proposed"]), hold), 0, "the holds have run out");
        assert_eq!(count(&company, &statuses(&["expired"]), hold), 4);
        assert_eq!(count(&company, &statuses(&["expired", "declined"]), hold), 5);
        assert_eq!(count(&company, &statuses(&["proposed", "expired"]), hold), 4);
        assert_eq!(count(&company, &DealFilter { organization: Some(cast.third), ..all.clone() }, now()), 0);
        assert_eq!(count(&company, &DealFilter { updated_since: Some(minutes(1)), ..all.clone() }, now()), 3);
        assert_eq!(bench.read(|reader| reader.overdue_matches(hold, 3)).len(), 3);
        let mut seen = Vec::new();
        while let Some(last) = {
            let page = bench.read(|reader| reader.matches(&company, &all, seen.last().copied(), 2, now()));
            seen.extend(page.iter().map(|one| one.id));
            page.last().map(|one| one.id)
        } {
            assert_eq!(seen.last(), Some(&last));
        }
        let latest_first: Vec<_> = matches.iter().rev().map(|one| one.id).collect();
        assert_eq!(seen, latest_first);

        let count = |viewer: &Viewer, names: &[&str], at| {
            bench.read(|reader| reader.agreements(viewer, &statuses(names), None, 100, at)).len()
        };
        let due = agreements[0].confirm_until;
        assert_eq!((count(&company, &[], now()), count(&third, &[], now())), (2, 0));
        assert_eq!((count(&company, &["pending"], now()), count(&company, &["pending"], due)), (2, 0));
        assert_eq!((count(&company, &["lapsed"], now()), count(&company, &["lapsed"], due)), (0, 2));
        let page = bench.read(|reader| reader.agreements(&company, &all, Some(agreements[1].id), 5, now()));
        assert_eq!(page, [agreements[0].clone()]);
    }

    fn organizations_are_filtered_and_paged(bench: &Bench) {
        let names = ["Ada", "Bea", "Cid", "Ada", "Eva"];
        for (n, name) in names.iter().enumerate() {
            organization(bench, &format!("A{n}"), name);
        }
        let all = OrganizationFilter::default();
        for size in [1, 2, 9] {
            let mut order = OrganizationOrder::Name(None);
            let mut seen: Vec<(String, OrganizationId)> = Vec::new();
            loop {
                let page = bench.read(|reader| reader.organizations(&Viewer::public(), &all, &order, size, now()));
                let Some(last) = page.last().map(|one| &one.organization) else { break };
                order = OrganizationOrder::Name(Some((sort_key(last.facts.name.as_str()), last.id)));
                seen.extend(page.iter().map(|one| &one.organization).map(|one| (one.facts.name.as_str().to_owned(), one.id)));
            }
            let mut sorted = seen.clone();
            sorted.sort();
            assert_eq!((seen.len(), &seen), (names.len(), &sorted), "by {size}");
        }
        let prefix = OrganizationFilter { name_prefix: Some("AD".to_owned()), ..all.clone() };
        let order = OrganizationOrder::Newest(None);
        let found = bench.read(|reader| reader.organizations(&Viewer::public(), &prefix, &order, 9, now()));
        assert_eq!(found.len(), 2);
        let verified = OrganizationFilter { standing: Some("suspended"), ..all };
        assert_eq!(bench.read(|reader| reader.organizations(&Viewer::service(), &verified, &order, 9, now())), []);
    }

    fn weeks_are_paged_without_drafts(bench: &Bench) {
        let cast = Cast::new(bench);
        for n in 0..4 {
            week(bench, &raw_week(&format!("w{n}")), cast.people[0]);
        }
        let mut after = None;
        let mut seen = Vec::new();
        loop {
            let page = bench.read(|reader| reader.weeks(&Viewer::public(), after, 2));
            let Some(last) = page.last() else { break };
            after = Some((last.starts_on, last.id));
            seen.extend(page.iter().map(|one| one.reference.clone()));
        }
        assert_eq!(seen, ["w3", "w2", "w1", "w0", "2026"]);
    }
}
