//! The life of an agreement.

use domain::week::Phase;
use jiff::SignedDuration;
use serde_json::json;
use testkit::{Member, Reply, TestApp, on_both_engines};

use super::{Bourse, act, open_actions};

on_both_engines!(
    both_confirm_and_it_stands,
    ratification_where_the_week_asks_for_it,
    a_cancelled_agreement_gives_back_once,
    an_agreement_lapses,
    a_repeated_confirmation_gets_the_first_answer,
    phases_gate_what_can_be_done,
);

/// An accepted match of three pieces, its agreement's path and its two listings.
pub(super) fn agree(bourse: &Bourse) -> (String, String, String) {
    let offer = bourse.publish(&bourse.company, "offer", Some("6"));
    let request = bourse.publish(&bourse.association, "request", Some("3"));
    let proposed = bourse.propose(&offer, &request, "3").expect(201);
    let path = format!("/v1/matches/{}", proposed.text_at("/id"));
    let asked = bourse.read(&bourse.association, &path);
    let yes =
        act(bourse.association.client(), "POST", &format!("{path}/acceptances"), asked.etag(), &json!({}));
    let path = format!("/v1/agreements/{}", yes.expect(200).text_at("/agreement_id"));
    (path, offer, request)
}

pub(super) fn confirm(bourse: &Bourse, member: &Member, path: &str) -> Reply {
    let read = bourse.read(member, path);
    let body = json!({"terms_revision": read.at("/terms_revision")});
    act(member.client(), "POST", &format!("{path}/confirmations"), read.etag(), &body)
}

fn both_confirm_and_it_stands(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Live);
    let (path, offer, request) = agree(&bourse);
    let agreement = bourse.read(&bourse.company, &path);
    let year = app.ctx.clock.now().to_string()[..4].to_owned();
    assert_eq!(agreement.text_at("/reference"), format!("A-{year}-0001"));
    assert_eq!(open_actions(&agreement), ["confirm", "cancel"]);
    assert_eq!(bourse.quantities(&offer), [json!("3"), json!("0"), json!("3")], "held until it stands");

    let once = confirm(&bourse, &bourse.association, &path).expect(200);
    assert_eq!(once.text_at("/status"), "pending");
    confirm(&bourse, &bourse.association, &path).expect_problem(409, "already-confirmed");
    let stands = confirm(&bourse, &bourse.company, &path).expect(200);
    assert_eq!(stands.text_at("/status"), "confirmed");
    assert_eq!(bourse.quantities(&offer), [json!("0"), json!("3"), json!("3")]);
    assert_eq!(bourse.quantities(&request), [json!("0"), json!("3"), json!("0")]);

    // The party that said yes to the terms calls the other.
    let responsible = bourse.read(&bourse.association, &path);
    let first_contacts = format!("{path}/first-contacts");
    act(bourse.company.client(), "POST", &first_contacts, responsible.etag(), &json!({}))
        .expect_problem(403, "representative-only");
    let called =
        act(bourse.association.client(), "POST", &first_contacts, responsible.etag(), &json!({})).expect(200);
    assert!(called.at("/first_contact/done_at").is_string());
    bourse.other.client().get(&path).expect_problem(404, "not-found");
}

fn ratification_where_the_week_asks_for_it(app: &TestApp) {
    let bourse = Bourse::open_with(app, Phase::Live, |week| week.settings.ratification_required = Some(true));
    let (path, offer, _) = agree(&bourse);
    let staff = &bourse.organizer.client;
    let ratify = || {
        let read = staff.get(&path).expect(200);
        act(staff, "POST", &format!("{path}/ratifications"), read.etag(), &json!({}))
    };
    ratify().expect_problem(409, "confirmations-missing");
    confirm(&bourse, &bourse.company, &path).expect(200);
    let waiting = confirm(&bourse, &bourse.association, &path).expect(200);
    assert_eq!(waiting.text_at("/status"), "pending");
    assert_eq!(bourse.quantities(&offer), [json!("3"), json!("0"), json!("3")]);
    let stands = ratify().expect(200);
    assert_eq!(stands.text_at("/status"), "confirmed");
    assert_eq!(bourse.quantities(&offer), [json!("0"), json!("3"), json!("3")]);
}

fn a_cancelled_agreement_gives_back_once(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Live);
    let (path, offer, request) = agree(&bourse);
    confirm(&bourse, &bourse.company, &path).expect(200);
    let stands = confirm(&bourse, &bourse.association, &path).expect(200);
    let cancellations = format!("{path}/cancellations");
    let reason = json!({"reason": "Lieferwagen kaputt."});
    let cancelled =
        act(bourse.association.client(), "POST", &cancellations, stands.etag(), &reason).expect(200);
    assert_eq!(cancelled.text_at("/status"), "cancelled");
    assert_eq!(cancelled.at("/cancelled_late"), true);
    assert_eq!(
        cancelled.text_at("/cancelled_by_organization_id"),
        bourse.association.organization.to_string()
    );
    assert_eq!(bourse.quantities(&offer), [json!("0"), json!("0"), json!("6")]);
    act(bourse.association.client(), "POST", &cancellations, cancelled.etag(), &reason)
        .expect_problem(409, "invalid-transition");
    assert_eq!(bourse.quantities(&request), [json!("0"), json!("0"), json!("3")]);
    // The pair is free again.
    bourse.propose(&offer, &request, "1").expect(201);
}

fn an_agreement_lapses(app: &TestApp) {
    let bourse = Bourse::open_with(app, Phase::Live, |week| week.settings.confirmation_days = Some(2));
    let (path, offer, _) = agree(&bourse);
    confirm(&bourse, &bourse.company, &path).expect(200);
    app.clock.advance(SignedDuration::from_hours(48));
    let overdue = bourse.read(&bourse.association, &path);
    assert_eq!(overdue.text_at("/status"), "lapsed", "even before the sweep");
    confirm(&bourse, &bourse.association, &path).expect_problem(409, "confirmation-overdue");
    assert!(app.sweep() >= 1);
    assert_eq!(bourse.quantities(&offer), [json!("0"), json!("0"), json!("6")]);
    assert_eq!(bourse.read(&bourse.company, &path).text_at("/status"), "lapsed");
}

fn a_repeated_confirmation_gets_the_first_answer(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Live);
    let (path, ..) = agree(&bourse);
    let read = bourse.read(&bourse.company, &path);
    let send = |terms_revision: u32| {
        let request = bourse.company.client().request("POST", &format!("{path}/confirmations"));
        let request = request.if_match(read.etag()).header("idempotency-key", "yes");
        request.json(&json!({"terms_revision": terms_revision})).send()
    };
    let first = send(1).expect(200);
    let second = send(1).expect(200);
    assert_eq!((second.header("idempotency-replayed"), first.text), (Some("true"), second.text.clone()));
    assert_eq!(
        second.header("etag"),
        first.headers.iter().find(|(name, _)| name == "etag").map(|(_, tag)| tag.as_str())
    );
    send(2).expect_problem(422, "idempotency-key-reused");
}

fn phases_gate_what_can_be_done(app: &TestApp) {
    let bourse = Bourse::open(app, Phase::Live);
    let (path, offer, _) = agree(&bourse);
    app.move_week(&bourse.organizer, bourse.week.clone(), Phase::FollowUp);
    let refused = confirm(&bourse, &bourse.company, &path).expect_problem(409, "phase-forbids");
    assert_eq!(refused.text_at("/phase"), "follow_up");
    assert_eq!(refused.at("/allowed_phases"), &json!(["matching", "live"]));
    let other = bourse.post(&bourse.other, &bourse.goods(&bourse.other, "request", None));
    other.expect_problem(409, "phase-forbids");
    let read = bourse.read(&bourse.company, &path);
    let reason = json!({"reason": "Zu spät."});
    act(bourse.company.client(), "POST", &format!("{path}/cancellations"), read.etag(), &reason).expect(200);
    assert_eq!(bourse.quantities(&offer), [json!("0"), json!("0"), json!("6")]);
}
