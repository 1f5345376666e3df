//! Photos of listings, in an order, each with what it shows in words.
//!
//! A photo is part of its listing: who sees the listing sees its photos, and each change of them is a change of
//! the listing, with its revision and its audit entry ([`crate::listing::Event::Photographed`]).

mod alt;
#[cfg(test)]
mod tests;

pub use alt::{AltTexts, RawAltText};

use jiff::Timestamp;

use crate::id::{ListingId, PersonId, PhotoId};
use crate::refusal::Refusal;

/// The most photos of a listing.
pub const MOST_PHOTOS: u32 = 8;

/// The most room that the photos of an organization take together, all sizes counted, in bytes.
pub const MOST_BYTES: u64 = 200_000_000;

/// A photo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    /// Its identifier.
    pub id: PhotoId,
    /// What it is a photo of.
    pub listing: ListingId,
    /// Its files.
    pub image: Image,
    /// What it shows, for those who do not see it.
    pub alt: AltTexts,
    /// When it was added.
    pub created_at: Timestamp,
    /// By whom.
    pub created_by: Option<PersonId>,
}

/// The files of a photo; they never change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// How they are encoded.
    pub encoding: Encoding,
    /// One for each of [`Size::ALL`], in that order.
    pub renditions: [Rendition; 3],
}

impl Image {
    /// The room that they take together, in bytes.
    pub fn bytes(&self) -> u64 {
        self.renditions.iter().map(|one| u64::from(one.bytes)).sum()
    }

    /// The file of a size.
    pub const fn rendition(&self, size: Size) -> Rendition {
        let [full, medium, thumbnail] = self.renditions;
        match size {
            Size::Full => full,
            Size::Medium => medium,
            Size::Thumbnail => thumbnail,
        }
    }
}

/// A file of a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rendition {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Its length.
    pub bytes: u32,
}

/// The sizes in which a photo is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Size {
    /// As large as it is kept.
    Full,
    /// For a page.
    Medium,
    /// For a list.
    Thumbnail,
}

impl Size {
    /// Every one, the largest first.
    pub const ALL: [Self; 3] = [Self::Full, Self::Medium, Self::Thumbnail];

    /// The longest side, in pixels; a photo that is smaller stays as it is.
    pub const fn most_side(self) -> u32 {
        match self {
            Self::Full => 2560,
            Self::Medium => 1280,
            Self::Thumbnail => 320,
        }
    }

    /// The name, as sent and as objects are named.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Medium => "medium",
            Self::Thumbnail => "thumbnail",
        }
    }
}

/// How a photo is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// JPEG.
    Jpeg,
    /// PNG, for what is transparent.
    Png,
}

impl Encoding {
    /// The name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
        }
    }

    /// The one of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Jpeg, Self::Png].into_iter().find(|one| one.code() == code)
    }

    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

/// What happens to the photos of a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoChange {
    /// One more.
    Added(PhotoId),
    /// Its words or its place in the order.
    Changed(PhotoId),
    /// One less.
    Removed(PhotoId),
}

impl PhotoChange {
    /// Which photo.
    pub const fn photo(self) -> PhotoId {
        match self {
            Self::Added(id) | Self::Changed(id) | Self::Removed(id) => id,
        }
    }

    /// The name, as audit log and outbox have it.
    pub const fn action(self) -> &'static str {
        match self {
            Self::Added(_) => "listing.photo_added",
            Self::Changed(_) => "listing.photo_changed",
            Self::Removed(_) => "listing.photo_removed",
        }
    }
}

/// The photos of a listing, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Album(Vec<Photo>);

impl Album {
    /// These photos, in this order.
    pub const fn of(photos: Vec<Photo>) -> Self {
        Self(photos)
    }

    /// The photos, in their order.
    pub fn photos(&self) -> &[Photo] {
        &self.0
    }

    /// The photo and its place, counted from 1.
    pub fn find(&self, id: PhotoId) -> Option<(u32, &Photo)> {
        (1..).zip(&self.0).find(|(_, photo)| photo.id == id)
    }

    /// With one more at the end.
    pub fn with(mut self, photo: Photo) -> Result<Self, Refusal> {
        if self.0.len() >= usize::try_from(MOST_PHOTOS).unwrap_or(usize::MAX) {
            return Err(Refusal::PhotoCapReached { max: MOST_PHOTOS });
        }
        self.0.push(photo);
        Ok(self)
    }

    /// With this one in place of the one of its id, at this place, counted from 1; beyond the end is at the end.
    #[must_use]
    pub fn with_changed(self, photo: Photo, place: u32) -> Self {
        let Self(mut photos) = self.without(photo.id);
        let place = usize::try_from(place.saturating_sub(1)).unwrap_or(usize::MAX).min(photos.len());
        photos.insert(place, photo);
        Self(photos)
    }

    /// Without this one.
    #[must_use]
    pub fn without(mut self, id: PhotoId) -> Self {
        self.0.retain(|photo| photo.id != id);
        self
    }
}
