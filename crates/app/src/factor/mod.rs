//! Second factors: set up, shown at login, removed; and the recovery codes beside them.

mod recovery;
mod totp;

use domain::factor::{self, Event, Factor, FactorState, Failures, LABEL};
use domain::fault::Faults;
use domain::id::{FactorId, PersonId};
use domain::text::Line;
use jiff::Timestamp;
use persistence::Tx;
use secrecy::{ExposeSecret, SecretString};

use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun};
use crate::password::{self, Verdict};
use crate::seal::Sealer;

/// What the secrets of authenticators are sealed for.
const PURPOSE: &str = "second factor";

/// What authenticators call the service.
const ISSUER: &str = "Part&Act";

/// A factor that was just made, with what is shown once.
#[derive(Debug)]
pub struct Made {
    /// The factor, pending.
    pub factor: Factor,
    /// Its secret in base32, to type.
    pub secret: SecretString,
    /// The same as an address, for a QR code.
    pub otpauth_uri: SecretString,
}

/// A factor that counts from now on.
#[derive(Debug)]
pub struct Confirmed {
    /// The factor.
    pub factor: Factor,
    /// The person's recovery codes, if these are their first.
    pub recovery_codes: Option<Vec<SecretString>>,
}

/// The second factors of a person.
#[derive(Debug)]
pub struct Factors {
    /// The factors, the first made first.
    pub factors: Vec<Factor>,
    /// How many recovery codes are left.
    pub recovery_codes_left: i64,
}

/// Makes a factor for the caller, who shows their password once more. It is pending until one of its codes was
/// shown; another that is pending is gone with it.
pub fn create(ctx: &Ctx, caller: &Caller, label: &str, password: &SecretString) -> Result<Made, Error> {
    let mut faults = Faults::none();
    let label = faults.take("label", Line::parse(label, LABEL));
    let Some(label) = label else { return Err(faults.into()) };
    check_password(ctx, caller, password)?;
    let sealer = Sealer::of(ctx, PURPOSE)?;
    let mut secret = [0; totp::SECRET_BYTES];
    ctx.entropy.fill(&mut secret);
    ctx.command(caller, None, |tx, _, now| {
        let person = tx.person(caller.person)?.ok_or(Error::Unauthenticated)?;
        let active = tx.factors(caller.person)?.iter().filter(|factor| factor.is_active()).count();
        factor::check_room(active)?;
        let id = FactorId::next(tx.ids());
        let factor = Factor {
            id,
            person: caller.person,
            label: label.clone(),
            sealed_secret: sealer.seal(ctx, id.uuid().as_bytes(), &secret)?,
            state: FactorState::Pending,
            created_at: now,
            failures: Failures::default(),
        };
        tx.insert_factor(&factor)?;
        let otpauth_uri = totp::otpauth_uri(&secret, ISSUER, person.email.as_str());
        Ok(Made { factor, secret: totp::in_base32(&secret), otpauth_uri })
    })
}

/// The caller shows a code of a pending factor: it counts from now on, and the login is one with a second
/// factor. With the first factor come the recovery codes.
pub fn confirm(ctx: &Ctx, caller: &Caller, id: FactorId, code: &str) -> Result<Confirmed, Error> {
    let sealer = Sealer::of(ctx, PURPOSE)?;
    let (codes, hashes) = recovery::draw(ctx, caller.person);
    let confirmed = ctx.command(caller, None, |tx, _, now| {
        let factor = own(tx, caller, id)?;
        factor::check_pending(&factor)?;
        let Some(step) = shown_step(&sealer, &factor, code, now)? else {
            tx.note_wrong_code(caller.person, now)?;
            return Ok(None);
        };
        if !tx.confirm_factor(id, step, now)? {
            return Err(Error::Stale);
        }
        let first = tx.recovery_codes_left(caller.person)? == 0;
        if first {
            tx.replace_recovery_codes(caller.person, &hashes, now)?;
        }
        tx.strengthen_session(caller.session)?;
        note(tx, caller.person, Event::Confirmed(id), now)?;
        let state = FactorState::Active { confirmed_at: now, last_step: step };
        Ok(Some((Factor { state, ..factor }, first)))
    })?;
    let (factor, first) = confirmed.ok_or(Error::OneTimeCodeWrong)?;
    Ok(Confirmed { factor, recovery_codes: first.then_some(codes) })
}

/// The second factors of the caller.
pub fn list(ctx: &Ctx, caller: &Caller) -> Result<Factors, Error> {
    ctx.question(Some(caller), |reader, _, _, _| {
        let factors = reader.factors(caller.person)?;
        Ok(Factors { factors, recovery_codes_left: reader.recovery_codes_left(caller.person)? })
    })
}

/// One of the second factors of the caller.
pub fn find(ctx: &Ctx, caller: &Caller, id: FactorId) -> Result<Factor, Error> {
    let factors = list(ctx, caller)?.factors;
    factors.into_iter().find(|factor| factor.id == id).ok_or(Error::NotFound(Noun::Factor))
}

/// Removes a factor of the caller. One that counts goes only for a code: of any authenticator of theirs, or a
/// recovery code. With the last one the recovery codes are void.
pub fn remove(ctx: &Ctx, caller: &Caller, id: FactorId, code: Option<&str>) -> Result<(), Error> {
    let sealer = Sealer::of(ctx, PURPOSE)?;
    let shown = ctx.command(caller, None, |tx, _, now| {
        let factor = own(tx, caller, id)?;
        if factor.is_active() {
            let shown = check_code(tx, &sealer, caller.person, code, now)?;
            if shown != Shown::Right {
                return Ok(shown);
            }
        }
        if !tx.delete_factor(id)? {
            return Err(Error::NotFound(Noun::Factor));
        }
        if factor.is_active() {
            if !tx.factors(caller.person)?.iter().any(Factor::is_active) {
                tx.replace_recovery_codes(caller.person, &[], now)?;
            }
            note(tx, caller.person, Event::Removed(id), now)?;
        }
        Ok(Shown::Right)
    })?;
    shown.right()
}

/// Gives the caller other recovery codes for a code; those from before are void.
pub fn renew_recovery_codes(ctx: &Ctx, caller: &Caller, code: &str) -> Result<Vec<SecretString>, Error> {
    let sealer = Sealer::of(ctx, PURPOSE)?;
    let (codes, hashes) = recovery::draw(ctx, caller.person);
    let shown = ctx.command(caller, None, |tx, _, now| {
        let shown = check_code(tx, &sealer, caller.person, Some(code), now)?;
        if shown == Shown::NoFactor {
            return Err(Error::NotFound(Noun::Factor));
        }
        if shown == Shown::Right {
            tx.replace_recovery_codes(caller.person, &hashes, now)?;
            note(tx, caller.person, Event::RecoveryCodesRenewed, now)?;
        }
        Ok(shown)
    })?;
    shown.right()?;
    Ok(codes)
}

/// What came of the code that somebody showed, as far as the transaction must keep it: an error would undo
/// that a wrong one is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// The person has no factor that counts.
    NoFactor,
    /// They have one, and showed nothing.
    Nothing,
    /// It is wrong, was used before, or too many were wrong.
    Wrong,
    /// It counts, and does so only once.
    Right,
}

impl Shown {
    fn right(self) -> Result<(), Error> {
        match self {
            Self::NoFactor | Self::Right => Ok(()),
            Self::Nothing => Err(Error::OneTimeCodeMissing),
            Self::Wrong => Err(Error::OneTimeCodeWrong),
        }
    }
}

/// Opens and compares codes, for the login.
pub(crate) struct Codes(Sealer);

impl Codes {
    /// Not within a transaction.
    pub(crate) fn of(ctx: &Ctx) -> Result<Self, Error> {
        Sealer::of(ctx, PURPOSE).map(Self)
    }

    /// What came of a code.
    pub(crate) fn check(
        &self,
        tx: &mut Tx<'_>,
        person: PersonId,
        code: Option<&str>,
        now: Timestamp,
    ) -> Result<Shown, Error> {
        check_code(tx, &self.0, person, code, now)
    }
}

fn check_code(
    tx: &mut Tx<'_>,
    sealer: &Sealer,
    person: PersonId,
    code: Option<&str>,
    now: Timestamp,
) -> Result<Shown, Error> {
    let mut factors = tx.factors(person)?;
    factors.retain(Factor::is_active);
    if factors.is_empty() {
        return Ok(Shown::NoFactor);
    }
    let Some(code) = code else { return Ok(Shown::Nothing) };
    // All of one person count together, so that nobody guesses at one after the other.
    if factors.iter().any(|factor| factor.failures.block(now)) {
        return Ok(Shown::Wrong);
    }
    for factor in &factors {
        if let Some(step) = shown_step(sealer, factor, code, now)? {
            let counts = tx.use_step(factor.id, person, step)?;
            return Ok(if counts { Shown::Right } else { Shown::Wrong });
        }
    }
    if let Some(hash) = recovery::hash(person, code)
        && tx.use_recovery_code(person, &hash, now)?
    {
        return Ok(Shown::Right);
    }
    tx.note_wrong_code(person, now)?;
    Ok(Shown::Wrong)
}

/// The step of the code that was shown of a factor, if it is one that may count now.
fn shown_step(sealer: &Sealer, factor: &Factor, code: &str, now: Timestamp) -> Result<Option<i64>, Error> {
    let secret = sealer.open(factor.id.uuid().as_bytes(), &factor.sealed_secret)?;
    Ok(totp::matching_step(secret.expose_secret(), &factor.open_steps(now), code.trim()))
}

fn own(tx: &mut Tx<'_>, caller: &Caller, id: FactorId) -> Result<Factor, Error> {
    let mut factors = tx.factors(caller.person)?.into_iter();
    factors.find(|factor| factor.id == id).ok_or(Error::NotFound(Noun::Factor))
}

fn note(tx: &mut Tx<'_>, person: PersonId, event: Event, now: Timestamp) -> Result<(), Error> {
    let before = tx.person(person)?.ok_or(Error::Unauthenticated)?;
    let expected = before.revision;
    let (after, change) = factor::noted(before, event, now);
    Ok(tx.save_person(&after, expected, &change)?)
}

/// The caller shows their password once more. Outside of a transaction: it is long.
fn check_password(ctx: &Ctx, caller: &Caller, password: &SecretString) -> Result<(), Error> {
    let person = ctx.question(Some(caller), |reader, _, _, _| Ok(reader.person(caller.person)?))?;
    let hash = person.as_ref().and_then(|person| person.password_hash.as_ref());
    match password::verify(password, hash)? {
        Verdict::Right | Verdict::RightButOld => Ok(()),
        Verdict::Wrong => Err(Error::CredentialsWrong),
    }
}
