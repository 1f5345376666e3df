//! Phrases that promise or ask for money, and such as sell.
//!
//! Whole phrases, because the single words are honest subjects: a payment terminal to lend, a gift of blood,
//! an evening on bank transfers. Behind a negation a phrase counts for nothing (`keine Geldspenden`).

use std::collections::HashMap;
use std::sync::LazyLock;

use super::token::{Sort, Tokens};
use super::{Findings, Flag};
use crate::vocabulary::table::rows;

/// Notes every phrase that is not taken back and not part of a harmless one.
pub(super) fn find(tokens: &mut Tokens, findings: &mut Findings) {
    let tokens = &*tokens;
    let mut place = 0;
    while place < tokens.len() {
        let Some((end, what)) = longest(tokens, place) else {
            place += 1;
            continue;
        };
        if let Some(flag) = what
            && !(flag != Flag::Advertising && tokens.is_negated(place))
            && let (Some(first), Some(last)) = (tokens.at(place), tokens.before(end))
        {
            findings.add(flag, first.range.start..last.range.end);
        }
        place = end;
    }
    percentages(tokens, findings);
}

/// The words of a phrase after its first.
struct Phrase {
    /// The first word begins with a capital: a noun of German or Luxembourgish.
    capital: bool,
    rest: Vec<&'static str>,
    /// `None` for one that only keeps others from being found in it.
    flag: Option<Flag>,
}

const TABLE: &str = include_str!("../../../data/doubtful_phrases.tsv");

/// Every phrase by its first word, the longest first.
static PHRASES: LazyLock<HashMap<&'static str, Vec<Phrase>>> = LazyLock::new(|| {
    let mut phrases: HashMap<&str, Vec<Phrase>> = HashMap::new();
    for [code, phrase] in rows(TABLE) {
        let bare = phrase.trim_start_matches('^');
        let mut words = bare.split(' ');
        let Some(first) = words.next() else { continue };
        let capital = bare.len() < phrase.len();
        let flag = Flag::ALL.into_iter().find(|flag| flag.code() == code);
        phrases.entry(first).or_default().push(Phrase { capital, rest: words.collect(), flag });
    }
    for same in phrases.values_mut() {
        same.sort_by_key(|phrase| (std::cmp::Reverse(phrase.rest.len()), phrase.flag.is_some()));
    }
    phrases
});

/// The longest phrase that begins at a place: where it ends, and what it means.
fn longest(tokens: &Tokens, place: usize) -> Option<(usize, Option<Flag>)> {
    let first = tokens.at(place).filter(|token| token.sort == Sort::Word)?;
    let candidates = PHRASES.get(first.text.as_str())?;
    candidates
        .iter()
        .filter(|phrase| first.capital || !phrase.capital)
        .find_map(|phrase| Some((rest(tokens, place + 1, &phrase.rest)?, phrase.flag)))
}

/// Where the words end, if they follow each other from a place on with nothing but links between them.
fn rest(tokens: &Tokens, place: usize, words: &[&str]) -> Option<usize> {
    let mut at = place;
    for word in words {
        if tokens.at(at)?.is_sign(&['\'', '’', '‘', '´', '`', '-', '‑', '“', '”', '„', '«', '»', '"'])
        {
            at += 1;
        }
        let token = tokens.at(at)?;
        let fits = match *word {
            "#" => token.sort == Sort::Number,
            word => token.sort == Sort::Word && token.text == word,
        };
        if !fits {
            return None;
        }
        at += 1;
    }
    Some(at)
}

/// `-20 %`, `20 % Rabatt`, `20 % off`: less than before, or a word of selling next to it.
fn percentages(tokens: &Tokens, findings: &mut Findings) {
    const LESS: &[&str] = &[
        "off",
        "rabatt",
        "discount",
        "remise",
        "réduction",
        "günstiger",
        "desconto",
        "nachlass",
        "remiss",
        "ermässegung",
    ];
    for place in 0..tokens.len() {
        let is_percent = tokens.at(place).is_some_and(|token| token.is_sign(&['%']));
        let number =
            place.checked_sub(1).filter(|at| tokens.at(*at).is_some_and(|token| token.sort == Sort::Number));
        let (true, Some(number)) = (is_percent, number) else { continue };
        let minus = tokens.before(number).is_some_and(|sign| sign.is_sign(&['-', '−', '–']) && sign.spaced);
        let places = number..place + 1;
        let said = tokens.is_near(&places, 2, 3, LESS);
        if let (true, Some(first), Some(last)) = (minus || said, tokens.at(number), tokens.at(place)) {
            findings.add(Flag::Advertising, first.range.start..last.range.end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row that cannot be read, or names no flag, would be left out without a word.
    #[test]
    fn every_row_is_read() {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
        assert_eq!((lines.count(), rows::<2>(TABLE).count()), (367, 367));
        assert_eq!(PHRASES.values().map(Vec::len).sum::<usize>(), 367);
        for [code, phrase] in rows(TABLE) {
            let known = code == "-" || Flag::ALL.into_iter().any(|flag| flag.code() == code);
            assert!(known && !phrase.is_empty() && phrase.trim() == phrase, "{code} {phrase}");
        }
    }
}
