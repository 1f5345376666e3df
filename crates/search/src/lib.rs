//! How words are found: what becomes of a text when it is stored, and of a query when it is asked.
//!
//! Both go through the same analysis, so that neither database has to know a language. A text is cut into
//! [`words`], each folded to small letters without accents; the index holds them as they are, and their stems
//! in the text's own language. A query does not say in which language it is asked: each of its words is looked
//! for as it is, by its stems in all languages, as the beginning of a longer word and, where nothing of that
//! is known, with one letter wrong.
//!
//! This crate must not know: what is stored where, SQL, HTTP. It has no state, clock or randomness; the same
//! text gives the same terms everywhere.

mod document;
mod fold;
mod highlight;
mod language;
mod luxembourgish;
mod query;
mod typo;
mod words;

pub use document::{Document, Draft};
pub use highlight::{Part, excerpt, marked};
pub use language::Language;
pub use query::{Asked, Frozen, Group, Match, Phrase, RARITIES, Tier, Zone, rarity};
pub use typo::{hash, neighbours, one_apart};
pub use words::{Word, words};

/// Counts the changes of the analysis. What is stored under another number has to be analysed again.
pub const VERSION: i32 = 1;
