//! Moderation, as posters, moderators and those who report see it.

use domain::policy::{MembershipRole, StaffRole};
use domain::week::Phase;
use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::{Client, Reply, TestApp, on_both_engines};

use super::{Bourse, act, open_actions};
use crate::call::join;

on_both_engines!(
    a_submitted_listing_waits_in_the_queue,
    an_edit_of_a_shown_listing_waits,
    words_of_money_wait_in_every_week,
    doubtful_words_are_looked_at,
    members_do_not_judge_their_own,
    a_claim_runs_out,
    a_case_that_was_overtaken_is_stale,
    the_queue_is_filtered_and_paged,
);

/// A week that moderates, or not.
pub(super) fn open(app: &TestApp, moderated: bool) -> Bourse {
    Bourse::open_with(app, Phase::Matching, |week| week.settings.moderated = Some(moderated))
}

/// The open case of this kind about a listing, as the queue has it.
pub(super) fn case(staff: &Client, listing: &str, kind: &str) -> Reply {
    let page = staff.get(&format!("/v1/moderation/cases?listing_id={listing}&kind={kind}")).expect(200);
    assert_eq!(page.at("/items").as_array().unwrap().len(), 1, "{kind}: {page:?}");
    staff.get(&format!("/v1/moderation/cases/{}", page.text_at("/items/0/id"))).expect(200)
}

fn none_open(staff: &Client, listing: &str) {
    let page = staff.get(&format!("/v1/moderation/cases?listing_id={listing}")).expect(200);
    assert_eq!(page.at("/items"), &json!([]));
}

/// Decides about a case as it was read.
pub(super) fn decide(staff: &Client, case: &Reply, decision: &str, grounds: &[&str]) -> Reply {
    let path = format!("/v1/moderation/cases/{}/decisions", case.text_at("/id"));
    let mut body = json!({"decision": decision, "subject_revision": case.at("/subject_revision")});
    for (name, value) in ["reason", "note"].iter().zip(grounds) {
        body[name] = json!(value);
    }
    act(staff, "POST", &path, case.etag(), &body)
}

pub(super) fn retitle(bourse: &Bourse, listing: &str, title: &str) -> Reply {
    let company = bourse.company.client();
    let path = format!("/v1/listings/{listing}");
    let etag = company.get(&path).expect(200).etag().to_owned();
    let texts =
        json!({"texts": {"fr": {"title": title, "description": "Peu usées.", "wanted_in_return": null}}});
    act(company, "PATCH", &path, &etag, &texts)
}

fn title(client: &Client, listing: &str) -> String {
    client.get(&format!("/v1/listings/{listing}")).expect(200).text_at("/title").to_owned()
}

/// A listing of a week that moderates, let through.
pub(super) fn approved(bourse: &Bourse) -> String {
    let id = bourse.publish(&bourse.company, "offer", Some("6"));
    let staff = &bourse.organizer.client;
    decide(staff, &case(staff, &id, "publication"), "approve", &[]).expect(200);
    id
}

fn a_submitted_listing_waits_in_the_queue(app: &TestApp) {
    let bourse = open(app, true);
    let (company, staff) = (bourse.company.client(), &bourse.organizer.client);
    let id = bourse.publish(&bourse.company, "offer", Some("6"));
    let path = format!("/v1/listings/{id}");
    let waiting = case(staff, &id, "publication");
    assert_eq!(waiting.at("/decisions"), &json!(["approve", "reject", "remove"]));
    assert_eq!((waiting.text_at("/title"), waiting.text_at("/poster_language")), ("Chaises pliantes", "fr"));
    app.client().get("/v1/moderation/cases").expect_problem(401, "unauthenticated");
    company.get("/v1/moderation/cases").expect_problem(403, "staff-only");

    for (decision, grounds, pointer, code) in [
        ("reject", &[][..], "/reason", "required"),
        ("reject", &["other"][..], "/note", "required"),
        ("reject", &["bad"][..], "/reason", "unknown-code"),
        ("approve", &["money"][..], "/reason", "not-allowed"),
    ] {
        let refused = decide(staff, &waiting, decision, grounds).expect_problem(422, "validation-failed");
        assert_eq!(
            (refused.text_at("/errors/0/pointer"), refused.text_at("/errors/0/code")),
            (pointer, code)
        );
    }
    let refused = decide(staff, &waiting, "dismiss", &[]).expect_problem(409, "invalid-transition");
    assert_eq!(refused.at("/allowed_actions"), &json!(["approve", "reject", "remove"]));

    let decided = decide(staff, &waiting, "reject", &["unclear"]).expect(200);
    assert_eq!((decided.text_at("/status"), decided.text_at("/ruling/reason")), ("decided", "unclear"));
    let rejected = company.get(&path).expect(200);
    assert_eq!(
        (rejected.text_at("/status"), rejected.text_at("/status_reason")),
        ("rejected", "Peu clair ou incomplet")
    );
    decide(staff, &decided, "approve", &[]).expect_problem(409, "invalid-transition");
    none_open(staff, &id);

    // At its own address, or in the queue: one way to decide.
    let draft = retitle(&bourse, &id, "Chaises pliantes en bois").expect(200);
    act(company, "PUT", &format!("{path}/publication"), draft.etag(), &json!({})).expect(200);
    let again = case(staff, &id, "publication");
    let submitted = staff.get(&path).expect(200);
    act(staff, "PUT", &format!("{path}/approval"), submitted.etag(), &Value::Null).expect(200);
    none_open(staff, &id);
    let settled = staff.get(&format!("/v1/moderation/cases/{}", again.text_at("/id"))).expect(200);
    assert_eq!(settled.text_at("/ruling/decision"), "approve");
    app.client().get(&path).expect(200);
    app.check_invariants();
}

fn an_edit_of_a_shown_listing_waits(app: &TestApp) {
    let bourse = open(app, true);
    let (company, staff) = (bourse.company.client(), &bourse.organizer.client);
    let id = approved(&bourse);
    let path = format!("/v1/listings/{id}");
    let shown = company.get(&path).expect(200);
    assert_eq!(shown.at("/pending_change"), &Value::Null);

    let changed = retitle(&bourse, &id, "Chaises en bois").expect(200);
    assert_eq!((changed.text_at("/status"), changed.text_at("/title")), ("published", "Chaises pliantes"));
    assert_eq!(changed.text_at("/pending_change/texts/fr/title"), "Chaises en bois");
    let seen = app.client().get(&path).expect(200);
    assert_eq!((seen.text_at("/title"), seen.at("/pending_change")), ("Chaises pliantes", &Value::Null));
    let waiting = case(staff, &id, "edit");
    assert_eq!(
        (waiting.text_at("/texts/fr/title"), waiting.text_at("/shown_texts/fr/title")),
        ("Chaises en bois", "Chaises pliantes")
    );

    // One more change joins the one that waits; the moderator who read the first is told.
    act(company, "PATCH", &path, changed.etag(), &json!({"details": {"type": "goods", "condition": "used"}}))
        .expect(200);
    decide(staff, &waiting, "approve", &[]).expect_problem(412, "precondition-failed");
    let waiting = case(staff, &id, "edit");
    decide(staff, &waiting, "approve", &[]).expect(200);
    let approved = app.client().get(&path).expect(200);
    assert_eq!(
        (approved.text_at("/title"), approved.text_at("/details/condition")),
        ("Chaises en bois", "used")
    );
    none_open(staff, &id);

    // A rejected change leaves what is shown; so does one that is taken back.
    retitle(&bourse, &id, "Chaises de luxe").expect(200);
    decide(
        staff,
        &case(staff, &id, "edit"),
        "reject",
        &["misleading", "Ce ne sont pas des chaises de luxe."],
    )
    .expect(200);
    assert_eq!(title(&app.client(), &id), "Chaises en bois");
    let waiting = retitle(&bourse, &id, "Chaises en fer").expect(200);
    let withdrawn = company
        .request("DELETE", &format!("{path}/pending-change"))
        .if_match(waiting.etag())
        .send()
        .expect(200);
    assert_eq!(withdrawn.at("/pending_change"), &Value::Null);
    none_open(staff, &id);
    let etag = withdrawn.etag();
    company
        .request("DELETE", &format!("{path}/pending-change"))
        .if_match(etag)
        .send()
        .expect_problem(404, "not-found");

    // Where, when and how much may change at once; back to the old words ends the question.
    let moved = act(company, "PATCH", &path, withdrawn.etag(), &json!({"place": "wiltz"})).expect(200);
    assert_eq!((moved.text_at("/place"), moved.at("/pending_change")), ("wiltz", &Value::Null));
    retitle(&bourse, &id, "Chaises en fer").expect(200);
    let back = retitle(&bourse, &id, "Chaises en bois").expect(200);
    assert_eq!(back.at("/pending_change"), &Value::Null);
    none_open(staff, &id);

    // A change that no longer fits what others hold is refused, and waits on.
    let etag = company.get(&path).expect(200).etag().to_owned();
    let smaller = json!({"quantity": {"value": "2", "unit": "piece"}, "details": {"type": "goods", "condition": "good"}});
    act(company, "PATCH", &path, &etag, &smaller).expect(200);
    let request = bourse.publish(&bourse.association, "request", Some("4"));
    decide(staff, &case(staff, &request, "publication"), "approve", &[]).expect(200);
    bourse.propose(&id, &request, "3").expect(201);
    let waiting = case(staff, &id, "edit");
    decide(staff, &waiting, "approve", &[]).expect_problem(409, "total-below-claims");
    assert_eq!(case(staff, &id, "edit").at("/revision"), waiting.at("/revision"), "nothing has changed");
    decide(staff, &waiting, "remove", &["misleading"]).expect(200);
    none_open(staff, &id);
    app.client().get(&path).expect_problem(404, "not-found");
    app.check_invariants();
}

fn words_of_money_wait_in_every_week(app: &TestApp) {
    let bourse = open(app, false);
    let (company, staff) = (bourse.company.client(), &bourse.organizer.client);
    let mut body = bourse.goods(&bourse.company, "request", Some("6"));
    body["texts"]["fr"]["description"] = json!("Vos dons sont bienvenus.");
    let draft = bourse.post(&bourse.company, &body).expect(201);
    let id = draft.text_at("/id");
    let publication = format!("/v1/listings/{id}/publication");
    let submitted = act(company, "PUT", &publication, draft.etag(), &json!({})).expect(200);
    assert_eq!(submitted.text_at("/status"), "submitted");
    let waiting = case(staff, id, "publication");
    assert_eq!(waiting.text_at("/text_flags/0/code"), "money-request");
    decide(staff, &waiting, "approve", &[]).expect(200);

    // Plain words are shown at once, and such a change of them waits.
    let plain = bourse.publish(&bourse.company, "offer", Some("6"));
    none_open(staff, &plain);
    let changed = retitle(&bourse, &plain, "Chaises à vendre").expect(200);
    assert_eq!((changed.text_at("/status"), changed.text_at("/title")), ("published", "Chaises pliantes"));
    assert_eq!(changed.text_at("/pending_change/text_flags/0/severity"), "blocking");
    let changed = retitle(&bourse, &plain, "Chaises à donner").expect(200);
    assert_eq!(
        (changed.text_at("/title"), changed.at("/pending_change")),
        ("Chaises à donner", &Value::Null)
    );
    none_open(staff, &plain);
    app.check_invariants();
}

fn doubtful_words_are_looked_at(app: &TestApp) {
    let bourse = open(app, false);
    let staff = &bourse.organizer.client;
    let id = bourse.publish(&bourse.company, "offer", Some("6"));
    let path = format!("/v1/listings/{id}");
    let doubtful = retitle(&bourse, &id, "Chaises, voir www.ponte.example").expect(200);
    assert_eq!(
        (doubtful.text_at("/status"), doubtful.text_at("/title")),
        ("published", "Chaises, voir www.ponte.example")
    );
    let waiting = case(staff, &id, "flagged_text");
    assert_eq!(waiting.at("/decisions"), &json!(["dismiss", "warn", "remove"]));
    // Mended by the poster: nobody needs to look any more.
    retitle(&bourse, &id, "Chaises").expect(200);
    none_open(staff, &id);
    retitle(&bourse, &id, "Chaises, voir www.ponte.example").expect(200);
    decide(staff, &case(staff, &id, "flagged_text"), "warn", &["contact_data"]).expect(200);
    assert_eq!(app.client().get(&path).expect(200).text_at("/status"), "published");
    none_open(staff, &id);
    app.check_invariants();
}

fn members_do_not_judge_their_own(app: &TestApp) {
    let bourse = open(app, true);
    let id = bourse.publish(&bourse.company, "offer", Some("6"));
    let broker = app.staff(StaffRole::Broker, "ben");
    join(app, bourse.company.organization, broker.person, MembershipRole::Volunteer);
    let mine = case(&broker.client, &id, "publication");
    assert_eq!(mine.at("/decisions"), &json!([]), "they see it, and may not answer");
    decide(&broker.client, &mine, "approve", &[]).expect_problem(403, "conflict-of-interest");
    let claim = format!("/v1/moderation/cases/{}/claim", mine.text_at("/id"));
    broker.client.request("PUT", &claim).send().expect_problem(403, "conflict-of-interest");
    let path = format!("/v1/listings/{id}");
    let listing = broker.client.get(&path).expect(200);
    assert!(!open_actions(&listing).contains(&"approve".to_owned()));
    act(&broker.client, "PUT", &format!("{path}/approval"), listing.etag(), &Value::Null)
        .expect_problem(403, "conflict-of-interest");
    let other = bourse.publish(&bourse.association, "offer", Some("6"));
    decide(&broker.client, &case(&broker.client, &other, "publication"), "approve", &[]).expect(200);
}

fn a_claim_runs_out(app: &TestApp) {
    let bourse = open(app, true);
    let id = bourse.publish(&bourse.company, "offer", Some("6"));
    let (ana, ben) = (&bourse.organizer.client, app.staff(StaffRole::Broker, "ben"));
    let waiting = case(ana, &id, "publication");
    let claim = format!("/v1/moderation/cases/{}/claim", waiting.text_at("/id"));
    let claimed = ana.request("PUT", &claim).send().expect(200);
    assert_eq!(claimed.text_at("/claim/person_id"), bourse.organizer.person.to_string());
    let refused = ben.client.request("PUT", &claim).send().expect_problem(409, "case-claimed");
    assert_eq!(refused.at("/claimed_until"), claimed.at("/claim/until"));
    ben.client.request("DELETE", &claim).send().expect_problem(409, "case-claimed");
    let read = case(&ben.client, &id, "publication");
    decide(&ben.client, &read, "approve", &[]).expect_problem(409, "case-claimed");
    let counted = |client: &Client| client.get("/v1/moderation/counts").expect(200).at("/claimed").clone();
    assert_eq!(counted(ana), 1);
    let listed = |query: &str| {
        let page = ana.get(&format!("/v1/moderation/cases?{query}")).expect(200);
        page.at("/items").as_array().unwrap().len()
    };
    let mine = format!("claimed_by={}", bourse.organizer.person);
    assert_eq!((listed("claimed=true"), listed("claimed=false"), listed(&mine)), (1, 0, 1));

    app.clock.advance(SignedDuration::from_mins(30));
    let (ana, ben) = (app.log_in(&bourse.organizer.email), app.log_in(&ben.email));
    let run_out = case(&ben.client, &id, "publication");
    assert_eq!(run_out.at("/claim"), &Value::Null, "even unswept");
    ana.client.request("DELETE", &claim).send().expect_problem(409, "invalid-transition");
    ben.client.request("PUT", &claim).send().expect(200);
    ben.client.request("DELETE", &claim).send().expect(200);
    ana.client.request("PUT", &claim).send().expect(200);
    decide(&ana.client, &case(&ana.client, &id, "publication"), "approve", &[]).expect(200);
}

fn a_case_that_was_overtaken_is_stale(app: &TestApp) {
    let bourse = open(app, true);
    let (company, staff) = (bourse.company.client(), &bourse.organizer.client);
    let id = bourse.publish(&bourse.company, "offer", Some("6"));
    let read = case(staff, &id, "publication");
    // The poster changes what is being read: what was judged is no longer what would be shown.
    retitle(&bourse, &id, "Chaises en bois").expect(200);
    let refused = decide(staff, &read, "approve", &[]).expect_problem(409, "case-stale");
    let now = case(staff, &id, "publication");
    assert_eq!(refused.at("/subject_revision"), now.at("/subject_revision"));
    assert_eq!(now.text_at("/texts/fr/title"), "Chaises en bois");
    // Withdrawn meanwhile: the question is gone.
    let path = format!("/v1/listings/{id}");
    let etag = company.get(&path).expect(200).etag().to_owned();
    company.request("DELETE", &path).if_match(&etag).send().expect(204);
    decide(staff, &now, "approve", &[]).expect_problem(412, "precondition-failed");
    let gone = staff.get(&format!("/v1/moderation/cases/{}", now.text_at("/id"))).expect(200);
    assert_eq!(gone.text_at("/status"), "lapsed");
    decide(staff, &gone, "approve", &[]).expect_problem(409, "invalid-transition");
    app.check_invariants();
}

fn the_queue_is_filtered_and_paged(app: &TestApp) {
    let bourse = open(app, true);
    let staff = &bourse.organizer.client;
    let made: Vec<_> = (0..5)
        .map(|n| {
            app.clock.advance(SignedDuration::from_secs(n % 2));
            bourse.publish(if n == 3 { &bourse.association } else { &bourse.company }, "offer", Some("6"))
        })
        .collect();
    let mut path = "/v1/moderation/cases?limit=2".to_owned();
    let mut found = Vec::new();
    loop {
        let page = staff.get(&path).expect(200);
        found.extend(
            page.at("/items")
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["listing_id"].as_str().unwrap().to_owned()),
        );
        let Some(cursor) = page.at("/next_cursor").as_str() else { break };
        path = format!("/v1/moderation/cases?limit=2&cursor={cursor}");
    }
    assert_eq!(found, made, "the oldest first, nothing skipped");
    let listed = |query: &str| {
        let page = staff.get(&format!("/v1/moderation/cases?{query}")).expect(200);
        page.at("/items").as_array().unwrap().len()
    };
    let week = bourse.week.id;
    assert_eq!(listed(&format!("exchange_week_id={week}")), 5);
    assert_eq!(listed(&format!("organization_id={}", bourse.association.organization)), 1);
    assert_eq!((listed("kind=edit,report"), listed("status=decided,lapsed")), (0, 0));
    let oldest = staff.get("/v1/moderation/counts").expect(200);
    assert_eq!((oldest.at("/open"), oldest.at("/publication")), (&json!(5), &json!(5)));
    assert_eq!(listed(&format!("opened_before={}", oldest.text_at("/oldest_opened_at"))), 0);
    staff.get("/v1/moderation/cases?kind=rumor").expect_problem(400, "query-invalid");
    staff
        .get(&format!("/v1/moderation/cases?claimed=false&claimed_by={week}"))
        .expect_problem(400, "query-invalid");
    let other = app.staff(StaffRole::Broker, "ben");
    let first = staff.get("/v1/moderation/cases?limit=2").expect(200);
    let cursor = first.text_at("/next_cursor");
    other
        .client
        .get(&format!("/v1/moderation/cases?limit=2&cursor={cursor}"))
        .expect_problem(400, "cursor-invalid");
}
