//! Postal codes, and where they lie.

use std::fmt;
use std::sync::LazyLock;

use super::{Canton, Commune, Coordinates};
use crate::fault::Rule;
use crate::vocabulary::table::rows;

/// A Luxembourg postal code: four digits, written `L-1234`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostalCode(u16);

/// A town, village or hamlet that a postal code belongs to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Locality {
    /// Its name.
    pub name: &'static str,
    /// The canton it lies in.
    pub canton: Canton,
    /// The commune it belongs to, where the table knows it.
    pub commune: Option<Commune>,
    /// Where it lies, where the table knows it.
    pub coordinates: Option<Coordinates>,
}

/// The localities by postal code, several to a code where it crosses a boundary.
static LOCALITIES: LazyLock<Vec<(u16, Locality)>> = LazyLock::new(|| {
    let mut found: Vec<_> = rows(include_str!("../../data/postcodes.tsv"))
        .filter_map(|[code, name, canton, commune, latitude, longitude]| {
            let coordinates = latitude
                .parse()
                .and_then(|latitude| Ok(Coordinates { latitude, longitude: longitude.parse()? }))
                .ok();
            Some((
                code.parse().ok()?,
                Locality {
                    name,
                    canton: Canton::parse(canton).ok()?,
                    commune: Commune::with_code(commune),
                    coordinates,
                },
            ))
        })
        .collect();
    found.sort_by_key(|(code, _)| *code);
    found
});

impl PostalCode {
    /// Takes `L-1234`, `L1234`, `l 1234`, `1234`, with spaces around. Any four digits are a postal code,
    /// whether the table knows them or not: new streets get new ones.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        let text = text.trim();
        let digits = match text.strip_prefix(['L', 'l']) {
            Some(rest) => rest.strip_prefix(['-', ' ']).unwrap_or(rest),
            None => text,
        };
        if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Rule::PostalCodeInvalid);
        }
        digits.parse().map(Self).map_err(|_| Rule::PostalCodeInvalid)
    }

    /// From the number, as storage keeps it; `None` above 9999.
    pub const fn from_digits(digits: u16) -> Option<Self> {
        if digits > 9999 { None } else { Some(Self(digits)) }
    }

    /// The four digits as a number.
    pub const fn digits(self) -> u16 {
        self.0
    }

    /// The locality it belongs to; of several, the one of the most codes. `None` where the table does not
    /// know the code.
    pub fn locality(self) -> Option<Locality> {
        self.localities().next()
    }

    /// Where it lies: in its locality or, where the table does not know that one's place, in its commune.
    pub fn coordinates(self) -> Option<Coordinates> {
        self.localities()
            .find_map(|locality| locality.coordinates)
            .or_else(|| self.commune().map(Commune::coordinates))
    }

    /// The commune it lies in, where the table knows it; of several, the one of the most codes.
    pub fn commune(self) -> Option<Commune> {
        self.localities().find_map(|locality| locality.commune)
    }

    /// All localities it belongs to, the one of the most codes first.
    pub fn localities(self) -> impl Iterator<Item = Locality> {
        let start = LOCALITIES.partition_point(|(code, _)| *code < self.0);
        LOCALITIES
            .iter()
            .skip(start)
            .take_while(move |(code, _)| *code == self.0)
            .map(|(_, locality)| *locality)
    }
}

impl fmt::Display for PostalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "L-{:04}", self.0)
    }
}
