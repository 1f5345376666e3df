//! What people report, what comes of it, and who is told what: by mail, and in the history of a listing.

use jiff::SignedDuration;
use serde_json::json;
use testkit::{Client, Reply, TestApp, on_both_engines};

use super::moderation::{approved, case, decide, open, retitle};
use super::{act, key};

on_both_engines!(
    reports_are_answered_and_stay_unknown,
    those_concerned_are_told,
    the_history_tells_what_and_why,
);

fn report(client: &Client, path: &str, reason: &str) -> Reply {
    client.post_once(&format!("{path}/reports"), &key(), &json!({"reason": reason, "note": null}))
}

fn reports_are_answered_and_stay_unknown(app: &TestApp) {
    let bourse = open(app, false);
    let staff = &bourse.organizer.client;
    let (company, reporter, other) =
        (bourse.company.client(), bourse.association.client(), bourse.other.client());
    let id = bourse.publish(&bourse.company, "offer", Some("6"));
    let path = format!("/v1/listings/{id}");
    let before = company.get(&path).expect(200);
    app.client()
        .post(&format!("{path}/reports"), &json!({"reason": "money"}))
        .expect_problem(401, "unauthenticated");
    let made = report(reporter, &path, "misleading").expect(201);
    let own = made.header("location").unwrap().to_owned();
    assert_eq!(reporter.get(&own).expect(200).text_at("/status"), "open");
    other.get(&own).expect_problem(404, "not-found");
    report(reporter, &path, "money").expect_problem(409, "already-reported");
    report(other, &path, "illegal").expect(201);
    report(other, "/v1/listings/00000000-0000-0000-0000-000000000001", "illegal")
        .expect_problem(404, "not-found");

    // The reported learn nothing: not from the listing, not from its history.
    let after = company.get(&path).expect(200);
    assert_eq!(after.etag(), before.etag());
    let history = company.get(&format!("{path}/history")).expect(200);
    assert!(!history.text.contains("report"), "{history:?}");
    let waiting = case(staff, &id, "report");
    let reasons: Vec<_> =
        waiting.at("/reports").as_array().unwrap().iter().map(|one| one["reason"].clone()).collect();
    assert_eq!(reasons, ["misleading", "illegal"]);
    decide(staff, &waiting, "dismiss", &[]).expect(200);
    assert_eq!(reporter.get(&own).expect(200).text_at("/status"), "no_action");
    let history = company.get(&format!("{path}/history")).expect(200);
    assert!(!history.text.contains("report"), "{history:?}");

    // Decided is decided: the same may be reported anew, and both learn that something came of it.
    let again = report(reporter, &path, "offensive").expect(201);
    decide(staff, &case(staff, &id, "report"), "remove", &["offensive"]).expect(200);
    let own = again.header("location").unwrap();
    assert_eq!(reporter.get(own).expect(200).text_at("/status"), "action_taken");
    let listed = reporter.get("/v1/abuse-reports?limit=1").expect(200);
    assert_eq!((listed.at("/items/0/id"), listed.at("/has_more")), (again.at("/id"), &json!(true)));
    let next = reporter
        .get(&format!("/v1/abuse-reports?limit=1&cursor={}", listed.text_at("/next_cursor")))
        .expect(200);
    assert_eq!((next.at("/items/0/id"), next.at("/has_more")), (made.at("/id"), &json!(false)));
    assert_eq!(company.get(&path).expect(200).text_at("/status_reason"), "removed_by_staff");

    // An organization as such.
    let organization = format!("/v1/organizations/{}", bourse.company.organization);
    report(reporter, &organization, "misleading").expect(201);
    let queue = staff.get("/v1/moderation/cases?kind=report").expect(200);
    assert_eq!(queue.at("/items/0/decisions"), &json!(["dismiss", "warn"]));
    let waiting = staff.get(&format!("/v1/moderation/cases/{}", queue.text_at("/items/0/id"))).expect(200);
    decide(staff, &waiting, "warn", &["misleading", "Bitte nennen Sie Ihren Namen."]).expect(200);
    // So many a day, and no more.
    for _ in 0..17 {
        let fresh = bourse.publish(&bourse.company, "offer", None);
        report(reporter, &format!("/v1/listings/{fresh}"), "duplicate").expect(201);
    }
    let fresh = bourse.publish(&bourse.company, "offer", None);
    let refused = report(reporter, &format!("/v1/listings/{fresh}"), "duplicate")
        .expect_problem(409, "report-limit-reached");
    assert_eq!(refused.at("/max"), 20);
    app.clock.advance(SignedDuration::from_hours(25));
    let next_day = app.log_in(&bourse.association.owner.email);
    report(&next_day.client, &format!("/v1/listings/{fresh}"), "duplicate").expect(201);
    app.check_invariants();
}

fn those_concerned_are_told(app: &TestApp) {
    let bourse = open(app, true);
    let (staff, reporter) = (&bourse.organizer.client, bourse.association.client());
    let poster = &bourse.company.owner.email;
    let mailed = |to: &str| -> Vec<String> { app.new_mails(to).into_iter().map(|mail| mail.text).collect() };
    let id = approved(&bourse);
    let [told] = mailed(poster).try_into().unwrap();
    assert!(told.contains("has been approved and is shown now"), "{told}");
    retitle(&bourse, &id, "Chaises de luxe").expect(200);
    let waiting = case(staff, &id, "edit");
    decide(staff, &waiting, "reject", &["misleading", "Ce ne sont pas des chaises de luxe."]).expect(200);
    let [told] = mailed(poster).try_into().unwrap();
    assert!(told.contains("what was shown before stays") && told.contains("Not true"), "{told}");
    assert!(!told.contains("chaises de luxe"), "nobody's own words: {told}");
    let path = format!("/v1/listings/{id}");
    report(reporter, &path, "offensive").expect(201);
    decide(staff, &case(staff, &id, "report"), "remove", &["offensive"]).expect(200);
    let [told] = mailed(poster).try_into().unwrap();
    assert!(told.contains("has been taken down") && !told.contains("report"), "{told}");
    let all = app.mails();
    let to = |email: &str| all.iter().filter(|mail| mail.to == email).map(|mail| mail.text.clone()).collect();
    let [told]: [String; 1] = Vec::try_into(to(&bourse.association.owner.email)).unwrap();
    assert!(told.contains("Something has been done about it"), "{told}");
    assert_eq!(to(&bourse.other.owner.email), Vec::<String>::new());
    // Taken down at its own address, without anybody having asked: told all the same, once.
    let other = approved(&bourse);
    assert_eq!(mailed(poster).len(), 1);
    let path = format!("/v1/listings/{other}");
    let etag = staff.get(&path).expect(200).etag().to_owned();
    act(staff, "POST", &format!("{path}/closures"), &etag, &json!({"reason": "removed_by_staff"}))
        .expect(200);
    let [told] = mailed(poster).try_into().unwrap();
    assert!(told.contains("has been taken down"), "{told}");
    app.check_invariants();
}

fn the_history_tells_what_and_why(app: &TestApp) {
    let bourse = open(app, true);
    let (company, staff) = (bourse.company.client(), &bourse.organizer.client);
    let id = bourse.publish(&bourse.company, "offer", Some("6"));
    let path = format!("/v1/listings/{id}");
    let waiting = case(staff, &id, "publication");
    staff
        .request("PUT", &format!("/v1/moderation/cases/{}/claim", waiting.text_at("/id")))
        .send()
        .expect(200);
    let waiting = case(staff, &id, "publication");
    decide(staff, &waiting, "reject", &["other", "Bitte mit Foto."]).expect(200);
    let actions = |reply: &Reply| -> Vec<String> {
        let entries = reply.at("/items").as_array().unwrap().iter();
        entries.map(|one| one["action"].as_str().unwrap().to_owned()).collect()
    };
    let own = company.get(&format!("{path}/history")).expect(200);
    assert_eq!(actions(&own), ["drafted", "submitted", "opened", "decided", "rejected"]);
    let ruling = own.at("/items/3/ruling");
    assert_eq!((&ruling["reason"], &ruling["note"]), (&json!("other"), &json!("Bitte mit Foto.")));
    assert!(!own.text.contains(&bourse.organizer.person.to_string()), "who decided is for staff");
    let whole = staff.get(&format!("{path}/history")).expect(200);
    assert_eq!(actions(&whole), ["drafted", "submitted", "opened", "claimed", "decided", "rejected"]);
    assert_eq!(whole.text_at("/items/4/ruling/decided_by"), bourse.organizer.person.to_string());
    bourse.association.client().get(&format!("{path}/history")).expect_problem(404, "not-found");

    let mut path = format!("{path}/history?limit=2");
    let mut found = Vec::new();
    loop {
        let page = company.get(&path).expect(200);
        found.extend(actions(&page));
        let Some(cursor) = page.at("/next_cursor").as_str() else { break };
        path = format!("/v1/listings/{id}/history?limit=2&cursor={cursor}");
    }
    assert_eq!(found, actions(&own));
}
