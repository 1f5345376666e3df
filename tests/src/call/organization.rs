//! Calls about the people and the standing of organizations.

use domain::id::PersonId;
use domain::person::{Person, PersonDraft};
use domain::policy::MembershipRole;
use serde_json::{Value, json};
use testkit::{Login, Member};

use super::world::{join, write};
use super::{Call, Principal, World};

/// What staff say that they looked at.
pub(super) fn evidence() -> Value {
    json!({"evidence": [{"kind": "phone_call", "note": "Spoke to Ana.", "reference": null, "checked_on": "2026-06-01"}]})
}

impl World<'_> {
    pub(super) fn member_call(&self, name: &str, whose: &Member) -> Call {
        let organization = whose.organization.to_string();
        let on = |by, person: PersonId| {
            Call::plain(by)
                .with("organization_id", &organization)
                .with("person_id", person.to_string())
                .from(format!("/v1/organizations/{organization}/members/{person}"))
        };
        match name {
            "list_members" => Call::plain(Principal::Owner)
                .with("organization_id", &organization)
                .shows(whose.owner.person.to_string()),
            "get_member" => on(Principal::Volunteer, whose.owner.person),
            "update_member" => on(Principal::Owner, self.helper(whose)).body(json!({"role": "coordinator"})),
            "remove_member" => on(Principal::Owner, self.helper(whose)),
            name => panic!("no call of {name}"),
        }
    }

    pub(super) fn accreditation_call(&self, name: &str, whose: &Member) -> Call {
        let organization = whose.organization.to_string();
        let path = format!("/v1/organizations/{organization}/accreditations");
        let body = json!({"kind": "sis", "granted_on": "2024-01-01", "valid_until": "2099-12-31", "reference": null});
        if name == "create_accreditation" {
            return Call::plain(Principal::Broker).with("organization_id", &organization).body(body);
        }
        let made = self.organizer.client.post_once(&path, &super::key(), &body).expect(201);
        let id = made.text_at("/id").to_owned();
        if name == "list_accreditations" {
            return Call::plain(Principal::Nobody).with("organization_id", &organization).shows(id);
        }
        let by = if name == "get_accreditation" { Principal::Nobody } else { Principal::Broker };
        let read = format!("{path}/{id}");
        Call::plain(by).with("organization_id", &organization).with("accreditation_id", id).from(read)
    }

    pub(super) fn appeal_call(&self, name: &str, whose: &Member) -> Call {
        let id = self.waiting(whose);
        let path = format!("/v1/organizations/{id}");
        let reason = json!({"reason": "Not of this country."});
        self.act(&self.organizer.client, "PUT", &path, "/rejection", &reason).expect(200);
        let body = json!({"text": "We moved to Mersch."});
        if name == "create_appeal" {
            return Call::plain(Principal::Owner).with("organization_id", id).body(body);
        }
        let made = whose.client().post(&format!("{path}/appeals"), &body).expect(201);
        let appeal = made.text_at("/id").to_owned();
        if name == "list_appeals" {
            return Call::plain(Principal::Owner).with("organization_id", id).shows(appeal);
        }
        let by = if name == "get_appeal" { Principal::Owner } else { Principal::Broker };
        let read = format!("{path}/appeals/{appeal}");
        let call = Call::plain(by).with("organization_id", id).with("appeal_id", appeal).from(read);
        if name == "get_appeal" {
            call
        } else {
            call.body(json!({"outcome": "upheld", "reason": "Seen twice."}))
        }
    }

    pub(super) fn invitation_call(&self, name: &str, whose: &Member) -> Call {
        let organization = whose.organization.to_string();
        let path = format!("/v1/organizations/{organization}/invitations");
        let email = match name {
            "accept_invitation" => self.stranger.owner.email.clone(),
            _ => format!("{}@guests.example", super::key()),
        };
        let body = json!({"email": email, "role": "volunteer"});
        let on = |by| Call::plain(by).with("organization_id", &organization);
        if name == "create_invitation" {
            return on(Principal::Owner).body(body);
        }
        if name == "accept_invitation" {
            self.leave(&self.stranger.owner, whose);
            self.take_back(whose, &email);
        }
        let made = whose.client().post_once(&path, &super::key(), &body).expect(201);
        let id = made.text_at("/id").to_owned();
        let read = format!("{path}/{id}");
        match name {
            "list_invitations" => on(Principal::Owner).shows(id),
            "get_invitation" | "revoke_invitation" => {
                on(Principal::Owner).with("invitation_id", id).from(read)
            }
            "accept_invitation" => {
                let mails = self.app.new_mails(&email);
                let code = mails.last().unwrap().code();
                Call::plain(Principal::Stranger).body(json!({ "token": code }))
            }
            name => panic!("no call of {name}"),
        }
    }

    /// Somebody leaves an organization, if they belong to it.
    fn leave(&self, login: &Login, whose: &Member) {
        let path = format!("/v1/organizations/{}/members/{}", whose.organization, login.person);
        let read = self.organizer.client.get(&path);
        if read.status == 200 {
            self.organizer.client.request("DELETE", &path).if_match(read.etag()).send().expect(204);
        }
    }

    /// Takes the open invitations of an address back.
    fn take_back(&self, whose: &Member, email: &str) {
        let path = format!("/v1/organizations/{}/invitations", whose.organization);
        let list = whose.client().get(&path).expect(200);
        for item in list.at("/items").as_array().unwrap() {
            if item["email"] == email && item["status"] == "pending" {
                let one = format!("{path}/{}", item["id"].as_str().unwrap());
                let etag = self.etag(&one);
                whose.client().request("DELETE", &one).if_match(&etag).send().expect(200);
            }
        }
    }

    pub(super) fn merge_call(name: &str, whose: &Member) -> Call {
        let body = json!({
            "kind": "association", "name": format!("{} asbl", whose.reference), "legal_form": "asbl",
            "commune": "mersch", "languages": ["fr"], "contact_email": format!("info@{}.example", super::key()),
        });
        let made = whose.client().post_once("/v1/organizations", &super::key(), &body).expect(201);
        let duplicate = made.text_at("/id").to_owned();
        if name == "merge_organization" {
            let id = whose.organization.to_string();
            let read = format!("/v1/organizations/{id}");
            let body = json!({ "duplicate_organization_id": duplicate });
            return Call::plain(Principal::Broker).with("organization_id", id).from(read).body(body);
        }
        Call::plain(Principal::Broker).query("limit=100").shows(duplicate)
    }

    /// A new volunteer of an organization, who does not log in.
    fn helper(&self, whose: &Member) -> PersonId {
        let email = format!("{}@helpers.example", super::key());
        let draft = PersonDraft::parse(&email, "Helper", "en").unwrap();
        let person = write(self.app, |tx, now| {
            let (person, change) = Person::new(PersonId::next(tx.ids()), draft.clone(), None, None, now);
            tx.insert_person(&person, &change)?;
            Ok(person.id)
        });
        join(self.app, whose.organization, person, MembershipRole::Volunteer);
        person
    }
}
