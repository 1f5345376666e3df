//! What is stored, and the only crate that knows diesel.
//!
//! [`Store`] is a database chosen by its URL, SQLite or PostgreSQL. A command runs in one
//! [`Store::write`], with a [`Tx`] whose methods guard every write; a question runs in
//! [`Store::read`], with a [`Reader`]. The queries are one set of source files, compiled once for each
//! engine against its dialect (`docs/adr/0002-two-databases-one-source.md`); the methods here only choose
//! the engine.
//!
//! This crate must not know: HTTP, JSON bodies, passwords in clear, what a command means.

#![expect(clippy::duplicate_mod, reason = "the queries are compiled once for each engine, on purpose")]

mod account;
mod accreditation;
mod agreement;
mod appeal;
mod audit;
mod bulk;
mod cleanup;
mod constraint;
mod error;
mod factor;
mod idempotency;
mod import;
mod invariants;
mod invitation;
mod job;
mod listing;
mod matching;
mod merge;
mod migration;
mod moderation;
mod organization;
mod participation;
mod party;
mod person;
mod pg;
mod photo;
mod privacy;
#[cfg(feature = "sabotage")]
mod sabotage;
mod search;
mod secret;
mod session;
mod signing_key;
mod sqlite;
mod standing;
mod store;
mod suspension;
mod throttle;
mod transfer;
mod tx;
mod url;
mod week;

pub use self::search::Subject;
pub use bulk::{Lived, Step};
pub use constraint::Constraint;
pub use error::{CommandError, StoreError};
pub use idempotency::KeyRecord;
pub use import::{ImportRow, ImportSheet, ImportStatus, ImportUpload};
pub use invariants::{Finding, MOST_ROWS};
pub use listing::{ClaimMove, Found, ListingFilter, ListingPosition, ListingSort, Shelf, SortColumn};
pub use matching::DealFilter;
pub use merge::Belongings;
pub use moderation::{CaseCounts, CaseFilter, CasePosition, ClaimFilter, HistoryEntry, HistoryPosition};
pub use organization::{Member, Membership, OrganizationFilter, OrganizationFound, OrganizationOrder};
pub use privacy::{DataExport, Held, HeldContact, HeldSession};
#[cfg(feature = "sabotage")]
pub use sabotage::statements;
pub use standing::StandingChange;
pub use store::Store;
pub use transfer::{Called, Scope};
pub use tx::{Reader, Tx};
pub use url::{DatabaseUrl, DatabaseUrlError};
pub use week::WeekCursor;
