//! How organizations are found: filters, and one order on every database.

use app::organization::{OrganizationFilter, OrganizationOrder};
use app::search::Words;
use domain::organization::OrganizationKind;
use domain::policy::StaffRole;
use search::Phrase;
use serde_json::{Value, json};
use testkit::{Client, Engine, Member, TestApp, on_both_engines};

use super::{Town, column, decide, evidence};

on_both_engines!(
    filters_narrow_the_directory,
    names_have_one_order,
    words_find_organizations,
    a_cursor_goes_on_with_what_was_asked,
    a_suspended_one_takes_no_part,
);

/// An association, as somebody would found it.
fn association(name: &str, more: &Value) -> Value {
    let mut body = json!({
        "kind": "association", "name": name, "legal_form": "asbl", "commune": "mersch",
        "languages": ["fr"], "contact_email": "info@club.example",
    });
    for (member, value) in more.as_object().into_iter().flatten() {
        body[member] = value.clone();
    }
    body
}

fn found(client: &Client, name: &str, more: &Value) -> String {
    let made =
        client.post_once("/v1/organizations", &crate::call::key(), &association(name, more)).expect(201);
    made.text_at("/id").to_owned()
}

fn filters_narrow_the_directory(app: &TestApp) {
    let town = Town::open(app);
    let client = town.home.client();
    found(client, "Club Eins", &json!({"languages": ["lb", "de"], "cause_or_sector": "Santé & Soins"}));
    found(
        client,
        "Club Zwee",
        &json!({"commune": "wiltz", "legal_form": "foundation", "registration_number": "G12"}),
    );
    found(client, "Club Dräi", &json!({"commune": "esch-sur-alzette", "cause_or_sector": "sante soins"}));
    let check = |query: &str, expected: &[&str]| {
        let reply = client.get(&format!("/v1/organizations?name=club&{query}")).expect(200);
        assert_eq!(column(&reply, "/name"), expected, "{query}");
    };
    check("", &["Club Dräi", "Club Eins", "Club Zwee"]);
    check("commune=wiltz", &["Club Zwee"]);
    check("canton=LU-ME", &["Club Eins"]);
    check("canton=LU-ES", &["Club Dräi"]);
    check("canton=LU-VD", &[]);
    check("legal_form=foundation", &["Club Zwee"]);
    check("language=de", &["Club Eins"]);
    check("language=fr", &["Club Dräi", "Club Zwee"]);
    check("cause_or_sector=SANT%C3%89%20soins", &["Club Dräi", "Club Eins"]);
    check("cause_or_sector=sant", &[]);
    check("kind=company", &[]);
    check("language=fr&commune=wiltz", &["Club Zwee"]);
    for query in
        ["canton=atlantis", "language=xx", "legal_form=gang", "commune=atlantis", "exchange_week_id=1"]
    {
        client.get(&format!("/v1/organizations?{query}")).expect_problem(400, "query-invalid");
    }
    let nowhere = "exchange_week_id=0192f0c1-7b5e-7cc0-8000-5b1f7d3c9a10";
    client.get(&format!("/v1/organizations?{nowhere}")).expect_problem(404, "not-found");

    let week = app.week(&town.organizer, "2026", domain::week::Phase::Registration);
    app.admit(&town.organizer, week.id, &town.other);
    let reply = app.client().get(&format!("/v1/organizations?exchange_week_id={}", week.id)).expect(200);
    assert_eq!(column(&reply, "/reference"), ["OTHER"]);
}

/// A directory in which names, causes, places and spellings meet, and who founded it all.
fn directory(app: &TestApp) -> Member {
    let founder = app.organization(OrganizationKind::Association, "FOUNDER");
    let staff = app.staff(StaffRole::Organizer, "ana").client;
    for (name, more) in [
        ("Croix-Rouge luxembourgeoise", json!({})),
        ("Lëtzebuerger Guiden a Scouten", json!({"languages": ["lb"], "cause_or_sector": "Jeunesse"})),
        ("Äerdbierhaus", json!({"languages": ["de"], "description": "Wir pflegen Gärten für Kinder."})),
        ("Club des Jeunes Wiltz", json!({"commune": "wiltz"})),
        ("Caritas Jeunes et Familles", json!({"description": "Aide, accueil, croix de bois."})),
        ("Œuvre Nationale", json!({"cause_or_sector": "Santé"})),
    ] {
        let path = format!("/v1/organizations/{}", found(founder.client(), name, &more));
        decide(&staff, "PUT", &path, "verification", &evidence()).expect(200);
    }
    founder
}

/// What is asked for, and the names that are found, in order.
const ASKED: [(&str, &[&str]); 20] = [
    ("croix rouge", &["Croix-Rouge luxembourgeoise"]),
    ("CROIX", &["Croix-Rouge luxembourgeoise", "Caritas Jeunes et Familles"]),
    ("croix&sort=name", &["Caritas Jeunes et Familles", "Croix-Rouge luxembourgeoise"]),
    ("letzebuerger", &["Lëtzebuerger Guiden a Scouten"]),
    ("Lëtzebuerger gui", &["Lëtzebuerger Guiden a Scouten"]),
    ("scuoten", &["Lëtzebuerger Guiden a Scouten"]),
    ("aerdbierhaus", &["Äerdbierhaus"]),
    ("Ardbierhaus", &["Äerdbierhaus"]),
    ("garten", &["Äerdbierhaus"]),
    ("oeuvre", &["Œuvre Nationale"]),
    ("œuvre national", &["Œuvre Nationale"]),
    ("sante", &["Œuvre Nationale"]),
    ("jeunes", &["Caritas Jeunes et Familles", "Club des Jeunes Wiltz", "Lëtzebuerger Guiden a Scouten"]),
    ("jeunes&commune=wiltz", &["Club des Jeunes Wiltz"]),
    ("jeunes&language=lb", &["Lëtzebuerger Guiden a Scouten"]),
    ("jeunes&name=club", &["Club des Jeunes Wiltz"]),
    ("wiltz", &["Club des Jeunes Wiltz"]),
    ("caritas rouge", &[]),
    ("🚲", &[]),
    ("'\"*(NEAR AND:*", &[]),
];

/// Words, encoded, with what follows them.
fn query(asked: &str) -> String {
    let (words, more) = asked.split_once('&').unwrap_or((asked, ""));
    let words = words.bytes().fold(String::new(), |all, byte| all + &format!("%{byte:02X}"));
    if more.is_empty() { words } else { format!("{words}&{more}") }
}

fn words_find_organizations(app: &TestApp) {
    let founder = directory(app);
    let client = founder.client();
    for (q, expected) in ASKED {
        let q = query(q);
        let reply = app.client().get(&format!("/v1/organizations?q={q}")).expect(200);
        assert_eq!(column(&reply, "/name"), expected, "{q}");
    }
    // What nobody has looked at yet is found by its own people and by staff only.
    found(client, "Croix Verte", &json!({}));
    for (client, expected) in [(client, vec!["Croix Verte".to_owned()]), (&app.client(), vec![])] {
        let reply = client.get("/v1/organizations?q=croix%20verte").expect(200);
        assert_eq!(column(&reply, "/name"), expected);
    }
    let all = client.get("/v1/organizations?q=%20").expect(200);
    assert_eq!(column(&all, "/name").len(), 8, "nothing was typed");
    for query in ["sort=-relevance".to_owned(), format!("q={}", "a".repeat(201))] {
        client.get(&format!("/v1/organizations?{query}")).expect_problem(400, "query-invalid");
    }
}

fn a_cursor_goes_on_with_what_was_asked(app: &TestApp) {
    let founder = directory(app);
    let client = founder.client();
    for sort in ["", "&sort=name", "&sort=-created_at"] {
        let whole = client.get(&format!("/v1/organizations?q=jeunes{sort}&limit=100")).expect(200);
        let whole = column(&whole, "/name");
        let mut names = Vec::new();
        let mut path = format!("/v1/organizations?q=jeunes{sort}&limit=1");
        loop {
            let page = client.get(&path).expect(200);
            names.extend(column(&page, "/name"));
            let Some(cursor) = page.at("/next_cursor").as_str() else { break };
            // Others come meanwhile; none that was there is skipped or comes twice.
            if names.len() < 4 {
                found(client, &format!("Verein {}", crate::call::key()), &json!({"description": "Jeunes."}));
            }
            path = format!("/v1/organizations?q=jeunes{sort}&limit=1&cursor={cursor}");
            let other = format!("/v1/organizations?q=jeune{sort}&limit=1&cursor={cursor}");
            client.get(&other).expect_problem(400, "cursor-invalid");
        }
        names.retain(|name| !name.starts_with("Verein"));
        assert_eq!(
            names,
            whole.into_iter().filter(|name| !name.starts_with("Verein")).collect::<Vec<_>>(),
            "{sort}"
        );
    }
}

/// The same rows, scores included, come from both engines.
#[test]
fn both_engines_find_the_same() {
    let found = [Engine::Sqlite, Engine::PostgreSql].map(|engine| {
        let app = TestApp::start(engine);
        let founder = directory(&app);
        let words = ASKED.map(|(q, _)| q.split('&').next().unwrap_or_default().to_owned());
        let typed =
            ["j", "je", "jeuness", "croi", "croxi", "wil", "a", "de", "luxembourg jeunes wiltz croix"];
        let questions = words.into_iter().chain(typed.map(str::to_owned));
        let ask = |q: String| {
            let words = Words { phrase: Phrase::parse(&q), frozen: None };
            let order = OrganizationOrder::Relevance(None);
            let caller = &founder.owner.caller;
            let (page, _) = app::organization::page(
                &app.ctx,
                Some(caller),
                OrganizationFilter::default(),
                Some(words),
                &order,
                100,
            )
            .unwrap();
            let rows =
                page.items.into_iter().map(|hit| (hit.seen.organization.facts.name.into_string(), hit.score));
            (q, rows.collect::<Vec<_>>())
        };
        questions.map(ask).collect::<Vec<_>>()
    });
    let [sqlite, postgresql] = found;
    assert!(sqlite.iter().filter(|(_, rows)| rows.len() > 1).count() > 5, "{sqlite:?}");
    assert_eq!(sqlite, postgresql);
}

fn names_have_one_order(app: &TestApp) {
    let town = Town::open(app);
    let client = town.home.client();
    // A byte order would put the capitals first and the accents last; PostgreSQL's usual ones differ again.
    let expected = [
        "‘t Äerdbierhaus",
        "aarbecht asbl",
        "Ábaco",
        "Abc",
        "a-b-d",
        "École Zola",
        "école zoo",
        "Œuvre",
        "OFF",
        "Ösling",
        "Zuch",
        "žížala",
        "Ärzte",
        "Б",
        "ä",
    ];
    for name in expected {
        found(client, name, &json!({}));
    }
    let mut names = Vec::new();
    let mut path = "/v1/organizations?limit=4&kind=association&legal_form=asbl&commune=mersch".to_owned();
    loop {
        let page = client.get(&path).expect(200);
        names.extend(column(&page, "/name"));
        let Some(cursor) = page.at("/next_cursor").as_str() else { break };
        path = format!(
            "/v1/organizations?limit=4&kind=association&legal_form=asbl&commune=mersch&cursor={cursor}"
        );
    }
    let mut sorted: Vec<_> = expected.iter().map(|name| (*name).to_owned()).collect();
    sorted.sort_by_key(|name| domain::text::sort_key(name));
    assert_eq!(names, sorted);
    assert_eq!(names.first().map(String::as_str), Some("ä"));
    assert_eq!(names.last().map(String::as_str), Some("Б"));
}

fn a_suspended_one_takes_no_part(app: &TestApp) {
    let town = Town::open(app);
    let week = app.week(&town.organizer, "2026", domain::week::Phase::Registration);
    app.admit(&town.organizer, week.id, &town.home);
    let path = format!("/v1/exchange-weeks/{}/participations", week.id);
    let one = format!("{path}/{}", town.home.organization);
    let check = |who: &str, client: &Client, seen: bool| {
        assert_eq!(client.get(&one).status, if seen { 200 } else { 404 }, "{who}");
        let listed = column(&client.get(&path).expect(200), "/organization_id");
        assert_eq!(listed.contains(&town.home.organization.to_string()), seen, "{who}");
        let directory = format!("/v1/organizations?exchange_week_id={}", week.id);
        assert_eq!(!column(&client.get(&directory).expect(200), "/id").is_empty(), seen, "{who}");
    };
    check("nobody", &app.client(), true);
    let body = json!({"reason": "Looked at.", "until": "2099-01-01T00:00:00Z"});
    let etag = town.organizer.client.get(&town.home()).expect(200).etag().to_owned();
    let suspension = format!("{}/suspension", town.home());
    town.organizer.client.request("PUT", &suspension).if_match(&etag).json(&body).send().expect(200);
    check("nobody", &app.client(), false);
    check("another organization", town.other.client(), false);
    check("a member", &town.volunteer.client, true);
    check("staff", &town.organizer.client, true);
    app.clock.set("2099-01-01T00:00:00Z".parse().unwrap());
    check("nobody, once it has run out", &app.client(), true);
}
