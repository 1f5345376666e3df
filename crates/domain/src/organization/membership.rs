//! Who belongs to an organization: places are given, changed and taken away, and an owner always remains.

use jiff::Timestamp;

use super::Event;
use crate::id::{OrganizationId, PersonId, Revision};
use crate::policy::{Keeper, MembershipRole};
use crate::refusal::{Refusal, Refusals};

/// The place of a person in an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
    /// In which organization.
    pub organization: OrganizationId,
    /// Who.
    pub person: PersonId,
    /// As what.
    pub role: MembershipRole,
    /// Since when.
    pub since: Timestamp,
    /// How often it changed.
    pub revision: Revision,
}

impl Membership {
    /// What is against this place, or `None`, for the person, whoever decides: an organization that has
    /// owners keeps one. `owners` is how many it has, this person included.
    pub fn leaves_an_owner(&self, to: Option<MembershipRole>, owners: u64) -> Result<(), Refusals> {
        let gives_up = self.role == MembershipRole::Owner && to != Some(MembershipRole::Owner);
        if gives_up && owners <= 1 { Err(Refusal::LastOwner.into()) } else { Ok(()) }
    }

    /// Whether the person may have this place from now on, or `None`, and what would happen.
    pub fn decide(&self, _: Keeper, to: Option<MembershipRole>, owners: u64) -> Result<Event, Refusals> {
        self.leaves_an_owner(to, owners)?;
        Ok(to.map_or(Event::MemberRemoved(self.person), |role| Event::MemberRoleChanged(self.person, role)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{ASSOCIATION, now, owner};

    #[test]
    fn an_owner_remains() {
        use MembershipRole::{Coordinator, Owner, Volunteer};
        let actor = owner(ASSOCIATION);
        let check = |role, to, owners, expected: &str| {
            let (organization, person) = (ASSOCIATION, actor.person);
            let membership =
                Membership { organization, person, role, since: now(), revision: Revision::FIRST };
            let keeper = actor.keeper(organization, Some((person, role)), to).unwrap();
            let found = membership.decide(keeper, to, owners);
            let found = found.map_or_else(|refusals| refusals.to_string(), |event| event.action().to_owned());
            assert_eq!(found, expected, "{role:?} to {to:?} of {owners}");
        };
        check(Owner, Some(Coordinator), 1, "last-owner");
        check(Owner, Some(Volunteer), 1, "last-owner");
        check(Owner, None, 1, "last-owner");
        check(Owner, Some(Owner), 1, "organization.member_role_changed");
        check(Owner, Some(Volunteer), 2, "organization.member_role_changed");
        check(Owner, None, 2, "organization.member_removed");
        check(Coordinator, None, 0, "organization.member_removed");
        check(Volunteer, Some(Owner), 0, "organization.member_role_changed");
        check(Coordinator, Some(Volunteer), 1, "organization.member_role_changed");
    }
}
