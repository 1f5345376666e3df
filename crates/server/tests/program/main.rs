//! The program itself, as an operator starts it: in a folder, with words, signals and exit codes.

mod folder;
mod import;
mod serve;
mod words;
