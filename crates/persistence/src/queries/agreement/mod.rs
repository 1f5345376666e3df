//! Agreements.

mod page;
mod row;
mod write;

pub(crate) use page::{by_references, find, of_matches, overdue, page, to_export};
pub(crate) use write::{count_from, insert, insert_confirmation, next_in, save};
