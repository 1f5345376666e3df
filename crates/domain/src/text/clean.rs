//! Cleaning: what nobody meant to write, taken out before the text is judged.
//!
//! Cleaning never takes out what could hide something. A soft hyphen is the one invisible character that
//! goes silently: it comes along with text copied from web pages and says nothing but where a word may break.

use unicode_normalization::UnicodeNormalization;

const SOFT_HYPHEN: char = '\u{AD}';

/// The most empty lines that stay in a row.
const EMPTY_LINES: usize = 2;

/// One line: breaks and runs of white space become one space, none is left at the ends.
pub(super) fn line(input: &str) -> String {
    let text = normalized(input);
    let mut line = String::with_capacity(text.len());
    let mut gap = Gap::None;
    for c in text.chars() {
        if is_space(c) || is_break(c) {
            gap = gap.wider(c);
        } else {
            if !line.is_empty() {
                line.extend(gap.space());
            }
            gap = Gap::None;
            line.push(c);
        }
    }
    line
}

/// Several lines: `\n` between them, no white space at their ends, few empty ones, none around the text.
///
/// Spaces within a line stay as they are, for indented lists; a tab becomes a space.
pub(super) fn prose(input: &str) -> String {
    let text = normalized(input).replace("\r\n", "\n").replace(is_break, "\n").replace('\t', " ");
    let mut prose = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.trim_matches(|c| is_space(c) || is_break(c)).split('\n') {
        let line = line.trim_end_matches(is_space);
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty > EMPTY_LINES {
            continue;
        }
        if !prose.is_empty() {
            prose.push('\n');
        }
        prose.push_str(line);
    }
    prose
}

/// Soft hyphens go before composition, because one may stand between a letter and its accent.
fn normalized(input: &str) -> String {
    input.chars().filter(|c| *c != SOFT_HYPHEN).nfc().collect()
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

/// White space within a line. Vertical tab, form feed and next line are control characters, not spaces.
fn is_space(c: char) -> bool {
    c == '\t' || (c.is_whitespace() && !c.is_control() && !is_break(c))
}

/// The white space since the last character of a line.
#[derive(Clone, Copy)]
enum Gap {
    None,
    /// A single no-break space, kept because it is typography: `1 400 m²`, `« oui »`.
    NoBreak(char),
    Plain,
}

impl Gap {
    fn wider(self, c: char) -> Self {
        match (self, c) {
            (Self::None, '\u{A0}' | '\u{202F}' | '\u{2007}') => Self::NoBreak(c),
            _ => Self::Plain,
        }
    }

    fn space(self) -> Option<char> {
        match self {
            Self::None => None,
            Self::NoBreak(c) => Some(c),
            Self::Plain => Some(' '),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(clean: fn(&str) -> String, cases: &[(&str, &str)]) {
        for (input, expected) in cases {
            assert_eq!(clean(input), *expected, "{input:?}");
        }
    }

    #[test]
    fn a_line_has_no_breaks_and_single_spaces() {
        check(
            line,
            &[
                ("Serrurerie du Pêne SARL   ", "Serrurerie du Pêne SARL"),
                ("  E Beamer fir de Kinosowend \t ", "E Beamer fir de Kinosowend"),
                ("Second Breakfast\r\nClub asbl", "Second Breakfast Club asbl"),
                ("Gitterboxen\nund Regalböden", "Gitterboxen und Regalböden"),
                ("a\u{2028}b\u{2029}c\rd", "a b c d"),
                ("a \t\n  b", "a b"),
                ("1\u{A0}400\u{202F}m²", "1\u{A0}400\u{202F}m²"),
                ("\u{A0}a\u{A0}\u{A0}b \u{A0}c\u{A0}", "a b c"),
                ("a\u{3000}b\u{2003}c", "a b c"),
                ("Liesha\u{308}ischen", "Liesh\u{E4}ischen"),
                ("Do\u{AD}nau", "Donau"),
                ("e\u{AD}\u{301}", "é"),
                ("a\u{B}b", "a\u{B}b"),
                (" \n ", ""),
            ],
        );
    }

    #[test]
    fn prose_keeps_its_lines() {
        check(
            prose,
            &[
                ("a\r\nb\rc\nd\u{2028}e", "a\nb\nc\nd\ne"),
                ("a  \nb\u{A0}\n", "a\nb"),
                ("\n\n  a\n\n\n\n\nb\n\n", "a\n\n\nb"),
                ("a\n \n\t\n \nb", "a\n\n\nb"),
                ("- noon\n  - more\n\t- most", "- noon\n  - more\n - most"),
                ("\r\n \r\n", ""),
            ],
        );
    }
}
