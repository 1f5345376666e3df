//! Prices, payments and requests for money, which have no place on the bourse (DOMAIN.md, "Money is taboo").
//!
//! Found are amounts with a currency, bank accounts, and phrases that promise or ask for payment. Money as a
//! subject is honest: family budgets, debts, two currencies, *une participation au carburant*.

use super::{iban, payment};

/// The words that speak of a price or payment, as written.
pub(super) fn find(text: &str) -> Option<String> {
    symbol_amount(text)
        .or_else(|| named_amount(text))
        .or_else(|| dashed_amount(text))
        .or_else(|| iban::find(text))
        .or_else(|| payment::find(text))
        .map(|found| crate::fault::shortened(found.trim()))
}

/// `15 €`, `€15`, `15k€`, `€/h`.
fn symbol_amount(text: &str) -> Option<String> {
    text.match_indices(['€', '$', '£']).find_map(|(at, symbol)| {
        let (before, after) = around(text, at, symbol)?;
        let thousands = before.strip_suffix(['k', 'K', 'M']).unwrap_or(before);
        if ends_with_number(thousands) {
            return Some(format!("{}{symbol}{}", last_number(before), unit_behind(after)));
        }
        if after.trim_start().starts_with(is_digit) {
            return Some(format!("{symbol}{}", first_number(after)));
        }
        is_rate(after).then(|| format!("{symbol}{}", unit_behind(after)))
    })
}

/// `50 EUR/h`, `EUR 50`, `10-Euro`, `zehn Euro`; not `10 EUR-Paletten`, not `Euro 2028`.
fn named_amount(text: &str) -> Option<String> {
    words(text).find_map(|(at, word)| {
        let is_code = ["eur", "chf", "usd", "gbp"].iter().any(|code| code.eq_ignore_ascii_case(word));
        let is_name = ["euro", "euros"].iter().any(|name| name.eq_ignore_ascii_case(word));
        if !is_code && !is_name {
            return None;
        }
        let (before, after) = around(text, at, word)?;
        if is_pallet(before, after) {
            return None;
        }
        let number = before.trim_end_matches(|c: char| c.is_whitespace() || c == '-');
        if ends_with_number(number) || ends_with_number_word(number) {
            let gap = before.get(number.len()..).unwrap_or_default();
            return Some(format!("{}{gap}{word}{}", last_number(number), unit_behind(after)));
        }
        if is_code && after.trim_start().starts_with(is_digit) {
            return Some(format!("{word} {}", first_number(after)));
        }
        is_rate(after).then(|| format!("{word}{}", unit_behind(after)))
    })
}

/// `120,-`, `120,–`, `5.-`: a dash in place of the cents, and no number behind it.
fn dashed_amount(text: &str) -> Option<String> {
    text.match_indices([',', '.']).find_map(|(at, point)| {
        let (before, after) = around(text, at, point)?;
        let dash = after.chars().next().filter(|c| matches!(c, '-' | '–' | '—' | '‒'))?;
        let behind = after.trim_start_matches(dash);
        let ends = behind.chars().next().is_none_or(|c| !c.is_alphanumeric());
        let counts_on = behind.trim_start().starts_with(is_digit);
        (before.ends_with(is_digit) && ends && !counts_on)
            .then(|| format!("{}{point}{dash}", last_number(before)))
    })
}

/// What stands before and behind a part of the text.
pub(super) fn around<'t>(text: &'t str, at: usize, part: &str) -> Option<(&'t str, &'t str)> {
    Some((text.get(..at)?, text.get(at + part.len()..)?))
}

/// Each run of letters and where it begins.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    text.split(|c: char| !c.is_alphabetic()).filter_map(move |word| {
        let at = text.get(from..)?.find(word)? + from;
        from = at + word.len();
        (!word.is_empty()).then_some((at, word))
    })
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn ends_with_number(before: &str) -> bool {
    before.trim_end().trim_end_matches([',', '.', '-', '–', '—']).ends_with(is_digit)
}

fn ends_with_number_word(before: &str) -> bool {
    const NUMBERS: [&str; 39] = [
        "un",
        "deux",
        "trois",
        "cinq",
        "dix",
        "quinze",
        "vingt",
        "trente",
        "quarante",
        "cinquante",
        "soixante",
        "cent",
        "cents",
        "mille",
        "zwei",
        "fünf",
        "zehn",
        "fünfzehn",
        "zwanzig",
        "dreißig",
        "vierzig",
        "fünfzig",
        "hundert",
        "tausend",
        "two",
        "five",
        "ten",
        "fifteen",
        "twenty",
        "thirty",
        "fifty",
        "hundred",
        "thousand",
        "zwee",
        "zéng",
        "zwanzeg",
        "fofzeg",
        "honnert",
        "dausend",
    ];
    let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    NUMBERS.contains(&word.as_str())
}

/// The last number or word of `before`, with the grouping that stands inside it.
fn last_number(before: &str) -> &str {
    let inside =
        |c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '-' | '–' | ' ' | '\u{A0}' | '\u{202F}');
    let run = before.trim_end_matches(inside).len();
    let run = before.get(run..).unwrap_or_default();
    let start =
        run.trim_end().rfind(|c: char| c.is_whitespace()).map_or(run, |at| run.get(at..).unwrap_or_default());
    start.trim_start()
}

fn first_number(after: &str) -> &str {
    after.split_whitespace().next().unwrap_or_default().trim_end_matches(|c: char| !c.is_ascii_digit())
}

/// `/h` behind a currency: a rate even without an amount.
fn is_rate(after: &str) -> bool {
    let mut characters = after.trim_start().chars();
    characters.next() == Some('/') && characters.as_str().trim_start().starts_with(char::is_alphabetic)
}

fn unit_behind(after: &str) -> &str {
    let unit = after.strip_prefix('/').unwrap_or_default();
    let end = unit.find(|c: char| !c.is_alphabetic()).unwrap_or(unit.len());
    if end == 0 { "" } else { after.get(..=end).unwrap_or_default() }
}

/// A EUR pallet is a pallet, and exchanged every week.
fn is_pallet(before: &str, after: &str) -> bool {
    let is_pallet =
        |word: &str| ["palet", "pallet"].iter().any(|start| word.to_lowercase().starts_with(start));
    let next = after.trim_start_matches(|c: char| c.is_whitespace() || c == '-');
    let last = before.split_whitespace().next_back().unwrap_or_default();
    is_pallet(next) || is_pallet(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            assert_eq!(find(text).as_deref(), Some(*expected), "{text:?}");
        }
    }

    #[test]
    fn amounts_are_money() {
        check(&[
            ("Holzspillsaachen no Mooss, 50 EUR/h plus Material.", "50 EUR/h"),
            ("Trois personnes habituées, 50 EUR/h par déménageur.", "50 EUR/h"),
            ("Anything that does not leak, we pay up to €15 each.", "€15"),
            ("Un virement de 120,- sur notre compte", "120,-"),
            ("15€", "15€"),
            ("nur 15,50\u{A0}€!", "15,50\u{A0}€"),
            ("12,- €", "12,- €"),
            ("15k€", "15k€"),
            ("$20", "$20"),
            ("20 $/h", "20 $/h"),
            ("£ 5", "£5"),
            ("Tarif en €/h", "€/h"),
            ("EUR 50.", "EUR 50"),
            ("eur50", "eur 50"),
            ("100 CHF", "100 CHF"),
            ("dix euros", "dix euros"),
            ("fofzeg Euro", "fofzeg Euro"),
            ("ein 10-Euro-Gutschein", "10-Euro"),
            ("Preis: 120,–", "120,–"),
            ("8.- pro Kopf", "8.-"),
        ]);
    }

    #[test]
    fn accounts_and_promises_are_money() {
        check(&[
            ("Merci op LU28 0019 4006 4475 0000", "LU28 0019 4006 4475 0000"),
            ("On vous paie bien.", "on vous paie"),
            ("Paiement par\nvirement", "par virement"),
            ("Gegen Bezahlung", "gegen bezahlung"),
            ("We’ll pay you", "we'll pay you"),
            ("Géint Bezuelung", "géint bezuelung"),
            ("Geldspenden willkommen", "geldspenden"),
        ]);
    }

    #[test]
    fn money_as_a_subject_is_honest() {
        let honest = [
            "Une participation au carburant peut être convenue.",
            "Nous demandons seulement une participation au carburant au-delà de 60 km.",
            "Conseils pour tenir un budget familial",
            "Three countries, two currencies, one tired treasurer.",
            "Schuldnerberatung für Familien",
            "We pay attention to detail, and we pay your bus ticket.",
            "Un terminal de paiement en prêt",
            "Apprendre à faire un virement en ligne",
            "Keine Geldspenden, bitte nur Werkzeug",
            "sans contre paiement",
            "10 EUR-Paletten, 12 Europaletten, palettes EUR 1",
            "Public viewing zur Euro 2028",
            "Camion Euro 6",
            "budget en euros",
            "30 bis 120 cm laang, 1 400 m², 45 kg pièce",
            "le 5.- 7. juin, de 2,5 - 3 m",
            "1.-5. Juni, A4-, A5-Format",
            "Das Frühstück geht auf unser Konto.",
            "de 4 à 14 ans, 18-20 h, 8 h 30",
            "",
        ];
        for text in honest {
            assert_eq!(find(text), None, "{text:?}");
        }
    }
}
