//! Where the races are run: a week, an association that posts, and a company for each client.

use std::sync::atomic::{AtomicU32, Ordering};

use domain::organization::OrganizationKind;
use domain::policy::StaffRole;
use domain::week::Phase;
use serde_json::{Value, json};
use testkit::{Client, Login, Member, Reply, TestApp};

use super::hammer::CLIENTS;

/// An exchange week with its racers.
pub(super) struct Ground<'a> {
    /// The service that shares its database with whatever the clients speak to.
    pub(super) app: &'a TestApp,
    week: String,
    /// Who posts what the others want.
    pub(super) poster: Racer,
    /// Who wants it; each has a lane of its own.
    pub(super) racers: Vec<Racer>,
}

/// An organization, whose owner can be at work in every lane at once.
pub(super) struct Racer {
    organization: String,
    lanes: Vec<Client>,
}

impl Racer {
    /// A client of the owner.
    pub(super) fn lane(&self, lane: usize) -> &Client {
        &self.lanes[lane]
    }
}

impl<'a> Ground<'a> {
    /// Makes everybody. `client` says how a login speaks in a lane.
    pub(super) fn open(app: &'a TestApp, client: impl Fn(&Login, usize) -> Client) -> Self {
        let organizer = app.staff(StaffRole::Organizer, "ana");
        let week = app.week_with(&organizer, "2026", Phase::Registration, |raw| {
            raw.settings.listings_per_organization = Some(1000);
        });
        let member = |kind, reference: &str| {
            let member = app.organization(kind, reference);
            app.admit(&organizer, week.id, &member);
            member
        };
        let racer = |member: &Member, lanes: std::ops::Range<usize>| Racer {
            organization: member.organization.to_string(),
            lanes: lanes.map(|lane| client(&member.owner, lane)).collect(),
        };
        let poster = racer(&member(OrganizationKind::Association, "A01"), 0..CLIENTS);
        let racers = (0..CLIENTS)
            .map(|n| racer(&member(OrganizationKind::Company, &format!("C{n:02}")), n..n + CLIENTS))
            .collect();
        let week = app.move_week(&organizer, week, Phase::Matching);
        Self { app, week: week.id.to_string(), poster, racers }
    }

    /// What a racer posts to have a listing.
    pub(super) fn listing(&self, racer: &Racer, direction: &str, total: Option<&str>) -> Value {
        json!({
            "organization_id": racer.organization,
            "exchange_week_id": self.week,
            "direction": direction,
            "details": {"type": "goods", "condition": "good"},
            "category": "furniture",
            "original_language": "fr",
            "texts": {"fr": {"title": "Chaises pliantes"}},
            "place": "remote",
            "quantity": {"value": total, "unit": "piece"},
        })
    }

    /// A listing of a racer that is shown; its id and its entity tag.
    pub(super) fn publish(&self, racer: &Racer, direction: &str, total: Option<&str>) -> (String, String) {
        let body = self.listing(racer, direction, total);
        let draft = racer.lane(0).post_once("/v1/listings", &key(), &body).expect(201);
        let id = draft.text_at("/id").to_owned();
        let path = format!("/v1/listings/{id}/publication");
        let shown = racer.lane(0).request("PUT", &path).if_match(draft.etag()).json(&json!({})).send();
        (id, shown.expect(200).etag().to_owned())
    }

    /// What a racer asks of the poster: one of each of these offers, for its own request where one is given.
    pub(super) fn proposal(&self, racer: &Racer, offers: &[&str], request: Option<&str>) -> Value {
        let contribution = |offer: &&str| {
            json!({
                "giver_organization_id": self.poster.organization,
                "offer_listing_id": offer,
                "request_listing_id": request,
                "quantity": {"value": "1", "unit": "piece"},
                "description": "Une chaise",
            })
        };
        json!({
            "organization_id": racer.organization,
            "counterparty_organization_id": self.poster.organization,
            "contributions": offers.iter().map(contribution).collect::<Vec<_>>(),
        })
    }

    /// The racer of a lane proposes to take one of each of these offers.
    pub(super) fn propose(&self, lane: usize, offers: &[&str]) -> Reply {
        let racer = &self.racers[lane];
        racer.lane(0).post_once("/v1/matches", &key(), &self.proposal(racer, offers, None))
    }

    /// A new offer of one piece that the first racer asks for; the offer, and the match.
    pub(super) fn proposed(&self) -> (String, Reply) {
        let (offer, _) = self.publish(&self.poster, "offer", Some("1"));
        let match_ = self.propose(0, &[&offer]).expect(201);
        (offer, match_)
    }

    /// The same, accepted by the poster; the offer, and the agreement.
    pub(super) fn agreed(&self) -> (String, Reply) {
        let (offer, match_) = self.proposed();
        let accepted = answer(self.poster.lane(0), &match_, "acceptances", match_.etag()).expect(200);
        let agreement = self.read(&format!("/v1/agreements/{}", accepted.text_at("/agreement_id")));
        (offer, agreement)
    }

    /// Something as the poster reads it.
    pub(super) fn read(&self, path: &str) -> Reply {
        self.poster.lane(0).get(path).expect(200)
    }

    /// How much of an offer is held, committed and left.
    pub(super) fn quantities(&self, offer: &str) -> [String; 3] {
        let listing = self.read(&format!("/v1/listings/{offer}"));
        ["held", "committed", "remaining"]
            .map(|name| listing.text_at(&format!("/quantity/{name}")).to_owned())
    }
}

/// Answers a match.
pub(super) fn answer(client: &Client, match_: &Reply, how: &str, etag: &str) -> Reply {
    let path = format!("/v1/matches/{}/{how}", match_.text_at("/id"));
    let request = client.request("POST", &path).if_match(etag);
    if how == "rejections" { request.json(&json!({})).send() } else { request.send() }
}

/// Confirms an agreement, as it was at this tag.
pub(super) fn confirm(client: &Client, agreement: &Reply, etag: &str) -> Reply {
    let path = format!("/v1/agreements/{}/confirmations", agreement.text_at("/id"));
    let body = json!({"terms_revision": 1});
    client.request("POST", &path).if_match(etag).header("idempotency-key", &key()).json(&body).send()
}

/// A new idempotency key.
pub(super) fn key() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("race-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
