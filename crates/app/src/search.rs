//! Finding by words, and keeping what is found by words in step with how texts are analysed.

use domain::audit::Cause;
use persistence::{Reader, Subject};
use search::{Asked, Frozen, Phrase};

use crate::ctx::Ctx;
use crate::error::Error;

/// The words that somebody asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// What they typed.
    pub phrase: Phrase,
    /// What was known of its words when they asked for the first page; `None` on the first page.
    pub frozen: Option<Frozen>,
}

/// What to ask the store for.
pub(crate) fn ask(reader: &mut Reader<'_>, words: Words, subject: Subject) -> Result<Asked, Error> {
    let Words { phrase, frozen } = words;
    match frozen {
        Some(frozen) => Ok(Asked::new(phrase, frozen)),
        None => Ok(reader.ask(phrase, subject)?),
    }
}

/// Analyses everything anew if it was analysed by another version, or never. Whether it had to.
pub fn catch_up(ctx: &Ctx) -> Result<bool, Error> {
    let current = ctx.system_question(|reader, _| Ok(reader.is_analysed()?))?;
    if !current {
        tracing::info!("the texts were analysed by another version: all of them are analysed anew");
        reindex(ctx)?;
    }
    Ok(!current)
}

/// Analyses every text anew, some hundreds in a transaction. It may run while the service is at work, and may
/// be stopped and begun again.
pub fn reindex(ctx: &Ctx) -> Result<(), Error> {
    let mut after = None;
    loop {
        after = ctx.system_command(Cause::System, |tx, _| Ok(tx.analyse_organizations(after)?))?;
        if after.is_none() {
            break;
        }
    }
    let mut after = None;
    loop {
        after = ctx.system_command(Cause::System, |tx, _| Ok(tx.analyse_listings(after)?))?;
        if after.is_none() {
            break;
        }
    }
    ctx.system_command(Cause::System, |tx, _| Ok(tx.note_analysed()?))
}
