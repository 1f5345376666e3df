//! The words of every problem type: title, cause and remedy in four languages.
//!
//! Each language is one file with a `match` over every type and no wildcard, so that a missing
//! translation does not compile.

mod de;
mod en;
mod fr;
mod lb;

use domain::vocabulary::Locale;

use super::fault::Shape;
use super::kind::Kind;

/// What is said about a problem type.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    /// In a few words.
    pub(crate) title: &'static str,
    /// Why it happens, in general: one sentence.
    pub(crate) cause: &'static str,
    /// What to do: one sentence.
    pub(crate) remedy: &'static str,
    /// Why it happened this time, with places for the facts: `{remaining}`.
    detail: Option<&'static str>,
}

impl Words {
    const fn new(title: &'static str, cause: &'static str, remedy: &'static str) -> Self {
        Self { title, cause, remedy, detail: None }
    }

    /// With words for the facts of the one case.
    const fn detail(mut self, template: &'static str) -> Self {
        self.detail = Some(template);
        self
    }

    /// Why it happened, with these facts filled in; in general where there are none.
    pub(crate) fn filled(&self, facts: &[(String, String)]) -> String {
        match self.detail {
            Some(template) if !facts.is_empty() => fill(template, facts),
            _ => self.cause.to_owned(),
        }
    }
}

/// The words of a problem type.
pub(crate) const fn of(kind: Kind, locale: Locale) -> Words {
    match locale {
        Locale::En => en::words(kind),
        Locale::Fr => fr::words(kind),
        Locale::De => de::words(kind),
        Locale::Lb => lb::words(kind),
    }
}

/// What is wrong with the shape of a field, and what to do about it.
pub(crate) const fn of_shape(shape: Shape, locale: Locale) -> (&'static str, &'static str) {
    match locale {
        Locale::En => en::shape(shape),
        Locale::Fr => fr::shape(shape),
        Locale::De => de::shape(shape),
        Locale::Lb => lb::shape(shape),
    }
}

/// Fills each place once. What is filled in is not looked at again, because it may come from a client.
fn fill(template: &str, facts: &[(String, String)]) -> String {
    let mut filled = String::with_capacity(template.len() + 40);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, behind)) = after.split_once('}') else { break };
        if let Some((_, value)) = facts.iter().find(|(fact, _)| fact == name) {
            filled.push_str(value);
        } else {
            filled.push('–');
        }
        rest = behind;
    }
    filled.push_str(rest);
    filled
}
