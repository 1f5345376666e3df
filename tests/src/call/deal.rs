//! What is posted, proposed and agreed in the world, each fresh.

use domain::week::ExchangeWeek;
use serde_json::{Value, json};
use testkit::Member;

use super::World;

impl World<'_> {
    /// A listing as its organization would post it.
    pub(super) fn goods(member: &Member, week: &ExchangeWeek, direction: &str) -> Value {
        json!({
            "organization_id": member.organization.to_string(),
            "exchange_week_id": week.id.to_string(),
            "direction": direction,
            "details": {"type": "goods", "condition": "good"},
            "category": "furniture",
            "original_language": "fr",
            "texts": {"fr": {"title": "Chaises pliantes", "description": "Peu usées.", "wanted_in_return": null}},
            "place": "Mersch",
            "quantity": {"value": "6", "unit": "piece"},
        })
    }

    /// A draft, by its id.
    pub(crate) fn draft(member: &Member, week: &ExchangeWeek, direction: &str) -> String {
        let body = Self::goods(member, week, direction);
        let made = member.client().post_once("/v1/listings", &super::key(), &body).expect(201);
        made.text_at("/id").to_owned()
    }

    /// A published listing; where listings are moderated, a submitted one.
    pub(crate) fn publish(&self, member: &Member, week: &ExchangeWeek, direction: &str) -> String {
        let id = Self::draft(member, week, direction);
        let body = json!({"expires_at": null});
        self.act(member.client(), "PUT", &format!("/v1/listings/{id}"), "/publication", &body).expect(200);
        id
    }

    /// What one gives to the other, from listings of their own.
    pub(super) fn contributions(&self, from: &Member, to: &Member, week: &ExchangeWeek) -> Value {
        let offer = self.publish(from, week, "offer");
        let request = self.publish(to, week, "request");
        json!([{
            "giver_organization_id": from.organization.to_string(),
            "offer_listing_id": offer,
            "request_listing_id": request,
            "quantity": {"value": "2", "unit": "piece"},
            "description": "Chaises, enlèvement mercredi",
            "starts_at": null,
            "ends_at": null,
            "value_estimate": null,
        }])
    }

    pub(super) fn proposal_of(&self, from: &Member, to: &Member, week: &ExchangeWeek) -> Value {
        json!({
            "organization_id": from.organization.to_string(),
            "counterparty_organization_id": to.organization.to_string(),
            "message": null,
            "contributions": self.contributions(from, to, week),
        })
    }

    /// A proposed match, by its id.
    pub(crate) fn propose(&self, from: &Member, to: &Member, week: &ExchangeWeek) -> String {
        let body = self.proposal_of(from, to, week);
        let made = from.client().post_once("/v1/matches", &super::key(), &body).expect(201);
        made.text_at("/id").to_owned()
    }

    /// An agreement that waits to be confirmed, by its id. The partner proposed.
    pub(crate) fn agree(&self, member: &Member, week: &ExchangeWeek) -> String {
        let path = format!("/v1/matches/{}", self.propose(&self.partner, member, week));
        let yes = self.act(member.client(), "POST", &path, "/acceptances", &json!({})).expect(200);
        yes.text_at("/agreement_id").to_owned()
    }

    /// An agreement that both have confirmed, by its id.
    pub(crate) fn confirmed(&self, member: &Member, week: &ExchangeWeek) -> String {
        let id = self.agree(member, week);
        for party in [member, &self.partner] {
            let body = json!({"organization_id": null, "terms_revision": 1});
            let path = format!("/v1/agreements/{id}");
            self.act(party.client(), "POST", &path, "/confirmations", &body).expect(200);
        }
        id
    }
}
