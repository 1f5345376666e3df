//! The pictures that are made of pixels.

use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::{DynamicImage, ExtendedColorType, ImageEncoder, Rgba};

use crate::{Encoding, Picture, Rejected, Rendition};

/// Below this, edges show rings; above, files grow and nobody sees why.
const JPEG_QUALITY: u8 = 85;

/// The picture in every size, from the largest to the smallest.
pub(crate) fn all(image: DynamicImage, sides: [u32; 3]) -> Result<Picture, Rejected> {
    let [largest, middle, smallest] = sides;
    let image = shrunk(image, largest)?;
    let encoding = if is_transparent(&image) { Encoding::Png } else { Encoding::Jpeg };
    let image = flattened(image, encoding);
    let first = rendition(&image, encoding)?;
    // Each size is made of the one before it: nearly as good, and much cheaper.
    let image = shrunk(image, middle)?;
    let second = rendition(&image, encoding)?;
    let third = rendition(&shrunk(image, smallest)?, encoding)?;
    Ok(Picture { encoding, renditions: [first, second, third] })
}

/// The picture, no larger than a side allows, with eight bits for each color.
fn shrunk(image: DynamicImage, most_side: u32) -> Result<DynamicImage, Rejected> {
    let image = eight_bits(image);
    let (width, height) = (image.width(), image.height());
    let (new_width, new_height) = fitted(width, height, most_side);
    if (new_width, new_height) == (width, height) {
        return Ok(image);
    }
    let mut smaller = DynamicImage::new(new_width, new_height, image.color());
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new().resize(&image, &mut smaller, &options).map_err(|_| Rejected::Damaged)?;
    Ok(smaller)
}

/// The width and height that fit a longest side, in the same proportion; never larger than they were.
fn fitted(width: u32, height: u32, most: u32) -> (u32, u32) {
    let longest = width.max(height);
    if longest <= most {
        return (width, height);
    }
    let scaled = |side: u32| {
        let rounded = (u64::from(side) * u64::from(most) + u64::from(longest) / 2) / u64::from(longest);
        u32::try_from(rounded).unwrap_or(most).max(1)
    };
    (scaled(width), scaled(height))
}

fn eight_bits(image: DynamicImage) -> DynamicImage {
    match image {
        image @ (DynamicImage::ImageRgb8(_) | DynamicImage::ImageRgba8(_)) => image,
        image if image.color().has_alpha() => DynamicImage::ImageRgba8(image.into_rgba8()),
        image => DynamicImage::ImageRgb8(image.into_rgb8()),
    }
}

fn is_transparent(image: &DynamicImage) -> bool {
    image.as_rgba8().is_some_and(|pixels| pixels.pixels().any(|Rgba([.., alpha])| *alpha != u8::MAX))
}

/// Without the channel that nobody needs.
fn flattened(image: DynamicImage, encoding: Encoding) -> DynamicImage {
    match encoding {
        Encoding::Jpeg => DynamicImage::ImageRgb8(image.into_rgb8()),
        Encoding::Png => image,
    }
}

fn rendition(image: &DynamicImage, encoding: Encoding) -> Result<Rendition, Rejected> {
    let (width, height) = (image.width(), image.height());
    let mut bytes = Vec::new();
    let written = match encoding {
        Encoding::Jpeg => JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY).write_image(
            image.as_bytes(),
            width,
            height,
            ExtendedColorType::Rgb8,
        ),
        Encoding::Png => {
            PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, PngFilter::Adaptive)
                .write_image(image.as_bytes(), width, height, ExtendedColorType::Rgba8)
        }
    };
    // Memory is all that they write to: what fails is a picture that cannot be one.
    written.map_err(|_| Rejected::Damaged)?;
    Ok(Rendition { width, height, bytes })
}
