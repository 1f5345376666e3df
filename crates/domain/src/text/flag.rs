//! What may be honest and may be not, and what becomes of a text that has it.

use super::find::find;

/// Something in a text that somebody should look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    /// A price, an account or a promise of payment.
    Money,
    /// Thirteen digits in the shape of a national identification number.
    PersonalMatricule,
    /// What may ask for money: donations, sponsoring, fees, a rate without a currency.
    MoneyRequest,
    /// What sells: discounts, calls to buy, ways into a shop.
    Advertising,
    /// An e-mail address, telephone number or web address in a text that everybody reads.
    ContactData,
    /// A word with letters of two scripts, which may imitate another word.
    MixedScripts,
    /// Letters that come from reading a file in the wrong encoding (`Ã©`, `â€“`), or stand for what was lost.
    Mojibake,
    /// A pictograph.
    Emoji,
}

/// What becomes of a text with a flag (`docs/adr/0019-moderation.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Its poster is told.
    Notice,
    /// It is shown, and staff look at it.
    Warning,
    /// It is shown once staff have let it through, in every week.
    Blocking,
    /// It is not taken at all.
    Refused,
}

impl Severity {
    /// Every one, the mildest first.
    pub const ALL: [Self; 4] = [Self::Notice, Self::Warning, Self::Blocking, Self::Refused];

    /// The stable code, as the API gives it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Blocking => "blocking",
            Self::Refused => "refused",
        }
    }
}

impl Flag {
    /// All of them, the gravest first.
    pub const ALL: [Self; 8] = [
        Self::Money,
        Self::PersonalMatricule,
        Self::MoneyRequest,
        Self::Advertising,
        Self::ContactData,
        Self::MixedScripts,
        Self::Mojibake,
        Self::Emoji,
    ];

    /// The stable code, as the API and the import report give it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::PersonalMatricule => "personal-matricule",
            Self::MoneyRequest => "money-request",
            Self::Advertising => "advertising",
            Self::ContactData => "contact-data",
            Self::MixedScripts => "mixed-scripts",
            Self::Mojibake => "mojibake",
            Self::Emoji => "emoji",
        }
    }

    /// What becomes of a text that has it.
    pub const fn severity(self) -> Severity {
        match self {
            Self::Money | Self::PersonalMatricule => Severity::Refused,
            Self::MoneyRequest => Severity::Blocking,
            Self::Advertising | Self::ContactData | Self::MixedScripts => Severity::Warning,
            Self::Mojibake | Self::Emoji => Severity::Notice,
        }
    }
}

/// What somebody should look at in a text, each flag once and in the order of [`Flag::ALL`].
pub fn flags(text: &str) -> Vec<Flag> {
    let mut flags: Vec<_> = find(text).into_iter().map(|finding| finding.flag).collect();
    flags.sort_unstable();
    flags.dedup();
    flags
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
                &[Flag::ContactData, Flag::MixedScripts, Flag::Mojibake, Flag::Emoji],
            ),
            ("Mir sichen e Sponsor, 20 € d'Stonn", &[Flag::Money, Flag::MoneyRequest]),
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
