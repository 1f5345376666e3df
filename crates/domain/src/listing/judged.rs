//! What of a listing a person judges: its texts, what it is, and what is doubtful in them.

use super::{Content, Details, Direction};
use crate::text::{Finding, Flag, Line, Prose, Severity, find, words_of};
use crate::vocabulary::{Category, Language};

/// A doubtful place in one of the texts of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The language of the text.
    pub language: Language,
    /// Which of its texts: `title`, `description`, `wanted_in_return`.
    pub field: &'static str,
    /// Where, and what.
    pub finding: Finding,
    /// The words, as written.
    pub words: String,
}

/// The texts of a listing in one language.
type Texts<'c> = (Language, &'c Line, &'c Prose, Option<&'c Prose>);

impl Content {
    /// Every doubtful place, text by text.
    pub fn marks(&self) -> Vec<Mark> {
        let mut marks = Vec::new();
        for (language, title, description, wanted) in self.texts() {
            let fields = [("title", Some(title.as_str())), ("description", Some(description.as_str()))];
            for (field, text) in fields.into_iter().chain([("wanted_in_return", wanted.map(Prose::as_str))]) {
                let Some(text) = text else { continue };
                marks.extend(find(text).into_iter().map(|finding| {
                    let words = words_of(text, &finding.range);
                    Mark { language, field, finding, words }
                }));
            }
        }
        marks
    }

    /// The gravest flag of its texts.
    pub fn severity(&self) -> Option<Severity> {
        self.flags().map(Flag::severity).max()
    }

    /// Whether it says, or is, something else than the other: what staff have judged in one says nothing
    /// about the other. Where, when and how much there is may change without them.
    pub fn is_judged_apart(&self, other: &Self) -> bool {
        self.judged() != other.judged()
    }

    fn flags(&self) -> impl Iterator<Item = Flag> {
        self.marks().into_iter().map(|mark| mark.finding.flag)
    }

    fn judged(&self) -> (Vec<Texts<'_>>, Direction, &Details, Category) {
        (self.texts(), self.direction, &self.details, self.category)
    }

    fn texts(&self) -> Vec<Texts<'_>> {
        let original = (self.language, &self.title, &self.description, self.wanted_in_return.as_ref());
        let translations = self
            .translations
            .iter()
            .map(|one| (one.language, &one.title, &one.description, one.wanted_in_return.as_ref()));
        std::iter::once(original).chain(translations).collect()
    }
}
