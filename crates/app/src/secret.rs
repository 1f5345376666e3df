//! Keys that all processes of the service share, made by whichever needs one first.

use domain::audit::Cause;
use secrecy::SecretSlice;

use crate::ctx::Ctx;
use crate::error::Error;

/// The secret of this name; `make` gives one where there is none. Of several processes that make one at
/// once, all come back with that of the first.
pub fn load_or_create(ctx: &Ctx, name: &str, make: impl Fn() -> Vec<u8>) -> Result<SecretSlice<u8>, Error> {
    if let Some(value) = ctx.store.read(|reader| reader.secret(name))? {
        return Ok(value.into());
    }
    ctx.system_command(Cause::System, |tx, _| {
        tx.keep_secret(name, &make())?;
        tx.secret(name)?.map(SecretSlice::from).ok_or_else(|| Error::Internal("a secret was lost".into()))
    })
}

/// 32 bytes that nobody can guess.
pub fn drawn(ctx: &Ctx) -> Vec<u8> {
    let mut bytes = vec![0; 32];
    ctx.entropy.fill(&mut bytes);
    bytes
}
