//! `partact reindex`.

use super::output;
use crate::config::Flags;
use crate::failure::Failure;
use crate::surroundings;

/// Analyses every text anew. It is done by itself when a version that analyses otherwise starts; by hand it is
/// needed after rows were changed by hand.
pub(super) fn run(flags: &Flags<false>) -> Result<(), Failure> {
    let ctx = surroundings::real(super::store(flags)?);
    app::search::reindex(&ctx).map_err(Failure::of("the texts cannot be analysed"))?;
    output::line("every text has been analysed");
    Ok(())
}
