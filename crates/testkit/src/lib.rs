//! For tests only: what a test needs around the code under test.
//!
//! Nothing here is shipped, and no shipped crate may depend on it outside of `dev-dependencies`. A test
//! helper that cannot do its work stops the test with a sentence that says what to do, so helpers panic
//! where shipped code would return an error.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a helper that fails must fail its test, at once and with a sentence"
)]

pub mod postgres;
#[cfg(feature = "service")]
mod service;

#[cfg(feature = "service")]
pub use service::{
    Client, CountedIds, Engine, Exchange, FixedClock, Login, Mail, Member, Options, PASSWORD, Reply, START,
    Server, TestApp,
};
