//! Exports, and that they come back: what is exported from one service, imported into another and exported again is
//! the same to the byte, on either engine and from one to the other.

mod importing;
mod round;

use domain::week::Phase;
use serde_json::json;
use testkit::{Reply, TestApp, on_both_engines};

use round::{Bourse, SHEETS, export};

on_both_engines!(
    an_archive_has_all_sheets_and_counts_them,
    an_organization_gets_its_own_and_nothing_else,
    a_long_sheet_comes_whole,
);

#[test]
fn what_is_exported_comes_back() {
    use testkit::Engine::{PostgreSql, Sqlite};
    for (from, to) in [(Sqlite, Sqlite), (PostgreSql, PostgreSql), (Sqlite, PostgreSql), (PostgreSql, Sqlite)]
    {
        let (one, other) = (TestApp::start(from), TestApp::start(to));
        let bourse = Bourse::lived(&one);
        let exported = SHEETS.map(|sheet| bourse.sheet(sheet));
        assert!(exported.iter().all(|sheet| sheet.text.lines().count() > 3), "{exported:?}");
        let empty = Bourse::empty(&other, Phase::Live);
        empty.import(&exported);
        for (sheet, before) in SHEETS.into_iter().zip(&exported) {
            let after = empty.sheet(sheet);
            assert!(
                before.bytes == after.bytes,
                "{from:?} to {to:?}, {sheet}:\n{}",
                difference(before, &after)
            );
        }
        // Once more changes nothing.
        empty.import_unchanged(&exported);
        one.check_invariants();
        other.check_invariants();
    }
}

/// The first lines that differ.
fn difference(before: &Reply, after: &Reply) -> String {
    let lines = before.text.lines().zip(after.text.lines());
    let differ = lines.filter(|(one, other)| one != other).take(3);
    differ.map(|(one, other)| format!("-{one}\n+{other}\n")).collect::<Vec<_>>().concat()
}

fn an_archive_has_all_sheets_and_counts_them(app: &TestApp) {
    let bourse = Bourse::lived(app);
    let path = format!("/v1/exchange-weeks/{}/export", bourse.week.id);
    let archive = bourse.organizer.client.get(&path).expect(200);
    assert_eq!(archive.header("content-type"), Some("application/zip"));
    assert_eq!(archive.header("content-disposition"), Some("attachment; filename=\"exchange-week.zip\""));
    let again = bourse.organizer.client.get(&path).expect(200);
    assert!(archive.bytes == again.bytes, "the same bytes for the same rows");

    let mut files = round::unpacked(&archive.bytes);
    let manifest: serde_json::Value =
        serde_json::from_slice(&files.remove("manifest.json").unwrap()).unwrap();
    assert_eq!(manifest["format"], "partact-sheets");
    let sheets = manifest["sheets"].as_array().unwrap();
    assert_eq!(sheets.len(), files.len());
    for sheet in sheets {
        let (name, file) = (sheet["name"].as_str().unwrap(), sheet["file"].as_str().unwrap());
        assert!(files[file] == bourse.sheet(name).bytes, "{file} is the sheet by itself");
        let rows = csv::Reader::from_reader(files[file].as_slice()).into_records().count();
        assert_eq!(sheet["rows"].as_u64(), u64::try_from(rows).ok(), "{file}");
    }
}

/// What is another organization's own is in no export but its own, however it is written.
fn an_organization_gets_its_own_and_nothing_else(app: &TestApp) {
    let bourse = Bourse::lived(app);
    let (own, other) = (&bourse.company, &bourse.association);
    let body =
        json!({"description": "Kanarienvogel", "contact_name": "Kanarienvogel", "address": "Kanarienvogel"});
    for member in [other, &bourse.third] {
        let path = format!("/v1/organizations/{}", member.organization);
        let seen = member.client().get(&path).expect(200);
        member.client().request("PATCH", &path).if_match(seen.etag()).json(&body).send().expect(200);
    }
    bourse.draft(&bourse.third, "Kanarienvogel");
    let path = format!("/v1/organizations/{}/export", own.organization);
    for sheet in ["organizations", "participations", "listings", "agreements"] {
        let sheet = own.client().get(&format!("{path}?sheet={sheet}")).expect(200);
        assert!(!sheet.text.contains("Kanarienvogel"), "{}", sheet.text);
        assert!(!sheet.text.contains(&other.owner.email), "{}", sheet.text);
    }
    let agreements = own.client().get(&format!("{path}?sheet=agreements")).expect(200);
    assert!(
        agreements.text.contains(&other.reference),
        "the other party by its reference: {}",
        agreements.text
    );
    let organizations = own.client().get(&format!("{path}?sheet=organizations")).expect(200);
    assert_eq!(csv::Reader::from_reader(organizations.bytes.as_slice()).into_records().count(), 1);
    let archive = round::unpacked(&own.client().get(&path).expect(200).bytes);
    assert!(archive["listings.csv"] == own.client().get(&format!("{path}?sheet=listings")).expect(200).bytes);
}

/// More rows than a page has, each once and in order.
fn a_long_sheet_comes_whole(app: &TestApp) {
    let bourse = Bourse::empty(app, Phase::Registration);
    bourse.evening();
    let rows = (0..1_203)
        .map(|n| format!("X-{n:04},C01,offer,goods,furniture,fr,Chaise {n},1,piece,Mersch\n"))
        .collect::<Vec<_>>()
        .concat();
    let header =
        "reference,organization_reference,direction,kind,category,language,title,quantity,unit,place\n";
    bourse.import_listings(&format!("{header}{rows}"), 1_203);
    let sheet = bourse.sheet("listings");
    let references: Vec<String> = csv::Reader::from_reader(sheet.bytes.as_slice())
        .into_records()
        .map(|record| record.unwrap()[0].to_owned())
        .filter(|reference| reference.starts_with("X-"))
        .collect();
    let expected: Vec<String> = (0..1_203).map(|n| format!("X-{n:04}")).collect();
    assert_eq!(references, expected);
    let other =
        export(&bourse.organizer.client, &format!("/v1/organizations/{}", bourse.other_id()), "listings");
    assert!(!other.text.contains("X-0000"), "{}", other.text);
}
