//! Where in Luxembourg: cantons, communes, postal codes, and the distance between them.
//!
//! The tables in `data/` are embedded and read once. They are a snapshot: communes merge, so the former
//! ones stay known by name with what became of them.

mod canton;
mod commune;
mod coordinates;
mod postal_code;

use std::fmt;

pub use canton::Canton;
pub use commune::{Commune, CommuneFound, FormerCommune};
pub use coordinates::{Coordinates, distance_km, distance_m};
pub use postal_code::{Locality, PostalCode};

use crate::fault::Rule;
use crate::vocabulary::unknown;

/// Where an exchange takes place, or where goods lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// At a distance; nobody travels.
    Remote,
    /// In this commune.
    Commune(Commune),
}

impl Place {
    /// `remote`, or a commune as [`Commune::parse`] takes it. A commune that merged is the one it belongs
    /// to now.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        if text.trim().eq_ignore_ascii_case("remote") {
            return Ok(Self::Remote);
        }
        match Commune::parse(text) {
            Ok(found) => Ok(Self::Commune(found.now())),
            Err(_) => Err(unknown("place", text)),
        }
    }

    /// `remote`, or the code of the commune.
    pub fn code(self) -> &'static str {
        match self {
            Self::Remote => "remote",
            Self::Commune(commune) => commune.code(),
        }
    }

    /// The commune, unless remote.
    pub const fn commune(self) -> Option<Commune> {
        match self {
            Self::Remote => None,
            Self::Commune(commune) => Some(commune),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests;
