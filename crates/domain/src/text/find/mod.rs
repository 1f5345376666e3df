//! Every doubtful place of a text at once: money, advertising, ways to reach somebody, imitated letters.
//!
//! The text is cut into tokens once, and every rule looks at a bounded number of them around each: what is
//! found costs the same for every character, whatever a hostile text holds. A test counts the steps.

mod contact;
mod glyphs;
mod money;
mod phrase;
mod token;
mod words;

#[cfg(test)]
mod tests;

use std::ops::Range;

use super::{Flag, iban, matricule};
use token::Tokens;

/// A doubtful place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// From which character to which, counted in Unicode scalar values; never empty.
    pub range: Range<usize>,
    /// What is doubtful.
    pub flag: Flag,
}

/// What is doubtful in a text, in the order of the places. Places of one flag never overlap.
///
/// Any text will do: one that was never cleaned is judged as it was typed, so that a form can mark it.
pub fn find(text: &str) -> Vec<Finding> {
    counted(text).0
}

/// The same, with the number of steps that it took.
fn counted(text: &str) -> (Vec<Finding>, usize) {
    let mut tokens = Tokens::of(text);
    let mut findings = Findings::default();
    money::amounts(&mut tokens, &mut findings);
    phrase::find(&mut tokens, &mut findings);
    findings.extend(Flag::Money, iban::find(text));
    findings.extend(Flag::PersonalMatricule, matricule::find(text));
    findings.extend(Flag::ContactData, contact::find(text));
    glyphs::find(text, &mut findings);
    (findings.merged(), tokens.steps())
}

/// Findings as they come, perhaps one in the other.
#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, flag: Flag, range: Range<usize>) {
        if !range.is_empty() {
            self.0.push(Finding { range, flag });
        }
    }

    fn extend(&mut self, flag: Flag, ranges: impl IntoIterator<Item = Range<usize>>) {
        for range in ranges {
            self.add(flag, range);
        }
    }

    /// In order, those of one flag that touch each other as one.
    fn merged(mut self) -> Vec<Finding> {
        self.0.sort_by_key(|finding| (finding.flag, finding.range.start, finding.range.end));
        let mut merged: Vec<Finding> = Vec::with_capacity(self.0.len());
        for finding in self.0 {
            match merged.last_mut() {
                Some(last) if last.flag == finding.flag && last.range.end >= finding.range.start => {
                    last.range.end = last.range.end.max(finding.range.end);
                }
                _ => merged.push(finding),
            }
        }
        merged.sort_by_key(|finding| (finding.range.start, finding.flag));
        merged
    }
}

/// The characters of a range of a text.
pub fn words_of(text: &str, range: &Range<usize>) -> String {
    text.chars().skip(range.start).take(range.len()).collect()
}
