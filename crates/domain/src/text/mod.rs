//! What people write: cleaned, judged and kept in a type that proves both.
//!
//! A [`Line`] is a name or a title, a [`Prose`] a description or a message. Both are cleaned first (what
//! a keyboard or a word processor adds by accident is no fault), then every rule they break is told at
//! once. What a person should look at, but which may well be honest, is a [`Flag`], never a refusal.
//! This module knows no field names, no words for its rules and no other organization's names.

mod character;
mod clean;
mod find;
mod flag;
mod iban;
mod look_alike;
mod markup;
mod matricule;
mod sort_key;
mod spreadsheet;

pub use find::{Finding, find, words_of};
pub use flag::{Flag, Severity, flags};
pub use look_alike::skeleton;
pub use sort_key::sort_key;

use std::fmt;

use crate::fault::{Faults, Rule};

/// How many characters a text has, counted after cleaning as Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The fewest; with 0 the text may be empty.
    pub min: usize,
    /// The most.
    pub max: usize,
}

impl Bounds {
    /// From `min` to `max` characters.
    pub const fn new(min: usize, max: usize) -> Self {
        Self { min, max }
    }

    /// At least one character, at most `max`.
    pub const fn up_to(max: usize) -> Self {
        Self { min: 1, max }
    }

    /// Empty, or at most `max` characters.
    pub const fn optional(max: usize) -> Self {
        Self { min: 0, max }
    }

    fn check(self, text: &str, faults: &mut Faults) {
        let length = text.chars().count();
        if length == 0 && self.min > 0 {
            faults.add("", Rule::Required);
        } else if length < self.min {
            faults.add("", Rule::TooShort { min: self.min });
        }
        if length > self.max {
            faults.add("", Rule::TooLong { max: self.max });
        }
    }
}

/// One line of text: a name, a title, a street.
///
/// In NFC, without line breaks, tabs, white space at the ends or two spaces in a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Line(String);

impl Line {
    /// Cleans and judges a line; the faults carry an empty field, for [`Faults::take`] to name.
    pub fn parse(input: &str, bounds: Bounds) -> Result<Self, Faults> {
        let text = clean::line(input);
        judge(&text, bounds, Sums::Refused).or(Self(text))
    }

    /// A line that names something by letters and digits, in which no words are looked for: `VB` in a reference is no
    /// price.
    pub fn parse_code(input: &str, bounds: Bounds) -> Result<Self, Faults> {
        let text = clean::line(input);
        judge(&text, bounds, Sums::Allowed).or(Self(text))
    }

    /// Like [`Line::parse`], with nothing but white space for `None`.
    pub fn parse_optional(input: &str, bounds: Bounds) -> Result<Option<Self>, Faults> {
        if clean::line(input).is_empty() {
            return Ok(None);
        }
        Self::parse(input, bounds).map(Some)
    }
}

/// Text that may have several lines: a description, a message.
///
/// In NFC, with `\n` between its lines, no white space at their ends, and at most two empty lines in a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Prose(String);

impl Prose {
    /// Cleans and judges a public text; the faults carry an empty field, for [`Faults::take`] to name.
    pub fn parse(input: &str, bounds: Bounds) -> Result<Self, Faults> {
        let text = clean::prose(input);
        judge(&text, bounds, Sums::Refused).or(Self(text))
    }

    /// Like [`Prose::parse`], with nothing but white space for `None`.
    pub fn parse_optional(input: &str, bounds: Bounds) -> Result<Option<Self>, Faults> {
        if clean::prose(input).is_empty() {
            return Ok(None);
        }
        Self::parse(input, bounds).map(Some)
    }

    /// Like [`Prose::parse`], for a reason or a message between people, which may speak of money: staff must
    /// be able to quote the sum that they take out of a listing, and partners to share the cost of fuel.
    pub fn parse_note(input: &str, bounds: Bounds) -> Result<Self, Faults> {
        let text = clean::prose(input);
        judge(&text, bounds, Sums::Allowed).or(Self(text))
    }
}

/// Whether a text may name sums of money.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sums {
    Allowed,
    Refused,
}

fn judge(text: &str, bounds: Bounds, sums: Sums) -> Faults {
    let mut faults = Faults::none();
    bounds.check(text, &mut faults);
    character::check(text, &mut faults);
    if markup::is_in(text) {
        faults.add("", Rule::Markup);
    }
    if spreadsheet::is_formula(text) {
        faults.add("", Rule::SpreadsheetFormula);
    }
    if spreadsheet::is_error(text) {
        faults.add("", Rule::SpreadsheetError);
    }
    if sums == Sums::Refused
        && let Some(finding) = find(text).into_iter().find(|finding| finding.flag == Flag::Money)
    {
        let found = crate::fault::shortened(&words_of(text, &finding.range));
        faults.add("", Rule::Money { found });
    }
    if matricule::find(text).next().is_some() {
        faults.add("", Rule::PersonalMatricule);
    }
    faults
}

macro_rules! text_access {
    ($($name:ident),+) => {$(
        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The bare text, for storage.
            pub fn into_string(self) -> String {
                self.0
            }

            /// Whether there is no text at all, which only bounds with a minimum of 0 let through.
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }

            /// What a person should look at.
            pub fn flags(&self) -> Vec<Flag> {
                flags(&self.0)
            }

            /// A text that the store gives back and that was parsed before it went in. The rules may have
            /// become stricter since; what was accepted stays readable.
            pub fn from_stored(text: String) -> Self {
                Self(text)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }
    )+};
}

text_access!(Line, Prose);

#[cfg(test)]
mod tests;
