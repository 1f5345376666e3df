//! The row of a photo, and its way to and from the domain.

use diesel::prelude::*;
use domain::photo::{AltTexts, Encoding, Image, Photo, Rendition};
use domain::text::Line;
use domain::vocabulary::Language;
use serde_json::{Value, json};

use super::super::super::schema::photos;
use super::super::super::values::{DbId, DbJson, DbTime};
use crate::error::StoreError;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = photos, treat_none_as_default_value = false)]
pub(super) struct Row {
    id: DbId,
    listing_id: DbId,
    encoding: String,
    renditions: DbJson,
    size_bytes: i64,
    language: String,
    alt_texts: DbJson,
    slot: i64,
    position: i64,
    created_at: DbTime,
    created_by: Option<DbId>,
}

impl Row {
    pub(super) fn of(photo: &Photo, slot: i64, position: i64) -> Result<Self, StoreError> {
        let renditions = photo.image.renditions.map(|one| json!([one.width, one.height, one.bytes]));
        Ok(Self {
            id: photo.id.into(),
            listing_id: photo.listing.into(),
            encoding: photo.image.encoding.code().to_owned(),
            renditions: DbJson(Value::Array(renditions.into())),
            size_bytes: i64::try_from(photo.image.bytes()).map_err(StoreError::backend)?,
            language: photo.alt.original().code().to_owned(),
            alt_texts: DbJson(alt_texts(&photo.alt)),
            slot,
            position,
            created_at: photo.created_at.into(),
            created_by: photo.created_by.map(Into::into),
        })
    }

    pub(super) fn into_photo(self) -> Result<Photo, StoreError> {
        let id = self.id;
        self.read().map_err(|what| StoreError::corrupt("photos", id.0, what))
    }

    fn read(self) -> Result<Photo, &'static str> {
        let Self {
            id, listing_id, encoding, renditions, language, alt_texts, created_at, created_by, ..
        } = self;
        let numbers: [[u32; 3]; 3] = serde_json::from_value(renditions.0).map_err(|_| "renditions")?;
        let renditions = numbers.map(|[width, height, bytes]| Rendition { width, height, bytes });
        let language = Language::parse(&language).map_err(|_| "language")?;
        Ok(Photo {
            id: id.into(),
            listing: listing_id.into(),
            image: Image { encoding: Encoding::from_code(&encoding).ok_or("encoding")?, renditions },
            alt: AltTexts::from_stored(language, texts(alt_texts.0)?),
            created_at: created_at.0,
            created_by: created_by.map(Into::into),
        })
    }
}

/// The words as a list of language and text, which keeps their order.
pub(super) fn alt_texts(alt: &AltTexts) -> Value {
    alt.texts().iter().map(|(language, text)| json!([language.code(), text.as_str()])).collect()
}

fn texts(stored: Value) -> Result<Vec<(Language, Line)>, &'static str> {
    let texts: Vec<(String, String)> = serde_json::from_value(stored).map_err(|_| "alt_texts")?;
    let parsed = texts.into_iter().map(|(language, text)| {
        let language = Language::parse(&language).map_err(|_| "alt_texts")?;
        Ok((language, Line::from_stored(text)))
    });
    parsed.collect()
}
