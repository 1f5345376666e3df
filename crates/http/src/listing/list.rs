//! Reading listings.

use ::app::listing::{self, Hit, ListingPosition, ListingSort, SortColumn};
use ::app::search::Words;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use domain::id::ListingId;
use jiff::Timestamp;
use search::{Asked, Frozen};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::body::Listing;
use super::form::texts;
use super::found::ListingFound;
use super::query::ListingQuery;
use crate::api::Api;
use crate::auth::MaybeSigned;
use crate::etag::IfNoneMatch;
use crate::locale::Reader;
use crate::page::{self, List};
use crate::problem::{Kind, Problem};
use crate::query::Query;
use crate::reply;

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
    reader: Reader,
    Query(query): Query<ListingQuery>,
) -> Result<HttpResponse, Problem> {
    let limit = page::limit(query.limit)?;
    let filter = query.filter().map_err(Problem::query)?;
    let phrase = query.phrase().map_err(Problem::query)?;
    let (sort, distances) = (filter.sort, filter.distances.clone());
    let person = caller.as_ref().map(|caller| caller.person);
    let list = List { operation: "list_listings", filters: query.without_position(), caller: person };
    let (after, frozen) = match api.cursors().open::<Key>(&list, query.cursor.as_deref())? {
        Some(key) => position(key)?,
        None => (None, None),
    };
    let words = phrase.map(|phrase| Words { phrase, frozen });
    let found = api.run(move |ctx| listing::page(ctx, caller.as_ref(), filter, words, after, limit)).await?;
    let (page, asked) = (found.page, found.asked);
    let far = |hit: &Hit| {
        let place = hit.seen.listing.content.place;
        distances.iter().flatten().find(|(one, _)| *one == place).map(|(_, meters)| *meters)
    };
    let next_cursor = api.cursors().beyond(&list, &page, |hit| key(sort, hit, far(hit), asked.as_ref()))?;
    let items = page.items.iter().map(|hit| item(hit, far(hit), asked.as_ref(), &reader)).collect();
    let body = ListingPage { items, next_cursor, has_more: page.has_more };
    reply::page(&request, &body, body.next_cursor.as_deref())
}

fn item(hit: &Hit, distance_m: Option<i64>, asked: Option<&Asked>, reader: &Reader) -> Listing {
    let listing = Listing::of(&hit.seen, reader);
    let texts = texts(&hit.seen.listing.content);
    let found = asked.map(|asked| ListingFound::of(hit.score, asked, &texts, listing.shown_language()));
    listing.found(found, distance_m)
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
    reader: Reader,
    id: Path<Uuid>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let id = ListingId::new(id.into_inner());
    let seen = api.run(move |ctx| listing::find(ctx, caller.as_ref(), id)).await?;
    reply::item(&known, seen.listing.revision, &Listing::of(&seen, &reader))
}

/// The place of a listing in an order, as a cursor keeps it: its score or distance, an instant in microseconds,
/// its id; and what was known of the words that were asked for.
type Key = (i64, i64, Uuid, Option<String>);

/// Those never published are not in an order by publication, so they all have a place in it.
fn key(sort: ListingSort, hit: &Hit, distance_m: Option<i64>, asked: Option<&Asked>) -> Key {
    let listing = &hit.seen.listing;
    let shown_at = listing.published_at.unwrap_or(listing.created_at);
    let (rank, at) = match sort.column {
        SortColumn::PublishedAt => (0, shown_at),
        SortColumn::CreatedAt => (0, listing.created_at),
        SortColumn::UpdatedAt => (0, listing.updated_at),
        SortColumn::Relevance => (hit.score, shown_at),
        SortColumn::Distance => (distance_m.unwrap_or_default(), shown_at),
    };
    let frozen = asked.map(|asked| asked.frozen().to_text());
    (rank, at.as_microsecond(), listing.id.uuid(), frozen)
}

fn position((rank, at, id, frozen): Key) -> Result<(Option<ListingPosition>, Option<Frozen>), Problem> {
    let at = Timestamp::from_microsecond(at).map_err(|_| Kind::CursorInvalid)?;
    let frozen = frozen.map(|text| Frozen::parse(&text).ok_or(Kind::CursorInvalid)).transpose()?;
    Ok((Some(ListingPosition { rank, at, id: ListingId::new(id) }), frozen))
}
