//! Files made by code: good ones, and those that are not.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ExtendedColorType, ImageEncoder as _, Rgb, RgbImage};

/// A picture in which each corner has a color of its own: red, green, blue and white, clockwise from the left.
pub(super) fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match (x < width / 2, y < height / 2) {
        (true, true) => Rgb([250, 5, 5]),
        (false, true) => Rgb([5, 250, 5]),
        (false, false) => Rgb([5, 5, 250]),
        (true, false) => Rgb([250, 250, 250]),
    })
}

pub(super) fn jpeg(image: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new(&mut bytes).encode_image(image).unwrap();
    bytes
}

pub(super) fn png(image: &DynamicImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    image.write_with_encoder(PngEncoder::new(&mut bytes)).unwrap();
    bytes
}

pub(super) fn webp(image: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = WebPEncoder::new_lossless(&mut bytes);
    encoder.write_image(image, image.width(), image.height(), ExtendedColorType::Rgb8).unwrap();
    bytes
}

pub(super) fn decoded(bytes: &[u8]) -> DynamicImage {
    image::ImageReader::new(Cursor::new(bytes)).with_guessed_format().unwrap().decode().unwrap()
}

/// A JPEG file with one more segment behind its beginning.
pub(super) fn with_segment(jpeg: &[u8], marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, marker], &length, content, &jpeg[2..]].concat()
}

/// A JPEG file that says that it has another size.
pub(super) fn jpeg_saying(mut jpeg: Vec<u8>, width: u16, height: u16) -> Vec<u8> {
    let frame = jpeg.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    jpeg[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    jpeg[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    jpeg
}

/// The metadata of a telephone: which way is up, and where it was, with this text in it.
pub(super) fn exif(orientation: u8, place: &[u8]) -> Vec<u8> {
    let count = u8::try_from(place.len()).unwrap();
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    // Two entries: the orientation, and where the part about the place is.
    tiff.extend_from_slice(&[2, 0]);
    tiff.extend_from_slice(&[0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    tiff.extend_from_slice(&[0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0]);
    tiff.extend_from_slice(&[0; 4]);
    // The part about the place: the name of the area.
    tiff.extend_from_slice(&[1, 0, 0x1C, 0, 7, 0, count, 0, 0, 0, 56, 0, 0, 0]);
    tiff.extend_from_slice(&[0; 4]);
    tiff.extend_from_slice(place);
    tiff
}

/// A PNG chunk.
pub(super) fn chunk(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    let sum = crc(&[&kind[..], content].concat()).to_be_bytes();
    [&length[..], &kind, content, &sum].concat()
}

/// A PNG file with one more chunk behind its header.
pub(super) fn with_chunk(png: &[u8], kind: [u8; 4], content: &[u8]) -> Vec<u8> {
    [&png[..33], &chunk(kind, content), &png[33..]].concat()
}

/// A PNG file that says that it has this size, and has next to nothing in it.
pub(super) fn png_saying(width: u32, height: u32) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    let nothing = [0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01];
    let beginning = b"\x89PNG\r\n\x1a\n".to_vec();
    [beginning, chunk(*b"IHDR", &header), chunk(*b"IDAT", &nothing), chunk(*b"IEND", &[])].concat()
}

/// Zeros, compressed: many, in little room. The data of a black picture.
pub(super) fn compressed_zeros() -> Vec<u8> {
    let black = DynamicImage::new_luma8(8192, 8000);
    let png = png(&black);
    let mut data = Vec::new();
    let mut rest = &png[8..];
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap();
        if &after[..4] == b"IDAT" {
            data.extend_from_slice(&after[4..4 + length]);
        }
        rest = &after[4 + length + 4..];
    }
    data
}

/// A WebP file that says that its lossless picture has the largest size that there is.
pub(super) fn webp_saying_much(mut webp: Vec<u8>) -> Vec<u8> {
    let picture = webp.windows(4).position(|four| four == b"VP8L").unwrap();
    // A signature, then 14 bits each of width and height less one.
    assert_eq!(webp[picture + 8], 0x2F);
    webp[picture + 9..picture + 12].copy_from_slice(&[0xFE, 0xBF, 0xFF]);
    webp[picture + 12] |= 0x0F;
    webp
}

/// A WebP file of chunks.
fn riff(chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    for (kind, content) in chunks {
        body.extend_from_slice(*kind);
        body.extend_from_slice(&u32::try_from(content.len()).unwrap().to_le_bytes());
        body.extend_from_slice(content);
        body.resize(body.len().next_multiple_of(2), 0);
    }
    [&b"RIFF"[..], &u32::try_from(body.len()).unwrap().to_le_bytes(), &body].concat()
}

/// A WebP file with extensions: the flags, the chunks before the picture, the picture, the chunks behind it.
pub(super) fn webp_with(flags: u8, webp: &[u8], behind: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let extensions = vec![flags, 0, 0, 0, 15, 0, 0, 15, 0, 0];
    let length = usize::try_from(u32::from_le_bytes(webp[16..20].try_into().unwrap())).unwrap();
    let mut chunks = vec![(b"VP8X", extensions), (b"VP8L", webp[20..20 + length].to_vec())];
    chunks.extend(behind.iter().map(|(kind, content)| (*kind, content.to_vec())));
    riff(&chunks)
}

/// A WebP file with two frames of a picture of 16 × 16 pixels.
pub(super) fn animated_webp(webp: &[u8]) -> Vec<u8> {
    let frame = [&[0, 0, 0, 0, 0, 0, 15, 0, 0, 15, 0, 0, 100, 0, 0, 0][..], &webp[12..]].concat();
    let extensions = vec![0x02, 0, 0, 0, 15, 0, 0, 15, 0, 0];
    riff(&[(b"VP8X", extensions), (b"ANIM", vec![0; 6]), (b"ANMF", frame.clone()), (b"ANMF", frame)])
}

/// The check sum of PNG.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 & 0_u32.wrapping_sub(sum & 1)))
    })
}
