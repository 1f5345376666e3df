//! Imports and exports: everything that one owns, as sheets.

mod body;
mod export;
mod import;
mod read;
mod stream;

use crate::routes::{Operation, operation};

/// The operations of this noun.
pub(crate) fn operations() -> Vec<Operation> {
    vec![
        operation!(Coordinator export::export_organization),
        operation!(Staff export::export_exchange_week),
        operation!(Coordinator import::create_import, OrganizerOnly, NotFound),
        operation!(Person read::list_imports),
        operation!(Person read::get_import),
        operation!(Person read::list_import_rows),
        operation!(Person export::export_import_errors),
        operation!(Person read::cancel_import, InvalidTransition),
    ]
}
