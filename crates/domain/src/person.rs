//! Persons: the accounts with which people log in.
//!
//! What a person may do is no part of the account: memberships and the staff role give rights, and
//! [`crate::policy`] turns them into proofs.

use std::fmt;

use jiff::{SignedDuration, Timestamp};

use crate::audit::{Change, Detail, Subject};
use crate::fault::{Faults, Rule};
use crate::id::{PersonId, Revision};
use crate::organization::Email;
use crate::policy::StaffRole;
use crate::refusal::{Refusal, Refusals};
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

/// What somebody corrects in their account; what is missing stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Correction {
    /// How they want to be called.
    pub name: Option<Line>,
    /// The language of messages to them.
    pub locale: Option<Locale>,
}

impl Correction {
    /// Checks the fields `name` and `locale`.
    pub fn parse(name: Option<&str>, locale: Option<&str>) -> Result<Self, Faults> {
        let mut faults = Faults::none();
        let name = name.map(|name| faults.take_all("name", Line::parse(name, PersonDraft::NAME)));
        let locale = locale.map(|locale| faults.take("locale", Locale::parse(locale)));
        faults.or(Self { name: name.flatten(), locale: locale.flatten() })
    }
}

/// How old a login may be with which an account is erased: whoever finds an open browser should not be able to.
pub const FRESH_LOGIN: SignedDuration = SignedDuration::from_mins(15);

impl Person {
    /// The account with what was corrected, and what is written down about it: not to what.
    #[must_use]
    pub fn corrected(self, correction: Correction, now: Timestamp) -> (Self, Change) {
        let Correction { name, locale } = correction;
        let (name, locale) = (name.unwrap_or(self.name), locale.unwrap_or(self.locale));
        let person = Self { name, locale, updated_at: now, revision: self.revision.next(), ..self };
        let change = Change::new(Subject::Person(person.id), person.revision, "person.corrected");
        (person, change)
    }

    /// Whether the account may be erased by a login of this age. `needed` says that an organization that acts
    /// has no other owner.
    pub fn decide_erasure(logged_in_at: Timestamp, needed: bool, now: Timestamp) -> Result<(), Refusals> {
        let needed = needed.then_some(Refusal::LastOwner);
        let stale = (now.duration_since(logged_in_at) > FRESH_LOGIN).then_some(Refusal::LoginTooOld);
        Refusals::none(needed.into_iter().chain(stale).collect())
    }

    /// The account when it is erased, and what is written down about it. What is left says that there was one.
    #[must_use]
    pub fn erased(self, now: Timestamp) -> (Self, Change) {
        let person = Self {
            email: Email::from_stored(format!("{}@erased.invalid", self.id)),
            name: Line::from_stored(String::new()),
            password_hash: None,
            locale: Locale::En,
            staff_role: None,
            status: PersonStatus::Erased,
            updated_at: now,
            revision: self.revision.next(),
            ..self
        };
        let change = Change::new(Subject::Person(person.id), person.revision, "person.erased");
        (person, change)
    }

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

    /// After its person has accepted the terms of use, or taken that back; what they accepted stands in the consents.
    #[must_use]
    pub fn with_terms(self, accepted: Option<&Line>, now: Timestamp) -> (Self, Change) {
        let action = if accepted.is_some() { "person.terms_accepted" } else { "person.terms_withdrawn" };
        let after = Self { updated_at: now, revision: self.revision.next(), ..self };
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
    fn an_account_is_erased_by_a_fresh_login_of_somebody_who_is_not_needed() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let draft = PersonDraft::parse("ana@ponte.example", "Ana Lopes", "fr").unwrap();
        let id = PersonId::new(uuid::Uuid::from_u128(7));
        let hash = Some(PasswordHash::new("$argon2id$".to_owned()));
        let (person, _) = Person::new(id, draft, hash, Some(StaffRole::Broker), at("2026-06-08T16:00:00Z"));
        for (logged_in_at, needed, expected) in [
            ("2026-06-08T16:00:00Z", false, ""),
            ("2026-06-08T15:45:00Z", false, ""),
            ("2026-06-08T15:44:59Z", false, "login-too-old"),
            ("2026-06-08T16:00:00Z", true, "last-owner"),
            ("2026-06-07T16:00:00Z", true, "last-owner, login-too-old"),
        ] {
            let found = Person::decide_erasure(at(logged_in_at), needed, at("2026-06-08T16:00:00Z"));
            assert_eq!(found.err().map(|error| error.to_string()).unwrap_or_default(), expected);
        }
        let (erased, change) = person.erased(at("2026-06-08T16:00:00Z"));
        assert_eq!(
            (erased.status, erased.staff_role, erased.password_hash),
            (PersonStatus::Erased, None, None)
        );
        assert_eq!(
            (erased.name.as_str(), erased.email.as_str()),
            ("", "00000000-0000-0000-0000-000000000007@erased.invalid")
        );
        assert_eq!((change.action, change.revision), ("person.erased", Revision::new(2)));
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
