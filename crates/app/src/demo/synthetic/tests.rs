use std::collections::BTreeSet;

use domain::id::ExchangeWeekId;
use domain::listing::{Direction, Kind};
use domain::place::Place;
use domain::text::flags;
use domain::week::Zone;
use jiff::civil::date;
use uuid::Uuid;

use super::content;
use super::words::Tongue;
use super::*;

fn week() -> (Timestamp, Timestamp) {
    let zone = Zone::luxembourg();
    (zone.start_of(date(2026, 6, 8)), zone.start_of(date(2026, 6, 15)))
}

#[test]
fn sizes_have_bounds() {
    let check = |listings, organizations, expected: &str| {
        let found = Synthetic::new(listings, organizations, 1)
            .map_or_else(|error| error.to_string(), |size| size.organizations.to_string());
        assert_eq!(found, expected, "{listings} {organizations:?}");
    };
    check(500, None, "50");
    check(0, None, "10");
    check(1_000_000, None, "100000");
    check(100, Some(2), "2");
    check(100, Some(1), "a synthetic week has from 2 to 9999999 organizations, not 1");
    check(2_000, Some(3), "3 organizations have at most 1500 listings, not 2000");
}

#[test]
fn nothing_that_is_made_breaks_a_rule() {
    let words = Words::read();
    let mut descriptions = BTreeSet::new();
    for number in 0..20_000 {
        let mut random = Random::of(7, Stream::Listing, number);
        let draft = content::draft(&words, week(), &mut random);
        let draft = draft.unwrap_or_else(|error| panic!("{number}: {error:?}"));
        assert_eq!(draft.flags, [], "{number}: {:?}", draft.content);
        descriptions.insert(draft.content.description.into_string());
    }
    assert!(descriptions.len() > 15_000, "{} texts", descriptions.len());
    let week = ExchangeWeekId::new(Uuid::from_u128(1));
    for number in 0..5_000 {
        let random = Random::of(7, Stream::Organization, number.into());
        let made =
            organization::make(&words, week, number, super::super::Dates::usual().unwrap().listings, random);
        let (made, _) = made.unwrap_or_else(|error| panic!("{number}: {error:?}"));
        assert_eq!(flags(made.value.facts.name.as_str()), [], "{:?}", made.value);
    }
}

#[test]
fn every_part_is_whole() {
    let words = Words::read();
    for shelf in words.shelves() {
        for object in &shelf.objects {
            for tongue in Tongue::ALL {
                let called = tongue.of(&object.called);
                assert!(!called.is_empty() && called.trim() == called, "{object:?}");
                for direction in Direction::ALL {
                    for opening in words.openings(*direction, object.kind).unwrap() {
                        assert_eq!(tongue.of(opening).matches("{}").count(), 1, "{opening:?}");
                    }
                }
            }
            let skill = object.kind == Kind::Skill;
            assert_eq!(skill, !object.skills.is_empty(), "{object:?}");
            assert!((1..=object.most).contains(&object.least), "{object:?}");
        }
    }
    assert_eq!(content::capital("ëmmer"), "Ëmmer");
    assert_eq!(Tongue::Fr.place(Place::Remote), "à distance");
}
