//! Participations: which organizations take part in which exchange week.

mod body;
mod decide;
mod read;
mod request;

use crate::routes::{Operation, operation};

/// The operations of this noun.
pub(crate) fn operations() -> Vec<Operation> {
    vec![
        operation!(Visitor read::list_participations),
        operation!(Visitor read::get_participation),
        operation!(
            Coordinator request::request_participation,
            PhaseForbids, OrganizationNotActive, InvalidTransition
        ),
        operation!(Coordinator request::withdraw_participation, PhaseForbids, InvalidTransition),
        operation!(
            Staff decide::admit_participation,
            PhaseForbids, OrganizationNotActive, InvalidTransition
        ),
        operation!(Staff decide::refuse_participation, InvalidTransition, ReasonRequired),
    ]
}
