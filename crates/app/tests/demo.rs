//! Synthetic weeks as they are stored, on both databases.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what surrounds a test may fail it; clippy allows that in the test functions only"
)]

// The package has its long name outside the workspace's manifests.
extern crate partact_app as app;

#[expect(dead_code, reason = "the other tests need more of it")]
mod bourse;

use std::collections::{BTreeMap, BTreeSet};

use app::demo::{Demo, PASSWORD, Ready, Synthetic};
use app::{Ctx, Error, session};
use bourse::{Bourse, on_both};
use domain::listing::{Listing, State};
use domain::policy::Viewer;
use persistence::{ListingFilter, ListingSort, OrganizationFilter, OrganizationOrder, SortColumn};
use secrecy::SecretString;

/// Loads a week.
fn load(ctx: &Ctx, listings: u32, organizations: u32, seed: u64) -> Ready {
    let size = Synthetic::new(listings, Some(organizations), seed).unwrap();
    let mut told = BTreeMap::new();
    let ready = Demo::Synthetic(size).prepare(ctx, &mut |progress| {
        told.insert(progress.what, (progress.done, progress.of));
    });
    let ready = ready.unwrap_or_else(|error| panic!("{error:?}"));
    let (listings, organizations) = (listings.into(), organizations.into());
    let all = [("listings", (listings, listings)), ("organizations", (organizations, organizations))];
    assert_eq!(told.into_iter().collect::<Vec<_>>(), if ready.loaded { &all[..] } else { &[] });
    ready
}

/// Every listing, whatever its state.
fn listings(ctx: &Ctx) -> Vec<Listing> {
    let sort = ListingSort { column: SortColumn::CreatedAt, descending: false };
    let filter = ListingFilter { sort, ..ListingFilter::default() };
    let found: Result<_, Error> = ctx
        .store
        .read(|reader| Ok(reader.listings(&Viewer::service(), &filter, None, 10_000, ctx.clock.now())?));
    found.unwrap().into_iter().map(|found: persistence::Found| found.listing).collect()
}

fn check_invariants(ctx: &Ctx) {
    let findings = ctx.store.check_invariants().unwrap();
    let broken: Vec<_> = findings.iter().filter(|finding| !finding.rows.is_empty()).collect();
    assert!(broken.is_empty(), "{broken:#?}");
}

fn distinct<T: Ord>(listings: &[Listing], of: impl Fn(&Listing) -> T) -> usize {
    listings.iter().map(of).collect::<BTreeSet<_>>().len()
}

fn share(listings: &[Listing], of: impl Fn(&Listing) -> bool) -> usize {
    100 * listings.iter().filter(|listing| of(listing)).count() / listings.len()
}

#[test]
fn a_synthetic_week_is_varied_and_whole() {
    on_both(|Bourse { ctx, .. }| {
        let ready = load(ctx, 500, 50, 1);
        assert!(ready.loaded);
        let found = listings(ctx);
        assert_eq!(found.len(), 500);
        assert!(found.iter().enumerate().all(|(n, one)| one.reference == format!("L-{:07}", n + 1)));
        assert_eq!(distinct(&found, |one| one.id), 500);
        assert_eq!(distinct(&found, |one| one.content.details.kind().code()), 3);
        assert!(distinct(&found, |one| one.content.unit) >= 12);
        assert_eq!(distinct(&found, |one| one.content.language.code()), 4);
        assert!(distinct(&found, |one| one.content.place.code()) >= 20);
        assert_eq!(distinct(&found, |one| one.content.category.code()), 26);
        assert!(distinct(&found, |one| one.content.description.as_str().to_owned()) > 450);
        assert!(distinct(&found, |one| one.organization) > 45);
        assert_eq!(distinct(&found, |one| one.status.state.code()), 5);
        let within = |share: usize, least, most| (least..=most).contains(&share);
        assert!(within(share(&found, |one| one.status.state == State::Published), 78, 90));
        assert!(within(share(&found, |one| one.content.direction.code() == "offer"), 42, 58));
        assert!(within(share(&found, |one| one.content.language.code() == "fr"), 37, 53));
        for count in 0..=3 {
            assert!(share(&found, |one| one.content.windows.len() == count) >= 1, "{count} windows");
        }
        let (filter, order) = (OrganizationFilter::default(), OrganizationOrder::Name(None));
        let organizations: Result<_, Error> = ctx.store.read(|reader| {
            Ok(reader.organizations(&Viewer::public(), &filter, &order, 1_000, ctx.clock.now())?.len())
        });
        assert_eq!(organizations.unwrap(), 50, "verified, so that all see them");
        for email in [ready.company.email.as_str(), ready.association.email.as_str(), app::demo::ORGANIZER] {
            session::open(ctx, email, &SecretString::from(PASSWORD)).unwrap();
        }
        check_invariants(ctx);
        assert!(!load(ctx, 500, 50, 1).loaded, "the second time it is there");
        assert_eq!(listings(ctx), found);
    });
}

#[test]
fn a_seed_makes_one_week() {
    let made = |seed| {
        let weeks = std::cell::RefCell::new(Vec::new());
        on_both(|Bourse { ctx, .. }| {
            load(ctx, 60, 10, seed);
            weeks.borrow_mut().push(listings(ctx));
        });
        let mut weeks = weeks.into_inner();
        let (second, first) = (weeks.pop().unwrap(), weeks.pop().unwrap());
        assert_eq!(first, second, "the same on both databases");
        first
    };
    let (one, again, other) = (made(1), made(1), made(2));
    assert_eq!(one, again);
    let ids = |listings: &[Listing]| listings.iter().map(|one| one.id).collect::<BTreeSet<_>>();
    assert!(ids(&one).is_disjoint(&ids(&other)));
    assert_ne!(
        one.iter().map(|one| one.content.title.as_str()).collect::<Vec<_>>(),
        other.iter().map(|one| one.content.title.as_str()).collect::<Vec<_>>()
    );
}

#[test]
fn the_evening_is_imported() {
    on_both(|Bourse { ctx, .. }| {
        let ready = Demo::Evening.prepare(ctx, &mut |_| {}).unwrap();
        assert_eq!((ready.loaded, ready.week.phase.code()), (true, "live"));
        let found = listings(ctx);
        assert_eq!((found.len(), share(&found, |one| one.status.state == State::Published)), (234, 100));
        assert_eq!(ready.company.name, "Schräinerei Weirig-Thoma SARL");
        assert_eq!(ready.association.name, "Kichendësch asbl");
        check_invariants(ctx);
        assert!(!Demo::Evening.prepare(ctx, &mut |_| {}).unwrap().loaded);
    });
}
