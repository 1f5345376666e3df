//! Matches and their terms.

mod page;
mod row;
mod terms;
mod write;

pub(crate) use page::{find, overdue, page, proposed_citing, taken_pairs};
pub(crate) use terms::{history, standing_terms, taken_references, terms, with_ids};
pub(crate) use write::{insert, insert_terms, move_contributions, save};
