//! `partact check`: the rules that no row may ever break.

use persistence::{Finding, MOST_ROWS};

use super::output;
use crate::config::Flags;
use crate::failure::Failure;

/// Writes a line for each rule, and below it who breaks it. The answer is no when anybody does.
pub(super) fn run(flags: &Flags<false>) -> Result<(), Failure> {
    let findings =
        super::store(flags)?.check_invariants().map_err(Failure::of("the database cannot be checked"))?;
    for Finding { name, meaning, rows } in &findings {
        let verdict = if rows.is_empty() { "holds" } else { "BROKEN" };
        output::line(&format!("{verdict:<7} {name}: {meaning}"));
        for row in rows {
            output::line(&format!("        {row}"));
        }
        if rows.len() >= MOST_ROWS {
            output::line("        and perhaps others");
        }
    }
    if findings.iter().all(|finding| finding.rows.is_empty()) { Ok(()) } else { Err(Failure::Negative) }
}
