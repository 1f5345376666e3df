//! What is printed: facts in, the bytes of a PDF out.
//!
//! A document is a struct of facts with a function that typesets it in a [`Language`]. All of them stand on
//! the same page frame ([`frame::Frame`]: title, margins, foot, fonts, accessibility), so a new one is a
//! template under `templates/`, its facts and its words. What the bourse's users wrote is handed to the
//! templates as data and never as markup, and every character that the fonts lack is written as its code
//! point ([`text`]), so no text can make a document fail.
//!
//! The same facts give the same bytes: there is no clock here, no randomness and no file system. The
//! identifier and the times inside the PDF come from the facts.
//!
//! This crate must not know: the domain, what is stored, HTTP.

pub mod agreement;
mod error;
mod frame;
mod qr;
pub mod terms;
pub mod text;
mod words;
mod world;

pub use error::Error;
pub use words::Language;
