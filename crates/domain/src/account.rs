//! How accounts begin and change by mail: registrations that wait for their address to be proved, requests
//! that are answered by mail, and consents.
//!
//! What is asked for with nothing but an address is stored without looking whether the address has an account:
//! who asks can learn nothing. Whether there is one is looked up when the mail is written.

use jiff::{SignedDuration, Timestamp};

use crate::fault::{Faults, Rule};
use crate::id::{AccountRequestId, PersonId, RegistrationId};
use crate::organization::Email;
use crate::person::{PasswordHash, PersonDraft};
use crate::text::{Bounds, Line};

/// The age from which one can agree for oneself in Luxembourg (GDPR, article 8).
pub const MINIMUM_AGE: u8 = 16;

/// How long a registration waits for its address to be proved.
pub const REGISTRATION_LIFETIME: SignedDuration = SignedDuration::from_hours(24);

/// The bounds of the name of a version of the terms.
pub const TERMS_VERSION: Bounds = Bounds::up_to(40);

/// Somebody wants an account. There is none before the address is proved, so nobody can keep an address from
/// its owner, and a password is only ever that of whoever read the mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// Its identifier.
    pub id: RegistrationId,
    /// What the account would be made of.
    pub draft: PersonDraft,
    /// The hash of the password that was chosen.
    pub password_hash: PasswordHash,
    /// The version of the terms that was accepted.
    pub terms_version: Line,
    /// SHA-256 of the code in the mail.
    pub token_hash: [u8; 32],
    /// When it was asked for.
    pub created_at: Timestamp,
}

impl Registration {
    /// Until when the code counts.
    pub fn expires_at(&self) -> Timestamp {
        after(self.created_at, REGISTRATION_LIFETIME)
    }
}

/// What was accepted with a registration, checked.
pub fn accepted_terms(version: &str, is_of_age: bool) -> Result<Line, Faults> {
    let mut faults = Faults::none();
    let version = faults.take("terms_version", Line::parse(version, TERMS_VERSION));
    if !is_of_age {
        faults.add("is_of_age", Rule::TooYoung { age: MINIMUM_AGE });
    }
    match version {
        Some(version) => faults.or(version),
        None => Err(faults),
    }
}

/// What is answered by mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// The mail of a registration, again. It carries the registration's code and has none of its own.
    Verification,
    /// A new password.
    PasswordReset,
    /// Another address for an account; the mail goes to it.
    EmailChange,
    /// Taking such a change back; the mail goes to the former address.
    EmailChangeReversal,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 4] =
        [Self::Verification, Self::PasswordReset, Self::EmailChange, Self::EmailChangeReversal];

    /// The name of the purpose, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Verification => "verification",
            Self::PasswordReset => "password_reset",
            Self::EmailChange => "email_change",
            Self::EmailChangeReversal => "email_change_reversal",
        }
    }

    /// The purpose of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.code() == code)
    }

    /// How long the code in its mail counts.
    pub const fn lifetime(self) -> SignedDuration {
        match self {
            Self::PasswordReset => SignedDuration::from_hours(1),
            Self::Verification | Self::EmailChange => SignedDuration::from_hours(24),
            // Long enough to come back from a holiday of a week.
            Self::EmailChangeReversal => SignedDuration::from_hours(7 * 24),
        }
    }
}

/// A request that is answered by mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRequest {
    /// Its identifier.
    pub id: AccountRequestId,
    /// What for.
    pub purpose: Purpose,
    /// The address to which the mail goes.
    pub email: Email,
    /// The account, where whoever asked had logged in.
    pub person: Option<PersonId>,
    /// SHA-256 of the code in the mail.
    pub token_hash: [u8; 32],
    /// When it was asked for.
    pub created_at: Timestamp,
    /// Until when its code counts.
    pub expires_at: Timestamp,
    /// When its code was used, or lost its use.
    pub used_at: Option<Timestamp>,
}

impl AccountRequest {
    /// A new request.
    pub fn new(
        id: AccountRequestId,
        purpose: Purpose,
        email: Email,
        person: Option<PersonId>,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Self {
        let expires_at = after(now, purpose.lifetime());
        Self { id, purpose, email, person, token_hash, created_at: now, expires_at, used_at: None }
    }

    /// Whether its code counts.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.used_at.is_none() && now < self.expires_at
    }
}

/// The version that is noted for accounts whose terms were accepted outside of the service: those that the operator
/// made.
pub const TERMS_ELSEWHERE: &str = "-";

/// How many consents are kept of a person; of more, the first are forgotten.
pub const MOST_CONSENTS: usize = 50;

/// A version of the terms, checked.
pub fn terms_version(version: &str) -> Result<Line, Faults> {
    let mut faults = Faults::none();
    match faults.take("version", Line::parse(version, TERMS_VERSION)) {
        Some(version) => faults.or(version),
        None => Err(faults),
    }
}

/// To what one can agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Agreed {
    /// The terms of use.
    Terms,
    /// That one is old enough to agree for oneself.
    MinimumAge,
}

impl Agreed {
    /// Everything.
    pub const ALL: [Self; 2] = [Self::Terms, Self::MinimumAge];

    /// The name, as stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Terms => "terms",
            Self::MinimumAge => "minimum_age",
        }
    }

    /// The one of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|agreed| agreed.code() == code)
    }
}

/// That somebody agreed to something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Who.
    pub person: PersonId,
    /// To what.
    pub to: Agreed,
    /// To which version of it.
    pub version: Line,
    /// When.
    pub given_at: Timestamp,
    /// When it was taken back.
    pub withdrawn_at: Option<Timestamp>,
}

/// A time after another, or the last that can be told.
fn after(now: Timestamp, duration: SignedDuration) -> Timestamp {
    now.checked_add(duration).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn codes_count_for_their_time() {
        let now: Timestamp = "2026-06-08T16:00:00Z".parse().unwrap();
        let at = |seconds| now + SignedDuration::from_secs(seconds);
        for (purpose, hours) in [
            (Purpose::Verification, 24),
            (Purpose::PasswordReset, 1),
            (Purpose::EmailChange, 24),
            (Purpose::EmailChangeReversal, 168),
        ] {
            let email = Email::parse("ana@ponte.example").unwrap();
            let id = AccountRequestId::new(Uuid::from_u128(1));
            let mut request = AccountRequest::new(id, purpose, email, None, [0; 32], now);
            assert!(request.is_open(at(hours * 3600 - 1)), "{purpose:?}");
            assert!(!request.is_open(at(hours * 3600)), "{purpose:?}");
            request.used_at = Some(now);
            assert!(!request.is_open(now), "{purpose:?}");
            assert_eq!(Purpose::from_code(purpose.code()), Some(purpose));
        }
    }

    #[test]
    fn terms_are_accepted_by_those_of_age() {
        let check = |version: &str, age: bool, expected: &str| {
            let found = accepted_terms(version, age).err().map(|faults| faults.to_string());
            assert_eq!(found.unwrap_or_default(), expected, "{version:?} {age}");
        };
        check("2026-11", true, "");
        check("2026-11", false, "is_of_age: too-young");
        check("", false, "terms_version: required, is_of_age: too-young");
        check(&"v".repeat(41), true, "terms_version: too-long");
    }
}
