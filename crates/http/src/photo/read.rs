//! Reading photos.

use ::app::photo;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use domain::id::ListingId;
use uuid::Uuid;

use super::body::{ListingPhoto, ListingPhotos};
use super::write::parts;
use crate::api::Api;
use crate::auth::MaybeSigned;
use crate::etag::IfNoneMatch;
use crate::locale::Spoken;
use crate::problem::Problem;
use crate::reply;

/// List the photos of a listing.
///
/// In their order; at most eight. The listing has them too.
#[utoipa::path(
    get, path = "/v1/listings/{listing_id}/photos", tag = "listings",
    params(("listing_id" = Uuid, Path, description = "The listing."), IfNoneMatch),
    responses((status = 200, description = "The photos.", body = ListingPhotos)),
)]
pub(super) async fn list_listing_photos(
    api: Data<Api>,
    MaybeSigned(caller): MaybeSigned,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let id = ListingId::new(id.into_inner());
    let listed = api.run(move |ctx| photo::list(ctx, caller.as_ref(), id)).await?;
    reply::item(&known, listed.revision, &ListingPhotos::of(&listed, locale))
}

/// Get a photo of a listing.
///
/// What it shows, and where its files are. Its `ETag` is made of the revision of the listing.
#[utoipa::path(
    get, path = "/v1/listings/{listing_id}/photos/{photo_id}", tag = "listings",
    params(
        ("listing_id" = Uuid, Path, description = "The listing."),
        ("photo_id" = Uuid, Path, description = "The photo."),
        IfNoneMatch,
    ),
    responses((status = 200, description = "The photo.", body = ListingPhoto)),
)]
pub(super) async fn get_listing_photo(
    api: Data<Api>,
    MaybeSigned(caller): MaybeSigned,
    Spoken(locale): Spoken,
    ids: Path<(Uuid, Uuid)>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let (listing, id) = parts(ids);
    let placed = api.run(move |ctx| photo::find(ctx, caller.as_ref(), listing, id)).await?;
    reply::item(&known, placed.revision, &ListingPhoto::of(&placed, locale))
}
