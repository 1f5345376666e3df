//! What a quantity counts or measures.

use super::{closed_list, unknown};
use crate::fault::Rule;

closed_list! {
    /// The unit of a quantity. What `set`, `box` and `piece` are is described in the listing's text.
    pub enum Unit {
        /// One hour of one person.
        Hour = "hour" ["hour", "heure", "Stunde", "Stonn"],
        /// One thing.
        Piece = "piece" ["piece", "pièce", "Stück", "Stéck"],
        /// One gathering of a course or consultation, however many attend.
        Session = "session" ["session", "séance", "Sitzung", "Seance"],
        /// One place for somebody who takes part.
        Participant = "participant" ["participant", "participant·e", "Teilnehmende·r", "Participant·e"],
        /// One person who comes along or is helped.
        Person = "person" ["person", "personne", "Person", "Persoun"],
        /// Several things that belong together.
        Set = "set" ["set", "lot", "Satz", "Set"],
        /// A morning, an afternoon or an evening.
        HalfDay = "half_day" ["half day", "demi-journée", "halber Tag", "hallwen Dag"],
        /// One journey, with its way back.
        Trip = "trip" ["trip", "trajet", "Fahrt", "Fahrt"],
        /// One full box.
        Box = "box" ["box", "caisse", "Kiste", "Këscht"],
        /// Mass in kilograms.
        Kg = "kg" ["kilogram", "kilogramme", "Kilogramm", "Kilogramm"],
        /// A meal or drink for one.
        Portion = "portion" ["portion", "portion", "Portion", "Portioun"],
        /// One page of a text, a layout or a print.
        Page = "page" ["page", "page", "Seite", "Säit"],
        /// Area.
        M2 = "m2" ["square meter", "mètre carré", "Quadratmeter", "Quadratmeter"],
        /// Volume of bulk and of room.
        M3 = "m3" ["cubic meter", "mètre cube", "Kubikmeter", "Kubikmeter"],
        /// One calendar month.
        Month = "month" ["month", "mois", "Monat", "Mount"],
        /// Volume of liquids.
        Litre = "litre" ["liter", "litre", "Liter", "Liter"],
    }
}

impl Unit {
    /// The unit with this code. Labels such as `Stück` are no codes.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        Self::all().find(|known| known.code() == text).ok_or_else(|| unknown("unit", text))
    }

    /// Whether two and a half of it make sense. Half days and months are agreed whole: whoever wants a part
    /// of one says so in hours.
    pub const fn divisible(self) -> bool {
        matches!(self, Self::Hour | Self::Kg | Self::M2 | Self::M3 | Self::Litre)
    }

    /// Whether goods come in it.
    pub const fn for_goods(self) -> bool {
        matches!(
            self,
            Self::Piece
                | Self::Set
                | Self::Box
                | Self::Kg
                | Self::Portion
                | Self::M2
                | Self::M3
                | Self::Litre
        )
    }

    /// Whether a service is measured in it.
    pub const fn for_service(self) -> bool {
        matches!(
            self,
            Self::Hour
                | Self::Piece
                | Self::Session
                | Self::Participant
                | Self::Person
                | Self::HalfDay
                | Self::Trip
                | Self::Portion
                | Self::Page
                | Self::M2
                | Self::M3
                | Self::Month
        )
    }

    /// Whether volunteer time is measured in it: only hours, since their quantity is heads times hours.
    pub const fn for_skill(self) -> bool {
        matches!(self, Self::Hour)
    }
}
