//! The words for what the domain says in codes: faults and flags, in the languages of the service.
//!
//! A [`Phrase`] states the rule and what to do about it, for somebody who fills in a form after work. Each
//! language is one file with a `match` over every rule and no wildcard: a rule without words does not compile.
//! This module must not know who reads it, or where.

mod de;
mod en;
mod fr;
mod lb;

use domain::fault::Rule;
use domain::text::Flag;
use domain::vocabulary::{Labels, Locale};

/// A rule or remark in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// What is wrong, or what to look at: one sentence.
    pub message: String,
    /// What to do about it: one sentence.
    pub remedy: String,
}

/// The words for a broken rule, with its facts filled in.
pub fn of_rule(rule: &Rule, locale: Locale) -> Phrase {
    let words = match locale {
        Locale::En => en::rule(rule),
        Locale::Fr => fr::rule(rule),
        Locale::De => de::rule(rule),
        Locale::Lb => lb::rule(rule),
    };
    let facts: Vec<(&str, String)> = rule
        .facts()
        .into_iter()
        .map(|(name, value)| match name {
            "vocabulary" => (name, vocabulary(&value, locale).unwrap_or(value)),
            _ => (name, value),
        })
        .collect();
    words.filled(&facts)
}

/// The words for something in a text that a person should look at.
pub fn of_flag(flag: Flag, locale: Locale) -> Phrase {
    let words = match locale {
        Locale::En => en::flag(flag),
        Locale::Fr => fr::flag(flag),
        Locale::De => de::flag(flag),
        Locale::Lb => lb::flag(flag),
    };
    words.filled(&[])
}

/// A phrase with places to fill in: `{max}` stands for the fact of that name.
#[derive(Clone, Copy)]
struct Words(&'static str, &'static str);

impl Words {
    fn filled(self, facts: &[(&str, String)]) -> Phrase {
        let Self(message, remedy) = self;
        Phrase { message: fill(message, facts), remedy: fill(remedy, facts) }
    }
}

/// Fills each place once. What is filled in is not looked at again, because it may come from the reader.
fn fill(template: &str, facts: &[(&str, String)]) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let place = after.split_once('}').and_then(|(name, behind)| {
            let (_, value) = facts.iter().find(|(fact, _)| *fact == name)?;
            Some((value, behind))
        });
        if let Some((value, behind)) = place {
            filled.push_str(value);
            rest = behind;
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled.push_str(rest);
    filled
}

/// The name of a word list; a list without one is called by its code.
fn vocabulary(code: &str, locale: Locale) -> Option<String> {
    let labels = |en, fr, de, lb| Labels { en, fr, de, lb };
    let name = match code {
        "canton" => labels("cantons", "cantons", "Kantone", "Kantonen"),
        "category" => labels("categories", "catégories", "Kategorien", "Kategorien"),
        "commune" => labels("communes", "communes", "Gemeinden", "Gemengen"),
        "condition" => labels("conditions", "états", "Zustände", "Zoustänn"),
        "direction" => {
            labels("offer or request", "offre ou demande", "Angebot oder Bedarf", "Offer oder Ufro")
        }
        "kind" => labels("kinds", "types", "Arten", "Aarten"),
        "language" => labels("languages", "langues", "Sprachen", "Sproochen"),
        "legal_form" => labels("legal forms", "formes juridiques", "Rechtsformen", "Rechtsformen"),
        "locale" => labels(
            "languages of the service",
            "langues du service",
            "Sprachen des Dienstes",
            "Sprooche vum Service",
        ),
        "currency" => labels("currencies", "devises", "Währungen", "Währungen"),
        "organization_kind" => labels(
            "kinds of organization",
            "types d’organisation",
            "Arten von Organisationen",
            "Aarte vun Organisatiounen",
        ),
        "phase" => labels("phases", "phases", "Phasen", "Phasen"),
        "time_zone" => labels("time zones", "fuseaux horaires", "Zeitzonen", "Zäitzonen"),
        "place" => labels("places", "lieux", "Orte", "Plazen"),
        "skill" => labels("skills", "compétences", "Fähigkeiten", "Kompetenzen"),
        "unit" => labels("units", "unités", "Einheiten", "Eenheeten"),
        _ => return None,
    };
    Some(name.get(locale).to_owned())
}

#[cfg(test)]
mod tests;
