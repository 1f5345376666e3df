//! Drawn patterns: pictures for demonstrations, with nobody's photo in them.

use image::{Rgb, RgbImage};

use crate::{Picture, Rejected, encode};

const WIDTH: u32 = 960;
const HEIGHT: u32 = 640;

/// Colors that go together, of the organizations' sheets.
const PALETTES: [[[u8; 3]; 4]; 6] = [
    [[244, 239, 226], [38, 84, 124], [239, 71, 111], [255, 209, 102]],
    [[236, 243, 240], [6, 102, 90], [242, 148, 72], [90, 24, 80]],
    [[250, 243, 234], [120, 56, 24], [86, 130, 89], [226, 184, 76]],
    [[238, 240, 247], [54, 48, 98], [77, 148, 188], [245, 194, 199]],
    [[247, 247, 240], [33, 70, 60], [201, 79, 63], [150, 184, 160]],
    [[245, 240, 246], [92, 44, 104], [232, 138, 82], [74, 166, 160]],
];

/// A pattern of overlapping shapes; the same for the same seed.
pub fn drawn(seed: u64, sides: [u32; 3]) -> Result<Picture, Rejected> {
    let mut draws = Draws(seed);
    let palettes = u64::try_from(PALETTES.len()).unwrap_or(1);
    let which = usize::try_from(draws.below(palettes)).unwrap_or_default();
    let [ground, colors @ ..] = PALETTES.get(which).copied().unwrap_or_default();
    let shapes: Vec<Shape> = colors.into_iter().cycle().take(9).map(|color| draws.shape(color)).collect();
    let image = RgbImage::from_fn(WIDTH, HEIGHT, |x, y| {
        let covering = shapes.iter().rev().find(|shape| shape.covers(i64::from(x), i64::from(y)));
        Rgb(covering.map_or(ground, |shape| shape.color))
    });
    encode::all(image.into(), sides)
}

/// A ring or a disc.
struct Shape {
    color: [u8; 3],
    center: (i64, i64),
    radius: i64,
    hole: i64,
}

impl Shape {
    fn covers(&self, x: i64, y: i64) -> bool {
        let (across, down) = (x - self.center.0, y - self.center.1);
        let distance = across * across + down * down;
        distance <= self.radius * self.radius && distance >= self.hole * self.hole
    }
}

/// Numbers that follow from a seed (splitmix64).
struct Draws(u64);

impl Draws {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % most
    }

    fn number(&mut self, most: u64) -> i64 {
        i64::try_from(self.below(most)).unwrap_or_default()
    }

    fn shape(&mut self, color: [u8; 3]) -> Shape {
        let center = (self.number(u64::from(WIDTH)), self.number(u64::from(HEIGHT)));
        let radius = 60 + self.number(180);
        let hole = if self.below(2) == 0 { 0 } else { radius * 2 / 3 };
        Shape { color, center, radius, hole }
    }
}
