//! What a listing of a synthetic week says: texts, quantities, windows and places as varied as in the demo
//! evening, put through the same checks as what a person writes.

use domain::listing::{Direction, Draft, Kind, Raw, RawDetails, RawTranslation, Window};
use domain::place::Place;
use domain::quantity::Amount;
use domain::vocabulary::{Condition, Unit};
use jiff::{SignedDuration, Timestamp};

use super::super::random::Random;
use super::words::{Object, Shelf, Tongue, Words};
use crate::error::Error;

/// The groups in which something can be done at a distance.
const REMOTE: [&str; 3] = ["media", "advice", "teaching"];

/// The languages that may be needed, the usual ones more often.
const NEEDED: [&str; 7] = ["fr", "lb", "fr", "de", "en", "fr", "pt"];

/// Hours of one person, in thousandths.
const HOURS: [i64; 8] = [1_000, 1_500, 2_000, 2_500, 3_000, 4_000, 6_000, 8_000];

/// A draft that has been through the checks.
pub(super) fn draft(
    words: &Words,
    week: (Timestamp, Timestamp),
    random: &mut Random,
) -> Result<Draft, Error> {
    let direction = if random.percent(50) { Direction::Offer } else { Direction::Request };
    let shelf = words.shelf(random)?;
    let object = random.pick(&shelf.objects)?;
    let place = place(words, shelf, random)?;
    let texts = Texts { words, direction, shelf, object, place };
    let tongue = Tongue::draw(random);
    let text = texts.in_(tongue, random)?;
    let translated = if random.percent(8) { Some(other(tongue, random)?) } else { None };
    let translations = match translated {
        Some(tongue) => vec![(tongue, texts.in_(tongue, random)?)],
        None => Vec::new(),
    };
    let translations: Vec<_> = translations
        .iter()
        .map(|(tongue, text)| RawTranslation {
            language: tongue.code(),
            title: &text.title,
            description: &text.description,
            wanted_in_return: text.wanted,
        })
        .collect();
    let windows = windows(week, random);
    let measure = Measure::draw(object, &windows, random)?;
    let needed = needed(random)?;
    let condition = if random.percent(85) { Some(random.pick(Condition::ALL)?.code()) } else { None };
    let details = match object.kind {
        Kind::Goods => RawDetails::Goods { condition },
        Kind::Service => RawDetails::Service,
        Kind::Skill => RawDetails::Skill {
            headcount: &measure.headcount,
            hours_per_person: &measure.hours,
            skills: &object.skills,
        },
    };
    let raw = Raw {
        direction: direction.code(),
        details,
        category: shelf.category,
        language: tongue.code(),
        title: &text.title,
        description: &text.description,
        wanted_in_return: text.wanted,
        translations: &translations,
        languages_needed: &needed,
        place: place.code(),
        windows: &windows,
        quantity: measure.total.as_deref(),
        unit: object.unit,
    };
    Ok(Draft::parse(&raw, week)?)
}

/// What the texts of a listing are about.
pub(super) struct Texts<'t> {
    pub(super) words: &'t Words,
    pub(super) direction: Direction,
    pub(super) shelf: &'t Shelf,
    pub(super) object: &'t Object,
    pub(super) place: Place,
}

/// The texts in one language.
pub(super) struct Text {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) wanted: &'static str,
}

impl Texts<'_> {
    fn in_(&self, tongue: Tongue, random: &mut Random) -> Result<Text, Error> {
        let Self { words, direction, shelf, object, place } = self;
        let called = tongue.of(&object.called);
        let where_ = tongue.place(*place);
        let qualifier = tongue.of(random.pick(words.qualifiers(*direction, object.kind)?)?);
        let title = match random.below(4) {
            0 => capital(called),
            1 => format!("{} ({where_})", capital(called)),
            _ => format!("{}, {qualifier}", capital(called)),
        };
        let opening = tongue.of(random.pick(words.openings(*direction, object.kind)?)?);
        let mut description = opening.replace("{}", called);
        for ending in endings(words, shelf, random)? {
            description.push(' ');
            description.push_str(&tongue.of(ending).replace("{place}", where_));
        }
        let wanted = if random.percent(30) { tongue.of(random.pick(&words.returns)?) } else { "" };
        Ok(Text { title, description, wanted })
    }
}

/// One ending, or two that differ.
fn endings<'w>(
    words: &'w Words,
    shelf: &Shelf,
    random: &mut Random,
) -> Result<Vec<&'w [&'static str; 4]>, Error> {
    let all = words.endings(shelf.group)?;
    let mut chosen = vec![random.pick(all)?];
    if random.percent(50) {
        let second = random.pick(all)?;
        if !chosen.contains(&second) {
            chosen.push(second);
        }
    }
    Ok(chosen)
}

fn other(than: Tongue, random: &mut Random) -> Result<Tongue, Error> {
    let others: Vec<_> = Tongue::ALL.into_iter().filter(|tongue| *tongue != than).collect();
    random.pick(&others).copied()
}

/// With its first letter as a capital.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

fn place(words: &Words, shelf: &Shelf, random: &mut Random) -> Result<Place, Error> {
    if REMOTE.contains(&shelf.group) && random.percent(30) {
        return Ok(Place::Remote);
    }
    random.pick(&words.communes).copied().map(Place::Commune)
}

/// Up to three languages, each once.
fn needed(random: &mut Random) -> Result<Vec<&'static str>, Error> {
    let mut needed = Vec::new();
    if random.percent(25) {
        for _ in 0..random.between(1, 3) {
            let code = *random.pick(&NEEDED)?;
            if !needed.contains(&code) {
                needed.push(code);
            }
        }
    }
    Ok(needed)
}

/// When: none, whole days, hours of one day or of several, or open on one side.
fn windows((first, end): (Timestamp, Timestamp), random: &mut Random) -> Vec<Window> {
    // An exchange week has seven days; a longer one is used in its first.
    let days = u32::try_from(end.duration_since(first).as_hours() / 24).unwrap_or(1).clamp(1, 7);
    let day = |day: u32| first + SignedDuration::from_hours(i64::from(day) * 24);
    match random.below(100) {
        0..7 => Vec::new(),
        7..9 => vec![Window { starts_at: Some(day(random.below(days))), ends_at: None }],
        9..11 => vec![Window { starts_at: None, ends_at: Some(day(random.between(1, days))) }],
        11..56 => {
            let from = random.below(days);
            let until = (from + random.between(1, 4)).min(days);
            vec![Window { starts_at: Some(day(from)), ends_at: Some(day(until)) }]
        }
        56..92 => {
            let day = day(random.below(days));
            vec![hours(day, random)]
        }
        _ => {
            let step = random.between(1, 2);
            let from = random.below(2);
            (0..random.between(2, 3))
                .map(|n| from + n * step)
                .filter(|n| *n < days)
                .map(|n| hours(day(n), random))
                .collect()
        }
    }
}

/// Two to five and a half hours of a day, by half hours, within it.
fn hours(day: Timestamp, random: &mut Random) -> Window {
    let half_hours = |count: u32| SignedDuration::from_mins(i64::from(count) * 30);
    let starts_at = day + half_hours(random.between(16, 36));
    let most = if random.percent(40) { 11 } else { 8 };
    let length = half_hours(random.between(4, most));
    Window { starts_at: Some(starts_at), ends_at: Some(starts_at + length) }
}

/// How much, as texts.
struct Measure {
    total: Option<String>,
    headcount: String,
    hours: String,
}

impl Measure {
    fn draw(object: &Object, windows: &[Window], random: &mut Random) -> Result<Self, Error> {
        let count = random.between(object.least, object.most);
        let open = random.percent(5);
        if object.kind != Kind::Skill {
            let half = random.percent(20) && Unit::parse(object.unit).is_ok_and(Unit::divisible);
            let amount = i64::from(count) * 1_000 + if half { 500 } else { 0 };
            let total = (!open).then(|| decimal(amount));
            return Ok(Self { total, headcount: String::new(), hours: String::new() });
        }
        let room = room(windows);
        let fitting: Vec<_> =
            HOURS.into_iter().filter(|hours| room.is_none_or(|room| *hours <= room)).collect();
        let hours = *random.pick(&fitting)?;
        let total = (!open).then(|| decimal(i64::from(count) * hours));
        Ok(Self { total, headcount: count.to_string(), hours: decimal(hours) })
    }
}

/// How many hours the windows have in all, in thousandths; `None` for no bound.
fn room(windows: &[Window]) -> Option<i64> {
    let lengths: Option<Vec<_>> = windows
        .iter()
        .map(|window| Some(window.ends_at?.duration_since(window.starts_at?).as_secs()))
        .collect();
    let seconds: i64 = lengths?.iter().sum();
    (!windows.is_empty()).then_some(seconds * 1_000 / 3_600)
}

fn decimal(thousandths: i64) -> String {
    Amount::from_thousandths(thousandths).unwrap_or_default().to_string()
}
