use std::collections::HashSet;

use super::*;
use crate::fault::Rule;

/// Every text gives the code beside it, or the code of the rule that it breaks.
fn check<T: std::fmt::Display>(parse: fn(&str) -> Result<T, Rule>, cases: &[(&str, Result<&str, &str>)]) {
    for (text, expected) in cases {
        let found = parse(text).map(|value| value.to_string());
        let found = found.as_deref().map_err(Rule::code);
        assert_eq!(found, *expected, "{text:?}");
    }
}

/// A list holds `count` codes, each once and each parsing to itself, with a label in every language.
fn check_list<T: std::fmt::Display>(
    all: impl Iterator<Item = T>,
    parse: fn(&str) -> Result<T, Rule>,
    labels: fn(&T) -> Labels,
    count: usize,
) {
    let mut codes = HashSet::new();
    for item in all {
        let code = item.to_string();
        assert_eq!(parse(&code).map(|parsed| parsed.to_string()), Ok(code.clone()));
        assert!(code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'), "{code}");
        for locale in Locale::ALL {
            let label = labels(&item).get(locale);
            assert!(!label.is_empty() && label.trim() == label, "{code} in {locale}: {label:?}");
        }
        assert!(codes.insert(code.clone()), "{code} twice");
    }
    assert_eq!(codes.len(), count);
}

const UNKNOWN: Result<&str, &str> = Err("unknown-code");

/// What each code of a space-separated list gives: itself.
fn check_codes<T: std::fmt::Display>(parse: fn(&str) -> Result<T, Rule>, codes: &str) {
    let cases: Vec<_> = codes.split_whitespace().map(|code| (code, Ok(code))).collect();
    check(parse, &cases);
}

#[test]
fn lists_are_whole() {
    check_list(Unit::all(), Unit::parse, |unit| unit.labels(), 16);
    check_list(Condition::all(), Condition::parse, |condition| condition.labels(), 4);
    check_list(LegalForm::all(), LegalForm::parse, |form| form.labels(), 22);
    check_list(Category::all(), Category::parse, |category| category.labels(), 26);
    check_list(Skill::all(), Skill::parse, |skill| skill.labels(), 92);
    check_list(Language::all(), Language::parse, |language| language.labels(), 183);
}

#[test]
fn tables_have_no_row_that_is_skipped() {
    for (table, rows) in [
        (include_str!("../../data/categories.tsv"), Category::all().count()),
        (include_str!("../../data/skills.tsv"), Skill::all().count()),
        (include_str!("../../data/languages.tsv"), Language::all().count()),
    ] {
        assert_eq!(table.lines().filter(|line| !line.starts_with('#')).count(), rows);
        assert!(table.ends_with('\n') && !table.contains('\r'));
    }
}

#[test]
fn rules_name_the_vocabulary_and_what_was_given() {
    let unknown = |vocabulary, given: &str| Rule::UnknownCode { vocabulary, given: given.to_owned() };
    assert_eq!(Unit::parse("fathom"), Err(unknown("unit", "fathom")));
    assert_eq!(Category::parse("teleportation"), Err(unknown("category", "teleportation")));
    assert_eq!(Skill::parse("flux_capacitor_repair"), Err(unknown("skill", "flux_capacitor_repair")));
    assert_eq!(Condition::parse("nickel"), Err(unknown("condition", "nickel")));
    assert_eq!(LegalForm::parse("SIS"), Err(unknown("legal_form", "SIS")));
    assert_eq!(Language::parse("xx"), Err(unknown("language", "xx")));
    assert_eq!(Locale::parse("pt"), Err(unknown("locale", "pt")));
}

#[test]
fn locales_are_codes() {
    for locale in Locale::ALL {
        assert_eq!(Locale::parse(locale.code()), Ok(locale));
        assert_eq!(Language::from(locale).locale(), Some(locale));
        assert_eq!(Language::parse(locale.code()), Ok(Language::from(locale)));
    }
    assert_eq!(Locale::parse("FR"), Ok(Locale::Fr));
    assert_eq!(Language::PT.locale(), None);
}

#[test]
fn languages_are_two_letters() {
    check_codes(Language::parse, "ar de en fr lb pt ti");
    check(
        Language::parse,
        &[
            ("FR", Ok("fr")),
            ("xx", UNKNOWN),
            ("zz", UNKNOWN),
            ("Français", Err("language-not-code")),
            ("Anglais", Err("language-not-code")),
            ("klingon", Err("language-not-code")),
            ("de / fr", Err("language-not-code")),
            ("fr-LU", Err("language-not-code")),
            ("é", Err("language-not-code")),
            (" de", Err("language-not-code")),
            ("", Err("language-not-code")),
        ],
    );
}

#[test]
fn usual_languages_are_in_the_table() {
    for language in Language::USUAL {
        assert_eq!(Language::parse(language.code()), Ok(language));
        assert!(language.native_name().is_some());
    }
    let portuguese = Labels { en: "Portuguese", fr: "portugais", de: "Portugiesisch", lb: "Portugisesch" };
    assert_eq!(Language::PT.labels(), portuguese);
    assert_eq!(Language::PT.native_name(), Some("português"));
}

/// Which kinds a unit fits and whether it may be divided: goods, service, skill, divisible.
#[test]
fn units_fit_kinds() {
    let (yes, no) = (true, false);
    let table = [
        (Unit::Hour, [no, yes, yes, yes]),
        (Unit::Piece, [yes, yes, no, no]),
        (Unit::Session, [no, yes, no, no]),
        (Unit::Participant, [no, yes, no, no]),
        (Unit::Person, [no, yes, no, no]),
        (Unit::Set, [yes, no, no, no]),
        (Unit::HalfDay, [no, yes, no, no]),
        (Unit::Trip, [no, yes, no, no]),
        (Unit::Box, [yes, no, no, no]),
        (Unit::Kg, [yes, no, no, yes]),
        (Unit::Portion, [yes, yes, no, no]),
        (Unit::Page, [no, yes, no, no]),
        (Unit::M2, [yes, yes, no, yes]),
        (Unit::M3, [yes, yes, no, yes]),
        (Unit::Month, [no, yes, no, no]),
        (Unit::Litre, [yes, no, no, yes]),
    ];
    assert_eq!(table.len(), Unit::ALL.len());
    for (unit, expected) in table {
        let found = [unit.for_goods(), unit.for_service(), unit.for_skill(), unit.divisible()];
        assert_eq!(found, expected, "{unit}");
    }
}

#[test]
fn units_of_the_evening() {
    check_codes(
        Unit::parse,
        "hour piece session participant set half_day trip box kg portion page m2 m3 month",
    );
    check(Unit::parse, &[("fathom", UNKNOWN), ("Stück", UNKNOWN), ("Hour", UNKNOWN), ("", UNKNOWN)]);
}

#[test]
fn categories_of_the_evening() {
    check_codes(
        Category::parse,
        "training_and_workshops helping_hands team_days_and_visits tools_and_material rooms_and_storage
         communication crafts_and_building furniture languages culture finance_and_insurance event_equipment
         it_and_web human_resources food transport it_equipment printing law_and_data_protection
         plants_and_garden catering health_and_care textiles books_and_toys bicycles sports",
    );
}

#[test]
fn skills_of_the_evening() {
    check_codes(
        Skill::parse,
        "accessibility accessibility_testing accounting acting animal_care architecture association_law
         bookkeeping carpentry cms companionship cooking cv_coaching data_protection digitization
         electrical_repair engineering ergonomics event_support facilitation forklift gardening general_help
         graphic_design harvest household_budgeting insurance interpreting interview_coaching it_security
         local_history luxembourgish_conversation masonry mentoring metalwork painting photography pruning
         reading_aloud sewing storytelling table_service tasting tiling timekeeping user_testing web welding",
    );
}

#[test]
fn conditions_compare() {
    assert!(Condition::New < Condition::Used);
    assert!(Condition::LikeNew.satisfies(Condition::Good));
    assert!(Condition::Good.satisfies(Condition::Good));
    assert!(!Condition::Used.satisfies(Condition::Good));
}

#[test]
fn legal_forms_as_people_write_them() {
    check(
        LegalForm::parse,
        &[
            ("SARL", Ok("sarl")),
            ("S.à r.l.", Ok("sarl")),
            ("sàrl", Ok("sarl")),
            ("SARL-S", Ok("sarl_s")),
            ("S.à r.l.-S", Ok("sarl_s")),
            ("SA", Ok("sa")),
            ("S.A.", Ok("sa")),
            ("SAS", Ok("sas")),
            ("SCSp", Ok("scsp")),
            ("asbl", Ok("asbl")),
            ("A.s.b.l.", Ok("asbl")),
            ("cooperative", Ok("cooperative")),
            ("Coopérative", Ok("cooperative")),
            ("civil company", Ok("civil_company")),
            ("sole trader", Ok("sole_trader")),
            ("informal group", Ok("informal_group")),
            ("foundation", Ok("foundation")),
            ("Fondation", Ok("foundation")),
            ("SIS", UNKNOWN),
            ("GmbH", UNKNOWN),
            ("", UNKNOWN),
        ],
    );
}

#[test]
fn legal_forms_have_no_spelling_in_common() {
    let mut seen = HashSet::new();
    for form in LegalForm::all() {
        for spelling in form.all_spellings() {
            assert_eq!(table::folded(&spelling), spelling);
            assert!(seen.insert(spelling.clone()), "{spelling}");
        }
    }
}

/// Which kinds a form fits: company, association, public body.
#[test]
fn legal_forms_fit_kinds() {
    for (form, expected) in [
        (LegalForm::Sarl, [true, false, false]),
        (LegalForm::SoleTrader, [true, false, false]),
        (LegalForm::CivilCompany, [true, false, false]),
        (LegalForm::Asbl, [false, true, false]),
        (LegalForm::Foundation, [false, true, false]),
        (LegalForm::InformalGroup, [false, true, false]),
        (LegalForm::Cooperative, [true, true, false]),
        (LegalForm::Commune, [false, false, true]),
        (LegalForm::Foreign, [true, true, true]),
    ] {
        let found = [form.fits_company(), form.fits_association(), form.fits_public_body()];
        assert_eq!(found, expected, "{form}");
    }
    let fits_nothing =
        |form: &LegalForm| !(form.fits_company() || form.fits_association() || form.fits_public_body());
    assert_eq!(LegalForm::all().find(fits_nothing), None);
}
