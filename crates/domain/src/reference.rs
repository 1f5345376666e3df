//! References: the short names by which people speak of things, beside their identifiers.

use uuid::Uuid;

use crate::fault::Faults;
use crate::text::{Bounds, Line};

/// The digits of Crockford's base 32: no I, L, O, U, so that nothing is misread or spells a word.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many digits a made reference has: a million of them.
const LENGTH: u32 = 4;

/// A reference for something with this identifier: `O-7K3Q`.
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
    Line::parse(given, Bounds::up_to(40)).map(Line::into_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_references_are_four_digits() {
        for (id, expected) in [
            (0, "O-0000"),
            (1, "O-0001"),
            (31, "O-000Z"),
            (32, "O-0010"),
            (0x0193_5c2a_7f00_7000_8000_0000_000f_ffff, "O-ZZZZ"),
            (0x0193_5c2a_7f00_7000_8000_0000_0010_0000, "O-0000"),
        ] {
            assert_eq!(short("O", Uuid::from_u128(id)), expected);
        }
    }

    #[test]
    fn given_references_are_one_line() {
        assert_eq!(parse(" C01 ").unwrap(), "C01");
        assert_eq!(parse("").unwrap_err().to_string(), ": required");
        assert_eq!(parse(&"C".repeat(41)).unwrap_err().to_string(), ": too-long");
    }
}
