//! Which rows of a sheet belong together: those of one reference that follow each other.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use domain::fault::{Fault, Rule};
use domain::vocabulary::Locale;

use super::report::Remark;
use super::words::Said;

/// The references of a sheet, to find the second of the same. Kept as 128 bits of a keyed hash each: that
/// is some 35 MB for a million, and nobody can make two of them meet.
#[derive(Default)]
pub(super) struct References {
    seen: HashSet<u128>,
    keys: (RandomState, RandomState),
}

impl References {
    /// Whether the reference was not there yet; then it is.
    pub(super) fn insert(&mut self, reference: &str) -> bool {
        let hash = self.hash(reference);
        self.seen.insert(hash)
    }

    /// Whether the reference is there.
    pub(super) fn contains(&self, reference: &str) -> bool {
        self.seen.contains(&self.hash(reference))
    }

    fn hash(&self, reference: &str) -> u128 {
        let (high, low) = &self.keys;
        u128::from(high.hash_one(reference)) << 64 | u128::from(low.hash_one(reference))
    }
}

/// Follows the references of a sheet, row by row.
pub(super) struct Succession {
    /// The column of the reference.
    key: &'static str,
    /// How many rows may belong together.
    most: usize,
    seen: References,
    /// What the row before belongs to.
    last: Option<String>,
    /// How many rows that has.
    count: usize,
    /// It was there before.
    repeated: bool,
}

/// Where a row stands among those before it.
#[derive(Debug, PartialEq)]
pub(super) struct Stand {
    /// It belongs to the row before.
    pub(super) joined: bool,
    /// Why it belongs nowhere.
    pub(super) fault: Option<Remark>,
}

impl Succession {
    pub(super) fn new(key: &'static str, most: usize) -> Self {
        Self { key, most, seen: References::default(), last: None, count: 0, repeated: false }
    }

    /// Takes the next row. One without a reference may belong to the row before, and so spoils it.
    pub(super) fn next(&mut self, reference: Option<&str>, locale: Locale) -> Stand {
        let joined = self.most > 1
            && self.last.is_some()
            && reference.is_none_or(|reference| self.last.as_deref() == Some(reference));
        if joined {
            self.count += 1;
        } else {
            self.count = 1;
            self.repeated = reference.is_some_and(|reference| !self.seen.insert(reference));
            self.last = reference.map(str::to_owned);
        }
        let rule = |rule| {
            Remark::of_fault(Fault { field: self.key.into(), rule }, reference.unwrap_or_default(), locale)
        };
        let fault = if reference.is_none() {
            None
        } else if self.repeated && self.most > 1 {
            // Rows of one reference that others stand between: nobody knows whether they were meant as one.
            Some(Remark::of(&Said::RowsApart, locale).at(self.key, reference.unwrap_or_default()))
        } else if self.repeated {
            // Which of the two is meant, nobody can tell from the sheet, so it does not matter whether the first
            // was taken.
            Some(rule(Rule::Duplicate))
        } else if self.count > self.most {
            Some(rule(Rule::TooMany { max: self.most }))
        } else {
            None
        };
        // With one too many, all of them are refused; those after that need not be looked at together.
        Stand { joined: joined && self.count <= self.most + 1, fault }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_new_once() {
        let mut references = References::default();
        assert!(references.insert("C01"));
        assert!(references.insert("c01"));
        assert!(!references.insert("C01"));
        assert!(references.contains("c01"));
        assert!(!references.contains("C02"));
    }

    fn check(most: usize, rows: &[(&str, bool, &str)]) {
        let mut succession = Succession::new("reference", most);
        for (n, (reference, joined, fault)) in rows.iter().enumerate() {
            let reference = Some(*reference).filter(|reference| !reference.is_empty());
            let stand = succession.next(reference, Locale::En);
            let found = stand.fault.map_or("", |fault| fault.code);
            assert_eq!((stand.joined, found), (*joined, *fault), "row {n} of {rows:?}");
        }
    }

    #[test]
    fn rows_belong_together_or_stand_alone() {
        check(1, &[("A", false, ""), ("B", false, ""), ("", false, ""), ("A", false, "duplicate")]);
        check(1, &[("A", false, ""), ("A", false, "duplicate")]);
        check(2, &[("A", false, ""), ("A", true, ""), ("B", false, ""), ("B", true, "")]);
        check(3, &[("", false, ""), ("A", false, ""), ("", true, ""), ("A", true, ""), ("B", false, "")]);
        let apart = "agreement-rows-apart";
        check(
            3,
            &[("A", false, ""), ("B", false, ""), ("A", false, apart), ("A", true, apart), ("C", false, "")],
        );
        check(1, &[("A", false, ""), ("", false, ""), ("A", false, "duplicate")]);
        let many = "too-many";
        check(
            2,
            &[("A", false, ""), ("A", true, ""), ("A", true, many), ("A", false, many), ("B", false, "")],
        );
    }
}
