//! Slowing down: how long somebody waits who guesses passwords, or asks for mail after mail.
//!
//! Nobody is locked out: the longest wait is a minute, an address from which the account logged in before has a
//! count of its own, and whoever proves by mail that the account is theirs is known from then on.

use jiff::{SignedDuration, Timestamp};

/// The longest wait after a wrong password.
pub const LONGEST_WAIT: SignedDuration = SignedDuration::from_secs(60);

/// After how long without a failure all is forgotten.
pub const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_hours(1);

/// How long an address is known from which an account logged in.
pub const ORIGIN_LIFETIME: SignedDuration = SignedDuration::from_hours(90 * 24);

/// The time between two mails of a sort to one address.
const BETWEEN_MAILS: SignedDuration = SignedDuration::from_mins(1);

/// The most mails of a sort to one address in an hour.
const MAILS_IN_AN_HOUR: u32 = 5;

/// The most invitations to one address in an hour.
const INVITATIONS_IN_AN_HOUR: u32 = 10;

/// What is slowed down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Logins to one account, from addresses that it does not know.
    Account,
    /// Logins from one address, to any account.
    Origin,
    /// Logins to one account from one address that it knows.
    Known,
    /// Mails of a sort to one address.
    Mail,
    /// Invitations to one address.
    Invitation,
}

impl Pace {
    /// The most in an hour, where hours are counted.
    const fn most_in_an_hour(self) -> Option<u32> {
        match self {
            Self::Account | Self::Origin | Self::Known => None,
            Self::Mail => Some(MAILS_IN_AN_HOUR),
            Self::Invitation => Some(INVITATIONS_IN_AN_HOUR),
        }
    }
}

/// How often somebody came, and from when on they may come again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throttle {
    /// How often, since it was forgotten last.
    pub count: u32,
    /// For logins the last failure; for mails and invitations the beginning of the hour.
    pub since: Timestamp,
    /// From when on the next may come.
    pub free_at: Timestamp,
}

impl Throttle {
    /// Of somebody who never came.
    pub const fn fresh(now: Timestamp) -> Self {
        Self { count: 0, since: now, free_at: now }
    }

    /// Counts one who comes now, or says how long they must wait. A login is counted as a failure until it is
    /// known to be none, so that many at once do not slip through.
    pub fn take(self, pace: Pace, now: Timestamp) -> Result<Self, SignedDuration> {
        let old = now.duration_since(self.since) >= FORGOTTEN_AFTER;
        let before = if old { Self::fresh(now) } else { self };
        // The sixth mail of an hour waits for the next one, not for the next minute.
        let full = pace.most_in_an_hour().is_some_and(|most| before.count >= most);
        let next_hour = full.then(|| after(before.since, FORGOTTEN_AFTER));
        let free_at = before.free_at.max(next_hour.unwrap_or(before.free_at));
        if now < free_at {
            return Err(free_at.duration_since(now));
        }
        let count = before.count.saturating_add(1);
        let free = match pace {
            Pace::Account => 5,
            Pace::Known => 10,
            Pace::Origin => 20,
            Pace::Mail => {
                return Ok(Self { count, since: before.since, free_at: after(now, BETWEEN_MAILS) });
            }
            Pace::Invitation => return Ok(Self { count, since: before.since, free_at: now }),
        };
        Ok(Self { count, since: now, free_at: after(now, wait(count.saturating_sub(free))) })
    }

    /// Takes one back that was no failure.
    #[must_use]
    pub fn give_back(self, now: Timestamp) -> Self {
        Self { count: self.count.saturating_sub(1), since: self.since, free_at: now }
    }
}

/// The wait after so many failures more than are free: 1 s, 2 s, 4 s, and so on.
fn wait(failures: u32) -> SignedDuration {
    match failures {
        0 => SignedDuration::ZERO,
        1..=6 => SignedDuration::from_secs(1 << (failures - 1)),
        _ => LONGEST_WAIT,
    }
}

fn after(now: Timestamp, duration: SignedDuration) -> Timestamp {
    now.checked_add(duration).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).unwrap()
    }

    /// The waits that somebody meets who comes as soon as they may.
    fn waits(pace: Pace, times: usize) -> Vec<i64> {
        let (mut throttle, mut now) = (Throttle::fresh(at(0)), at(0));
        let mut waits = Vec::new();
        for _ in 0..times {
            let waited = match throttle.take(pace, now) {
                Ok(_) => SignedDuration::ZERO,
                Err(wait) => wait,
            };
            now += waited;
            throttle = throttle.take(pace, now).unwrap();
            waits.push(waited.as_secs());
        }
        waits
    }

    #[test]
    fn waits_double_up_to_a_minute() {
        assert_eq!(waits(Pace::Account, 15), [0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(waits(Pace::Known, 12)[9..], [0, 0, 1]);
        assert_eq!(waits(Pace::Origin, 22)[19..], [0, 0, 1]);
    }

    #[test]
    fn mails_are_a_minute_apart_and_five_an_hour() {
        assert_eq!(waits(Pace::Mail, 7), [0, 60, 60, 60, 60, 3360, 60]);
        assert_eq!(waits(Pace::Invitation, 12), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3600, 0]);
    }

    #[test]
    fn an_hour_forgets() {
        let mut throttle = Throttle::fresh(at(0));
        for n in 0..10 {
            throttle = throttle.take(Pace::Account, at(n * 100)).unwrap();
        }
        assert!(throttle.take(Pace::Account, at(901)).is_err());
        let later = throttle.take(Pace::Account, at(900 + 3600)).unwrap();
        assert_eq!((later.count, later.free_at), (1, at(900 + 3600)));
        assert_eq!(throttle.give_back(at(901)).count, 9);
    }
}
