//! The table of `docs/SECURITY.md` names tests; each must be there, or the table has rotted.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What stands in backticks in the third cell of each row.
fn cited(table: &str) -> BTreeSet<&str> {
    let rows = table.lines().filter(|line| line.starts_with("| ") && line.ends_with('|'));
    let cells = rows.filter_map(|row| row.split('|').nth(3));
    cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect()
}

/// The functions in the sources under a folder.
fn functions(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            functions(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let named = text.lines().filter_map(|line| line.split_once("fn ")?.1.split_once(['(', '<']));
            found.extend(named.map(|(name, _)| name.to_owned()));
        }
    }
}

#[test]
fn every_test_that_is_cited_exists() {
    let document = fs::read_to_string(root().join("docs/SECURITY.md")).unwrap();
    let (_, table) = document.split_once("## OWASP ASVS").unwrap();
    let mut there = BTreeSet::new();
    for folder in ["crates", "tests"] {
        functions(&root().join(folder), &mut there);
    }
    let cited = cited(table);
    assert!(cited.len() >= 60, "{} tests are cited", cited.len());
    let missing: Vec<_> = cited.iter().filter(|name| !there.contains(**name)).collect();
    assert!(missing.is_empty(), "cited, and not there: {missing:?}");
}

#[test]
fn a_test_that_is_not_there_is_noticed() {
    let table = "| requirement | how | shown by |\n|---|---|---|\n| 1.1.1 `x` | `y` | `none_such` `other` |\n\
                 | 1.1.2 | `deny.toml` | |\n";
    assert_eq!(cited(table), BTreeSet::from(["none_such", "other"]));
}
