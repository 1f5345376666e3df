//! The sheet of agreements: the forms of the evening, and every way in which its rows can be wrong.

use std::collections::BTreeMap;

use app::import::{Outcome, SheetName};
use domain::week::Phase;

use crate::bourse::{Bourse, on_both};
use crate::desk::{Desk, Said, evening, found};

type Row = BTreeMap<String, String>;

/// The organizations and listings of the evening are there, and the bourse is open.
fn on_the_floor(bourse: &Bourse) -> Desk<'_> {
    let desk = Desk::new(bourse, true, false);
    desk.evening(false);
    desk.move_to(&[Phase::Matching, Phase::Live]);
    desk
}

fn forms() -> Vec<Row> {
    let sheet = evening("agreements_2026.csv");
    csv::Reader::from_reader(sheet.as_slice()).into_deserialize().map(Result::unwrap).collect()
}

/// The two rows of an agreement of the evening.
fn form() -> Vec<Row> {
    forms().into_iter().filter(|row| row["agreement_reference"] == "A-2026-0003").collect()
}

fn sheet(rows: &[Row]) -> Vec<u8> {
    let columns: std::collections::BTreeSet<&String> = rows.iter().flat_map(Row::keys).collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&columns).unwrap();
    for row in rows {
        let cell = |column: &&String| row.get(*column).map(String::as_str).unwrap_or_default();
        writer.write_record(columns.iter().map(cell)).unwrap();
    }
    writer.into_inner().unwrap()
}

fn check_invariants(bourse: &Bourse) {
    for finding in bourse.ctx.store.check_invariants().unwrap() {
        assert!(finding.rows.is_empty(), "{}: {:?}", finding.name, finding.rows);
    }
}

/// What was found in each row.
fn told(said: &Said) -> Vec<Vec<String>> {
    said.rows.iter().map(found).collect()
}

#[test]
fn the_forms_of_the_evening_get_in_and_stay() {
    on_both(|bourse| {
        let desk = on_the_floor(bourse);
        let sheet = evening("agreements_2026.csv");
        let dry = desk.run_all(None, None, Some(&sheet), true);
        let said = desk.agreements(&sheet);
        // Two agreements of the evening are between companies, which this week does not allow.
        let between = |row: &Row| {
            row["party_a_reference"].starts_with('C') && row["party_b_reference"].starts_with('C')
        };
        let refused = u64::try_from(forms().iter().filter(|row| between(row)).count()).unwrap();
        assert_eq!(said.counts(SheetName::Agreements), [159, 159 - refused, 0, 0, refused]);
        assert_eq!(dry.counts(SheetName::Agreements), said.counts(SheetName::Agreements));
        for (row, form) in said.rows.iter().zip(forms()) {
            assert_eq!(row.reference.as_ref(), Some(&form["agreement_reference"]));
            let expected: &[&str] =
                if between(&form) { &["party_b_reference: company-pair-not-allowed"] } else { &[] };
            assert_eq!(found(row), expected, "row {}", row.row);
        }
        check_invariants(bourse);

        let drawn = || bourse.ctx.ids.next().as_u128();
        let before = drawn();
        let again = desk.agreements(&sheet);
        assert_eq!(again.counts(SheetName::Agreements), [159, 0, 0, 159 - refused, refused]);
        assert_eq!(drawn(), before + 1, "the second run writes nothing");
    });
}

#[test]
fn a_dry_run_of_all_sheets_finds_what_they_name_in_each_other() {
    on_both(|bourse| {
        let desk = Desk::new(bourse, true, false);
        let [organizations, listings, agreements] =
            ["organizations.csv", "listings.csv", "agreements_2026.csv"].map(evening);
        let dry = desk.run_all(Some(&organizations), Some(&listings), Some(&agreements), true);
        assert_eq!(dry.counts(SheetName::Agreements), [159, 159, 0, 0, 0]);
        assert!(desk.stored().is_empty());
    });
}

#[test]
fn another_agreement_of_the_same_reference_is_refused() {
    on_both(|bourse| {
        let desk = on_the_floor(bourse);
        let mut rows = form();
        assert_eq!(desk.agreements(&sheet(&rows)).counts(SheetName::Agreements), [2, 2, 0, 0, 0]);
        for (column, value) in [("what", "Eppes aneschters"), ("quantity", "2"), ("value_estimate_eur", "1")]
        {
            let before = rows[1].insert(column.to_owned(), value.to_owned()).unwrap();
            let said = desk.agreements(&sheet(&rows));
            assert_eq!(told(&said), [["agreement_reference: duplicate"], ["agreement_reference: duplicate"]]);
            rows[1].insert(column.to_owned(), before);
        }
        // One that has lost a contribution is another one, too.
        let said = desk.agreements(&sheet(&rows[..1]));
        assert_eq!(told(&said), [["agreement_reference: duplicate"]]);
        assert_eq!(desk.agreements(&sheet(&rows)).counts(SheetName::Agreements), [2, 0, 0, 2, 0]);
    });
}

/// How an agreement stood elsewhere.
const PAST: &[(&str, &str)] = &[
    ("agreed_at", "2026-06-08T16:05:00.000001Z"),
    ("status", "confirmed"),
    ("status_changed_at", "2026-06-08T16:20:00Z"),
    ("claim", "committed"),
    ("match_reference", "M-000001"),
    ("terms_revision", "2"),
    ("proposed_by", "A01"),
    ("proposed_at", "2026-06-08T16:00:00Z"),
    ("message", "- bis muer?"),
    ("confirm_until", "2026-06-15T16:05:00Z"),
    ("confirmed_by_a_at", "2026-06-08T16:10:00Z"),
    ("confirmed_by_b_at", "2026-06-08T16:20:00Z"),
    ("confirmed_at", "2026-06-08T16:20:00Z"),
    ("ratification", "not_required"),
    ("first_contact_by", "A01"),
    ("first_contact_due_on", "2026-06-22"),
    ("updated_at", "2026-06-08T16:20:00Z"),
];

/// A change of a cell: in the first row, in the second, or in both.
type Edit = (&'static [usize], &'static str, &'static str);

const ONE: &[usize] = &[0];
const TWO: &[usize] = &[1];
const BOTH: &[usize] = &[0, 1];
/// What the other row says.
const OTHER: &[&str] = &["agreement_reference: agreement-row-refused"];

/// Imports the two rows, changed so, and compares what is said of each.
fn check(desk: &Desk<'_>, past: &[(&str, &str)], edits: &[Edit], expected: [&[&str]; 2]) {
    let mut rows = form();
    for row in &mut rows {
        row.extend(past.iter().map(|(column, value)| ((*column).to_owned(), (*value).to_owned())));
    }
    for (places, column, value) in edits {
        for place in *places {
            rows[*place].insert((*column).to_owned(), (*value).to_owned());
        }
    }
    let said = desk.agreements(&sheet(&rows));
    assert_eq!(told(&said), expected, "{edits:?}");
    assert!(said.rows.iter().all(|row| row.outcome == Outcome::Refused), "{edits:?}");
    for remark in said.rows.iter().flat_map(|row| &row.faults) {
        assert!(!remark.message.is_empty() && !remark.remedy.is_empty(), "{edits:?}");
    }
}

#[test]
fn every_fault_of_a_form_is_told() {
    on_both(|bourse| {
        let desk = on_the_floor(bourse);
        let check = |edits: &[Edit], expected| check(&desk, &[], edits, expected);
        check(
            &[(ONE, "agreement_reference", "")],
            [&["agreement_reference: required"], &["contribution_number: contributions-out-of-order"]],
        );
        check(&[(TWO, "agreement_reference", "")], [OTHER, &["agreement_reference: required"]]);
        check(
            &[(TWO, "contribution_number", "3")],
            [OTHER, &["contribution_number: contributions-out-of-order"]],
        );
        check(
            &[(TWO, "contribution_number", "")],
            [OTHER, &["contribution_number: contributions-out-of-order"]],
        );
        check(
            &[(BOTH, "party_b_reference", "A99"), (ONE, "receiver", "A99"), (TWO, "giver", "A99")],
            [&["party_b_reference: unknown-reference"]; 2],
        );
        check(
            &[(BOTH, "party_b_reference", ""), (ONE, "receiver", ""), (TWO, "giver", "")],
            [
                &["party_b_reference: required", "receiver: required"],
                &["party_b_reference: required", "giver: required"],
            ],
        );
        check(&[(ONE, "giver", "C01")], [&["giver: not-the-party"], OTHER]);
        check(&[(ONE, "receiver", "C20")], [&["receiver: not-the-party"], OTHER]);
        check(
            &[(BOTH, "party_b_reference", "C20"), (ONE, "receiver", "C20"), (TWO, "giver", "C20")],
            [
                &[
                    "party_b_reference: same-organization",
                    "party_b_reference: company-pair-not-allowed",
                    "request_listing_reference: listing-of-other",
                ],
                &["party_b_reference: same-organization", "party_b_reference: company-pair-not-allowed"],
            ],
        );
        check(
            &[(ONE, "offer_listing_reference", "L-999")],
            [&["offer_listing_reference: unknown-reference"], OTHER],
        );
        check(&[(TWO, "request_listing_reference", "")], [OTHER, &["offer_listing_reference: required"]]);
        check(
            &[
                (ONE, "quantity", "-1"),
                (ONE, "unit", "fathom"),
                (ONE, "what", ""),
                (ONE, "value_estimate_eur", "1.2345"),
            ],
            [
                &[
                    "quantity: out-of-range",
                    "value_estimate_eur: number-invalid",
                    "unit: unknown-code",
                    "what: required",
                ],
                OTHER,
            ],
        );
        check(&[(ONE, "quantity", "")], [&["quantity: required"], OTHER]);
        check(&[(ONE, "quantity", "0")], [&["quantity: out-of-range"], OTHER]);
        check(&[(ONE, "quantity", "1.5")], [&["quantity: fraction-not-allowed"], OTHER]);
        check(&[(ONE, "what", "Virement de 500 euros")], [&["what: money"], OTHER]);
        check(&[(BOTH, "agreed_at", "")], [&["agreed_at: required"]; 2]);
        check(&[(BOTH, "agreed_at", "8.6.2026")], [&["agreed_at: date-invalid"]; 2]);
        check(&[(TWO, "agreed_at", "2026-06-08T18:06")], [OTHER, &["agreed_at: agreement-rows-differ"]]);
        check(
            &[(ONE, "starts_at", "2026-06-12T10:00"), (ONE, "ends_at", "2026-06-12T09:00")],
            [&["ends_at: end-not-after-start"], OTHER],
        );
        check(
            &[(BOTH, "exchange_week_reference", "2025")],
            [&["exchange_week_reference: other-exchange-week"]; 2],
        );
        check(&[(BOTH, "claim", "held")], [&["claim: not-allowed"]; 2]);
    });
}

#[test]
fn every_rule_against_a_form_is_told() {
    on_both(|bourse| {
        let desk = on_the_floor(bourse);
        let check = |edits: &[Edit], expected| check(&desk, &[], edits, expected);
        check(&[(ONE, "quantity", "16")], [&["quantity: quantity-exceeded"; 2], OTHER]);
        check(&[(TWO, "quantity", "40.5")], [OTHER, &["quantity: quantity-exceeded"]]);
        check(&[(ONE, "unit", "kg")], [&["unit: unit-differs"; 2], OTHER]);
        check(
            &[(ONE, "offer_listing_reference", "L-001")],
            [&["offer_listing_reference: listing-of-other"], OTHER],
        );
        check(
            &[
                (TWO, "request_listing_reference", ""),
                (TWO, "offer_listing_reference", "L-105"),
                (TWO, "unit", "trip"),
                (TWO, "quantity", "1"),
            ],
            [OTHER, &["offer_listing_reference: listing-direction"]],
        );
        check(
            &[
                (BOTH, "giver", "C20"),
                (BOTH, "receiver", "A01"),
                (BOTH, "offer_listing_reference", "L-091"),
                (BOTH, "request_listing_reference", "L-107"),
                (BOTH, "unit", "box"),
                (BOTH, "quantity", "5"),
            ],
            [&["request_listing_reference: pair-already-matched"]; 2],
        );
        check_invariants(bourse);
        let now = desk.agreements(&sheet(&form()));
        assert_eq!(now.counts(SheetName::Agreements), [2, 2, 0, 0, 0], "nothing of all that was kept");
    });
}

#[test]
fn every_fault_of_a_past_is_told() {
    on_both(|bourse| {
        let desk = on_the_floor(bourse);
        let check = |edits: &[Edit], expected| check(&desk, PAST, edits, expected);
        let cancelled: &[Edit] = &[
            (BOTH, "status", "cancelled"),
            (BOTH, "status_reason", "Déménagement"),
            (BOTH, "claim", "released"),
            (BOTH, "cancelled_late", "false"),
        ];
        check(&[(BOTH, "status", "done")], [&["status: unknown-code"]; 2]);
        check(&[(BOTH, "claim", "held")], [&["claim: not-allowed"]; 2]);
        check(&[(BOTH, "claim", "lost")], [&["claim: unknown-code"]; 2]);
        check(
            &[(BOTH, "confirmed_by_a_at", ""), (BOTH, "confirmed_by_b_at", "")],
            [&["confirmed_by_a_at: required", "confirmed_by_b_at: required"]; 2],
        );
        check(&[(BOTH, "confirmed_at", "")], [&["confirmed_at: required"]; 2]);
        check(&[(BOTH, "ratification", "awaited")], [&["ratified_at: required"]; 2]);
        check(&[(BOTH, "ratification", "given")], [&["ratified_at: required"]; 2]);
        check(&[(BOTH, "ratified_at", "2026-06-08T16:20:00Z")], [&["ratified_at: not-allowed"]; 2]);
        check(&[(BOTH, "status", "pending"), (BOTH, "claim", "held")], [&["confirmed_at: not-allowed"]; 2]);
        check(
            &[(BOTH, "status", "pending"), (BOTH, "claim", "held"), (BOTH, "confirmed_at", "")],
            [&["confirmed_at: required"]; 2],
        );
        check(cancelled, [&["cancelled_late: not-allowed"]; 2]);
        check(
            &[cancelled, &[(BOTH, "cancelled_late", "perhaps")]].concat(),
            [&["cancelled_late: unknown-code"]; 2],
        );
        check(
            &[cancelled, &[(BOTH, "cancelled_by", "C01")]].concat(),
            [&["cancelled_by: unknown-reference"]; 2],
        );
        check(&[cancelled, &[(BOTH, "status_reason", "")]].concat(), [&["status_reason: required"]; 2]);
        check(&[(BOTH, "cancelled_by", "C20")], [&["cancelled_by: not-allowed"]; 2]);
        check(
            &[(BOTH, "proposed_by", "C01"), (BOTH, "first_contact_by", "")],
            [&["proposed_by: unknown-reference", "first_contact_by: required"]; 2],
        );
        check(&[(BOTH, "terms_revision", "0")], [&["terms_revision: out-of-range"]; 2]);
        check(&[(BOTH, "terms_revision", "two")], [&["terms_revision: number-invalid"]; 2]);
        check(&[(BOTH, "first_contact_due_on", "22.6.2026")], [&["first_contact_due_on: date-invalid"]; 2]);
        check(&[(BOTH, "updated_at", "yesterday")], [&["updated_at: cell-unreadable"]; 2]);
        check(&[(BOTH, "updated_at", "2026-06-08T16:19:00Z")], [&["updated_at: end-not-after-start"]; 2]);
        check(&[(BOTH, "proposed_at", "2026-06-08T16:06:00Z")], [&["agreed_at: end-not-after-start"]; 2]);
        check(&[(BOTH, "match_reference", "")], [&["match_reference: required"]; 2]);
        check(
            &[(TWO, "updated_at", "2026-06-08T16:21:00Z")],
            [OTHER, &["updated_at: agreement-rows-differ"]],
        );
        check(&[(ONE, "quantity", "16")], [&["quantity: quantity-exceeded"; 2], OTHER]);
        check_invariants(bourse);
    });
}

#[test]
fn rows_of_an_agreement_follow_each_other() {
    on_both(|bourse| {
        let desk = on_the_floor(bourse);
        let [one, two]: [Row; 2] = form().try_into().unwrap();
        let between = forms().into_iter().find(|row| row["agreement_reference"] == "A-2026-0004").unwrap();
        let said = desk.agreements(&sheet(&[one.clone(), between, two.clone()]));
        assert_eq!(told(&said), [OTHER, &[], &["agreement_reference: agreement-rows-apart"]]);
        assert_eq!(said.counts(SheetName::Agreements), [3, 1, 0, 0, 2]);

        // A row that cannot be read may belong to those before it.
        let mut cut = sheet(&[one.clone(), two.clone()]);
        cut.extend(b"A-2026-0003,3\n");
        let said = desk.agreements(&cut);
        assert_eq!(told(&said), [OTHER, OTHER, &["-: fields-missing"]]);

        // Nobody agrees on more than twenty contributions; a sheet with more rows needs no more memory.
        let many: Vec<Row> = (1..=1_201)
            .map(|n| {
                let number = ("contribution_number".to_owned(), n.to_string());
                one.clone().into_iter().chain([number]).collect()
            })
            .collect();
        let said = desk.agreements(&sheet(&many));
        assert_eq!(said.counts(SheetName::Agreements), [1_201, 0, 0, 0, 1_201]);
        assert_eq!(found(&said.rows[1_200])[0], "agreement_reference: too-many");
        assert_eq!(desk.agreements(&sheet(&[one, two])).counts(SheetName::Agreements), [2, 2, 0, 0, 0]);
    });
}

/// Five hundred rows are kept together; an agreement of which the last row is the next one stays whole.
#[test]
fn an_agreement_is_kept_in_one_batch() {
    on_both(|bourse| {
        let desk = on_the_floor(bourse);
        let [one, two]: [Row; 2] = form().try_into().unwrap();
        // Each of them is refused for itself, so that the last has all that remains.
        let mut rows: Vec<Row> = (0..499)
            .map(|n| {
                let reference = ("agreement_reference".to_owned(), format!("X-{n}"));
                let number = ("contribution_number".to_owned(), "2".to_owned());
                one.clone().into_iter().chain([reference, number]).collect()
            })
            .collect();
        rows.extend([one, two]);
        let said = desk.agreements(&sheet(&rows));
        assert_eq!(said.counts(SheetName::Agreements), [501, 2, 0, 0, 499]);
        check_invariants(bourse);
    });
}
