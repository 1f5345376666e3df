//! Listings.

mod page;
mod row;
mod write;

pub(crate) use page::{by_reference, count_open, find, overdue, page};
pub(crate) use write::{insert, lock, move_claim, save};
