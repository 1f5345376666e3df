//! The program itself, as an operator starts it: in a folder, with words, signals and exit codes.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what surrounds a test may fail it; clippy allows that in the test functions only"
)]

mod folder;
mod import;
mod serve;
mod words;
