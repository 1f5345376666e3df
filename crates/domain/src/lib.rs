//! What is true on the bourse: values, aggregates, lifecycles, refusals and policy.
//!
//! This crate decides and never acts. It knows no database, no HTTP, no serialization, no clock and
//! no randomness: the time and new ids come in as arguments, and what it decides goes out as values.
//! One noun is one module, and the other crates use the same names for their side of the noun.

pub mod account;
pub mod action;
pub mod agreement;
pub mod audit;
pub mod factor;
pub mod fault;
#[cfg(test)]
mod fixture;
pub mod id;
pub mod job;
pub mod listing;
pub mod matching;
pub mod moderation;
pub mod organization;
pub mod participation;
pub mod party;
pub mod person;
pub mod photo;
pub mod place;
pub mod policy;
pub mod quantity;
pub mod reference;
pub mod refusal;
pub mod session;
pub mod signing_key;
pub mod suspension;
pub mod text;
pub mod throttle;
pub mod vocabulary;
pub mod week;
#[cfg(test)]
mod world;
