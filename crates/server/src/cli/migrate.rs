//! `partact migrate`.

use super::output;
use crate::config::Flags;
use crate::failure::Failure;

/// Brings the schema up to date and says which migrations ran.
pub(super) fn run(flags: &Flags<false>) -> Result<(), Failure> {
    let ran = super::open(&super::configured(flags)?)?
        .migrate()
        .map_err(Failure::of("the schema cannot be brought up to date"))?;
    for migration in &ran {
        output::line(&format!("migrated {migration}"));
    }
    if ran.is_empty() {
        output::line("nothing to migrate");
    }
    Ok(())
}
