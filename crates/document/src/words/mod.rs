//! The words of documents. One struct for each language: a word that is missing in one of them does not compile.

mod de;
mod en;
mod fr;
mod lb;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

/// A language in which documents are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    En,
    /// French.
    Fr,
    /// German.
    De,
    /// Luxembourgish.
    Lb,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::En, Self::Fr, Self::De, Self::Lb];

    /// The two-letter code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
            Self::De => "de",
            Self::Lb => "lb",
        }
    }

    pub(crate) const fn words(self) -> &'static Words {
        match self {
            Self::En => &en::WORDS,
            Self::Fr => &fr::WORDS,
            Self::De => &de::WORDS,
            Self::Lb => &lb::WORDS,
        }
    }

    /// A day: `10 June 2026`.
    pub(crate) fn day(self, day: Date) -> String {
        let words = self.words();
        let month = usize::try_from(day.month() - 1).ok().and_then(|month| words.months.get(month));
        format!("{}{} {} {}", day.day(), words.after_day, month.copied().unwrap_or_default(), day.year())
    }

    /// An instant, as clocks in the zone show it: `10 June 2026, 18:05`.
    pub(crate) fn time(self, at: Timestamp, zone: &TimeZone) -> String {
        let local = zone.to_datetime(at);
        let (hour, minute) = (local.hour(), local.minute());
        format!("{}{} {hour:02}:{minute:02}", self.day(local.date()), self.words().before_time)
    }

    /// A decimal, with the sign that the language puts before its places.
    pub(crate) fn decimal(self, number: &str) -> String {
        number.replace('.', self.words().decimal_sign)
    }

    /// Euros, from cents.
    pub(crate) fn euros(self, cents: u64) -> String {
        let amount = self.decimal(&format!("{}.{:02}", cents / 100, cents % 100));
        format!("{amount}\u{a0}€")
    }
}

/// Every word of the documents, in one language. The template reads those that it needs by their names;
/// `{}` stands for what is put in.
#[derive(Debug, Serialize)]
pub(crate) struct Words {
    pub(crate) agreement: &'static str,
    pub(crate) parties: &'static str,
    pub(crate) register: &'static str,
    pub(crate) no_address: &'static str,
    pub(crate) contributions: &'static str,
    pub(crate) gives: &'static str,
    pub(crate) gives_nothing: &'static str,
    pub(crate) what: &'static str,
    pub(crate) how_much: &'static str,
    pub(crate) when: &'static str,
    pub(crate) estimate: &'static str,
    pub(crate) when_open: &'static str,
    pub(crate) from: &'static str,
    pub(crate) until: &'static str,
    pub(crate) listings: &'static str,
    pub(crate) estimate_note: &'static str,
    pub(crate) confirmations: &'static str,
    pub(crate) organization: &'static str,
    pub(crate) confirmed_by: &'static str,
    pub(crate) confirmed_at: &'static str,
    pub(crate) not_yet: &'static str,
    pub(crate) erased_person: &'static str,
    pub(crate) ratification: &'static str,
    pub(crate) ratification_not_required: &'static str,
    pub(crate) ratification_awaited: &'static str,
    pub(crate) ratified: &'static str,
    pub(crate) first_contact: &'static str,
    pub(crate) first_contact_due: &'static str,
    pub(crate) first_contact_done: &'static str,
    pub(crate) status: &'static str,
    pub(crate) status_since: &'static str,
    pub(crate) reason: &'static str,
    pub(crate) made_at: &'static str,
    pub(crate) terms_revision: &'static str,
    pub(crate) terms_hash: &'static str,
    pub(crate) terms_hash_note: &'static str,
    pub(crate) times_note: &'static str,
    pub(crate) signatures: &'static str,
    pub(crate) signature_for: &'static str,
    pub(crate) signature_bourse: &'static str,
    pub(crate) place_and_date: &'static str,
    pub(crate) name_and_signature: &'static str,
    pub(crate) legal: &'static str,
    pub(crate) code: &'static str,
    pub(crate) page: &'static str,
    pub(crate) pending: &'static str,
    pub(crate) confirmed: &'static str,
    pub(crate) fulfilled: &'static str,
    pub(crate) partly_fulfilled: &'static str,
    pub(crate) unfulfilled: &'static str,
    pub(crate) lapsed: &'static str,
    pub(crate) cancelled: &'static str,
    /// January first.
    pub(crate) months: [&'static str; 12],
    /// Between the number of a day and its month: `10. Juni`.
    pub(crate) after_day: &'static str,
    /// Between a day and a time.
    pub(crate) before_time: &'static str,
    /// Before the places of a decimal.
    pub(crate) decimal_sign: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(language: Language, day: &str, time: &str, euros: &str) {
        let at: Timestamp = "2026-03-01T17:05:00Z".parse().unwrap();
        let zone = TimeZone::get("Europe/Luxembourg").unwrap();
        assert_eq!(language.day(zone.to_datetime(at).date()), day);
        assert_eq!(language.time(at, &zone), time);
        assert_eq!(language.euros(123_405), euros);
    }

    #[test]
    fn days_times_and_sums_are_written_as_the_language_does() {
        check(Language::En, "1 March 2026", "1 March 2026, 18:05", "1234.05\u{a0}€");
        check(Language::Fr, "1 mars 2026", "1 mars 2026 à 18:05", "1234,05\u{a0}€");
        check(Language::De, "1. März 2026", "1. März 2026, 18:05", "1234,05\u{a0}€");
        check(Language::Lb, "1. Mäerz 2026", "1. Mäerz 2026, 18:05", "1234,05\u{a0}€");
    }

    /// A word left empty, or copied from another language by mistake, shows here.
    #[test]
    fn every_word_is_said_in_every_language() {
        let said = Language::ALL.map(|language| serde_json::to_value(language.words()).unwrap());
        let [en, others @ ..] = &said;
        for (name, word) in en.as_object().unwrap() {
            assert!(word != "" || name == "after_day", "en: {name}");
            let holes = |word: &serde_json::Value| word.as_str().map(|word| word.matches("{}").count());
            for other in others {
                assert_eq!(holes(word), holes(&other[name]), "{name}: {}", other[name]);
                let may_be_empty = name == "after_day";
                assert!(may_be_empty || other[name] != "", "{name}");
            }
        }
    }

    #[test]
    fn no_document_speaks_of_a_notary_or_of_volontaires() {
        for language in Language::ALL {
            let words = serde_json::to_string(language.words()).unwrap().to_lowercase();
            for taboo in ["notaire", "notar", "volontaire", "beglaubig", "reçu fiscal délivré"] {
                assert!(!words.contains(taboo), "{}: {taboo}", language.code());
            }
        }
    }
}
