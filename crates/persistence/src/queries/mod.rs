//! The queries, once for both engines: each file is compiled twice, against the dialect beside it.
//! They return the domain's values, never rows.

pub(crate) mod account;
pub(crate) mod accreditation;
pub(crate) mod agreement;
pub(crate) mod appeal;
pub(crate) mod audit;
pub(crate) mod bulk;
pub(crate) mod cleanup;
pub(crate) mod factor;
pub(crate) mod idempotency;
pub(crate) mod import;
pub(crate) mod invariants;
pub(crate) mod invitation;
pub(crate) mod job;
pub(crate) mod listing;
pub(crate) mod matching;
pub(crate) mod membership;
pub(crate) mod merge;
pub(crate) mod moderation;
pub(crate) mod organization;
pub(crate) mod participation;
pub(crate) mod party;
pub(crate) mod person;
pub(crate) mod photo;
pub(crate) mod privacy;
#[cfg(feature = "sabotage")]
pub(crate) mod sabotage;
pub(crate) mod search;
pub(crate) mod secret;
pub(crate) mod session;
pub(crate) mod signing_key;
pub(crate) mod standing;
pub(crate) mod suspension;
pub(crate) mod throttle;
pub(crate) mod transfer;
pub(crate) mod week;
