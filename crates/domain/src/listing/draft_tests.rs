//! What forms and sheets say, as tables: rows of the evening's data set, and the faults that sheets bring.

use jiff::Timestamp;

use super::*;
use crate::fixture::*;
use crate::quantity::Amount;

/// A window, from local times of the week in Luxembourg.
fn window(starts_at: &str, ends_at: &str) -> Window {
    let at = |text: &str| {
        let text = if text.contains('T') { text.to_owned() } else { format!("{text}T00:00") };
        (text != "T00:00").then(|| format!("{text}:00+02:00").parse::<Timestamp>().unwrap())
    };
    Window { starts_at: at(starts_at), ends_at: at(ends_at) }
}

fn skill<'r>(headcount: &'r str, hours_per_person: &'r str, skills: &'r [&'r str]) -> RawDetails<'r> {
    RawDetails::Skill { headcount, hours_per_person, skills }
}

const GOODS: RawDetails<'_> = RawDetails::Goods { condition: None };

/// The field and the rule of every fault, or how the flags read.
fn check(raw: &Raw<'_>, expected: &str) {
    let found = match Draft::parse(raw, days()) {
        Ok(draft) => {
            let flags: Vec<_> =
                draft.flags.iter().map(|(field, flag)| format!("{field}? {}", flag.code())).collect();
            flags.join(", ")
        }
        Err(faults) => faults.to_string(),
    };
    assert_eq!(found, expected, "{raw:?}");
}

#[test]
fn rows_of_the_evening_are_sound() {
    let windows = [window("2026-06-09", "2026-06-13")];
    check(
        &Raw {
            details: RawDetails::Goods { condition: Some("new") },
            category: "tools_and_material",
            language: "lb",
            title: "Holzreschter aus Eech a Fiicht",
            description: "Propper Reschter aus eiser Produktioun, 30 bis 120 cm laang.",
            wanted_in_return: "Eng Foto vum fäerdege Projet",
            place: "Mersch",
            windows: &windows,
            quantity: Some("12"),
            unit: "box",
            ..raw()
        },
        "",
    );
    let windows = [window("2026-06-12T08:00", "2026-06-12T17:00")];
    let carpenters = Raw {
        details: skill("2", "8", &["carpentry"]),
        category: "crafts_and_building",
        language: "lb",
        title: "Zwee Schräiner fir een Dag",
        description: "Handgeschier brénge si mat, d'Holz misst Dir stellen.",
        languages_needed: &["lb", "fr"],
        place: "Mersch",
        windows: &windows,
        quantity: Some("16"),
        unit: "hour",
        ..raw()
    };
    check(&carpenters, "");
    let Draft { content, .. } = draft(&carpenters);
    let Details::Skill { headcount, hours_per_person, .. } = content.details else { panic!() };
    assert_eq!((headcount, hours_per_person, content.total), (2, amount(8), Some(amount(16))));
    let windows = [window("2026-06-10T14:00", "2026-06-10T17:00")];
    check(
        &Raw {
            details: RawDetails::Service,
            category: "team_days_and_visits",
            title: "Besuch an der Schräinerei fir jonk Leit",
            windows: &windows,
            quantity: Some("8"),
            unit: "participant",
            ..raw()
        },
        "",
    );
    check(
        &Raw {
            details: skill("3", "4", &["accounting"]),
            category: "finance_and_insurance",
            language: "fr",
            title: "Relecture de vos comptes annuels, à distance",
            quantity: Some("12"),
            unit: "hour",
            languages_needed: &["fr", "de"],
            ..raw()
        },
        "",
    );
    check(
        &Raw {
            details: RawDetails::Service,
            language: "de",
            category: "communication",
            direction: "request",
            title: "Neue Fotos für unsere Webseite",
            wanted_in_return: "Ein Regal nach Maß",
            quantity: Some("1"),
            unit: "session",
            ..raw()
        },
        "",
    );
}

#[test]
fn every_fault_names_its_field() {
    check(&Raw { direction: "Angebot", ..raw() }, "direction: unknown-code");
    check(&Raw { direction: "", ..raw() }, "direction: required");
    check(&Raw { category: "flying_carpets", ..raw() }, "category: unknown-code");
    check(&Raw { category: "", ..raw() }, "category: required");
    check(&Raw { language: "zz", ..raw() }, "language: unknown-code");
    check(&Raw { title: "", ..raw() }, "title: required");
    check(&Raw { title: &"a".repeat(150), ..raw() }, "");
    check(&Raw { title: &"a".repeat(151), ..raw() }, "title: too-long");
    check(&Raw { title: "=HYPERLINK(\"https://phish.example\")", ..raw() }, "title: spreadsheet-formula");
    check(&Raw { title: "+2+5+cmd|' /C calc'!A0", ..raw() }, "title: spreadsheet-formula");
    check(&Raw { title: "Match <script>alert(1)</script>", ..raw() }, "title: markup");
    check(&Raw { description: "<img src=x onerror=alert(1)> Zwei.", ..raw() }, "description: markup");
    check(&Raw { title: "Transport d'un piano \u{202e}tiord\u{202c}", ..raw() }, "title: bidi-character");
    check(&Raw { description: "Par lots\0 de dix", ..raw() }, "description: nul-character");
    check(&Raw { title: "World\u{200b} breakfast", ..raw() }, "title: invisible-character");
    check(&Raw { description: "50 EUR/h par déménageur.", ..raw() }, "description: money");
    check(&Raw { description: "we pay up to €15 each.", ..raw() }, "description: money");
    check(
        &Raw { wanted_in_return: "Un virement de 120,- sur notre compte", ..raw() },
        "wanted_in_return: money",
    );
    check(&Raw { description: &"a".repeat(4001), ..raw() }, "description: too-long");
    check(&Raw { wanted_in_return: &"a".repeat(501), ..raw() }, "wanted_in_return: too-long");
    check(&Raw { place: "Metz-op-der-Mound", ..raw() }, "place: unknown-code");
    check(&Raw { place: "", ..raw() }, "place: required");
    check(
        &Raw { details: RawDetails::Goods { condition: Some("nickel") }, ..raw() },
        "details/condition: unknown-code",
    );
    check(&Raw { details: RawDetails::Goods { condition: Some(" ") }, ..raw() }, "");
    check(&Raw { languages_needed: &["fr", "klingon"], ..raw() }, "languages_needed/1: language-not-code");
    check(&Raw { languages_needed: &["fr", "de", "fr"], ..raw() }, "languages_needed/2: duplicate");
    check(&Raw { languages_needed: &["fr"; 11], ..raw() }, "languages_needed: too-many");
}

#[test]
fn all_faults_come_at_once() {
    check(
        &Raw { direction: "x", category: "x", language: "x", title: "", place: "x", unit: "x", ..raw() },
        "direction: unknown-code, category: unknown-code, language: language-not-code, title: required, \
         place: unknown-code, quantity/unit: unknown-code",
    );
    check(
        &Raw {
            details: skill("0", "x", &["flux_capacitor_repair"]),
            quantity: Some("-5"),
            unit: "hour",
            ..raw()
        },
        "details/headcount: out-of-range, details/hours_per_person: number-invalid, \
         details/skills/0: unknown-code, quantity/value: number-invalid",
    );
}

#[test]
fn quantities_are_plain_and_fit_their_unit() {
    let check = |quantity, unit, expected: &str| check(&Raw { quantity, unit, ..raw() }, expected);
    check(None, "piece", "");
    check(Some("1"), "piece", "");
    check(Some("1000000000"), "piece", "");
    check(Some("0.001"), "kg", "");
    check(Some("1000000001"), "piece", "quantity/value: out-of-range");
    check(Some("999999999999999999999"), "piece", "quantity/value: out-of-range");
    check(Some("0"), "piece", "quantity/value: out-of-range");
    check(Some("0.0"), "kg", "quantity/value: out-of-range");
    check(Some("-5"), "piece", "quantity/value: number-invalid");
    check(Some("2,5"), "kg", "quantity/value: number-invalid");
    check(Some("1.500,00"), "piece", "quantity/value: number-invalid");
    check(Some("1\u{a0}500"), "piece", "quantity/value: number-invalid");
    check(Some("une dizaine"), "piece", "quantity/value: number-invalid");
    check(Some("NaN"), "piece", "quantity/value: number-invalid");
    check(Some(""), "piece", "quantity/value: number-invalid");
    check(Some("2.5"), "piece", "quantity/value: fraction-not-allowed");
    check(Some("2.5"), "kg", "");
    check(Some("2.0"), "piece", "");
    check(Some("1"), "fathom", "quantity/unit: unknown-code");
    check(Some("14"), "Stück", "quantity/unit: unknown-code");
    check(Some("1"), "", "quantity/unit: required");
    check(Some("1"), "trip", "quantity/unit: unit-contradicts-kind");
}

#[test]
fn units_fit_the_kind() {
    let check = |details, quantity, unit, expected: &str| {
        check(&Raw { details, quantity, unit, ..raw() }, expected);
    };
    check(GOODS, Some("1"), "hour", "quantity/unit: unit-contradicts-kind");
    check(RawDetails::Service, Some("1"), "hour", "");
    check(RawDetails::Service, Some("1"), "kg", "quantity/unit: unit-contradicts-kind");
    check(skill("1", "6", &[]), Some("6"), "hour", "");
    check(skill("1", "6", &[]), Some("6"), "kg", "quantity/unit: unit-contradicts-kind");
}

#[test]
fn heads_times_hours_are_the_quantity() {
    let check = |heads, hours, quantity, expected: &str| {
        let details = skill(heads, hours, &[]);
        check(&Raw { details, quantity, unit: "hour", ..raw() }, expected);
    };
    check("3", "0.5", Some("1.5"), "");
    check("1000", "200", Some("200000"), "");
    check("3", "2", None, "");
    check("7", "4", Some("4"), "details/headcount: headcount-contradicts-quantity");
    check("1001", "1", None, "details/headcount: out-of-range");
    check("0", "1", None, "details/headcount: out-of-range");
    check("1", "200.001", None, "details/hours_per_person: out-of-range");
    check("1", "0", None, "details/hours_per_person: out-of-range");
    check("", "", None, "details/headcount: required, details/hours_per_person: required");
    check("+1", "1", None, "details/headcount: number-invalid");
    check("99999999999", "1", None, "details/headcount: out-of-range");
}

#[test]
fn windows_run_forward_within_the_week() {
    let check = |windows: &[Window], expected: &str| check(&Raw { windows, ..raw() }, expected);
    check(&[window("2026-06-08", "2026-06-15")], "");
    check(&[window("", "")], "");
    check(&[window("2026-06-09", "")], "");
    check(&[window("", "2026-06-09")], "");
    check(&[window("2026-06-07T23:59", "2026-06-09")], "windows/0/starts_at: outside-exchange-week");
    check(&[window("2026-06-15", "")], "windows/0/starts_at: outside-exchange-week");
    check(&[window("2026-06-09", "2026-06-15T00:01")], "windows/0/ends_at: outside-exchange-week");
    check(&[window("2027-06-09", "2027-06-13")], "windows/0/starts_at: outside-exchange-week");
    check(&[window("", "2026-06-07")], "windows/0/ends_at: outside-exchange-week");
    check(&[window("2026-06-12T14:00", "2026-06-12T10:00")], "windows/0/ends_at: end-not-after-start");
    check(&[window("2026-06-12T14:00", "2026-06-12T14:00")], "windows/0/ends_at: end-not-after-start");
    let later = [window("2026-06-09", "2026-06-10"), window("2026-06-12", "2026-06-11")];
    check(&later, "windows/1/ends_at: end-not-after-start");
    check(&[window("2026-06-09", "2026-06-10"); 20], "");
    check(&[window("2026-06-09", "2026-06-10"); 21], "windows: too-many");
}

#[test]
fn nobody_works_longer_than_the_window() {
    let check = |hours, windows: &[Window], expected: &str| {
        check(
            &Raw { details: skill("1", hours, &[]), windows, quantity: None, unit: "hour", ..raw() },
            expected,
        );
    };
    let morning = window("2026-06-12T08:00", "2026-06-12T12:00");
    let afternoon = window("2026-06-12T13:00", "2026-06-12T17:00");
    let too_long = "details/hours_per_person: hours-longer-than-window";
    check("4", &[morning], "");
    check("4.001", &[morning], too_long);
    check("30", &[morning], too_long);
    check("8", &[morning, afternoon], "");
    check("8.5", &[morning, afternoon], too_long);
    check("100", &[window("2026-06-12T08:00", "")], "");
    check("100", &[], "");
}

#[test]
fn translations_are_in_other_languages() {
    let other =
        |language| RawTranslation { language, title: "Stühle", description: "", wanted_in_return: "" };
    let check = |language, translations: &[RawTranslation<'_>], expected: &str| {
        check(&Raw { language, translations, ..raw() }, expected);
    };
    check("en", &[other("de"), other("fr")], "");
    check("en", &[other("en")], "translations/0/language: duplicate");
    check(" en ", &[other("en")], "translations/0/language: duplicate");
    check("en", &[other("de"), other("de")], "translations/1/language: duplicate");
    check("en", &[other("x")], "translations/0/language: language-not-code");
    check("en", &[RawTranslation { title: "", ..other("de") }], "translations/0/title: required");
    check("en", &[other("de"); 11], "translations: too-many");
}

#[test]
fn texts_that_a_person_should_look_at_are_flagged() {
    check(
        &Raw { description: "Bitte direkt an yoga@neieschrett.example schreiben.", ..raw() },
        "description? contact-data",
    );
    check(&Raw { title: "Cartes de visite 🎉👍🏽 pour bénévoles", ..raw() }, "title? emoji");
    check(&Raw { title: "  E Beamer fir de Kinosowend \u{a0}\t ", ..raw() }, "");
    let trimmed = draft(&Raw { title: "  E Beamer fir de Kinosowend \u{a0}\t ", ..raw() });
    assert_eq!(trimmed.content.title.as_str(), "E Beamer fir de Kinosowend");
    let one_line = draft(&Raw { title: "Gitterboxen\nund Regale", ..raw() });
    assert_eq!(one_line.content.title.as_str(), "Gitterboxen und Regale");
}

#[test]
fn what_remains_is_never_below_nothing() {
    let check = |held, committed, total: Option<i64>, expected: Option<i64>| {
        let claims = Claims { held: amount(held), committed: amount(committed), delivered: Amount::ZERO };
        assert_eq!(claims.remaining(total.map(amount)), expected.map(amount));
    };
    check(0, 0, Some(10), Some(10));
    check(3, 4, Some(10), Some(3));
    check(6, 4, Some(10), Some(0));
    check(6, 5, Some(10), Some(0));
    check(1_000_000_000, 1_000_000_000, Some(1_000_000_000), Some(0));
    check(6, 5, None, None);
}

#[test]
fn a_span_is_open_where_one_window_is() {
    let check = |windows: &[Window], expected: Window| assert_eq!(span(windows), expected, "{windows:?}");
    let open = Window { starts_at: None, ends_at: None };
    let (early, late) = (window("2026-06-09", "2026-06-10"), window("2026-06-12", "2026-06-13"));
    check(&[], open);
    check(&[early], early);
    check(&[late, early], window("2026-06-09", "2026-06-13"));
    check(&[late, window("", "2026-06-10")], window("", "2026-06-13"));
    check(&[early, window("2026-06-11", "")], window("2026-06-09", ""));
    check(&[open, early], open);
}
