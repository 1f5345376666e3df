//! The files of photos.

use ::app::photo;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::web::{Data, Path};
use domain::id::PhotoId;
use domain::photo::{Encoding, Size};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::api::Api;
use crate::auth::MaybeSigned;
use crate::etag::IfNoneMatch;
use crate::middleware::PageSecurity;
use crate::problem::Problem;
use crate::query::Query;

/// A file never changes, so whoever has it need not ask again for a day. Not longer: a listing that is taken
/// down should be gone from the caches of others too.
const PUBLIC: &str = "public, max-age=86400, immutable";
/// What not everybody may see is asked for again each time.
const PRIVATE: &str = "private, no-cache";
/// A file that is opened by itself may do nothing at all.
const SECURITY: &str =
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox";

/// In which size.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct PhotoImageQuery {
    /// In which size; `full` if nothing is said.
    #[param(inline)]
    size: Option<PhotoSize>,
}

/// The sizes of a photo.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(rename_all = "snake_case")]
enum PhotoSize {
    /// At most 320 pixels on the longer side.
    Thumbnail,
    /// At most 1,280 pixels on the longer side.
    Medium,
    /// At most 2,560 pixels on the longer side.
    Full,
}

impl From<PhotoSize> for Size {
    fn from(size: PhotoSize) -> Self {
        match size {
            PhotoSize::Thumbnail => Self::Thumbnail,
            PhotoSize::Medium => Self::Medium,
            PhotoSize::Full => Self::Full,
        }
    }
}

/// The file itself.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary, max_length = 52_428_800)]
pub(super) struct PhotoFile(#[expect(dead_code, reason = "describes the answer")] Vec<u8>);

/// Get the file of a photo.
///
/// JPEG, or PNG where something is transparent. Whoever may see the listing may see it; while everybody may,
/// it can be kept for a day. It never changes.
#[utoipa::path(
    get, path = "/v1/photos/{photo_id}/image", tag = "listings",
    params(("photo_id" = Uuid, Path, description = "The photo."), PhotoImageQuery, IfNoneMatch),
    responses((
        status = 200, description = "The file.",
        content((PhotoFile = "image/jpeg"), (PhotoFile = "image/png")),
    )),
)]
pub(super) async fn get_photo_image(
    api: Data<Api>,
    MaybeSigned(caller): MaybeSigned,
    id: Path<Uuid>,
    Query(query): Query<PhotoImageQuery>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let id = PhotoId::new(id.into_inner());
    let size = query.size.map_or(Size::Full, Size::from);
    let located = api.run(move |ctx| photo::locate(ctx, caller.as_ref(), id, size)).await?;
    let tag = format!("\"{id}-{}\"", size.code());
    let (encoding, cache) = (located.encoding, if located.is_public { PUBLIC } else { PRIVATE });
    let has = known.has(&tag);
    let mut answer = HttpResponse::build(if has { StatusCode::NOT_MODIFIED } else { StatusCode::OK });
    answer.insert_header((header::ETAG, tag)).insert_header((header::CACHE_CONTROL, cache));
    answer.extensions_mut().insert(PageSecurity(SECURITY));
    if has {
        return Ok(answer.finish());
    }
    let bytes = api.run_object(move |ctx| photo::read(ctx, &located)).await?;
    let (ending, disposition) = match encoding {
        Encoding::Jpeg => (encoding.media_type(), "inline; filename=\"photo.jpg\""),
        Encoding::Png => (encoding.media_type(), "inline; filename=\"photo.png\""),
    };
    answer
        .content_type(ending)
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        // Pages of other sites that isolate themselves show the pictures too.
        .insert_header(("cross-origin-resource-policy", "cross-origin"));
    Ok(answer.body(bytes))
}
