//! The apostrophe in front of what a spreadsheet would run.
//!
//! A cell that begins with one of these signs is a formula to a spreadsheet, whoever wrote it. An export puts an
//! apostrophe in front, which every spreadsheet takes for "this is text", and the import takes it off again. A cell
//! that begins with apostrophes and then such a sign gets one more, so that nothing is lost on the way.

use std::borrow::Cow;

/// The signs, in the widths that spreadsheets know.
const SIGNS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(SIGNS)
}

/// The cell as an export writes it.
pub(crate) fn on(cell: &str) -> Cow<'_, str> {
    if is_formula(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The cell as it was before it was exported.
pub(crate) fn off(cell: String) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest.to_owned(),
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_on_comes_off() {
        for (cell, guarded) in [
            ("", ""),
            ("a", "a"),
            ("=1", "'=1"),
            ("- noon", "'- noon"),
            ("+352 26", "'+352 26"),
            ("@home", "'@home"),
            ("＝1", "'＝1"),
            ("\tx", "'\tx"),
            ("\rx", "'\rx"),
            ("'", "'"),
            ("'s Kettchen", "'s Kettchen"),
            ("'=1", "''=1"),
            ("''-", "'''-"),
        ] {
            assert_eq!(on(cell), guarded, "{cell:?}");
            assert_eq!(off(guarded.to_owned()), cell, "{guarded:?}");
        }
    }

    /// Every text of five signs comes back as it was, and none is run.
    #[test]
    fn no_text_is_changed_on_the_way() {
        const LETTERS: [char; 6] = ['\'', '=', '-', '\n', '＋', 'a'];
        for number in 0..6_usize.pow(5) {
            let cell: String = (0..5).map(|place| LETTERS[number / 6_usize.pow(place) % 6]).collect();
            let guarded = on(&cell).into_owned();
            assert!(!guarded.starts_with(SIGNS), "{cell:?}");
            assert_eq!(off(guarded), cell);
        }
    }
}
