//! Why something is reported, sent back or taken down.

use crate::fault::{Faults, Rule};
use crate::text::{Bounds, Prose};
use crate::vocabulary::{closed_list, unknown};

/// The longest note with a reason, in characters.
pub const NOTE: usize = 2000;

closed_list! {
    /// A reason, for those who report as for those who decide.
    pub enum Reason {
        /// A price, payment or request for money.
        Money = "money" ["Money", "Argent", "Geld", "Suen"],
        /// Advertising or a business pitch.
        Advertising = "advertising" ["Advertising", "Publicité", "Werbung", "Reklamm"],
        /// Contact data of people.
        ContactData = "contact_data" [
            "Contact or personal data", "Coordonnées ou données personnelles", "Kontakt- oder persönliche Daten",
            "Kontakt- oder perséinlech Daten"
        ],
        /// Insulting or discriminating.
        Offensive = "offensive" [
            "Insulting or discriminating", "Insultant ou discriminant", "Beleidigend oder diskriminierend",
            "Beleidegend oder diskriminéierend"
        ],
        /// Against the law, or dangerous.
        Illegal = "illegal" [
            "Against the law or dangerous", "Illégal ou dangereux", "Verboten oder gefährlich",
            "Verbueden oder geféierlech"
        ],
        /// Not true, or posing as somebody else.
        Misleading = "misleading" [
            "Not true, or posing as somebody else", "Inexact, ou usurpation d’identité",
            "Unwahr oder unter falschem Namen", "Net wouer oder ënner falschem Numm"
        ],
        /// Said already.
        Duplicate = "duplicate" ["Duplicate", "Doublon", "Doppelt", "Duebel"],
        /// Not to be understood as it is.
        Unclear = "unclear" [
            "Unclear or incomplete", "Peu clair ou incomplet", "Unklar oder unvollständig",
            "Onkloer oder onvollstänneg"
        ],
        /// No exchange of this bourse.
        OffTopic = "off_topic" [
            "Does not belong on this bourse", "Hors de propos pour cette bourse", "Gehört nicht auf diese Börse",
            "Gehéiert net op dës Bourse"
        ],
        /// Anything else; the note says what.
        Other = "other" ["Another reason", "Autre raison", "Anderer Grund", "Anere Grond"],
    }
}

impl Reason {
    /// The reason with this code.
    pub fn parse(text: &str) -> Result<Self, Rule> {
        Self::all().find(|known| known.code() == text).ok_or_else(|| unknown("reason", text))
    }
}

/// A reason, and what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grounds {
    /// Which.
    pub reason: Reason,
    /// In words, to whom it concerns.
    pub note: Option<String>,
}

impl Grounds {
    /// Parses reason and note; [`Reason::Other`] needs a note. The faults name `reason` and `note`.
    pub fn parse(reason: &str, note: &str) -> Result<Self, Faults> {
        let mut faults = Faults::none();
        let reason = faults.take("reason", Reason::parse(reason.trim()));
        let note = faults.take("note", bounded(note));
        if reason == Some(Reason::Other) && note == Some(None) {
            faults.add("note", Rule::Required);
        }
        match (reason, note) {
            (Some(reason), Some(note)) => faults.or(Self { reason, note }),
            _ => Err(faults),
        }
    }

    /// Grounds that were given as words alone, or not at all.
    pub const fn in_words(note: Option<String>) -> Self {
        Self { reason: Reason::Other, note }
    }

    /// What its poster reads: the note, or else the reason by its name.
    pub fn told(&self, locale: crate::vocabulary::Locale) -> String {
        self.note.clone().unwrap_or_else(|| self.reason.labels().get(locale).to_owned())
    }
}

/// A note as people write them among each other, or none.
fn bounded(note: &str) -> Result<Option<String>, Faults> {
    let note = Prose::parse_note(note, Bounds::optional(NOTE))?.into_string();
    Ok((!note.is_empty()).then_some(note))
}
