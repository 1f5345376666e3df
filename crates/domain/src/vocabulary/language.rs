//! The language of a text, or one that somebody speaks.

use std::fmt;
use std::sync::LazyLock;

use super::table::{Term, rows};
use super::{Labels, Locale, unknown};
use crate::fault::Rule;

/// A language by its two-letter code of ISO 639-1, which is also its tag in BCP 47.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(&'static str);

struct Row {
    term: Term,
    native: &'static str,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    rows(include_str!("../../data/languages.tsv"))
        .map(|[code, en, fr, de, lb, native]| Row {
            term: Term { code, labels: Labels { en, fr, de, lb } },
            native,
        })
        .collect()
});

impl Language {
    /// Luxembourgish.
    pub const LB: Self = Self("lb");
    /// French.
    pub const FR: Self = Self("fr");
    /// German.
    pub const DE: Self = Self("de");
    /// English.
    pub const EN: Self = Self("en");
    /// Portuguese.
    pub const PT: Self = Self("pt");

    /// The languages used most in the country, which forms offer first.
    pub const USUAL: [Self; 5] = [Self::LB, Self::FR, Self::DE, Self::EN, Self::PT];

    /// All of them, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| Self(row.term.code))
    }

    /// The language with this code, in small letters or capitals. A name, a tag with a region or several
    /// codes in one are [`Rule::LanguageNotCode`].
    pub fn parse(text: &str) -> Result<Self, Rule> {
        if text.len() != 2 || !text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return Err(Rule::LanguageNotCode);
        }
        Self::all()
            .find(|known| known.code().eq_ignore_ascii_case(text))
            .ok_or_else(|| unknown("language", text))
    }

    /// The two-letter code, in small letters.
    pub const fn code(self) -> &'static str {
        self.0
    }

    /// How it is called in the languages of the service.
    pub fn labels(self) -> Labels {
        self.row().map_or(Labels::same(self.0), |row| row.term.labels)
    }

    /// How it calls itself, where the source knows it.
    pub fn native_name(self) -> Option<&'static str> {
        self.row().map(|row| row.native).filter(|name| !name.is_empty())
    }

    /// The locale of the service in this language, if it speaks it.
    pub fn locale(self) -> Option<Locale> {
        Locale::ALL.into_iter().find(|locale| locale.code() == self.0)
    }

    fn row(self) -> Option<&'static Row> {
        ROWS.iter().find(|row| row.term.code == self.0)
    }
}

impl From<Locale> for Language {
    fn from(locale: Locale) -> Self {
        Self(locale.code())
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Language({})", self.0)
    }
}
