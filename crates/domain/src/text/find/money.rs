//! Amounts of money in every spelling, and rates without a currency.

use std::ops::Range;

use super::token::{Sort, Token, Tokens};
use super::words::{CONTRIBUTION, CURRENCY_NAMES, NUMBERS, SMALL_COINS, UNITS_OF_TIME, VALUE};
use super::{Findings, Flag};

/// Notes every amount with a currency as money, and every rate without one as a question of money.
pub(super) fn amounts(tokens: &mut Tokens, findings: &mut Findings) {
    let tokens = &*tokens;
    let mut place = 0;
    while place < tokens.len() {
        let found = amount(tokens, place).or_else(|| dashed(tokens, place)).map(|found| (Flag::Money, found));
        let found = found.or_else(|| bare_rate(tokens, place).map(|found| (Flag::MoneyRequest, found)));
        let found = found.filter(|(_, places)| !is_allowed(tokens, places));
        if let Some((flag, places)) = found
            && let (Some(first), Some(last)) = (tokens.at(places.start), tokens.before(places.end))
        {
            findings.add(flag, first.range.start..last.range.end);
            place = places.end.max(place + 1);
        } else {
            place += 1;
        }
    }
}

/// How a currency is written, and on which side its number may stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Currency {
    /// `€`, `EUR`: before or behind.
    Either,
    /// `Euro`: behind.
    Behind,
    /// `Cent`: behind digits only.
    BehindDigits,
    /// `Fr.`: before or behind, with a point and digits.
    Abbreviated,
}

fn currency(tokens: &Tokens, place: usize) -> Option<Currency> {
    let token = tokens.at(place)?;
    if token.is_sign(&['€', '$', '£', '¥', '₣', '＄', '￡'])
        || token.is_word(&["eur", "chf", "usd", "gbp", "sfr"])
    {
        return Some(Currency::Either);
    }
    if token.is_word(CURRENCY_NAMES) {
        return Some(Currency::Behind);
    }
    if token.is_word(&["fr"]) && tokens.at(place + 1).is_some_and(|next| next.is_sign(&['.'])) {
        return Some(Currency::Abbreviated);
    }
    token.is_word(SMALL_COINS).then_some(Currency::BehindDigits)
}

/// `15 €`, `€15`, `15k€`, `50 EUR/h`, `zehn Euro`, `€/h`; not `10 EUR-Paletten`, not `Euro 2028`.
fn amount(tokens: &Tokens, place: usize) -> Option<Range<usize>> {
    let currency = currency(tokens, place)?;
    if is_pallet(tokens, place) {
        return None;
    }
    let end = match currency {
        Currency::Abbreviated => place + 2,
        _ => place + 1,
    };
    if let Some(start) = number_before(tokens, place, currency) {
        return Some(start..with_rate(tokens, end));
    }
    if matches!(currency, Currency::Either | Currency::Abbreviated)
        && let Some(end) = number_behind(tokens, end)
    {
        return Some(place..with_rate(tokens, end));
    }
    let rate = with_rate(tokens, end);
    (rate > end && matches!(currency, Currency::Either | Currency::Behind)).then_some(place..rate)
}

/// Where the number before a currency begins.
fn number_before(tokens: &Tokens, place: usize, currency: Currency) -> Option<usize> {
    let mut at = place.checked_sub(1)?;
    // A dash in place of the cents: `12,- €`; or a hyphen: `10-Euro`.
    for _ in 0..2 {
        if tokens.at(at)?.is_sign(&['-', '–', '—', ',', '.', '‐', '‑']) {
            at = at.checked_sub(1)?;
        }
    }
    let token = tokens.at(at)?;
    if token.sort == Sort::Word && token.is_word(&["k", "m", "mio", "mrd", "tausend", "mille", "hundert"]) {
        let number = at.checked_sub(1)?;
        if tokens.at(number)?.sort == Sort::Number {
            return Some(number);
        }
    }
    match token.sort {
        Sort::Number => Some(grouped(tokens, at)),
        Sort::Word if currency != Currency::BehindDigits && is_number_word(token) => {
            Some(counted(tokens, at))
        }
        _ => None,
    }
}

/// `1 400`: digits in groups of three, with a space between them.
fn grouped(tokens: &Tokens, mut at: usize) -> usize {
    const MOST_GROUPS: usize = 3;
    for _ in 0..MOST_GROUPS {
        let is_group = tokens.at(at).is_some_and(|token| {
            token.spaced && token.text.split([',', '.']).next().is_some_and(|whole| whole.len() == 3)
        });
        let before =
            tokens.before(at).is_some_and(|before| before.sort == Sort::Number && before.text.len() <= 3);
        if !is_group || !before {
            break;
        }
        at = at.saturating_sub(1);
    }
    at
}

/// `vingt-cinq`, `two hundred and ten`: the number words in a row.
fn counted(tokens: &Tokens, mut at: usize) -> usize {
    const MOST_WORDS: usize = 4;
    for _ in 0..MOST_WORDS {
        let gap = tokens.before(at).is_some_and(|token| {
            token.is_sign(&['-', '‑']) || token.is_word(&["et", "and", "und", "an", "a", "e"])
        });
        let before = if gap { at.checked_sub(2) } else { at.checked_sub(1) };
        match before.filter(|before| tokens.at(*before).is_some_and(is_number_word)) {
            Some(before) => at = before,
            None => break,
        }
    }
    at
}

/// A number in words, also a composed one: `fünfundzwanzig`, `zweihundert`.
fn is_number_word(token: &Token) -> bool {
    const ENDINGS: &[&str] = &[
        "zwanzig",
        "dreißig",
        "dreissig",
        "vierzig",
        "fünfzig",
        "sechzig",
        "siebzig",
        "achtzig",
        "neunzig",
        "hundert",
        "tausend",
        "zwanzeg",
        "drësseg",
        "véierzeg",
        "fofzeg",
        "honnert",
        "dausend",
    ];
    token.sort == Sort::Word
        && (token.is_word(NUMBERS) || ENDINGS.iter().any(|ending| token.text.ends_with(ending)))
}

/// Where the number behind a currency ends: `EUR 12.-`.
fn number_behind(tokens: &Tokens, place: usize) -> Option<usize> {
    let token = tokens.at(place)?;
    (token.sort == Sort::Number).then_some(())?;
    let mut end = place + 1;
    // `€ 1 400`
    if tokens.at(end).is_some_and(|next| next.sort == Sort::Number && next.spaced && next.text.len() == 3) {
        end += 1;
    }
    let dash = tokens.at(end).is_some_and(|next| !next.spaced && next.is_sign(&['.', ',']))
        && tokens.at(end + 1).is_some_and(|next| !next.spaced && next.is_sign(&['-', '–', '—']));
    Some(if dash { end + 2 } else { end })
}

/// The end of `/h`, `pro Stunde`, `de l'heure` behind a place, or the place itself.
fn with_rate(tokens: &Tokens, place: usize) -> usize {
    if tokens.at(place).is_some_and(|token| token.is_sign(&['/']))
        && tokens.at(place + 1).is_some_and(|token| token.sort == Sort::Word)
    {
        return place + 2;
    }
    per_time(tokens, place).unwrap_or(place)
}

/// The end of `pro Stunde`, `par heure`, `de l'heure`, `an hour`, `d'Stonn` at a place.
fn per_time(tokens: &Tokens, place: usize) -> Option<usize> {
    const PER: &[&str] =
        &["pro", "je", "die", "par", "de", "l", "an", "a", "per", "d", "an", "op", "por", "à", "the", "der"];
    const LINKS: usize = 3;
    let mut at = place;
    for _ in 0..LINKS {
        if tokens.at(at)?.is_word(PER) {
            at += 1;
            if tokens.at(at).is_some_and(|token| token.is_sign(&['\'', '’'])) {
                at += 1;
            }
        }
    }
    (at > place && tokens.at(at)?.is_word(UNITS_OF_TIME)).then_some(at + 1)
}

/// `120,-`, `5.-`: a dash in place of the cents, and no number behind it.
fn dashed(tokens: &Tokens, place: usize) -> Option<Range<usize>> {
    let glued =
        |at: usize, signs: &[char]| tokens.at(at).is_some_and(|token| !token.spaced && token.is_sign(signs));
    let number = tokens.at(place).is_some_and(|token| token.sort == Sort::Number);
    if !number || !glued(place + 1, &[',', '.']) || !glued(place + 2, &['-', '–', '—', '‒']) {
        return None;
    }
    let mut end = place + 3;
    if glued(end, &['-', '–', '—', '‒']) {
        end += 1;
    }
    // `1.-5. Juni`, `A4.-Format`, `le 5.- 7. juin`, `du 5.- au 7`
    let to = usize::from(tokens.at(end).is_some_and(|next| next.is_word(&["au", "à", "bis", "to"])));
    let goes_on = tokens.at(end + to).is_some_and(|next| next.sort == Sort::Number)
        || tokens
            .at(end)
            .is_some_and(|next| next.sort == Sort::Number || (!next.spaced && next.sort == Sort::Word));
    let letter = tokens.before(place).is_some_and(|before| {
        before.sort == Sort::Word && tokens.at(place).is_some_and(|token| !token.spaced)
    });
    (!goes_on && !letter).then_some(place..end)
}

/// `20 pro Stunde`, `pro Stunde 20`, `20/h`: a rate that has no currency, and no other unit.
fn bare_rate(tokens: &Tokens, place: usize) -> Option<Range<usize>> {
    let hourly = |end: usize| tokens.before(end).is_some_and(|unit| unit.is_word(HOURS));
    if tokens.at(place)?.sort == Sort::Number {
        let slash = tokens.at(place + 1).is_some_and(|token| token.is_sign(&['/']));
        if slash && hourly(place + 3) && tokens.at(place + 2).is_some() {
            return Some(place..place + 3);
        }
        let end = per_time(tokens, place + 1)?;
        return (hourly(end) && !slash).then_some(place..end);
    }
    let end = per_time(tokens, place)?;
    let colon = usize::from(tokens.at(end).is_some_and(|token| token.is_sign(&[':'])));
    let number = tokens.at(end + colon)?;
    // `par heure 20 visiteurs` counts something else.
    let counts =
        tokens.at(end + colon + 1).is_some_and(|next| next.sort == Sort::Word || next.is_sign(&['/', '%']));
    (hourly(end) && number.sort == Sort::Number && !counts).then_some(place..end + colon + 1)
}

const HOURS: &[&str] = &["h", "stunde", "std", "heure", "hour", "stonn", "hora"];

/// An estimate of a value is honest, and so is a share in the cost of a way, an entry or material, unless
/// it is paid by the hour.
fn is_allowed(tokens: &Tokens, places: &Range<usize>) -> bool {
    const BACK: usize = 8;
    let by_time = tokens.before(places.end).is_some_and(|last| last.is_word(UNITS_OF_TIME));
    !by_time && (tokens.is_near(places, BACK, 4, VALUE) || tokens.is_near(places, BACK, BACK, CONTRIBUTION))
}

/// A EUR pallet is a pallet, and exchanged every week.
fn is_pallet(tokens: &Tokens, place: usize) -> bool {
    let pallet = |at: Option<usize>| {
        at.and_then(|at| tokens.at(at)).is_some_and(|token| {
            token.sort == Sort::Word && (token.text.starts_with("palet") || token.text.starts_with("pallet"))
        })
    };
    pallet(place.checked_sub(1)) || pallet(place.checked_add(1)) || pallet(place.checked_add(2))
}
