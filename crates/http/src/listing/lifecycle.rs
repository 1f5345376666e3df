//! The life of a listing: shown, paused, closed, judged.

use ::app::listing::{self, Request};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use domain::fault::Faults;
use domain::id::ListingId;
use domain::listing::Closure;
use domain::text::{Bounds, Prose};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::body::Listing;
use crate::api::Api;
use crate::auth::Signed;
use crate::etag::IfMatch;
use crate::json::Body;
use crate::locale::Reader;
use crate::problem::Problem;
use crate::reply;
use crate::values::parse_instant;

/// How a listing is to be shown.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListingPublication {
    /// From when it counts as expired, RFC 3339; null for never.
    #[serde(default)]
    #[schema(required = true, format = DateTime, max_length = 40, example = "2026-06-14T22:00:00Z")]
    expires_at: Option<String>,
}

/// How a listing ended.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(rename_all = "snake_case")]
pub(super) enum ListingClosureReason {
    /// Its organization has or gave what it wanted.
    Fulfilled,
    /// Its organization took it back.
    Withdrawn,
    /// Those who run the bourse took it down; only for staff.
    RemovedByStaff,
}

/// The end of a listing.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListingClosure {
    /// How it ended.
    reason: ListingClosureReason,
}

/// Why a listing is sent back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListingRejection {
    /// The reason, for the poster.
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
}

/// Publish a listing.
///
/// Shows a draft, or submits it where the week moderates; shows an expired listing again.
#[utoipa::path(
    put, path = "/v1/listings/{listing_id}/publication", tag = "listings",
    params(("listing_id" = Uuid, Path, description = "The listing."), IfMatch), request_body = ListingPublication,
    responses((status = 200, description = "The listing.", body = Listing)),
)]
pub(super) async fn publish_listing(
    api: Data<Api>,
    caller: Signed,
    reader: Reader,
    id: Path<Uuid>,
    expected: IfMatch,
    body: Body<ListingPublication>,
) -> Result<HttpResponse, Problem> {
    let until = body.value.expires_at.as_deref().map(parse_instant).transpose();
    let until = until.map_err(|rule| Problem::body(Faults::one("expires_at", rule)))?;
    change(&api, caller, reader, id, expected, Request::Publish(until)).await
}

/// Pause a listing.
///
/// It stays to be seen, but nobody can draw on it. What is held or committed stays so.
#[utoipa::path(
    put, path = "/v1/listings/{listing_id}/pause", tag = "listings",
    params(("listing_id" = Uuid, Path, description = "The listing."), IfMatch),
    responses((status = 200, description = "The listing.", body = Listing)),
)]
pub(super) async fn pause_listing(
    api: Data<Api>,
    caller: Signed,
    reader: Reader,
    id: Path<Uuid>,
    expected: IfMatch,
) -> Result<HttpResponse, Problem> {
    change(&api, caller, reader, id, expected, Request::Pause).await
}

/// Resume a listing.
///
/// Ends the pause.
#[utoipa::path(
    delete, path = "/v1/listings/{listing_id}/pause", tag = "listings",
    params(("listing_id" = Uuid, Path, description = "The listing."), IfMatch),
    responses((status = 200, description = "The listing.", body = Listing)),
)]
pub(super) async fn resume_listing(
    api: Data<Api>,
    caller: Signed,
    reader: Reader,
    id: Path<Uuid>,
    expected: IfMatch,
) -> Result<HttpResponse, Problem> {
    change(&api, caller, reader, id, expected, Request::Resume).await
}

/// Close a listing.
///
/// Ends it for good. Proposed matches that need it are superseded; agreements stand.
#[utoipa::path(
    post, path = "/v1/listings/{listing_id}/closures", tag = "listings",
    params(("listing_id" = Uuid, Path, description = "The listing."), IfMatch), request_body = ListingClosure,
    responses((status = 200, description = "The listing.", body = Listing)),
)]
pub(super) async fn close_listing(
    api: Data<Api>,
    caller: Signed,
    reader: Reader,
    id: Path<Uuid>,
    expected: IfMatch,
    body: Body<ListingClosure>,
) -> Result<HttpResponse, Problem> {
    let closure = match body.value.reason {
        ListingClosureReason::Fulfilled => Closure::Fulfilled,
        ListingClosureReason::Withdrawn => Closure::Withdrawn,
        ListingClosureReason::RemovedByStaff => Closure::RemovedByStaff,
    };
    change(&api, caller, reader, id, expected, Request::Close(closure)).await
}

/// Withdraw a listing.
///
/// The same as closing it with the reason `withdrawn`.
#[utoipa::path(
    delete, path = "/v1/listings/{listing_id}", tag = "listings",
    params(("listing_id" = Uuid, Path, description = "The listing."), IfMatch),
    responses((status = 204, description = "It is closed.")),
)]
pub(super) async fn delete_listing(
    api: Data<Api>,
    Signed(caller): Signed,
    id: Path<Uuid>,
    IfMatch(expected): IfMatch,
) -> Result<HttpResponse, Problem> {
    let id = ListingId::new(id.into_inner());
    let request = Request::Close(Closure::Withdrawn);
    api.run(move |ctx| listing::change(ctx, &caller, id, expected, &request)).await?;
    Ok(reply::nothing())
}

/// Approve a listing.
///
/// Lets a submitted listing be shown.
#[utoipa::path(
    put, path = "/v1/listings/{listing_id}/approval", tag = "listings",
    params(("listing_id" = Uuid, Path, description = "The listing."), IfMatch),
    responses((status = 200, description = "The listing.", body = Listing)),
)]
pub(super) async fn approve_listing(
    api: Data<Api>,
    caller: Signed,
    reader: Reader,
    id: Path<Uuid>,
    expected: IfMatch,
) -> Result<HttpResponse, Problem> {
    change(&api, caller, reader, id, expected, Request::Approve).await
}

/// Reject a listing.
///
/// Sends a submitted listing back, with the reason; a change makes it a draft again.
#[utoipa::path(
    post, path = "/v1/listings/{listing_id}/rejections", tag = "listings",
    params(("listing_id" = Uuid, Path, description = "The listing."), IfMatch), request_body = ListingRejection,
    responses((status = 200, description = "The listing.", body = Listing)),
)]
pub(super) async fn reject_listing(
    api: Data<Api>,
    caller: Signed,
    reader: Reader,
    id: Path<Uuid>,
    expected: IfMatch,
    body: Body<ListingRejection>,
) -> Result<HttpResponse, Problem> {
    let mut faults = Faults::none();
    let reason = faults.take("reason", Prose::parse_note(&body.value.reason, Bounds::up_to(2000)));
    let Some(reason) = reason else { return Err(Problem::body(faults)) };
    change(&api, caller, reader, id, expected, Request::Reject(reason.into_string())).await
}

async fn change(
    api: &Api,
    Signed(caller): Signed,
    reader: Reader,
    id: Path<Uuid>,
    IfMatch(expected): IfMatch,
    request: Request,
) -> Result<HttpResponse, Problem> {
    let id = ListingId::new(id.into_inner());
    let seen = api.run(move |ctx| listing::change(ctx, &caller, id, expected, &request)).await?;
    reply::changed(seen.listing.revision, &Listing::of(&seen, &reader))
}
