//! Good calls of moderation.

use serde_json::{Value, json};
use testkit::Member;

use super::{Call, Principal, World};

impl World<'_> {
    /// Whether the operation of this name is one of moderation.
    pub(super) fn is_moderation(name: &str) -> bool {
        name.contains("moderation")
            || name.contains("report")
            || ["get_listing_history", "delete_pending_change"].contains(&name)
    }

    /// A good call of an operation of moderation.
    pub(super) fn moderation_call(&self, name: &str, whose: &Member) -> Call {
        let plain = Call::plain;
        let on_case = |id: String| {
            let read = format!("/v1/moderation/cases/{id}");
            plain(Principal::Broker).with("case_id", id).from(read)
        };
        let grounds = json!({"reason": "misleading", "note": "These are not chairs."});
        match name {
            "list_moderation_cases" => {
                let case = self.waiting_case(whose);
                plain(Principal::Broker)
                    .query(format!("organization_id={}&limit=100", whose.organization))
                    .shows(case)
            }
            "get_moderation_counts" => plain(Principal::Broker),
            "get_moderation_case" | "claim_moderation_case" => on_case(self.waiting_case(whose)),
            "release_moderation_case" => self.claimed_call(whose),
            "decide_moderation_case" => {
                let id = self.waiting_case(whose);
                let body = self.approval(&id);
                on_case(id).body(body)
            }
            "list_moderation_reasons" => plain(Principal::Nobody),
            "list_abuse_reports" => {
                let path = format!("/v1/listings/{}/reports", self.publish(whose, &self.live, "offer"));
                self.organizer.client.post_once(&path, &super::key(), &grounds).expect(201);
                plain(Principal::Volunteer)
            }
            "report_listing" => plain(Principal::Volunteer)
                .with("listing_id", self.publish(whose, &self.live, "offer"))
                .body(grounds),
            "report_organization" => {
                self.answer_reports_on(whose);
                plain(Principal::Volunteer)
                    .with("organization_id", whose.organization.to_string())
                    .body(grounds)
            }
            "get_abuse_report" => {
                let listing = self.publish(whose, &self.live, "offer");
                let volunteer = self.client(Principal::Volunteer);
                let path = format!("/v1/listings/{listing}/reports");
                let made = volunteer.post_once(&path, &super::key(), &grounds).expect(201);
                plain(Principal::Volunteer).with("abuse_report_id", made.text_at("/id"))
            }
            "get_listing_history" => {
                let id = self.publish(whose, &self.live, "offer");
                let path = format!("/v1/listings/{id}");
                self.act(whose.client(), "PATCH", &path, "", &json!({"place": "wiltz"})).expect(200);
                plain(Principal::Owner).with("listing_id", id)
            }
            "delete_pending_change" => {
                let id = self.change_waiting(whose);
                let read = format!("/v1/listings/{id}");
                plain(Principal::Owner).with("listing_id", id).from(read)
            }
            name => panic!("no call of {name}"),
        }
    }

    /// A case about a fresh submitted listing.
    fn waiting_case(&self, whose: &Member) -> String {
        let listing = self.publish(whose, &self.moderated, "offer");
        self.case_about(&format!("listing_id={listing}"))
    }

    /// The open case that the queue has under this filter.
    fn case_about(&self, filter: &str) -> String {
        let queue = self.organizer.client.get(&format!("/v1/moderation/cases?{filter}")).expect(200);
        queue.text_at("/items/0/id").to_owned()
    }

    /// Both members of staff may let go of a case: the one who calls has taken it.
    fn claimed_call(&self, whose: &Member) -> Call {
        let id = self.waiting_case(whose);
        let path = format!("/v1/moderation/cases/{id}/claim");
        let broker = self.client(Principal::Broker);
        broker.request("PUT", &path).send().expect(200);
        Call::plain(Principal::Broker).with("case_id", id)
    }

    fn approval(&self, case: &str) -> Value {
        let case = self.organizer.client.get(&format!("/v1/moderation/cases/{case}")).expect(200);
        json!({"decision": "approve", "subject_revision": case.at("/subject_revision")})
    }

    /// Answers what is open about an organization, so that it can be reported again by the same people.
    fn answer_reports_on(&self, whose: &Member) {
        let organizer = &self.organizer.client;
        let path =
            format!("/v1/moderation/cases?organization_id={}&kind=report&limit=100", whose.organization);
        let open = organizer.get(&path).expect(200);
        for case in open.at("/items").as_array().unwrap().iter().filter(|case| case["listing_id"].is_null()) {
            let path = format!("/v1/moderation/cases/{}", case["id"].as_str().unwrap());
            let body = json!({"decision": "dismiss", "subject_revision": case["subject_revision"]});
            self.act(organizer, "POST", &path, "/decisions", &body).expect(200);
        }
    }

    /// A shown listing of a week that moderates, with a change that waits.
    fn change_waiting(&self, whose: &Member) -> String {
        let id = self.publish(whose, &self.moderated, "offer");
        let path = format!("/v1/listings/{id}");
        self.act(&self.organizer.client, "PUT", &path, "/approval", &Value::Null).expect(200);
        let change = json!({"category": "food"});
        self.act(whose.client(), "PATCH", &path, "", &change).expect(200);
        id
    }
}
