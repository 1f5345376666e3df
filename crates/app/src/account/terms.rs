//! Accepting the terms of use in another version, and taking that back.

use domain::account::{Agreed, Consent, MOST_CONSENTS, TERMS_ELSEWHERE};
use domain::text::Line;

use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun};

/// Notes that the caller accepts the terms in this version, and since when they do.
pub fn accept_terms(ctx: &Ctx, caller: &Caller, version: &Line) -> Result<(), Error> {
    ctx.command(caller, None, |tx, actor, now| {
        tx.lock_person(actor.person)?;
        let before = tx.person(actor.person)?.ok_or(Error::NotFound(Noun::Person))?;
        let given = terms(tx.consents(before.id)?);
        if given.iter().any(|one| one.version == *version && one.withdrawn_at.is_none()) {
            return Ok(());
        }
        if let Some(first) = given.first().filter(|_| given.len() >= MOST_CONSENTS) {
            tx.forget_consent(first)?;
        }
        let (person, version) = (before.id, version.clone());
        let consent = Consent { person, to: Agreed::Terms, version, given_at: now, withdrawn_at: None };
        tx.give_consent(&consent)?;
        let expected = before.revision;
        let (after, change) = before.with_terms(Some(&consent.version), now);
        Ok(tx.save_person(&after, expected, &change)?)
    })
}

/// Notes that the caller accepts the terms no longer. From now on they act for nobody but themselves.
pub fn withdraw_terms(ctx: &Ctx, caller: &Caller) -> Result<(), Error> {
    ctx.command(caller, None, |tx, actor, now| {
        tx.lock_person(actor.person)?;
        let before = tx.person(actor.person)?.ok_or(Error::NotFound(Noun::Person))?;
        let given = terms(tx.consents(before.id)?);
        if given.is_empty() {
            let version = Line::from_stored(TERMS_ELSEWHERE.to_owned());
            let (person, given_at) = (before.id, before.created_at);
            let to = Agreed::Terms;
            tx.give_consent(&Consent { person, to, version, given_at, withdrawn_at: Some(now) })?;
        } else if tx.withdraw_consents(before.id, Agreed::Terms, now)? == 0 {
            return Ok(());
        }
        let expected = before.revision;
        let (after, change) = before.with_terms(None, now);
        Ok(tx.save_person(&after, expected, &change)?)
    })
}

/// The consents to the terms, the first given first.
fn terms(consents: Vec<Consent>) -> Vec<Consent> {
    consents.into_iter().filter(|one| one.to == Agreed::Terms).collect()
}
