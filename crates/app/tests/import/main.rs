//! The import of an evening's sheets, and of every fault that the evening's data set knows.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test says no with a panic"
)]

// The package has its long name outside the workspace's manifests.
extern crate partact_app as app;

#[expect(dead_code, reason = "the other tests use more of it")]
#[path = "../bourse/mod.rs"]
mod bourse;
mod deals;
mod desk;
mod faults;

use std::collections::BTreeMap;

use app::import::{Import, ImportError, SheetName, Sheets};
use bourse::on_both;
use desk::{Desk, Said, evening, found};
use domain::policy::StaffRole;

const UNREAD: &str = "column-ignored fault";

#[test]
fn the_whole_evening_gets_in_and_stays() {
    on_both(|bourse| {
        let desk = Desk::new(bourse, true, false);
        let first = desk.evening(false);
        assert_eq!(first.counts(SheetName::Organizations), [54, 54, 0, 0, 0]);
        assert_eq!(first.counts(SheetName::Listings), [234, 234, 0, 0, 0]);
        let refused: Vec<_> = first.rows.iter().map(found).filter(|found| !found.is_empty()).collect();
        assert!(refused.is_empty(), "{refused:?}");
        assert_eq!(first.bytes, 57_591, "the progress ends with the file");
        let stored = desk.stored();
        assert_eq!(stored, BTreeMap::from([("admitted".to_owned(), 54), ("published".to_owned(), 234)]));

        let drawn = || bourse.ctx.ids.next().as_u128();
        let before = drawn();
        let second = desk.evening(false);
        assert_eq!(second.counts(SheetName::Organizations), [54, 0, 0, 54, 0]);
        assert_eq!(second.counts(SheetName::Listings), [234, 0, 0, 234, 0]);
        assert_eq!(desk.stored(), stored);
        // Every entry of the audit log and every event draws an identifier.
        assert_eq!(drawn(), before + 1, "the second run writes nothing");
    });
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    on_both(|bourse| {
        let desk = Desk::new(bourse, true, false);
        let dry = desk.evening(true);
        assert_eq!(dry.counts(SheetName::Organizations), [54, 54, 0, 0, 0]);
        assert_eq!(dry.counts(SheetName::Listings), [234, 234, 0, 0, 0]);
        assert_eq!(desk.stored(), BTreeMap::new());
        let bad = desk.run(Some(&evening("organizations_bad.csv")), None, true);
        let wet = desk.organizations(&evening("organizations_bad.csv"));
        assert_eq!(bad.counts(SheetName::Organizations), wet.counts(SheetName::Organizations));
    });
}

#[test]
fn listings_stay_drafts_where_they_cannot_be_shown() {
    on_both(|bourse| {
        let desk = Desk::new(bourse, false, false);
        let said = desk.evening(false);
        assert_eq!(said.counts(SheetName::Listings), [234, 234, 0, 0, 0]);
        assert_eq!(desk.stored(), BTreeMap::from([("admitted".to_owned(), 54), ("draft".to_owned(), 234)]));
        let last = said.rows.last().unwrap();
        assert_eq!(found(last), ["-: left-draft"]);
        assert!(last.notes[0].message.contains("phase “draft”"), "{}", last.notes[0].message);
    });
}

#[test]
fn what_staff_import_needs_no_moderation() {
    on_both(|bourse| {
        let desk = Desk::new(bourse, true, true);
        desk.evening(false);
        assert_eq!(desk.stored().get("published"), Some(&234));
    });
}

#[test]
fn organizations_come_without_a_week_and_are_admitted_later() {
    on_both(|bourse| {
        let desk = Desk::new(bourse, true, false);
        let sheet = evening("organizations.csv");
        let mut bytes = sheet.as_slice();
        let sheets = Sheets { organizations: Some(&mut bytes), ..Sheets::default() };
        let report = Import { week: None, ..desk.import(false) }.run(sheets, &mut |_| {}).unwrap();
        assert!(report.organizations.unwrap().is_clean());
        assert_eq!(desk.stored(), BTreeMap::new());
        let listings = desk.listings(&evening("listings.csv"));
        assert_eq!(found(&listings.rows[0]), ["-: left-draft"], "not admitted");
        assert_eq!(desk.organizations(&sheet).counts(SheetName::Organizations), [54, 0, 54, 0, 0]);
        assert_eq!(desk.organizations(&sheet).counts(SheetName::Organizations), [54, 0, 0, 54, 0]);
    });
}

#[test]
fn only_organizers_import() {
    on_both(|bourse| {
        let desk = Desk::new(bourse, true, false);
        let broker = bourse.staff("luc@bourse.example", "zwielef Zëmmer am Haus", StaffRole::Broker);
        let sheet = evening("organizations.csv");
        let mut bytes = sheet.as_slice();
        let sheets = Sheets { organizations: Some(&mut bytes), ..Sheets::default() };
        let run = Import { by: broker.person, ..desk.import(false) }.run(sheets, &mut |_| {});
        assert!(matches!(run, Err(ImportError::Store(app::Error::Forbidden(_)))));
        let sheets = Sheets { listings: Some(&mut bytes), ..Sheets::default() };
        let run = Import { week: None, ..desk.import(false) }.run(sheets, &mut |_| {});
        assert!(matches!(run, Err(ImportError::Store(app::Error::NotFound(_)))));
    });
}

#[test]
fn sheets_of_every_program_are_read() {
    on_both(|bourse| {
        let desk = Desk::new(bourse, true, false);
        desk.evening(false);
        let before = desk.stored();
        for (name, rows) in [
            ("organizations_bad_semicolon.csv", 5),
            ("listings_bad_semicolon.csv", 8),
            ("listings_bad_bom.csv", 8),
            ("listings_bad_utf16.csv", 8),
        ] {
            let bytes = evening(name);
            let (said, sheet) = if name.starts_with("org") {
                (desk.organizations(&bytes), SheetName::Organizations)
            } else {
                (desk.listings(&bytes), SheetName::Listings)
            };
            // The rows are those of the good sheets, to the letter.
            assert_eq!(
                said.counts(sheet),
                [rows, 0, 0, rows, 0],
                "{name} {:?}",
                said.rows.iter().map(found).collect::<Vec<_>>()
            );
            assert_eq!(said.notes, [UNREAD], "{name}");
        }
        assert_eq!(desk.stored(), before);
    });
}

#[test]
fn windows_letters_are_read() {
    on_both(|bourse| {
        let desk = Desk::new(bourse, true, false);
        let said = desk.organizations(&evening("organizations_bad_windows1252.csv"));
        assert_eq!(said.counts(SheetName::Organizations), [5, 5, 0, 0, 0]);
        let stored = bourse.ctx.store.read(|reader| reader.organization_by_reference("A01"));
        let description = stored.unwrap().unwrap().facts.description.unwrap();
        let expected =
            "Cuisine de cœur : 90 repas chauds par semaine, l’équipe cherche des bras – et des oignons.";
        assert_eq!(description.as_str(), expected);
    });
}

#[test]
fn a_sheet_with_wrong_columns_is_refused_whole() {
    on_both(|bourse| {
        let desk = Desk::new(bourse, true, false);
        desk.run(Some(&evening("organizations.csv")), None, false);
        let check = |said: Said, expected: &[&str]| {
            assert_eq!(said.whole(), expected);
            assert!(said.rows.is_empty());
        };
        check(
            desk.organizations(&evening("organizations_bad_header.csv")),
            &[
                "legal_form: column-misnamed",
                "registration_number: column-misnamed",
                "contact_email: column-misnamed",
            ],
        );
        check(
            desk.listings(&evening("listings_bad_header.csv")),
            &[
                "organization_reference: column-misnamed",
                "quantity: column-misnamed",
                "available_from: column-misnamed",
            ],
        );
        check(desk.listings(&evening("listings_bad_duplicate_column.csv")), &["title: column-twice"]);
        check(desk.listings(&evening("listings_bad_missing_column.csv")), &["direction: column-missing"]);
        check(desk.listings(b""), &["-: sheet-empty"]);
        check(desk.listings(b"PK\x03\x04\x14"), &["-: sheet-is-workbook"]);
        assert!(!desk.stored().contains_key("published"));
    });
}

#[test]
fn a_row_of_wrong_form_costs_only_itself() {
    on_both(|bourse| {
        let desk = Desk::new(bourse, true, false);
        desk.run(Some(&evening("organizations.csv")), None, false);
        let said = desk.listings(&evening("listings_bad_ragged.csv"));
        assert_eq!(said.counts(SheetName::Listings), [8, 6, 0, 0, 2]);
        assert_eq!(found(&said.rows[1]), ["-: fields-missing"]);
        assert_eq!(found(&said.rows[3]), ["-: fields-extra"]);
        assert_eq!((said.rows[3].row, said.rows[3].line), (5, 5));

        let said = desk.listings(&evening("listings_bad_unclosed_quote.csv"));
        assert_eq!(said.counts(SheetName::Listings), [8, 2, 0, 5, 1]);
        assert_eq!(found(&said.rows[2]), ["title: quote-open"]);
        let message = &said.rows[2].faults[0].message;
        assert!(message.contains("line 4"), "{message}");
    });
}

#[test]
fn a_comma_is_a_decimal_point_where_the_sheet_writes_so() {
    on_both(|bourse| {
        let desk = Desk::new(bourse, true, false);
        desk.run(Some(&evening("organizations.csv")), None, false);
        let sheet = "reference;organization_reference;direction;kind;category;language;title;quantity;unit;place\n\
            T-1;C01;offer;goods;food;fr;Pommes;2,5;kg;Mersch\n\
            T-2;C01;offer;goods;food;fr;Poires;1.500;kg;Mersch\n";
        let said = desk.listings(sheet.as_bytes());
        assert_eq!(said.counts(SheetName::Listings), [2, 1, 0, 0, 1]);
        assert_eq!(found(&said.rows[1]), ["quantity: number-ambiguous"]);
    });
}

#[test]
fn every_fault_of_a_row_is_told_at_once() {
    on_both(|bourse| {
        let desk = Desk::new(bourse, true, false);
        let sheet = "reference,organization_reference,direction,kind,category,language,title,quantity,unit,\
            available_from,place,condition\n\
            ,C99,sideways,skill,nothing,xx,,x,kg,09/06/2026,Nowhere,new\n";
        let said = desk.listings(sheet.as_bytes());
        assert_eq!(
            found(&said.rows[0]),
            [
                "reference: required",
                "quantity: number-invalid",
                "available_from: date-invalid",
                "condition: detail-contradicts-kind",
                "direction: unknown-code",
                "headcount: required",
                "hours_per_person: required",
                "category: unknown-code",
                "language: unknown-code",
                "title: required",
                "place: unknown-code",
                "organization_reference: unknown-reference",
            ]
        );
    });
}
