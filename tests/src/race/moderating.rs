//! Moderators race: for a case, for its decision, and with the poster who changes what they read.

use domain::organization::OrganizationKind;
use domain::policy::StaffRole;
use domain::week::Phase;
use serde_json::{Value, json};
use testkit::{Client, Login, Member, Reply, TestApp, on_both_engines};

use super::ground::key;
use super::hammer::{CLIENTS, Verdict, hammer};

on_both_engines!(
    one_of_32_moderators_claims,
    one_of_32_moderators_decides,
    a_poster_and_moderators_race,
    one_case_for_32_reports
);

/// A week that moderates, its staff, and somebody who posts.
struct Desk<'a> {
    app: &'a TestApp,
    staff: Vec<Login>,
    poster: Member,
    week: String,
}

impl<'a> Desk<'a> {
    fn open(app: &'a TestApp) -> Self {
        let organizer = app.staff(StaffRole::Organizer, "ana");
        let week =
            app.week_with(&organizer, "2026", Phase::Registration, |raw| raw.settings.moderated = Some(true));
        let poster = app.organization(OrganizationKind::Company, "C01");
        app.admit(&organizer, week.id, &poster);
        let staff = (0..CLIENTS).map(|n| app.staff(StaffRole::Broker, &format!("broker{n}"))).collect();
        Self { app, staff, poster, week: week.id.to_string() }
    }

    fn client(&self, lane: usize) -> &Client {
        &self.staff[lane].client
    }

    /// A submitted listing, and the case about it.
    fn submitted(&self) -> (String, Reply) {
        let body = json!({
            "organization_id": self.poster.organization.to_string(),
            "exchange_week_id": self.week,
            "direction": "offer",
            "details": {"type": "goods", "condition": "good"},
            "category": "furniture",
            "original_language": "fr",
            "texts": {"fr": {"title": "Chaises pliantes"}},
            "place": "remote",
            "quantity": {"value": "6", "unit": "piece"},
        });
        let draft = self.poster.client().post_once("/v1/listings", &key(), &body).expect(201);
        let id = draft.text_at("/id").to_owned();
        let path = format!("/v1/listings/{id}/publication");
        self.poster.client().request("PUT", &path).if_match(draft.etag()).json(&json!({})).send().expect(200);
        let case = self.case(&id, "publication");
        (id, case)
    }

    fn case(&self, listing: &str, kind: &str) -> Reply {
        let page =
            self.client(0).get(&format!("/v1/moderation/cases?listing_id={listing}&kind={kind}")).expect(200);
        self.client(0).get(&format!("/v1/moderation/cases/{}", page.text_at("/items/0/id"))).expect(200)
    }

    fn decide(&self, lane: usize, case: &Reply, decision: &str) -> Reply {
        let path = format!("/v1/moderation/cases/{}/decisions", case.text_at("/id"));
        let reason = if decision == "approve" { Value::Null } else { json!("unclear") };
        let body =
            json!({"decision": decision, "subject_revision": case.at("/subject_revision"), "reason": reason});
        self.client(lane).request("POST", &path).if_match(case.etag()).json(&body).send()
    }

    fn end(&self, verdict: &Verdict) {
        assert!(verdict.wrong.is_empty(), "{verdict:#?}");
        self.app.check_invariants();
    }
}

fn one_of_32_moderators_claims(app: &TestApp) {
    let desk = Desk::open(app);
    let (_, case) = desk.submitted();
    let path = format!("/v1/moderation/cases/{}/claim", case.text_at("/id"));
    let outcome = hammer(&["case-claimed"], |lane| desk.client(lane).request("PUT", &path).send());
    let mut verdict = Verdict::of(&outcome, 1);
    let after = desk.client(0).get(path.trim_end_matches("/claim")).expect(200);
    verdict.equal(
        "the winner has it",
        after.at("/claim/person_id"),
        outcome.winners[0].at("/claim/person_id"),
    );
    verdict.told(&outcome, &[("/claimed_until", after.text_at("/claim/until"))]);
    desk.end(&verdict);
}

fn one_of_32_moderators_decides(app: &TestApp) {
    let desk = Desk::open(app);
    let (id, case) = desk.submitted();
    let outcome = hammer(&["invalid-transition", "precondition-failed"], |lane| {
        desk.decide(lane, &case, ["approve", "reject", "remove"][lane % 3])
    });
    let mut verdict = Verdict::of(&outcome, 1);
    let decided = outcome.winners[0].text_at("/ruling/decision");
    let status = match decided {
        "approve" => "published",
        "reject" => "rejected",
        _ => "closed",
    };
    let listing = desk.client(0).get(&format!("/v1/listings/{id}")).expect(200);
    verdict.equal("the listing is as was decided", listing.text_at("/status"), status);
    desk.end(&verdict);
}

/// The poster changes a shown listing again and again while moderators let the change through: what is shown
/// afterwards was approved as it is, or still waits.
fn a_poster_and_moderators_race(app: &TestApp) {
    let desk = Desk::open(app);
    let (id, case) = desk.submitted();
    desk.decide(0, &case, "approve").expect(200);
    let path = format!("/v1/listings/{id}");
    let poster = desk.poster.client();
    let retitle = |title: &str| {
        let etag = poster.get(&path).expect(200).etag().to_owned();
        let body = json!({"texts": {"fr": {"title": title}}});
        poster.request("PATCH", &path).if_match(&etag).json(&body).send()
    };
    retitle("Change 0").expect(200);
    let first = desk.case(&id, "edit");
    let latest = || {
        let page = desk.client(0).get(&format!("/v1/moderation/cases?listing_id={id}&kind=edit")).expect(200);
        let case = page.body.pointer("/items/0/id").and_then(Value::as_str).map(str::to_owned);
        case.map_or_else(
            || first.clone(),
            |id| desk.client(0).get(&format!("/v1/moderation/cases/{id}")).expect(200),
        )
    };
    let losses = ["invalid-transition", "precondition-failed", "case-stale"];
    let outcome = hammer(&losses, |lane| {
        if lane % 2 == 0 {
            retitle(&format!("Change {lane}"))
        } else {
            desk.decide(lane, &latest(), "approve")
        }
    });
    let mut verdict = Verdict::of_any(&outcome);
    let approvals = outcome.winners.iter().filter(|reply| reply.body.get("ruling").is_some());
    let mut titles: Vec<_> = approvals.map(|reply| reply.text_at("/texts/fr/title").to_owned()).collect();
    titles.push("Chaises pliantes".to_owned());
    let shown = app.client().get(&path).expect(200).text_at("/title").to_owned();
    verdict.equal("what is shown was approved", titles.contains(&shown), true);
    desk.end(&verdict);
}

fn one_case_for_32_reports(app: &TestApp) {
    let desk = Desk::open(app);
    let (id, case) = desk.submitted();
    desk.decide(0, &case, "approve").expect(200);
    let path = format!("/v1/listings/{id}/reports");
    let body = json!({"reason": "misleading"});
    let outcome = hammer(&[], |lane| desk.client(lane).post_once(&path, &key(), &body));
    let mut verdict = Verdict::of(&outcome, CLIENTS);
    verdict.equal(
        "all in one case",
        desk.case(&id, "report").at("/reports").as_array().unwrap().len(),
        CLIENTS,
    );
    let same = hammer(&["already-reported"], |_| desk.client(0).post_once(&path, &key(), &body));
    verdict.equal("nobody reports twice", same.winners.len(), 0);
    desk.end(&verdict);
}
