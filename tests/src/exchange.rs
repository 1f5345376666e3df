//! The exchange itself: post, show, propose, counter, accept, confirm, ratify, cancel, and what time does.

mod agreeing;
mod canary;
mod forgetting;
mod listing;
mod moderation;
mod negotiating;
mod paper;
mod reporting;
mod searching;

use domain::organization::OrganizationKind;
use domain::policy::StaffRole;
use domain::week::{ExchangeWeek, Phase, RawWeek};
use serde_json::{Value, json};
use testkit::{Client, Login, Member, Reply, TestApp};

/// A week with a company, two associations and an organizer.
struct Bourse {
    organizer: Login,
    week: ExchangeWeek,
    company: Member,
    association: Member,
    other: Member,
}

#[expect(clippy::unused_self, reason = "a test reads as what is done on this bourse")]
impl Bourse {
    fn open(app: &TestApp, phase: Phase) -> Self {
        Self::open_with(app, phase, |_| {})
    }

    fn open_with(app: &TestApp, phase: Phase, choose: impl FnOnce(&mut RawWeek)) -> Self {
        let organizer = app.staff(StaffRole::Organizer, "ana");
        // Participations open with the registration.
        let week = app.week_with(&organizer, "2026-06", Phase::Registration, choose);
        let company = app.organization(OrganizationKind::Company, "C01");
        let association = app.organization(OrganizationKind::Association, "A01");
        let other = app.organization(OrganizationKind::Association, "A02");
        for member in [&company, &association, &other] {
            app.admit(&organizer, week.id, member);
        }
        let week = app.move_week(&organizer, week, phase);
        Self { organizer, week, company, association, other }
    }

    /// A published listing of goods.
    fn publish(&self, member: &Member, direction: &str, total: Option<&str>) -> String {
        let draft = self.post(member, &self.goods(member, direction, total)).expect(201);
        let id = draft.text_at("/id").to_owned();
        act(member.client(), "PUT", &format!("/v1/listings/{id}/publication"), draft.etag(), &json!({}))
            .expect(200);
        id
    }

    fn post(&self, member: &Member, body: &Value) -> Reply {
        member.client().post_once("/v1/listings", &key(), body)
    }

    fn goods(&self, member: &Member, direction: &str, total: Option<&str>) -> Value {
        json!({
            "organization_id": member.organization.to_string(),
            "exchange_week_id": self.week.id.to_string(),
            "direction": direction,
            "details": {"type": "goods", "condition": "good"},
            "category": "furniture",
            "original_language": "fr",
            "texts": {"fr": {"title": "Chaises pliantes", "description": "Peu usées.", "wanted_in_return": null}},
            "place": "Mersch",
            "quantity": {"value": total, "unit": "piece"},
        })
    }

    /// A proposal of the company: it gives so many from its offer to the association's request.
    fn propose(&self, offer: &str, request: &str, amount: &str) -> Reply {
        let contributions = json!([self.gives(&self.company, Some(offer), Some(request), amount)]);
        self.propose_to(&self.company, &self.association, &contributions)
    }

    fn propose_to(&self, from: &Member, to: &Member, contributions: &Value) -> Reply {
        let body = json!({
            "organization_id": from.organization.to_string(),
            "counterparty_organization_id": to.organization.to_string(),
            "contributions": contributions,
        });
        from.client().post_once("/v1/matches", &key(), &body)
    }

    fn gives(&self, giver: &Member, offer: Option<&str>, request: Option<&str>, amount: &str) -> Value {
        json!({
            "giver_organization_id": giver.organization.to_string(),
            "offer_listing_id": offer,
            "request_listing_id": request,
            "quantity": {"value": amount, "unit": "piece"},
            "description": "Chaises, enlèvement mercredi",
        })
    }

    /// How much of a listing is held, committed and left.
    fn quantities(&self, listing: &str) -> [Value; 3] {
        let reply = self.organizer.client.get(&format!("/v1/listings/{listing}")).expect(200);
        ["held", "committed", "remaining"].map(|name| reply.at(&format!("/quantity/{name}")).clone())
    }

    /// The match or agreement, as this member reads it.
    fn read(&self, member: &Member, path: &str) -> Reply {
        member.client().get(path).expect(200)
    }
}

/// Changes something, from the state that the tag names.
fn act(client: &Client, method: &str, path: &str, etag: &str, body: &Value) -> Reply {
    client.request(method, path).if_match(etag).header("idempotency-key", &key()).json(body).send()
}

/// A new idempotency key.
fn key() -> String {
    static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    format!("key-{}", NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
}

/// The names of the actions that the reply says can be done now.
fn open_actions(reply: &Reply) -> Vec<String> {
    let actions = reply.at("/actions").as_array().cloned().unwrap_or_default();
    let open =
        actions.iter().filter(|action| action["disabled_reasons"].as_array().is_some_and(Vec::is_empty));
    open.filter_map(|action| action["name"].as_str().map(str::to_owned)).collect()
}
