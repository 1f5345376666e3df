//! Bank account numbers (ISO 13616).

/// The first account number in a text, as written. Its check digits must fit, so that no order number or
/// article number is taken for one.
pub(super) fn find(text: &str) -> Option<String> {
    let is_start = |at: usize| !text.get(..at).is_some_and(|before| before.ends_with(char::is_alphanumeric));
    text.char_indices()
        .filter(|(at, c)| c.is_ascii_alphabetic() && is_start(*at))
        .find_map(|(at, _)| account(text.get(at..)?))
}

const SHORTEST: usize = 15;
const LONGEST: usize = 34;

/// The account number at the beginning of a text, the longest that fits.
fn account(text: &str) -> Option<String> {
    let mut compact = String::new();
    let mut found = None;
    for (at, c) in text.char_indices() {
        if c.is_ascii_alphanumeric() {
            compact.push(c.to_ascii_uppercase());
        } else if !matches!(c, ' ' | '\u{A0}' | '\u{202F}') {
            break;
        }
        if compact.len() > LONGEST || !begins_well(&compact) {
            break;
        }
        if compact.len() >= SHORTEST && remainder(&compact) == 1 {
            found = text.get(..at + c.len_utf8());
        }
    }
    found.map(|account| account.trim_end().to_owned())
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

    fn check(cases: &[(&str, Option<&str>)]) {
        for (text, expected) in cases {
            assert_eq!(find(text).as_deref(), *expected, "{text:?}");
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
