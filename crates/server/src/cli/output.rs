//! Writing to whoever typed. A reader who has gone away (`partact openapi | head`) is no failure.

use std::io::Write as _;

/// Writes to the standard output.
pub(super) fn write(text: &str) {
    drop(std::io::stdout().write_all(text.as_bytes()));
}

/// Writes a line to the standard output.
pub(super) fn line(text: &str) {
    drop(writeln!(std::io::stdout(), "{text}"));
}

/// Says what went wrong on the standard error output.
pub(super) fn complain(text: &str) {
    drop(writeln!(std::io::stderr(), "partact: {text}"));
}
