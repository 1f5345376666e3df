//! What a photo shows, in words: for those who do not see it.

use crate::fault::{Faults, Rule};
use crate::text::{Bounds, Line};
use crate::vocabulary::Language;

/// How long the words may be.
const BOUNDS: Bounds = Bounds::up_to(300);

/// The most languages.
const MOST_LANGUAGES: usize = 10;

/// What a photo shows, in at least one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AltTexts {
    original: Language,
    texts: Vec<(Language, Line)>,
}

/// The words in one language, as they are given.
#[derive(Clone, Copy, Debug)]
pub struct RawAltText<'r> {
    /// A code.
    pub language: &'r str,
    /// The words.
    pub text: &'r str,
}

impl AltTexts {
    /// The words in one language; the faults are named `language` and `alt_text`.
    pub fn parse_one(given: RawAltText<'_>) -> Result<Self, Faults> {
        let mut faults = Faults::none();
        let original = faults.take("language", Language::parse(given.language));
        let text = faults.take_all("alt_text", Line::parse(given.text, BOUNDS));
        match (original, text) {
            (Some(original), Some(text)) => Ok(Self { original, texts: vec![(original, text)] }),
            _ => Err(faults),
        }
    }

    /// The words in several languages, among which is the original; the faults are named
    /// `original_language`, `alt_texts` and `alt_texts/{language}`.
    pub fn parse<'r>(
        original: &str,
        given: impl IntoIterator<Item = RawAltText<'r>>,
    ) -> Result<Self, Faults> {
        let mut faults = Faults::none();
        let original = faults.take("original_language", Language::parse(original));
        let mut texts: Vec<(Language, Line)> = Vec::new();
        for RawAltText { language, text } in given {
            let field = format!("alt_texts/{language}");
            let language = faults.take(field.clone(), Language::parse(language));
            let text = faults.take_all(&field, Line::parse(text, BOUNDS));
            let (Some(language), Some(text)) = (language, text) else { continue };
            if texts.iter().any(|(known, _)| *known == language) {
                faults.add(field, Rule::Duplicate);
            }
            texts.push((language, text));
        }
        if texts.len() > MOST_LANGUAGES {
            faults.add("alt_texts", Rule::TooMany { max: MOST_LANGUAGES });
        }
        let missing = original.filter(|original| texts.iter().all(|(language, _)| language != original));
        if let Some(missing) = missing.filter(|_| faults.is_empty()) {
            faults.add(format!("alt_texts/{}", missing.code()), Rule::Required);
        }
        match original {
            Some(original) if faults.is_empty() => Ok(Self { original, texts }),
            _ => Err(faults),
        }
    }

    /// Words that the store gives back and that were parsed before they went in.
    pub fn from_stored(original: Language, texts: Vec<(Language, Line)>) -> Self {
        Self { original, texts }
    }

    /// The language in which they were written first.
    pub const fn original(&self) -> Language {
        self.original
    }

    /// The words by language.
    pub fn texts(&self) -> &[(Language, Line)] {
        &self.texts
    }
}
