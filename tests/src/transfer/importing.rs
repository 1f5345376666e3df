//! Imports by API: the same as at the command line, in the background, whoever dies meanwhile.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use app::import::{Event, Import, Outcome, Sheets};
use app::{Clock, Ctx};
use domain::policy::StaffRole;
use domain::vocabulary::Locale;
use domain::week::Phase;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use testkit::{Client, FixedClock, Reply, TestApp, on_both_engines};

use super::round::{Bourse, SHEETS};

on_both_engines!(
    spoiled_sheets_get_the_same_report_as_at_the_command_line,
    refused_rows_can_be_corrected_and_sent_again,
    an_import_can_be_cancelled,
    members_import_listings_of_their_own,
    a_worker_that_is_late_writes_nothing_twice,
    no_sheet_is_too_strange,
    an_archive_comes_back,
    a_signed_form_waits_where_the_week_ratifies,
);

fn file(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/evening").join(name)).unwrap()
}

/// Sends a sheet, or an archive if there is no name.
fn send(client: &Client, bourse: &Bourse<'_>, sheet: &str, more: &str, bytes: impl Into<Vec<u8>>) -> Reply {
    let (kind, sheet) = match sheet {
        "" => ("application/zip", String::new()),
        sheet => ("text/csv", format!("&sheet={sheet}")),
    };
    let path = format!("/v1/imports?exchange_week_id={}{sheet}{more}", bourse.week.id);
    let request = client.request("POST", &path).header("idempotency-key", &crate::call::key());
    let sent = request.header("content-type", kind).bytes(bytes).send().expect(202);
    assert_eq!(sent.text_at("/status"), "waiting");
    sent
}

/// Sends it, and has it read.
fn import(app: &TestApp, bourse: &Bourse<'_>, sheet: &str, more: &str, bytes: impl Into<Vec<u8>>) -> Reply {
    let client = &bourse.organizer.client;
    let sent = send(client, bourse, sheet, more, bytes);
    app.work();
    client.get(sent.header("location").unwrap()).expect(200)
}

/// All rows about which there is something to say: `row refused column code, …`.
fn rows(client: &Client, import: &Reply) -> Vec<String> {
    let path = format!("/v1/imports/{}/rows?limit=20", import.text_at("/id"));
    let (mut rows, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = client.get(&format!("{path}{cursor}")).expect(200);
        for row in page.at("/items").as_array().unwrap() {
            let remarks = row["faults"].as_array().unwrap().iter().chain(row["notes"].as_array().unwrap());
            let told = |one: &Value| format!("{} {} {}", one["column"], one["code"], one["message"]);
            let remarks: Vec<_> = remarks.map(told).collect();
            rows.push(format!("{} {} {}", row["row"], row["outcome"], remarks.join(", ")));
        }
        match page.at("/next_cursor").as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return rows,
        }
    }
}

fn spoiled_sheets_get_the_same_report_as_at_the_command_line(app: &TestApp) {
    let bourse = Bourse::empty(app, Phase::Registration);
    bourse.evening();
    for name in [
        "organizations_bad.csv",
        "organizations_bad_header.csv",
        "organizations_bad_semicolon.csv",
        "organizations_bad_windows1252.csv",
        "listings_bad.csv",
        "listings_bad_bom.csv",
        "listings_bad_duplicate_column.csv",
        "listings_bad_header.csv",
        "listings_bad_missing_column.csv",
        "listings_bad_ragged.csv",
        "listings_bad_semicolon.csv",
        "listings_bad_unclosed_quote.csv",
        "listings_bad_utf16.csv",
    ] {
        let sheet = name.split('_').next().unwrap();
        let sent = import(app, &bourse, sheet, "&dry_run=true", file(name));
        let (expected, faults) = at_the_command_line(app, &bourse, sheet, &file(name));
        assert_eq!(rows(&bourse.organizer.client, &sent), expected, "{name}");
        let told = sent.at("/sheets/0/faults").as_array().unwrap();
        let told: Vec<_> = told.iter().map(|one| one["message"].as_str().unwrap()).collect();
        assert_eq!(told, faults, "{name}");
        assert_eq!(sent.text_at("/status"), if faults.is_empty() { "done" } else { "refused" }, "{name}");
    }
}

/// The rows as [`rows`] tells them, and what is wrong with the whole sheet.
fn at_the_command_line(
    app: &TestApp,
    bourse: &Bourse<'_>,
    sheet: &str,
    bytes: &[u8],
) -> (Vec<String>, Vec<String>) {
    let (ctx, by, week) = (&app.ctx, bourse.organizer.person, Some(bourse.week.id));
    let import = Import { ctx, by, week, locale: Locale::En, dry_run: true };
    let (mut source, mut rows) = (bytes, Vec::new());
    let sheets = match sheet {
        "organizations" => Sheets { organizations: Some(&mut source), ..Sheets::default() },
        _ => Sheets { listings: Some(&mut source), ..Sheets::default() },
    };
    let report = import.run(sheets, &mut |event| {
        let Event::Row(row) = event else { return };
        let remarks: Vec<_> = row.faults.iter().chain(&row.notes).collect();
        let told = |one: &&app::import::Remark| {
            format!("{} {} {}", json!(one.column), json!(one.code), json!(one.message))
        };
        let outcome = match row.outcome {
            Outcome::Created => "created",
            Outcome::Admitted => "admitted",
            Outcome::Unchanged => "unchanged",
            Outcome::Refused => "refused",
        };
        if !remarks.is_empty() {
            let remarks: Vec<_> = remarks.iter().map(told).collect();
            rows.push(format!("{} {} {}", row.row, json!(outcome), remarks.join(", ")));
        }
    });
    let faults = report.unwrap().sheets().flat_map(|(_, sheet)| sheet.faults.clone()).collect::<Vec<_>>();
    (rows, faults.into_iter().map(|fault| fault.message).collect())
}

fn refused_rows_can_be_corrected_and_sent_again(app: &TestApp) {
    let bourse = Bourse::empty(app, Phase::Registration);
    bourse.evening();
    let first = import(app, &bourse, "listings", "", file("listings_bad.csv"));
    let refused = first.at("/sheets/0/refused").as_u64().unwrap();
    assert!(refused > 20 && first.at("/sheets/0/created").as_u64().unwrap() > 1, "{first:?}");
    let errors = |import: &Reply| {
        let path = format!("/v1/imports/{}/errors.csv", import.text_at("/id"));
        bourse.organizer.client.get(&path).expect(200)
    };
    let sheet = errors(&first);
    let mut reader = csv::Reader::from_reader(sheet.bytes.as_slice());
    assert_eq!(reader.headers().unwrap().iter().next_back(), Some("refused_because"));
    let records: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(u64::try_from(records.len()).unwrap(), refused);
    assert!(records.iter().all(|record| !record.iter().next_back().unwrap().is_empty()), "each says why");
    // Sent again as it is, nothing of it is taken, and a second sheet of errors is no wider.
    let again = import(app, &bourse, "listings", "", sheet.bytes.clone());
    assert_eq!((again.at("/sheets/0/created"), again.at("/sheets/0/unchanged")), (&json!(0), &json!(0)));
    assert_eq!(errors(&again).text.lines().next(), sheet.text.lines().next());
}

fn an_import_can_be_cancelled(app: &TestApp) {
    let bourse = Bourse::empty(app, Phase::Registration);
    let client = &bourse.organizer.client;
    let sent = send(client, &bourse, "organizations", "", file("organizations.csv"));
    let path = sent.header("location").unwrap();
    for _ in 0..2 {
        let cancelled = client.request("PUT", &format!("{path}/cancellation")).send().expect(200);
        assert_eq!(cancelled.text_at("/status"), "cancelled");
    }
    app.work();
    assert_eq!(client.get(path).expect(200).at("/sheets"), &json!([]));
    let done = import(app, &bourse, "organizations", "", file("organizations.csv"));
    let path = format!("/v1/imports/{}/cancellation", done.text_at("/id"));
    client.request("PUT", &path).send().expect_problem(409, "invalid-transition");
    let listed = client.get("/v1/imports").expect(200);
    assert_eq!(listed.at("/items").as_array().unwrap().len(), 2);
    // All of it is forgotten in time.
    app.clock.advance(SignedDuration::from_hours(31 * 24));
    app.sweep();
    let gone = app.log_in(&bourse.organizer.email);
    gone.client.get(path.trim_end_matches("/cancellation")).expect_problem(404, "not-found");
}

fn members_import_listings_of_their_own(app: &TestApp) {
    let bourse = Bourse::lived(app);
    let header =
        "reference,organization_reference,direction,kind,category,language,title,unit,place,status\n";
    let row = |reference: &str, organization: &str, status: &str| {
        format!("{reference},{organization},offer,goods,furniture,fr,Chaises,piece,Mersch,{status}\n")
    };
    let sheet = [
        header,
        &row("N1", "P1", ""),
        &row("N2", "P2", ""),
        &row("N3", "none", ""),
        &row("N4", "P1", "paused"),
    ];
    let client = bourse.company.client();
    let sent = send(client, &bourse, "listings", "", sheet.concat());
    app.work();
    let seen = client.get(sent.header("location").unwrap()).expect(200);
    assert_eq!(
        (seen.at("/sheets/0/created"), seen.at("/sheets/0/refused")),
        (&json!(1), &json!(3)),
        "{seen:?}"
    );
    let told = rows(client, &seen);
    let yours = |row: &str| row.contains("organization-not-yours");
    assert_eq!(told.iter().map(|row| yours(row)).collect::<Vec<_>>(), [true, true, false], "{told:?}");
    bourse.association.client().get(sent.header("location").unwrap()).expect_problem(404, "not-found");
    let week = bourse.week.id;
    for (sheet, name) in [("organizations", "organizations.csv"), ("agreements", "agreements_2026.csv")] {
        let path = format!("/v1/imports?exchange_week_id={week}&sheet={sheet}");
        let request =
            client.request("POST", &path).header("idempotency-key", "k").header("content-type", "text/csv");
        request.bytes(file(name)).send().expect_problem(403, "organizer-only");
    }
}

/// A clock that lets something happen when it is looked at for the n-th time.
struct Interrupting {
    clock: Arc<FixedClock>,
    /// Only this thread counts: a server has others.
    thread: std::thread::ThreadId,
    looks: AtomicUsize,
    at: usize,
    happens: Box<dyn Fn() + Send + Sync>,
}

impl Clock for Interrupting {
    fn now(&self) -> Timestamp {
        let before = self.clock.now();
        let ours = std::thread::current().id() == self.thread;
        if ours && self.looks.fetch_add(1, Ordering::SeqCst) == self.at {
            (self.happens)();
        }
        before
    }
}

/// A server is away in the middle of an import for longer than its lease; another goes on and ends it. The first comes
/// back and writes nothing more.
fn a_worker_that_is_late_writes_nothing_twice(app: &TestApp) {
    const ROWS: u64 = 1_703;
    for at in [4, 5, 6, 7] {
        let bourse = Bourse::empty_again(app, at);
        bourse.evening();
        let header =
            "reference,organization_reference,direction,kind,category,language,title,quantity,unit,place\n";
        let rows = (0..ROWS).map(|n| {
            format!("Y-{n:04},A{:02},offer,goods,furniture,fr,Chaise {n},1,piece,Mersch\n", n % 32 + 1)
        });
        let rows = rows.collect::<Vec<_>>().concat();
        let sent = send(&bourse.organizer.client, &bourse, "listings", "", format!("{header}{rows}"));
        let other = Arc::new(app.another_server());
        let (clock, helper) = (app.clock.clone(), Arc::clone(&other));
        let happens = Box::new(move || {
            clock.advance(SignedDuration::from_mins(3));
            assert_eq!(helper.work(), 1, "the lease has run out");
        });
        let (thread, looks) = (std::thread::current().id(), AtomicUsize::new(0));
        let late = Interrupting { clock: app.clock.clone(), thread, looks, at, happens };
        let late = app.server_over(Ctx { clock: Arc::new(late), ..app.ctx.clone() });
        late.work();
        let seen = bourse.organizer.client.get(sent.header("location").unwrap()).expect(200);
        assert_eq!(seen.text_at("/status"), "done", "{at}: {seen:?}");
        let counts =
            ["read", "created", "unchanged", "refused"].map(|name| seen.at(&format!("/sheets/0/{name}")));
        assert_eq!(counts, [&json!(ROWS), &json!(ROWS), &json!(0), &json!(0)], "{at}");
        drop(late);
        drop(other);
    }
}

fn no_sheet_is_too_strange(app: &TestApp) {
    let bourse = Bourse::empty(app, Phase::Registration);
    bourse.evening();
    let good = String::from_utf8(file("listings.csv")).unwrap();
    let (header, row) = (good.lines().next().unwrap(), good.lines().nth(1).unwrap());
    let utf16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(good.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let cases: [(&str, Vec<u8>); 9] = [
        ("done", utf16),
        ("done", format!("{header}\n{}", row.replacen("L-001", "\0", 1)).into_bytes()),
        ("done", format!("{header}\n\"{row}").into_bytes()),
        ("done", format!("{header}\n{}\n", ",".repeat(1_000_000)).into_bytes()),
        ("refused", ",".repeat(1_000_000).into_bytes()),
        ("refused", (0..20_000).map(|n| format!("titel{n},")).collect::<Vec<_>>().concat().into_bytes()),
        ("refused", b"PK\x03\x04rest".to_vec()),
        ("refused", Vec::new()),
        ("refused", vec![0xFF; 10_000]),
    ];
    for (n, (status, bytes)) in cases.into_iter().enumerate() {
        let seen = import(app, &bourse, "listings", "", bytes);
        assert_eq!(seen.text_at("/status"), status, "{n}: {seen:?}");
        rows(&bourse.organizer.client, &seen);
    }
    for (failure, bytes) in [
        ("archive-invalid", b"no archive".to_vec()),
        ("archive-unknown-file", packed(&[("../../listings.csv", header.as_bytes())])),
        ("archive-unknown-file", packed(&[("listings.csv", header.as_bytes()), ("other.csv", b"")])),
    ] {
        let seen = import(app, &bourse, "", "", bytes);
        assert_eq!((seen.text_at("/status"), seen.text_at("/failure")), ("failed", failure));
    }
}

fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// What an export has packed, the import unpacks.
fn an_archive_comes_back(app: &TestApp) {
    let bourse = Bourse::lived(app);
    let path = format!("/v1/exchange-weeks/{}/export", bourse.week.id);
    let archive = bourse.organizer.client.get(&path).expect(200);
    let seen = import(app, &bourse, "", "", archive.bytes);
    assert_eq!(seen.text_at("/status"), "done", "{seen:?}");
    let sheets = seen.at("/sheets").as_array().unwrap();
    assert_eq!(sheets.len(), SHEETS.len());
    for sheet in sheets {
        assert_eq!(sheet["unchanged"], sheet["read"], "{sheet}");
    }
}

/// What both have signed waits for the bourse alone, and then stands.
fn a_signed_form_waits_where_the_week_ratifies(app: &TestApp) {
    let organizer = app.staff(StaffRole::Organizer, "ana");
    let week = app.week_with(&organizer, "2026-06", Phase::Registration, |raw| {
        raw.settings.ratification_required = Some(true);
        raw.settings.company_pairs_allowed = Some(true);
    });
    let bourse = Bourse::of(app, organizer, week);
    bourse.evening();
    app.move_week(&bourse.organizer, bourse.week.clone(), Phase::Live);
    let seen = import(app, &bourse, "agreements", "", file("agreements_2026.csv"));
    assert_eq!(
        (seen.at("/sheets/0/created"), seen.at("/sheets/0/refused")),
        (&json!(159), &json!(0)),
        "{seen:?}"
    );
    app.check_invariants();
    let client = &bourse.organizer.client;
    let listed = client.get(&format!("/v1/agreements?exchange_week_id={}", bourse.week.id)).expect(200);
    let path = format!("/v1/agreements/{}", listed.text_at("/items/0/id"));
    let waiting = client.get(&path).expect(200);
    assert_eq!(waiting.text_at("/status"), "pending");
    assert_eq!(waiting.at("/confirmations").as_array().unwrap().len(), 2);
    let request = client.request("POST", &format!("{path}/ratifications")).if_match(waiting.etag());
    let request = request.header("idempotency-key", "ratify").json(&json!({}));
    assert_eq!(request.send().expect(200).text_at("/status"), "confirmed");
    app.check_invariants();
}
