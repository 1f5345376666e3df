//! Posting and changing listings.

use ::app::listing;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use domain::id::{ExchangeWeekId, ListingId, OrganizationId};
use uuid::Uuid;

use super::body::Listing;
use super::form::{ListingCreate, ListingPatch};
use crate::api::Api;
use crate::auth::Signed;
use crate::etag::IfMatch;
use crate::idempotency::IdempotencyKey;
use crate::json::Body;
use crate::locale::Reader;
use crate::problem::Problem;
use crate::reply;

/// Post a listing.
///
/// It begins as a draft, which only its organization sees; publish it when it is ready.
#[utoipa::path(
    post, path = "/v1/listings", tag = "listings", params(IdempotencyKey), request_body = ListingCreate,
    responses((status = 201, description = "The draft.", body = Listing)),
)]
pub(super) async fn create_listing(
    api: Data<Api>,
    Signed(caller): Signed,
    reader: Reader,
    key: IdempotencyKey,
    body: Body<ListingCreate>,
) -> Result<HttpResponse, Problem> {
    let (once, form) = (key.once(&body.digest), body.value);
    let organization = OrganizationId::new(form.organization_id);
    let week = ExchangeWeekId::new(form.exchange_week_id);
    let done = api
        .run(move |ctx| {
            listing::post(
                ctx,
                &caller,
                &once,
                organization,
                week,
                |week| form.draft(week),
                |seen| {
                    let location = format!("/v1/listings/{}", seen.listing.id);
                    reply::created_answer(location, seen.listing.revision, &Listing::of(seen, &reader))
                },
            )
        })
        .await?;
    reply::done(done)
}

/// Change a listing.
///
/// A merge patch: what is left out stays. What is held or committed cannot be taken away: a total below it is
/// refused, and so is another unit. Where staff judge listings first, or the words ask for it, a change of what a
/// shown listing says or is waits as its `pending_change`, and the listing stays as it is until it is approved;
/// further changes join the one that waits.
#[utoipa::path(
    patch, path = "/v1/listings/{listing_id}", tag = "listings",
    params(("listing_id" = Uuid, Path, description = "The listing."), IfMatch), request_body = ListingPatch,
    responses((status = 200, description = "The listing.", body = Listing)),
)]
pub(super) async fn update_listing(
    api: Data<Api>,
    Signed(caller): Signed,
    reader: Reader,
    id: Path<Uuid>,
    IfMatch(expected): IfMatch,
    body: Body<ListingPatch>,
) -> Result<HttpResponse, Problem> {
    let id = ListingId::new(id.into_inner());
    let seen = api
        .run(move |ctx| {
            listing::edit(ctx, &caller, id, expected, |listing, content, week| {
                ListingCreate::of(listing, content).patched(&body.value).draft(week)
            })
        })
        .await?;
    reply::changed(seen.listing.revision, &Listing::of(&seen, &reader))
}

/// Withdraw a change.
///
/// Takes back the `pending_change` of a listing; what is shown stays.
#[utoipa::path(
    delete, path = "/v1/listings/{listing_id}/pending-change", tag = "listings",
    params(("listing_id" = Uuid, Path, description = "The listing."), IfMatch),
    responses((status = 200, description = "The listing.", body = Listing)),
)]
pub(super) async fn delete_pending_change(
    api: Data<Api>,
    Signed(caller): Signed,
    reader: Reader,
    id: Path<Uuid>,
    IfMatch(expected): IfMatch,
) -> Result<HttpResponse, Problem> {
    let id = ListingId::new(id.into_inner());
    let seen = api.run(move |ctx| listing::withdraw_change(ctx, &caller, id, expected)).await?;
    reply::changed(seen.listing.revision, &Listing::of(&seen, &reader))
}
