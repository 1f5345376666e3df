//! Texts as they can be printed.
//!
//! A PDF that people with screen readers can use must not hold a character without a glyph. What our fonts
//! lack (they have Latin, Greek and Cyrillic) is therefore written as its code point, `[U+0633]`: ugly, and
//! still to be read off the paper, where an empty box would not be.

use std::fmt::Write as _;

use crate::world::has_glyph;

/// The most characters in a row without a place to break, before one is made.
const LONGEST_WORD: usize = 40;

/// A text of one or more lines, each printable.
pub fn lines(text: &str) -> Vec<String> {
    text.lines().map(line).collect()
}

/// A text in one printable line.
pub fn line(text: &str) -> String {
    let mut printable = String::with_capacity(text.len());
    let mut run = 0;
    for character in text.chars() {
        if is_invisible(character) {
            continue;
        }
        if character.is_whitespace() {
            printable.push(if character == '\u{a0}' { character } else { ' ' });
            run = 0;
            continue;
        }
        if run == LONGEST_WORD {
            // The zero-width space: a line may end here, and nothing shows if it does not.
            printable.push('\u{200b}');
            run = 0;
        }
        run += 1;
        if has_glyph(character) {
            printable.push(character);
        } else {
            // Writing to a text cannot fail.
            _ = write!(printable, "[U+{:04X}]", u32::from(character));
            run += 7;
        }
        run = run.min(LONGEST_WORD);
    }
    printable
}

/// Whether a character has nothing to show: controls, and what Unicode calls default ignorable, among them
/// the marks that turn the direction of a text around.
fn is_invisible(character: char) -> bool {
    let shown_as_space = matches!(character, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}');
    (character.is_control() && !shown_as_space)
        || matches!(
            character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
                | '\u{fff0}'..='\u{fff8}' | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(line(text), expected, "{text:?}");
    }

    #[test]
    fn what_the_fonts_lack_is_named() {
        check("Käerjeng, Œuvre, Łódź, Ελλάδα, Київ", "Käerjeng, Œuvre, Łódź, Ελλάδα, Київ");
        check("Thé 😀", "Thé [U+1F600]");
        check("سلام", "[U+0633][U+0644][U+0627][U+0645]");
        check("a\u{202e}b\u{200d}c\u{feff}\0", "abc");
        check("a\tb\nc", "a b c");
    }

    #[test]
    fn long_words_can_break() {
        check(&"x".repeat(40), &"x".repeat(40));
        check(&"x".repeat(41), &format!("{}\u{200b}x", "x".repeat(40)));
        assert_eq!(line(&"x".repeat(10_000)).matches('\u{200b}').count(), 249);
    }
}
