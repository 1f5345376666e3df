//! The twelve cantons.

use std::fmt;

use crate::fault::Rule;
use crate::vocabulary::{Labels, unknown};

/// A canton, by its code of ISO 3166-2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Canton {
    /// Capellen.
    Capellen,
    /// Clervaux.
    Clervaux,
    /// Diekirch.
    Diekirch,
    /// Echternach.
    Echternach,
    /// Esch-sur-Alzette.
    EschSurAlzette,
    /// Grevenmacher.
    Grevenmacher,
    /// Luxembourg.
    Luxembourg,
    /// Mersch.
    Mersch,
    /// Redange.
    Redange,
    /// Remich.
    Remich,
    /// Vianden.
    Vianden,
    /// Wiltz.
    Wiltz,
}

impl Canton {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Capellen,
        Self::Clervaux,
        Self::Diekirch,
        Self::Echternach,
        Self::EschSurAlzette,
        Self::Grevenmacher,
        Self::Luxembourg,
        Self::Mersch,
        Self::Redange,
        Self::Remich,
        Self::Vianden,
        Self::Wiltz,
    ];

    /// The code of ISO 3166-2: `LU-CA`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Capellen => "LU-CA",
            Self::Clervaux => "LU-CL",
            Self::Diekirch => "LU-DI",
            Self::Echternach => "LU-EC",
            Self::EschSurAlzette => "LU-ES",
            Self::Grevenmacher => "LU-GR",
            Self::Luxembourg => "LU-LU",
            Self::Mersch => "LU-ME",
            Self::Redange => "LU-RD",
            Self::Remich => "LU-RM",
            Self::Vianden => "LU-VD",
            Self::Wiltz => "LU-WI",
        }
    }

    /// The canton with this code, with or without `LU-`, in small letters or capitals.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        Self::ALL
            .into_iter()
            .find(|canton| {
                let code = canton.code();
                let short = code.trim_start_matches("LU-");
                code.eq_ignore_ascii_case(text) || short.eq_ignore_ascii_case(text)
            })
            .ok_or_else(|| unknown("canton", text))
    }

    /// The name in French, as the administration writes it.
    pub const fn name(self) -> &'static str {
        self.labels().fr
    }

    /// Its names.
    pub const fn labels(self) -> Labels {
        let [fr, de, lb] = match self {
            Self::Capellen => ["Capellen", "Capellen", "Capellen"],
            Self::Clervaux => ["Clervaux", "Clerf", "Klierf"],
            Self::Diekirch => ["Diekirch", "Diekirch", "Dikrech"],
            Self::Echternach => ["Echternach", "Echternach", "Iechternach"],
            Self::EschSurAlzette => ["Esch-sur-Alzette", "Esch an der Alzette", "Esch-Uelzecht"],
            Self::Grevenmacher => ["Grevenmacher", "Grevenmacher", "Gréiwemaacher"],
            Self::Luxembourg => ["Luxembourg", "Luxemburg", "Lëtzebuerg"],
            Self::Mersch => ["Mersch", "Mersch", "Miersch"],
            Self::Redange => ["Redange", "Redingen", "Réiden"],
            Self::Remich => ["Remich", "Remich", "Réimech"],
            Self::Vianden => ["Vianden", "Vianden", "Veianen"],
            Self::Wiltz => ["Wiltz", "Wiltz", "Wolz"],
        };
        Labels { en: fr, fr, de, lb }
    }
}

impl fmt::Display for Canton {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
