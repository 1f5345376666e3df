//! A PDF, parsed.

#![expect(clippy::unwrap_used, reason = "a test says no by a panic")]

use lopdf::{Dictionary, Document, Object};

/// A document that was read again.
pub(crate) struct Pdf(Document);

impl Pdf {
    pub(crate) fn read(bytes: &[u8]) -> Self {
        Self(Document::load_mem(bytes).unwrap())
    }

    pub(crate) fn pages(&self) -> usize {
        self.0.get_pages().len()
    }

    /// The text of all pages, with spaces where lines or cells end, in normal form.
    pub(crate) fn text(&self) -> String {
        let pages: Vec<u32> = self.0.get_pages().into_keys().collect();
        let text = self.0.extract_text(&pages).unwrap().replace('\u{200b}', "");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The same without any space: words that are set apart by moving the pen have none between them.
    pub(crate) fn letters(&self) -> String {
        self.text().split_whitespace().collect()
    }

    pub(crate) fn catalog(&self) -> &Dictionary {
        self.0.catalog().unwrap()
    }

    pub(crate) fn follow<'d>(&'d self, dictionary: &'d Dictionary, key: &[u8]) -> &'d Object {
        self.0.dereference(dictionary.get(key).unwrap()).unwrap().1
    }

    /// Every dictionary of the document that has this type.
    pub(crate) fn of_type(&self, name: &[u8]) -> Vec<&Dictionary> {
        let all = self.0.objects.values().filter_map(|object| match object {
            Object::Dictionary(dictionary) => Some(dictionary),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        });
        all.filter(|one| one.has_type(name)).collect()
    }
}
