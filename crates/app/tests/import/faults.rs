//! Every fault of the evening's data set, and what the import says of it.

use app::import::{Outcome, SheetName};

use crate::bourse::on_both;
use crate::desk::{Desk, Said, evening, found};

/// What is expected of the rows with a fault: the outcome, and column and code of each remark.
type Expected = (&'static str, Outcome, &'static [&'static str]);

/// Each row says its fault in the last column of the sheet.
fn check_bad(sheet: &[u8], said: &Said, expected: &[Expected]) {
    let mut reader = csv::Reader::from_reader(sheet);
    let faults: Vec<String> =
        reader.records().map(|row| row.unwrap().iter().next_back().unwrap().to_owned()).collect();
    assert_eq!(faults.len(), said.rows.len());
    let mut known: Vec<&str> = Vec::new();
    for (n, (fault, row)) in faults.iter().zip(&said.rows).enumerate() {
        let (_, outcome, remarks) = expected.iter().find(|(name, _, _)| name == fault).expect(fault);
        // Some faults stand in two rows, each in a column of its own.
        let found = found(row);
        let one_of = |remark: &String| remarks.contains(&remark.as_str());
        let once = found.iter().enumerate().all(|(n, remark)| !found[..n].contains(remark));
        assert!(once, "{fault} is told twice: {found:?}");
        let as_told = found.iter().all(one_of) && found.is_empty() == remarks.is_empty();
        assert!(row.outcome == *outcome && as_told, "{fault}: {:?} {found:?}, not {remarks:?}", row.outcome);
        assert_eq!(row.row, u64::try_from(n).unwrap() + 2, "{fault}");
        for remark in row.faults.iter().chain(&row.notes) {
            assert!(!remark.message.is_empty() && !remark.remedy.is_empty(), "{fault}");
        }
        known.push(fault);
    }
    for (fault, _, _) in expected {
        assert!(known.contains(fault), "{fault} is not in the sheet");
    }
}

#[test]
fn every_fault_of_an_organization_is_told() {
    use Outcome::{Created, Refused};
    const EXPECTED: &[Expected] = &[
        ("none", Created, &[]),
        ("reference_missing", Refused, &["reference: required"]),
        ("reference_duplicate_in_file", Refused, &["reference: duplicate"]),
        ("reference_duplicate_of_another_file", Refused, &["reference: duplicate"]),
        ("kind_missing", Refused, &["kind: required"]),
        ("kind_unknown", Refused, &["kind: unknown-code"]),
        ("name_missing", Refused, &["name: required"]),
        ("vat_check_digits", Refused, &["vat_number: vat-check-digits"]),
        ("rcs_letter_contradicts_kind", Refused, &["registration_number: rcs-contradicts-kind"]),
        ("rcs_letter_unknown", Refused, &["registration_number: rcs-invalid"]),
        ("vat_too_short", Refused, &["vat_number: vat-invalid"]),
        ("rcs_too_many_digits", Refused, &["registration_number: rcs-invalid"]),
        ("vat_foreign", Refused, &["vat_number: vat-invalid"]),
        ("legal_form_contradicts_kind", Refused, &["legal_form: legal-form-contradicts-kind"]),
        ("legal_form_unknown", Refused, &["legal_form: unknown-code"]),
        ("email_missing", Refused, &["contact_email: required"]),
        ("postal_code_five_digits", Refused, &["postal_code: postal-code-invalid"]),
        ("email_without_domain", Refused, &["contact_email: email-invalid"]),
        ("postal_code_foreign", Refused, &["postal_code: postal-code-invalid"]),
        ("email_two_addresses", Refused, &["contact_email: email-several"]),
        ("postal_code_thousands_separator", Refused, &["postal_code: postal-code-invalid"]),
        ("commune_unknown", Refused, &["commune: unknown-code"]),
        ("commune_merged_away", Created, &["commune: commune-merged"]),
        ("language_unknown", Refused, &["languages: unknown-code"]),
        ("language_names_not_codes", Refused, &["languages: language-not-code"]),
        ("languages_wrong_separator", Refused, &["languages: language-not-code"]),
        ("website_javascript", Refused, &["website: website-invalid"]),
        ("website_loopback_address", Refused, &["website: website-invalid"]),
        ("formula_injection", Refused, &["name: spreadsheet-formula", "description: spreadsheet-formula"]),
        ("html_script", Refused, &["description: markup"]),
        ("html_event_handler", Refused, &["name: markup"]),
        ("bidi_control", Refused, &["name: bidi-character"]),
        ("nul_character", Refused, &["name: nul-character"]),
        ("control_character", Refused, &["description: control-character"]),
        ("zero_width_character", Refused, &["name: invisible-character"]),
        ("trailing_spaces", Created, &[]),
        ("non_breaking_space_in_number", Created, &[]),
        ("emoji", Created, &["name: emoji"]),
        ("homoglyph_duplicate_name", Created, &["name: mixed-scripts", "name: look-alike-name"]),
        ("near_duplicate_name", Created, &["name: look-alike-name"]),
        ("decomposed_duplicate_name", Created, &["name: look-alike-name"]),
        ("mojibake", Created, &["name: mojibake"]),
        ("line_break_in_name", Created, &[]),
        ("price_in_text", Refused, &["description: money"]),
        ("personal_matricule", Refused, &["description: personal-matricule"]),
        ("spreadsheet_error_value", Refused, &["locality: spreadsheet-error"]),
        ("name_too_long", Refused, &["name: too-long"]),
    ];
    on_both(|bourse| {
        let desk = Desk::new(bourse, true, false);
        desk.evening(false);
        let sheet = evening("organizations_bad.csv");
        let said = desk.organizations(&sheet);
        check_bad(&sheet, &said, EXPECTED);
        let again = desk.organizations(&sheet);
        let [read, created, _, _, refused] = said.counts(SheetName::Organizations);
        assert_eq!(again.counts(SheetName::Organizations), [read, 0, 0, created, refused]);
    });
}

#[test]
fn every_fault_of_a_listing_is_told() {
    use Outcome::{Created, Refused};
    const EXPECTED: &[Expected] = &[
        ("none", Created, &[]),
        ("reference_missing", Refused, &["reference: required"]),
        ("reference_duplicate_in_file", Refused, &["reference: duplicate"]),
        ("reference_duplicate_of_another_file", Refused, &["reference: duplicate"]),
        ("organization_unknown", Refused, &["organization_reference: unknown-reference"]),
        ("organization_missing", Refused, &["organization_reference: required"]),
        ("title_missing", Refused, &["title: required"]),
        ("direction_unknown", Refused, &["direction: unknown-code"]),
        ("kind_unknown", Refused, &["kind: unknown-code"]),
        ("category_unknown", Refused, &["category: unknown-code"]),
        ("language_unknown", Refused, &["language: unknown-code"]),
        ("unit_unknown", Refused, &["unit: unknown-code"]),
        ("unit_label_not_code", Refused, &["unit: unknown-code"]),
        ("unit_does_not_fit_kind", Refused, &["unit: unit-contradicts-kind"]),
        ("quantity_negative", Refused, &["quantity: out-of-range"]),
        ("quantity_zero", Refused, &["quantity: out-of-range"]),
        ("quantity_huge", Refused, &["quantity: out-of-range"]),
        ("quantity_decimal_comma", Refused, &["quantity: number-ambiguous"]),
        ("quantity_thousands_separator", Refused, &["quantity: number-ambiguous"]),
        ("quantity_non_breaking_space", Created, &[]),
        ("quantity_in_words", Refused, &["quantity: number-invalid"]),
        ("quantity_not_finite", Refused, &["quantity: number-invalid"]),
        ("quantity_fraction_of_a_piece", Refused, &["quantity: fraction-not-allowed"]),
        ("headcount_contradicts_quantity", Refused, &["headcount: headcount-contradicts-quantity"]),
        ("hours_longer_than_window", Refused, &["hours_per_person: hours-longer-than-window"]),
        ("date_impossible", Refused, &["available_until: date-invalid"]),
        ("date_day_first", Refused, &["available_from: date-invalid"]),
        ("date_spreadsheet_serial", Refused, &["available_from: date-spreadsheet-serial"]),
        ("time_impossible", Refused, &["available_from: date-invalid"]),
        ("end_before_start", Refused, &["available_until: end-not-after-start"]),
        ("start_equals_end", Refused, &["available_until: end-not-after-start"]),
        ("local_time_in_dst_gap", Refused, &["available_from: local-time-in-gap"]),
        ("local_time_ambiguous", Refused, &["available_from: local-time-ambiguous"]),
        ("outside_exchange_week", Refused, &["available_from: outside-exchange-week"]),
        ("place_unknown", Refused, &["place: unknown-code"]),
        ("condition_unknown", Refused, &["condition: unknown-code"]),
        ("formula_injection", Refused, &["title: spreadsheet-formula"]),
        ("html_script", Refused, &["title: markup"]),
        ("html_event_handler", Refused, &["description: markup"]),
        ("bidi_control", Refused, &["title: bidi-character"]),
        ("nul_character", Refused, &["description: nul-character"]),
        ("zero_width_character", Refused, &["title: invisible-character"]),
        ("price_in_text", Refused, &["description: money"]),
        ("price_in_return", Refused, &["wanted_in_return: money"]),
        ("contact_in_text", Created, &["description: contact-data"]),
        ("title_too_long", Refused, &["title: too-long"]),
        ("trailing_spaces", Created, &[]),
        ("emoji", Created, &["title: emoji"]),
        ("mojibake", Created, &["title: mojibake"]),
        ("line_break_in_title", Created, &[]),
        ("skill_unknown", Refused, &["skills: unknown-code"]),
        ("languages_needed_unknown", Refused, &["languages_needed: language-not-code"]),
    ];
    on_both(|bourse| {
        let desk = Desk::new(bourse, true, false);
        desk.evening(false);
        let sheet = evening("listings_bad.csv");
        let said = desk.listings(&sheet);
        check_bad(&sheet, &said, EXPECTED);
        let last = said.rows.last().unwrap();
        assert_eq!((last.row, last.line), (56, 57), "a line break in a cell above");
        assert_eq!(desk.stored().get("published"), Some(&(234 + 8)));
    });
}
