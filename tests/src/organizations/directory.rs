//! How organizations are found: filters, and one order on every database.

use serde_json::{Value, json};
use testkit::{Client, TestApp, on_both_engines};

use super::{Town, column};

on_both_engines!(filters_narrow_the_directory, names_have_one_order, a_suspended_one_takes_no_part);

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
