//! What is stored of a text, so that it can be found.

use std::collections::BTreeSet;

use crate::fold::without_umlauts_written_out;
use crate::language::Language;
use crate::words::words;

/// The most different terms of a zone: more than the longest listing in five languages has.
const MOST_TERMS: usize = 4000;
/// Which words are offered to those who mistype: so many letters, and no digit. Shorter ones have too many
/// neighbours, longer ones nobody types.
const VOCABULARY: std::ops::RangeInclusive<usize> = 4..=24;

/// The terms of a document by zone, each once, in order, separated by spaces. Terms have letters and digits
/// only, and an underscore before those of stems: nothing that a database could read as more than a term.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Of its titles.
    pub title: String,
    /// Of everything else. What the title has is not said again.
    pub body: String,
}

impl Document {
    /// The words that those who mistype one letter are led to, and their stems: whoever mistypes the singular
    /// means the plural as well.
    pub fn vocabulary(&self) -> impl Iterator<Item = &str> {
        let terms = self.title.split(' ').chain(self.body.split(' '));
        let words = terms.map(|term| term.strip_prefix('_').and_then(|stem| stem.get(1..)).unwrap_or(term));
        words.filter(|term| {
            let letters = term.chars().count();
            VOCABULARY.contains(&letters) && term.chars().all(char::is_alphabetic)
        })
    }
}

/// A document that is being put together, text by text.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    title: BTreeSet<String>,
    body: BTreeSet<String>,
}

impl Draft {
    /// Adds a title; its language, if it is one that has stems.
    pub fn title(&mut self, language: Option<Language>, text: &str) {
        add(&mut self.title, language, text);
    }

    /// Adds a text.
    pub fn body(&mut self, language: Option<Language>, text: &str) {
        add(&mut self.body, language, text);
    }

    /// The document.
    pub fn finish(self) -> Document {
        let Self { title, body } = self;
        let rest: Vec<&str> = body.difference(&title).map(String::as_str).collect();
        let body = rest.join(" ");
        Document { body, title: title.into_iter().collect::<Vec<_>>().join(" ") }
    }
}

fn add(terms: &mut BTreeSet<String>, language: Option<Language>, text: &str) {
    for word in words(text) {
        if terms.len() >= MOST_TERMS {
            return;
        }
        let folded = word.folded;
        let Some(language) = language else {
            terms.insert(folded);
            continue;
        };
        if language.is_stop_word(&folded) {
            continue;
        }
        if language.has_umlauts()
            && let Some(plain) = without_umlauts_written_out(&folded)
        {
            terms.insert(plain);
        }
        if has_stem(&folded) {
            terms.insert(language.stem(&folded));
        }
        terms.insert(folded);
    }
}

/// Numbers have no forms.
pub(crate) fn has_stem(folded: &str) -> bool {
    folded.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Text<'t> = (Option<Language>, &'t str);

    fn check(titles: &[Text<'_>], bodies: &[Text<'_>], title: &str, body: &str) {
        let mut draft = Draft::default();
        for (language, text) in titles {
            draft.title(*language, text);
        }
        for (language, text) in bodies {
            draft.body(*language, text);
        }
        let expected = Document { title: title.to_owned(), body: body.to_owned() };
        assert_eq!(draft.finish(), expected, "{titles:?} {bodies:?}");
    }

    #[test]
    fn texts_become_terms() {
        use Language::{De, En, Fr, Lb};
        check(&[], &[], "", "");
        check(&[(None, "Fundação 2")], &[], "2 fundacao", "");
        check(&[(Some(Fr), "Des vélos pour l'école")], &[], "_fecol _fvelo ecole velos", "");
        check(&[(Some(De), "Raeder")], &[(Some(De), "und Räder")], "_drad rader raeder", "");
        check(&[(Some(En), "2 desks")], &[(Some(Lb), "Dëscher")], "2 _edesk desks", "_ldesch descher");
        check(&[(None, "a ' b \" c \\ : * & |")], &[], "", "");
    }

    #[test]
    fn a_text_has_a_bounded_number_of_terms() {
        let many: Vec<_> = (0..10_000).map(|n| format!("word{n}")).collect();
        let mut draft = Draft::default();
        draft.body(None, &many.join(" "));
        assert_eq!(draft.finish().body.split(' ').count(), MOST_TERMS);
    }

    #[test]
    fn the_vocabulary_has_words_only() {
        let document = Document { title: "_fvelo 2000 m2 rad velo".to_owned(), body: "atelier".to_owned() };
        assert_eq!(document.vocabulary().collect::<Vec<_>>(), ["velo", "velo", "atelier"]);
        assert_eq!(Document::default().vocabulary().count(), 0);
    }
}
