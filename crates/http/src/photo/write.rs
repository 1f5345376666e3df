//! Adding, describing, ordering and removing photos.

use std::collections::BTreeMap;

use ::app::photo::{self, Edit};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use domain::fault::{Faults, Rule};
use domain::id::{ListingId, PhotoId};
use domain::photo::{AltTexts, MOST_PHOTOS, Photo, RawAltText};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::body::{ListingPhoto, ListingPhotos, PhotoAltText};
use super::upload::{Form, PhotoUpload};
use crate::api::Api;
use crate::auth::Signed;
use crate::etag::IfMatch;
use crate::idempotency::IdempotencyKey;
use crate::json::Body;
use crate::locale::Spoken;
use crate::problem::Problem;
use crate::reply;

/// Changes of a photo: what is left out stays as it is.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ListingPhotoPatch {
    /// Its place among the photos of the listing, counted from 1; beyond the last is the last.
    #[schema(nullable = false, minimum = 1, maximum = 8)]
    position: Option<u32>,
    /// The language in which the words were written first.
    #[schema(nullable = false, max_length = 10)]
    original_language: Option<String>,
    /// The words by language; all of them, in place of those that stand.
    #[schema(nullable = false)]
    alt_texts: Option<BTreeMap<String, PhotoAltText>>,
}

/// Add a photo to a listing.
///
/// It comes last; at most eight. Only the pixels of the file are kept, upright and at most 2,560 to a side. Adding
/// one is a change of the listing: its revision counts it.
#[utoipa::path(
    post, path = "/v1/listings/{listing_id}/photos", tag = "listings",
    params(("listing_id" = Uuid, Path, description = "The listing."), IdempotencyKey),
    request_body(content = PhotoUpload, content_type = "multipart/form-data"),
    responses((status = 201, description = "The photo.", body = ListingPhoto)),
)]
pub(super) async fn create_listing_photo(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
    key: IdempotencyKey,
    form: Form,
) -> Result<HttpResponse, Problem> {
    let id = ListingId::new(id.into_inner());
    let (once, upload) = (key.once(&form.digest), form.upload);
    let done = api
        .run_picture(move |ctx| {
            photo::add(ctx, &caller, &once, id, upload, |placed| {
                let location = format!("/v1/listings/{id}/photos/{}", placed.photo.id);
                reply::created_answer(location, placed.revision, &ListingPhoto::of(placed, locale))
            })
        })
        .await?;
    reply::done(done)
}

/// Change the words or the place of a photo.
///
/// A merge patch: what is left out stays. The `ETag` of a photo is made of the revision of its listing.
#[utoipa::path(
    patch, path = "/v1/listings/{listing_id}/photos/{photo_id}", tag = "listings",
    params(
        ("listing_id" = Uuid, Path, description = "The listing."),
        ("photo_id" = Uuid, Path, description = "The photo."),
        IfMatch,
    ),
    request_body = ListingPhotoPatch,
    responses((status = 200, description = "The photo.", body = ListingPhoto)),
)]
pub(super) async fn update_listing_photo(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    ids: Path<(Uuid, Uuid)>,
    IfMatch(expected): IfMatch,
    body: Body<ListingPhotoPatch>,
) -> Result<HttpResponse, Problem> {
    let (listing, id) = parts(ids);
    let placed = api
        .run(move |ctx| {
            photo::change(ctx, &caller, listing, id, expected, |photo, place| body.value.edit(photo, place))
        })
        .await?;
    reply::changed(placed.revision, &ListingPhoto::of(&placed, locale))
}

/// Remove a photo from a listing.
///
/// Nobody sees it from then on, but who has it already.
#[utoipa::path(
    delete, path = "/v1/listings/{listing_id}/photos/{photo_id}", tag = "listings",
    params(
        ("listing_id" = Uuid, Path, description = "The listing."),
        ("photo_id" = Uuid, Path, description = "The photo."),
        IfMatch,
    ),
    responses((status = 200, description = "The photos that remain.", body = ListingPhotos)),
)]
pub(super) async fn delete_listing_photo(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    ids: Path<(Uuid, Uuid)>,
    IfMatch(expected): IfMatch,
) -> Result<HttpResponse, Problem> {
    let (listing, id) = parts(ids);
    let listed = api.run(move |ctx| photo::remove(ctx, &caller, listing, id, expected)).await?;
    reply::changed(listed.revision, &ListingPhotos::of(&listed, locale))
}

/// The listing and the photo of a path.
pub(super) fn parts(ids: Path<(Uuid, Uuid)>) -> (ListingId, PhotoId) {
    let (listing, photo) = ids.into_inner();
    (ListingId::new(listing), PhotoId::new(photo))
}

impl ListingPhotoPatch {
    /// What the photo is to be.
    fn edit(&self, photo: &Photo, place: u32) -> Result<Edit, Faults> {
        let mut faults = Faults::none();
        let original = self.original_language.as_deref().unwrap_or(photo.alt.original().code());
        let standing = || {
            let texts = photo.alt.texts().iter();
            texts.map(|(language, text)| RawAltText { language: language.code(), text: text.as_str() })
        };
        let given = |texts: &BTreeMap<String, PhotoAltText>| {
            let given = texts.iter().map(|(language, text)| RawAltText { language, text: &text.0 });
            AltTexts::parse(original, given)
        };
        let alt = self.alt_texts.as_ref().map_or_else(|| AltTexts::parse(original, standing()), given);
        let place = self.position.unwrap_or(place);
        if !(1..=MOST_PHOTOS).contains(&place) {
            faults.add("position", Rule::OutOfRange { min: "1".to_owned(), max: MOST_PHOTOS.to_string() });
        }
        let alt = faults.take_all("", alt);
        alt.filter(|_| faults.is_empty()).map(|alt| Edit { alt, place }).ok_or(faults)
    }
}
