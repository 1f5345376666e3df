//! What a reader asks of listings: the same conditions for pages and for counts.

use ::app::listing::{ListingFilter, ListingSort, SortColumn};
use domain::fault::{Faults, Rule};
use domain::id::{ExchangeWeekId, OrganizationId};
use domain::place::{Canton, Commune, Coordinates, Place, distance_m};
use domain::quantity::Amount;
use domain::vocabulary::{Category, Language, Unit};
use search::Phrase;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::body::{ListingDirection, ListingKind, ListingStatus};
use crate::organization::OrganizationKind;
use crate::query;
use crate::values::{LanguageCode, Word, parse_instant};

/// A query string with all conditions, and with what follows them.
macro_rules! conditions {
    ($(#[$doc:meta])* $name:ident { $($own:tt)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, Deserialize, Serialize, IntoParams)]
        #[serde(deny_unknown_fields, default)]
        #[into_params(parameter_in = Query)]
        pub(super) struct $name {
        /// With these words, in any language, with or without accents, as the beginning of longer words, or with
        /// one letter wrong. Of one or two words all must be found, of more two thirds.
        #[param(max_length = 200, example = "vélo pour enfants")]
        q: Option<String>,
        /// Of this week.
        exchange_week_id: Option<Uuid>,
        /// Of this organization.
        organization_id: Option<Uuid>,
        /// Of these kinds of organization.
        #[param(inline, explode = false, max_items = 3)]
        organization_kind: Vec<OrganizationKind>,
        /// Offers or requests.
        #[param(inline)]
        direction: Option<ListingDirection>,
        /// Of these sorts.
        #[param(inline, explode = false, max_items = 3)]
        kind: Vec<ListingKind>,
        /// On these shelves (`GET /v1/categories`).
        #[param(explode = false, max_items = 30, value_type = Vec<Word>)]
        category: Vec<String>,
        /// Written in one of these languages.
        #[param(explode = false, max_items = 20, value_type = Vec<LanguageCode>)]
        language: Vec<String>,
        /// Needing one of these languages, or spoken in it.
        #[param(explode = false, max_items = 20, value_type = Vec<LanguageCode>)]
        languages_needed: Vec<String>,
        /// Counted in one of these units (`GET /v1/units`).
        #[param(explode = false, max_items = 30, value_type = Vec<Word>)]
        unit: Vec<String>,
        /// With a wish for something in return, or without one.
        wants_in_return: Option<bool>,
        /// In one of these states, as they hold now; `published` if nothing is said.
        #[param(inline, explode = false, max_items = 7)]
        status: Vec<ListingStatus>,
        /// At one of these places: `remote`, or codes of `GET /v1/places`.
        #[param(explode = false, max_items = 100, value_type = Vec<Word>)]
        place: Vec<String>,
        /// In one of these cantons (ISO 3166-2).
        #[param(explode = false, max_items = 12, value_type = Vec<Word>)]
        canton: Vec<String>,
        /// Near this point: latitude and longitude in degrees, separated by a comma. Remote listings are left out.
        #[param(
            max_length = 40,
            pattern = r"^-?[0-9]{1,3}(\.[0-9]+)?,-?[0-9]{1,3}(\.[0-9]+)?$",
            example = "49.61,6.13"
        )]
        near: Option<String>,
        /// How near, in kilometers; 10 if nothing is said.
        #[param(minimum = 1, maximum = 200)]
        radius_km: Option<u32>,
        /// Available at some time from this instant on.
        #[param(format = DateTime, max_length = 40)]
        available_from: Option<String>,
        /// Available at some time before this instant.
        #[param(format = DateTime, max_length = 40)]
        available_until: Option<String>,
        /// First published after this instant.
        #[param(format = DateTime, max_length = 40)]
        published_after: Option<String>,
        /// Changed by a command at or after this instant.
        #[param(format = DateTime, max_length = 40)]
        updated_since: Option<String>,
        /// Only those of which something remains.
        remaining: Option<bool>,
        /// Only those of which this much remains, whatever the unit, or that have no end.
        #[param(max_length = 14, pattern = r"^[0-9]{1,10}(\.[0-9]{1,3})?$", example = "5")]
        remaining_at_least: Option<String>,
            $($own)*
        }
    };
}

conditions!(
    /// Which listings, in which order.
    ListingQuery {
        /// The order; a minus puts the latest, or best, first. If nothing is said, `-relevance` with `q`, else
        /// `-published_at`.
        #[param(inline)]
        pub(super) sort: Option<ListingOrder>,
        /// How many; 25 if nothing is said.
        #[param(minimum = 1, maximum = 100)]
        pub(super) limit: Option<u32>,
        /// Where the page before ended.
        #[param(max_length = 1024)]
        pub(super) cursor: Option<String>,
    }
);

conditions!(
    /// Which listings to count.
    FacetQuery {}
);

impl From<FacetQuery> for ListingQuery {
    fn from(query: FacetQuery) -> Self {
        Self {
            q: query.q,
            exchange_week_id: query.exchange_week_id,
            organization_id: query.organization_id,
            organization_kind: query.organization_kind,
            direction: query.direction,
            kind: query.kind,
            category: query.category,
            language: query.language,
            languages_needed: query.languages_needed,
            unit: query.unit,
            wants_in_return: query.wants_in_return,
            status: query.status,
            place: query.place,
            canton: query.canton,
            near: query.near,
            radius_km: query.radius_km,
            available_from: query.available_from,
            available_until: query.available_until,
            published_after: query.published_after,
            updated_since: query.updated_since,
            remaining: query.remaining,
            remaining_at_least: query.remaining_at_least,
            sort: None,
            limit: None,
            cursor: None,
        }
    }
}

/// The orders of listings.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
pub(super) enum ListingOrder {
    /// The latest publication first; drafts are left out.
    #[serde(rename = "-published_at")]
    LatestPublication,
    /// The earliest publication first; drafts are left out.
    #[serde(rename = "published_at")]
    EarliestPublication,
    /// The latest made first.
    #[serde(rename = "-created_at")]
    LatestCreation,
    /// The earliest made first.
    #[serde(rename = "created_at")]
    EarliestCreation,
    /// The latest changed first.
    #[serde(rename = "-updated_at")]
    LatestUpdate,
    /// The earliest changed first: the order to mirror in.
    #[serde(rename = "updated_at")]
    EarliestUpdate,
    /// What fits the words of `q` best first, then the latest publication.
    #[serde(rename = "-relevance")]
    Relevance,
    /// The nearest to `near` first, then the latest publication.
    #[serde(rename = "distance")]
    Distance,
}

/// Places with how far they are from a point, in meters.
type Distances = Vec<(Place, i64)>;

impl ListingQuery {
    /// Everything that decides what is in the list, and in which order.
    pub(super) fn without_position(&self) -> Self {
        Self { limit: None, cursor: None, ..self.clone() }
    }

    pub(super) fn filter(&self) -> Result<ListingFilter, Faults> {
        let mut faults = Faults::none();
        let categories = each(&mut faults, "category", &self.category, Category::parse);
        let languages = each(&mut faults, "language", &self.language, Language::parse);
        let needed = each(&mut faults, "languages_needed", &self.languages_needed, Language::parse);
        let units = each(&mut faults, "unit", &self.unit, Unit::parse);
        let (places, distances) = self.places(&mut faults);
        let least = self.remaining_at_least.as_deref().map(Amount::parse).transpose();
        let remaining_at_least = faults.take("remaining_at_least", least).flatten();
        let sort = self.sort(&mut faults);
        let mut instant = |name: &'static str, text: &Option<String>| {
            faults.take(name, text.as_deref().map(parse_instant).transpose()).flatten()
        };
        let available_from = instant("available_from", &self.available_from);
        let available_until = instant("available_until", &self.available_until);
        let published_after = instant("published_after", &self.published_after);
        let updated_since = instant("updated_since", &self.updated_since);
        let statuses = if self.status.is_empty() { &[ListingStatus::Published][..] } else { &self.status };
        faults.or(ListingFilter {
            asked: None,
            exchange_week: self.exchange_week_id.map(ExchangeWeekId::new),
            organizations: self.organization_id.map(OrganizationId::new).into_iter().collect(),
            organization_kinds: self.organization_kind.iter().copied().map(Into::into).collect(),
            direction: self.direction.map(Into::into),
            kinds: self.kind.iter().copied().map(Into::into).collect(),
            categories,
            languages,
            languages_needed: needed,
            units,
            wants_in_return: self.wants_in_return,
            statuses: statuses.iter().map(|status| status.code().to_owned()).collect(),
            places,
            distances,
            available_from,
            available_until,
            published_after,
            updated_since,
            remaining_only: self.remaining == Some(true),
            remaining_at_least,
            sort,
        })
    }

    /// What was typed; white space alone asks for nothing.
    pub(super) fn phrase(&self) -> Result<Option<Phrase>, Faults> {
        query::phrase(self.q.as_deref())
    }

    /// The order. By relevance there must be words, by distance a point.
    fn sort(&self, faults: &mut Faults) -> ListingSort {
        let words = self.q.as_deref().is_some_and(|q| !q.trim().is_empty());
        match self.sort {
            Some(ListingOrder::Relevance) if !words => faults.add("q", Rule::Required),
            Some(ListingOrder::Distance) if self.near.is_none() => faults.add("near", Rule::Required),
            _ => {}
        }
        match self.sort {
            None if words => ListingOrder::Relevance.into(),
            None => ListingSort::default(),
            Some(order) => order.into(),
        }
    }

    /// The places that are let through: those named, within the cantons, within the radius. And how far they
    /// are from the point, if there is one.
    fn places(&self, faults: &mut Faults) -> (Option<Vec<Place>>, Option<Distances>) {
        let named = each(faults, "place", &self.place, Place::parse);
        let cantons = each(faults, "canton", &self.canton, Canton::parse);
        let within = self.within(faults);
        let asked = !self.place.is_empty() || !self.canton.is_empty() || self.near.is_some();
        if !asked {
            return (None, None);
        }
        let far =
            |place: &Place| within.as_ref().is_some_and(|near| !near.iter().any(|(one, _)| one == place));
        let everywhere = Commune::all().map(Place::Commune).chain([Place::Remote]);
        let places = everywhere.filter(|place| {
            (named.is_empty() || named.contains(place))
                && (cantons.is_empty()
                    || place.commune().is_some_and(|commune| cantons.contains(&commune.canton())))
                && !far(place)
        });
        (Some(places.collect()), within)
    }

    /// The communes within the radius around the point, with their distances in meters.
    fn within(&self, faults: &mut Faults) -> Option<Vec<(Place, i64)>> {
        let center = self.near.as_deref().and_then(|text| faults.take("near", point(text)));
        let radius_km = self.radius_km.unwrap_or(10);
        if !(1..=200).contains(&radius_km) {
            faults.add("radius_km", Rule::OutOfRange { min: "1".to_owned(), max: "200".to_owned() });
        }
        let center = center?;
        let distances = Commune::all()
            .map(|commune| (Place::Commune(commune), distance_m(center, commune.coordinates())));
        Some(distances.filter(|(_, meters)| *meters <= i64::from(radius_km) * 1000).collect())
    }
}

impl From<ListingOrder> for ListingSort {
    fn from(order: ListingOrder) -> Self {
        let (column, descending) = match order {
            ListingOrder::LatestPublication => (SortColumn::PublishedAt, true),
            ListingOrder::EarliestPublication => (SortColumn::PublishedAt, false),
            ListingOrder::LatestCreation => (SortColumn::CreatedAt, true),
            ListingOrder::EarliestCreation => (SortColumn::CreatedAt, false),
            ListingOrder::LatestUpdate => (SortColumn::UpdatedAt, true),
            ListingOrder::EarliestUpdate => (SortColumn::UpdatedAt, false),
            ListingOrder::Relevance => (SortColumn::Relevance, true),
            ListingOrder::Distance => (SortColumn::Distance, false),
        };
        Self { column, descending }
    }
}

/// The values of a list parameter; what is wrong is noted with its place.
fn each<T>(
    faults: &mut Faults,
    name: &str,
    given: &[String],
    parse: impl Fn(&str) -> Result<T, Rule>,
) -> Vec<T> {
    let parsed = given.iter().enumerate().map(|(n, text)| faults.take(format!("{name}/{n}"), parse(text)));
    parsed.flatten().collect()
}

/// `49.61,6.13`
fn point(text: &str) -> Result<Coordinates, Rule> {
    let (latitude, longitude) = text.split_once(',').ok_or(Rule::NumberInvalid)?;
    let degrees = |text: &str, most: f64| {
        let value: f64 = text.trim().parse().map_err(|_| Rule::NumberInvalid)?;
        if value.abs() <= most {
            Ok(value)
        } else {
            Err(Rule::OutOfRange { min: format!("-{most}"), max: most.to_string() })
        }
    };
    Ok(Coordinates { latitude: degrees(latitude, 90.0)?, longitude: degrees(longitude, 180.0)? })
}
