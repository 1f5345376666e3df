//! Finding by words: the same answers on both databases, and the right ones in each language.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what surrounds a test may fail it; clippy allows that in the test functions only"
)]

// The package has its long name outside the workspace's manifests.
extern crate partact_app as app;

#[expect(dead_code, reason = "the other tests need more of it")]
#[path = "../bourse/mod.rs"]
mod bourse;
mod queries;

use std::cell::RefCell;

use app::demo::{Demo, Synthetic};
use app::listing::{self, Hits, ListingFilter, ListingPosition, ListingSort, SortColumn};
use app::search::Words;
use app::{Ctx, Error};
use bourse::{Bourse, on_both};
use domain::audit::{Cause, Change, Occasion, Subject};
use domain::id::ListingId;
use domain::listing::Listing;
use domain::place::{Commune, Place, distance_m};
use domain::policy::Viewer;
use domain::text::{Line, Prose};
use domain::vocabulary::Language;
use persistence::StoreError;
use search::Phrase;

/// Loads a week.
fn load(ctx: &Ctx, demo: Demo) {
    demo.prepare(ctx, &mut |_| {}).unwrap_or_else(|error| panic!("{error:?}"));
}

fn evening(ctx: &Ctx) {
    load(ctx, Demo::Evening);
}

fn synthetic(ctx: &Ctx) {
    load(ctx, Demo::Synthetic(Synthetic::new(900, Some(40), 5).unwrap()));
}

/// Every listing, whatever its state.
fn listings(ctx: &Ctx) -> Vec<Listing> {
    let sort = ListingSort { column: SortColumn::CreatedAt, descending: false };
    let filter = ListingFilter { sort, ..ListingFilter::default() };
    let found: Result<Vec<persistence::Found>, Error> = ctx
        .store
        .read(|reader| Ok(reader.listings(&Viewer::service(), &filter, None, 10_000, ctx.clock.now())?));
    found.unwrap().into_iter().map(|found| found.listing).collect()
}

fn by_relevance() -> ListingFilter {
    let sort = ListingSort { column: SortColumn::Relevance, descending: true };
    ListingFilter { sort, ..ListingFilter::default() }
}

fn ask(ctx: &Ctx, filter: &ListingFilter, words: Words, after: Option<ListingPosition>, limit: u32) -> Hits {
    listing::page(ctx, None, filter.clone(), Some(words), after, limit).unwrap()
}

fn typed(q: &str) -> Words {
    Words { phrase: Phrase::parse(q), frozen: None }
}

/// Everything that is answered to a query, in one line: what its words mean, two pages, and the counts.
fn answer(ctx: &Ctx, q: &str, filter: &ListingFilter) -> String {
    let first = ask(ctx, filter, typed(q), None, 10);
    let frozen = first.asked.as_ref().map(|asked| asked.frozen().clone());
    let mut line = format!("{q:?} [{}]", frozen.as_ref().map(search::Frozen::to_text).unwrap_or_default());
    let mut page = first.page;
    for _ in 0..2 {
        for hit in &page.items {
            line.extend([" ", &hit.seen.listing.id.to_string(), ":", &hit.score.to_string()]);
        }
        let Some(last) = page.items.last().filter(|_| page.has_more) else { break };
        let listing = &last.seen.listing;
        let rank = match filter.sort.column {
            SortColumn::Distance => {
                let all = filter.distances.iter().flatten();
                all.clone().find(|(place, _)| *place == listing.content.place).unwrap().1
            }
            _ => last.score,
        };
        let at = listing.published_at.unwrap_or(listing.created_at);
        let after = ListingPosition { rank, at, id: listing.id };
        let words = Words { phrase: Phrase::parse(q), frozen: frozen.clone() };
        page = ask(ctx, filter, words, Some(after), 10).page;
        line.push_str(" |");
    }
    let shelves = listing::shelves(ctx, None, filter.clone(), Some(typed(q))).unwrap();
    let mut counts: Vec<_> = shelves
        .iter()
        .map(|one| {
            format!(
                "{:?}{:?}{}{}{}{}",
                one.direction, one.kind, one.category, one.place, one.language, one.count
            )
        })
        .collect();
    counts.sort();
    let total: i64 = shelves.iter().map(|one| one.count).sum();
    format!("{line} = {total} {}", counts.join(","))
}

/// The conditions that queries are asked under, in turn.
fn conditions() -> Vec<ListingFilter> {
    let plain = by_relevance();
    let center = Commune::with_code("mersch").unwrap().coordinates();
    let near = Commune::all().map(|one| (Place::Commune(one), distance_m(center, one.coordinates())));
    let near: Vec<_> = near.filter(|(_, meters)| *meters < 30_000).collect();
    vec![
        plain.clone(),
        ListingFilter { languages: vec![Language::FR, Language::DE], ..plain.clone() },
        ListingFilter { languages_needed: vec![Language::LB], ..plain.clone() },
        ListingFilter { wants_in_return: Some(true), remaining_only: true, ..plain.clone() },
        ListingFilter {
            places: Some(near.iter().map(|(place, _)| *place).collect()),
            distances: Some(near),
            sort: ListingSort { column: SortColumn::Distance, descending: false },
            ..plain.clone()
        },
        ListingFilter { sort: ListingSort::default(), ..plain },
    ]
}

/// Fills a bourse.
type World = fn(&Ctx);

#[test]
fn both_databases_answer_alike() {
    let worlds: [(World, usize); 2] = [(evening, 1200), (synthetic, 800)];
    for (world, count) in worlds {
        let answers: RefCell<Vec<Vec<String>>> = RefCell::default();
        on_both(|bourse: &Bourse| {
            let ctx = &bourse.ctx;
            world(ctx);
            odd_texts(ctx);
            let queries = queries::of(&listings(ctx), count);
            let conditions = conditions();
            let filters = conditions.iter().cycle();
            answers
                .borrow_mut()
                .push(queries.iter().zip(filters).map(|(q, filter)| answer(ctx, q, filter)).collect());
        });
        let answers = answers.into_inner();
        let [one, other] = answers.as_slice() else { panic!("two databases") };
        assert_eq!((one.len(), other.len()), (count, count));
        let different: Vec<_> = one.iter().zip(other).filter(|(one, other)| one != other).collect();
        assert!(different.is_empty(), "{} differ, such as {:#?}", different.len(), different[0]);
        let found = one.iter().filter(|line| !line.contains(" = 0 ")).count();
        assert!(found * 3 > count, "only {found} of {count} queries found anything");
    }
}

/// Listings whose texts are in no language: what may come in by a side door is found, or not, all the same.
fn odd_texts(ctx: &Ctx) {
    let model = listings(ctx).into_iter().find(Listing::is_public).unwrap();
    let occasion = Occasion { at: ctx.clock.now(), cause: Cause::Import, request_id: None };
    for (n, text) in queries::ODD.iter().filter(|text| !text.contains('\0')).enumerate() {
        let mut listing = model.clone();
        listing.id = ListingId::next(&*ctx.ids);
        listing.reference = format!("ODD-{n}");
        listing.content.title = Line::from_stored((*text).to_owned());
        listing.content.description = Prose::from_stored(format!("velo {text}"));
        listing.revision = domain::id::Revision::FIRST;
        let change = Change::new(Subject::Listing(listing.id), listing.revision, "listing.created");
        let done: Result<(), StoreError> =
            ctx.store.write(&occasion, &*ctx.ids, |tx| tx.insert_listing(&listing, &change));
        done.unwrap();
    }
}

/// What is asked for, and the reference of the listing that is to come first.
const RELEVANT: &[(&str, &str)] = &[
    // As it is written, in each language.
    ("Camion déménageurs", "L-052"),
    ("Kuchenbuffet", "L-028"),
    ("Website rescue", "L-017"),
    ("Gruppenzelter", "L-165"),
    // Without accents, in other cases, with umlauts written out, and in other forms of the word.
    ("vehicule refrigere", "L-105"),
    ("SCHWEISSARBEITEN", "L-087"),
    ("Moebel Diekirch", "L-227"),
    ("monitor", "L-022"),
    ("affiche saison", "L-171"),
    ("Foto digitalisieren", "L-219"),
    ("Holzreschtern", "L-001"),
    ("Schräineren", "L-002"),
    // The beginning of a longer word.
    ("Kuchen Verein", "L-028"),
    ("Schweiß", "L-087"),
    ("traduc", "L-178"),
    // One letter wrong.
    ("Kompsot", "L-058"),
    ("photograper", "L-147"),
    ("maillotss", "L-141"),
    ("Äerdbiiren", "L-093"),
    ("refrigerée", "L-105"),
    // Words of the category, the place or the organization, in another language than the text.
    ("furniture Echternach", "L-083"),
    ("Möbel Echternach", "L-083"),
    ("mobilier Strassen", "L-008"),
    // Several words, not all of which are there.
    ("photographe for our family afternoon garden", "L-147"),
    ("Raum für eine ruhige Supervision außerhalb", "L-195"),
    ("logo fir d'Jugendhaus", "L-129"),
    ("statuts association avocate", "L-011"),
    // A title counts more than a description.
    ("logo charte", "L-042"),
    ("compost", "L-200"),
];

#[test]
fn the_right_listing_comes_first() {
    on_both(|bourse| {
        evening(&bourse.ctx);
        let mut wrong = Vec::new();
        for (q, expected) in RELEVANT {
            let hits = ask(&bourse.ctx, &by_relevance(), typed(q), None, 3);
            let found: Vec<_> =
                hits.page.items.iter().map(|hit| hit.seen.listing.reference.clone()).collect();
            if found.first().map(String::as_str) != Some(*expected) {
                wrong.push(format!("{q}: {expected} expected, {found:?} found"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    });
}

#[test]
fn analysing_anew_changes_nothing() {
    on_both(|bourse| {
        let ctx = &bourse.ctx;
        evening(ctx);
        let answers = || ["velo", "Möbel", "jardin garten"].map(|q| answer(ctx, q, &by_relevance()));
        let before = answers();
        assert!(app::search::catch_up(ctx).unwrap(), "it was never noted");
        assert!(!app::search::catch_up(ctx).unwrap(), "it is noted now");
        assert_eq!(answers(), before);
    });
}
