//! Exports: everything that an organization or a week has, as sheets.

mod body;
mod export;
mod stream;

use crate::routes::{Operation, operation};

/// The operations of this noun.
pub(crate) fn operations() -> Vec<Operation> {
    vec![operation!(Coordinator export::export_organization), operation!(Staff export::export_exchange_week)]
}
