//! Cutting a text into words.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use crate::fold::fold;

/// A word of a text: where it stands, in bytes, and how it is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where.
    pub range: Range<usize>,
    /// Folded.
    pub folded: String,
}

/// The words of a text, by the rules of Unicode (UAX 29), and cut further at whatever is no letter or digit
/// within them: `l'atelier` and `qu'on` lose what was elided, `3,5` is two numbers. A single Latin letter is
/// no word.
pub fn words(text: &str) -> impl Iterator<Item = Word> {
    text.unicode_word_indices().flat_map(|(start, word)| pieces(start, word)).filter_map(|(start, piece)| {
        let folded = fold(piece);
        let alone = folded.chars().count() == 1 && folded.bytes().all(|byte| byte.is_ascii_alphabetic());
        (!folded.is_empty() && !alone).then(|| Word { range: start..start + piece.len(), folded })
    })
}

fn pieces(start: usize, word: &str) -> impl Iterator<Item = (usize, &str)> {
    word.split(divides).filter(|piece| !piece.is_empty()).map(move |piece| {
        // A piece lies within its word: how far is the distance of their addresses.
        (start + (piece.as_ptr().addr() - word.as_ptr().addr()), piece)
    })
}

/// What ends a word within a word. Marks and invisible joiners belong to the letter before.
fn divides(c: char) -> bool {
    const APOSTROPHE_LETTER: char = '\u{2bc}';
    let joins =
        is_combining_mark(c) || matches!(c, '\u{ad}' | '\u{200c}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    c == APOSTROPHE_LETTER || !(c.is_alphanumeric() || joins)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cases: &[(&str, &[&str])]) {
        for (text, expected) in cases {
            let found: Vec<_> = words(text).collect();
            let folded: Vec<_> = found.iter().map(|word| word.folded.as_str()).collect();
            assert_eq!(folded, *expected, "{text}");
            for word in found {
                assert_eq!(fold(&text[word.range.clone()]), word.folded, "{text}");
            }
        }
    }

    #[test]
    fn texts_are_cut() {
        check(&[
            ("", &[]),
            (" \t\n", &[]),
            ("Six vélos d'occasion", &["six", "velos", "occasion"]),
            ("l’atelier qu'on ouvre", &["atelier", "qu", "on", "ouvre"]),
            ("d'Kanner an d'Leit", &["kanner", "an", "leit"]),
            ("children's books", &["children", "books"]),
            ("O\u{2bc}Neill", &["neill"]),
            ("Esch-sur-Alzette", &["esch", "sur", "alzette"]),
            ("e-mail", &["mail"]),
            ("24-Zoll, 3,5 kg, 1.000", &["24", "zoll", "3", "5", "kg", "1", "000"]),
            ("Part&Act", &["part", "act"]),
            ("snake_case", &["snake", "case"]),
            ("20 m³", &["20", "3"]),
            ("a b c", &[]),
            ("\"AND\" OR (NEAR * ^ :)", &["and", "or", "near"]),
            ("🚲 vélo🚲", &["velo"]),
            ("soft\u{ad}hyphen", &["softhyphen"]),
            ("nul\0byte", &["nul", "byte"]),
            ("\u{202e}olév", &["olev"]),
            ("東京", &["東", "京"]),
            ("Привіт світе", &["привіт", "світе"]),
        ]);
    }
}
