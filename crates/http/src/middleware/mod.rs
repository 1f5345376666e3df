//! What every request passes: it is named, measured, traced, and its answer is made safe to show.

mod cors;
mod harden;
mod identify;
mod measure;
mod tag;
mod trace;

pub(crate) use cors::cors;
pub(crate) use harden::{PageSecurity, harden};
pub(crate) use identify::{RequestId, identify};
pub(crate) use measure::measure;
pub(crate) use tag::tag_encoding;
pub(crate) use trace::Trace;
