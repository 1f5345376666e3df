//! Ways to reach somebody, in a text that everybody reads. Partners find each other through the bourse; an
//! address in a description is read by harvesters first.

use std::ops::Range;

/// Every e-mail address, telephone number and web address, in characters.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let characters: Vec<char> = text.chars().collect();
    let mut found = addresses(&characters);
    phones(&characters, &mut found);
    found
}

/// Chunks between white space that are an address, without the punctuation around them.
fn addresses(characters: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chunks = Vec::new();
    for (at, c) in characters.iter().chain([&' ']).enumerate() {
        if c.is_whitespace() {
            if at > start {
                chunks.push(start..at);
            }
            start = at + 1;
        }
    }
    let mut taken = 0;
    for (n, chunk) in chunks.iter().enumerate() {
        let range = spelled_out(characters, &chunks, n).or_else(|| {
            let (range, word) = bare(characters, chunk)?;
            (is_email(&word) || is_web_address(&word)).then_some(range)
        });
        if let Some(range) = range.filter(|range| range.end > taken) {
            taken = range.end;
            found.push(range);
        }
    }
    found
}

/// A chunk without what stands around a word.
fn bare(characters: &[char], chunk: &Range<usize>) -> Option<(Range<usize>, String)> {
    let part = characters.get(chunk.clone())?;
    let inside = |c: &char| c.is_alphanumeric() || *c == '@';
    let first = part.iter().position(inside)?;
    let last = part.iter().rposition(inside)?;
    let range = chunk.start + first..chunk.start + last + 1;
    Some((range, part.get(first..=last)?.iter().collect()))
}

/// `yoga (at) neieschrett.lu`, `ana [arobase] ponte.example`.
fn spelled_out(characters: &[char], chunks: &[Range<usize>], n: usize) -> Option<Range<usize>> {
    const AT: [&str; 7] = ["(at)", "[at]", "{at}", "(arobase)", "[arobase]", "arobase", "(a)"];
    let text = |range: &Range<usize>| -> Option<String> {
        (range.len() < 80).then(|| characters.get(range.clone()).into_iter().flatten().collect())
    };
    let sign = text(chunks.get(n)?)?.to_lowercase();
    let (before, after) = (chunks.get(n.checked_sub(1)?)?, chunks.get(n + 1)?);
    let (range, host) = bare(characters, after)?;
    (AT.contains(&sign.as_str()) && is_domain(&host)).then_some(before.start..range.end)
}

/// `ana@ponte.example`; a handle (`@kaleido`) is none.
fn is_email(word: &str) -> bool {
    word.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && is_domain(domain))
}

fn is_web_address(word: &str) -> bool {
    const ENDINGS: [&str; 15] = [
        "lu", "com", "org", "net", "eu", "info", "be", "fr", "de", "pt", "io", "app", "me", "shop", "example",
    ];
    if word.contains("://") || word.to_ascii_lowercase().starts_with("www.") {
        return true;
    }
    let host = word.split(['/', '?', ':']).next().unwrap_or_default();
    // `z.B.de` and `etc.de` are slips of the keyboard; a name of three letters and a known ending is not.
    host.rsplit_once('.').is_some_and(|(name, ending)| {
        let label = name.rsplit('.').next().unwrap_or_default();
        label.len() > 3 && is_domain(host) && ENDINGS.contains(&ending.to_ascii_lowercase().as_str())
    })
}

fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    text.contains('.') && text.trim_end_matches('.').split('.').all(is_label)
}

/// A number with a country code, a Luxembourg mobile number, or six digits behind a word for telephone.
fn phones(characters: &[char], found: &mut Vec<Range<usize>>) {
    const SHORTEST: usize = 8;
    const MOBILE: usize = 9;
    const PREFIXES: [&str; 10] = ["621", "628", "651", "658", "661", "668", "671", "678", "691", "698"];
    let (mut at, mut lead, mut announced) = (0, 0, false);
    while let Some(first) = characters.get(at) {
        if !first.is_ascii_digit() && *first != '+' {
            at += 1;
            continue;
        }
        let between = characters.get(lead..at).unwrap_or_default();
        if between.iter().any(|c| !c.is_whitespace()) {
            announced = announces_phone(between);
        }
        let end = characters.iter().skip(at).position(|c| !is_phone_character(*c));
        let end = end.map_or(characters.len(), |length| at + length);
        let run = characters.get(at..end).unwrap_or_default();
        let digits: String = run.iter().filter(|c| c.is_ascii_digit()).collect();
        let international = (*first == '+' || digits.starts_with("00")) && digits.len() >= SHORTEST;
        let mobile = digits.len() == MOBILE && PREFIXES.iter().any(|prefix| digits.starts_with(prefix));
        if international || mobile || (digits.len() >= 6 && announced) {
            let length = run.iter().rposition(char::is_ascii_digit).map_or(run.len(), |last| last + 1);
            found.push(at..at + length);
        }
        (at, lead) = (end, end);
    }
}

fn is_phone_character(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '+' | ' ' | '\u{A0}' | '\u{202F}' | '-' | '.' | '/' | '(' | ')')
}

/// Whether the last word is one for telephone.
fn announces_phone(before: &[char]) -> bool {
    const WORDS: [&str; 10] =
        ["tel", "tél", "telefon", "téléphone", "phone", "gsm", "mobile", "handy", "whatsapp", "telefone"];
    const LONGEST: usize = 12;
    let word: String = before
        .iter()
        .rev()
        .skip_while(|c| !c.is_alphabetic())
        .take(LONGEST)
        .take_while(|c| c.is_alphabetic())
        .collect();
    let word: String = word.chars().rev().collect();
    WORDS.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::find::words_of;

    fn check(cases: &[(&str, &[&str])]) {
        for (text, expected) in cases {
            let found: Vec<_> = find(text).iter().map(|range| words_of(text, range)).collect();
            assert_eq!(found, *expected, "{text:?}");
        }
    }

    #[test]
    fn addresses_and_numbers_are_contact_data() {
        check(&[
            ("Bitte direkt an yoga@neieschrett.example schreiben.", &["yoga@neieschrett.example"]),
            ("(ana@ponte.example)", &["ana@ponte.example"]),
            ("ana (at) ponte.example, merci", &["ana (at) ponte.example"]),
            ("Mehr auf https://ponte.example/a", &["https://ponte.example/a"]),
            ("WWW.ponte.example", &["WWW.ponte.example"]),
            ("Siehe neieschrett.lu!", &["neieschrett.lu"]),
            ("neieschrett.lu/kontakt", &["neieschrett.lu/kontakt"]),
            ("+352 26 00 00 00", &["+352 26 00 00 00"]),
            ("Rufen Sie +352-621-000-000 an", &["+352-621-000-000"]),
            ("00352 26000000", &["00352 26000000"]),
            ("621 000 000", &["621 000 000"]),
            ("GSM: 26 00 00", &["26 00 00"]),
            ("Tél. 260000 oder 621 000 000.", &["260000", "621 000 000"]),
        ]);
    }

    #[test]
    fn numbers_and_handles_are_not() {
        check(&[
            ("@kaleido", &[]),
            ("z.B. de Camion, etc. de Bus", &[]),
            ("Fin.de saison", &[]),
            ("1 400 m², 2.500 Stück, 12/06/2026", &[]),
            ("2026-06-08 18:00", &[]),
            ("Deux équipes de 10 + 2 remplaçants, 1998–2003", &[]),
            ("Per téléphone oder op der Plaz, 30 Minutten", &[]),
            ("A + B", &[]),
            ("a@b", &[]),
            ("", &[]),
        ]);
    }
}
