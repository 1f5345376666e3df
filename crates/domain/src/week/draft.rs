//! A week as it was sent, and as it was checked.

use jiff::civil::Date;

use super::{ExchangeWeek, RawSettings, Settings, Zone};
use crate::fault::{Faults, Rule};
use crate::reference;
use crate::text::{Bounds, Line};

/// A week as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawWeek {
    /// `2026`.
    pub reference: String,
    /// What it is called.
    pub name: String,
    /// An IANA name; none is Luxembourg's.
    pub time_zone: Option<String>,
    /// `2026-06-08`.
    pub starts_on: String,
    /// `2026-06-14`.
    pub ends_on: String,
    /// The choices.
    pub settings: RawSettings,
}

/// A week that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekDraft {
    /// Its short name.
    pub reference: String,
    /// What it is called.
    pub name: Line,
    /// Where its days begin and end.
    pub time_zone: Zone,
    /// The first day.
    pub starts_on: Date,
    /// The last day; not before the first, and at most [`WeekDraft::DAYS`] in all.
    pub ends_on: Date,
    /// The choices.
    pub settings: Settings,
}

impl WeekDraft {
    /// The most characters of a name.
    pub const NAME: Bounds = Bounds::up_to(120);

    /// The most days: a season, though most are a week.
    pub const DAYS: i32 = 92;

    /// Checks all fields, which are named as in [`RawWeek`].
    pub fn parse(raw: &RawWeek) -> Result<Self, Faults> {
        let mut faults = Faults::none();
        let reference = faults.take("reference", reference::parse(&raw.reference));
        let name = faults.take("name", Line::parse(&raw.name, Self::NAME));
        let time_zone = match raw.time_zone.as_deref() {
            None => Some(Zone::luxembourg()),
            Some(zone) => faults.take("time_zone", Zone::parse(zone)),
        };
        let starts_on = faults.take("starts_on", day(&raw.starts_on));
        let ends_on = faults.take("ends_on", day(&raw.ends_on));
        if let (Some(starts_on), Some(ends_on)) = (starts_on, ends_on)
            && let Err(rule) = ordered(starts_on, ends_on)
        {
            faults.add("ends_on", rule);
        }
        let settings = faults.take_all("settings", Settings::parse(&raw.settings));
        match (reference, name, time_zone, starts_on, ends_on, settings) {
            (
                Some(reference),
                Some(name),
                Some(time_zone),
                Some(starts_on),
                Some(ends_on),
                Some(settings),
            ) => faults.or(Self { reference, name, time_zone, starts_on, ends_on, settings }),
            _ => Err(faults),
        }
    }
}

impl From<&ExchangeWeek> for RawWeek {
    /// The week as it would be sent: where a patch begins.
    fn from(week: &ExchangeWeek) -> Self {
        Self {
            reference: week.reference.clone(),
            name: week.name.as_str().to_owned(),
            time_zone: Some(week.time_zone.name().to_owned()),
            starts_on: week.starts_on.to_string(),
            ends_on: week.ends_on.to_string(),
            settings: RawSettings::from(&week.settings),
        }
    }
}

/// A day of this century as `2026-06-08`; the parser behind would take more notations.
fn day(text: &str) -> Result<Date, Rule> {
    if text.is_empty() {
        return Err(Rule::Required);
    }
    let dashes = text.len() == 10 && text.bytes().enumerate().all(|(n, b)| (b == b'-') == (n == 4 || n == 7));
    let day: Date = text.parse().map_err(|_| Rule::DateInvalid)?;
    if dashes && (2000..2100).contains(&day.year()) { Ok(day) } else { Err(Rule::DateInvalid) }
}

fn ordered(starts_on: Date, ends_on: Date) -> Result<(), Rule> {
    if ends_on < starts_on {
        return Err(Rule::EndNotAfterStart);
    }
    let last = starts_on.checked_add(jiff::Span::new().days(WeekDraft::DAYS - 1)).unwrap_or(Date::MAX);
    if ends_on > last {
        return Err(Rule::OutOfRange { min: starts_on.to_string(), max: last.to_string() });
    }
    Ok(())
}
