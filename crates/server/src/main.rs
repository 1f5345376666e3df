//! The program `partact`.

use std::process::ExitCode;

fn main() -> ExitCode {
    partact_server::cli::run()
}
