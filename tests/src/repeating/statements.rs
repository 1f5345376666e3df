//! What a page costs does not grow with what is on it: statements are counted, not time.

use app::Caller;
use app::matching::DealFilter;
use persistence::statements;
use testkit::{TestApp, on_both_engines};

use crate::call::World;

on_both_engines!(a_long_page_takes_as_many_statements_as_a_short_one);

/// With the checks of the connection and the rights of the caller.
const MOST: usize = 12;

/// A page of so many for a caller: how many came.
type Page<'p> = &'p dyn Fn(&Caller, u32) -> usize;

fn a_long_page_takes_as_many_statements_as_a_short_one(app: &TestApp) {
    let world = World::open(app);
    for _ in 0..4 {
        world.agree(&world.home, &world.live);
        world.agree(&world.home, &world.ratified);
        world.propose(&world.partner, &world.home, &world.live);
        world.propose(&world.partner, &world.home, &world.ratified);
    }
    let ctx = &app.ctx;
    let filter = DealFilter::default();
    let pages: [(&str, Page<'_>); 2] = [
        ("matches", &|caller, limit| {
            app::matching::page(ctx, caller, &filter, None, limit).unwrap().items.len()
        }),
        ("agreements", &|caller, limit| {
            app::agreement::page(ctx, caller, &filter, None, limit).unwrap().items.len()
        }),
    ];
    for caller in [&world.home.owner.caller, &world.organizer.caller] {
        for (what, page) in pages {
            // Four are one of each sort: what only some of them need is asked for on both pages.
            let (four, short) = statements(|| page(caller, 4));
            let (all, long) = statements(|| page(caller, 100));
            assert!(four == 4 && all >= 8, "{what}: {four}, {all}");
            assert_eq!(short, long, "{what}: statements for four and for {all}");
            assert!((4..=MOST).contains(&long), "{what}: {long} statements");
        }
    }
}
