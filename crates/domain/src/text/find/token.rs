//! A text cut into words, numbers and signs.

use std::cell::Cell;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::look_alike;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A run of letters.
    Word,
    /// A run of digits, with the points, commas and apostrophes between them.
    Number,
    /// Any other sign but white space.
    Sign,
}

/// A word, a number or a sign.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) sort: Sort,
    /// In lower case and NFC, letters of other scripts as the Latin ones that they imitate.
    pub(super) text: String,
    /// Whether it begins with a capital letter.
    pub(super) capital: bool,
    /// Whether white space stands before it.
    pub(super) spaced: bool,
    /// Where it is, in characters.
    pub(super) range: Range<usize>,
}

impl Token {
    pub(super) fn is_sign(&self, signs: &[char]) -> bool {
        self.sort == Sort::Sign && self.text.chars().next().is_some_and(|c| signs.contains(&c))
    }

    pub(super) fn is_word(&self, words: &[&str]) -> bool {
        self.sort == Sort::Word && words.contains(&self.text.as_str())
    }

    /// Whether it ends a sentence or a part of one.
    fn is_break(&self) -> bool {
        self.is_sign(&['.', '!', '?', ';'])
    }
}

/// The tokens of a text. Whoever looks at one takes a step.
pub(super) struct Tokens {
    tokens: Vec<Token>,
    steps: Cell<usize>,
}

impl Tokens {
    pub(super) fn of(text: &str) -> Self {
        let mut tokens: Vec<Token> = Vec::new();
        let mut spaced = true;
        let mut characters = text.chars().enumerate().peekable();
        let mut before = None;
        while let Some((at, c)) = characters.next() {
            let next = characters.peek().map(|(_, c)| *c);
            if c.is_whitespace() || c == SOFT_HYPHEN {
                spaced |= c != SOFT_HYPHEN;
                before = Some(c);
                continue;
            }
            let sort = sort(c);
            let goes_on = !spaced && tokens.last().is_some_and(|last| last.goes_on(sort, before, c, next));
            match tokens.last_mut() {
                Some(last) if goes_on => {
                    last.text.push(c);
                    last.range.end = at + 1;
                }
                _ => tokens.push(Token {
                    sort,
                    text: c.to_string(),
                    capital: c.is_uppercase(),
                    spaced,
                    range: at..at + 1,
                }),
            }
            spaced = false;
            before = Some(c);
        }
        for token in &mut tokens {
            token.text = folded(token.sort, &token.text);
        }
        Self { tokens, steps: Cell::new(0) }
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(super) fn steps(&self) -> usize {
        self.steps.get()
    }

    /// The token at a place.
    pub(super) fn at(&self, place: usize) -> Option<&Token> {
        self.steps.set(self.steps.get() + 1);
        self.tokens.get(place)
    }

    /// The token before a place.
    pub(super) fn before(&self, place: usize) -> Option<&Token> {
        self.at(place.checked_sub(1)?)
    }

    /// Whether one of the last few words before a place takes back what follows.
    pub(super) fn is_negated(&self, place: usize) -> bool {
        const NEAR: usize = 3;
        const FAR: usize = 6;
        let mut words = 0;
        for back in 1..=FAR {
            let Some(token) = place.checked_sub(back).and_then(|at| self.at(at)) else { return false };
            if token.is_break() {
                return false;
            }
            if token.sort == Sort::Word {
                words += 1;
                if token.is_word(NEGATIONS) {
                    return true;
                }
            }
            if words == NEAR {
                return false;
            }
        }
        false
    }

    /// Whether one of these words stands in the same part of a sentence, so many tokens around a range of
    /// places. What is said to come on top (`plus`, `extra`) is another part.
    pub(super) fn is_near(&self, places: &Range<usize>, back: usize, ahead: usize, words: &[&str]) -> bool {
        let look = |place: Option<usize>| -> Option<bool> {
            let token = self.at(place?)?;
            let parts =
                token.is_break() || token.is_sign(&[',']) || token.is_word(&["plus", "extra", "zuzüglich"]);
            (!parts).then(|| token.is_word(words))
        };
        let behind = (1..=back).map_while(|n| look(places.start.checked_sub(n)));
        let before = (0..ahead).map_while(|n| look(places.end.checked_add(n)));
        behind.chain(before).any(|found| found)
    }
}

const SOFT_HYPHEN: char = '\u{AD}';

const NEGATIONS: &[&str] = &[
    "pas", "ne", "n", "sans", "ni", "aucun", "aucune", "jamais", "kein", "keine", "keinen", "keiner",
    "nicht", "nie", "ohne", "weder", "no", "not", "never", "without", "keng", "kee", "keen", "net", "ouni",
    "ni", "sem", "não", "nem", "statt", "anstatt", "lieu", "instead", "amplaz",
];

impl Token {
    /// Whether a character without space before it belongs to this token.
    fn goes_on(&self, sort: Sort, before: Option<char>, c: char, next: Option<char>) -> bool {
        match (self.sort, sort) {
            (Sort::Word, Sort::Word) | (Sort::Number, Sort::Number) => true,
            // One sign of a number between two digits.
            (Sort::Number, Sort::Sign) => {
                matches!(c, '.' | ',' | '\'' | '’')
                    && before.is_some_and(is_digit)
                    && next.is_some_and(is_digit)
            }
            _ => false,
        }
    }
}

fn sort(c: char) -> Sort {
    if is_digit(c) {
        Sort::Number
    } else if c.is_alphabetic() || is_combining_mark(c) {
        Sort::Word
    } else {
        Sort::Sign
    }
}

/// A digit, also a wide one.
pub(super) fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}

fn folded(sort: Sort, text: &str) -> String {
    if sort != Sort::Word || text.is_ascii() {
        return text.to_lowercase();
    }
    let latin: String = text.nfc().flat_map(look_alike::latin).collect();
    latin.to_lowercase()
}
