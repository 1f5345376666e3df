//! Every rule and flag in every language: filled, told apart, and finished as a sentence.

use super::*;

/// Each rule once. A new one also fails the build of the four languages, which is the reminder.
fn rules() -> Vec<Rule> {
    let given = || "{max} klingon".to_owned();
    vec![
        Rule::Required,
        Rule::NotAllowed,
        Rule::TooLong { max: 120 },
        Rule::TooShort { min: 3 },
        Rule::TooMany { max: 10 },
        Rule::OutOfRange { min: "0.001".to_owned(), max: "1000".to_owned() },
        Rule::Duplicate,
        Rule::UnknownCode { vocabulary: "unit", given: given() },
        Rule::UnknownReference { given: given() },
        Rule::NulCharacter,
        Rule::ControlCharacter { code_point: 7 },
        Rule::BidiCharacter { code_point: 0x202E },
        Rule::InvisibleCharacter { code_point: 0x200B },
        Rule::SpreadsheetFormula,
        Rule::SpreadsheetError,
        Rule::Markup,
        Rule::Money { found: "50 EUR/h".to_owned() },
        Rule::PersonalMatricule,
        Rule::EmailInvalid,
        Rule::EmailSeveral,
        Rule::WebsiteInvalid,
        Rule::PostalCodeInvalid,
        Rule::RcsInvalid,
        Rule::RcsContradictsKind { section: 'B' },
        Rule::VatInvalid,
        Rule::VatCheckDigits,
        Rule::LegalFormContradictsKind,
        Rule::LanguageNotCode,
        Rule::NumberInvalid,
        Rule::NumberAmbiguous,
        Rule::FractionNotAllowed,
        Rule::UnitContradictsKind,
        Rule::HeadcountContradictsQuantity,
        Rule::HoursLongerThanWindow,
        Rule::DateInvalid,
        Rule::DateSpreadsheetSerial,
        Rule::LocalTimeInGap,
        Rule::LocalTimeAmbiguous,
        Rule::EndNotAfterStart,
        Rule::OutsideExchangeWeek,
        Rule::DetailContradictsKind,
        Rule::PasswordKnown,
        Rule::PasswordPersonal,
        Rule::TooYoung { age: 16 },
        Rule::PictureUnknown,
        Rule::PictureMislabelled { declared: "image/png", found: "image/jpeg" },
        Rule::PictureTooLarge { max_side: 8192, max_megapixels: 40 },
        Rule::PictureAnimated,
        Rule::PictureDamaged,
    ]
}

fn all_differ(phrases: &[Phrase], what: &str) {
    for (n, one) in phrases.iter().enumerate() {
        for other in &phrases[n + 1..] {
            assert_ne!(one.message, other.message, "{what}");
        }
    }
}

fn check_sentences(phrase: &Phrase, what: &str) {
    for sentence in [&phrase.message, &phrase.remedy] {
        assert!(sentence.ends_with('.'), "{what}: {sentence}");
        assert!(sentence.chars().count() <= 160, "{what}: {sentence}");
        let inner = sentence.replace("{max} klingon", "");
        assert!(!inner.contains(['{', '}']), "{what}: {sentence}");
    }
}

#[test]
fn every_rule_has_words_in_every_language() {
    for rule in rules() {
        let phrases = Locale::ALL.map(|locale| of_rule(&rule, locale));
        all_differ(&phrases, rule.code());
        for phrase in &phrases {
            check_sentences(phrase, rule.code());
        }
        for (name, value) in rule.facts() {
            for phrase in phrases.iter().filter(|_| name != "vocabulary") {
                assert!(phrase.message.contains(&value), "{}: {name}: {phrase:?}", rule.code());
            }
        }
    }
}

#[test]
fn every_language_tells_the_rules_apart() {
    for locale in Locale::ALL {
        let phrases: Vec<Phrase> = rules().iter().map(|rule| of_rule(rule, locale)).collect();
        all_differ(&phrases, locale.code());
    }
}

#[test]
fn every_flag_has_words_in_every_language() {
    for flag in Flag::ALL {
        let phrases = Locale::ALL.map(|locale| of_flag(flag, locale));
        all_differ(&phrases, flag.code());
        for phrase in &phrases {
            check_sentences(phrase, flag.code());
        }
    }
}

#[test]
fn word_lists_are_called_by_name() {
    let phrase = |vocabulary, locale| {
        of_rule(&Rule::UnknownCode { vocabulary, given: "x".to_owned() }, locale).message
    };
    assert_eq!(phrase("legal_form", Locale::De), "„x“ steht nicht in der Liste „Rechtsformen“.");
    assert_eq!(
        phrase("skill", Locale::Fr),
        "«\u{A0}x\u{A0}» ne figure pas dans la liste «\u{A0}compétences\u{A0}»."
    );
    assert_eq!(phrase("unheard_of", Locale::En), "“x” is not in the list “unheard_of”.");
}

#[test]
fn places_are_filled_once() {
    let facts = [("a", "{b}".to_owned()), ("b", "{a}".to_owned())];
    let cases = [("{a}{b}", "{b}{a}"), ("{c} {a", "{c} {a"), ("{{a}", "{{b}"), ("}", "}"), ("", "")];
    for (template, expected) in cases {
        assert_eq!(fill(template, &facts), expected, "{template}");
    }
}
