//! The languages that the service itself speaks, and words in each of them.

use std::fmt;

use super::unknown;
use crate::fault::Rule;

/// A language in which the service answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Locale {
    /// English, spoken when nothing else is asked for.
    #[default]
    En,
    /// French.
    Fr,
    /// German.
    De,
    /// Luxembourgish.
    Lb,
}

impl Locale {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::En, Self::Fr, Self::De, Self::Lb];

    /// The two-letter code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
            Self::De => "de",
            Self::Lb => "lb",
        }
    }

    /// The locale with this two-letter code, in small letters or capitals.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        Self::ALL
            .into_iter()
            .find(|known| known.code().eq_ignore_ascii_case(text))
            .ok_or_else(|| unknown("locale", text))
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// One label in each language of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Labels {
    /// In English.
    pub en: &'static str,
    /// In French.
    pub fr: &'static str,
    /// In German.
    pub de: &'static str,
    /// In Luxembourgish.
    pub lb: &'static str,
}

impl Labels {
    /// The same word in every language, for what has no translation.
    pub const fn same(word: &'static str) -> Self {
        Self { en: word, fr: word, de: word, lb: word }
    }

    /// The label in `locale`.
    pub const fn get(&self, locale: Locale) -> &'static str {
        match locale {
            Locale::En => self.en,
            Locale::Fr => self.fr,
            Locale::De => self.de,
            Locale::Lb => self.lb,
        }
    }
}
