//! Logins and their refresh tokens. They change no aggregate, so nothing here is written to the audit log.

use domain::id::{PersonId, SessionId};
use domain::session::{RefreshToken, Session};
use jiff::Timestamp;

use crate::error::StoreError;
use crate::tx::{Reader, Tx, on_engine};

impl Reader<'_> {
    /// The logins of a person that still hold, the latest used first.
    pub fn sessions(&mut self, person: PersonId, now: Timestamp) -> Result<Vec<Session>, StoreError> {
        on_engine!(self, session::of_person(person, now))
    }
}

impl Tx<'_> {
    /// Adds a login.
    pub fn insert_session(&mut self, session: &Session) -> Result<(), StoreError> {
        on_engine!(self, session::insert(session))
    }

    /// Adds a refresh token.
    pub fn insert_refresh_token(&mut self, token: &RefreshToken) -> Result<(), StoreError> {
        on_engine!(self, session::insert_token(token))
    }

    /// The refresh token of this hash and its session, both locked: the tokens of a session are used one
    /// after the other.
    pub fn refresh_token(&mut self, hash: &[u8; 32]) -> Result<Option<(Session, RefreshToken)>, StoreError> {
        on_engine!(self, session::token(hash))
    }

    /// Notes the first use of a refresh token, and of its session. `false` when it was used before.
    pub fn use_refresh_token(&mut self, token: &RefreshToken, at: Timestamp) -> Result<bool, StoreError> {
        on_engine!(self, session::use_token(token, at))
    }

    /// From now on a login counts as one with a second factor.
    pub fn strengthen_session(&mut self, session: SessionId) -> Result<(), StoreError> {
        on_engine!(self, session::strengthen(session))
    }

    /// Ends a login of a person. `false` when there is none to end.
    pub fn revoke_session(
        &mut self,
        session: SessionId,
        person: PersonId,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        on_engine!(self, session::revoke(session, person, at))
    }

    /// Ends the logins of a person, but for the one named. Says how many there were to end.
    pub fn revoke_sessions(
        &mut self,
        person: PersonId,
        except: Option<SessionId>,
        at: Timestamp,
    ) -> Result<usize, StoreError> {
        on_engine!(self, session::revoke_all(person, except, at))
    }
}
