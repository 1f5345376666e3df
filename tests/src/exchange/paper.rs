//! The agreement on paper: what is on it, for whom, and the hash that everybody can recompute.

use domain::week::Phase;
use lopdf::Document;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use testkit::{Engine, Member, Options, Reply, TestApp, on_both_engines};

use super::agreeing::{agree, confirm};
use super::{Bourse, act};

on_both_engines!(
    the_paper_says_what_was_agreed,
    the_paper_is_for_the_parties_and_staff,
    the_same_facts_give_the_same_paper,
    everybody_can_recompute_the_hash,
);

/// The paper, asked for at an address that is the same in every test.
fn paper(member: &Member, path: &str, query: &str, accept: Option<&str>) -> Reply {
    let request = member.client().request("GET", &format!("{path}/document.pdf{query}"));
    let request = request.header("host", "bourse.example");
    let request = if let Some(accept) = accept { request.header("accept-language", accept) } else { request };
    request.send()
}

/// The letters on it: words that are set apart by moving the pen have no space between them.
fn letters(reply: &Reply) -> String {
    let document = Document::load_mem(&reply.bytes).unwrap();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    document.extract_text(&pages).unwrap().replace('\u{200b}', "").split_whitespace().collect()
}

fn the_paper_says_what_was_agreed(app: &TestApp) {
    let bourse = Bourse::open_with(app, Phase::Live, |week| week.settings.ratification_required = Some(true));
    let (path, ..) = agree(&bourse);
    confirm(&bourse, &bourse.company, &path).expect(200);
    let read = bourse.read(&bourse.company, &path);
    let url = format!("http://bourse.example{path}");
    // The language asked for, else that of the reader, else the first one of the parties.
    for (query, accept, language, kind, pending) in [
        ("?language=en", Some("de"), "en", "Agreement", "not yet confirmed"),
        ("?language=lb", None, "lb", "Konventioun", "nach net confirméiert"),
        ("", Some("de-LU, fr;q=0.3"), "de", "Vereinbarung", "noch nicht bestätigt"),
        ("", None, "fr", "Convention", "pas encore confirmé"),
        ("", Some("pt"), "fr", "Convention", "pas encore confirmé"),
    ] {
        let reply = paper(&bourse.company, &path, query, accept).expect(200);
        assert_eq!(reply.header("content-type"), Some("application/pdf"));
        assert_eq!(reply.header("content-language"), Some(language));
        assert_eq!(reply.header("cache-control"), Some("private, no-cache"));
        let name = format!("inline; filename=\"{}.{language}.pdf\"", read.text_at("/reference"));
        assert_eq!(reply.header("content-disposition"), Some(name.as_str()));
        let letters = letters(&reply);
        for phrase in [
            kind,
            pending,
            "C01",
            "A01",
            "Owner",
            read.text_at("/reference"),
            read.text_at("/terms_hash"),
            &url,
            "Chaises, enlèvement mercredi",
            "3 ×",
            "Exchange week 2026-06",
            "Europe/Luxembourg",
        ] {
            let wanted: String = phrase.split_whitespace().collect();
            assert!(letters.contains(&wanted), "{language}: no {phrase:?} in {letters}");
        }
    }
    paper(&bourse.company, &path, "?language=pt", None).expect_problem(400, "query-invalid");
}

fn the_paper_is_for_the_parties_and_staff(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Live);
    let (path, ..) = agree(&bourse);
    paper(&bourse.association, &path, "", None).expect(200);
    bourse.organizer.client.get(&format!("{path}/document.pdf")).expect(200);
    paper(&bourse.other, &path, "", None).expect_problem(404, "not-found");
    app.client().get(&format!("{path}/document.pdf")).expect_problem(401, "unauthenticated");
}

fn the_same_facts_give_the_same_paper(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Live);
    let (path, ..) = agree(&bourse);
    let get = || paper(&bourse.company, &path, "", Some("fr")).expect(200);
    let (one, other) = (get(), get());
    assert!(one.bytes == other.bytes && one.etag() == other.etag());
    let german = paper(&bourse.company, &path, "", Some("de")).expect(200);
    assert_ne!(one.etag(), german.etag(), "another language is another paper");

    confirm(&bourse, &bourse.company, &path).expect(200);
    let confirmed = get();
    assert_ne!(one.etag(), confirmed.etag());
    let known = bourse.company.client().request("GET", &format!("{path}/document.pdf"));
    let known = known.header("host", "bourse.example").header("accept-language", "fr");
    known.header("if-none-match", confirmed.etag()).send().expect(304);
}

#[test]
fn both_databases_give_the_same_bytes() {
    let papers = [Engine::Sqlite, Engine::PostgreSql].map(|engine| {
        // Ids are in the hash and in the QR code.
        let settings = [("public_url", "https://bourse.example")];
        let app = TestApp::start_with(engine, Options { counted_ids: true, settings: &settings });
        let bourse = Bourse::open(&app, Phase::Live);
        let (path, ..) = agree(&bourse);
        confirm(&bourse, &bourse.company, &path).expect(200);
        paper(&bourse.company, &path, "?language=de", None).expect(200).bytes
    });
    assert!(papers[0] == papers[1]);
}

/// Written from the contract alone, as somebody outside would: the members, their order, SHA-256.
fn hash_of(agreement: &Value) -> String {
    let contributions = agreement["contributions"].as_array().unwrap().iter().map(|one| {
        let text = |name: &str| one[name].to_string();
        let quantity =
            format!("{{\"unit\":{},\"value\":{}}}", one["quantity"]["unit"], one["quantity"]["value"]);
        let estimate = match &one["value_estimate"] {
            Value::Null => "null".to_owned(),
            money => format!("{{\"amount\":{},\"currency\":{}}}", money["amount"], money["currency"]),
        };
        format!(
            "{{\"description\":{},\"ends_at\":{},\"giver_organization_id\":{},\"offer_listing_id\":{},\
             \"quantity\":{quantity},\"receiver_organization_id\":{},\"request_listing_id\":{},\
             \"starts_at\":{},\"value_estimate\":{estimate}}}",
            text("description"),
            text("ends_at"),
            text("giver_organization_id"),
            text("offer_listing_id"),
            text("receiver_organization_id"),
            text("request_listing_id"),
            text("starts_at"),
        )
    });
    let canonical = format!(
        "{{\"contributions\":[{}],\"organization_a_id\":{},\"organization_b_id\":{},\"reference\":{},\
         \"terms_revision\":{}}}",
        contributions.collect::<Vec<_>>().join(","),
        agreement["organization_a_id"],
        agreement["organization_b_id"],
        agreement["reference"],
        agreement["terms_revision"],
    );
    let digest = Sha256::digest(canonical.as_bytes());
    digest.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

fn everybody_can_recompute_the_hash(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Live);
    let offer = bourse.publish(&bourse.company, "offer", Some("6"));
    let mut there = bourse.gives(&bourse.company, Some(&offer), None, "2");
    there["description"] = json!("Chaises «pliantes» \"neuves\" \\ été");
    there["starts_at"] = json!("2026-06-17T09:00:00+02:00");
    there["value_estimate"] = json!({"amount": "120.5", "currency": "EUR"});
    let proposed = bourse.propose_to(&bourse.company, &bourse.association, &json!([there])).expect(201);
    let path = format!("/v1/matches/{}", proposed.text_at("/id"));
    let asked = bourse.read(&bourse.association, &path);
    let yes =
        act(bourse.association.client(), "POST", &format!("{path}/acceptances"), asked.etag(), &json!({}));
    let path = format!("/v1/agreements/{}", yes.expect(200).text_at("/agreement_id"));

    let agreement = bourse.read(&bourse.company, &path);
    assert_eq!(agreement.text_at("/terms_hash"), hash_of(&agreement.body));
    // It is the hash of the terms: what happens to the agreement does not change it.
    let confirmed = confirm(&bourse, &bourse.company, &path).expect(200);
    assert_eq!(agreement.text_at("/terms_hash"), confirmed.text_at("/terms_hash"));
    let (another, ..) = agree(&bourse);
    assert_ne!(
        agreement.text_at("/terms_hash"),
        bourse.read(&bourse.company, &another).text_at("/terms_hash")
    );
}
