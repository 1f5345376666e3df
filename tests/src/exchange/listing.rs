//! The life of a listing.

use domain::week::Phase;
use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::{TestApp, on_both_engines};

use super::{Bourse, act, open_actions};

on_both_engines!(
    a_listing_lives,
    all_sorts_of_listings,
    a_moderated_week_approves_first,
    faults_come_all_at_once,
    an_expired_listing_can_be_renewed,
    pages_lead_through_all_listings,
    texts_come_in_the_readers_language,
    a_cap_holds,
    a_closed_week_closes_its_listings,
    doubtful_texts_are_marked,
);

fn a_listing_lives(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Registration);
    let company = bourse.company.client();
    let draft = bourse.post(&bourse.company, &bourse.goods(&bourse.company, "offer", Some("6"))).expect(201);
    let path = format!("/v1/listings/{}", draft.text_at("/id"));
    assert_eq!(draft.header("location"), Some(path.as_str()));
    assert_eq!(draft.text_at("/status"), "draft");
    assert_eq!(open_actions(&draft), ["edit", "publish", "close"]);
    bourse.association.client().get(&path).expect_problem(404, "not-found");

    let published = act(company, "PUT", &format!("{path}/publication"), draft.etag(), &json!({})).expect(200);
    assert_eq!(published.text_at("/status"), "published");
    let seen = app.client().get(&path).expect(200);
    assert_eq!(seen.at("/actions"), &json!([]), "others may do nothing");
    assert_eq!(seen.at("/quantity/remaining"), "6");

    let paused = act(company, "PUT", &format!("{path}/pause"), published.etag(), &json!({})).expect(200);
    let resumed =
        company.request("DELETE", &format!("{path}/pause")).if_match(paused.etag()).send().expect(200);
    assert_eq!(resumed.text_at("/status"), "published");

    let patch = json!({"quantity": {"value": "8", "unit": "piece"}});
    act(company, "PATCH", &path, published.etag(), &patch).expect_problem(412, "precondition-failed");
    company.request("PATCH", &path).json(&patch).send().expect_problem(428, "precondition-required");
    let edited = act(company, "PATCH", &path, resumed.etag(), &patch).expect(200);
    assert_eq!(edited.at("/quantity/total"), "8");
    assert_eq!(edited.text_at("/title"), "Chaises pliantes", "what is left out stays");

    company.request("DELETE", &path).if_match(edited.etag()).send().expect(204);
    let closed = company.get(&path).expect(200);
    assert_eq!((closed.text_at("/status"), closed.text_at("/status_reason")), ("closed", "withdrawn"));
    let refused =
        act(company, "PATCH", &path, closed.etag(), &patch).expect_problem(409, "invalid-transition");
    assert_eq!(refused.text_at("/current_status"), "closed");
    assert_eq!(refused.at("/allowed_actions"), &json!([]));
}

fn all_sorts_of_listings(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Registration);
    let skill = json!({"type": "skill", "headcount": 3, "hours_per_person": "4", "skills": ["gardening"]});
    for (details, unit, value) in [
        (json!({"type": "goods", "condition": "like_new"}), "piece", json!("6")),
        (json!({"type": "goods", "condition": null}), "m3", json!("7.5")),
        (json!({"type": "service"}), "session", Value::Null),
        (skill, "hour", json!("12")),
    ] {
        let mut body = bourse.goods(&bourse.company, "offer", None);
        body["details"] = details.clone();
        body["quantity"] = json!({"value": value, "unit": unit});
        body["windows"] = json!([
            {"starts_at": "2026-06-09T12:00:00Z", "ends_at": "2026-06-09T18:00:00+02:00"},
            {"starts_at": "2026-06-11T12:00:00Z", "ends_at": null},
        ]);
        let made = bourse.post(&bourse.company, &body).expect(201);
        assert_eq!(made.at("/details"), &details);
        assert_eq!(made.at("/kind"), &details["type"]);
        assert_eq!(made.at("/quantity/total"), &value);
        assert_eq!(made.at("/windows/0/ends_at"), "2026-06-09T16:00:00Z", "times come back in UTC");
        assert_eq!(made.at("/windows/1/ends_at"), &Value::Null);
    }
}

fn a_moderated_week_approves_first(app: &TestApp) {
    let bourse = Bourse::open_with(app, Phase::Registration, |week| week.settings.moderated = Some(true));
    let (company, staff) = (bourse.company.client(), &bourse.organizer.client);
    let draft = bourse.post(&bourse.company, &bourse.goods(&bourse.company, "offer", Some("6"))).expect(201);
    let path = format!("/v1/listings/{}", draft.text_at("/id"));
    let publish = |etag: &str| act(company, "PUT", &format!("{path}/publication"), etag, &json!({}));

    let submitted = publish(draft.etag()).expect(200);
    assert_eq!(submitted.text_at("/status"), "submitted");
    app.client().get(&path).expect_problem(404, "not-found");
    act(company, "PUT", &format!("{path}/approval"), submitted.etag(), &json!({}))
        .expect_problem(403, "staff-only");

    let reason = json!({"reason": "Bitte sagen Sie, ob die Stühle geliefert werden."});
    let rejected = act(staff, "POST", &format!("{path}/rejections"), submitted.etag(), &reason).expect(200);
    assert_eq!(rejected.text_at("/status_reason"), reason["reason"]);
    publish(rejected.etag()).expect_problem(409, "invalid-transition");
    let mended = act(company, "PATCH", &path, rejected.etag(), &json!({"place": "Wiltz"})).expect(200);
    assert_eq!(mended.text_at("/status"), "draft");
    let submitted = publish(mended.etag()).expect(200);
    act(staff, "PUT", &format!("{path}/approval"), submitted.etag(), &json!({})).expect(200);
    app.client().get(&path).expect(200);
}

fn faults_come_all_at_once(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Registration);
    let mut body = bourse.goods(&bourse.company, "Angebot", Some("2,5"));
    body["category"] = json!("teleportation");
    body["place"] = json!("Metz-op-der-Mound");
    body["texts"]["fr"]["title"] = json!("Chaises à 50 EUR");
    body["texts"]["xx"] = json!({"title": "Chairs"});
    body["windows"] = json!([{"starts_at": "gestern", "ends_at": null}]);
    let refused = bourse.post(&bourse.company, &body).expect_problem(422, "validation-failed");
    let errors = refused.at("/errors").as_array().unwrap();
    let mut found: Vec<_> = errors
        .iter()
        .map(|error| (error["pointer"].as_str().unwrap(), error["code"].as_str().unwrap()))
        .collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("/category", "unknown-code"),
            ("/direction", "unknown-code"),
            ("/place", "unknown-code"),
            ("/quantity/value", "number-invalid"),
            ("/texts/fr/title", "money"),
            ("/texts/xx", "unknown-code"),
            ("/windows/0/starts_at", "date-invalid"),
        ]
    );

    let request = bourse.company.client().request("POST", "/v1/listings").header("idempotency-key", "f");
    let french = request.header("accept-language", "fr").json(&body).send();
    assert_eq!(french.header("content-language"), Some("fr"));
    assert_ne!(french.text_at("/title"), refused.text_at("/title"));
}

fn an_expired_listing_can_be_renewed(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Matching);
    let company = bourse.company.client();
    let draft = bourse.post(&bourse.company, &bourse.goods(&bourse.company, "offer", Some("6"))).expect(201);
    let path = format!("/v1/listings/{}", draft.text_at("/id"));
    let publication = format!("{path}/publication");
    let in_hours =
        |hours| json!({"expires_at": (app.ctx.clock.now() + SignedDuration::from_hours(hours)).to_string()});
    act(company, "PUT", &publication, draft.etag(), &in_hours(-1)).expect_problem(409, "expiry-in-past");
    act(company, "PUT", &publication, draft.etag(), &in_hours(2)).expect(200);

    app.clock.advance(SignedDuration::from_hours(2));
    assert_eq!(app.client().get(&path).expect(200).text_at("/status"), "expired", "even before the sweep");
    let listed = |status: &str| app.client().get(&format!("/v1/listings?status={status}")).expect(200);
    assert_eq!(listed("published").at("/items"), &json!([]));
    assert_eq!(listed("expired").at("/items/0/status"), "expired");
    app.sweep();
    assert_eq!(listed("expired").at("/items/0/status"), "expired");

    let expired = bourse.company.client().get(&path).expect(200);
    let renewed = act(company, "PUT", &publication, expired.etag(), &json!({"expires_at": null})).expect(200);
    assert_eq!(renewed.text_at("/status"), "published");
}

fn pages_lead_through_all_listings(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Matching);
    let made: Vec<_> = (0..7)
        .map(|n| {
            app.clock.advance(SignedDuration::from_secs(n % 2));
            bourse.publish(&bourse.company, if n % 3 == 0 { "request" } else { "offer" }, Some("6"))
        })
        .collect();
    for sort in ["-published_at", "published_at", "-created_at", "created_at", "-updated_at", "updated_at"] {
        let mut path = format!("/v1/listings?limit=2&sort={sort}");
        let mut found = Vec::new();
        loop {
            let page = app.client().get(&path).expect(200);
            found.extend(page.at("/items").as_array().unwrap().iter().map(|item| item["id"].clone()));
            let Some(cursor) = page.at("/next_cursor").as_str() else { break };
            assert!(page.header("link").is_some_and(|link| link.contains("rel=\"next\"")));
            path = format!("/v1/listings?limit=2&sort={sort}&cursor={cursor}");
        }
        let mut sorted: Vec<_> = found.iter().map(|id| id.as_str().unwrap().to_owned()).collect();
        assert_eq!(sorted.len(), made.len(), "{sort}: nothing is skipped or repeated");
        sorted.sort_unstable();
        let mut expected = made.clone();
        expected.sort_unstable();
        assert_eq!(sorted, expected, "{sort}");
    }
    let page = app.client().get("/v1/listings?limit=2").expect(200);
    let cursor = page.text_at("/next_cursor");
    for path in [
        format!("/v1/listings?limit=2&direction=offer&cursor={cursor}"),
        format!("/v1/listings?limit=2&cursor={cursor}x"),
    ] {
        app.client().get(&path).expect_problem(400, "cursor-invalid");
    }
    let offers = app.client().get("/v1/listings?direction=offer&kind=goods,skill&place=mersch").expect(200);
    assert_eq!(offers.at("/items").as_array().unwrap().len(), 4);
    let near =
        |km: u32| app.client().get(&format!("/v1/listings?near=49.75,6.10&radius_km={km}")).expect(200);
    assert_eq!(near(10).at("/items").as_array().unwrap().len(), 7, "Mersch is there");
    let far = app.client().get("/v1/listings?near=49.5,6.3&radius_km=5").expect(200);
    assert_eq!(far.at("/items"), &json!([]));
    app.client().get("/v1/listings?colour=red").expect_problem(400, "query-invalid");
}

fn texts_come_in_the_readers_language(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Registration);
    let mut body = bourse.goods(&bourse.company, "offer", Some("6"));
    body["texts"]["de"] = json!({"title": "Klappstühle", "description": "Wenig benutzt."});
    let draft = bourse.post(&bourse.company, &body).expect(201);
    let path = format!("/v1/listings/{}", draft.text_at("/id"));
    act(bourse.company.client(), "PUT", &format!("{path}/publication"), draft.etag(), &json!({})).expect(200);
    for (accepted, language, title) in [
        ("de-LU, fr;q=0.5", "de", "Klappstühle"),
        ("fr", "fr", "Chaises pliantes"),
        ("en", "fr", "Chaises pliantes"),
    ] {
        let client = app.client();
        let seen = client.request("GET", &path).header("accept-language", accepted).send().expect(200);
        assert_eq!((seen.text_at("/language"), seen.text_at("/title")), (language, title), "{accepted}");
        assert_eq!(seen.text_at("/original_language"), "fr");
    }
}

fn a_cap_holds(app: &TestApp) {
    let bourse = Bourse::open_with(app, Phase::Registration, |week| {
        week.settings.listings_per_organization = Some(2);
    });
    for _ in 0..2 {
        bourse.publish(&bourse.company, "offer", Some("6"));
    }
    let draft = bourse.post(&bourse.company, &bourse.goods(&bourse.company, "offer", Some("6"))).expect(201);
    let path = format!("/v1/listings/{}/publication", draft.text_at("/id"));
    act(bourse.company.client(), "PUT", &path, draft.etag(), &json!({}))
        .expect_problem(409, "listing-cap-reached");
}

fn a_closed_week_closes_its_listings(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Live);
    let offer = bourse.publish(&bourse.company, "offer", Some("6"));
    let request = bourse.publish(&bourse.association, "request", Some("4"));
    let draft = bourse.post(&bourse.company, &bourse.goods(&bourse.company, "offer", None)).expect(201);
    let proposed = bourse.propose(&offer, &request, "3").expect(201);
    app.move_week(&bourse.organizer, bourse.week.clone(), Phase::Closed);
    assert!(app.sweep() >= 3);
    for id in [offer.as_str(), request.as_str(), draft.text_at("/id")] {
        let closed = bourse.organizer.client.get(&format!("/v1/listings/{id}")).expect(200);
        assert_eq!((closed.text_at("/status"), closed.text_at("/status_reason")), ("closed", "week_ended"));
        assert_eq!(closed.at("/quantity/held"), "0");
    }
    let gone = bourse.read(&bourse.company, &format!("/v1/matches/{}", proposed.text_at("/id")));
    assert_eq!(gone.text_at("/status"), "superseded");
    assert_eq!(app.sweep(), 0, "only once");
}

/// The same places are marked before a text is sent and once it is stored, whatever is around them.
fn doubtful_texts_are_marked(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Registration);
    let company = bourse.company.client();
    for (text, expected) in [
        ("Douze chaises.", json!([])),
        (
            "🚴 Écrivez à ana@ponte.example",
            json!([["emoji", 0, 1, "notice"], ["contact-data", 12, 29, "warning"]]),
        ),
        ("Nos Kаleido", json!([["mixed-scripts", 4, 11, "warning"]])),
        (
            "Un sponsor, 20 % de remise",
            json!([["money-request", 3, 10, "blocking"], ["advertising", 12, 16, "warning"]]),
        ),
    ] {
        let marks = |reply: &testkit::Reply, at: &str| -> Value {
            let flags = reply.at(at).as_array().unwrap().iter();
            flags.map(|one| json!([one["code"], one["start"], one["end"], one["severity"]])).collect()
        };
        let checked =
            company.post("/v1/text-checks", &json!({"texts": {"fr": {"description": text}}})).expect(200);
        assert_eq!(marks(&checked, "/flags"), expected, "{text}");
        let mut body = bourse.goods(&bourse.company, "offer", Some("6"));
        body["texts"]["fr"]["description"] = json!(text);
        let draft = bourse.post(&bourse.company, &body).expect(201);
        assert_eq!(marks(&draft, "/text_flags"), expected, "{text}");
        assert!(
            draft
                .at("/text_flags")
                .as_array()
                .unwrap()
                .iter()
                .all(|one| one["pointer"] == "/texts/fr/description")
        );
    }
    for (text, code) in [
        ("Vingt euros de l'heure", "money"),
        ("LU28 0019 4006 4475 0000", "money"),
        ("1900023099999", "personal-matricule"),
        ("<b>Chaises</b>", "markup"),
        ("a\u{0}b", "nul-character"),
        ("a\u{202E}b", "bidi-character"),
        ("a\u{200B}b", "invisible-character"),
    ] {
        let body = json!({"texts": {"fr": {"title": text}}});
        let checked = company.post("/v1/text-checks", &body).expect(200);
        assert_eq!(
            (checked.text_at("/severity"), checked.text_at("/flags/0/code")),
            ("refused", code),
            "{text}"
        );
        let mut body = bourse.goods(&bourse.company, "offer", Some("6"));
        body["texts"]["fr"]["title"] = json!(text);
        let refused = bourse.post(&bourse.company, &body).expect_problem(422, "validation-failed");
        assert_eq!(refused.text_at("/errors/0/code"), code, "{text}");
    }
    let long = json!({"texts": {"fr": {"title": "a".repeat(4_001)}}});
    company.post("/v1/text-checks", &long).expect_problem(422, "validation-failed");
}
