//! Invitations: a place in an organization, offered to the owner of an e-mail address.
//!
//! The mail holds a secret; whoever shows it with the account of that address gets the place, once, within
//! three days, and only while whoever offered it could still do so.

use jiff::{SignedDuration, Timestamp};

use super::Email;
use crate::action::Action;
use crate::audit::{Change, Detail, Subject};
use crate::id::{InvitationId, OrganizationId, PersonId, Revision};
use crate::policy::{Actor, Keeper, MembershipRole};
use crate::refusal::{Refusal, Refusals};

/// How far an invitation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitationState {
    /// It waits.
    Pending,
    /// It was accepted.
    Accepted {
        /// When.
        at: Timestamp,
        /// By whom.
        by: PersonId,
    },
    /// It was taken back.
    Revoked {
        /// When.
        at: Timestamp,
        /// By whom.
        by: PersonId,
    },
}

impl InvitationState {
    /// The name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted { .. } => "accepted",
            Self::Revoked { .. } => "revoked",
        }
    }
}

/// A place in an organization, offered to the owner of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Its identifier.
    pub id: InvitationId,
    /// In which organization.
    pub organization: OrganizationId,
    /// To whom: in lower case, as accounts have it.
    pub email: Email,
    /// Which place.
    pub role: MembershipRole,
    /// SHA-256 of the secret in the mail.
    pub code_hash: [u8; 32],
    /// By whom.
    pub invited_by: PersonId,
    /// When.
    pub created_at: Timestamp,
    /// Until when it can be accepted.
    pub expires_at: Timestamp,
    /// How far it has come.
    pub state: InvitationState,
    /// How often it changed.
    pub revision: Revision,
}

impl Invitation {
    /// How long it can be accepted.
    pub const LIFETIME: SignedDuration = SignedDuration::from_hours(72);

    /// Offers a place.
    pub fn offer(
        id: InvitationId,
        by: Keeper,
        email: &Email,
        role: MembershipRole,
        code_hash: [u8; 32],
        now: Timestamp,
    ) -> (Self, Change) {
        let made = Self {
            id,
            organization: by.organization(),
            email: Email::from_stored(email.key()),
            role,
            code_hash,
            invited_by: by.person(),
            created_at: now,
            expires_at: now + Self::LIFETIME,
            state: InvitationState::Pending,
            revision: Revision::FIRST,
        };
        let change = made.change("invitation.made");
        (made, change)
    }

    /// Whether it can be accepted now.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.state == InvitationState::Pending && now < self.expires_at
    }

    /// Takes the place. One answer for all that is against it: the secret is not for guessing at reasons.
    pub fn accept(
        self,
        person: PersonId,
        address: &Email,
        inviter: Option<&Actor>,
        now: Timestamp,
    ) -> Result<(Self, Change), Refusals> {
        let entitled =
            inviter.is_some_and(|inviter| inviter.keeper(self.organization, None, Some(self.role)).is_ok());
        if !self.is_open(now) || address.key() != self.email.key() || !entitled {
            return Err(Refusal::InvitationInvalid.into());
        }
        let state = InvitationState::Accepted { at: now, by: person };
        let after = Self { state, revision: self.revision.next(), ..self };
        let change = after.change("invitation.accepted");
        Ok((after, change))
    }

    /// Takes it back while it waits.
    pub fn revoke(self, by: Keeper, now: Timestamp) -> Result<(Self, Change), Refusals> {
        if !self.is_open(now) {
            let (current_status, allowed_actions) = (self.status_at(now), Vec::new());
            return Err(Refusal::InvalidTransition { current_status, allowed_actions }.into());
        }
        let state = InvitationState::Revoked { at: now, by: by.person() };
        let after = Self { state, revision: self.revision.next(), ..self };
        let change = after.change("invitation.revoked");
        Ok((after, change))
    }

    /// The name of its state now, as sent.
    pub fn status_at(&self, now: Timestamp) -> &'static str {
        match self.state {
            InvitationState::Pending if now >= self.expires_at => "expired",
            state => state.code(),
        }
    }

    /// What the actor has the right to do, with what is against it now.
    pub fn actions(&self, actor: &Actor, now: Timestamp) -> Vec<Action> {
        let keeper = actor.keeper(self.organization, None, Some(self.role));
        keeper.map(|by| vec![Action::of("revoke", self.clone().revoke(by, now))]).unwrap_or_default()
    }

    fn change(&self, action: &'static str) -> Change {
        Change::new(Subject::Invitation(self.id), self.revision, action)
            .with("organization_id", Detail::Id(self.organization.uuid()))
            .with("role", Detail::Code(self.role.code().to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{ASSOCIATION, Counted, minutes, now, owner};
    use crate::policy::StaffRole;

    fn invitation(role: MembershipRole) -> Invitation {
        let inviter = owner(ASSOCIATION);
        let keeper = inviter.keeper(ASSOCIATION, None, Some(role)).unwrap();
        let email = Email::parse("Ana@Ponte.example").unwrap();
        Invitation::offer(InvitationId::next(&Counted::new()), keeper, &email, role, [7; 32], now()).0
    }

    #[test]
    fn it_is_accepted_once_by_whom_it_is_for() {
        let inviter = owner(ASSOCIATION);
        let demoted =
            Actor { memberships: vec![(ASSOCIATION, MembershipRole::Coordinator)], ..inviter.clone() };
        let staff = Actor { memberships: Vec::new(), staff_role: Some(StaffRole::Broker), ..inviter.clone() };
        let check = |address: &str, inviter: Option<&Actor>, at: Timestamp, expected: &str| {
            let address = Email::parse(address).unwrap();
            let found = invitation(MembershipRole::Coordinator).accept(
                inviter.unwrap_or(&demoted).person,
                &address,
                inviter,
                at,
            );
            let found =
                found.map_or_else(|refusals| refusals.to_string(), |(_, change)| change.action.to_owned());
            assert_eq!(found, expected, "{address:?} at {at}");
        };
        let (yes, no) = ("invitation.accepted", "invitation-invalid");
        check("ana@ponte.example", Some(&inviter), now(), yes);
        check("ana@ponte.example", Some(&staff), now(), yes);
        check("ana@ponte.example", Some(&inviter), minutes(72 * 60 - 1), yes);
        check("ana@ponte.example", Some(&inviter), minutes(72 * 60), no);
        check("anna@ponte.example", Some(&inviter), now(), no);
        check("ana@ponte.example", Some(&demoted), now(), no);
        check("ana@ponte.example", None, now(), no);
        let (accepted, _) = invitation(MembershipRole::Volunteer)
            .accept(inviter.person, &Email::parse("ana@ponte.example").unwrap(), Some(&inviter), now())
            .unwrap();
        let again = accepted.accept(
            inviter.person,
            &Email::parse("ana@ponte.example").unwrap(),
            Some(&inviter),
            now(),
        );
        assert_eq!(again.unwrap_err().to_string(), no);
    }

    #[test]
    fn it_is_taken_back_while_it_waits() {
        let by = owner(ASSOCIATION).keeper(ASSOCIATION, None, Some(MembershipRole::Volunteer)).unwrap();
        let (revoked, change) = invitation(MembershipRole::Volunteer).revoke(by, now()).unwrap();
        assert_eq!((revoked.status_at(now()), change.action), ("revoked", "invitation.revoked"));
        assert!(revoked.revoke(by, now()).is_err());
        assert!(invitation(MembershipRole::Volunteer).revoke(by, minutes(72 * 60)).is_err());
    }
}
