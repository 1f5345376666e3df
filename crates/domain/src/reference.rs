//! References: the short names by which people speak of things, beside their identifiers.

use uuid::Uuid;

use crate::fault::Faults;
use crate::text::{Bounds, Line};

/// The digits of Crockford's base 32: no I, L, O, U, so that nothing is misread or spells a word.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many digits a made reference has: a thousand million of them, so that a week of a million listings
/// seldom meets a taken one.
const LENGTH: u32 = 6;

/// A reference for something with this identifier: `O-7K3Q9D`.
///
/// It is derived from the random part of the identifier, and two identifiers may well give the same one.
/// The unique index refuses the second; the caller tries again with a new identifier.
pub fn short(prefix: &str, id: Uuid) -> String {
    // The last bits of a UUIDv7 are its random ones.
    let random = id.as_u128();
    let digits = (0..LENGTH).rev().filter_map(|place| {
        let digit = usize::try_from((random >> (5 * place)) & 31).ok()?;
        DIGITS.get(digit).copied().map(char::from)
    });
    format!("{prefix}-{}", digits.collect::<String>())
}

/// A reference that somebody gave: one line of at most 40 characters, such as `C01`.
pub fn parse(given: &str) -> Result<String, Faults> {
    Line::parse_code(given, Bounds::up_to(40)).map(Line::into_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_references_are_six_digits() {
        for (id, expected) in [
            (0, "O-000000"),
            (1, "O-000001"),
            (31, "O-00000Z"),
            (32, "O-000010"),
            (0x0193_5c2a_7f00_7000_8000_0000_3fff_ffff, "O-ZZZZZZ"),
            (0x0193_5c2a_7f00_7000_8000_0000_4000_0000, "O-000000"),
        ] {
            assert_eq!(short("O", Uuid::from_u128(id)), expected);
        }
    }

    #[test]
    fn given_references_are_one_line() {
        assert_eq!(parse(" C01 ").unwrap(), "C01");
        assert_eq!(parse("M-E3W8VB").unwrap(), "M-E3W8VB", "a made one is no price");
        assert_eq!(parse("").unwrap_err().to_string(), ": required");
        assert_eq!(parse(&"C".repeat(41)).unwrap_err().to_string(), ": too-long");
    }
}
