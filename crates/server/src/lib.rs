//! The service: configuration, wiring, background jobs and the command line.

pub mod config;
