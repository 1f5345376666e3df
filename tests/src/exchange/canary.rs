//! Canaries: strings that stand in every personal field, looked for wherever they must not turn up: in logs, in the
//! problems of others, in the audit log and the outbox, in other people's copies; and, once the person is erased,
//! anywhere in the database.

use std::io::{self, Write};
use std::sync::{Mutex, Once};

use domain::week::Phase;
use lopdf::Document;
use serde_json::json;
use testkit::{Login, Member, PASSWORD, Reply, TestApp, on_both_engines};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::FmtSpan;

use super::agreeing::confirm;
use super::{Bourse, act, key};
use crate::privacy::stored::dump;
use crate::privacy::{copy, correct, erase, name_contact, owner};

on_both_engines!(canaries_sing_nowhere_else);

const NAME: &str = "Kanari Vugel";
const EMAIL: &str = "kanari.vugel@zephyr.example";
const MESSAGE: &str = "Rufft mech un, Kanari 621000111.";
/// What all of them have in common, whatever is done to letters and signs on the way; the last are the first in
/// hexadecimal, as a database shows bytes.
const SONGS: [&str; 6] =
    ["kanari", "621000111", "zephyr", "616e617269", "363231303030313131", "7a6570687972"];

fn canaries_sing_nowhere_else(app: &TestApp) {
    listen();
    let mut bourse = Bourse::open(app, Phase::Live);
    let stays = bourse.company.clone();
    let zoe = owner(app, stays.organization, EMAIL, NAME);
    name_contact(&zoe, stays.organization, NAME, EMAIL);
    bourse.company = Member { owner: zoe.clone(), ..stays.clone() };

    let agreement = live(&bourse);
    everywhere(app, &bourse, &zoe);
    let mut heard_by_others = errors(app, &bourse, &agreement);
    heard_by_others.push(copy(&bourse.association.owner));
    for reply in &heard_by_others {
        silent(&reply.text, "an answer to somebody else, or a problem");
    }
    for sheet in exports(&bourse) {
        silent(&sheet, "a sheet of somebody else");
    }
    let mails = app.mails();
    for mail in mails.iter().filter(|mail| !mail.to.contains("zephyr")) {
        silent(&format!("{mail:?}"), "a mail to somebody else");
    }
    let own = copy(&zoe);
    for canary in [NAME, EMAIL, MESSAGE, "Kanari 2", "kanari.2@zephyr.example"] {
        assert!(own.text.contains(canary), "her own copy holds {canary}");
    }
    let paper = |member: &Member| {
        let reply = member.client().get(&format!("{agreement}/document.pdf?language=fr")).expect(200);
        let document = Document::load_mem(&reply.bytes).unwrap();
        let pages: Vec<u32> = document.get_pages().into_keys().collect();
        document.extract_text(&pages).unwrap().split_whitespace().collect::<String>()
    };
    assert!(paper(&bourse.association).contains("KanariVugel"), "who has confirmed is on the paper");

    let tables = dump(app);
    for (table, rows) in &tables {
        if ["audit_entries", "outbox_events", "jobs", "throttles", "secrets", "counters"].contains(&&**table)
        {
            silent(rows, table);
        }
    }
    // The dump shows what is there, in every table where there is something of hers.
    let singing: Vec<_> =
        tables.iter().filter(|(_, rows)| heard(rows).is_some()).map(|(table, _)| table.as_str()).collect();
    assert_eq!(singing, SINGING);

    erase(&zoe).expect(204);
    for (table, rows) in dump(app) {
        silent(&rows, &table);
    }
    let after = paper(&bourse.association);
    assert!(after.contains("personneeffacée") && !after.contains("Kanari"), "{after}");
    // What she did for the organization stays, and so does the organization.
    bourse.read(&bourse.association, &agreement);
    stays.client().get("/v1/me").expect(200);
    app.check_invariants();

    let log = String::from_utf8(LOG.lock().unwrap().clone()).unwrap();
    assert!(log.contains("/v1/me/data-exports"), "the log is heard");
    silent(&log, "the log");
    assert!(!log.contains(PASSWORD), "a password is in the log");
}

/// The tables in which she stands before she is erased.
const SINGING: [&str; 11] = [
    "abuse_reports",
    "account_requests",
    "data_exports",
    "idempotency_records",
    "import_rows",
    "match_terms",
    "matches",
    "organizations",
    "persons",
    "registrations",
    "second_factors",
];

/// Two organizations agree on something; the agreement's path.
fn live(bourse: &Bourse) -> String {
    let (company, association) = (&bourse.company, &bourse.association);
    let offer = bourse.publish(company, "offer", Some("6"));
    let request = bourse.publish(association, "request", Some("3"));
    let body = json!({
        "organization_id": company.organization.to_string(),
        "counterparty_organization_id": association.organization.to_string(),
        "contributions": [bourse.gives(company, Some(&offer), Some(&request), "3")],
        "message": MESSAGE,
    });
    let proposed = company.client().post_once("/v1/matches", &key(), &body).expect(201);
    let path = format!("/v1/matches/{}", proposed.text_at("/id"));
    let asked = bourse.read(association, &path);
    assert_eq!(asked.text_at("/terms/message"), MESSAGE, "it is for the other side to read");
    let yes = act(association.client(), "POST", &format!("{path}/acceptances"), asked.etag(), &json!({}));
    let path = format!("/v1/agreements/{}", yes.expect(200).text_at("/agreement_id"));
    for member in [company, association] {
        confirm(bourse, member, &path).expect(200);
    }
    path
}

/// What goes wrong, for her and for others.
fn errors(app: &TestApp, bourse: &Bourse, agreement: &str) -> Vec<Reply> {
    let zoe = &bourse.company.owner;
    let credentials = json!({"email": EMAIL, "password": "not my password, Kanari"});
    let long = format!("{NAME} {}", "x".repeat(200));
    // A code that is in no list is quoted to whoever sent it, so that they find the cell of their sheet. Texts,
    // names and addresses are not.
    let refounded = json!({
        "kind": "company", "name": NAME, "legal_form": "asbl", "commune": "mersch", "languages": ["fr"],
        "contact_email": format!("{EMAIL},{EMAIL}"), "contact_name": long,
    });
    vec![
        app.client().post("/v1/auth/sessions", &credentials).expect_problem(401, "credentials-wrong"),
        app.client().get(&format!("/v1/listings?q={EMAIL}")),
        correct(zoe, &json!({"name": long})).expect_problem(422, "validation-failed"),
        zoe.client
            .post_once("/v1/organizations", &key(), &refounded)
            .expect_problem(422, "validation-failed"),
        confirm(bourse, &bourse.company, agreement).expect_problem(409, "invalid-transition"),
        confirm(bourse, &bourse.association, agreement).expect_problem(409, "invalid-transition"),
        bourse.other.client().get(agreement).expect_problem(404, "not-found"),
        bourse.other.client().get("/v1/organizations?limit=100").expect(200),
    ]
}

/// Leaves something of hers wherever a person can.
fn everywhere(app: &TestApp, bourse: &Bourse, zoe: &Login) {
    let factor = json!({"label": "Kanari 2", "password": PASSWORD});
    zoe.client.post("/v1/auth/mfa-factors", &factor).expect(201);
    let change = json!({"email": "kanari.2@zephyr.example", "current_password": PASSWORD});
    zoe.client.post("/v1/me/email-changes", &change).expect(202);
    // Somebody tries to register with her address; she gets a mail that says so.
    let again = json!({
        "email": EMAIL, "password": PASSWORD, "name": NAME, "locale": "lb",
        "terms_version": "2026-11", "is_of_age": true,
    });
    app.client().post("/v1/auth/registrations", &again).expect(202);

    let theirs = bourse.publish(&bourse.association, "offer", Some("2"));
    let report = json!({"reason": "misleading", "note": MESSAGE});
    zoe.client.post_once(&format!("/v1/listings/{theirs}/reports"), &key(), &report).expect(201);
    let gives = json!([bourse.gives(&bourse.association, Some(&theirs), None, "1")]);
    let asked = bourse.propose_to(&bourse.association, &bourse.company, &gives).expect(201);
    let path = format!("/v1/matches/{}/rejections", asked.text_at("/id"));
    let tag = bourse.read(&bourse.company, &format!("/v1/matches/{}", asked.text_at("/id")));
    act(&zoe.client, "POST", &path, tag.etag(), &json!({"reason": MESSAGE})).expect(200);

    let header = include_str!("../../data/evening/listings.csv").lines().next().unwrap();
    let cells: Vec<_> = header.split(',').map(|_| format!("\"{MESSAGE}\"")).collect();
    let sheet = format!("{header}\n{}\n", cells.join(","));
    let path = format!("/v1/imports?exchange_week_id={}&sheet=listings", bourse.week.id);
    let request = zoe.client.request("POST", &path).header("idempotency-key", &key());
    request.header("content-type", "text/csv").bytes(sheet).send().expect(202);
    app.work();
}

/// What others export, in every sheet: a third organization, and the other party, which keeps the message to it.
fn exports(bourse: &Bourse) -> Vec<String> {
    let sheets = ["organizations", "participations", "listings", "agreements"];
    let export = |member: &Member, sheet: &str| {
        let path = format!("/v1/organizations/{}/export?sheet={sheet}", member.organization);
        member.client().get(&path).expect(200).text
    };
    let third = sheets.map(|sheet| export(&bourse.other, sheet));
    let party = sheets.map(|sheet| export(&bourse.association, sheet));
    assert!(party.concat().contains(MESSAGE), "it was written to them");
    third.into_iter().chain(party.map(|sheet| sheet.replace(MESSAGE, ""))).collect()
}

/// Where a canary is heard in a text, with what is around it.
fn heard(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    SONGS.iter().find_map(|song| {
        let at = text.find(song)?;
        let from = text.floor_char_boundary(at.saturating_sub(200));
        Some(text[from..text.ceil_char_boundary((at + 200).min(text.len()))].to_owned())
    })
}

fn silent(text: &str, place: &str) {
    assert_eq!(heard(text), None, "a canary is in {place}");
}

/// The negative control: it is heard in whatever clothes it comes.
#[test]
fn canaries_are_heard() {
    for text in [
        NAME,
        EMAIL,
        MESSAGE,
        "KANARI.VUGEL@ZEPHYR.EXAMPLE",
        "/v1/listings?q=kanari.vugel%40zephyr.example",
        "Pii(\"kanari.2@zephyr.example\")",
        "tel:+352621000111",
        r#"{"name":"Kanari\u0020Vugel"}"#,
        "\\x4b616e617269",
    ] {
        assert!(heard(text).is_some(), "{text}");
    }
    assert_eq!(heard("Vugel, 621 and an example"), None);
}

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Keeps what all servers of this test binary log, with all that our own code can be made to say.
fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let ours =
            ["app", "http", "persistence", "domain", "server"].map(|part| format!("partact_{part}=trace"));
        let filter =
            EnvFilter::new(format!("info,tracing_actix_web=trace,actix_web=debug,{}", ours.join(",")));
        let lines = tracing_subscriber::fmt().with_env_filter(filter).with_span_events(FmtSpan::FULL);
        lines.with_ansi(false).with_writer(|| Ear).init();
    });
}

struct Ear;

impl Write for Ear {
    fn write(&mut self, heard: &[u8]) -> io::Result<usize> {
        LOG.lock().unwrap().extend_from_slice(heard);
        Ok(heard.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
