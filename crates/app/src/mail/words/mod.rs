//! The words of mails, in four languages. A mail without its words in one of them does not compile.

mod de;
mod en;
mod fr;
mod lb;

use domain::vocabulary::Locale;

/// What a mail is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// That mails arrive.
    Test,
}

/// The words of a mail. Whole sentences, one line each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    /// What it is about.
    pub(super) subject: &'static str,
    /// How it begins.
    pub(super) greeting: &'static str,
    /// Paragraphs before what is to be done.
    pub(super) before: Vec<String>,
    /// What is to be done, if anything.
    pub(super) action: Option<Action>,
    /// What stands before a code where there is no page to link to.
    pub(super) code_label: &'static str,
    /// Paragraphs after it.
    pub(super) after: Vec<String>,
    /// Who writes.
    pub(super) signature: &'static str,
}

/// Something that the reader can do, with a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Action {
    /// The words of the link.
    pub(super) label: &'static str,
    /// The page on which it is done.
    pub(super) page: &'static str,
    /// The secret.
    pub(super) code: String,
}

/// The words of a mail in a language.
pub(super) fn of(content: &Content, locale: Locale) -> Words {
    match locale {
        Locale::En => en::words(content),
        Locale::Fr => fr::words(content),
        Locale::De => de::words(content),
        Locale::Lb => lb::words(content),
    }
}
