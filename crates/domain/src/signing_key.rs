//! The keys that sign access tokens: one comes next, one signs, and those that did still check for a while.
//!
//! A key is published before it signs, so that whoever checks tokens knows it by then, and after it signed
//! until the last of its tokens has run out. Its private part is forgotten when it stops signing.

use jiff::{SignedDuration, Timestamp};

/// How long a retired key still checks: as long as a token lives, and a minute for servers that had not
/// noticed the rotation and for clocks that differ.
pub const CHECKS_ON: SignedDuration = SignedDuration::from_secs(10 * 60 + 60);

/// A key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningKey {
    /// Its name in the header of tokens: its thumbprint (RFC 7638).
    pub id: String,
    /// Its public part.
    pub public: [u8; 32],
    /// When it was made.
    pub created_at: Timestamp,
    /// What it is used for.
    pub state: KeyState,
}

/// What a key is used for. The private part is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// It is published, and will sign.
    Next {
        /// Its private part.
        sealed_seed: Vec<u8>,
    },
    /// It signs.
    Signing {
        /// Its private part.
        sealed_seed: Vec<u8>,
        /// Since when.
        since: Timestamp,
    },
    /// It signed.
    Retired {
        /// Since when it signed.
        since: Timestamp,
        /// Since when it does not sign.
        at: Timestamp,
        /// Until when its tokens hold.
        checks_until: Timestamp,
    },
}

impl KeyState {
    /// The name of the state, as stored and shown.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Next { .. } => "next",
            Self::Signing { .. } => "signing",
            Self::Retired { .. } => "retired",
        }
    }
}

impl SigningKey {
    /// Whether tokens that it signed can hold.
    pub fn checks(&self, now: Timestamp) -> bool {
        match self.state {
            KeyState::Next { .. } | KeyState::Signing { .. } => true,
            KeyState::Retired { checks_until, .. } => now < checks_until,
        }
    }

    /// Whether it signs, and has done so for as long as a key may.
    pub fn is_due(&self, life: SignedDuration, now: Timestamp) -> bool {
        matches!(self.state, KeyState::Signing { since, .. } if now.duration_since(since) >= life)
    }

    /// The key that comes next signs. `None` of any other.
    #[must_use]
    pub fn promoted(self, now: Timestamp) -> Option<Self> {
        match self.state {
            KeyState::Next { sealed_seed } => {
                Some(Self { state: KeyState::Signing { sealed_seed, since: now }, ..self })
            }
            KeyState::Signing { .. } | KeyState::Retired { .. } => None,
        }
    }

    /// The key that signs retires, and checks until its tokens have run out; one that is in wrong hands
    /// checks nothing any more. `None` of any other.
    #[must_use]
    pub fn retired(self, compromised: bool, now: Timestamp) -> Option<Self> {
        let KeyState::Signing { since, .. } = self.state else { return None };
        let checks_until =
            if compromised { now } else { now.checked_add(CHECKS_ON).unwrap_or(Timestamp::MAX) };
        Some(Self { state: KeyState::Retired { since, at: now, checks_until }, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    #[test]
    fn a_key_goes_from_next_to_signing_to_retired() {
        let state = KeyState::Next { sealed_seed: vec![1] };
        let next = SigningKey { id: "a".to_owned(), public: [0; 32], created_at: at(0), state };
        assert!(next.checks(at(0)) && !next.is_due(SignedDuration::ZERO, at(0)));
        assert_eq!(next.clone().retired(false, at(1)), None);
        let signing = next.promoted(at(100)).unwrap();
        assert_eq!(signing.clone().promoted(at(100)), None);
        let life = SignedDuration::from_secs(50);
        assert!(!signing.is_due(life, at(149)) && signing.is_due(life, at(150)));
        for (compromised, second, checks) in
            [(false, 200, true), (false, 859, true), (false, 860, false), (true, 200, false)]
        {
            let retired = signing.clone().retired(compromised, at(200)).unwrap();
            assert_eq!(retired.checks(at(second)), checks, "{compromised} {second}");
            assert_eq!(retired.retired(false, at(200)), None);
        }
    }
}
