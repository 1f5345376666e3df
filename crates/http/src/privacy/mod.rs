//! What people may ask for under the GDPR: to correct what is held of them, to have a copy, to be erased.

mod account;
mod export;

use crate::routes::{Operation, operation};

/// The operations of this noun.
pub(crate) fn operations() -> Vec<Operation> {
    vec![
        operation!(Person account::update_me),
        operation!(Person account::delete_me, LastOwner, LoginTooOld),
        operation!(Person export::create_data_export),
        operation!(Person export::get_data_export, NotFound),
    ]
}
