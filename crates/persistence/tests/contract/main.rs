//! The contract of the store: one suite, run on both databases, each test on a database of its own.
//!
//! After every test the shipped invariants are checked, so that each also proves that sums, revisions,
//! audit chain and outbox came out right.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says no by stopping, and so do its helpers"
)]

mod cast;
mod data_map;
mod deals;
mod jobs;
mod kit;
mod nouns;
mod pages;
mod races;
mod schema;
mod writing;
