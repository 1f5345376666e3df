//! Phrases that promise or ask for payment, in the languages of the bourse.
//!
//! Whole phrases only, because the single words are honest subjects: a payment terminal to lend, an evening on
//! bank transfers. Behind a negation a phrase counts for nothing (`keine Geldspenden`, `sans paiement`).

use super::money::around;

/// The first phrase found, in lower case.
pub(super) fn find(text: &str) -> Option<String> {
    let folded = folded(text);
    PHRASES.iter().flat_map(|phrases| phrases.iter()).find_map(|phrase| {
        let found = folded.match_indices(phrase).any(|(at, _)| {
            around(&folded, at, phrase).is_some_and(|(before, after)| {
                !before.ends_with(char::is_alphanumeric)
                    && !after.starts_with(char::is_alphanumeric)
                    && !is_negated(before)
            })
        });
        found.then(|| (*phrase).to_owned())
    })
}

/// In lower case, with plain spaces and apostrophes.
fn folded(text: &str) -> String {
    let lower = text.to_lowercase().replace(['’', '‘', '´', '`'], "'");
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether one of the last few words before a phrase takes it back.
fn is_negated(before: &str) -> bool {
    const NEGATIONS: [&str; 16] = [
        "pas", "ne", "sans", "ni", "aucun", "kein", "keine", "keinen", "nicht", "ohne", "no", "not",
        "without", "keng", "net", "ouni",
    ];
    const NEAR: usize = 3;
    before
        .split(|c: char| !c.is_alphanumeric())
        .rev()
        .filter(|word| !word.is_empty())
        .take(NEAR)
        .any(|word| NEGATIONS.contains(&word))
}

const PHRASES: [&[&str]; 4] = [
    &[
        "on vous paie",
        "on vous paye",
        "on vous paiera",
        "on te paie",
        "nous vous payons",
        "nous vous paierons",
        "je vous paie",
        "je vous paye",
        "vous serez payé",
        "vous serez payée",
        "vous serez payés",
        "vous serez rémunéré",
        "vous serez rémunérée",
        "vous serez rémunérés",
        "contre paiement",
        "contre rémunération",
        "contre rétribution",
        "moyennant paiement",
        "moyennant rémunération",
        "moyennant finance",
        "moyennant finances",
        "par virement",
        "virement sur notre compte",
        "virement sur votre compte",
        "prix à convenir",
        "prix à discuter",
        "prix à débattre",
        "dons d'argent",
        "don d'argent",
        "dons en argent",
        "don en argent",
    ],
    &[
        "wir bezahlen sie",
        "wir bezahlen dich",
        "wir bezahlen euch",
        "wir bezahlen ihnen",
        "wir zahlen ihnen",
        "wir zahlen dir",
        "wir zahlen euch",
        "gegen bezahlung",
        "gegen entgelt",
        "gegen honorar",
        "gegen vergütung",
        "per überweisung",
        "überweisung auf unser konto",
        "preis nach absprache",
        "preis auf anfrage",
        "preis verhandelbar",
        "geldspende",
        "geldspenden",
        "spende auf unser konto",
    ],
    &[
        "we pay you",
        "we will pay you",
        "we'll pay you",
        "we can pay you",
        "you will be paid",
        "you'll be paid",
        "against payment",
        "in return for payment",
        "for a fee",
        "by bank transfer",
        "transfer to our account",
        "to our bank account",
        "price negotiable",
        "price on request",
        "cash donation",
        "cash donations",
        "money donation",
        "money donations",
        "donations of money",
    ],
    &[
        "mir bezuelen iech",
        "mir bezuelen dech",
        "mir bezuelen dir",
        "géint bezuelung",
        "géint bezuelen",
        "per iwwerweisung",
        "iwwerweisung op eise kont",
        "präis no ofsprooch",
        "präis op ufro",
        "geldspend",
    ],
];
