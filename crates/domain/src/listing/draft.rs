//! From what a form or a sheet says to what a listing says: every fault at once.

use jiff::{SignedDuration, Timestamp};

use super::{Content, Details, Direction, Kind, Translation, Window};
use crate::fault::{Faults, Rule, shortened};
use crate::place::Place;
use crate::quantity::{Amount, Quantity};
use crate::text::{Bounds, Flag, Line, Prose};
use crate::vocabulary::{Category, Condition, Language, Skill, Unit};

/// Bounds of the fields, in characters and entries; the API's schema names the same.
pub mod field {
    /// A title.
    pub const TITLE: usize = 150;
    /// A description.
    pub const DESCRIPTION: usize = 4000;
    /// What is wanted in return.
    pub const WANTED_IN_RETURN: usize = 500;
    /// Time windows.
    pub const WINDOWS: usize = 20;
    /// Translations.
    pub const TRANSLATIONS: usize = 10;
    /// Languages needed.
    pub const LANGUAGES: usize = 10;
    /// Skills.
    pub const SKILLS: usize = 10;
    /// People of a skill listing.
    pub const HEADCOUNT: u32 = 1000;
    /// Hours of one person, in whole hours.
    pub const HOURS: i64 = 200;
}

/// The fields of a listing as they come in, from JSON or from a sheet.
#[derive(Clone, Copy, Debug)]
pub struct Raw<'r> {
    /// `offer` or `request`.
    pub direction: &'r str,
    /// What only one sort has.
    pub details: RawDetails<'r>,
    /// A code of the vocabulary.
    pub category: &'r str,
    /// A code.
    pub language: &'r str,
    /// In one line.
    pub title: &'r str,
    /// In full.
    pub description: &'r str,
    /// What would be welcome in return.
    pub wanted_in_return: &'r str,
    /// Texts in other languages.
    pub translations: &'r [RawTranslation<'r>],
    /// Codes.
    pub languages_needed: &'r [&'r str],
    /// `remote` or a commune.
    pub place: &'r str,
    /// When it is available.
    pub windows: &'r [Window],
    /// A decimal, or nothing for as many as asked.
    pub quantity: Option<&'r str>,
    /// A code.
    pub unit: &'r str,
}

/// What only one sort of listing has, as it comes in.
#[derive(Clone, Copy, Debug)]
pub enum RawDetails<'r> {
    /// Things.
    Goods {
        /// A code, or nothing.
        condition: Option<&'r str>,
    },
    /// Something done, or a place lent.
    Service,
    /// Volunteers' time.
    Skill {
        /// A whole number.
        headcount: &'r str,
        /// A decimal.
        hours_per_person: &'r str,
        /// Codes.
        skills: &'r [&'r str],
    },
}

/// The texts in another language, as they come in.
#[derive(Clone, Copy, Debug)]
pub struct RawTranslation<'r> {
    /// A code.
    pub language: &'r str,
    /// In one line.
    pub title: &'r str,
    /// In full.
    pub description: &'r str,
    /// What would be welcome in return.
    pub wanted_in_return: &'r str,
}

/// The content of a listing, free of faults, and what a person should look at.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What it says.
    pub content: Content,
    /// Field and flag.
    pub flags: Vec<(&'static str, Flag)>,
}

impl Draft {
    /// A content that was parsed before.
    pub fn of(content: Content) -> Self {
        let flags = flags(&content);
        Self { content, flags }
    }

    /// Parses the fields; `week` is the exchange week as a half-open interval.
    pub fn parse(raw: &Raw<'_>, week: (Timestamp, Timestamp)) -> Result<Self, Faults> {
        let mut faults = Faults::none();
        let direction = faults.take("direction", code(raw.direction, "direction", Direction::from_code));
        let details = faults.take_all("details", details(&raw.details));
        let category = faults.take("category", required(raw.category, Category::parse));
        let language = faults.take("language", required(raw.language, Language::parse));
        let title = faults.take_all("title", Line::parse(raw.title, Bounds::up_to(field::TITLE)));
        let description = faults
            .take_all("description", Prose::parse(raw.description, Bounds::optional(field::DESCRIPTION)));
        let wanted_in_return = faults.take_all("wanted_in_return", wanted(raw.wanted_in_return));
        let translations = faults.take_all("translations", translations(raw));
        let languages_needed = faults
            .take_all("languages_needed", codes(raw.languages_needed, field::LANGUAGES, Language::parse));
        let place = faults.take("place", required(raw.place, Place::parse));
        windows(raw.windows, week, &mut faults);
        let measure = measure(raw, &mut faults);
        if let (Some(details), Some((unit, total))) = (&details, &measure) {
            fit(details, *unit, *total, raw.windows, &mut faults);
        }
        let (Some(direction), Some(details), Some(category), Some(language), Some(title)) =
            (direction, details, category, language, title)
        else {
            return Err(faults);
        };
        let (Some(description), Some(wanted_in_return), Some(translations)) =
            (description, wanted_in_return, translations)
        else {
            return Err(faults);
        };
        let (Some(languages_needed), Some(place), Some((unit, total))) = (languages_needed, place, measure)
        else {
            return Err(faults);
        };
        let windows = raw.windows.to_vec();
        let content = Content {
            direction,
            details,
            category,
            language,
            title,
            description,
            wanted_in_return,
            translations,
            languages_needed,
            place,
            windows,
            unit,
            total,
        };
        faults.or(Self::of(content))
    }
}

/// The value of a field that may not be empty.
fn required<T>(text: &str, parse: impl Fn(&str) -> Result<T, Rule>) -> Result<T, Rule> {
    let text = text.trim();
    if text.is_empty() { Err(Rule::Required) } else { parse(text) }
}

/// The value of a field that holds the code of a closed list.
fn code<T>(text: &str, vocabulary: &'static str, from_code: impl Fn(&str) -> Option<T>) -> Result<T, Rule> {
    required(text, |text| {
        from_code(text).ok_or_else(|| Rule::UnknownCode { vocabulary, given: shortened(text) })
    })
}

/// A list of codes without a second of the same.
fn codes<T: PartialEq>(
    given: &[&str],
    most: usize,
    parse: impl Fn(&str) -> Result<T, Rule>,
) -> Result<Vec<T>, Faults> {
    let mut faults = Faults::none();
    if given.len() > most {
        return Err(Faults::one("", Rule::TooMany { max: most }));
    }
    let mut found = Vec::with_capacity(given.len());
    for (n, text) in given.iter().enumerate() {
        match required(text, &parse) {
            Ok(value) if found.contains(&value) => faults.add(n.to_string(), Rule::Duplicate),
            Ok(value) => found.push(value),
            Err(rule) => faults.add(n.to_string(), rule),
        }
    }
    faults.or(found)
}

fn wanted(text: &str) -> Result<Option<Prose>, Faults> {
    Prose::parse_optional(text, Bounds::up_to(field::WANTED_IN_RETURN))
}

fn details(raw: &RawDetails<'_>) -> Result<Details, Faults> {
    let mut faults = Faults::none();
    match raw {
        RawDetails::Service => Ok(Details::Service),
        RawDetails::Goods { condition } => {
            let condition = condition.map(str::trim).filter(|text| !text.is_empty());
            let condition = faults.take("condition", condition.map(Condition::parse).transpose());
            condition.map(|condition| Details::Goods { condition }).ok_or(faults)
        }
        RawDetails::Skill { headcount, hours_per_person, skills } => {
            let headcount = faults.take("headcount", required(headcount, people));
            let hours = faults.take("hours_per_person", required(hours_per_person, hours));
            let skills = faults.take_all("skills", codes(skills, field::SKILLS, Skill::parse));
            let (Some(headcount), Some(hours_per_person), Some(skills)) = (headcount, hours, skills) else {
                return Err(faults);
            };
            Ok(Details::Skill { headcount, hours_per_person, skills })
        }
    }
}

fn people(text: &str) -> Result<u32, Rule> {
    let out_of_range = || Rule::OutOfRange { min: "1".to_owned(), max: field::HEADCOUNT.to_string() };
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Rule::NumberInvalid);
    }
    let count: u32 = text.parse().map_err(|_| out_of_range())?;
    if (1..=field::HEADCOUNT).contains(&count) { Ok(count) } else { Err(out_of_range()) }
}

fn hours(text: &str) -> Result<Amount, Rule> {
    let hours = Amount::parse(text)?;
    if hours.is_zero() || hours.thousandths() > field::HOURS * 1000 {
        return Err(Rule::OutOfRange { min: "0.001".to_owned(), max: field::HOURS.to_string() });
    }
    Ok(hours)
}

fn translations(raw: &Raw<'_>) -> Result<Vec<Translation>, Faults> {
    let mut faults = Faults::none();
    if raw.translations.len() > field::TRANSLATIONS {
        return Err(Faults::one("", Rule::TooMany { max: field::TRANSLATIONS }));
    }
    let mut found: Vec<Translation> = Vec::with_capacity(raw.translations.len());
    for (n, given) in raw.translations.iter().enumerate() {
        let Some(translation) = faults.take_all(&n.to_string(), translation(given)) else { continue };
        let code = translation.language.code();
        let repeated = code == raw.language.trim() || found.iter().any(|other| other.language.code() == code);
        if repeated {
            faults.add(format!("{n}/language"), Rule::Duplicate);
        } else {
            found.push(translation);
        }
    }
    faults.or(found)
}

fn translation(raw: &RawTranslation<'_>) -> Result<Translation, Faults> {
    let mut faults = Faults::none();
    let language = faults.take("language", required(raw.language, Language::parse));
    let title = faults.take_all("title", Line::parse(raw.title, Bounds::up_to(field::TITLE)));
    let description =
        faults.take_all("description", Prose::parse(raw.description, Bounds::optional(field::DESCRIPTION)));
    let wanted_in_return = faults.take_all("wanted_in_return", wanted(raw.wanted_in_return));
    let (Some(language), Some(title), Some(description), Some(wanted_in_return)) =
        (language, title, description, wanted_in_return)
    else {
        return Err(faults);
    };
    Ok(Translation { language, title, description, wanted_in_return })
}

/// Each window runs forward and lies within the week.
fn windows(given: &[Window], week: (Timestamp, Timestamp), faults: &mut Faults) {
    if given.len() > field::WINDOWS {
        faults.add("windows", Rule::TooMany { max: field::WINDOWS });
    }
    let (first, end) = week;
    for (n, window) in given.iter().enumerate() {
        let (starts_at, ends_at) = (window.starts_at.unwrap_or(first), window.ends_at.unwrap_or(end));
        if starts_at < first || starts_at >= end {
            faults.add(format!("windows/{n}/starts_at"), Rule::OutsideExchangeWeek);
        } else if ends_at > end || (window.starts_at.is_none() && ends_at <= first) {
            faults.add(format!("windows/{n}/ends_at"), Rule::OutsideExchangeWeek);
        } else if ends_at <= starts_at {
            faults.add(format!("windows/{n}/ends_at"), Rule::EndNotAfterStart);
        }
    }
}

/// Unit and total; the total may be left open, the unit may not.
fn measure(raw: &Raw<'_>, faults: &mut Faults) -> Option<(Unit, Option<Amount>)> {
    let unit = faults.take("quantity/unit", required(raw.unit, Unit::parse));
    let amount = match raw.quantity {
        None => Some(None),
        Some(text) => faults.take("quantity/value", Amount::parse(text)).map(Some),
    };
    let (unit, amount) = (unit?, amount?);
    match amount {
        None => Some((unit, None)),
        Some(amount) => {
            let quantity = faults.take("quantity/value", Quantity::new(amount, unit))?;
            Some((unit, Some(quantity.amount())))
        }
    }
}

/// Unit, total and windows fit the sort of listing.
fn fit(details: &Details, unit: Unit, total: Option<Amount>, windows: &[Window], faults: &mut Faults) {
    let fits = match details.kind() {
        Kind::Goods => unit.for_goods(),
        Kind::Service => unit.for_service(),
        Kind::Skill => unit.for_skill(),
    };
    if !fits {
        faults.add("quantity/unit", Rule::UnitContradictsKind);
    }
    let Details::Skill { headcount, hours_per_person, .. } = details else { return };
    let product = hours_per_person.thousandths().checked_mul(i64::from(*headcount));
    if fits && total.is_some_and(|total| Some(total.thousandths()) != product) {
        faults.add("details/headcount", Rule::HeadcountContradictsQuantity);
    }
    let lengths: Option<SignedDuration> = windows
        .iter()
        .map(|window| Some(window.ends_at?.duration_since(window.starts_at?)))
        .try_fold(SignedDuration::ZERO, |sum, length| sum.checked_add(length?));
    let needed = SignedDuration::from_secs(hours_per_person.thousandths() * 3600 / 1000);
    if !windows.is_empty() && lengths.is_some_and(|length| length > SignedDuration::ZERO && needed > length) {
        faults.add("details/hours_per_person", Rule::HoursLongerThanWindow);
    }
}

fn flags(content: &Content) -> Vec<(&'static str, Flag)> {
    let title = content.title.flags().into_iter().map(|flag| ("title", flag));
    let description = content.description.flags().into_iter().map(|flag| ("description", flag));
    let wanted = content.wanted_in_return.iter().flat_map(Prose::flags);
    title.chain(description).chain(wanted.map(|flag| ("wanted_in_return", flag))).collect()
}
