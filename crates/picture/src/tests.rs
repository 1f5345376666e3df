//! What becomes of good files. Bad ones are sent to the whole service, in the journeys.

use image::{Rgb, RgbImage};

use super::*;

const SIDES: [u32; 3] = [256, 64, 16];

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let image =
        RgbImage::from_fn(width, height, |x, y| Rgb([x, y, x + y].map(|value| value.to_le_bytes()[0])));
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new(&mut bytes).encode_image(&image).unwrap();
    bytes
}

#[test]
fn sizes_keep_the_proportion_and_never_grow() {
    let check = |width, height, expected: [(u32, u32); 3]| {
        let picture = Picture::of_file(&jpeg(width, height), Some(Kind::Jpeg), SIDES).unwrap();
        assert_eq!(picture.renditions.each_ref().map(|one| (one.width, one.height)), expected);
    };
    check(512, 256, [(256, 128), (64, 32), (16, 8)]);
    check(100, 300, [(85, 256), (21, 64), (5, 16)]);
    check(10, 10, [(10, 10); 3]);
    check(1, 1, [(1, 1); 3]);
    check(1000, 1, [(256, 1), (64, 1), (16, 1)]);
}

/// A JPEG file that was cut off anywhere is damaged; what comes behind its end does not matter.
#[test]
fn a_jpeg_is_followed_to_its_end() {
    let whole = jpeg(40, 30);
    assert!(jpeg::is_complete(&whole));
    for length in 0..whole.len() {
        assert!(!jpeg::is_complete(&whole[..length]), "{length} of {}", whole.len());
    }
    assert!(jpeg::is_complete(&[&whole[..], b"anything"].concat()));
    // A thumbnail in a segment has an end of its own, which is not the end of the picture.
    let thumbnail = jpeg(8, 8);
    let length = u16::try_from(thumbnail.len() + 2).unwrap().to_be_bytes();
    let cut = [&whole[..2], &[0xFF, 0xE1], &length, &thumbnail, &whole[2..whole.len() - 9]].concat();
    assert!(!jpeg::is_complete(&cut));
}

#[test]
fn patterns_are_drawn_from_their_seed() {
    let drawn = |seed| pattern::drawn(seed, SIDES).unwrap();
    assert_eq!(drawn(1), drawn(1));
    assert_ne!(drawn(1), drawn(2));
    assert_eq!((drawn(1).renditions[0].width, drawn(1).encoding), (256, Encoding::Jpeg));
}
