//! Exchange weeks: read by everybody, made and moved by organizers.

mod body;
mod form;
mod read;
mod write;

use crate::routes::{Operation, operation};

/// The operations of this noun.
pub(crate) fn operations() -> Vec<Operation> {
    vec![
        operation!(Visitor read::list_exchange_weeks),
        operation!(Visitor read::get_exchange_week),
        operation!(Staff write::create_exchange_week, ReferenceTaken),
        operation!(Staff write::update_exchange_week, ReferenceTaken, PhaseForbids),
        operation!(Staff write::move_exchange_week, PhaseStepInvalid, ReasonRequired),
    ]
}
