//! A key that is the same for names that look or read the same.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::MixedScript;

/// The key of a name: equal keys deserve a person's look before two organizations carry the names.
///
/// Letters of other scripts become the Latin ones that they imitate (UTS 39), case, accents, punctuation and
/// spaces go, `&` and the words for it become one, and legal forms at the end are dropped. The key is for
/// comparing only: it changes with the Unicode tables, so compute it afresh rather than store it for long.
pub fn skeleton(name: &str) -> String {
    let latin: String = name.nfkc().flat_map(latin).collect();
    let folded: String =
        latin.to_lowercase().nfkd().filter(|c| !is_combining_mark(*c)).flat_map(plain).collect();
    let words: Vec<String> = words(&folded);
    let kept = words.len() - legal_form_words(&words);
    let key: String = words.iter().take(kept).map(|word| connective(word)).collect();
    merged(&key)
}

/// The Latin letter that a character of another script looks like, or the character itself.
pub(super) fn latin(c: char) -> Vec<char> {
    if !c.is_alphabetic() || is_latin(c) {
        return vec![c];
    }
    let mut bytes = [0; 4];
    let prototype: Vec<char> = unicode_security::skeleton(c.encode_utf8(&mut bytes)).collect();
    let imitates = prototype.iter().all(|p| is_latin(*p));
    if imitates { prototype } else { vec![c] }
}

/// Whether a character may stand beside a Latin letter without a second script.
fn is_latin(c: char) -> bool {
    c.is_ascii() || String::from_iter(['a', c]).as_str().is_single_script()
}

/// Letters that no decomposition takes apart.
pub(super) fn plain(c: char) -> Vec<char> {
    match c {
        'ß' => vec!['s', 's'],
        'œ' => vec!['o', 'e'],
        'æ' => vec!['a', 'e'],
        'ø' => vec!['o'],
        'ł' => vec!['l'],
        'đ' | 'ð' => vec!['d'],
        'ı' => vec!['i'],
        '&' | '+' => vec![' ', '&', ' '],
        _ => vec![c],
    }
}

/// Runs of letters and digits. A dot or an apostrophe joins (`s.a.s.`, `d'Argent`), all else separates.
fn words(text: &str) -> Vec<String> {
    let joined: String =
        text.chars().filter(|c| !matches!(c, '.' | '\'' | '’' | '‘' | '`' | '´' | '·')).collect();
    let words = joined.split(|c: char| !(c.is_alphanumeric() || c == '&'));
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// How many words at the end are a legal form. At least one word stays.
fn legal_form_words(words: &[String]) -> usize {
    const FORMS: [&str; 40] = [
        "asbl",
        "sarl",
        "sarls",
        "sa",
        "sas",
        "sasu",
        "sca",
        "scs",
        "scsp",
        "snc",
        "se",
        "gie",
        "sc",
        "sci",
        "scop",
        "coop",
        "sis",
        "gmbh",
        "mbh",
        "ag",
        "kg",
        "ohg",
        "gbr",
        "ev",
        "ltd",
        "limited",
        "plc",
        "llp",
        "llc",
        "inc",
        "bv",
        "nv",
        "srl",
        "sprl",
        "societecivile",
        "societeanonyme",
        "societecooperative",
        "societearesponsabilitelimitee",
        "associationsansbutlucratif",
        "kooperativ",
    ];
    const LONGEST: usize = 5;
    let most = LONGEST.min(words.len().saturating_sub(1));
    let is_form = |count: &usize| {
        let end: String = words.iter().skip(words.len() - count).map(String::as_str).collect();
        FORMS.contains(&end.as_str())
    };
    (1..=most).rev().find(is_form).unwrap_or(0)
}

fn connective(word: &str) -> &str {
    match word {
        "&" | "and" | "und" => "et",
        _ => word,
    }
}

/// Shapes that a reader takes for one another: `I`, `l` and `1`, `O` and `0`, `rn` and `m`.
fn merged(key: &str) -> String {
    key.replace(['i', '1'], "l").replace('0', "o").replace("rn", "m")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expected: bool, pairs: &[(&str, &str)]) {
        for (one, other) in pairs {
            let (a, b) = (skeleton(one), skeleton(other));
            assert_eq!(a == b, expected, "{one:?} {a:?}, {other:?} {b:?}");
        }
    }

    #[test]
    fn look_alikes_share_a_key() {
        check(
            true,
            &[
                ("Jugendh\u{430}us K\u{430}leid\u{43E} asbl", "Jugendhaus Kaleido asbl"),
                ("IMPRIMERIE ENCRE ET SILLON S.A.S.", "Imprimerie Encre & Sillon SAS"),
                ("Liesha\u{308}ischen asbl", "Lieshäischen asbl"),
                ("Lieshaischen A.S.B.L.", "Lieshäischen asbl"),
                ("Lieshäischen a. s. b. l.", "Lieshäischen"),
                ("Ergo-Atelier Éislek S.à r.l.-S", "Ergo Atelier Eislek SARL-S"),
                ("Cabinet Arnoul-Peffer S. à r. l.", "Cabinet Arnoul-Peffer SARL"),
                ("Pli & Pente Architectes, société civile", "Pli et Pente Architectes"),
                ("Coiffure Ciseaux d’Argent", "Coiffure Ciseaux d'Argent"),
                ("Ka1eido", "KaIeido"),
                ("К\u{410}LEIDO", "kaleido"),
                ("\u{406}nternational", "International"),
                ("Grossmutter", "Großmutter"),
                ("Ｋａｌｅｉｄｏ", "Kaleido"),
                ("Kaleido 🎉", "Kaleido"),
            ],
        );
    }

    #[test]
    fn other_names_do_not() {
        check(
            false,
            &[
                ("Fondation Lannenhaff", "Fondation Clara Wintringer"),
                ("Club Photo 2", "Club Photo 3"),
                ("Visa asbl", "Vi asbl"),
                ("Москва", "Київ"),
            ],
        );
    }

    #[test]
    fn a_form_alone_is_a_name() {
        assert_eq!(skeleton("SA"), "sa");
        assert_eq!(skeleton("S.A. asbl"), "sa");
        assert_eq!(skeleton(""), "");
    }
}
