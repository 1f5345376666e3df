//! What is done: one function for each use case, and the only crate that begins a command.
//!
//! A command runs in one [`Ctx::command`]: it loads the caller's rights and the facts, lets the domain
//! decide, and writes what was decided with its audit entry, its outbox event and, where one was sent,
//! its idempotency record, all in one transaction. Everything here is synchronous.
//!
//! This crate must not know: HTTP, actix, diesel, where the clock or the ids come from.

pub mod account;
pub mod agreement;
pub mod cleanup;
mod ctx;
pub mod demo;
mod error;
pub mod export;
pub mod factor;
pub mod import;
pub mod job;
pub mod listing;
pub mod mail;
pub mod matching;
pub mod moderation;
pub mod objects;
mod once;
pub mod organization;
mod page;
pub mod participation;
mod party;
pub mod password;
pub mod person;
pub mod photo;
pub mod phrase;
pub mod privacy;
mod seal;
pub mod search;
pub mod secret;
mod security;
pub mod session;
pub mod signing_key;
pub mod suspension;
pub mod throttle;
pub mod week;

pub use ctx::{Caller, Clock, Ctx, Entropy};
pub use error::{Error, Noun};
pub use once::{Answer, Done, Once};
pub use page::Page;
pub use security::{Security, StaffMfa};
