//! Passwords: judged when they are chosen, hashed with Argon2id, compared in equal time.
//!
//! A hash costs a core and 19 MiB for some hundredths of a second. So only as many run at once as there are
//! cores, few may wait, and the rest are told that the service is busy: logins must not starve all else.

mod gate;
mod known;

use argon2::password_hash::phc;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use domain::fault::{Faults, Rule};
use domain::person::{PASSWORD_BYTES, PasswordHash, password_length};
use secrecy::{ExposeSecret, SecretString};
use std::cell::Cell;
use std::sync::LazyLock;

use crate::ctx::Ctx;
use crate::error::Error;
use gate::GATE;

/// 19 MiB, two passes, one lane: the first choice of OWASP for Argon2id.
const PARAMS: Params = match Params::new(19 * 1024, 2, 1, Some(32)) {
    Ok(params) => params,
    Err(_) => Params::DEFAULT,
};

/// Bytes of salt.
const SALT: usize = 16;

/// What an unknown account is compared with, so that it takes as long as a known one. Nobody knows a
/// password for it that counts: whatever matches is still refused.
static NOBODY: LazyLock<Option<PasswordHash>> = LazyLock::new(|| hashed(b"nobody", &[0; SALT]).ok());

/// What a comparison said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is not the password.
    Wrong,
    /// It is.
    Right,
    /// It is, but its hash was made with other parameters than are used today.
    RightButOld,
}

/// Judges a password that somebody chooses; the fault is that of the field `password`.
pub fn judge(password: &SecretString) -> Result<(), Faults> {
    let text = password.expose_secret();
    let mut faults = Faults::none();
    faults.take("password", password_length(text));
    if known::is_known(text) {
        faults.add("password", Rule::PasswordKnown);
    }
    faults.or(())
}

/// Judges a password that somebody chooses for an account of whom this much is known; the fault is that of the
/// named field.
pub(crate) fn judge_of(field: &'static str, password: &SecretString, owner: &[&str]) -> Result<(), Faults> {
    let mut faults = Faults::none();
    if let Err(judged) = judge(password) {
        for fault in judged.iter() {
            faults.add(field, fault.rule.clone());
        }
    }
    if faults.is_empty() && known::is_personal(password.expose_secret(), owner) {
        faults.add(field, Rule::PasswordPersonal);
    }
    faults.or(())
}

/// The hash of a password that is good enough.
pub fn hash(ctx: &Ctx, password: &SecretString) -> Result<PasswordHash, Error> {
    judge(password)?;
    rehash(ctx, password)
}

/// The hash of a password, good enough or not: one that was accepted once stays.
pub(crate) fn rehash(ctx: &Ctx, password: &SecretString) -> Result<PasswordHash, Error> {
    let mut salt = [0; SALT];
    ctx.entropy.fill(&mut salt);
    let _turn = GATE.enter()?;
    hashed(password.expose_secret().as_bytes(), &salt).map_err(|error| Error::Internal(Box::new(error)))
}

/// Compares a password with a hash. Without one it is wrong, after the same work.
pub(crate) fn verify(password: &SecretString, hash: Option<&PasswordHash>) -> Result<Verdict, Error> {
    let text = password.expose_secret();
    // Nobody has a longer one, and the work grows with it.
    if text.len() > PASSWORD_BYTES.max {
        return Ok(Verdict::Wrong);
    }
    let _turn = GATE.enter()?;
    let nobody = NOBODY.as_ref();
    let Some(compared) = hash.or(nobody) else { return Ok(Verdict::Wrong) };
    let Ok(stored) = phc::PasswordHash::new(compared.as_str()) else { return Ok(Verdict::Wrong) };
    let matches = argon2().verify_password(text.as_bytes(), &stored).is_ok();
    Ok(match (hash, matches) {
        (None, _) | (Some(_), false) => Verdict::Wrong,
        (Some(_), true) if is_current(&stored) => Verdict::Right,
        (Some(_), true) => Verdict::RightButOld,
    })
}

thread_local! {
    static HASHINGS: Cell<u64> = const { Cell::new(0) };
}

/// How often this thread has done the work of hashing: for the proof that an answer to somebody without an
/// account takes as much as one to somebody with.
pub fn hashings() -> u64 {
    HASHINGS.get()
}

fn argon2() -> Argon2<'static> {
    HASHINGS.set(HASHINGS.get() + 1);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, PARAMS)
}

fn hashed(password: &[u8], salt: &[u8]) -> Result<PasswordHash, argon2::password_hash::Error> {
    let hash: phc::PasswordHash = argon2().hash_password_with_salt(password, salt)?;
    Ok(PasswordHash::new(hash.to_string()))
}

fn is_current(stored: &phc::PasswordHash) -> bool {
    let same = |params: Params| {
        (params.m_cost(), params.t_cost(), params.p_cost())
            == (PARAMS.m_cost(), PARAMS.t_cost(), PARAMS.p_cost())
    };
    stored.algorithm == Algorithm::Argon2id.ident() && Params::try_from(stored).is_ok_and(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> SecretString {
        SecretString::from(text)
    }

    #[test]
    fn passwords_are_judged_when_chosen() {
        let check = |password: &str, expected: &str| {
            let found =
                judge(&secret(password)).map_err(|faults| faults.to_string()).err().unwrap_or_default();
            assert_eq!(found, expected, "{password:?}");
        };
        check("", "password: required");
        check("elf bytes!!", "password: too-short");
        check("zwölf Zëmmer am Haus", "");
        check(&"tombola ".repeat(200), "password: too-long");
        check("Motdepasse2026", "password: password-known");
        check("QWERTZUIOP123", "password: password-known");
        check("aaaaaaaaaaaa", "password: password-known");
        check("1q2w3e4r5t6y", "password: password-known");
        check("Dragon123456!", "password: password-known");
        check("!!!!!sunshine", "password: password-known");
        check("12 Dragons fly 34", "");
        check("abcabcabcabcabc", "password: password-known");
        check("234567890123", "password: password-known");
    }

    #[test]
    fn a_password_does_not_say_whose_it_is() {
        let check = |password: &str, expected: &str| {
            let judged = judge_of("p", &secret(password), &["ana.lopes@ponte.example", "Ana Lopes-Weber"]);
            let found = judged.map_err(|faults| faults.to_string()).err().unwrap_or_default();
            assert_eq!(found, expected, "{password:?}");
        };
        check("ana.lopes@ponte.example", "p: password-personal");
        check("Ana.Lopes@Ponte.Example!", "p: password-personal");
        check("ana lopes weber 1", "p: password-personal");
        check("AnaLopesWeber2026", "p: password-personal");
        check("partact-2026", "p: password-personal");
        check("Part&Act bourse", "p: password-personal");
        check("lopes holt drei Stühle", "");
        check("analopes", "p: too-short");
        check("aaaaaaaaaaaa", "p: password-known");
    }

    #[test]
    fn a_hash_is_compared() {
        let hash = hashed(b"zwoelf Zemmer", &[7; SALT]).unwrap();
        assert!(hash.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.as_str());
        assert_eq!(verify(&secret("zwoelf Zemmer"), Some(&hash)).unwrap(), Verdict::Right);
        assert_eq!(verify(&secret("zwoelf zemmer"), Some(&hash)).unwrap(), Verdict::Wrong);
        assert_eq!(verify(&secret("nobody"), None).unwrap(), Verdict::Wrong);
        assert_eq!(verify(&secret(&"a".repeat(1025)), Some(&hash)).unwrap(), Verdict::Wrong);
    }

    #[test]
    fn an_old_hash_is_noticed() {
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(64, 1, 1, Some(32)).unwrap());
        let old: phc::PasswordHash = weak.hash_password_with_salt(b"zwoelf Zemmer", &[7; SALT]).unwrap();
        let old = PasswordHash::new(old.to_string());
        assert_eq!(verify(&secret("zwoelf Zemmer"), Some(&old)).unwrap(), Verdict::RightButOld);
    }
}
