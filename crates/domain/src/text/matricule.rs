//! National identification numbers, which nobody may ask for or publish.

use std::ops::Range;

const DATE: usize = 8;
const NUMBER: usize = 13;

/// Every thirteen digits in the shape of a Luxembourg matricule, in characters: a date of birth (YYYYMMDD)
/// and five digits. White space may stand anywhere, one hyphen or dot behind the date.
///
/// The date need not exist and the check digits need not fit: a number with a slip still points to a person.
pub(super) fn find(text: &str) -> impl Iterator<Item = Range<usize>> {
    let unbroken = |gap: &str, _| gap.is_empty();
    runs(text, unbroken).chain(runs(text, is_joint)).filter(|digits| has_shape(digits)).filter_map(|digits| {
        let (first, last) = (digits.first()?, digits.last()?);
        Some(first.at..last.at + 1)
    })
}

/// A digit, and which character of the text it is.
struct Digit {
    at: usize,
    value: u32,
}

/// Runs of digits, where `is_joint` says of a gap and the count of digits before it that it ends no run.
fn runs(text: &str, is_joint: impl Fn(&str, usize) -> bool) -> impl Iterator<Item = Vec<Digit>> {
    let mut runs = vec![Vec::new()];
    let mut gap = String::new();
    for (at, c) in text.chars().enumerate() {
        let Some(value) = c.to_digit(10) else {
            gap.push(c);
            continue;
        };
        let joined = runs.last().is_some_and(|run: &Vec<Digit>| is_joint(&gap, run.len()));
        gap.clear();
        match runs.last_mut() {
            Some(run) if joined => run.push(Digit { at, value }),
            _ => runs.push(vec![Digit { at, value }]),
        }
    }
    runs.into_iter()
}

/// Nothing but white space, or a hyphen or dot behind the date.
fn is_joint(gap: &str, digits_before: usize) -> bool {
    let gap = gap.trim();
    gap.is_empty() || (digits_before == DATE && matches!(gap, "-" | "." | "‑" | "–" | "/"))
}

fn has_shape(digits: &[Digit]) -> bool {
    let number =
        |part: Option<&[Digit]>| part.unwrap_or_default().iter().fold(0, |sum, digit| sum * 10 + digit.value);
    digits.len() == NUMBER
        && (1850..=2099).contains(&number(digits.get(..4)))
        && (1..=12).contains(&number(digits.get(4..6)))
        && (1..=31).contains(&number(digits.get(6..DATE)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expected: bool, texts: &[&str]) {
        for text in texts {
            assert_eq!(find(text).next().is_some(), expected, "{text:?}");
        }
    }

    #[test]
    fn thirteen_digits_of_a_birth_are_personal() {
        check(
            true,
            &[
                "Contact person's number: 1900023099999.",
                "1900 02 30 999 99",
                "19000230\u{A0}99999",
                "19000230-99999",
                "19000230 - 99999",
                "(1900023099999)",
                "10 Leit, 1900023099999",
                "2 1900023099999 3",
            ],
        );
    }

    #[test]
    fn other_numbers_are_not() {
        check(
            false,
            &[
                "9782070368228",
                "1900133099999",
                "1900023299999",
                "190002309999",
                "19000230999991",
                "2026-06-08 2026-06-14",
                "2026-06-08 18:00",
                "LU28 0019 4006 4475 0000",
                "1 400 m²",
                "",
            ],
        );
    }
}
