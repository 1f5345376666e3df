//! Persons: the accounts with which people log in.
//!
//! What a person may do is no part of the account: memberships and the staff role give rights, and
//! [`crate::policy`] turns them into proofs.

use std::fmt;

use jiff::Timestamp;

use crate::audit::{Change, Detail, Subject};
use crate::fault::{Faults, Rule};
use crate::id::{PersonId, Revision};
use crate::organization::Email;
use crate::policy::StaffRole;
use crate::text::{Bounds, Line};
use crate::vocabulary::Locale;

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Its identifier.
    pub id: PersonId,
    /// The address to log in with, in lower case: [`Email::key`].
    pub email: Email,
    /// How the person wants to be called.
    pub name: Line,
    /// The hash of the password; without one nobody can log in.
    pub password_hash: Option<PasswordHash>,
    /// The language of messages to them.
    pub locale: Locale,
    /// What they do for the bourse.
    pub staff_role: Option<StaffRole>,
    /// Whether the account may be used.
    pub status: PersonStatus,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it changed last.
    pub updated_at: Timestamp,
    /// How often it changed.
    pub revision: Revision,
}

/// Whether an account may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonStatus {
    /// It may.
    Active,
    /// Staff have closed it for a time.
    Suspended,
    /// The person asked for their data to be erased; only the identifier is left.
    Erased,
}

impl PersonStatus {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Active, Self::Suspended, Self::Erased];

    /// The name of the status, as stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Erased => "erased",
        }
    }

    /// The status of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// The salted hash of a password in the PHC notation. It never shows in debug output.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// A hash as `app::password` made it, or as it was stored.
    pub const fn new(phc: String) -> Self {
        Self(phc)
    }

    /// In the PHC notation: `$argon2id$v=19$m=…`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// What an account is made of, checked; the password is hashed apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonDraft {
    /// The address to log in with, in lower case.
    pub email: Email,
    /// How the person wants to be called.
    pub name: Line,
    /// The language of messages to them.
    pub locale: Locale,
}

impl PersonDraft {
    /// The most characters of a name.
    pub const NAME: Bounds = Bounds::up_to(120);

    /// Checks the fields `email`, `name` and `locale`; an empty locale is English.
    pub fn parse(email: &str, name: &str, locale: &str) -> Result<Self, Faults> {
        let mut faults = Faults::none();
        let email = faults.take("email", Email::parse(email));
        let name = faults.take("name", Line::parse(name, Self::NAME));
        let locale = match locale {
            "" => Some(Locale::En),
            code => faults.take("locale", Locale::parse(code)),
        };
        match (email, name, locale) {
            (Some(email), Some(name), Some(locale)) => {
                // Addresses are compared without case, so that one mailbox has one account.
                faults.or(Self { email: Email::from_stored(email.key()), name, locale })
            }
            _ => Err(faults),
        }
    }
}

impl Person {
    /// A new account, and what is written down about it: no name and no address.
    pub fn new(
        id: PersonId,
        draft: PersonDraft,
        password_hash: Option<PasswordHash>,
        staff_role: Option<StaffRole>,
        now: Timestamp,
    ) -> (Self, Change) {
        let PersonDraft { email, name, locale } = draft;
        let person = Self {
            id,
            email,
            name,
            password_hash,
            locale,
            staff_role,
            status: PersonStatus::Active,
            created_at: now,
            updated_at: now,
            revision: Revision::FIRST,
        };
        let change = Change::new(Subject::Person(id), Revision::FIRST, "person.created");
        let change = match staff_role {
            Some(role) => change.with("staff_role", Detail::Code(role.code().to_owned())),
            None => change,
        };
        (person, change)
    }
}

impl Person {
    /// With another password, or with none until one is chosen by mail.
    #[must_use]
    pub fn with_password(self, hash: Option<PasswordHash>, now: Timestamp) -> (Self, Change) {
        let action = if hash.is_some() { "person.password_changed" } else { "person.password_removed" };
        let after = Self { password_hash: hash, updated_at: now, revision: self.revision.next(), ..self };
        let change = Change::new(Subject::Person(after.id), after.revision, action);
        (after, change)
    }

    /// With another address.
    #[must_use]
    pub fn with_email(self, email: Email, now: Timestamp) -> (Self, Change) {
        let after = Self { email, updated_at: now, revision: self.revision.next(), ..self };
        let change = Change::new(Subject::Person(after.id), after.revision, "person.email_changed");
        (after, change)
    }
}

/// The bounds of a password, in bytes. Longer ones would let anybody buy much work with one request.
pub const PASSWORD_BYTES: Bounds = Bounds::new(12, 1024);

/// The rule of length that a password breaks, if any. Nothing else is asked of its characters.
pub fn password_length(password: &str) -> Result<(), Rule> {
    match password.len() {
        0 => Err(Rule::Required),
        length if length < PASSWORD_BYTES.min => Err(Rule::TooShort { min: PASSWORD_BYTES.min }),
        length if length > PASSWORD_BYTES.max => Err(Rule::TooLong { max: PASSWORD_BYTES.max }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_checked_whole() {
        let draft = PersonDraft::parse("Ana.Lopes@Ponte.example", "  Ana  Lopes ", "pt").unwrap_err();
        assert_eq!(draft.to_string(), "locale: unknown-code");
        let draft = PersonDraft::parse("", "", "").unwrap_err();
        assert_eq!(draft.to_string(), "email: required, name: required");
        let draft = PersonDraft::parse("Ana.Lopes@Ponte.example", "  Ana  Lopes ", "fr").unwrap();
        assert_eq!(draft.email.as_str(), "ana.lopes@ponte.example");
        assert_eq!(draft.name.as_str(), "Ana Lopes");
    }

    #[test]
    fn passwords_have_a_length_in_bytes() {
        for (password, expected) in [
            (String::new(), Err(Rule::Required)),
            ("e".repeat(11), Err(Rule::TooShort { min: 12 })),
            ("é".repeat(6), Ok(())),
            ("e".repeat(1024), Ok(())),
            ("e".repeat(1025), Err(Rule::TooLong { max: 1024 })),
        ] {
            assert_eq!(password_length(&password), expected, "{} bytes", password.len());
        }
    }

    #[test]
    fn a_hash_hides() {
        assert_eq!(format!("{:?}", PasswordHash::new("$argon2id$".to_owned())), "PasswordHash(…)");
    }
}
