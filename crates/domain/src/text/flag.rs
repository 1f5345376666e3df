//! What may be honest and may be not: a person looks at it, the text is kept.

use unicode_security::MixedScript;

use super::character::is_emoji;
use super::contact_data;

/// Something in a text that a person should look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    /// A pictograph.
    Emoji,
    /// Letters that come from reading a file in the wrong encoding (`Ã©`, `â€“`), or stand for what was lost.
    Mojibake,
    /// An e-mail address, telephone number or web address in a text that everybody reads.
    ContactData,
    /// A word with letters of two scripts, which may imitate another word.
    MixedScripts,
}

impl Flag {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Emoji, Self::Mojibake, Self::ContactData, Self::MixedScripts];

    /// The stable code, as the API and the import report give it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Emoji => "emoji",
            Self::Mojibake => "mojibake",
            Self::ContactData => "contact-data",
            Self::MixedScripts => "mixed-scripts",
        }
    }

    fn is_in(self, text: &str) -> bool {
        match self {
            Self::Emoji => text.chars().any(is_emoji) || has_keycap(text),
            Self::Mojibake => is_mojibake(text),
            Self::ContactData => contact_data::is_in(text),
            Self::MixedScripts => has_mixed_word(text),
        }
    }
}

/// What a person should look at in a text, each flag once and in the order of [`Flag::ALL`].
pub fn flags(text: &str) -> Vec<Flag> {
    Flag::ALL.into_iter().filter(|flag| flag.is_in(text)).collect()
}

/// `1️⃣`: a digit in a box.
fn has_keycap(text: &str) -> bool {
    text.contains('\u{20E3}')
}

/// UTF-8 read as Windows-1252. The second letters of a pair are signs that follow `Ã` or `Â` in no language of
/// the bourse; other lead letters are left out, because `Spaß“` and `CAFÉ »` are honest.
fn is_mojibake(text: &str) -> bool {
    const STARTS: [&str; 7] = ["â€", "â‚¬", "ðŸ", "ï¿½", "ï»¿", "Å“", "â†"];
    const WINDOWS_1252: &str = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";
    let is_continuation = |c: char| ('\u{80}'..='\u{BF}').contains(&c) || WINDOWS_1252.contains(c);
    let pairs = text.chars().zip(text.chars().skip(1));
    let has_pair =
        pairs.into_iter().any(|(first, second)| matches!(first, 'Ã' | 'Â') && is_continuation(second));
    let is_lost = |c: char| c == '\u{FFFD}' || matches!(c, '\u{E000}'..='\u{F8FF}');
    has_pair || text.contains(is_lost) || STARTS.iter().any(|start| text.contains(start))
}

/// Letters in two scripts within one word, or letters that only mathematics sets in bold and script.
fn has_mixed_word(text: &str) -> bool {
    let is_styled = |c: char| matches!(c, '\u{1D400}'..='\u{1D7FF}');
    text.contains(is_styled)
        || text.split(|c: char| !c.is_alphanumeric()).any(|word| !word.is_single_script())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cases: &[(&str, &[Flag])]) {
        for (text, expected) in cases {
            assert_eq!(flags(text), *expected, "{text:?}");
        }
    }

    #[test]
    fn doubtful_texts_are_flagged() {
        check(&[
            ("Velo Kurier Pedalritter 🚴\u{200D}♀\u{FE0F} SARL", &[Flag::Emoji]),
            ("Cartes de visite 🎉👍🏽 pour bénévoles", &[Flag::Emoji]),
            ("🇱🇺", &[Flag::Emoji]),
            ("1\u{FE0F}\u{20E3}", &[Flag::Emoji]),
            ("Atelier CÃ©ramique Terre Lente SARL", &[Flag::Mojibake]),
            ("Local pour ranger des dÃ©cors â€“ au sec", &[Flag::Mojibake]),
            ("cÅ“ur", &[Flag::Mojibake]),
            ("d\u{FFFD}cors", &[Flag::Mojibake]),
            ("\u{F0B7} Punkt", &[Flag::Mojibake]),
            ("Bitte direkt an yoga@neieschrett.example schreiben.", &[Flag::ContactData]),
            ("Jugendh\u{430}us K\u{430}leid\u{43E} asbl", &[Flag::MixedScripts]),
            ("𝐊𝐚𝐥𝐞𝐢𝐝𝐨", &[Flag::MixedScripts]),
            (
                "🎉 dÃ©cors www.p\u{430}ypal.example",
                &[Flag::Emoji, Flag::Mojibake, Flag::ContactData, Flag::MixedScripts],
            ),
        ]);
    }

    #[test]
    fn plain_texts_are_not() {
        check(&[
            ("Lieshäischen asbl", &[]),
            ("„Spaß“ im Menü“, CAFÉ\u{A0}»", &[]),
            ("SÃO João, Âmago", &[]),
            ("Œuvre, cœur, „ja“ – 1 400 m²", &[]),
            ("Москва und Ελλάδα", &[]),
            ("β-Version, 5 µm", &[]),
            ("Marque® © 2026 ™ #1 *", &[]),
            ("日本語のひらがな", &[]),
            ("", &[]),
        ]);
    }
}
