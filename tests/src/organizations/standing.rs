//! How an organization comes to its standing: evidence, rejection, suspension, appeals; and accreditations.

use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::{TestApp, on_both_engines};

use super::{Town, column, decide, evidence};

on_both_engines!(
    a_verification_keeps_its_evidence,
    a_rejected_one_appeals,
    a_suspended_one_appeals,
    a_suspension_ends_by_itself,
    accreditations_have_their_days,
);

/// An association that waits to be verified, founded by home's owner; its path.
fn waiting(town: &Town) -> String {
    let body = json!({
        "kind": "association", "name": "Club Eent", "legal_form": "asbl", "commune": "mersch",
        "languages": ["fr"], "contact_email": "info@club.example",
    });
    let made = town.home.client().post_once("/v1/organizations", "waiting", &body).expect(201);
    format!("/v1/organizations/{}", made.text_at("/id"))
}

fn a_verification_keeps_its_evidence(app: &TestApp) {
    let town = Town::open(app);
    let path = waiting(&town);
    let staff = &town.organizer.client;
    for (body, pointer) in [
        (json!({"evidence": []}), "/evidence"),
        (json!({"evidence": [{"kind": "other", "checked_on": "2026-06-01"}]}), "/evidence/0/note"),
        (json!({"evidence": [{"kind": "visit", "checked_on": "2099-06-01"}]}), "/evidence/0/checked_on"),
        (json!({"evidence": [{"kind": "gossip", "checked_on": "2026-06-01"}]}), "/evidence/0/kind"),
        (json!({}), "/evidence"),
    ] {
        let refused =
            decide(staff, "PUT", &path, "verification", &body).expect_problem(422, "validation-failed");
        assert_eq!(refused.text_at("/errors/0/pointer"), pointer, "{body}");
    }
    decide(staff, "PUT", &path, "verification", &evidence()).expect(200);

    let history = format!("{path}/standing-history");
    let told = staff.get(&history).expect(200);
    assert_eq!(column(&told, "/status"), ["verified", "pending"]);
    assert_eq!(told.text_at("/items/0/evidence/1/note"), "Spoke to Ana.");
    assert_eq!(told.text_at("/items/0/evidence/0/reference"), "F9999");
    assert_eq!(told.text_at("/items/0/evidence/0/checked_by_person_id"), town.organizer.person.to_string());
    // The owner reads what was looked at, and not by whom.
    let told = town.home.client().get(&history).expect(200);
    assert_eq!(told.text_at("/items/0/evidence/1/kind"), "phone_call");
    assert_eq!(told.at("/items/0/evidence/0/checked_by_person_id"), &Value::Null);
    assert_eq!(told.at("/items/0/changed_by_person_id"), &Value::Null);
    town.other.client().get(&history).expect_problem(404, "not-found");
    town.coordinator
        .client
        .get(&format!("{}/standing-history", town.home()))
        .expect_problem(403, "owner-only");
}

fn a_rejected_one_appeals(app: &TestApp) {
    let town = Town::open(app);
    let path = waiting(&town);
    let (owner, staff) = (town.home.client(), &town.organizer.client);
    let appeals = format!("{path}/appeals");
    let text = json!({"text": "We moved to Mersch."});
    let early = owner.post(&appeals, &text).expect_problem(409, "invalid-transition");
    assert_eq!(early.text_at("/current_status"), "pending");
    decide(staff, "PUT", &path, "rejection", &json!({"reason": "Not of this country."})).expect(200);
    let first = owner.post(&appeals, &text).expect(201);
    assert_eq!((first.text_at("/status"), first.text_at("/against")), ("open", "rejected"));
    owner.post(&appeals, &text).expect_problem(409, "appeal-open");
    owner.post(&appeals, &json!({"text": " "})).expect_problem(422, "validation-failed");

    let one = first.header("location").unwrap().to_owned();
    let verdict = |outcome: &str| json!({"outcome": outcome, "reason": "Seen twice."});
    decide(owner, "PUT", &one, "decision", &verdict("granted")).expect_problem(403, "staff-only");
    let upheld = decide(staff, "PUT", &one, "decision", &verdict("upheld")).expect(200);
    assert_eq!((upheld.text_at("/status"), upheld.text_at("/decision_reason")), ("upheld", "Seen twice."));
    decide(staff, "PUT", &one, "decision", &verdict("granted")).expect_problem(409, "invalid-transition");
    assert_eq!(owner.get(&path).expect(200).text_at("/status"), "rejected");

    let second = owner.post(&appeals, &text).expect(201);
    let two = second.header("location").unwrap().to_owned();
    decide(staff, "PUT", &two, "decision", &verdict("granted")).expect(200);
    assert_eq!(owner.get(&path).expect(200).text_at("/status"), "pending", "it is looked at anew");
    assert_eq!(column(&owner.get(&appeals).expect(200), "/status"), ["granted", "upheld"]);
    decide(staff, "PUT", &path, "verification", &evidence()).expect(200);
    let history = owner.get(&format!("{path}/standing-history")).expect(200);
    assert_eq!(column(&history, "/status"), ["verified", "pending", "rejected", "pending"]);
    assert_eq!(column(&history, "/reason"), ["Not of this country."]);
}

fn a_suspended_one_appeals(app: &TestApp) {
    let town = Town::open(app);
    let (owner, staff, path) = (town.home.client(), &town.organizer.client, town.home());
    let suspend = || decide(staff, "PUT", &path, "suspension", &json!({"reason": "Looked at."})).expect(200);
    suspend();
    let text = json!({"text": "It was a mistake."});
    let appeal = |body: &Value| owner.post(&format!("{path}/appeals"), body).expect(201);
    let verdict = json!({"outcome": "granted", "reason": "It was."});
    let first = appeal(&text).header("location").unwrap().to_owned();
    // Reinstated before anybody looked at the appeal, and suspended again: that is another suspension.
    decide(staff, "DELETE", &path, "suspension", &json!({})).expect(200);
    app.clock.advance(SignedDuration::from_secs(1));
    suspend();
    decide(staff, "PUT", &first, "decision", &verdict).expect(200);
    assert_eq!(owner.get(&path).expect(200).text_at("/status"), "suspended");
    let second = appeal(&text).header("location").unwrap().to_owned();
    decide(staff, "PUT", &second, "decision", &verdict).expect(200);
    assert_eq!(owner.get(&path).expect(200).text_at("/status"), "verified");
}

fn a_suspension_ends_by_itself(app: &TestApp) {
    let town = Town::open(app);
    let (owner, staff, path) = (town.home.client(), &town.organizer.client, town.home());
    let until = app.ctx.clock.now() + SignedDuration::from_hours(24);
    let body = json!({"reason": "A day off.", "until": until.to_string()});
    decide(staff, "PUT", &path, "suspension", &body).expect(200);
    app.sweep();
    app.client().get(&path).expect_problem(404, "not-found");
    app.clock.advance(SignedDuration::from_hours(24));
    assert_eq!(app.client().get(&path).expect(200).text_at("/status"), "verified", "when it is read");
    let history = || column(&owner.get(&format!("{path}/standing-history")).expect(200), "/status");
    assert_eq!(history(), ["suspended", "verified"]);
    app.sweep();
    assert_eq!(history(), ["verified", "suspended", "verified"], "and it is written down");
    assert_eq!(app.sweep(), 0, "once");
}

fn accreditations_have_their_days(app: &TestApp) {
    let town = Town::open(app);
    let (staff, path) = (&town.organizer.client, format!("{}/accreditations", town.home()));
    let post = |key: &str, body: &Value| staff.post_once(&path, key, body);
    let backwards = json!({"kind": "sis", "granted_on": "2026-01-02", "valid_until": "2026-01-01"});
    let refused = post("backwards", &backwards).expect_problem(422, "validation-failed");
    assert_eq!(refused.text_at("/errors/0/pointer"), "/valid_until");
    let today = domain::week::Zone::luxembourg().day_of(app.ctx.clock.now());
    let day = |days: i64| today.checked_add(jiff::Span::new().days(days)).unwrap().to_string();
    let made = post("one", &json!({"kind": "sis", "granted_on": day(-5), "valid_until": day(5)})).expect(201);
    let later = json!({"kind": "public_utility", "granted_on": day(1), "reference": "RGD 12"});
    post("two", &later).expect(201);
    let read = |client: &testkit::Client| column(&client.get(&path).expect(200), "/status");
    assert_eq!(read(&app.client()), ["in_force"]);
    assert_eq!(read(&town.volunteer.client), ["upcoming", "in_force"]);
    let accredited =
        || column(&app.client().get("/v1/organizations?accredited=true").expect(200), "/reference");
    assert_eq!(accredited(), ["HOME"]);
    app.clock.advance(SignedDuration::from_hours(24 * 6));
    assert_eq!(read(&app.client()), ["in_force"], "the one has run out, the other has begun");
    assert_eq!(read(staff), ["in_force", "expired"]);
    app.client().get(made.header("location").unwrap()).expect_problem(404, "not-found");
    let current = staff.get(&path).expect(200).text_at("/items/0/id").to_owned();
    let one = format!("{path}/{current}");
    super::change(staff, "DELETE", &one, &json!({})).expect(200);
    super::change(staff, "DELETE", &one, &json!({})).expect_problem(409, "invalid-transition");
    assert_eq!(read(&app.client()), Vec::<String>::new());
    assert_eq!(read(town.home.client()), ["withdrawn", "expired"]);
    assert_eq!(accredited(), Vec::<String>::new());
}
