//! Another address for an account, and taking that back.

use std::net::IpAddr;

use domain::account::Purpose;
use domain::audit::Cause;
use domain::person::Person;
use domain::refusal::Refusal;
use secrecy::SecretString;

use super::code::{Codes, hash_of};
use super::password::{confirmed, is_active, unchanged};
use super::register::address;
use super::{ask_by_mail, post, save, use_code};
use crate::ctx::{Caller, Ctx};
use crate::error::Error;
use crate::throttle::Keys;

/// Posts a mail with a code to the new address of the caller, who knows their password. Until the code is used,
/// nothing changes.
pub fn request_email_change(
    ctx: &Ctx,
    caller: &Caller,
    email: &str,
    password: &SecretString,
    from: Option<IpAddr>,
) -> Result<(), Error> {
    let email = address(email)?;
    let person = confirmed(ctx, caller, password, from)?;
    let (keys, codes) = (Keys::of(ctx)?, Codes::of(ctx)?);
    ctx.command(caller, None, |tx, _, now| {
        unchanged(tx, &person)?;
        ask_by_mail(tx, (&keys, &codes), Purpose::EmailChange, &email, Some(person.id), now)
    })
}

/// Gives the account its new address and ends all logins. The former address gets a mail, with a code to take
/// it back.
pub fn confirm_email(ctx: &Ctx, code: &SecretString) -> Result<(), Error> {
    let (hash, codes) = (hash_of(code), Codes::of(ctx)?);
    ctx.system_command(Cause::System, |tx, now| {
        let request = use_code(tx, Purpose::EmailChange, &hash, now)?;
        let before = account(tx, request.person)?;
        let after = save(tx, &before, before.clone().with_email(request.email, now))?;
        tx.revoke_sessions(after.id, None, now)?;
        tx.close_account_requests(Purpose::EmailChange, &after.email, after.id, now)?;
        tx.close_account_requests(Purpose::PasswordReset, &before.email, after.id, now)?;
        post(tx, &codes, Purpose::EmailChangeReversal, &before.email, Some(after.id), now)
    })
}

/// Gives the account its former address back. Whoever changed it knew the password, so that is taken away and
/// all logins end; the address gets a mail to choose another.
pub fn reverse_email_change(ctx: &Ctx, code: &SecretString) -> Result<(), Error> {
    let (hash, codes) = (hash_of(code), Codes::of(ctx)?);
    ctx.system_command(Cause::System, |tx, now| {
        let request = use_code(tx, Purpose::EmailChangeReversal, &hash, now)?;
        let before = account(tx, request.person)?;
        let changed = save(tx, &before, before.clone().with_email(request.email.clone(), now))?;
        let after = save(tx, &changed, changed.clone().with_password(None, now))?;
        tx.revoke_sessions(after.id, None, now)?;
        for purpose in [Purpose::EmailChange, Purpose::EmailChangeReversal, Purpose::PasswordReset] {
            tx.close_account_requests(purpose, &before.email, after.id, now)?;
        }
        post(tx, &codes, Purpose::PasswordReset, &request.email, None, now)
    })
}

/// The account of whoever asked, which must still be open.
fn account(tx: &mut persistence::Tx<'_>, person: Option<domain::id::PersonId>) -> Result<Person, Error> {
    let id = person.ok_or(Refusal::CodeInvalid)?;
    tx.person(id)?.filter(is_active).ok_or_else(|| Refusal::CodeInvalid.into())
}
