//! Organizations that are written down twice: found by what they share, and made one without losing anything.

use app::import::{Import, Outcome, Sheets};
use domain::vocabulary::Locale;
use serde_json::{Value, json};
use testkit::{Client, Engine, Reply, TestApp, on_both_engines};

use super::column;
use crate::call::{GOOD_FILE, World, key, parts};
use crate::race::hammer::hammer;

on_both_engines!(
    doubles_are_found,
    what_a_duplicate_has_moves,
    what_hangs_on_a_listing_moves_with_it,
    nobody_takes_over_by_founding_a_double,
    partners_stay_two,
    an_appeal_is_answered_first,
    nothing_comes_to_what_was_merged,
);

/// Makes the duplicate a part of the survivor.
fn merge(staff: &Client, survivor: &str, duplicate: &str) -> Reply {
    let path = format!("/v1/organizations/{survivor}");
    let etag = staff.get(&path).expect(200).etag().to_owned();
    let body = json!({ "duplicate_organization_id": duplicate });
    staff.request("POST", &format!("{path}/merges")).if_match(&etag).json(&body).send()
}

/// An association, as somebody would found it once more; its id.
fn found(client: &Client, name: &str, email: &str, more: &Value) -> String {
    let mut body = json!({
        "kind": "association", "name": name, "legal_form": "asbl", "commune": "mersch",
        "languages": ["fr"], "contact_email": email,
    });
    for (member, value) in more.as_object().into_iter().flatten() {
        body[member] = value.clone();
    }
    client.post_once("/v1/organizations", &key(), &body).expect(201).text_at("/id").to_owned()
}

fn doubles_are_found(app: &TestApp) {
    let world = World::open(app);
    let (client, staff) = (world.home.client(), &world.organizer.client);
    let none = json!({});
    let caritas =
        found(client, "Caritas Mersch", "info@caritas.example", &json!({"registration_number": "F1234"}));
    let homoglyph = found(client, "С\u{430}rit\u{430}s M\u{435}rsch asbl", "x@one.example", &none);
    let spelled = found(client, "Caritas Mersh", "karin@caritas.example", &none);
    let register =
        found(client, "Secours du Nord", "x@two.example", &json!({"registration_number": "F1234"}));
    found(client, "Secours du Sud", "x@three.example", &none);
    let mut pairs = Vec::new();
    let mut path = "/v1/organization-duplicates?limit=1".to_owned();
    loop {
        let page = staff.get(&path).expect(200);
        for item in page.at("/items").as_array().unwrap() {
            let id = |side: &str| item[side]["id"].as_str().unwrap().to_owned();
            pairs.push((id("first"), id("second"), item["reasons"].to_string()));
        }
        let Some(cursor) = page.at("/next_cursor").as_str() else { break };
        path = format!("/v1/organization-duplicates?limit=1&cursor={cursor}");
    }
    let mut expected = vec![
        (caritas.clone(), homoglyph, r#"["same_name"]"#.to_owned()),
        (caritas.clone(), spelled, r#"["similar_name_same_domain"]"#.to_owned()),
        (caritas, register, r#"["same_registration_number"]"#.to_owned()),
    ];
    expected.sort();
    assert_eq!(pairs, expected);
}

fn what_a_duplicate_has_moves(app: &TestApp) {
    let world = World::open(app);
    let staff = &world.organizer.client;
    // The other has a listing, an agreement with the partner, and everybody of its own.
    let listing = world.publish(&world.other, &world.live, "offer");
    let agreement = world.confirmed(&world.other, &world.live);
    let (home, other) = (world.home.organization.to_string(), world.other.organization.to_string());
    let before = staff.get(&format!("/v1/agreements/{agreement}")).expect(200);
    let offer = before.text_at("/contributions/0/request_listing_id").to_owned();
    let quantities = |id: &str| staff.get(&format!("/v1/listings/{id}")).expect(200).at("/quantity").clone();
    let held = quantities(&offer);

    let merge = |duplicate: &str| merge(staff, &home, duplicate);
    merge(&home).expect_problem(409, "same-organization");
    merge("0192f0c1-7b5e-7cc0-8000-5b1f7d3c9a10").expect_problem(422, "validation-failed");
    let done = merge(&other).expect(200);
    assert_eq!(done.text_at("/organization/id"), home);
    assert_eq!(
        (done.at("/matches"), done.at("/agreements"), done.at("/members")),
        (&json!(1), &json!(1), &json!(1))
    );
    // Both were registered for the three weeks; the survivor keeps its own.
    assert_eq!(done.at("/participations"), &json!(0));

    let moved = staff.get(&format!("/v1/listings/{listing}")).expect(200);
    assert_eq!(moved.text_at("/organization_id"), home);
    let after = world.home.client().get(&format!("/v1/agreements/{agreement}")).expect(200);
    assert!(
        [after.text_at("/organization_a_id"), after.text_at("/organization_b_id")].contains(&home.as_str())
    );
    assert_eq!(after.text_at("/status"), "confirmed");
    assert_eq!(quantities(&offer), held, "no sum changes");

    // Nothing is left of the duplicate but where it went.
    for client in [&app.client(), staff, world.other.client()] {
        let gone =
            client.get(&format!("/v1/organizations/{other}")).expect_problem(410, "organization-merged");
        assert_eq!(gone.text_at("/merged_into_id"), home);
    }
    merge(&other).expect_problem(409, "invalid-transition");
    let mine = world.other.client().get("/v1/me/memberships").expect(200);
    assert_eq!(column(&mine, "/organization_id"), [home]);
    assert_eq!(column(&mine, "/role"), ["coordinator"], "an owner of a double is no owner of the survivor");
    let listed = staff.get("/v1/organizations?status=merged").expect(200);
    assert_eq!(column(&listed, "/id"), std::slice::from_ref(&other));
    let all = staff.get("/v1/organizations?limit=100").expect(200);
    assert!(!column(&all, "/id").contains(&other));
}

fn partners_stay_two(app: &TestApp) {
    let world = World::open(app);
    let staff = &world.organizer.client;
    let agreement = world.agree(&world.home, &world.live);
    let (home, partner) = (world.home.organization, world.partner.organization);
    let path = format!("/v1/organizations/{home}");
    let etag = staff.get(&path).expect(200).etag().to_owned();
    let refused = merge(staff, &home.to_string(), &partner.to_string()).expect_problem(409, "merge-blocked");
    assert_eq!(refused.at("/blocking_agreement_ids"), &json!([agreement]));
    assert_eq!(refused.at("/blocking_match_ids").as_array().map(Vec::len), Some(1));
    assert_eq!(staff.get(&path).expect(200).etag(), etag, "nothing has changed");
}

fn what_hangs_on_a_listing_moves_with_it(app: &TestApp) {
    let world = World::open(app);
    let staff = &world.organizer.client;
    let (home, other) = (world.home.organization.to_string(), world.other.organization.to_string());
    let listing = world.publish(&world.other, &world.moderated, "offer");
    let form = json!({"file": GOOD_FILE, "alt_text": "Six chaises", "language": "fr"});
    let photos = format!("/v1/listings/{listing}/photos");
    let request = world.other.client().request("POST", &photos).header("idempotency-key", &key());
    request.form(&parts(&form)).send().expect(201);
    let found = |q: &str| {
        let query = format!("/v1/listings?q={q}&status=submitted&exchange_week_id={}", world.moderated.id);
        column(&staff.get(&query).expect(200), "/id")
    };
    let cases = |of: &str| {
        let path = format!("/v1/moderation/cases?organization_id={of}");
        column(&staff.get(&path).expect(200), "/organization_id")
    };
    let names = [&home, &other].map(|id| {
        let read = staff.get(&format!("/v1/organizations/{id}")).expect(200);
        read.text_at("/name").replace(' ', "%20")
    });
    assert_eq!((found(&names[0]), found(&names[1])), (vec![], vec![listing.clone()]));
    assert_eq!((cases(&home).len(), cases(&other).len()), (0, 1));

    assert_eq!(merge(staff, &home, &other).expect(200).at("/listings"), 1);
    assert_eq!((found(&names[0]), found(&names[1])), (vec![listing.clone()], vec![]));
    assert_eq!((cases(&home), cases(&other)), (vec![home.clone()], vec![]));
    // Whose photos they are counts in the room that they take: the invariants compare it.
    app.check_invariants();
    let more = world.home.client().request("POST", &photos).header("idempotency-key", &key());
    more.form(&parts(&form)).send().expect(201);
}

fn nobody_takes_over_by_founding_a_double(app: &TestApp) {
    let world = World::open(app);
    let (staff, impostor) = (&world.organizer.client, world.other.client());
    let home = world.home.organization.to_string();
    // The Cyrillic letter looks like the Latin one.
    let double = found(impostor, "Н\u{41e}ME", "info@double.example", &json!({}));
    let before = column(&staff.get(&format!("/v1/organizations/{home}/members")).expect(200), "/person_id");
    assert_eq!(merge(staff, &home, &double).expect(200).at("/members"), 0);
    let after = staff.get(&format!("/v1/organizations/{home}/members")).expect(200);
    assert_eq!(column(&after, "/person_id"), before);
    let mine = impostor.get("/v1/me/memberships").expect(200);
    assert_eq!(column(&mine, "/reference"), ["OTHER"]);
    // Imported, so nobody is there: whoever founded its double runs it.
    let mut sheet = "reference,name,kind,legal_form,commune,languages,contact_email\n\
                     N01,Secours du Nord,association,asbl,mersch,fr,info@nord.example\n"
        .as_bytes();
    let sheets = Sheets { organizations: Some(&mut sheet), ..Sheets::default() };
    let (by, week) = (world.organizer.person, Some(world.live.id));
    let import = Import { ctx: &app.ctx, by, week, locale: Locale::En, dry_run: false };
    import.run(sheets, &mut |_| ()).unwrap();
    let imported = column(&staff.get("/v1/organizations?name=secours").expect(200), "/id").concat();
    let double = found(impostor, "Secours du Nord asbl", "info@sud.example", &json!({}));
    assert_eq!(merge(staff, &imported, &double).expect(200).at("/members"), 1);
    app.check_invariants();
}

fn an_appeal_is_answered_first(app: &TestApp) {
    let world = World::open(app);
    let (staff, client) = (&world.organizer.client, world.home.client());
    let home = world.home.organization.to_string();
    let duplicate = found(client, "Home asbl", "info@double.example", &json!({}));
    let path = format!("/v1/organizations/{duplicate}");
    let etag = staff.get(&path).expect(200).etag().to_owned();
    let rejection = staff.request("PUT", &format!("{path}/rejection")).if_match(&etag);
    rejection.json(&json!({"reason": "Seen before."})).send().expect(200);
    let appeal = client.post(&format!("{path}/appeals"), &json!({"text": "We are two."})).expect(201);
    merge(staff, &home, &duplicate).expect_problem(409, "appeal-open");
    let one = format!("{path}/appeals/{}", appeal.text_at("/id"));
    let decision = staff.request("PUT", &format!("{one}/decision")).if_match(appeal.etag());
    decision.json(&json!({"outcome": "upheld", "reason": "You are one."})).send().expect(200);
    merge(staff, &home, &duplicate).expect(200);
}

fn nothing_comes_to_what_was_merged(app: &TestApp) {
    let world = World::open(app);
    let (staff, client) = (&world.organizer.client, world.home.client());
    let home = world.home.organization.to_string();
    let duplicate = found(client, "Home asbl", "info@double.example", &json!({}));
    let reference =
        staff.get(&format!("/v1/organizations/{duplicate}")).expect(200).text_at("/reference").to_owned();
    merge(staff, &home, &duplicate).expect(200);
    let path = format!("/v1/organizations/{duplicate}");
    for below in ["members", "invitations", "appeals", "standing-history"] {
        staff.get(&format!("{path}/{below}")).expect_problem(404, "not-found");
    }
    let participation = format!("/v1/exchange-weeks/{}/participations/{duplicate}", world.live.id);
    client.request("PUT", &participation).json(&json!({})).send().expect_problem(404, "not-found");
    // Neither by a sheet that still has its reference.
    let organizations = format!(
        "reference,name,kind,legal_form,commune,languages,contact_email\n{reference},Home asbl,association,asbl,mersch,fr,info@double.example\n"
    );
    let participations = format!("organization_reference\n{reference}\n");
    let import = Import {
        ctx: &app.ctx,
        by: world.organizer.person,
        week: Some(world.live.id),
        locale: Locale::En,
        dry_run: false,
    };
    let mut told = Vec::new();
    let (mut first, mut second) = (organizations.as_bytes(), participations.as_bytes());
    let sheets =
        Sheets { organizations: Some(&mut first), participations: Some(&mut second), ..Sheets::default() };
    import
        .run(sheets, &mut |event| {
            if let app::import::Event::Row(row) = event {
                let codes: Vec<_> = row.faults.iter().map(|fault| fault.code).collect();
                told.push((row.outcome == Outcome::Refused, codes.join(" ")));
            }
        })
        .unwrap();
    assert_eq!(told, [(true, "duplicate".to_owned()), (true, "unknown-reference".to_owned())]);
    app.check_invariants();
}

#[test]
fn heavy_on_sqlite() {
    a_merge_leaves_nothing_behind(&TestApp::start(Engine::Sqlite));
}

#[test]
fn heavy_on_postgresql() {
    a_merge_leaves_nothing_behind(&TestApp::start(Engine::PostgreSql));
}

/// Others post, propose and appeal while two become one: whatever is answered, nothing is left of the double.
fn a_merge_leaves_nothing_behind(app: &TestApp) {
    let world = World::open(app);
    let (home, other) = (world.home.organization.to_string(), world.other.organization.to_string());
    let listing = world.publish(&world.other, &world.live, "offer");
    let draft = json!({
        "organization_id": other, "exchange_week_id": world.live.id.to_string(), "direction": "offer",
        "details": {"type": "goods", "condition": "good"}, "category": "furniture", "original_language": "fr",
        "texts": {"fr": {"title": "Chaises"}}, "place": "mersch", "quantity": {"value": "6", "unit": "piece"},
    });
    let proposal = json!({
        "organization_id": world.partner.organization.to_string(),
        "counterparty_organization_id": other, "message": null,
        "contributions": [{
            "giver_organization_id": other, "offer_listing_id": listing, "request_listing_id": null,
            "quantity": {"value": "1", "unit": "piece"}, "description": "Une chaise", "starts_at": null,
            "ends_at": null, "value_estimate": null,
        }],
    });
    let staff = &world.organizer.client;
    let posters: Vec<_> = (0..8).map(|_| app.client_of(&world.other.owner)).collect();
    let partners: Vec<_> = (0..8).map(|_| app.client_of(&world.partner.owner)).collect();
    let outcome = hammer(&[], |lane| match lane % 4 {
        _ if lane == 13 => merge(staff, &home, &other),
        0 | 1 => posters[lane % 8].post_once("/v1/listings", &key(), &draft),
        _ => partners[lane % 8].post_once("/v1/matches", &key(), &proposal),
    });
    let answers: Vec<_> = outcome.winners.iter().chain(&outcome.others).collect();
    assert!(answers.iter().all(|reply| reply.status < 500), "{answers:#?}");
    assert_eq!(
        outcome.winners.iter().filter(|reply| reply.status == 200).count(),
        1,
        "the merge: {answers:#?}"
    );
    assert!(outcome.winners.len() > 1, "somebody came before it");
    app.check_invariants();
}
