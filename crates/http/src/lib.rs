//! How it is asked: routes, DTOs beside their handlers, extractors, problems and the OpenAPI document.
//!
//! A handler extracts, converts, calls one use case of `app` through [`Api::run`], and converts the
//! answer. Operations are registered in [`routes`] together with who may call them; the router, the
//! OpenAPI document and the authorization matrix come from that one table.
//!
//! This crate must not know: diesel, how a store is opened, where the time and new ids come from, rules
//! of the bourse. It decides nothing about the bourse: it asks.

mod account;
mod agreement;
mod api;
mod auth;
mod deal;
mod etag;
mod factor;
mod idempotency;
#[cfg(test)]
mod journey_tests;
mod json;
mod limit;
mod listing;
mod locale;
mod matching;
mod middleware;
mod moderation;
mod openapi;
mod organization;
mod page;
mod participation;
mod photo;
mod privacy;
mod problem;
mod query;
mod reply;
pub mod routes;
#[cfg(test)]
mod service_tests;
mod session;
mod settings;
mod suspension;
mod system;
#[cfg(test)]
mod testing;
mod text;
mod transfer;
mod turns;
mod values;
mod vocabulary;
mod week;

pub use api::{Api, OBJECT_THREADS, app};
pub use auth::{AccessToken, JsonWebKey, JsonWebKeySet, Keys, Tokens};
pub use limit::Limits;
pub use openapi::{document, json as openapi_json};
pub use problem::{Kind as ProblemKind, Problem};
pub use settings::Settings;
