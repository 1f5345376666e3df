//! The hundred communes, and those that merged into them.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

use super::{Canton, Coordinates};
use crate::fault::Rule;
use crate::vocabulary::table::{folded, rows};
use crate::vocabulary::{Labels, unknown};

/// A commune of Luxembourg as the map stands since September 2023.
#[derive(Clone, Copy)]
pub struct Commune(&'static Row);

struct Row {
    code: &'static str,
    name: &'static str,
    canton: Canton,
    coordinates: Coordinates,
    labels: Labels,
    /// Other spellings, folded when they are looked up.
    aliases: &'static str,
}

/// A commune that is no more, and the one that its territory belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormerCommune {
    /// What it was called.
    pub name: &'static str,
    /// The year from which it was no more.
    pub until: u16,
    /// The commune of today.
    pub now: Commune,
}

/// What a name was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommuneFound {
    /// A commune of today.
    Current(Commune),
    /// One that has merged: worth a question whether the address is up to date.
    Merged {
        /// What it was called.
        former: &'static str,
        /// The commune of today.
        now: Commune,
    },
}

impl CommuneFound {
    /// The commune of today, either way.
    pub const fn now(self) -> Commune {
        match self {
            Self::Current(commune) | Self::Merged { now: commune, .. } => commune,
        }
    }
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    rows(include_str!("../../data/places.tsv"))
        .filter_map(|[code, canton, name, fr, de, lb, latitude, longitude, aliases]| {
            Some(Row {
                code,
                name,
                canton: Canton::parse(canton).ok()?,
                coordinates: Coordinates {
                    latitude: latitude.parse().ok()?,
                    longitude: longitude.parse().ok()?,
                },
                labels: Labels { en: fr, fr, de, lb },
                aliases,
            })
        })
        .collect()
});

static FORMER: LazyLock<Vec<FormerCommune>> = LazyLock::new(|| {
    rows(include_str!("../../data/former_communes.tsv"))
        .filter_map(|[name, until, now]| {
            Some(FormerCommune { name, until: until.parse().ok()?, now: Commune::with_code(now)? })
        })
        .collect()
});

static BY_NAME: LazyLock<HashMap<String, CommuneFound>> = LazyLock::new(|| {
    let mut found: HashMap<String, CommuneFound> = FORMER
        .iter()
        .map(|old| (key(old.name), CommuneFound::Merged { former: old.name, now: old.now }))
        .collect();
    // The present wins: Clervaux, Schengen, Wiltz and Esch-sur-Sûre kept their names when they grew.
    for commune in Commune::all() {
        found.extend(commune.spellings().map(|name| (key(name), CommuneFound::Current(commune))));
    }
    found
});

/// A name without what spellings differ in: `Redange/Attert` is `Redange-sur-Attert`.
pub(super) fn key(name: &str) -> String {
    name.split(|c: char| !c.is_alphanumeric() && !unicode_normalization::char::is_combining_mark(c))
        .filter(|word| !word.eq_ignore_ascii_case("sur"))
        .map(folded)
        .collect()
}

impl Commune {
    /// All hundred, by canton and name.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(Self)
    }

    /// The communes that have merged away, or were renamed, since 2006.
    pub fn former() -> impl Iterator<Item = FormerCommune> {
        FORMER.iter().copied()
    }

    /// The commune with this name or code. Case, accents, hyphens, spaces and slashes do not matter, the
    /// French, German and Luxembourgish names are known; localities that are no communes are not.
    pub fn parse(text: &str) -> Result<CommuneFound, Rule> {
        BY_NAME.get(&key(text)).copied().ok_or_else(|| unknown("commune", text))
    }

    /// The commune with exactly this code, as storage keeps it.
    pub fn with_code(code: &str) -> Option<Self> {
        Self::all().find(|commune| commune.code() == code)
    }

    /// The stable code: `esch-sur-alzette`.
    pub const fn code(self) -> &'static str {
        self.0.code
    }

    /// The official name: `Redange/Attert`.
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// Its canton.
    pub const fn canton(self) -> Canton {
        self.0.canton
    }

    /// Where its main locality lies.
    pub const fn coordinates(self) -> Coordinates {
        self.0.coordinates
    }

    /// Its names; the official one where a language has none of its own.
    pub const fn labels(self) -> Labels {
        self.0.labels
    }

    /// How it may be written.
    pub(super) fn spellings(self) -> impl Iterator<Item = &'static str> {
        let Labels { en: _, fr, de, lb } = self.0.labels;
        let aliases = self.0.aliases.split(';').filter(|alias| !alias.is_empty());
        [self.0.code, self.0.name, fr, de, lb].into_iter().chain(aliases)
    }
}

impl PartialEq for Commune {
    fn eq(&self, other: &Self) -> bool {
        self.code() == other.code()
    }
}

impl Eq for Commune {}

impl PartialOrd for Commune {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Commune {
    fn cmp(&self, other: &Self) -> Ordering {
        self.code().cmp(other.code())
    }
}

impl Hash for Commune {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.code().hash(state);
    }
}

impl fmt::Display for Commune {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Commune {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Commune({})", self.code())
    }
}
