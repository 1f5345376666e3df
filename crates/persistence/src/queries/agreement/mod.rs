//! Agreements.

mod page;
mod row;
mod write;

pub(crate) use page::{find, of_matches, overdue, page, to_export};
pub(crate) use write::{insert, insert_confirmation, next_in, save};
