//! Letters that are not what they seem: emoji, garbled ones, and words in two alphabets.

use unicode_security::MixedScript;

use super::{Findings, Flag};
use crate::text::character::is_emoji;

/// Notes every one.
pub(super) fn find(text: &str, findings: &mut Findings) {
    let characters: Vec<char> = text.chars().collect();
    for (at, c) in characters.iter().enumerate() {
        let next = characters.get(at + 1).copied();
        if is_emoji(*c) {
            // With its joiners, selectors and skin: up to where the sequence ends.
            let rest = characters.iter().skip(at + 1);
            let length = rest.take_while(|c| is_emoji(**c) || is_joint(**c)).take(LONGEST_SEQUENCE).count();
            findings.add(Flag::Emoji, at..at + 1 + length);
        } else if *c == '\u{20E3}' {
            findings.add(Flag::Emoji, at.saturating_sub(2)..at + 1);
        }
        if is_lost(*c) {
            findings.add(Flag::Mojibake, at..at + 1);
        } else if let Some(length) = garbled(*c, next, characters.get(at + 2).copied()) {
            findings.add(Flag::Mojibake, at..at + length);
        }
        if matches!(c, '\u{1D400}'..='\u{1D7FF}') {
            findings.add(Flag::MixedScripts, at..at + 1);
        }
    }
    mixed_words(&characters, findings);
}

/// The longest emoji that is looked at in one go; a longer one goes on with the next.
const LONGEST_SEQUENCE: usize = 12;

fn is_joint(c: char) -> bool {
    matches!(c, '\u{200D}' | '\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0020}'..='\u{E007F}')
}

fn is_lost(c: char) -> bool {
    c == '\u{FFFD}' || matches!(c, '\u{E000}'..='\u{F8FF}')
}

/// How many characters UTF-8 read as Windows-1252 takes here. The second letters of a pair are signs that
/// follow `Ã` or `Â` in no language of the bourse; other lead letters are left out, because `Spaß“` and
/// `CAFÉ »` are honest.
fn garbled(first: char, second: Option<char>, third: Option<char>) -> Option<usize> {
    const WINDOWS_1252: &str = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";
    let is_continuation = |c: char| ('\u{80}'..='\u{BF}').contains(&c) || WINDOWS_1252.contains(c);
    let second = second?;
    match (first, second) {
        ('Ã' | 'Â', second) if is_continuation(second) => Some(2),
        ('â', '€' | '†') | ('ð', 'Ÿ') | ('Å', '“') => Some(2),
        ('â', '‚') if third == Some('¬') => Some(3),
        ('ï', '¿') if third == Some('½') => Some(3),
        ('ï', '»') if third == Some('¿') => Some(3),
        _ => None,
    }
}

/// Letters in two scripts within one word.
fn mixed_words(characters: &[char], findings: &mut Findings) {
    let mut start = 0;
    for (at, c) in characters.iter().chain([&' ']).enumerate() {
        if !c.is_alphanumeric() {
            let word: String = characters.get(start..at).unwrap_or_default().iter().collect();
            if !word.is_ascii() && !word.is_single_script() {
                findings.add(Flag::MixedScripts, start..at);
            }
            start = at + 1;
        }
    }
}
