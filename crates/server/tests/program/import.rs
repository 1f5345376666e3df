//! `partact import`, with the sheets of one evening.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::folder::{Ended, Folder};

const STAFF: &str = "ana@bourse.example";
const PASSWORD: &str = "sieben Pferde trinken Tee";

/// A folder with a database in which an organizer has opened the week of 2026.
fn prepared() -> Folder {
    let folder = Folder::new();
    folder.run(["migrate"]).expect(0);
    let mut command = folder.program(["staff", "--email", STAFF, "--name", "Ana", "--password-stdin"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{PASSWORD}").unwrap();
    assert!(child.wait().unwrap().success());

    let days = ["--starts-on", "2026-06-08", "--ends-on", "2026-06-14"];
    let week = ["week", "--reference", "2026", "--name", "Exchange week 2026"];
    folder.run(week.into_iter().chain(days)).expect(0);
    folder
}

fn sheet(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/evening").join(name)
}

fn import(folder: &Folder, organizations: &str, listings: &str, more: &[&str]) -> Ended {
    let (organizations, listings) = (sheet(organizations), sheet(listings));
    let mut words = vec!["import", "--staff", STAFF, "--week", "2026"];
    words.extend([
        "--organizations",
        organizations.to_str().unwrap(),
        "--listings",
        listings.to_str().unwrap(),
    ]);
    words.extend(more);
    folder.run(words)
}

#[test]
fn an_evening_is_imported_once() {
    let folder = prepared();
    let counts = |ended: &Ended| -> Vec<String> {
        ended.output.lines().filter(|line| line.contains("rows read")).map(str::to_owned).collect()
    };
    let new = [
        "organizations: 54 rows read, 54 new, 0 admitted, 0 unchanged, 0 refused",
        "listings: 234 rows read, 234 new, 0 admitted, 0 unchanged, 0 refused",
    ];
    let unchanged = [
        "organizations: 54 rows read, 0 new, 0 admitted, 54 unchanged, 0 refused",
        "listings: 234 rows read, 0 new, 0 admitted, 234 unchanged, 0 refused",
    ];
    let dry = import(&folder, "organizations.csv", "listings.csv", &["--dry-run"]).expect(0);
    assert_eq!(counts(&dry), new);
    assert_eq!(counts(&import(&folder, "organizations.csv", "listings.csv", &[]).expect(0)), new);
    assert_eq!(counts(&import(&folder, "organizations.csv", "listings.csv", &[]).expect(0)), unchanged);
    folder.run(["check"]).expect(0);
}

#[test]
fn refused_rows_are_named_by_row_and_column() {
    let folder = prepared();
    let ended = import(&folder, "organizations.csv", "listings_bad.csv", &["--language", "de"]).expect(1);
    assert!(ended.output.contains(", column quantity"), "{}", ended.output);
    folder.run(["check"]).expect(0);
}

#[test]
fn the_only_organizer_and_week_need_not_be_said() {
    let folder = prepared();
    let organizations = sheet("organizations.csv");
    let words = ["import", "--organizations", organizations.to_str().unwrap()];
    folder.run(words).expect(0);
    let listings = sheet("listings.csv");
    let words = ["import", "--listings", listings.to_str().unwrap()];
    folder.run(words).expect(0);
    let days = ["--starts-on", "2027-06-07", "--ends-on", "2027-06-13"];
    folder.run(["week", "--reference", "2027", "--name", "The next"].into_iter().chain(days)).expect(0);
    let ended = folder.run(words).expect(2);
    assert!(ended.errors.contains("say with --week"), "{}", ended.errors);
    let wrong = ["--starts-on", "2027-06-31", "--ends-on", "2027-06-13"];
    let ended = folder.run(["week", "--reference", "2028", "--name", ""].into_iter().chain(wrong)).expect(2);
    assert!(
        ended.errors.contains("name: required") && ended.errors.contains("starts_on"),
        "{}",
        ended.errors
    );
}

#[test]
fn what_is_not_there_is_a_matter_of_words() {
    let folder = prepared();
    let words = |file: &str, week: &str, staff: &str| {
        ["import", "--organizations", file, "--week", week, "--staff", staff].map(str::to_owned)
    };
    let organizations = sheet("organizations.csv");
    let good = organizations.to_str().unwrap();
    for (words, says) in [
        (words("none.csv", "2026", STAFF), "none.csv cannot be read"),
        (words(good, "2027", STAFF), "there is no exchange week `2027`"),
        (words(good, "2026", "ben@bourse.example"), "nobody who runs the bourse"),
    ] {
        let ended = folder.run(words).expect(2);
        assert!(ended.errors.contains(says), "{}", ended.errors);
    }
}
