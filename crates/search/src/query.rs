//! What is asked, and what it is looked for by.
//!
//! A [`Phrase`] is what somebody typed. What the vocabulary says about its words, how rare they are and what
//! the mistyped ones may mean, is [`Frozen`] with the first page: the later pages ask the very same, whatever
//! others write meanwhile. Both together are [`Asked`], whose [`Group`]s the databases are given: each row's
//! score is the sum over the groups of the best tier that it matches, times how rare the word is. It is made
//! of whole numbers, so that it is the same everywhere and always.

use crate::document::has_stem;
use crate::fold::without_umlauts_written_out;
use crate::language::Language;
use crate::typo;
use crate::words::words;

/// The most words of a phrase that are looked for: the first ones that carry meaning.
const MOST_WORDS: usize = 8;
/// The most meanings of mistyped words in one phrase, so that a cursor can hold them.
const MOST_TYPOS: usize = 16;
/// The fewest letters that may be the beginning of a longer word.
const SHORTEST_PREFIX: usize = 3;

/// How many documents are counted to tell how rare a word is, and how much each step counts: a word in fewer
/// documents than the number counts the factor; in more than the last, 2.
pub const RARITIES: [(i64, u8); 4] = [(3, 6), (12, 5), (50, 4), (200, 3)];
const COMMON: u8 = 2;

/// How much a word counts that is in so many documents.
pub fn rarity(documents: i64) -> u8 {
    RARITIES.iter().find(|(below, _)| documents < *below).map_or(COMMON, |(_, factor)| *factor)
}

/// What somebody typed, cut into words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrase {
    words: Vec<Wanted>,
}

/// A word that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wanted {
    /// As it is, and with umlauts that are not written out.
    forms: Vec<String>,
    /// Its stems in all languages.
    stems: Vec<String>,
}

/// What the vocabulary said about the words of a phrase.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frozen {
    rarities: Vec<u8>,
    typos: Vec<Vec<String>>,
}

/// What is asked of a database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    phrase: Phrase,
    frozen: Frozen,
}

/// Where a term has to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// In a title.
    Title,
    /// In a title or in any other text.
    Anywhere,
}

/// A term, or all that begin with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Letters and digits, and an underscore before those of a stem.
    pub term: String,
    /// Whether it may go on.
    pub prefix: bool,
}

/// Terms of which one must be there, and what that is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tier {
    /// Where.
    pub zone: Zone,
    /// Of these.
    pub any_of: Vec<Match>,
    /// How good a sign it is.
    pub weight: i64,
}

/// What one word is looked for by, the best first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its tiers, by falling weight. The last ones are anywhere, and match whatever the others do.
    pub tiers: Vec<Tier>,
    /// By how much the weight of a match is multiplied.
    pub rarity: i64,
}

impl Phrase {
    /// The words of what was typed that carry meaning, each once, eight at most. Where none does, all do.
    pub fn parse(typed: &str) -> Self {
        let mut all: Vec<String> = Vec::new();
        // Nobody types more; a longer text is not analysed to its end.
        for word in words(typed).take(100) {
            if !all.contains(&word.folded) {
                all.push(word.folded);
            }
        }
        let carries = |word: &String| !Language::ALL.iter().any(|language| language.is_stop_word(word));
        if all.iter().any(carries) {
            all.retain(carries);
        }
        all.truncate(MOST_WORDS);
        Self { words: all.into_iter().map(Wanted::new).collect() }
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// For each word what finds it, whoever typed it well: to be counted.
    pub fn well_typed(&self) -> impl Iterator<Item = Vec<Match>> {
        self.words.iter().map(|word| word.stems().chain(word.prefixes()).collect())
    }

    /// The hashes by which the words that a mistyped one may mean are found. None for words that are known or
    /// too short.
    pub fn neighbours(&self, documents: &[i64]) -> Vec<i64> {
        self.mistyped(documents).flat_map(|(_, word)| typo::neighbours(word)).collect()
    }

    /// What the vocabulary says: in how many documents each word was found, and words of the vocabulary that
    /// have one of the [`Self::neighbours`].
    pub fn freeze(&self, documents: &[i64], known: &[String]) -> Frozen {
        let mut typos = vec![Vec::new(); self.words.len()];
        let mut left = MOST_TYPOS;
        for (place, word) in self.mistyped(documents) {
            let mut meant = typo::likeliest(word, known.iter().cloned());
            meant.truncate(left);
            left -= meant.len();
            if let Some(slot) = typos.get_mut(place) {
                *slot = meant;
            }
        }
        let rarities = (0..self.words.len()).map(|place| rarity(documents.get(place).copied().unwrap_or(0)));
        Frozen { rarities: rarities.collect(), typos }
    }

    /// The words of which nothing is known, with their places.
    fn mistyped<'p>(&'p self, documents: &'p [i64]) -> impl Iterator<Item = (usize, &'p str)> {
        self.words.iter().enumerate().filter_map(|(place, word)| {
            let form = word.forms.first()?;
            let long = form.chars().count() >= typo::SHORTEST && form.chars().all(char::is_alphabetic);
            (long && documents.get(place) == Some(&0)).then_some((place, form.as_str()))
        })
    }
}

impl Wanted {
    fn new(folded: String) -> Self {
        let stems = if has_stem(&folded) {
            Language::ALL.iter().map(|language| language.stem(&folded)).collect()
        } else {
            Vec::new()
        };
        let plain = without_umlauts_written_out(&folded);
        Self { forms: [folded].into_iter().chain(plain).collect(), stems }
    }

    fn forms(&self) -> impl Iterator<Item = Match> {
        self.forms.iter().map(|form| Match { term: form.clone(), prefix: false })
    }

    fn stems(&self) -> impl Iterator<Item = Match> {
        self.stems.iter().map(|stem| Match { term: stem.clone(), prefix: false })
    }

    /// Whatever begins with a form; a short one stands for itself only.
    fn prefixes(&self) -> impl Iterator<Item = Match> {
        let long = |form: &str| form.chars().count() >= SHORTEST_PREFIX;
        self.forms.iter().map(move |form| Match { term: form.clone(), prefix: long(form) })
    }

    fn group(&self, rarity: u8, typos: &[String]) -> Group {
        let mut tiers = Vec::new();
        let mut tier = |zone, weight, any_of: Vec<Match>| {
            if !any_of.is_empty() {
                tiers.push(Tier { zone, any_of, weight });
            }
        };
        tier(Zone::Title, 20, self.forms().collect());
        tier(Zone::Title, 16, self.stems().collect());
        tier(Zone::Title, 10, self.prefixes().collect());
        tier(Zone::Anywhere, 8, self.forms().collect());
        tier(Zone::Anywhere, 6, self.stems().collect());
        let meant = Self::meant(typos);
        tier(Zone::Title, 5, meant.clone());
        tier(Zone::Anywhere, 4, self.prefixes().collect());
        tier(Zone::Anywhere, 2, meant);
        Group { tiers, rarity: i64::from(rarity) }
    }

    /// The words that a mistyped one may mean, in all their forms.
    fn meant(typos: &[String]) -> Vec<Match> {
        let mut all = Vec::new();
        for word in typos {
            // It may be a word or a stem.
            let stem = |language: Language| Match { term: language.term_of_stem(word), prefix: false };
            let wanted = Self::new(word.clone());
            for one in wanted.forms().chain(wanted.stems()).chain(Language::ALL.map(stem)) {
                if !all.contains(&one) {
                    all.push(one);
                }
            }
        }
        all
    }
}

impl Asked {
    /// A phrase with what the vocabulary said about it.
    pub const fn new(phrase: Phrase, frozen: Frozen) -> Self {
        Self { phrase, frozen }
    }

    /// What the vocabulary said.
    pub const fn frozen(&self) -> &Frozen {
        &self.frozen
    }

    /// What to look for, word by word.
    pub fn groups(&self) -> Vec<Group> {
        let groups = self.phrase.words.iter().enumerate().map(|(place, word)| {
            let rarity = self.frozen.rarities.get(place).copied().unwrap_or(COMMON);
            word.group(rarity, self.frozen.typos.get(place).map_or(&[][..], Vec::as_slice))
        });
        groups.collect()
    }

    /// How many of the groups have to match: of one or two words all, of more two thirds.
    pub fn least(&self) -> usize {
        let words = self.phrase.words.len();
        words - words / 3
    }

    /// Whether a folded word of a text in this language is one that was looked for.
    pub(crate) fn wants(&self, language: Option<Language>, folded: &str) -> bool {
        let plain = without_umlauts_written_out(folded);
        let stem = language.filter(|_| has_stem(folded)).map(|language| language.stem(folded));
        let is = |wanted: &str| folded == wanted || plain.as_deref() == Some(wanted);
        let begins = |wanted: &str| {
            folded.starts_with(wanted) || plain.as_deref().is_some_and(|plain| plain.starts_with(wanted))
        };
        let hits = |wanted: Match| {
            is(&wanted.term)
                || stem.as_deref() == Some(&wanted.term)
                || (wanted.prefix && begins(&wanted.term))
        };
        self.phrase.words.iter().any(|word| word.stems().chain(word.prefixes()).any(hits))
            || self.frozen.typos.iter().any(|typos| Wanted::meant(typos).into_iter().any(hits))
    }
}

impl Frozen {
    /// As a text of letters, digits, spaces and commas, for a cursor.
    pub fn to_text(&self) -> String {
        let rarities: String = self.rarities.iter().map(ToString::to_string).collect();
        let typos = self.typos.iter().map(|typos| typos.join(","));
        let typos: Vec<_> =
            typos.map(|typos| if typos.is_empty() { "-".to_owned() } else { typos }).collect();
        format!("{rarities} {}", typos.join(" "))
    }

    /// What [`Self::to_text`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let (rarities, typos) = text.split_once(' ')?;
        let rarities: Option<Vec<u8>> = rarities
            .chars()
            .map(|digit| digit.to_digit(10).and_then(|digit| u8::try_from(digit).ok()))
            .collect();
        let typos = typos.split(' ').filter(|typos| !typos.is_empty()).map(|typos| match typos {
            "-" => Vec::new(),
            typos => typos.split(',').map(str::to_owned).collect(),
        });
        Some(Self { rarities: rarities?, typos: typos.collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(typed: &str) -> Vec<String> {
        Phrase::parse(typed).words.iter().map(|word| word.forms.join("/")).collect()
    }

    #[test]
    fn phrases_are_cut_into_words() {
        for (typed, expected) in [
            ("", &[][..]),
            ("🚲 -- \"*\"", &[]),
            ("Vélo", &["velo"]),
            ("un vélo pour les enfants", &["velo", "enfants"]),
            ("pour les", &["pour", "les"]),
            ("Moebel für Kinder", &["moebel/mobel", "kinder"]),
            ("velo VÉLO vélo", &["velo"]),
            ("aa bb cc dd ee ff gg hh ii jj", &["aa", "bb", "cc", "dd", "ee", "ff", "gg", "hh"]),
            ("velo AND NOT title:x* OR \"(", &["velo", "title"]),
        ] {
            assert_eq!(forms(typed), expected, "{typed}");
        }
        assert!(Phrase::parse(" ").is_empty());
    }

    #[test]
    fn two_thirds_of_many_words_are_enough() {
        for (typed, expected) in
            [("", 0), ("aa", 1), ("aa bb", 2), ("aa bb cc", 2), ("aa bb cc dd", 3), ("aa bb cc dd ee ff", 4)]
        {
            assert_eq!(Asked::new(Phrase::parse(typed), Frozen::default()).least(), expected, "{typed}");
        }
    }

    #[test]
    fn only_unknown_words_are_mistyped() {
        let phrase = Phrase::parse("velo atelir xyz 1234");
        assert_eq!(phrase.neighbours(&[1, 1, 1, 1]), Vec::<i64>::new());
        assert_eq!(phrase.neighbours(&[1, 0, 0, 0]), typo::neighbours("atelir"));
        let known = ["atelier", "velos"].map(str::to_owned);
        let frozen = phrase.freeze(&[1, 0, 0, 0], &known);
        assert_eq!(frozen.to_text(), "6666 - atelier - -");
        let asked = Asked::new(phrase, frozen);
        let weights = |group: &Group| group.tiers.iter().map(|tier| tier.weight).collect::<Vec<_>>();
        let groups = asked.groups();
        assert_eq!(weights(&groups[0]), [20, 16, 10, 8, 6, 4]);
        assert_eq!(weights(&groups[1]), [20, 16, 10, 8, 6, 5, 4, 2]);
        assert_eq!(weights(&groups[3]), [20, 10, 8, 4]);
    }

    #[test]
    fn weights_fall() {
        let phrase = Phrase::parse("atelir");
        let frozen = phrase.freeze(&[0], &["atelier".to_owned()]);
        for group in Asked::new(phrase, frozen).groups() {
            assert!(group.tiers.is_sorted_by(|one, other| one.weight > other.weight));
        }
    }

    #[test]
    fn rare_words_count_more() {
        for (documents, expected) in [(0, 6), (2, 6), (3, 5), (12, 4), (50, 3), (199, 3), (200, 2), (9999, 2)]
        {
            assert_eq!(rarity(documents), expected, "{documents}");
        }
    }

    #[test]
    fn what_is_frozen_fits_into_a_cursor() {
        let phrase = Phrase::parse("abcdefghijklmnopqrstuvwx bbbbb ccccc ddddd eeeee fffff ggggg hhhhh");
        let known: Vec<String> = (b'a'..=b'z').map(|c| format!("{}bbbb", char::from(c))).collect();
        for (documents, known) in [(vec![0; 8], known), (vec![5; 8], Vec::new()), (Vec::new(), Vec::new())] {
            let frozen = phrase.freeze(&documents, &known);
            assert_eq!(Frozen::parse(&frozen.to_text()), Some(frozen.clone()));
            assert!(frozen.typos.iter().map(Vec::len).sum::<usize>() <= MOST_TYPOS);
        }
        assert_eq!(Frozen::parse(&Frozen::default().to_text()), Some(Frozen::default()));
        assert_eq!(Frozen::parse("x -"), None);
        assert_eq!(Frozen::parse(""), None);
    }
}
