//! What a photo that somebody sends becomes: bytes in, checked and freshly encoded pictures out.
//!
//! Nothing of what was sent is kept but its pixels. The file is recognized by its content, decoded in full
//! within strict limits, turned the way its camera held it, made smaller where it is larger than anybody
//! looks at, and encoded anew, so that no metadata, no profile, no comment and nothing hidden behind the image
//! survives (`docs/adr/0016-photos.md`).
//!
//! This crate must not know: anything of the bourse, where the bytes come from and where they go.

mod encode;
mod jpeg;
pub mod pattern;
#[cfg(test)]
mod tests;

use std::io::Cursor;

use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, Limits};

/// The longest side of a picture that is sent, in pixels.
pub const MOST_SIDE: u32 = 8192;
/// The most pixels of a picture that is sent, in millions: what the cameras of telephones make.
pub const MOST_MEGAPIXELS: u32 = 40;
/// The most bytes that a decoder may allocate for itself and its pixels, as far as it counts them.
const MOST_ALLOCATED: u64 = 400 * 1024 * 1024;

/// The kinds of file that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// JPEG.
    Jpeg,
    /// PNG, with one frame.
    Png,
    /// WebP, with one frame.
    WebP,
}

impl Kind {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Jpeg, Self::Png, Self::WebP];

    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
        }
    }

    /// What the content is, by the bytes it begins with.
    fn of(bytes: &[u8]) -> Option<Self> {
        match image::guess_format(bytes).ok()? {
            ImageFormat::Jpeg => Some(Self::Jpeg),
            ImageFormat::Png => Some(Self::Png),
            ImageFormat::WebP => Some(Self::WebP),
            _ => None,
        }
    }
}

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejected {
    /// Its content is none of the kinds that are taken.
    #[error("neither JPEG, PNG nor WebP")]
    Unknown,
    /// Its content is of a kind that is taken, but not of the one that it was declared to be.
    #[error("declared as {declared:?}, but {found:?}")]
    Mislabelled {
        /// What it was said to be.
        declared: Kind,
        /// What it is.
        found: Kind,
    },
    /// It is larger than [`MOST_SIDE`] or [`MOST_MEGAPIXELS`] allow, or says so.
    #[error("too many pixels")]
    TooLarge,
    /// It has more than one frame.
    #[error("animated")]
    Animated,
    /// It is cut off, damaged, or no picture behind its first bytes.
    #[error("damaged")]
    Damaged,
}

/// How the pictures that are made are encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// JPEG: what has no transparency.
    Jpeg,
    /// PNG: what has.
    Png,
}

/// A checked picture, freshly encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// How all sizes are encoded.
    pub encoding: Encoding,
    /// One for each longest side that was asked for, in that order.
    pub renditions: [Rendition; 3],
}

/// A picture in one size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendition {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Picture {
    /// Checks a file and makes a picture for each of these longest sides, which descend; a picture that is
    /// smaller stays as it is. `declared` is what whoever sends it says it is.
    pub fn of_file(bytes: &[u8], declared: Option<Kind>, sides: [u32; 3]) -> Result<Self, Rejected> {
        let found = Kind::of(bytes).ok_or(Rejected::Unknown)?;
        if let Some(declared) = declared.filter(|declared| *declared != found) {
            return Err(Rejected::Mislabelled { declared, found });
        }
        encode::all(decode(bytes, found)?, sides)
    }
}

/// The pixels, upright.
fn decode(bytes: &[u8], kind: Kind) -> Result<DynamicImage, Rejected> {
    let file = Cursor::new(bytes);
    match kind {
        Kind::Jpeg => {
            let decoder = JpegDecoder::new(file).map_err(rejected)?;
            within_limits(&decoder)?;
            // The decoder itself fills what is missing with gray.
            if !jpeg::is_complete(bytes) {
                return Err(Rejected::Damaged);
            }
            pixels(decoder)
        }
        Kind::Png => {
            let decoder = PngDecoder::with_limits(file, limits()).map_err(rejected)?;
            within_limits(&decoder)?;
            if decoder.is_apng().map_err(rejected)? {
                return Err(Rejected::Animated);
            }
            pixels(decoder)
        }
        Kind::WebP => {
            let decoder = WebPDecoder::new(file).map_err(rejected)?;
            within_limits(&decoder)?;
            if decoder.has_animation() {
                return Err(Rejected::Animated);
            }
            pixels(decoder)
        }
    }
}

/// What the header declares is looked at before a pixel is allocated.
fn within_limits(decoder: &impl ImageDecoder) -> Result<(), Rejected> {
    let (width, height) = decoder.dimensions();
    let most = u64::from(MOST_MEGAPIXELS) * 1_000_000;
    let few = u64::from(width) * u64::from(height) <= most && decoder.total_bytes() <= MOST_ALLOCATED;
    if few && width <= MOST_SIDE && height <= MOST_SIDE { Ok(()) } else { Err(Rejected::TooLarge) }
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(MOST_ALLOCATED);
    limits
}

fn pixels(mut decoder: impl ImageDecoder) -> Result<DynamicImage, Rejected> {
    decoder.set_limits(limits()).map_err(rejected)?;
    // Which way is up is worth no refusal: a camera that says it wrongly says nothing.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(rejected)?;
    image.apply_orientation(orientation);
    Ok(image)
}

#[expect(clippy::needless_pass_by_value, reason = "it is given to `map_err`")]
fn rejected(error: ImageError) -> Rejected {
    match error {
        ImageError::Limits(_) => Rejected::TooLarge,
        _ => Rejected::Damaged,
    }
}
