//! How a listing was found by words: what of it the reader asked for.

use std::collections::BTreeMap;

use search::{Asked, Language, Part, excerpt, marked};
use serde::Serialize;
use utoipa::ToSchema;

use super::form::ListingText;

/// The most characters of an excerpt, but for the ellipses.
const EXCERPT: usize = 240;

/// How a listing was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct ListingFound {
    /// How well it fits, compared with the others of the same search only.
    #[schema(minimum = 0, maximum = 1_000_000)]
    score: i64,
    /// Where the words stand: in the texts that are shown, or, if in none of these, in those of another
    /// language. Empty where they stand in none of its texts, but in its category, place or organization.
    #[schema(max_items = 3)]
    highlights: Vec<ListingHighlight>,
}

/// A text with the words that were asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
struct ListingHighlight {
    /// Which text.
    #[schema(inline)]
    field: ListingField,
    /// Its language.
    #[schema(max_length = 10, example = "fr")]
    language: String,
    /// The text in parts: a title as a whole, of the others an excerpt, with an ellipsis where it is cut. Put
    /// together they are plain text, never markup.
    #[schema(max_items = 400)]
    parts: Vec<HighlightPart>,
}

/// The texts of a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ListingField {
    /// In one line.
    Title,
    /// In full.
    Description,
    /// What would be welcome in return.
    WantedInReturn,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
struct HighlightPart {
    /// The text, as it was written.
    #[schema(max_length = 4000)]
    text: String,
    /// Whether it is a word that was asked for.
    matched: bool,
}

impl ListingFound {
    /// How well a listing fits, and where: in the language that is shown, else in the others by code.
    pub(super) fn of(score: i64, asked: &Asked, texts: &BTreeMap<String, ListingText>, shown: &str) -> Self {
        let others = texts.keys().map(String::as_str).filter(|code| *code != shown);
        let mut found = std::iter::once(shown).chain(others).filter_map(|code| {
            let highlights = highlights(asked, code, texts.get(code)?);
            (!highlights.is_empty()).then_some(highlights)
        });
        let highlights = found.next().unwrap_or_default();
        Self { score, highlights }
    }
}

fn highlights(asked: &Asked, code: &str, text: &ListingText) -> Vec<ListingHighlight> {
    let language = Language::from_code(code);
    let wanted = text.wanted_in_return.as_deref().unwrap_or_default();
    let fields = [
        (ListingField::Title, marked(asked, language, &text.title)),
        (ListingField::Description, excerpt(asked, language, &text.description, EXCERPT)),
        (ListingField::WantedInReturn, excerpt(asked, language, wanted, EXCERPT)),
    ];
    let highlight = |(field, parts): (ListingField, Option<Vec<Part>>)| {
        let parts = parts?.into_iter().map(|Part { text, matched }| HighlightPart { text, matched });
        Some(ListingHighlight { field, language: code.to_owned(), parts: parts.collect() })
    };
    fields.into_iter().filter_map(highlight).collect()
}
