//! Accounts by mail: registering, proving an address, choosing a new password or another address.
//!
//! What anybody can ask for with an address (a registration, its mail again, a new password) is stored and
//! answered in the same way for every address: nothing looks whether there is an account before the mail is
//! written. So the answer cannot tell, neither by what it says nor by how long it takes.

pub(crate) mod code;
mod email;
mod password;
mod register;
mod terms;

pub use email::{confirm_email, request_email_change, reverse_email_change};
pub use password::{change_password, request_reset, reset_password};
pub use register::{NewAccount, register, request_verification, verify};
pub use terms::{accept_terms, withdraw_terms};

use domain::account::{AccountRequest, Consent, Purpose};
use domain::audit::Cause;
use domain::id::{AccountRequestId, PersonId};
use domain::organization::Email;
use domain::person::Person;
use domain::refusal::Refusal;
use jiff::{SignedDuration, Timestamp};
use persistence::Tx;

use crate::ctx::{Caller, Ctx};
use crate::error::Error;
use crate::mail::Mail;
use crate::throttle::Keys;
use code::Codes;

/// How long a code is kept after its time; whoever shows it is refused either way.
const AFTER_EXPIRY: SignedDuration = SignedDuration::from_hours(24);

/// To what the caller agreed, in the order in which they did.
pub fn consents(ctx: &Ctx, caller: &Caller) -> Result<Vec<Consent>, Error> {
    ctx.question(Some(caller), |reader, _, _, _| Ok(reader.consents(caller.person)?))
}

/// Forgets registrations and codes that have had their time; at most `limit` of each. How many there were.
pub fn forget_expired(ctx: &Ctx, limit: u32) -> Result<usize, Error> {
    ctx.system_command(Cause::System, |tx, now| {
        let asked_before = now - domain::account::REGISTRATION_LIFETIME - AFTER_EXPIRY;
        Ok(tx.forget_account_mail(asked_before, now - AFTER_EXPIRY, i64::from(limit))?)
    })
}

/// Stores a request and posts its mail, unless this address gets too many of the sort. Whoever asks is not
/// told which.
fn ask_by_mail(
    tx: &mut Tx<'_>,
    (keys, codes): (&Keys, &Codes),
    purpose: Purpose,
    email: &Email,
    person: Option<PersonId>,
    now: Timestamp,
) -> Result<(), Error> {
    if !keys.may_mail(tx, purpose.code(), email, now)? {
        return Ok(());
    }
    post(tx, codes, purpose, email, person, now)
}

/// Stores a request and posts its mail.
fn post(
    tx: &mut Tx<'_>,
    codes: &Codes,
    purpose: Purpose,
    email: &Email,
    person: Option<PersonId>,
    now: Timestamp,
) -> Result<(), Error> {
    let id = AccountRequestId::next(tx.ids());
    let hash = codes.hash(purpose.code(), id.uuid())?;
    tx.insert_account_request(&AccountRequest::new(id, purpose, email.clone(), person, hash, now))?;
    Mail::Request { request: id.uuid() }.post(tx, now)?;
    Ok(())
}

/// Uses a code; one answer for every reason why it does not count.
fn use_code(
    tx: &mut Tx<'_>,
    purpose: Purpose,
    hash: &[u8; 32],
    now: Timestamp,
) -> Result<AccountRequest, Error> {
    let request = tx.account_request_by_token(purpose, hash)?.ok_or(Refusal::CodeInvalid)?;
    if tx.use_account_request(request.id, now)? { Ok(request) } else { Err(Refusal::CodeInvalid.into()) }
}

/// Stores an account that somebody else may change at the same time: then all is looked at again.
fn save(
    tx: &mut Tx<'_>,
    before: &Person,
    (after, change): (Person, domain::audit::Change),
) -> Result<Person, Error> {
    use persistence::{Constraint, StoreError};

    tx.save_person(&after, before.revision, &change).map_err(|error| match error {
        StoreError::Stale => Error::Unavailable,
        StoreError::Violated(Constraint::PersonEmail) => Refusal::CodeInvalid.into(),
        error => error.into(),
    })?;
    Ok(after)
}
