//! Listings.

mod filtered;
mod fixed;
mod page;
pub(crate) mod row;
mod shelves;
mod write;

pub(crate) use fixed::OPEN;
pub(crate) use page::{
    by_reference, count_open, count_open_of, find, of_closed_weeks, overdue, page, without_case,
};
pub(crate) use shelves::shelves;
#[cfg(feature = "sabotage")]
pub(crate) use write::look;
pub(crate) use write::{insert, lock, move_claim, save};
