//! Calls about the people and the standing of organizations.

use domain::id::PersonId;
use domain::person::{Person, PersonDraft};
use domain::policy::MembershipRole;
use serde_json::json;
use testkit::Member;

use super::world::{join, write};
use super::{Call, Principal, World};

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
