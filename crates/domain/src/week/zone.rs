//! Time zones by their IANA names.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::fault::Rule;
use crate::vocabulary::unknown;

/// A time zone that the tables know.
#[derive(Clone, PartialEq, Eq)]
pub struct Zone {
    name: String,
    rules: TimeZone,
}

impl Zone {
    /// The most characters of a name; the longest in use have some thirty.
    pub const MAX: usize = 64;

    /// The zone of Luxembourg.
    pub fn luxembourg() -> Self {
        const NAME: &str = "Europe/Luxembourg";
        // The tables are compiled in, so the name is known; UTC would be the honest answer without them.
        Self { name: NAME.to_owned(), rules: TimeZone::get(NAME).unwrap_or(TimeZone::UTC) }
    }

    /// The zone of this name, in any case.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        let refused = || unknown("time_zone", text);
        // Names are looked up as files where the system has tables, so nothing else may look like a path.
        let in_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'+' | b'/');
        if text.is_empty() || text.len() > Self::MAX || !text.bytes().all(in_name) {
            return Err(refused());
        }
        let rules = TimeZone::get(text).map_err(|_| refused())?;
        let name = rules.iana_name().ok_or_else(refused)?.to_owned();
        Ok(Self { name, rules })
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its rules.
    pub const fn rules(&self) -> &TimeZone {
        &self.rules
    }

    /// The local day of an instant.
    pub fn day_of(&self, at: Timestamp) -> Date {
        self.rules.to_datetime(at).date()
    }

    /// The first instant of a day. Where the clock jumps over midnight, it is the instant of the jump.
    pub fn start_of(&self, day: Date) -> Timestamp {
        day.to_zoned_datetime(self.rules.clone()).map_or(
            // Only the last days of the calendar have none.
            Timestamp::MAX,
            |start| start.timestamp(),
        )
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}
