//! Accounts, and what the database knows of a caller.

use domain::audit::Change;
use domain::id::{PersonId, Revision, SessionId};
use domain::organization::Email;
use domain::person::{PasswordHash, Person};
use domain::policy::Actor;
use jiff::Timestamp;

use crate::error::StoreError;
use crate::tx::{Reader, Tx, on_engine};

impl Reader<'_> {
    /// The caller with this login, with their memberships and staff role, in one statement. `None` unless
    /// the account is active and the session is theirs, not ended and not run out.
    pub fn actor(
        &mut self,
        person: PersonId,
        session: SessionId,
        now: Timestamp,
    ) -> Result<Option<Actor>, StoreError> {
        on_engine!(self, person::actor(person, session, now))
    }

    /// An account without a login, for commands that are given at the command line. `None` unless active.
    pub fn actor_of(&mut self, person: PersonId) -> Result<Option<Actor>, StoreError> {
        on_engine!(self, person::actor_of(person))
    }

    /// The active organizers, the first made first; at most `limit`.
    pub fn organizers(&mut self, limit: i64) -> Result<Vec<PersonId>, StoreError> {
        on_engine!(self, person::organizers(limit))
    }

    /// An account.
    pub fn person(&mut self, id: PersonId) -> Result<Option<Person>, StoreError> {
        on_engine!(self, person::find(id))
    }

    /// The account with this address, however it is written.
    pub fn person_by_email(&mut self, email: &Email) -> Result<Option<Person>, StoreError> {
        on_engine!(self, person::by_email(&email.key()))
    }
}

impl Tx<'_> {
    /// Adds an account. An address that is taken is [`crate::Constraint::PersonEmail`].
    pub fn insert_person(&mut self, person: &Person, change: &Change) -> Result<(), StoreError> {
        on_engine!(self, person::insert(person))?;
        self.record(change)
    }

    /// Stores an account that was at the expected revision.
    pub fn save_person(
        &mut self,
        after: &Person,
        expected: Revision,
        change: &Change,
    ) -> Result<(), StoreError> {
        on_engine!(self, person::save(after, expected))?;
        self.record(change)
    }

    /// Replaces the hash of a password by another hash of the same password. `false` when the password has
    /// changed since. No change of the account: nothing is written down, and its revision stays.
    pub fn rehash_password(
        &mut self,
        person: PersonId,
        before: &PasswordHash,
        after: &PasswordHash,
    ) -> Result<bool, StoreError> {
        on_engine!(self, person::rehash(person, before, after))
    }
}
