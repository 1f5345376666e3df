//! PostgreSQL: the shared sources, compiled against its dialect, and its pool.

pub(crate) mod dialect;
pub(crate) mod engine;
pub(crate) mod fulltext;
#[path = "../queries/mod.rs"]
pub(crate) mod queries;
#[path = "../schema.rs"]
pub(crate) mod schema;
#[path = "../values.rs"]
pub(crate) mod values;
