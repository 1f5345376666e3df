//! SQLite: the shared sources, compiled against its dialect, its readers and its one writer.

pub(crate) mod dialect;
pub(crate) mod engine;
pub(crate) mod fulltext;
#[path = "../queries/mod.rs"]
pub(crate) mod queries;
#[path = "../schema.rs"]
pub(crate) mod schema;
#[path = "../values.rs"]
pub(crate) mod values;
mod writer;
