//! Choosing a new password: by mail, or with the present one.

use std::net::IpAddr;

use domain::account::Purpose;
use domain::audit::Cause;
use domain::person::{Person, PersonStatus};
use domain::refusal::Refusal;
use persistence::Tx;
use secrecy::SecretString;

use super::code::{Codes, hash_of};
use super::register::address;
use super::{ask_by_mail, save, use_code};
use crate::ctx::{Caller, Ctx};
use crate::error::Error;
use crate::mail::Mail;
use crate::password::{self, Verdict};
use crate::throttle::{Attempt, Keys};

/// Posts a mail with a code for a new password, if there is an account with this address.
pub fn request_reset(ctx: &Ctx, email: &str) -> Result<(), Error> {
    let email = address(email)?;
    let (keys, codes) = (Keys::of(ctx)?, Codes::of(ctx)?);
    ctx.system_command(Cause::System, |tx, now| {
        ask_by_mail(tx, (&keys, &codes), Purpose::PasswordReset, &email, None, now)
    })
}

/// Sets the password of whoever has the code, and ends all logins. Whoever did it by mail is known at this
/// address of a machine from then on, and waits for nobody's guesses.
pub fn reset_password(
    ctx: &Ctx,
    code: &SecretString,
    new: &SecretString,
    from: Option<IpAddr>,
) -> Result<(), Error> {
    let hash = hash_of(code);
    // Before the work of hashing, and to know whose password it is.
    let person = ctx.system_question(|reader, now| {
        let request = reader.account_request_by_token(Purpose::PasswordReset, &hash)?;
        let request = request.filter(|request| request.is_open(now)).ok_or(Refusal::CodeInvalid)?;
        let person = reader.person_by_email(&request.email)?;
        person.filter(is_active).ok_or_else(|| Refusal::CodeInvalid.into())
    })?;
    let new = judged(ctx, "new_password", new, &person)?;
    let keys = Keys::of(ctx)?;
    ctx.system_command(Cause::System, |tx, now| {
        let request = use_code(tx, Purpose::PasswordReset, &hash, now)?;
        let before = tx.person_by_email(&request.email)?.filter(is_active).ok_or(Refusal::CodeInvalid)?;
        let after = save(tx, &before, before.clone().with_password(Some(new.clone()), now))?;
        tx.revoke_sessions(after.id, None, now)?;
        tx.close_account_requests(Purpose::PasswordReset, &after.email, after.id, now)?;
        keys.prove(tx, &after.email, from, now)?;
        Mail::PasswordChanged { person: after.id.uuid() }.post(tx, now)?;
        Ok(())
    })
}

/// Sets the password of the caller, who knows the present one, and ends their other logins.
pub fn change_password(
    ctx: &Ctx,
    caller: &Caller,
    current: &SecretString,
    new: &SecretString,
    from: Option<IpAddr>,
) -> Result<(), Error> {
    let person = confirmed(ctx, caller, current, from)?;
    let new = judged(ctx, "new_password", new, &person)?;
    ctx.command(caller, None, |tx, _, now| {
        let before = unchanged(tx, &person)?;
        let after = save(tx, &before, before.clone().with_password(Some(new.clone()), now))?;
        tx.revoke_sessions(after.id, Some(caller.session), now)?;
        tx.close_account_requests(Purpose::PasswordReset, &after.email, after.id, now)?;
        Mail::PasswordChanged { person: after.id.uuid() }.post(tx, now)?;
        Ok(())
    })
}

/// The caller, who proves to be themselves by their password. Wrong ones count as failed logins: a login that
/// was stolen is no place to guess.
pub(super) fn confirmed(
    ctx: &Ctx,
    caller: &Caller,
    password: &SecretString,
    from: Option<IpAddr>,
) -> Result<Person, Error> {
    let person = ctx.question(Some(caller), |reader, _, _, _| {
        reader.person(caller.person)?.ok_or(Error::Unauthenticated)
    })?;
    let attempt = Attempt::begin(ctx, person.email.as_str(), from)?;
    match password::verify(password, person.password_hash.as_ref()) {
        Ok(Verdict::Right | Verdict::RightButOld) => {
            attempt.succeeded(ctx)?;
            Ok(person)
        }
        Ok(Verdict::Wrong) => Err(Error::CredentialsWrong),
        Err(error) => {
            attempt.was_none(ctx)?;
            Err(error)
        }
    }
}

/// The account, whose password must still be the one that was compared.
pub(super) fn unchanged(tx: &mut Tx<'_>, compared: &Person) -> Result<Person, Error> {
    let current = tx.person(compared.id)?.ok_or(Error::Unauthenticated)?;
    if current.password_hash == compared.password_hash { Ok(current) } else { Err(Error::CredentialsWrong) }
}

pub(super) fn is_active(person: &Person) -> bool {
    person.status == PersonStatus::Active
}

fn judged(
    ctx: &Ctx,
    field: &'static str,
    password: &SecretString,
    person: &Person,
) -> Result<domain::person::PasswordHash, Error> {
    password::judge_of(field, password, &[person.email.as_str(), person.name.as_str()])?;
    password::rehash(ctx, password)
}
