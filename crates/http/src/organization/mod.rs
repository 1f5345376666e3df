//! Organizations: founded and described by those who speak for them, let onto the bourse by staff.

mod accreditations;
mod appeals;
mod body;
mod form;
mod history;
mod invitations;
mod list;
mod members;
mod merge;
mod read;
mod standing;
mod write;

pub(crate) use body::OrganizationKind;

use crate::routes::{Operation, operation};

/// The operations of this noun.
pub(crate) fn operations() -> Vec<Operation> {
    vec![
        operation!(Visitor list::list_organizations, StaffOnly),
        operation!(Person write::create_organization),
        operation!(Visitor read::get_organization, OrganizationMerged),
        operation!(Coordinator write::update_organization, InvalidTransition, StaffOnly),
        operation!(Member members::list_members),
        operation!(Member members::get_member),
        operation!(Coordinator invitations::create_invitation, OwnerOnly, LastOwner),
        operation!(Coordinator invitations::list_invitations),
        operation!(Coordinator invitations::get_invitation),
        operation!(Coordinator invitations::revoke_invitation, OwnerOnly, InvalidTransition),
        operation!(Person invitations::accept_invitation, InvitationInvalid),
        operation!(Member members::update_member, LastOwner, OwnerOnly, RepresentativeOnly),
        operation!(Member members::remove_member, LastOwner, OwnerOnly, RepresentativeOnly),
        operation!(Staff merge::list_organization_duplicates),
        operation!(Staff merge::merge_organization, MergeBlocked, SameOrganization, InvalidTransition, AppealOpen, PhotoRoomExceeded),
        operation!(Member history::get_standing_history, OwnerOnly),
        operation!(Visitor accreditations::list_accreditations),
        operation!(Visitor accreditations::get_accreditation),
        operation!(Staff accreditations::create_accreditation),
        operation!(Staff accreditations::withdraw_accreditation, InvalidTransition),
        operation!(Member appeals::create_appeal, OwnerOnly, InvalidTransition, AppealOpen),
        operation!(Member appeals::list_appeals, OwnerOnly),
        operation!(Member appeals::get_appeal, OwnerOnly),
        operation!(Staff appeals::decide_appeal, InvalidTransition, ReasonRequired),
        operation!(Staff standing::verify_organization, InvalidTransition),
        operation!(Staff standing::reject_organization, InvalidTransition, ReasonRequired),
        operation!(Staff standing::suspend_organization, InvalidTransition, ReasonRequired, ExpiryInPast),
        operation!(Staff standing::reinstate_organization, InvalidTransition),
    ]
}
