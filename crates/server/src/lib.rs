//! The service: configuration, wiring, background jobs and the command line.
//!
//! Everything is put together here and nowhere else. The tests start the same [`Service`] that
//! `partact serve` starts, with a clock of their own.

pub mod cli;
pub mod config;
pub mod failure;
pub mod jobs;
mod logging;
mod mail;
pub mod metrics;
mod service;
mod signals;
pub mod surroundings;

pub use service::Service;
