//! Sessions: logins, and the refresh tokens that keep them going.
//!
//! A session is the family of its tokens. A token is used once: it gives an access token and its one
//! successor. Whoever shows one a second time has stolen it, or was stolen from; which of the two is not
//! known, so the session ends. Only for a moment after its use it gives the same successor again: two tabs,
//! or an answer lost on the way.

mod device;

use jiff::{SignedDuration, Timestamp};

pub use device::Device;

use crate::id::{PersonId, SessionId};

/// How long a login lasts without the password: long enough for an exchange week with its preparation,
/// short enough that a forgotten device of a volunteer forgets too.
pub const SESSION_LIFETIME: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How long a refresh token waits for its use: a client that has not come back for two weeks logs in anew.
pub const REFRESH_LIFETIME: SignedDuration = SignedDuration::from_hours(14 * 24);

/// How long after its use a token may be shown again: two tabs, or an answer lost on the way.
pub const REUSE_GRACE: SignedDuration = SignedDuration::from_secs(10);

/// What a person showed to log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenedWith {
    /// The password alone.
    Password,
    /// The password, and a one-time code or a recovery code.
    SecondFactor,
}

impl OpenedWith {
    /// Every way.
    pub const ALL: [Self; 2] = [Self::Password, Self::SecondFactor];

    /// The name of the way, as stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::SecondFactor => "second_factor",
        }
    }

    /// The way of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == code)
    }
}

/// One login of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its identifier.
    pub id: SessionId,
    /// Whose.
    pub person: PersonId,
    /// What was shown for it.
    pub opened_with: OpenedWith,
    /// From what sort of program and machine.
    pub device: Device,
    /// When the person logged in.
    pub created_at: Timestamp,
    /// When a token was last refreshed.
    pub last_used_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// When it was ended.
    pub revoked_at: Option<Timestamp>,
}

impl Session {
    /// A new login with the password alone, from a device of which nothing is known.
    pub fn open(id: SessionId, person: PersonId, now: Timestamp) -> Self {
        Self {
            id,
            person,
            opened_with: OpenedWith::Password,
            device: Device::default(),
            created_at: now,
            last_used_at: now,
            expires_at: after(now, SESSION_LIFETIME),
            revoked_at: None,
        }
    }

    /// The same login, opened with more than that, from this device.
    #[must_use]
    pub fn described(self, opened_with: OpenedWith, device: Device) -> Self {
        Self { opened_with, device, ..self }
    }

    /// Whether the login still holds.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

/// A refresh token, known by the SHA-256 of its secret only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefreshToken {
    /// SHA-256 of the secret.
    pub hash: [u8; 32],
    /// The session that it keeps going.
    pub session: SessionId,
    /// When it was given out.
    pub issued_at: Timestamp,
    /// Until when it can be used; never longer than the session.
    pub expires_at: Timestamp,
    /// When it was used first.
    pub used_at: Option<Timestamp>,
}

impl RefreshToken {
    /// A fresh token of a session.
    pub fn issue(hash: [u8; 32], session: &Session, now: Timestamp) -> Self {
        let expires_at = after(now, REFRESH_LIFETIME).min(session.expires_at);
        Self { hash, session: session.id, issued_at: now, expires_at, used_at: None }
    }
}

/// What follows from a token that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refresh {
    /// It is used up now and has a successor.
    Rotate,
    /// It was used a moment ago: its successor is given again.
    ///
    /// Of two tabs that refresh at once neither may be logged out by the other, and the server cannot tell
    /// them from an answer that was lost. There is one successor, however often it is asked for. A thief
    /// would have to be as fast as that; later than the grace the same token ends the session, and the grace
    /// counts from the first use.
    Again,
    /// It was used before: somebody else has it too.
    Revoke,
    /// It, or its session, has ended.
    Reject,
}

/// Decides what follows from a token that is shown, given its session.
pub fn decide_refresh(session: &Session, token: &RefreshToken, now: Timestamp) -> Refresh {
    if !session.is_live(now) {
        return Refresh::Reject;
    }
    match token.used_at {
        // Before the question of expiry: a stolen token is no less stolen when it is old.
        Some(used_at) if now.duration_since(used_at) > REUSE_GRACE => Refresh::Revoke,
        _ if now >= token.expires_at => Refresh::Reject,
        Some(_) => Refresh::Again,
        None => Refresh::Rotate,
    }
}

/// A time after another, or the last that can be told.
fn after(now: Timestamp, duration: SignedDuration) -> Timestamp {
    now.checked_add(duration).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const DAY: i64 = 24 * 3600;

    fn check(used_after: Option<i64>, revoked: bool, shown_after: i64, expected: Refresh) {
        let start: Timestamp = "2026-06-08T16:00:00Z".parse().unwrap();
        let at = |seconds| start + SignedDuration::from_secs(seconds);
        let mut session =
            Session::open(SessionId::new(Uuid::from_u128(1)), PersonId::new(Uuid::from_u128(2)), start);
        let mut token = RefreshToken::issue([0; 32], &session, start);
        token.used_at = used_after.map(at);
        session.revoked_at = revoked.then_some(start);
        let found = decide_refresh(&session, &token, at(shown_after));
        assert_eq!(found, expected, "used {used_after:?}, revoked {revoked}, shown {shown_after}");
    }

    #[test]
    fn a_token_is_used_once() {
        check(None, false, 60, Refresh::Rotate);
        check(None, false, 14 * DAY - 1, Refresh::Rotate);
        check(None, false, 14 * DAY, Refresh::Reject);
        check(None, true, 60, Refresh::Reject);
        check(Some(60), false, 60, Refresh::Again);
        check(Some(60), false, 70, Refresh::Again);
        check(Some(60), false, 71, Refresh::Revoke);
        check(Some(60), false, 20 * DAY, Refresh::Revoke);
        check(Some(60), false, 30 * DAY, Refresh::Reject);
        check(Some(60), true, 71, Refresh::Reject);
        check(Some(14 * DAY - 1), false, 14 * DAY, Refresh::Reject);
    }

    #[test]
    fn a_token_does_not_outlive_its_session() {
        let start: Timestamp = "2026-06-08T16:00:00Z".parse().unwrap();
        let session =
            Session::open(SessionId::new(Uuid::from_u128(1)), PersonId::new(Uuid::from_u128(2)), start);
        let late = start + SignedDuration::from_hours(20 * 24);
        assert_eq!(RefreshToken::issue([0; 32], &session, late).expires_at, session.expires_at);
    }
}
