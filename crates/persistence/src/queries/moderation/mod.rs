//! Cases of moderation, reports of abuse, and the history that they leave.

mod history;
mod page;
mod report;
mod row;
mod write;

pub(crate) use history::history;
pub(crate) use page::{counts, find, open_of, page};
pub(crate) use report::{count_reports_since, find_report, insert_report, reports_by, reports_of};
pub(crate) use write::{insert, lock, lock_open, save};
