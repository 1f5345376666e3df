//! Reading listings.

use ::app::listing::{self, ListingFilter, ListingPosition, ListingSort, SortColumn};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use domain::fault::{Faults, Rule};
use domain::id::{ExchangeWeekId, ListingId, OrganizationId};
use domain::place::{Canton, Commune, Coordinates, Place, distance_km};
use domain::vocabulary::{Category, Language};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::body::{Listing, ListingDirection, ListingKind, ListingStatus};
use crate::api::Api;
use crate::auth::MaybeSigned;
use crate::etag::IfNoneMatch;
use crate::locale::Spoken;
use crate::page::{self, List};
use crate::problem::Problem;
use crate::query::Query;
use crate::reply;
use crate::values::{LanguageCode, Word, parse_instant};

/// Which listings, in which order.
#[derive(Clone, Debug, Default, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct ListingQuery {
    /// Of this week.
    exchange_week_id: Option<Uuid>,
    /// Of this organization.
    organization_id: Option<Uuid>,
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
    /// The order; a minus puts the latest first. Equal instants are ordered by id.
    #[param(inline)]
    sort: Option<ListingOrder>,
    /// How many; 25 if nothing is said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// Where the page before ended.
    #[param(max_length = 1024)]
    cursor: Option<String>,
}

/// The orders of listings.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
enum ListingOrder {
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
}

/// A page of listings.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ListingPage {
    /// The listings, in order.
    #[schema(max_items = 100)]
    items: Vec<Listing>,
    /// Leads to the next page, if there is one.
    #[schema(required = true, max_length = 1024)]
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
}

/// List listings.
///
/// Published ones, for everybody. Drafts and what is waiting or rejected appear to their organization and to
/// staff, if the status is asked for.
#[utoipa::path(
    get, path = "/v1/listings", tag = "listings", params(ListingQuery),
    responses((status = 200, description = "A page of listings.", body = ListingPage)),
)]
pub(super) async fn list_listings(
    request: HttpRequest,
    api: Data<Api>,
    MaybeSigned(caller): MaybeSigned,
    Spoken(locale): Spoken,
    Query(query): Query<ListingQuery>,
) -> Result<HttpResponse, Problem> {
    let limit = page::limit(query.limit)?;
    let filter = query.filter().map_err(Problem::query)?;
    let sort = filter.sort;
    let person = caller.as_ref().map(|caller| caller.person);
    let list = List { operation: "list_listings", filters: query.without_position(), caller: person };
    let after: Option<(i64, Uuid)> = api.cursors().open(&list, query.cursor.as_deref())?;
    let after = after.and_then(|(at, id)| position(at, id));
    let found = api.run(move |ctx| listing::page(ctx, caller.as_ref(), &filter, after, limit)).await?;
    let next_cursor = api.cursors().beyond(&list, &found, |seen| key(sort, &seen.listing))?;
    let items = found.items.iter().map(|seen| Listing::of(seen, locale)).collect();
    let body = ListingPage { items, next_cursor, has_more: found.has_more };
    reply::page(&request, &body, body.next_cursor.as_deref())
}

/// Get a listing.
///
/// Its texts come in the reader's language where there is a translation.
#[utoipa::path(
    get, path = "/v1/listings/{listing_id}", tag = "listings",
    params(("listing_id" = Uuid, Path, description = "The listing."), IfNoneMatch),
    responses((status = 200, description = "The listing.", body = Listing)),
)]
pub(super) async fn get_listing(
    api: Data<Api>,
    MaybeSigned(caller): MaybeSigned,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let id = ListingId::new(id.into_inner());
    let seen = api.run(move |ctx| listing::find(ctx, caller.as_ref(), id)).await?;
    reply::item(&known, seen.listing.revision, &Listing::of(&seen, locale))
}

/// The place of a listing in an order, as a cursor keeps it. Those never published are not in an order by
/// publication, so they all have one.
fn key(sort: ListingSort, listing: &domain::listing::Listing) -> (i64, Uuid) {
    let at = match sort.column {
        SortColumn::PublishedAt => listing.published_at.unwrap_or(listing.created_at),
        SortColumn::CreatedAt => listing.created_at,
        SortColumn::UpdatedAt => listing.updated_at,
    };
    (at.as_microsecond(), listing.id.uuid())
}

fn position(at: i64, id: Uuid) -> Option<ListingPosition> {
    Some(ListingPosition { at: Timestamp::from_microsecond(at).ok()?, id: ListingId::new(id) })
}

impl ListingQuery {
    /// Everything that decides what is in the list, and in which order.
    fn without_position(&self) -> Self {
        Self { limit: None, cursor: None, ..self.clone() }
    }

    fn filter(&self) -> Result<ListingFilter, Faults> {
        let mut faults = Faults::none();
        let categories = each(&mut faults, "category", &self.category, Category::parse);
        let languages = each(&mut faults, "language", &self.language, Language::parse);
        let places = self.places(&mut faults);
        let mut instant = |name: &'static str, text: &Option<String>| {
            faults.take(name, text.as_deref().map(parse_instant).transpose()).flatten()
        };
        let available_from = instant("available_from", &self.available_from);
        let available_until = instant("available_until", &self.available_until);
        let published_after = instant("published_after", &self.published_after);
        let updated_since = instant("updated_since", &self.updated_since);
        let statuses = if self.status.is_empty() { &[ListingStatus::Published][..] } else { &self.status };
        faults.or(ListingFilter {
            exchange_week: self.exchange_week_id.map(ExchangeWeekId::new),
            organizations: self.organization_id.map(OrganizationId::new).into_iter().collect(),
            direction: self.direction.map(Into::into),
            kinds: self.kind.iter().copied().map(Into::into).collect(),
            categories,
            languages,
            statuses: statuses.iter().map(|status| status.code().to_owned()).collect(),
            places,
            available_from,
            available_until,
            published_after,
            updated_since,
            remaining_only: self.remaining == Some(true),
            sort: self.sort.map(ListingSort::from).unwrap_or_default(),
        })
    }

    /// The places that are let through: those named, within the cantons, within the radius.
    fn places(&self, faults: &mut Faults) -> Option<Vec<Place>> {
        let named = each(faults, "place", &self.place, Place::parse);
        let cantons = each(faults, "canton", &self.canton, Canton::parse);
        let center = self.near.as_deref().and_then(|text| faults.take("near", point(text)));
        let radius = f64::from(self.radius_km.unwrap_or(10));
        if self.radius_km.is_some_and(|radius| !(1..=200).contains(&radius)) {
            faults.add("radius_km", Rule::OutOfRange { min: "1".to_owned(), max: "200".to_owned() });
        }
        if self.place.is_empty() && self.canton.is_empty() && self.near.is_none() {
            return None;
        }
        let everywhere = Commune::all().map(Place::Commune).chain([Place::Remote]);
        let within = everywhere.filter(|place| {
            let commune = place.commune();
            (named.is_empty() || named.contains(place))
                && (cantons.is_empty() || commune.is_some_and(|one| cantons.contains(&one.canton())))
                && center.is_none_or(|center| {
                    commune.is_some_and(|one| distance_km(center, one.coordinates()) <= radius)
                })
        });
        Some(within.collect())
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
