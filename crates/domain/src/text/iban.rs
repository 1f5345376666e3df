//! Bank account numbers (ISO 13616).

use std::ops::Range;

/// Every account number in a text, in characters. Its check digits must fit, so that no order number or
/// article number is taken for one.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let characters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = characters.get(at) {
        let begins =
            at.checked_sub(1).and_then(|before| characters.get(before)).is_none_or(|c| !c.is_alphanumeric());
        let length = if begins && c.is_ascii_alphabetic() { account(characters.get(at..)) } else { None };
        if let Some(length) = length {
            found.push(at..at + length);
        }
        at += length.unwrap_or(1);
    }
    found
}

const SHORTEST: usize = 15;
const LONGEST: usize = 34;

/// How many characters the account number at the beginning of a text has, the longest that fits.
fn account(text: Option<&[char]>) -> Option<usize> {
    let mut compact = String::new();
    let mut found = None;
    let mut gap = 0;
    for (at, c) in text.unwrap_or_default().iter().enumerate() {
        if c.is_ascii_alphanumeric() {
            compact.push(c.to_ascii_uppercase());
            gap = 0;
        } else if matches!(c, ' ' | '\u{A0}' | '\u{202F}') && gap == 0 {
            gap += 1;
        } else {
            break;
        }
        if compact.len() > LONGEST || !begins_well(&compact) {
            break;
        }
        if gap == 0 && compact.len() >= SHORTEST && remainder(&compact) == 1 {
            found = Some(at + 1);
        }
    }
    found
}

/// Two letters, two digits.
fn begins_well(compact: &str) -> bool {
    compact.bytes().take(2).all(|b| b.is_ascii_alphabetic())
        && compact.bytes().skip(2).take(2).all(|b| b.is_ascii_digit())
}

/// ISO 7064 MOD 97-10 over the number with its first four characters moved to the end, letters as 10 to 35.
fn remainder(compact: &str) -> u32 {
    let moved = compact.chars().skip(4).chain(compact.chars().take(4));
    moved.filter_map(|c| c.to_digit(36)).fold(0, |sum, value| {
        let shift = if value < 10 { 10 } else { 100 };
        (sum * shift + value) % 97
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words_of;

    fn check(cases: &[(&str, Option<&str>)]) {
        for (text, expected) in cases {
            let found: Vec<_> = find(text).iter().map(|range| words_of(text, range)).collect();
            assert_eq!(found.first().map(String::as_str), *expected, "{text:?}");
        }
    }

    #[test]
    fn accounts_have_fitting_check_digits() {
        check(&[
            ("LU28 0019 4006 4475 0000", Some("LU28 0019 4006 4475 0000")),
            ("Kont: LU280019400644750000.", Some("LU280019400644750000")),
            ("(de89 3704 0044 0532 0130 00 merci)", Some("de89 3704 0044 0532 0130 00")),
            ("LU29 0019 4006 4475 0000", None),
            ("LU13669580", None),
            ("XLU28 0019 4006 4475 0000", None),
            ("", None),
        ]);
    }
}
