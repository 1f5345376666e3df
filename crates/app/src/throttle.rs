//! Slowing down whoever guesses passwords or asks for mail after mail; shared by all servers on the database.
//!
//! The keys of what is counted are made with a key of the service: neither an address of a person nor one of a
//! machine can be read from the table. An address without an account is counted like one with.

use std::net::IpAddr;

use domain::audit::Cause;
use domain::organization::Email;
use domain::throttle::{FORGOTTEN_AFTER, ORIGIN_LIFETIME, Pace};
use jiff::{SignedDuration, Timestamp};
use persistence::Tx;
use secrecy::SecretSlice;

use crate::account::code::{authenticated, keyed};
use crate::ctx::Ctx;
use crate::error::Error;

/// Makes the keys of what is counted.
pub(crate) struct Keys(SecretSlice<u8>);

type Key = [u8; 32];

impl Keys {
    pub(crate) fn of(ctx: &Ctx) -> Result<Self, Error> {
        keyed(ctx, "throttles").map(Self)
    }

    /// Counts a mail of a sort to this address; `false` when it is one too many.
    pub(crate) fn may_mail(
        &self,
        tx: &mut Tx<'_>,
        sort: &str,
        email: &Email,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let key = authenticated(&self.0, &[b"mail", sort.as_bytes(), email.key().as_bytes()])?;
        Ok(take(tx, &key, Pace::Mail, now)?.is_ok())
    }

    /// Counts an invitation to this address, whoever invites, or says how long to wait.
    pub(crate) fn invite(&self, tx: &mut Tx<'_>, email: &Email, now: Timestamp) -> Result<(), Error> {
        let key = authenticated(&self.0, &[b"invitation", email.key().as_bytes()])?;
        take(tx, &key, Pace::Invitation, now)?.map_err(too_soon)
    }

    /// Notes that the owner of an account came from here, and forgets the failures of others.
    pub(crate) fn prove(
        &self,
        tx: &mut Tx<'_>,
        email: &Email,
        from: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<(), Error> {
        let (account, _, both) = self.login(email.as_str(), from)?;
        tx.note_origin(&both, now)?;
        forget(tx, &account, now)?;
        forget(tx, &both, now)
    }

    /// The keys of an account, of a place, and of both together.
    fn login(&self, email: &str, from: Option<IpAddr>) -> Result<(Key, Key, Key), Error> {
        let email = email.trim().to_lowercase();
        let place = place(from);
        Ok((
            authenticated(&self.0, &[b"account", email.as_bytes()])?,
            authenticated(&self.0, &[b"origin", &place])?,
            authenticated(&self.0, &[b"both", email.as_bytes(), &place])?,
        ))
    }
}

/// One try to log in, counted as a failure until it is known to be none.
pub(crate) struct Attempt {
    account: Key,
    origin: Key,
    both: Key,
    known: bool,
}

impl Attempt {
    /// Counts it, or says how long to wait.
    pub(crate) fn begin(ctx: &Ctx, email: &str, from: Option<IpAddr>) -> Result<Self, Error> {
        let (account, origin, both) = Keys::of(ctx)?.login(email, from)?;
        ctx.system_command(Cause::System, |tx, now| {
            let known = tx.knows_origin(&both, now - ORIGIN_LIFETIME)?;
            // The account before the place, always: two logins cannot wait for each other.
            let counted: &[(&Key, Pace)] = if known {
                &[(&both, Pace::Known)]
            } else {
                &[(&account, Pace::Account), (&origin, Pace::Origin)]
            };
            for (key, pace) in counted {
                take(tx, key, *pace, now)?.map_err(too_soon)?;
            }
            Ok(Self { account, origin, both, known })
        })
    }

    /// It was right: from here the account is known, and its failures are forgotten.
    pub(crate) fn succeeded(self, ctx: &Ctx) -> Result<(), Error> {
        ctx.system_command(Cause::System, |tx, now| {
            if self.known {
                forget(tx, &self.both, now)?;
            } else {
                forget(tx, &self.account, now)?;
                give_back(tx, &self.origin, now)?;
            }
            Ok(tx.note_origin(&self.both, now)?)
        })
    }

    /// It was none: the service could not look.
    pub(crate) fn was_none(self, ctx: &Ctx) -> Result<(), Error> {
        ctx.system_command(Cause::System, |tx, now| {
            if self.known {
                give_back(tx, &self.both, now)
            } else {
                give_back(tx, &self.account, now)?;
                give_back(tx, &self.origin, now)
            }
        })
    }
}

/// Runs a login that is counted: whoever guesses waits longer and longer, up to a minute.
pub fn guarded<T>(
    ctx: &Ctx,
    email: &str,
    from: Option<IpAddr>,
    login: impl FnOnce(&Ctx) -> Result<T, Error>,
) -> Result<T, Error> {
    let attempt = Attempt::begin(ctx, email, from)?;
    match login(ctx) {
        Ok(opened) => {
            attempt.succeeded(ctx)?;
            Ok(opened)
        }
        Err(wrong @ (Error::CredentialsWrong | Error::OneTimeCodeWrong)) => Err(wrong),
        Err(error) => {
            attempt.was_none(ctx)?;
            Err(error)
        }
    }
}

/// Forgets who has not come for an hour, and places that were not seen for long; at most `limit` of each. How
/// many there were.
pub fn forget_old(ctx: &Ctx, limit: u32) -> Result<usize, Error> {
    ctx.system_command(Cause::System, |tx, now| {
        // Twice the time, so that what a mail still waits for is there.
        let since = now - FORGOTTEN_AFTER - FORGOTTEN_AFTER;
        Ok(tx.forget_throttles(since, now - ORIGIN_LIFETIME, i64::from(limit))?)
    })
}

fn take(tx: &mut Tx<'_>, key: &Key, pace: Pace, now: Timestamp) -> Result<Result<(), SignedDuration>, Error> {
    match tx.throttle(key, now)?.take(pace, now) {
        Ok(after) => {
            tx.save_throttle(key, &after)?;
            Ok(Ok(()))
        }
        Err(wait) => Ok(Err(wait)),
    }
}

fn give_back(tx: &mut Tx<'_>, key: &Key, now: Timestamp) -> Result<(), Error> {
    let before = tx.throttle(key, now)?;
    Ok(tx.save_throttle(key, &before.give_back(now))?)
}

fn forget(tx: &mut Tx<'_>, key: &Key, now: Timestamp) -> Result<(), Error> {
    // Locked first, as every other who counts here does.
    tx.throttle(key, now)?;
    Ok(tx.save_throttle(key, &domain::throttle::Throttle::fresh(now))?)
}

/// Whole seconds, and at least one.
fn too_soon(wait: SignedDuration) -> Error {
    let seconds = u32::try_from(wait.as_millis().div_euclid(1000) + 1).unwrap_or(u32::MAX);
    let whole = wait.subsec_nanos() == 0 && seconds > 1;
    Error::TooSoon { seconds: if whole { seconds - 1 } else { seconds } }
}

/// A machine; for IPv6 its network, because one machine has as many addresses as it likes in that.
fn place(from: Option<IpAddr>) -> Vec<u8> {
    match from {
        None => Vec::new(),
        Some(IpAddr::V4(address)) => address.octets().to_vec(),
        Some(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
            Some(address) => address.octets().to_vec(),
            None => address.octets().into_iter().take(8).collect(),
        },
    }
}
