//! Reading the tables of `data/`: UTF-8, one row a line, fields separated by tabs, `#` begins a comment.
//!
//! A row that cannot be read is left out here and found by the tests, which count the rows of every table.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Labels;

/// A row of a vocabulary: a code and its labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Term {
    /// The stable code.
    pub(crate) code: &'static str,
    /// How it is called.
    pub(crate) labels: Labels,
}

/// The rows of a table, without comments and empty lines, that have exactly `N` fields.
pub(crate) fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| <[&str; N]>::try_from(line.split('\t').collect::<Vec<_>>()).ok())
}

/// The terms of a table of the columns code, en, fr, de, lb.
pub(crate) fn terms(table: &'static str) -> Vec<Term> {
    rows(table).map(|[code, en, fr, de, lb]| Term { code, labels: Labels { en, fr, de, lb } }).collect()
}

/// Only the letters and digits of a name, small and without accents, so that spellings compare equal:
/// `S.à r.l.` and `SARL`, `Pétange` composed, decomposed and without accent.
pub(crate) fn folded(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
