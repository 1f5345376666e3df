//! The word lists: units, categories, skills, languages, places. Public, and the same for everybody.

use actix_web::HttpResponse;
use domain::place::Commune;
use domain::vocabulary::{Category, Language, Skill, Unit};
use serde::Serialize;
use utoipa::ToSchema;

use crate::etag::IfNoneMatch;
use crate::problem::Problem;
use crate::reply;
use crate::routes::{Operation, operation};
use crate::values::{Code, LocalizedLabel};

/// The operations of this noun.
pub(crate) fn operations() -> Vec<Operation> {
    vec![
        operation!(Public list_units),
        operation!(Public list_categories),
        operation!(Public list_skills),
        operation!(Public list_languages),
        operation!(Public list_places),
    ]
}

/// List the units.
///
/// What quantities are counted or measured in, and which kinds of listing use each.
#[utoipa::path(
    get, path = "/v1/units", tag = "vocabularies", params(IfNoneMatch),
    responses((status = 200, description = "All units.", body = UnitList)),
)]
async fn list_units(known: IfNoneMatch) -> Result<HttpResponse, Problem> {
    let items = Unit::all().map(UnitTerm::from).collect();
    all(&known, &UnitList { items })
}

/// List the categories.
///
/// What listings are about, in the order in which they are shown.
#[utoipa::path(
    get, path = "/v1/categories", tag = "vocabularies", params(IfNoneMatch),
    responses((status = 200, description = "All categories.", body = TermList)),
)]
async fn list_categories(known: IfNoneMatch) -> Result<HttpResponse, Problem> {
    let items = Category::all().map(|one| Term { code: one.code(), label: one.labels().into() }).collect();
    all(&known, &TermList { items })
}

/// List the skills.
///
/// What volunteers can do, by code.
#[utoipa::path(
    get, path = "/v1/skills", tag = "vocabularies", params(IfNoneMatch),
    responses((status = 200, description = "All skills.", body = TermList)),
)]
async fn list_skills(known: IfNoneMatch) -> Result<HttpResponse, Problem> {
    let items = Skill::all().map(|one| Term { code: one.code(), label: one.labels().into() }).collect();
    all(&known, &TermList { items })
}

/// List the languages.
///
/// The languages of ISO 639-1, with what each is called in the languages of the service and in itself.
#[utoipa::path(
    get, path = "/v1/languages", tag = "vocabularies", params(IfNoneMatch),
    responses((status = 200, description = "All languages.", body = LanguageList)),
)]
async fn list_languages(known: IfNoneMatch) -> Result<HttpResponse, Problem> {
    let items = Language::all().map(LanguageTerm::from).collect();
    all(&known, &LanguageList { items })
}

/// List the places.
///
/// The communes of Luxembourg, with their cantons and where they lie. A listing that happens at a distance
/// has the place `remote`, which is not in this list.
#[utoipa::path(
    get, path = "/v1/places", tag = "vocabularies", params(IfNoneMatch),
    responses((status = 200, description = "All communes.", body = PlaceList)),
)]
async fn list_places(known: IfNoneMatch) -> Result<HttpResponse, Problem> {
    let items = Commune::all().map(PlaceTerm::from).collect();
    all(&known, &PlaceList { items })
}

fn all(known: &IfNoneMatch, list: &impl Serialize) -> Result<HttpResponse, Problem> {
    Ok(reply::fixed(known, reply::text(list)?, "application/json"))
}

/// All units.
#[derive(Debug, Serialize, ToSchema)]
struct UnitList {
    /// The units, in the order in which they are shown.
    #[schema(max_items = 100)]
    items: Vec<UnitTerm>,
}

/// A unit of quantities.
#[derive(Debug, Serialize, ToSchema)]
struct UnitTerm {
    /// The stable code.
    #[schema(max_length = 40, pattern = "^[a-z0-9_]+$", example = "half_day")]
    code: &'static str,
    /// What it is called.
    label: LocalizedLabel,
    /// Whether fractions of it make sense.
    divisible: bool,
    /// The kinds of listing that are counted or measured in it.
    #[schema(max_items = 3, value_type = Vec<Code>)]
    listing_kinds: Vec<&'static str>,
}

impl From<Unit> for UnitTerm {
    fn from(unit: Unit) -> Self {
        let kinds =
            [("goods", unit.for_goods()), ("service", unit.for_service()), ("skill", unit.for_skill())];
        Self {
            code: unit.code(),
            label: unit.labels().into(),
            divisible: unit.divisible(),
            listing_kinds: kinds.into_iter().filter(|(_, fits)| *fits).map(|(kind, _)| kind).collect(),
        }
    }
}

/// All terms of a vocabulary.
#[derive(Debug, Serialize, ToSchema)]
struct TermList {
    /// The terms, in the order in which they are shown.
    #[schema(max_items = 500)]
    items: Vec<Term>,
}

/// A term of a vocabulary.
#[derive(Debug, Serialize, ToSchema)]
struct Term {
    /// The stable code.
    #[schema(max_length = 60, pattern = "^[a-z0-9_]+$", example = "furniture")]
    code: &'static str,
    /// What it is called.
    label: LocalizedLabel,
}

/// All languages.
#[derive(Debug, Serialize, ToSchema)]
struct LanguageList {
    /// The languages, by code.
    #[schema(max_items = 500)]
    items: Vec<LanguageTerm>,
}

/// A language.
#[derive(Debug, Serialize, ToSchema)]
struct LanguageTerm {
    /// The code of ISO 639-1, which is also the tag of BCP 47.
    #[schema(min_length = 2, max_length = 2, pattern = "^[a-z]{2}$", example = "lb")]
    code: &'static str,
    /// What it is called.
    label: LocalizedLabel,
    /// What it calls itself, where that is known.
    #[schema(required = true, max_length = 100)]
    native_name: Option<&'static str>,
    /// Whether it is one of those used most in the country.
    usual: bool,
    /// Whether the service answers in it.
    spoken_by_service: bool,
}

impl From<Language> for LanguageTerm {
    fn from(language: Language) -> Self {
        Self {
            code: language.code(),
            label: language.labels().into(),
            native_name: language.native_name(),
            usual: Language::USUAL.contains(&language),
            spoken_by_service: language.locale().is_some(),
        }
    }
}

/// All communes.
#[derive(Debug, Serialize, ToSchema)]
struct PlaceList {
    /// The communes, by canton and name.
    #[schema(max_items = 500)]
    items: Vec<PlaceTerm>,
}

/// A commune.
#[derive(Debug, Serialize, ToSchema)]
struct PlaceTerm {
    /// The stable code.
    #[schema(max_length = 60, pattern = "^[a-z0-9-]+$", example = "esch-sur-alzette")]
    code: &'static str,
    /// The official name.
    #[schema(max_length = 100, example = "Esch-sur-Alzette")]
    name: &'static str,
    /// What it is called.
    label: LocalizedLabel,
    /// The canton it lies in, in ISO 3166-2.
    #[schema(min_length = 5, max_length = 5, pattern = "^LU-[A-Z]{2}$", example = "LU-ES")]
    canton: &'static str,
    /// Degrees north of its main locality, in WGS 84.
    #[schema(minimum = 49, maximum = 51)]
    latitude: f64,
    /// Degrees east of its main locality, in WGS 84.
    #[schema(minimum = 5, maximum = 7)]
    longitude: f64,
}

impl From<Commune> for PlaceTerm {
    fn from(commune: Commune) -> Self {
        let point = commune.coordinates();
        Self {
            code: commune.code(),
            name: commune.name(),
            label: commune.labels().into(),
            canton: commune.canton().code(),
            latitude: point.latitude,
            longitude: point.longitude,
        }
    }
}
