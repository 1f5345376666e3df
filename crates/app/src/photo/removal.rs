//! Files that no photo has any more, or never had.

use domain::audit::Cause;
use domain::id::PhotoId;
use domain::photo::Size;

use crate::ctx::Ctx;
use crate::error::Error;
use crate::objects::ObjectKey;

/// Removes the files whose time has come; at most those of `limit` photos. How many there were.
///
/// They are taken in one transaction, removed outside of any, and struck in another. Who stops in between
/// leaves them taken, and after a while they are due again: a file is removed twice rather than never.
pub fn sweep_removals(ctx: &Ctx, limit: u32) -> Result<usize, Error> {
    let due = ctx.system_command(Cause::System, |tx, now| Ok(tx.take_removals(now, i64::from(limit))?))?;
    for id in &due {
        remove_files(ctx, *id)?;
        ctx.system_command(Cause::System, |tx, _| Ok(tx.forget_removal(*id)?))?;
    }
    Ok(due.len())
}

fn remove_files(ctx: &Ctx, id: PhotoId) -> Result<(), Error> {
    Size::ALL.into_iter().try_for_each(|size| {
        ctx.objects.delete(&ObjectKey::photo(id, size)).map_err(|error| Error::objects(&error))
    })
}
