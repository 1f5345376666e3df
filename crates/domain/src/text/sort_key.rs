//! A key that puts names in an order which every database keeps.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::look_alike::plain;

/// The key by which names are put in order, and compared where case, accents and punctuation do not count.
///
/// Words of lower-case letters and digits without their accents, one space between them: compared byte by
/// byte they stand as a reader of the four languages looks for them, whatever the database is set to. A name
/// without a letter or digit is its own key, in lower case. The key of a key is itself.
pub fn sort_key(name: &str) -> String {
    let folded: String =
        name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).flat_map(plain).collect();
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { name.to_lowercase() } else { words.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_words_without_accents() {
        for (name, expected) in [
            ("Éislek Ënnerwee asbl", "eislek ennerwee asbl"),
            ("  Pli & Pente, Architectes ", "pli pente architectes"),
            ("'t Kleng Haus", "t kleng haus"),
            ("Großmutter", "grossmutter"),
            ("Œuvre", "oeuvre"),
            ("ＫＡＬＥＩＤＯ 2", "kaleido 2"),
            ("С\u{430}ritas", "с\u{430}ritas"),
            ("🎉", "🎉"),
            ("İstanbul", "istanbul"),
        ] {
            assert_eq!(sort_key(name), expected, "{name}");
            assert_eq!(sort_key(expected), expected, "{name} again");
        }
    }

    #[test]
    fn names_stand_where_a_reader_looks_for_them() {
        let sorted = ["Abc", "a b c", "Ästhetik", "Asteroid", "école", "Ecole Z", "Zug", "zuuch"];
        let mut shuffled = ["zuuch", "Ecole Z", "Asteroid", "Abc", "école", "Zug", "Ästhetik", "a b c"];
        shuffled.sort_by_key(|name| sort_key(name));
        let mut expected = sorted;
        expected.sort_by_key(|name| sort_key(name));
        assert_eq!(shuffled, expected);
        assert_eq!(shuffled, ["a b c", "Abc", "Asteroid", "Ästhetik", "école", "Ecole Z", "Zug", "zuuch"]);
    }
}
