//! The languages that have stems here.

use snowball_stemmers_rs::{Algorithm, Stemmer};

use crate::fold::without_umlauts_written_out;
use crate::luxembourgish;

/// A language whose words are brought back to stems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English.
    En,
    /// French.
    Fr,
    /// German.
    De,
    /// Luxembourgish.
    Lb,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::En, Self::Fr, Self::De, Self::Lb];

    /// The one with this code of ISO 639-1; there are no stems in any other.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "en" => Some(Self::En),
            "fr" => Some(Self::Fr),
            "de" => Some(Self::De),
            "lb" => Some(Self::Lb),
            _ => None,
        }
    }

    /// The term of a folded word's stem. Stems of one language are apart from those of the others and from
    /// words, by the two characters before them: `_frepar`.
    ///
    /// Stemmers run on folded words: who asks without accents must find what was written with them.
    pub(crate) fn stem(self, folded: &str) -> String {
        match self {
            Self::En => self.term_of_stem(&Stemmer::create(Algorithm::English).stem(folded)),
            Self::Fr => self.term_of_stem(&Stemmer::create(Algorithm::French).stem(french_singular(folded))),
            Self::De => {
                let plain = without_umlauts_written_out(folded);
                let plain = plain.as_deref().unwrap_or(folded);
                self.term_of_stem(&Stemmer::create(Algorithm::German).stem(plain))
            }
            Self::Lb => {
                let plain = without_umlauts_written_out(folded);
                self.term_of_stem(luxembourgish::stem(plain.as_deref().unwrap_or(folded)))
            }
        }
    }

    /// The term of a stem.
    pub(crate) fn term_of_stem(self, stem: &str) -> String {
        let mark = match self {
            Self::En => 'e',
            Self::Fr => 'f',
            Self::De => 'd',
            Self::Lb => 'l',
        };
        format!("_{mark}{stem}")
    }

    /// Whether a word carries no meaning of its own in this language.
    pub(crate) fn is_stop_word(self, folded: &str) -> bool {
        let list = match self {
            Self::En => include_str!("../data/stop-en.txt"),
            Self::Fr => include_str!("../data/stop-fr.txt"),
            Self::De => include_str!("../data/stop-de.txt"),
            Self::Lb => include_str!("../data/stop-lb.txt"),
        };
        // Stop words are short, and most words are not.
        folded.len() <= 9 && stop_words::contains(self, list, folded)
    }

    /// Whether umlauts may be written out in this language.
    pub(crate) const fn has_umlauts(self) -> bool {
        matches!(self, Self::De | Self::Lb)
    }
}

/// Without the plural's `s` after a vowel, which the stemmer leaves there: `velos`, `amis`.
fn french_singular(folded: &str) -> &str {
    match folded.strip_suffix('s') {
        Some(one) if one.len() >= 3 && one.ends_with(['a', 'i', 'o', 'u']) => one,
        _ => folded,
    }
}

mod stop_words {
    use std::collections::HashSet;
    use std::sync::OnceLock;

    use super::Language;
    use crate::fold::fold;

    static SETS: [OnceLock<HashSet<String>>; 4] = [const { OnceLock::new() }; 4];

    pub(super) fn contains(language: Language, list: &'static str, folded: &str) -> bool {
        let place = Language::ALL.iter().position(|one| *one == language);
        let set = place.and_then(|place| SETS.get(place));
        set.is_some_and(|set| {
            set.get_or_init(|| list.split_whitespace().map(fold).collect()).contains(folded)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;

    /// Words of one line have one stem, which no word of another line has.
    fn check(language: Language, families: &[&[&str]]) {
        let stems: Vec<String> = families
            .iter()
            .map(|words| {
                let mut stems: Vec<_> = words.iter().map(|word| language.stem(&fold(word))).collect();
                stems.dedup();
                assert_eq!(stems.len(), 1, "{words:?} {stems:?}");
                stems.remove(0)
            })
            .collect();
        for (n, stem) in stems.iter().enumerate() {
            assert!(!stems[n + 1..].contains(stem), "{stem} {families:?}");
        }
    }

    #[test]
    fn forms_of_a_word_have_one_stem() {
        check(
            Language::En,
            &[
                &["repair", "repairs", "repairing", "repaired"],
                &["bicycle", "bicycles"],
                &["volunteer", "volunteers", "volunteering"],
                &["furniture"],
                &["translation", "translations"],
                &["baby", "babies"],
            ],
        );
        check(
            Language::Fr,
            &[
                &["réparation", "réparations", "reparation", "REPARATIONS"],
                &["vélo", "vélos", "velo"],
                &["bénévole", "bénévoles", "benevoles"],
                &["journal", "journaux"],
                &["atelier", "ateliers"],
                &["traduction", "traductions"],
                &["menuisier", "menuisiers"],
            ],
        );
        check(
            Language::De,
            &[
                &["Rad", "Räder", "Rädern", "Raeder"],
                &["Fahrrad", "Fahrräder", "Fahrrädern"],
                &["Haus", "Häuser", "Häusern", "Haeuser"],
                &["Möbel", "Möbeln", "Moebel"],
                &["Übersetzung", "Übersetzungen", "Uebersetzung"],
                &["Tisch", "Tische", "Tischen"],
                &["Stuhl", "Stühle", "Stühlen"],
            ],
        );
        check(
            Language::Lb,
            &[
                &["Dësch", "Dëscher", "Dëschen"],
                &["Luucht", "Luuchten", "Luuchte"],
                &["Miwwel", "Miwwelen", "Miwwele"],
                &["Vëlo", "Vëloen", "Vëloe", "Vëlos"],
                &["Schräiner", "Schräineren"],
                &["Hand", "Handen"],
                &["Reparatur", "Reparaturen", "Reparature"],
                &["Computer", "Computeren", "Computere"],
            ],
        );
    }

    #[test]
    fn stop_words_are_known_by_language() {
        for (language, word, expected) in [
            (Language::Fr, "pour", true),
            (Language::Fr, "des", true),
            (Language::De, "für", true),
            (Language::De, "und", true),
            (Language::En, "with", true),
            (Language::Lb, "fir", true),
            (Language::Lb, "mat", true),
            (Language::De, "pour", false),
            (Language::Fr, "or", false),
            (Language::En, "table", false),
        ] {
            assert_eq!(language.is_stop_word(&fold(word)), expected, "{language:?} {word}");
        }
    }
}
