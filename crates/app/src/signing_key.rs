//! The keys that sign access tokens: made by whichever server comes first, rotated, and read by all.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::audit::Cause;
use domain::signing_key::{KeyState, SigningKey};
use ed25519_dalek::SigningKey as Pair;
use jiff::Timestamp;
use persistence::{Constraint, StoreError, Tx};
use secrecy::{ExposeSecret, SecretBox};
use sha2::{Digest, Sha256};

use crate::ctx::Ctx;
use crate::error::Error;
use crate::seal::Sealer;

/// What the private parts are sealed for.
const PURPOSE: &str = "signing key";

/// The seed of a private key (RFC 8032).
pub type Seed = SecretBox<[u8; 32]>;

/// The keys, as a server uses them.
#[derive(Debug)]
pub struct KeySet {
    /// Those with which tokens are checked, the one that signs among them.
    pub checking: Vec<SigningKey>,
    /// The name of the one that signs.
    pub signing_id: String,
    /// Its private part.
    pub seed: Seed,
}

/// Why the key that signs is to sign no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// It is time. Its tokens hold until they run out.
    Time,
    /// It is in wrong hands. Its tokens hold no longer, and whoever has one refreshes it.
    Compromise,
}

/// The keys; makes them where there are none.
pub fn load(ctx: &Ctx) -> Result<KeySet, Error> {
    let sealer = Sealer::of(ctx, PURPOSE)?;
    let mut keys = list(ctx)?;
    if !keys.iter().any(|key| matches!(key.state, KeyState::Signing { .. })) {
        make_first(ctx, &sealer)?;
        keys = list(ctx)?;
    }
    let now = ctx.clock.now();
    let signing = keys.iter().find_map(|key| match &key.state {
        KeyState::Signing { sealed_seed, .. } => Some((key.id.clone(), sealed_seed.clone())),
        KeyState::Next { .. } | KeyState::Retired { .. } => None,
    });
    let Some((signing_id, sealed)) = signing else {
        return Err(Error::Internal("there is no key to sign with".into()));
    };
    let opened = sealer.open(signing_id.as_bytes(), &sealed)?;
    let seed =
        opened.expose_secret().try_into().map_err(|_| Error::Internal("a seed has 32 bytes".into()))?;
    keys.retain(|key| key.checks(now));
    Ok(KeySet { checking: keys, signing_id, seed: SecretBox::new(Box::new(seed)) })
}

/// Every key that is kept, the newest first.
pub fn list(ctx: &Ctx) -> Result<Vec<SigningKey>, Error> {
    ctx.system_question(|reader, _| Ok(reader.signing_keys()?))
}

/// The next key signs from now on, and has a successor. [`Error::Stale`] when somebody else rotates at the same
/// time.
pub fn rotate(ctx: &Ctx, because: Because) -> Result<(), Error> {
    load(ctx)?;
    let sealer = Sealer::of(ctx, PURPOSE)?;
    ctx.system_command(Cause::System, |tx, now| rotate_in(ctx, tx, &sealer, because, now))
}

/// Rotates the keys where that is due. How many did.
pub fn rotate_due(ctx: &Ctx, _limit: u32) -> Result<usize, Error> {
    let life = ctx.security.signing_key_life;
    let due = |keys: &[SigningKey], now| keys.iter().any(|key| key.is_due(life, now));
    if !due(&list(ctx)?, ctx.clock.now()) {
        return Ok(0);
    }
    let sealer = Sealer::of(ctx, PURPOSE)?;
    let rotated = ctx.system_command(Cause::System, |tx, now| {
        let still = due(&tx.signing_keys()?, now);
        if still {
            rotate_in(ctx, tx, &sealer, Because::Time, now)?;
        }
        Ok(usize::from(still))
    });
    match rotated {
        // Another server was faster.
        Err(Error::Stale) => Ok(0),
        rotated => rotated,
    }
}

fn rotate_in(
    ctx: &Ctx,
    tx: &mut Tx<'_>,
    sealer: &Sealer,
    because: Because,
    now: Timestamp,
) -> Result<(), Error> {
    let keys = tx.signing_keys()?;
    let compromised = because == Because::Compromise;
    // The order counts: one key signs, and one comes next.
    let retired = keys.iter().find_map(|key| key.clone().retired(compromised, now));
    if let Some(retired) = &retired {
        tx.save_signing_key(retired, "signing")?;
    }
    if let Some(promoted) = keys.iter().find_map(|key| key.clone().promoted(now)) {
        tx.save_signing_key(&promoted, "next")?;
        tracing::info!(key = promoted.id, "this key signs the access tokens from now on");
    }
    insert(tx, &made(ctx, sealer, now, |sealed_seed| KeyState::Next { sealed_seed })?)
}

/// The first two keys. Of several servers that make them at once, those of one are kept.
fn make_first(ctx: &Ctx, sealer: &Sealer) -> Result<(), Error> {
    let made = ctx.system_command(Cause::System, |tx, now| {
        let kept = tx.signing_keys()?;
        let has = |state: &str| kept.iter().any(|key| key.state.code() == state);
        if !has("signing") {
            insert(
                tx,
                &made(ctx, sealer, now, |sealed_seed| KeyState::Signing { sealed_seed, since: now })?,
            )?;
        }
        if !has("next") {
            insert(tx, &made(ctx, sealer, now, |sealed_seed| KeyState::Next { sealed_seed })?)?;
        }
        Ok(())
    });
    match made {
        Err(Error::Stale) => Ok(()),
        made => made,
    }
}

fn insert(tx: &mut Tx<'_>, key: &SigningKey) -> Result<(), Error> {
    tx.insert_signing_key(key).map_err(|error| match error {
        StoreError::Violated(Constraint::SigningKeyState) => Error::Stale,
        error => error.into(),
    })
}

fn made(
    ctx: &Ctx,
    sealer: &Sealer,
    now: Timestamp,
    state: impl FnOnce(Vec<u8>) -> KeyState,
) -> Result<SigningKey, Error> {
    let mut seed = [0; 32];
    ctx.entropy.fill(&mut seed);
    let public = Pair::from_bytes(&seed).verifying_key().to_bytes();
    let id = thumbprint(&public);
    let sealed = sealer.seal(ctx, id.as_bytes(), &seed)?;
    Ok(SigningKey { id, public, created_at: now, state: state(sealed) })
}

/// The name of a key: its thumbprint as a JSON Web Key (RFC 7638).
pub fn thumbprint(public: &[u8; 32]) -> String {
    let x = URL_SAFE_NO_PAD.encode(public);
    URL_SAFE_NO_PAD.encode(Sha256::digest(format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#)))
}
