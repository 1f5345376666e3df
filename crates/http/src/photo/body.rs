//! A photo as clients read it.

use std::collections::BTreeMap;

use ::app::photo::{Listed, Placed};
use domain::id::PhotoId;
use domain::photo::{Album, Photo, Size};
use domain::vocabulary::Locale;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::values::Instant;

/// A photo of a listing.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListingPhoto {
    /// Its identifier.
    id: Uuid,
    /// What it is a photo of.
    listing_id: Uuid,
    /// Its place among the photos of the listing, counted from 1.
    #[schema(minimum = 1, maximum = 8)]
    position: u32,
    /// The language of `alt_text`: the best for the reader.
    #[schema(max_length = 10, example = "fr")]
    language: &'static str,
    /// What it shows, in words, for those who do not see it.
    #[schema(max_length = 300, example = "Six chaises pliantes en bois clair")]
    alt_text: String,
    /// The language in which the words were written first.
    #[schema(max_length = 10, example = "fr")]
    original_language: &'static str,
    /// The words by language.
    alt_texts: BTreeMap<&'static str, PhotoAltText>,
    /// What its files are.
    #[schema(max_length = 20, example = "image/jpeg")]
    media_type: &'static str,
    /// Its files, in three sizes.
    images: PhotoImages,
    /// When it was added.
    created_at: Instant,
}

/// What a photo shows, in words.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(min_length = 1, max_length = 300, example = "Six chaises pliantes en bois clair")]
pub(crate) struct PhotoAltText(pub(super) String);

/// The files of a photo.
#[derive(Debug, Serialize, ToSchema)]
struct PhotoImages {
    /// At most 2,560 pixels on the longer side.
    full: PhotoImage,
    /// At most 1,280 pixels on the longer side.
    medium: PhotoImage,
    /// At most 320 pixels on the longer side.
    thumbnail: PhotoImage,
}

/// A file of a photo.
#[derive(Debug, Serialize, ToSchema)]
struct PhotoImage {
    /// Where it is. While the listing is not public, only with a login that may see it.
    #[schema(max_length = 200, example = "/v1/photos/0192f0c1-7b5e-7cc0-8000-5b1f7d3c9a10/image?size=full")]
    href: String,
    /// In pixels.
    #[schema(minimum = 1, maximum = 2560)]
    width: u32,
    /// In pixels.
    #[schema(minimum = 1, maximum = 2560)]
    height: u32,
}

/// The photos of a listing.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ListingPhotos {
    /// In their order.
    #[schema(max_items = 8)]
    items: Vec<ListingPhoto>,
}

impl ListingPhotos {
    pub(super) fn of(listed: &Listed, locale: Locale) -> Self {
        Self { items: ListingPhoto::all(&listed.album, locale) }
    }
}

impl ListingPhoto {
    /// All photos of a listing, for a reader of this language.
    pub(crate) fn all(album: &Album, locale: Locale) -> Vec<Self> {
        (1..).zip(album.photos()).map(|(place, photo)| Self::new(photo, place, locale)).collect()
    }

    pub(super) fn of(placed: &Placed, locale: Locale) -> Self {
        Self::new(&placed.photo, placed.place, locale)
    }

    fn new(photo: &Photo, place: u32, locale: Locale) -> Self {
        let alt = &photo.alt;
        let text_in = |code: &str| alt.texts().iter().find(|(language, _)| language.code() == code);
        let best = text_in(locale.code()).or_else(|| text_in(alt.original().code()));
        let image = |size| {
            let rendition = photo.image.rendition(size);
            PhotoImage { href: href(photo.id, size), width: rendition.width, height: rendition.height }
        };
        Self {
            id: photo.id.uuid(),
            listing_id: photo.listing.uuid(),
            position: place,
            language: best.map_or(alt.original().code(), |(language, _)| language.code()),
            alt_text: best.map(|(_, text)| text.as_str().to_owned()).unwrap_or_default(),
            original_language: alt.original().code(),
            alt_texts: alt
                .texts()
                .iter()
                .map(|(language, text)| (language.code(), PhotoAltText(text.as_str().to_owned())))
                .collect(),
            media_type: photo.image.encoding.media_type(),
            images: PhotoImages {
                full: image(Size::Full),
                medium: image(Size::Medium),
                thumbnail: image(Size::Thumbnail),
            },
            created_at: photo.created_at.into(),
        }
    }
}

fn href(id: PhotoId, size: Size) -> String {
    format!("/v1/photos/{id}/image?size={}", size.code())
}
