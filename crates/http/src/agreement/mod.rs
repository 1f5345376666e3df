//! Agreements: confirmed, ratified, called off, followed up.

mod body;
mod confirm;
mod document;
mod follow_up;
mod list;

use crate::routes::{Operation, operation};

/// The operations of this noun.
pub(crate) fn operations() -> Vec<Operation> {
    vec![
        operation!(Member list::list_agreements, CursorInvalid),
        operation!(Member list::get_agreement),
        operation!(Member document::get_agreement_document),
        operation!(
            Coordinator confirm::confirm_agreement,
            InvalidTransition, ConfirmationOverdue, AlreadyConfirmed, TermsChanged, PhaseForbids,
            OrganizationNotActive, NotParticipating
        ),
        operation!(
            Staff confirm::ratify_agreement,
            InvalidTransition, ConfirmationsMissing, RatificationNotRequired, PhaseForbids,
            OrganizationNotActive, NotParticipating
        ),
        operation!(Coordinator follow_up::cancel_agreement, InvalidTransition, PhaseForbids),
        operation!(Coordinator follow_up::note_first_contact, InvalidTransition, PhaseForbids),
    ]
}
