//! The parts of a listing that are stored as JSON documents, and their way back into the domain.

use domain::listing::{Content, Details, Direction, Kind, Translation, Window};
use domain::place::Place;
use domain::quantity::Amount;
use domain::text::{Line, Prose};
use domain::vocabulary::{Category, Condition, Language, Skill, Unit};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::StoreError;

#[derive(Serialize, Deserialize)]
struct DetailsDocument {
    #[serde(skip_serializing_if = "Option::is_none")]
    condition: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    headcount: Option<u32>,
    /// In thousandths.
    #[serde(skip_serializing_if = "Option::is_none")]
    hours_per_person: Option<i64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    skills: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct TranslationDocument {
    language: String,
    title: String,
    description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    wanted_in_return: Option<String>,
}

/// Microseconds since 1970, or an open side.
#[derive(Serialize, Deserialize)]
struct WindowDocument {
    starts_at: Option<i64>,
    ends_at: Option<i64>,
}

/// A part that cannot be read back.
type Unreadable = &'static str;

/// Details, translations, languages needed and windows of a content.
pub(crate) fn of(content: &Content) -> Result<[Value; 4], StoreError> {
    let languages: Vec<_> = content.languages_needed.iter().map(|language| language.code()).collect();
    let translations: Vec<_> = content.translations.iter().map(translation_document).collect();
    let windows: Vec<_> = content
        .windows
        .iter()
        .map(|window| WindowDocument {
            starts_at: window.starts_at.map(Timestamp::as_microsecond),
            ends_at: window.ends_at.map(Timestamp::as_microsecond),
        })
        .collect();
    let json = |value: Result<Value, serde_json::Error>| value.map_err(StoreError::backend);
    Ok([
        json(serde_json::to_value(details_document(&content.details)))?,
        json(serde_json::to_value(translations))?,
        json(serde_json::to_value(languages))?,
        json(serde_json::to_value(windows))?,
    ])
}

fn details_document(details: &Details) -> DetailsDocument {
    match details {
        Details::Goods { condition } => DetailsDocument {
            condition: condition.map(|condition| condition.code().to_owned()),
            headcount: None,
            hours_per_person: None,
            skills: Vec::new(),
        },
        Details::Service => {
            DetailsDocument { condition: None, headcount: None, hours_per_person: None, skills: Vec::new() }
        }
        Details::Skill { headcount, hours_per_person, skills } => DetailsDocument {
            condition: None,
            headcount: Some(*headcount),
            hours_per_person: Some(hours_per_person.thousandths()),
            skills: skills.iter().map(|skill| skill.code().to_owned()).collect(),
        },
    }
}

fn translation_document(translation: &Translation) -> TranslationDocument {
    TranslationDocument {
        language: translation.language.code().to_owned(),
        title: translation.title.as_str().to_owned(),
        description: translation.description.as_str().to_owned(),
        wanted_in_return: translation.wanted_in_return.as_ref().map(|text| text.as_str().to_owned()),
    }
}

/// A whole content, as it waits to be approved.
#[derive(Serialize, Deserialize)]
struct ContentDocument {
    direction: String,
    kind: String,
    details: Value,
    category: String,
    language: String,
    title: String,
    description: String,
    wanted_in_return: Option<String>,
    translations: Value,
    languages_needed: Value,
    place: String,
    windows: Value,
    unit: String,
    /// In thousandths.
    total: Option<i64>,
}

/// A whole content as one document.
pub(crate) fn whole(content: &Content) -> Result<Value, StoreError> {
    let [details, translations, languages_needed, windows] = of(content)?;
    let document = ContentDocument {
        direction: content.direction.code().to_owned(),
        kind: content.details.kind().code().to_owned(),
        details,
        category: content.category.code().to_owned(),
        language: content.language.code().to_owned(),
        title: content.title.as_str().to_owned(),
        description: content.description.as_str().to_owned(),
        wanted_in_return: content.wanted_in_return.as_ref().map(|text| text.as_str().to_owned()),
        translations,
        languages_needed,
        place: content.place.code().to_owned(),
        windows,
        unit: content.unit.code().to_owned(),
        total: content.total.map(Amount::thousandths),
    };
    serde_json::to_value(document).map_err(StoreError::backend)
}

/// The content of a document of [`whole`].
pub(crate) fn content(stored: Value) -> Result<Content, Unreadable> {
    let document: ContentDocument = serde_json::from_value(stored).map_err(|_| "proposed")?;
    let kind = Kind::from_code(&document.kind).ok_or("kind")?;
    let amount = |thousandths: i64| Amount::from_thousandths(thousandths).ok_or("total");
    Ok(Content {
        direction: Direction::from_code(&document.direction).ok_or("direction")?,
        details: details(kind, document.details)?,
        category: Category::parse(&document.category).map_err(|_| "category")?,
        language: Language::parse(&document.language).map_err(|_| "language")?,
        title: Line::from_stored(document.title),
        description: Prose::from_stored(document.description),
        wanted_in_return: document.wanted_in_return.map(Prose::from_stored),
        translations: translations(document.translations)?,
        languages_needed: languages(document.languages_needed)?,
        place: Place::parse(&document.place).map_err(|_| "place")?,
        windows: windows(document.windows)?,
        unit: Unit::parse(&document.unit).map_err(|_| "unit")?,
        total: document.total.map(amount).transpose()?,
    })
}

/// The details of a listing of this kind.
pub(crate) fn details(kind: Kind, stored: Value) -> Result<Details, Unreadable> {
    let document: DetailsDocument = serde_json::from_value(stored).map_err(|_| "details")?;
    match (kind, document) {
        (Kind::Goods, DetailsDocument { condition, headcount: None, hours_per_person: None, skills })
            if skills.is_empty() =>
        {
            let condition = condition.as_deref().map(Condition::parse).transpose();
            Ok(Details::Goods { condition: condition.map_err(|_| "details.condition")? })
        }
        (
            Kind::Service,
            DetailsDocument { condition: None, headcount: None, hours_per_person: None, skills },
        ) if skills.is_empty() => Ok(Details::Service),
        (
            Kind::Skill,
            DetailsDocument {
                condition: None,
                headcount: Some(headcount),
                hours_per_person: Some(hours),
                skills,
            },
        ) => {
            let hours_per_person = Amount::from_thousandths(hours).ok_or("details.hours_per_person")?;
            let skills: Result<Vec<_>, _> = skills.iter().map(|code| Skill::parse(code)).collect();
            Ok(Details::Skill { headcount, hours_per_person, skills: skills.map_err(|_| "details.skills")? })
        }
        _ => Err("details of another kind"),
    }
}

/// Translations.
pub(crate) fn translations(stored: Value) -> Result<Vec<Translation>, Unreadable> {
    let documents: Vec<TranslationDocument> = serde_json::from_value(stored).map_err(|_| "translations")?;
    documents
        .into_iter()
        .map(|document| {
            Ok(Translation {
                language: Language::parse(&document.language).map_err(|_| "translations.language")?,
                title: Line::from_stored(document.title),
                description: Prose::from_stored(document.description),
                wanted_in_return: document.wanted_in_return.map(Prose::from_stored),
            })
        })
        .collect()
}

/// A list of languages.
pub(crate) fn languages(stored: Value) -> Result<Vec<Language>, Unreadable> {
    let codes: Vec<String> = serde_json::from_value(stored).map_err(|_| "languages")?;
    codes.iter().map(|code| Language::parse(code).map_err(|_| "languages")).collect()
}

/// Time windows.
pub(crate) fn windows(stored: Value) -> Result<Vec<Window>, Unreadable> {
    let documents: Vec<WindowDocument> = serde_json::from_value(stored).map_err(|_| "windows")?;
    let instant =
        |micros: Option<i64>| micros.map(Timestamp::from_microsecond).transpose().map_err(|_| "windows");
    documents
        .into_iter()
        .map(|document| {
            Ok(Window { starts_at: instant(document.starts_at)?, ends_at: instant(document.ends_at)? })
        })
        .collect()
}
