//! Who may do what. Deny by default: a right is a value that only this module makes.
//!
//! [`Actor`] holds what the database says about a caller at the moment of the command: the account,
//! its memberships, its staff role. The functions here turn it into a proof, such as
//! [`Representative`], and the decisions of the other modules take the proof as an argument. There is
//! no way to call them without one.

use crate::id::{OrganizationId, PersonId};
use crate::person::Person;
use crate::session::OpenedWith;

/// The place of a person in an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MembershipRole {
    /// Answers for the organization; every active one has at least one.
    Owner,
    /// Posts, proposes and confirms for it.
    Coordinator,
    /// Pledges time; speaks for nobody but themselves.
    Volunteer,
}

impl MembershipRole {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Owner, Self::Coordinator, Self::Volunteer];

    /// The name of the role, as stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Coordinator => "coordinator",
            Self::Volunteer => "volunteer",
        }
    }

    /// The role of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// What a person does for the bourse itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaffRole {
    /// Runs the week: phases, verification, moderation, ratification.
    Organizer,
    /// Helps the parties; ratifies.
    Broker,
}

impl StaffRole {
    /// Every role.
    pub const ALL: [Self; 2] = [Self::Organizer, Self::Broker];

    /// The name of the role, as stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Organizer => "organizer",
            Self::Broker => "broker",
        }
    }

    /// The role of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// A caller, as the database knows them now. Loading one is the only way to have one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub person: PersonId,
    /// What they do for the bourse, as far as their login gives the right to it.
    pub staff_role: Option<StaffRole>,
    /// What they do for the bourse where staff need a second factor and the login was opened without one.
    pub withheld_role: Option<StaffRole>,
    /// What their login was opened with.
    pub opened_with: OpenedWith,
    /// Where they belong.
    pub memberships: Vec<(OrganizationId, MembershipRole)>,
}

/// The right is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// Only for those who run the bourse.
    #[error("only for staff")]
    StaffOnly,
    /// Only for organizers.
    #[error("only for organizers")]
    OrganizerOnly,
    /// Only for staff who logged in with a second factor.
    #[error("only with a second factor")]
    SecondFactorNeeded,
    /// Only for owners and coordinators of the organization.
    #[error("only for owners and coordinators of the organization")]
    RepresentativeOnly,
    /// Only for members of the organization.
    #[error("only for members of the organization")]
    MemberOnly,
    /// Not for members of the organization concerned.
    #[error("not for members of the organization concerned")]
    ConflictOfInterest,
    /// Only for owners of the organization.
    #[error("only for owners of the organization")]
    OwnerOnly,
}

impl Denied {
    /// The stable code, as the API gives it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::StaffOnly => "staff-only",
            Self::OrganizerOnly => "organizer-only",
            Self::SecondFactorNeeded => "second-factor-needed",
            Self::RepresentativeOnly => "representative-only",
            Self::MemberOnly => "member-only",
            Self::ConflictOfInterest => "conflict-of-interest",
            Self::OwnerOnly => "owner-only",
        }
    }
}

/// Proof that a person may speak for an organization: owner or coordinator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Representative {
    person: PersonId,
    organization: OrganizationId,
}

impl Representative {
    /// Who speaks.
    pub const fn person(self) -> PersonId {
        self.person
    }

    /// For whom.
    pub const fn organization(self) -> OrganizationId {
        self.organization
    }
}

/// Proof that a person answers for an organization: one of its owners.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    person: PersonId,
    organization: OrganizationId,
}

impl Owner {
    /// Who.
    pub const fn person(self) -> PersonId {
        self.person
    }

    /// Of which organization.
    pub const fn organization(self) -> OrganizationId {
        self.organization
    }
}

/// Proof that a person may give, change or take away a certain place in an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keeper {
    person: PersonId,
    organization: OrganizationId,
}

impl Keeper {
    /// Who decides.
    pub const fn person(self) -> PersonId {
        self.person
    }

    /// Of which organization.
    pub const fn organization(self) -> OrganizationId {
        self.organization
    }
}

/// Proof that a person runs the bourse, as organizer or broker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Staff {
    person: PersonId,
}

impl Staff {
    /// Who.
    pub const fn person(self) -> PersonId {
        self.person
    }
}

/// Proof that a person runs the bourse and belongs to none of those concerned: they may judge what an
/// organization posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moderator {
    person: PersonId,
}

impl Moderator {
    /// Who.
    pub const fn person(self) -> PersonId {
        self.person
    }
}

/// Proof that a person is an organizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Organizer {
    person: PersonId,
}

impl Organizer {
    /// Who.
    pub const fn person(self) -> PersonId {
        self.person
    }
}

impl From<Organizer> for Staff {
    fn from(organizer: Organizer) -> Self {
        Self { person: organizer.person }
    }
}

/// Proof that a person may close and open the account of a certain other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closing {
    by: PersonId,
}

impl Closing {
    /// Who closes it.
    pub const fn by(self) -> PersonId {
        self.by
    }
}

impl Actor {
    /// A caller with all the rights of their account.
    pub const fn new(
        person: PersonId,
        staff_role: Option<StaffRole>,
        memberships: Vec<(OrganizationId, MembershipRole)>,
    ) -> Self {
        Self { person, staff_role, withheld_role: None, opened_with: OpenedWith::Password, memberships }
    }

    /// The same caller in a login that was opened with this.
    #[must_use]
    pub fn opened_with(self, opened_with: OpenedWith) -> Self {
        Self { opened_with, ..self }
    }

    /// The same caller without the rights of staff: their login does not reach for these.
    #[must_use]
    pub fn without_staff_role(self) -> Self {
        let withheld_role = self.staff_role.or(self.withheld_role);
        Self { staff_role: None, withheld_role, ..self }
    }

    /// The right to close and open an account: of staff, and where that is staff's own, of organizers.
    pub fn closing(&self, person: &Person) -> Result<Closing, Denied> {
        let by = self.staff()?.person();
        if person.staff_role.is_some() {
            self.organizer()?;
        }
        Ok(Closing { by })
    }

    /// The right to speak for an organization.
    pub fn representative(&self, organization: OrganizationId) -> Result<Representative, Denied> {
        match self.role_in(organization) {
            Some(MembershipRole::Owner | MembershipRole::Coordinator) => {
                Ok(Representative { person: self.person, organization })
            }
            Some(MembershipRole::Volunteer) | None => Err(Denied::RepresentativeOnly),
        }
    }

    /// The right of an organization's owners.
    pub fn owner(&self, organization: OrganizationId) -> Result<Owner, Denied> {
        match self.role_in(organization) {
            Some(MembershipRole::Owner) => Ok(Owner { person: self.person, organization }),
            Some(MembershipRole::Coordinator | MembershipRole::Volunteer) | None => Err(Denied::OwnerOnly),
        }
    }

    /// The right to turn one place in an organization into another; `None` is no place. Staff and owners
    /// decide on everybody, coordinators on volunteers, and everybody may leave.
    pub fn keeper(
        &self,
        organization: OrganizationId,
        before: Option<(PersonId, MembershipRole)>,
        after: Option<MembershipRole>,
    ) -> Result<Keeper, Denied> {
        let keeper = Keeper { person: self.person, organization };
        let leaves = after.is_none() && before.is_some_and(|(person, _)| person == self.person);
        let low = |role: Option<MembershipRole>| role.is_none_or(|role| role == MembershipRole::Volunteer);
        match self.role_in(organization) {
            _ if self.staff_role.is_some() => Ok(keeper),
            Some(MembershipRole::Owner) => Ok(keeper),
            Some(_) if leaves => Ok(keeper),
            Some(MembershipRole::Coordinator) if low(before.map(|(_, role)| role)) && low(after) => {
                Ok(keeper)
            }
            Some(MembershipRole::Coordinator) => Err(Denied::OwnerOnly),
            Some(MembershipRole::Volunteer) | None => Err(Denied::RepresentativeOnly),
        }
    }

    /// The right to speak for whichever of two organizations the person represents, the first first.
    pub fn representative_of_either(
        &self,
        one: OrganizationId,
        other: OrganizationId,
    ) -> Result<Representative, Denied> {
        self.representative(one).or_else(|_| self.representative(other))
    }

    /// The right of those who run the bourse.
    pub fn staff(&self) -> Result<Staff, Denied> {
        match (self.staff_role, self.withheld_role) {
            (Some(_), _) => Ok(Staff { person: self.person }),
            (None, Some(_)) => Err(Denied::SecondFactorNeeded),
            (None, None) => Err(Denied::StaffOnly),
        }
    }

    /// The right to judge what an organization posts: for staff who do not belong to it.
    pub fn moderator(&self, organization: OrganizationId) -> Result<Moderator, Denied> {
        let staff = self.staff()?;
        match self.role_in(organization) {
            Some(_) => Err(Denied::ConflictOfInterest),
            None => Ok(Moderator { person: staff.person }),
        }
    }

    /// The right of organizers.
    pub fn organizer(&self) -> Result<Organizer, Denied> {
        match (self.staff_role, self.withheld_role) {
            (Some(StaffRole::Organizer), _) => Ok(Organizer { person: self.person }),
            (None, Some(StaffRole::Organizer)) => Err(Denied::SecondFactorNeeded),
            (Some(StaffRole::Broker) | None, _) => Err(Denied::OrganizerOnly),
        }
    }

    /// The person's role in an organization, if they belong to it.
    pub fn role_in(&self, organization: OrganizationId) -> Option<MembershipRole> {
        self.memberships.iter().find(|(id, _)| *id == organization).map(|(_, role)| *role)
    }

    /// What this caller may see.
    pub fn viewer(&self) -> Viewer {
        Viewer {
            staff: self.staff_role.is_some(),
            organizations: self.memberships.iter().map(|(id, _)| *id).collect(),
        }
    }
}

/// What a reader may see. Every query of things that are not public takes one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Viewer {
    staff: bool,
    organizations: Vec<OrganizationId>,
}

impl Viewer {
    /// Somebody who has not logged in.
    pub fn public() -> Self {
        Self::default()
    }

    /// The service itself, when a decision needs facts that its caller need not see. Nothing that is read
    /// so may go out to a caller.
    pub fn service() -> Self {
        Self { staff: true, organizations: Vec::new() }
    }

    /// Whether they run the bourse.
    pub const fn is_staff(&self) -> bool {
        self.staff
    }

    /// The organizations to which they belong.
    pub fn organizations(&self) -> &[OrganizationId] {
        &self.organizations
    }

    /// Whether they belong to this organization.
    pub fn belongs_to(&self, organization: OrganizationId) -> bool {
        self.organizations.contains(&organization)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const HOME: OrganizationId = OrganizationId::new(Uuid::from_u128(1));
    const AWAY: OrganizationId = OrganizationId::new(Uuid::from_u128(2));

    fn check(role: Option<MembershipRole>, staff_role: Option<StaffRole>, expected: [bool; 6]) {
        let memberships = role.map(|role| (HOME, role)).into_iter().collect();
        let actor = Actor::new(PersonId::new(Uuid::from_u128(9)), staff_role, memberships);
        let found = [
            actor.representative(HOME).is_ok(),
            actor.representative(AWAY).is_ok(),
            actor.staff().is_ok(),
            actor.organizer().is_ok(),
            actor.moderator(HOME).is_ok(),
            actor.moderator(AWAY).is_ok(),
        ];
        assert_eq!(found, expected, "{role:?} {staff_role:?}");
    }

    #[test]
    fn places_are_kept_by_those_above() {
        use MembershipRole::{Coordinator, Owner, Volunteer};
        let me = PersonId::new(Uuid::from_u128(9));
        let them = PersonId::new(Uuid::from_u128(8));
        let check =
            |role: Option<MembershipRole>, staff_role, before, after, expected: Result<(), Denied>| {
                let memberships = role.map(|role| (HOME, role)).into_iter().collect();
                let actor = Actor::new(me, staff_role, memberships);
                let found = actor.keeper(HOME, before, after).map(|_| ());
                assert_eq!(found, expected, "{role:?} {staff_role:?}: {before:?} to {after:?}");
            };
        let all = [None, Some(Volunteer), Some(Coordinator), Some(Owner)];
        for (before, after) in all.into_iter().flat_map(|before| all.map(|after| (before, after))) {
            let place = before.map(|role| (them, role));
            check(Some(Owner), None, place, after, Ok(()));
            check(None, Some(StaffRole::Broker), place, after, Ok(()));
            let low = [before, after].iter().all(|role| matches!(role, None | Some(Volunteer)));
            check(Some(Coordinator), None, place, after, if low { Ok(()) } else { Err(Denied::OwnerOnly) });
            check(Some(Volunteer), None, place, after, Err(Denied::RepresentativeOnly));
            check(None, None, place, after, Err(Denied::RepresentativeOnly));
        }
        check(Some(Volunteer), None, Some((me, Volunteer)), None, Ok(()));
        check(Some(Coordinator), None, Some((me, Coordinator)), None, Ok(()));
        check(Some(Coordinator), None, Some((me, Coordinator)), Some(Owner), Err(Denied::OwnerOnly));
        check(Some(Volunteer), None, Some((me, Volunteer)), Some(Owner), Err(Denied::RepresentativeOnly));
    }

    #[test]
    fn rights_follow_role_and_tenancy() {
        use MembershipRole::{Coordinator, Owner, Volunteer};
        use StaffRole::{Broker, Organizer};
        check(None, None, [false, false, false, false, false, false]);
        check(Some(Volunteer), None, [false, false, false, false, false, false]);
        check(Some(Coordinator), None, [true, false, false, false, false, false]);
        check(Some(Owner), None, [true, false, false, false, false, false]);
        check(None, Some(Broker), [false, false, true, false, true, true]);
        check(None, Some(Organizer), [false, false, true, true, true, true]);
        check(Some(Volunteer), Some(Organizer), [false, false, true, true, false, true]);
        check(Some(Owner), Some(Broker), [true, false, true, false, false, true]);
    }

    #[test]
    fn a_login_without_a_second_factor_can_have_less() {
        let person = PersonId::new(Uuid::from_u128(9));
        for (role, staff, organizer) in [
            (None, Denied::StaffOnly, Denied::OrganizerOnly),
            (Some(StaffRole::Broker), Denied::SecondFactorNeeded, Denied::OrganizerOnly),
            (Some(StaffRole::Organizer), Denied::SecondFactorNeeded, Denied::SecondFactorNeeded),
        ] {
            let actor = Actor::new(person, role, Vec::new()).without_staff_role().without_staff_role();
            assert_eq!((actor.staff(), actor.organizer()), (Err(staff), Err(organizer)), "{role:?}");
            assert!(!actor.viewer().is_staff());
        }
    }
}
