//! Ways to reach somebody, in a text that everybody reads. Partners find each other through the bourse; an
//! address in a description is read by harvesters first.

/// Whether a text holds an e-mail address, a telephone number or a web address.
pub(super) fn is_in(text: &str) -> bool {
    text.split_whitespace().map(bare).any(|word| is_email(word) || is_web_address(word)) || has_phone(text)
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric() && c != '@')
}

/// `ana@ponte.example`; a handle (`@kaleido`) is none.
fn is_email(word: &str) -> bool {
    word.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && is_domain(domain))
}

fn is_web_address(word: &str) -> bool {
    const ENDINGS: [&str; 14] =
        ["lu", "com", "org", "net", "eu", "info", "be", "fr", "de", "pt", "io", "app", "me", "example"];
    if word.contains("://") || word.to_ascii_lowercase().starts_with("www.") {
        return true;
    }
    let host = word.split(['/', '?', ':']).next().unwrap_or_default();
    // `z.B.de` and `etc.de` are slips of the keyboard; a name of three letters and a known ending is not.
    host.rsplit_once('.').is_some_and(|(name, ending)| {
        let label = name.rsplit('.').next().unwrap_or_default();
        label.len() > 3 && is_domain(host) && ENDINGS.contains(&ending)
    })
}

fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    text.contains('.') && text.trim_end_matches('.').split('.').all(is_label)
}

/// A number with a country code, a Luxembourg mobile number, or six digits behind a word for telephone.
fn has_phone(text: &str) -> bool {
    const SHORTEST: usize = 8;
    const MOBILE: usize = 9;
    let mut before = "";
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit() || c == '+') {
        let (lead, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let end = tail.find(|c| !is_phone_character(c)).unwrap_or(tail.len());
        let (number, after) = tail.split_at_checked(end).unwrap_or((tail, ""));
        before = if lead.trim().is_empty() { before } else { lead };
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        let international = (number.starts_with('+') || digits.starts_with("00")) && digits.len() >= SHORTEST;
        let mobile = digits.len() == MOBILE
            && ["621", "628", "651", "658", "661", "668", "671", "678", "691", "698"]
                .iter()
                .any(|prefix| digits.starts_with(prefix));
        if international || mobile || (digits.len() >= 6 && announces_phone(before)) {
            return true;
        }
        rest = after;
    }
    false
}

fn is_phone_character(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '+' | ' ' | '\u{A0}' | '\u{202F}' | '-' | '.' | '/' | '(' | ')')
}

fn announces_phone(before: &str) -> bool {
    const WORDS: [&str; 9] =
        ["tel", "tél", "telefon", "téléphone", "phone", "gsm", "mobile", "handy", "whatsapp"];
    let last = before.split(|c: char| !c.is_alphabetic()).rfind(|word| !word.is_empty()).unwrap_or_default();
    WORDS.contains(&last.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expected: bool, texts: &[&str]) {
        for text in texts {
            assert_eq!(is_in(text), expected, "{text:?}");
        }
    }

    #[test]
    fn addresses_and_numbers_are_contact_data() {
        check(
            true,
            &[
                "Bitte direkt an yoga@neieschrett.example schreiben.",
                "(ana@ponte.example)",
                "Mehr auf https://ponte.example/a",
                "WWW.ponte.example",
                "Siehe neieschrett.lu!",
                "neieschrett.lu/kontakt",
                "+352 26 00 00 00",
                "Rufen Sie +352-621-000-000 an",
                "00352 26000000",
                "621 000 000",
                "GSM: 26 00 00",
                "Tél. 260000",
            ],
        );
    }

    #[test]
    fn numbers_and_handles_are_not() {
        check(
            false,
            &[
                "@kaleido",
                "z.B. de Camion, etc. de Bus",
                "Fin.de saison",
                "1 400 m², 2.500 Stück, 12/06/2026",
                "2026-06-08 18:00",
                "Deux équipes de 10 + 2 remplaçants, 1998–2003",
                "Per téléphone oder op der Plaz, 30 Minutten",
                "A + B",
                "a@b",
                "",
            ],
        );
    }
}
