//! A light stemmer of Luxembourgish, of our own: none is published.
//!
//! It takes off the endings of plurals, cases and adjectives, with or without the `n` that the Eifel rule drops
//! before most consonants (`Luuchten` and `Luuchte`). Vowels that change in the plural (`Buch`, `Bicher`) stay
//! apart; whoever asks for one finds the other by prefix or not at all.

/// The endings, the longer first.
const ENDINGS: [&str; 10] = ["eren", "ere", "ern", "er", "en", "em", "es", "e", "s", "n"];
/// What has to be left.
const LEAST: usize = 3;

/// The stem of a folded word.
pub(crate) fn stem(folded: &str) -> &str {
    let letters = folded.chars().count();
    for ending in ENDINGS {
        let Some(stem) = folded.strip_suffix(ending) else { continue };
        // A single letter is taken off long words only, `n` and `s` after a vowel only.
        let enough = match ending {
            "n" | "s" => letters > LEAST + 1 && stem.ends_with(['a', 'e', 'i', 'o', 'u']),
            "e" => letters > LEAST,
            _ => letters >= LEAST + ending.len(),
        };
        if enough {
            return stem;
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_taken_off() {
        for (word, expected) in [
            ("descher", "desch"),
            ("luuchten", "luucht"),
            ("luuchte", "luucht"),
            ("luucht", "luucht"),
            ("schraineren", "schrain"),
            ("schrainer", "schrain"),
            ("gudden", "gudd"),
            ("guddem", "gudd"),
            ("velos", "velo"),
            ("veloen", "velo"),
            ("haus", "haus"),
            ("gaas", "gaas"),
            ("en", "en"),
            ("der", "der"),
            ("brot", "brot"),
            ("", ""),
        ] {
            assert_eq!(stem(word), expected, "{word}");
        }
    }
}
