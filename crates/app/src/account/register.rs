//! Registering, and proving the address.

use domain::account::{Agreed, Consent, MINIMUM_AGE, Purpose, Registration, accepted_terms};
use domain::audit::Cause;
use domain::fault::Faults;
use domain::id::{PersonId, RegistrationId};
use domain::organization::Email;
use domain::person::{Person, PersonDraft};
use domain::refusal::Refusal;
use domain::text::Line;
use persistence::{Constraint, StoreError};
use secrecy::SecretString;

use super::ask_by_mail;
use super::code::{Codes, REGISTRATION, hash_of};
use crate::ctx::Ctx;
use crate::error::Error;
use crate::mail::Mail;
use crate::password;
use crate::throttle::Keys;

/// What somebody fills in who wants an account.
#[derive(Debug)]
pub struct NewAccount {
    /// The address to log in with.
    pub email: String,
    /// How the person wants to be called.
    pub name: String,
    /// The language of messages to them.
    pub locale: String,
    /// The password that they chose.
    pub password: SecretString,
    /// The version of the terms that they accepted.
    pub terms_version: String,
    /// That they are old enough to agree for themselves.
    pub is_of_age: bool,
}

/// Takes a registration, and posts a mail to its address. There is no account yet, and nothing is said of
/// whether there is one already: the mail says it.
pub fn register(ctx: &Ctx, new: &NewAccount) -> Result<(), Error> {
    let (draft, terms_version) = checked(new)?;
    let (keys, codes) = (Keys::of(ctx)?, Codes::of(ctx)?);
    let password_hash = password::rehash(ctx, &new.password)?;
    ctx.system_command(Cause::System, |tx, now| {
        if !keys.may_mail(tx, REGISTRATION, &draft.email, now)? {
            return Ok(());
        }
        let id = RegistrationId::next(tx.ids());
        tx.insert_registration(&Registration {
            id,
            draft: draft.clone(),
            password_hash: password_hash.clone(),
            terms_version: terms_version.clone(),
            token_hash: codes.hash(REGISTRATION, id.uuid())?,
            created_at: now,
        })?;
        Mail::Registration { registration: id.uuid() }.post(tx, now)?;
        Ok(())
    })
}

/// Every fault at once.
fn checked(new: &NewAccount) -> Result<(PersonDraft, Line), Error> {
    let draft = PersonDraft::parse(&new.email, &new.name, &new.locale);
    let terms = accepted_terms(&new.terms_version, new.is_of_age);
    let judged = password::judge_of("password", &new.password, &[&new.email, &new.name]);
    match (draft, terms, judged) {
        (Ok(draft), Ok(terms), Ok(())) => Ok((draft, terms)),
        (draft, terms, judged) => {
            let mut all = Faults::none();
            for faults in [draft.err(), terms.err(), judged.err()].into_iter().flatten() {
                all.take_all::<()>("", Err(faults));
            }
            Err(all.into())
        }
    }
}

/// Sends the mail of a registration again, if there is one.
pub fn request_verification(ctx: &Ctx, email: &str) -> Result<(), Error> {
    let email = address(email)?;
    let (keys, codes) = (Keys::of(ctx)?, Codes::of(ctx)?);
    ctx.system_command(Cause::System, |tx, now| {
        ask_by_mail(tx, (&keys, &codes), Purpose::Verification, &email, None, now)
    })
}

/// Makes the account of a registration, whose address is proved by its code.
pub fn verify(ctx: &Ctx, code: &SecretString) -> Result<PersonId, Error> {
    let hash = hash_of(code);
    ctx.system_command(Cause::System, |tx, now| {
        let found = tx.registration_by_token(&hash)?.filter(|found| now < found.expires_at());
        let registration = found.ok_or(Refusal::CodeInvalid)?;
        if !tx.take_registration(&registration)? || tx.person_by_email(&registration.draft.email)?.is_some() {
            return Err(Refusal::CodeInvalid.into());
        }
        let Registration { draft, password_hash, terms_version, created_at, .. } = registration;
        let id = PersonId::next(tx.ids());
        let (person, change) = Person::new(id, draft, Some(password_hash), None, now);
        tx.insert_person(&person, &change).map_err(|error| match error {
            StoreError::Violated(Constraint::PersonEmail) => Refusal::CodeInvalid.into(),
            error => Error::from(error),
        })?;
        for (to, version) in
            [(Agreed::Terms, terms_version), (Agreed::MinimumAge, Line::from_stored(MINIMUM_AGE.to_string()))]
        {
            let consent = Consent { person: id, to, version, given_at: created_at, withdrawn_at: None };
            tx.insert_consent(&consent)?;
        }
        Ok(id)
    })
}

/// An address that somebody gives, as accounts have it.
pub(super) fn address(email: &str) -> Result<Email, Faults> {
    let mut faults = Faults::none();
    let email = faults.take("email", Email::parse(email));
    match email {
        Some(email) => faults.or(Email::from_stored(email.key())),
        None => Err(faults),
    }
}
