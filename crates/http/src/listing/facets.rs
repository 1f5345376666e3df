//! Counting listings by what readers choose among.

use std::collections::HashMap;
use std::hash::Hash;

use ::app::listing::{self, ListingFilter, Shelf};
use ::app::search::Words;
use actix_web::HttpResponse;
use actix_web::web::Data;
use domain::place::{Canton, Place};
use serde::Serialize;
use utoipa::ToSchema;

use super::query::{FacetQuery, ListingQuery};
use crate::api::Api;
use crate::auth::MaybeSigned;
use crate::problem::Problem;
use crate::query::Query;
use crate::reply;

/// The most values of a facet that are told: the most frequent ones.
const MOST: usize = 120;

/// How many listings there are of each sort, under the conditions that were given. Each facet leaves out its own
/// condition: it tells how many there would be if another value were chosen in it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ListingFacets {
    /// How many listings meet all conditions.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    total: i64,
    /// By `direction`.
    #[schema(max_items = 120)]
    direction: Vec<FacetValue>,
    /// By `kind`.
    #[schema(max_items = 120)]
    kind: Vec<FacetValue>,
    /// By `category`.
    #[schema(max_items = 120)]
    category: Vec<FacetValue>,
    /// By `place`; what `place` and `canton` ask for is left out.
    #[schema(max_items = 120)]
    place: Vec<FacetValue>,
    /// By `canton`; what `place` and `canton` ask for is left out.
    #[schema(max_items = 120)]
    canton: Vec<FacetValue>,
    /// By `language`.
    #[schema(max_items = 120)]
    language: Vec<FacetValue>,
    /// By `unit`.
    #[schema(max_items = 120)]
    unit: Vec<FacetValue>,
    /// By `organization_kind`.
    #[schema(max_items = 120)]
    organization_kind: Vec<FacetValue>,
    /// By `exchange_week_id`.
    #[schema(max_items = 120)]
    exchange_week_id: Vec<FacetValue>,
}

/// A value, and how many listings have it.
#[derive(Debug, Serialize, ToSchema)]
struct FacetValue {
    /// The value, as the parameter of the same name takes it.
    #[schema(max_length = 80, example = "furniture")]
    value: String,
    /// How many.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    count: i64,
}

/// Count listings by what can be chosen among.
///
/// Takes the conditions of `list_listings`. Values that no listing has are left out; the most frequent come
/// first.
#[utoipa::path(
    get, path = "/v1/listing-facets", tag = "listings", params(FacetQuery),
    responses((status = 200, description = "How many there are of each.", body = ListingFacets)),
)]
pub(super) async fn get_listing_facets(
    api: Data<Api>,
    MaybeSigned(caller): MaybeSigned,
    Query(query): Query<FacetQuery>,
) -> Result<HttpResponse, Problem> {
    let query = ListingQuery::from(query);
    let chosen = query.filter().map_err(Problem::query)?;
    let phrase = query.phrase().map_err(Problem::query)?;
    let words = phrase.map(|phrase| Words { phrase, frozen: None });
    let choosable = choosable(&chosen);
    let shelves = api.run(move |ctx| listing::shelves(ctx, caller.as_ref(), choosable, words)).await?;
    reply::plain(&ListingFacets::of(&shelves, &chosen))
}

/// The conditions that no facet leaves out.
fn choosable(chosen: &ListingFilter) -> ListingFilter {
    let near = chosen.distances.as_ref();
    ListingFilter {
        exchange_week: None,
        organization_kinds: Vec::new(),
        direction: None,
        kinds: Vec::new(),
        categories: Vec::new(),
        languages: Vec::new(),
        units: Vec::new(),
        places: near.map(|near| near.iter().map(|(place, _)| *place).collect()),
        ..chosen.clone()
    }
}

/// The facets, as bits.
#[derive(Clone, Copy)]
enum Facet {
    Direction,
    Kind,
    Category,
    Place,
    Language,
    Unit,
    OrganizationKind,
    Week,
}

impl Facet {
    const ALL: [Self; 8] = [
        Self::Direction,
        Self::Kind,
        Self::Category,
        Self::Place,
        Self::Language,
        Self::Unit,
        Self::OrganizationKind,
        Self::Week,
    ];

    /// Whether listings on a shelf meet this facet's condition.
    fn lets_through(self, shelf: &Shelf, chosen: &ListingFilter) -> bool {
        fn among<T: PartialEq>(chosen: &[T], value: &T) -> bool {
            chosen.is_empty() || chosen.contains(value)
        }
        match self {
            Self::Direction => chosen.direction.is_none_or(|one| one == shelf.direction),
            Self::Kind => among(&chosen.kinds, &shelf.kind),
            Self::Category => among(&chosen.categories, &shelf.category),
            Self::Place => chosen.places.as_ref().is_none_or(|places| places.contains(&shelf.place)),
            Self::Language => among(&chosen.languages, &shelf.language),
            Self::Unit => among(&chosen.units, &shelf.unit),
            Self::OrganizationKind => among(&chosen.organization_kinds, &shelf.organization_kind),
            Self::Week => chosen.exchange_week.is_none_or(|one| one == shelf.exchange_week),
        }
    }
}

impl ListingFacets {
    fn of(shelves: &[Shelf], chosen: &ListingFilter) -> Self {
        let fails = |shelf: &Shelf, but: Option<Facet>| {
            let others = Facet::ALL.into_iter().filter(|facet| !but.is_some_and(|but| is(but, *facet)));
            others.into_iter().any(|facet| !facet.lets_through(shelf, chosen))
        };
        let within = |but: Facet| shelves.iter().filter(move |shelf| !fails(shelf, Some(but)));
        Self {
            total: shelves.iter().filter(|shelf| !fails(shelf, None)).map(|shelf| shelf.count).sum(),
            direction: counted(
                within(Facet::Direction),
                |shelf| Some(shelf.direction),
                domain::listing::Direction::code,
            ),
            kind: counted(within(Facet::Kind), |shelf| Some(shelf.kind), domain::listing::Kind::code),
            category: counted(
                within(Facet::Category),
                |shelf| Some(shelf.category),
                domain::vocabulary::Category::code,
            ),
            place: counted(within(Facet::Place), |shelf| Some(shelf.place), Place::code),
            canton: counted(
                within(Facet::Place),
                |shelf| Some(shelf.place.commune()?.canton()),
                Canton::code,
            ),
            language: counted(
                within(Facet::Language),
                |shelf| Some(shelf.language),
                domain::vocabulary::Language::code,
            ),
            unit: counted(within(Facet::Unit), |shelf| Some(shelf.unit), domain::vocabulary::Unit::code),
            organization_kind: counted(
                within(Facet::OrganizationKind),
                |shelf| Some(shelf.organization_kind),
                domain::organization::OrganizationKind::code,
            ),
            exchange_week_id: counted(
                within(Facet::Week),
                |shelf| Some(shelf.exchange_week),
                |one| one.to_string(),
            ),
        }
    }
}

fn is(one: Facet, other: Facet) -> bool {
    std::mem::discriminant(&one) == std::mem::discriminant(&other)
}

/// The values of a facet, the most frequent first, then by value.
fn counted<'s, T: Eq + Hash, C: Into<String>>(
    shelves: impl Iterator<Item = &'s Shelf>,
    value: impl Fn(&Shelf) -> Option<T>,
    code: impl Fn(T) -> C,
) -> Vec<FacetValue> {
    let mut counts: HashMap<T, i64> = HashMap::new();
    for shelf in shelves {
        if let Some(value) = value(shelf) {
            *counts.entry(value).or_default() += shelf.count;
        }
    }
    let mut values: Vec<FacetValue> =
        counts.into_iter().map(|(value, count)| FacetValue { value: code(value).into(), count }).collect();
    values.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value)));
    values.truncate(MOST);
    values
}
