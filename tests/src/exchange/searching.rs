//! Finding listings by words, near a place, and counting them.

use std::collections::{BTreeMap, BTreeSet};

use domain::week::Phase;
use serde_json::{Value, json};
use testkit::{Client, TestApp, on_both_engines};

use super::{Bourse, act};

on_both_engines!(
    listings_are_found_by_their_words,
    what_was_found_is_marked,
    an_edit_is_found_at_once,
    drafts_are_found_by_their_own_only,
    facets_count_what_could_be_chosen,
    the_nearest_come_first,
    conditions_narrow_the_list,
    nothing_that_is_typed_is_a_fault_of_ours,
    pages_never_skip_or_repeat_while_others_write,
    the_best_language_is_shown_and_said,
);

/// A published listing with these texts.
fn post(bourse: &Bourse, change: impl FnOnce(&mut Value)) -> String {
    let mut body = bourse.goods(&bourse.company, "offer", Some("6"));
    change(&mut body);
    let draft = bourse.post(&bourse.company, &body).expect(201);
    let id = draft.text_at("/id").to_owned();
    let path = format!("/v1/listings/{id}/publication");
    act(bourse.company.client(), "PUT", &path, draft.etag(), &json!({})).expect(200);
    id
}

fn titled(bourse: &Bourse, language: &str, title: &str) -> String {
    post(bourse, |body| {
        body["original_language"] = json!(language);
        body["texts"] = json!({language: {"title": title, "description": "", "wanted_in_return": null}});
    })
}

/// The ids of what is found, in order.
fn found(client: &Client, query: &str) -> Vec<String> {
    let page = client.get(&format!("/v1/listings?{query}")).expect(200);
    let items = page.at("/items").as_array().unwrap();
    items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |all, byte| all + &format!("%{byte:02X}"))
}

fn listings_are_found_by_their_words(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Registration);
    let bikes = titled(&bourse, "fr", "Six vélos d'occasion");
    let wheels = titled(&bourse, "de", "Fahrräder und Räder");
    let desk = titled(&bourse, "lb", "Héich Dëscher");
    let tables = titled(&bourse, "en", "Tables for the garden");
    let client = app.client();
    for (q, expected) in [
        ("velo", vec![&bikes]),
        ("VÉLOS", vec![&bikes]),
        ("occasion vélo", vec![&bikes]),
        ("vleo", vec![&bikes]),
        ("occas", vec![&bikes]),
        ("rad", vec![&wheels]),
        ("fahrrad", vec![&wheels]),
        ("Fahrraeder", vec![&wheels]),
        ("dësch", vec![&desk]),
        ("gardens", vec![&tables]),
        ("tablen", vec![&tables]),
        ("velo garden", vec![]),
        ("piano", vec![]),
        ("🚲", vec![]),
    ] {
        assert_eq!(found(&client, &format!("q={}", encoded(q))).iter().collect::<Vec<_>>(), expected, "{q}");
    }
    assert_eq!(found(&client, "q=%20").len(), 4, "nothing was typed");
    assert_eq!(
        found(&client, "q=furniture%20Mersch").len(),
        4,
        "the category and the place are words as well"
    );
    assert_eq!(found(&client, "q=furniture&sort=published_at"), [bikes, wheels, desk, tables]);
    client.get("/v1/listings?sort=-relevance").expect_problem(400, "query-invalid");
    client.get("/v1/listings?sort=distance").expect_problem(400, "query-invalid");
    client.get(&format!("/v1/listings?q={}", "a".repeat(201))).expect_problem(400, "query-invalid");
}

fn what_was_found_is_marked(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Registration);
    post(&bourse, |body| {
        body["texts"]["fr"] =
            json!({"title": "Vélos & \"plus\"", "description": "Un velo 🚲.", "wanted_in_return": null});
        body["texts"]["de"] = json!({"title": "Alte Fahrräder", "description": "", "wanted_in_return": null});
    });
    let item = |q: &str| {
        let client = app.client();
        let path = format!("/v1/listings?q={}", encoded(q));
        let page = client.request("GET", &path).header("accept-language", "fr").send().expect(200);
        page.at("/items/0").clone()
    };
    let plain = |parts: &Value| -> Vec<(String, bool)> {
        let parts = parts.as_array().unwrap().iter();
        parts.map(|part| (part["text"].as_str().unwrap().to_owned(), part["matched"] == true)).collect()
    };
    let shown = item("velo");
    let highlights = shown["found"]["highlights"].as_array().unwrap();
    assert_eq!(highlights.len(), 2);
    assert_eq!((&highlights[0]["field"], &highlights[0]["language"]), (&json!("title"), &json!("fr")));
    let title = [("Vélos".to_owned(), true), (" & \"plus\"".to_owned(), false)];
    assert_eq!(plain(&highlights[0]["parts"]), title, "text, as it was written");
    let description = [("Un ".to_owned(), false), ("velo".to_owned(), true), (" 🚲.".to_owned(), false)];
    assert_eq!(plain(&highlights[1]["parts"]), description);
    assert!(shown["found"]["score"].as_i64().unwrap() > 0);
    let other = item("Fahrrad");
    assert_eq!(other["language"], "fr", "shown is what the reader reads");
    assert_eq!(other["found"]["highlights"][0]["language"], "de", "marked is where it was found");
    assert_eq!(item("Mersch")["found"]["highlights"], json!([]));
    let page = app.client().get("/v1/listings").expect(200);
    assert_eq!((page.at("/items/0/found"), page.at("/items/0/distance_m")), (&Value::Null, &Value::Null));
}

fn an_edit_is_found_at_once(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Registration);
    let id = titled(&bourse, "fr", "Six vélos");
    let (client, path) = (bourse.company.client(), format!("/v1/listings/{id}"));
    let texts =
        json!({"texts": {"fr": {"title": "Six tabourets", "description": "", "wanted_in_return": null}}});
    act(client, "PATCH", &path, client.get(&path).expect(200).etag(), &texts).expect(200);
    assert_eq!((found(client, "q=velo"), found(client, "q=tabouret")), (vec![], vec![id.clone()]));
    let organization = format!("/v1/organizations/{}", bourse.company.organization);
    let staff = &bourse.organizer.client;
    let etag = staff.get(&organization).expect(200).etag().to_owned();
    act(staff, "PATCH", &organization, &etag, &json!({"name": "Menuiserie Quetschenhaff"})).expect(200);
    assert_eq!(found(staff, "q=quetschenhaff"), [id], "by the new name of who posted it");
}

fn drafts_are_found_by_their_own_only(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Registration);
    let mut body = bourse.goods(&bourse.company, "offer", Some("6"));
    body["texts"]["fr"]["title"] = json!("Quetschekuch secret");
    let draft = bourse.post(&bourse.company, &body).expect(201).text_at("/id").to_owned();
    let query = "q=quetschekuch&status=draft,published";
    assert_eq!(found(bourse.company.client(), query), [draft]);
    assert_eq!(found(&app.client(), query), Vec::<String>::new());
    assert_eq!(found(bourse.association.client(), query), Vec::<String>::new());
    let facets = app.client().get("/v1/listing-facets?q=quetschekuch&status=draft,published").expect(200);
    assert_eq!(facets.at("/total"), 0);
    // A mistyped word is not led to one that only a draft has.
    assert_eq!(found(bourse.company.client(), "q=quetschekuhc&status=draft"), Vec::<String>::new());
}

fn facets_count_what_could_be_chosen(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Registration);
    for (category, place) in [("furniture", "Mersch"), ("furniture", "Luxembourg"), ("sports", "Mersch")] {
        post(&bourse, |body| {
            body["category"] = json!(category);
            body["place"] = json!(place);
        });
    }
    let counts = |query: &str, facet: &str| {
        let facets = app.client().get(&format!("/v1/listing-facets?{query}")).expect(200);
        let values = facets.at(&format!("/{facet}")).as_array().unwrap().iter();
        let values = values.map(|one| format!("{} {}", one["value"].as_str().unwrap(), one["count"]));
        (facets.at("/total").as_i64().unwrap(), values.collect::<Vec<_>>().join(", "))
    };
    let check = |query: &str, facet: &str, total: i64, expected: &str| {
        assert_eq!(counts(query, facet), (total, expected.to_owned()), "{query} {facet}");
    };
    check("", "category", 3, "furniture 2, sports 1");
    check("category=sports", "category", 1, "furniture 2, sports 1");
    check("category=sports", "place", 1, "mersch 1");
    check("place=mersch", "category", 2, "furniture 1, sports 1");
    check("place=mersch", "place", 2, "mersch 2, luxembourg 1");
    check("canton=LU-LU", "canton", 1, "LU-ME 2, LU-LU 1");
    check("q=chaise&category=furniture", "direction", 2, "offer 2");
    check("q=sport", "category", 1, "sports 1");
    check("organization_kind=company", "organization_kind", 3, "company 3");
    check("organization_kind=association", "organization_kind", 0, "company 3");
    check("language=de", "language", 0, "fr 3");
    check("near=49.61,6.13&radius_km=5", "place", 1, "luxembourg 1");
    check(
        &format!("exchange_week_id={}", bourse.week.id),
        "exchange_week_id",
        3,
        &format!("{} 3", bourse.week.id),
    );
    app.client().get("/v1/listing-facets?limit=1").expect_problem(400, "query-invalid");
}

fn the_nearest_come_first(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Registration);
    let at = |place: &str| {
        post(&bourse, |body| {
            body["place"] = json!(place);
        })
    };
    let (mersch, remote, luxembourg, esch) =
        (at("Mersch"), at("remote"), at("Luxembourg"), at("Esch-sur-Alzette"));
    let again = at("Luxembourg");
    let query = "near=49.61,6.13&radius_km=30&sort=distance";
    let near = [again, luxembourg, mersch, esch];
    assert_eq!(found(&app.client(), query), near);
    assert!(!near.contains(&remote));
    let page = app.client().get(&format!("/v1/listings?{query}")).expect(200);
    let meters: Vec<i64> =
        (0..4).map(|n| page.at(&format!("/items/{n}/distance_m")).as_i64().unwrap()).collect();
    assert!(meters.is_sorted() && meters[0] < 3_000 && meters[3] > 10_000, "{meters:?}");
    assert_eq!(walk(&app.client(), query, 1, || {}), near);
    assert_eq!(found(&app.client(), &format!("{query}&q=chaises")).len(), 4);
    assert_eq!(found(&app.client(), "near=0,0&sort=distance"), Vec::<String>::new());
}

fn conditions_narrow_the_list(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Registration);
    let one = post(&bourse, |body| {
        body["languages_needed"] = json!(["lb", "pt"]);
        body["texts"]["fr"]["wanted_in_return"] = json!("Une photo");
        body["quantity"] = json!({"value": "2.5", "unit": "kg"});
    });
    let other = post(&bourse, |body| {
        body["languages_needed"] = json!(["fr"]);
        body["quantity"]["value"] = Value::Null;
    });
    for (query, expected) in [
        ("languages_needed=pt", vec![&one]),
        ("languages_needed=pt,fr", vec![&other, &one]),
        ("languages_needed=de", vec![]),
        ("wants_in_return=true", vec![&one]),
        ("wants_in_return=false", vec![&other]),
        ("unit=kg", vec![&one]),
        ("unit=kg,piece", vec![&other, &one]),
        ("remaining_at_least=2.5", vec![&other, &one]),
        ("remaining_at_least=2.501", vec![&other]),
        ("organization_kind=company,public_body", vec![&other, &one]),
        ("organization_kind=association", vec![]),
    ] {
        assert_eq!(found(&app.client(), query).iter().collect::<Vec<_>>(), expected, "{query}");
        assert_eq!(
            found(&app.client(), &format!("q=chaises&{query}")).len(),
            expected.len(),
            "{query} with words"
        );
    }
    for query in ["unit=furlong", "languages_needed=xx", "remaining_at_least=-1", "organization_kind=club"] {
        app.client().get(&format!("/v1/listings?{query}")).expect_problem(400, "query-invalid");
    }
}

fn nothing_that_is_typed_is_a_fault_of_ours(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Registration);
    titled(&bourse, "fr", "Six vélos");
    let client = app.client();
    for q in [
        "\0",
        "velo\0",
        "\"",
        "'",
        "\\",
        "*",
        "velo*",
        "-velo",
        "AND",
        "velo AND",
        "NEAR(velo)",
        "title:velo",
        "(",
        ")",
        "^",
        "velo:*A",
        "& | !",
        "<->",
        "%",
        "_",
        "';--",
        "\u{202e}velo",
        "\u{feff}",
        "🚲",
        "👩‍🔧",
        "e\u{301}",
        "\u{ffff}",
        "1",
        "٣",
        "velo velo velo velo velo velo velo velo velo velo velo",
        "a1 b2 c3 d4 e5 f6 g7 h8 i9",
        "vexo rvelo welo velq",
        "{}",
        "[]",
        "null",
        "../..",
        "${velo}",
        "\r\n",
    ] {
        for path in ["/v1/listings", "/v1/listing-facets"] {
            client.get(&format!("{path}?q={}", encoded(q))).expect(200);
        }
    }
    client.get("/v1/listings?q=%FF%FE").expect(200);
    client.get("/v1/listings?q=a&q=b").expect_problem(400, "query-invalid");
}

/// All ids, from page to page, with something done in between.
fn walk(client: &Client, query: &str, limit: usize, mut between: impl FnMut()) -> Vec<String> {
    let (mut ids, mut next) = (Vec::new(), format!("/v1/listings?{query}&limit={limit}"));
    loop {
        let page = client.get(&next).expect(200);
        ids.extend(
            page.at("/items").as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()),
        );
        let Some(cursor) = page.at("/next_cursor").as_str() else { return ids };
        assert!(cursor.len() <= 1024);
        between();
        next = format!("/v1/listings?{query}&limit={limit}&cursor={cursor}");
    }
}

fn pages_never_skip_or_repeat_while_others_write(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Registration);
    let titles = ["Vélos", "Un vélo et un piano", "Piano", "Vélodrome", "Chaises", "Piano à queue, vélo"];
    let mut stays = BTreeSet::new();
    let mut goes = Vec::new();
    for n in 0..36 {
        let id = titled(&bourse, "fr", titles[n % titles.len()]);
        if n % 5 == 0 {
            goes.push(id);
        } else {
            stays.insert(id);
        }
    }
    let company = bourse.company.client();
    // `vleo` is mistyped on the first page; that others publish just that must not change what it means.
    for (query, limit) in
        [("q=vleo", 3), ("q=velo%20piano%20chaises", 2), ("q=pian&sort=-published_at", 3), ("q=velo", 1)]
    {
        let expected: BTreeSet<String> = found(&app.client(), &format!("{query}&limit=100"))
            .into_iter()
            .filter(|id| stays.contains(id))
            .collect();
        assert!(expected.len() > 5, "{query}");
        let mut turn = 0;
        let seen = walk(&app.client(), query, limit, || {
            turn += 1;
            match turn % 3 {
                0 => {
                    titled(
                        &bourse,
                        "fr",
                        ["Vleo vleo", "Vélo velo piano", "Piano chaises vélo"][turn / 3 % 3],
                    );
                }
                1 => {
                    let id = &goes[turn % goes.len()];
                    let path = format!("/v1/listings/{id}");
                    let now = company.get(&path).expect(200);
                    let title = ["Vélos", "Rien", "Piano piano"][turn / 3 % 3];
                    let texts = json!({"texts": {"fr": {"title": title, "description": "", "wanted_in_return": null}}});
                    if now.text_at("/status") == "published" {
                        act(company, "PATCH", &path, now.etag(), &texts).expect(200);
                    }
                }
                _ if goes.len() > 3 => {
                    let path = format!("/v1/listings/{}", goes.pop().unwrap());
                    let etag = company.get(&path).expect(200).etag().to_owned();
                    company.request("DELETE", &path).if_match(&etag).send().expect(204);
                }
                _ => {}
            }
        });
        let mut times: BTreeMap<&String, u32> = BTreeMap::new();
        for id in seen.iter().filter(|id| stays.contains(*id)) {
            *times.entry(id).or_default() += 1;
        }
        assert!(times.values().all(|times| *times == 1), "{query}: {times:?}");
        assert_eq!(times.into_keys().cloned().collect::<BTreeSet<_>>(), expected, "{query}");
    }
}

fn the_best_language_is_shown_and_said(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Registration);
    let id = post(&bourse, |body| {
        body["texts"]["pt"] = json!({"title": "Cadeiras", "description": "", "wanted_in_return": null});
        body["texts"]["en"] = json!({"title": "Chairs", "description": "", "wanted_in_return": null});
    });
    for (accepted, language, translated, fallback) in [
        (Some("fr"), "fr", false, false),
        (Some("pt-PT, fr;q=0.5"), "pt", true, false),
        (Some("de, pt;q=0.5, fr;q=0.1"), "pt", true, false),
        (Some("lb, de;q=0.9"), "fr", false, true),
        (Some("lb, en;q=0.1"), "en", true, false),
        (None, "en", true, false),
    ] {
        let client = app.client();
        let mut request = client.request("GET", &format!("/v1/listings/{id}"));
        if let Some(accepted) = accepted {
            request = request.header("accept-language", accepted);
        }
        let seen = request.send().expect(200);
        let said = (seen.text_at("/language"), seen.at("/is_translation"), seen.at("/is_fallback"));
        assert_eq!(said, (language, &json!(translated), &json!(fallback)), "{accepted:?}");
    }
}
