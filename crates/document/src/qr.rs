//! QR codes as vector drawings.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

use crate::error::Error;

/// Modules of white on each side: four, as ISO/IEC 18004 asks for.
const QUIET: usize = 4;

/// A square drawing of the code in SVG. One path, of one stroke for each row of dark modules.
pub(crate) fn svg(text: &str) -> Result<String, Error> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|error| Error::Qr(error.to_string()))?;
    let (width, colors) = (code.width(), code.into_colors());
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|left, right| left == right) {
            if run.first() == Some(&Color::Dark) {
                let length = run.len();
                // Writing to a text cannot fail.
                _ = write!(path, "M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET);
            }
            x += run.len();
        }
    }
    let side = width + 2 * QUIET;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" \
         shape-rendering=\"crispEdges\"><path d=\"{path}\" fill=\"#000\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws the SVG with eight points for each module and reads it as a camera would.
    fn read(svg: &str) -> String {
        const POINTS: usize = 8;
        let side: usize = between(svg, "viewBox=\"0 0 ", " ").parse().unwrap();
        let mut dark = vec![false; side * side];
        for stroke in between(svg, " d=\"", "\"").split('z').filter(|stroke| !stroke.is_empty()) {
            let numbers: Vec<usize> = stroke
                .split(|c: char| !c.is_ascii_digit())
                .filter_map(|number| number.parse().ok())
                .collect();
            let [x, y, length, height, back] = numbers[..] else { panic!("{stroke}") };
            assert_eq!((height, back), (1, length), "{stroke}");
            dark[y * side + x..y * side + x + length].fill(true);
        }
        let black = |x: usize, y: usize| dark[(y / POINTS) * side + x / POINTS];
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side * POINTS, side * POINTS, |x, y| {
            if black(x, y) { 0 } else { 255 }
        });
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1);
        grids[0].decode().unwrap().1
    }

    fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
        let from = text.find(start).unwrap() + start.len();
        &text[from..from + text[from..].find(end).unwrap()]
    }

    #[test]
    fn the_drawing_reads_as_the_address() {
        for address in [
            "https://bourse.example/v1/agreements/0197a5d2-7c1e-7000-8000-00000000002a",
            "http://localhost:8080/v1/agreements/0197a5d2-7c1e-7000-8000-00000000002a",
            "x",
        ] {
            assert_eq!(read(&svg(address).unwrap()), address);
        }
    }

    #[test]
    fn what_is_too_long_is_refused() {
        assert!(matches!(svg(&"x".repeat(3000)), Err(Error::Qr(_))));
    }
}
