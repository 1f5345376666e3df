//! The contract of the store: one suite, run on both databases, each test on a database of its own.
//!
//! After every test the shipped invariants are checked, so that each also proves that sums, revisions,
//! audit chain and outbox came out right.

mod cast;
mod kit;
mod nouns;
mod pages;
mod races;
mod schema;
mod writing;
