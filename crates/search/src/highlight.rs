//! Where in a text that what was looked for stands, for the eyes of a reader.
//!
//! A text comes in parts, each marked or not. Whoever shows them needs no offsets, in whatever unit, and has
//! no reason to put text into markup.

use crate::language::Language;
use crate::query::Asked;
use crate::words::{Word, words};

/// How many characters stand before the first marked word of an excerpt.
const BEFORE: usize = 40;

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The text.
    pub text: String,
    /// Whether it is what was looked for.
    pub matched: bool,
}

/// A whole text in parts; `None` when nothing in it was looked for.
pub fn marked(asked: &Asked, language: Option<Language>, text: &str) -> Option<Vec<Part>> {
    let hits = hits(asked, language, text);
    (!hits.is_empty()).then(|| parts(text, 0, text.len(), &hits))
}

/// The part of a text of at most so many characters that has most of what was looked for, with an ellipsis
/// where it is cut; `None` when nothing in it was.
pub fn excerpt(asked: &Asked, language: Option<Language>, text: &str, most: usize) -> Option<Vec<Part>> {
    let hits = hits(asked, language, text);
    if text.chars().count() <= most {
        return (!hits.is_empty()).then(|| parts(text, 0, text.len(), &hits));
    }
    let within = |from: &Word| {
        let last = end_after(text, from.range.start, most.saturating_sub(BEFORE));
        hits.iter().filter(|hit| hit.range.start >= from.range.start && hit.range.end <= last).count()
    };
    // Of equals the last that `max_by_key` sees wins: the first, from behind.
    let first = hits.iter().rev().max_by_key(|hit| within(hit))?;
    let start = start_before(text, first.range.start, BEFORE);
    let used = text.get(start..first.range.start).unwrap_or_default().chars().count();
    let end = end_after(text, first.range.start, most.saturating_sub(used));
    let end = if end < text.len() { last_break(text, first.range.end, end) } else { end };
    let mut parts = parts(text, start, end, &hits);
    if start > 0 {
        prepend(&mut parts);
    }
    if end < text.len() {
        append(&mut parts);
    }
    Some(parts)
}

fn hits(asked: &Asked, language: Option<Language>, text: &str) -> Vec<Word> {
    words(text).filter(|word| asked.wants(language, &word.folded)).collect()
}

fn parts(text: &str, start: usize, end: usize, hits: &[Word]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut push = |from: usize, to: usize, matched: bool| {
        if let Some(text) = text.get(from..to).filter(|text| !text.is_empty()) {
            parts.push(Part { text: text.to_owned(), matched });
        }
    };
    let mut at = start;
    for hit in hits.iter().filter(|hit| hit.range.start >= start && hit.range.end <= end) {
        push(at, hit.range.start, false);
        push(hit.range.start, hit.range.end, true);
        at = hit.range.end;
    }
    push(at, end, false);
    parts
}

/// The place so many characters after this one, or the end.
fn end_after(text: &str, from: usize, characters: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    rest.char_indices().nth(characters).map_or(text.len(), |(offset, _)| from + offset)
}

/// A place behind white space, at most so many characters before this one.
fn start_before(text: &str, at: usize, characters: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    let Some((start, _)) = before.char_indices().rev().nth(characters) else { return 0 };
    let mut tail = before.get(start..).unwrap_or_default().char_indices();
    let space = tail.find(|(_, c)| c.is_whitespace());
    space.map_or(at, |(offset, c)| start + offset + c.len_utf8())
}

/// The last white space between two places; the second, if there is none.
fn last_break(text: &str, from: usize, to: usize) -> usize {
    let range = text.get(from..to).unwrap_or_default();
    range.char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(to, |(offset, _)| from + offset)
}

fn prepend(parts: &mut Vec<Part>) {
    match parts.first_mut().filter(|part| !part.matched) {
        Some(part) => part.text.insert(0, '…'),
        None => parts.insert(0, Part { text: "…".to_owned(), matched: false }),
    }
}

fn append(parts: &mut Vec<Part>) {
    match parts.last_mut().filter(|part| !part.matched) {
        Some(part) => part.text.push('…'),
        None => parts.push(Part { text: "…".to_owned(), matched: false }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Phrase;

    /// `[…]` around what is marked.
    fn written(parts: Option<Vec<Part>>) -> Option<String> {
        let one = |Part { text, matched }| if matched { format!("[{text}]") } else { text };
        parts.map(|parts| parts.into_iter().map(one).collect())
    }

    fn asked(typed: &str) -> Asked {
        let phrase = Phrase::parse(typed);
        let frozen = phrase.freeze(&[0; 8], &["velo".to_owned()]);
        Asked::new(phrase, frozen)
    }

    #[test]
    fn words_are_marked() {
        for (typed, language, text, expected) in [
            ("velo", "fr", "Six Vélos d'occasion", Some("Six [Vélos] d'occasion")),
            ("VÉLOS", "fr", "le vélo", Some("le [vélo]")),
            ("vleo", "fr", "un vélo", Some("un [vélo]")),
            ("raeder", "de", "Zwei Räder", Some("Zwei [Räder]")),
            ("rad", "de", "Zwei Räder, Radio", Some("Zwei [Räder], [Radio]")),
            ("Räder", "de", "ein Rad", Some("ein [Rad]")),
            ("atelier", "fr", "l'atelier", Some("l'[atelier]")),
            ("e\u{301}cole", "fr", "l'E\u{301}cole", Some("l'[E\u{301}cole]")),
            ("table", "en", "<b>tables</b>", Some("<b>[tables]</b>")),
            ("bike", "pt", "bike e bikes", Some("[bike] e [bikes]")),
            ("velo", "fr", "rien", None),
            ("", "fr", "rien", None),
        ] {
            let language = Language::from_code(language);
            assert_eq!(
                written(marked(&asked(typed), language, text)).as_deref(),
                expected,
                "{typed} in {text}"
            );
        }
    }

    #[test]
    fn excerpts_are_short_and_whole() {
        let long = format!(
            "{} vélo {} vélos et vélo {}",
            "avant ".repeat(40),
            "milieu ".repeat(40),
            "fin ".repeat(40)
        );
        let found = written(excerpt(&asked("velo"), Some(Language::Fr), &long, 100)).unwrap();
        assert!(found.starts_with("…milieu") && found.ends_with("fin…"), "{found}");
        assert!(found.contains("[vélos] et [vélo]"), "{found}");
        assert!(found.chars().count() <= 100 + 6 + 2, "{found}");
        for (text, expected) in [
            ("un vélo", Some("un [vélo]")),
            ("rien", None),
            (&format!("vélo{}", "x".repeat(300)), Some(&*format!("[vélo{}]…", "x".repeat(300)))),
            (&format!("{}vélo", "é".repeat(300)), None),
            (&"é ".repeat(300), None),
        ] {
            let found = written(excerpt(&asked("velo"), Some(Language::Fr), text, 60));
            assert!(found.as_deref() == expected || found.is_some() == expected.is_some(), "{found:?}");
        }
    }
}
