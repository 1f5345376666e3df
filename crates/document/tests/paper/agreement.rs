//! The document of an agreement.

#![expect(clippy::panic, clippy::indexing_slicing, reason = "a test says no by a panic")]

use lopdf::Object;
use partact_document::Language;
use partact_document::agreement::{Agreement, Contribution, Ratification, Side, Status, typeset};

use crate::facts::agreement;
use crate::pdf::Pdf;

fn read(agreement: &Agreement, language: Language) -> Pdf {
    Pdf::read(&typeset(agreement, language).unwrap_or_else(|error| panic!("{error}")))
}

/// Without spaces: see [`Pdf::letters`].
fn check(agreement: &Agreement, language: Language, expected: &[&str]) {
    let found = read(agreement, language).letters();
    for phrase in expected {
        let letters: String = phrase.split_whitespace().collect();
        assert!(found.contains(&letters), "{}: no {phrase:?} in\n{found}", language.code());
    }
}

#[test]
fn parties_contributions_and_confirmations_are_on_it_in_each_language() {
    let facts = agreement();
    let of_all = [
        "A-2026-0042",
        "Atelier Müller & Léon",
        "Jongenheem Käerjeng",
        "12, rue de l’Alzette",
        "L-4011 Esch-sur-Alzette",
        "B123456",
        "F4711",
        "Chaises pliantes, peu usées.",
        "12 × pièce",
        "À venir chercher à l’atelier.",
        "Mise en page de la brochure annuelle",
        "Visite guidée du jardin pour l’équipe",
        "L-7K3QAB Chaises pliantes; L-9D2MXC Sièges pour notre fête",
        "Zoé Weiß",
        "Ana Lopes",
        "Europe/Luxembourg",
        "Part&Act – Semaine de l’échange 2026",
        "3b60e72d8e1216a55015000dcf679b8bd8a1f1826d615160f8c2f9cbbe48d223",
        "https://bourse.example/v1/agreements/0197a5d2-7c1e-7000-8000-00000000002a",
    ];
    for language in Language::ALL {
        check(&facts, language, &of_all);
    }
    check(
        &facts,
        Language::En,
        &[
            "Agreement A-2026-0042",
            "Atelier Müller & Léon gives to Jongenheem Käerjeng",
            "7.5 × heure",
            "240.00 €",
            "from 17 June 2026, 09:00",
            "until 17 June 2026, 12:00",
            "10 June 2026, 18:45",
            "erased person",
            "confirmed, since 10 June 2026, 19:05",
            "to be arranged",
            "gets in touch by 24 June 2026",
            "No address given",
            "without money. No tax receipt",
        ],
    );
    check(
        &facts,
        Language::Fr,
        &[
            "Convention A-2026-0042",
            "Atelier Müller & Léon apporte à Jongenheem Käerjeng",
            "7,5 × heure",
            "240,00 €",
            "à partir du 17 juin 2026 à 09:00",
            "personne effacée",
            "aucun reçu fiscal",
        ],
    );
    check(
        &facts,
        Language::De,
        &[
            "Vereinbarung A-2026-0042",
            "Atelier Müller & Léon leistet an Jongenheem Käerjeng",
            "7,5 × heure",
            "ab 17. Juni 2026, 09:00",
            "gelöschte Person",
            "Spendenquittung",
        ],
    );
    check(
        &facts,
        Language::Lb,
        &[
            "Konventioun A-2026-0042",
            "Atelier Müller & Léon leescht un Jongenheem Käerjeng",
            "geläscht Persoun",
            "Steierquittung",
        ],
    );
}

#[test]
fn every_state_is_said() {
    for (status, phrase) in [
        (Status::Pending, "en attente"),
        (Status::Confirmed, "confirmée"),
        (Status::Fulfilled, "réalisée"),
        (Status::PartlyFulfilled, "réalisée en partie"),
        (Status::Unfulfilled, "non réalisée"),
        (Status::Lapsed, "caduque"),
        (Status::Cancelled("Le camion est en panne.".to_owned()), "Le camion est en panne."),
    ] {
        check(&Agreement { status, ..agreement() }, Language::Fr, &[phrase]);
    }
    for (ratification, phrase) in [
        (Ratification::NotRequired, "n’en demande pas"),
        (Ratification::Awaited, "Pas encore donnée"),
        (Ratification::Given { by: None, at: agreement().made_at }, "Trouvée complète par personne effacée"),
    ] {
        check(&Agreement { ratification, ..agreement() }, Language::Fr, &[phrase]);
    }
    let one_way = agreement().contributions.into_iter().filter(|one| one.giver == Side::First).collect();
    let gift = Agreement { contributions: one_way, confirmations: Vec::new(), ..agreement() };
    check(
        &gift,
        Language::Fr,
        &["Jongenheem Käerjeng n’apporte rien en contrepartie", "pas encore confirmé"],
    );
}

#[test]
fn the_same_facts_give_the_same_bytes() {
    for language in Language::ALL {
        let (one, other) =
            (typeset(&agreement(), language).unwrap(), typeset(&agreement(), language).unwrap());
        assert!(one == other, "{}", language.code());
    }
    let changed = Agreement { terms_revision: 3, ..agreement() };
    assert!(typeset(&changed, Language::En).unwrap() != typeset(&agreement(), Language::En).unwrap());
}

/// What PDF/UA asks of the file, looked up in the file.
#[test]
fn it_is_tagged_and_its_fonts_are_in_it() {
    for language in Language::ALL {
        let pdf = read(&agreement(), language);
        let catalog = pdf.catalog();
        assert_eq!(pdf.follow(catalog, b"Lang").as_str().unwrap(), language.code().as_bytes());
        let mark_info = pdf.follow(catalog, b"MarkInfo").as_dict().unwrap();
        assert!(mark_info.get(b"Marked").unwrap().as_bool().unwrap());
        pdf.follow(catalog, b"StructTreeRoot").as_dict().unwrap();
        let preferences = pdf.follow(catalog, b"ViewerPreferences").as_dict().unwrap();
        assert!(preferences.get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
        let metadata = pdf.follow(catalog, b"Metadata").as_stream().unwrap();
        let metadata = String::from_utf8(metadata.get_plain_content().unwrap()).unwrap();
        for part in ["pdfuaid:part", "A-2026-0042", "2026-06-10T17:05:00"] {
            assert!(metadata.contains(part), "{part}: {metadata}");
        }

        let fonts = pdf.of_type(b"Font");
        assert!(fonts.iter().any(|font| font.has(b"ToUnicode")), "a text that cannot be read out");
        let descriptors = pdf.of_type(b"FontDescriptor");
        assert_eq!(descriptors.len(), 2);
        let embedded = |keys: [&[u8]; 3], one: &lopdf::Dictionary| keys.iter().any(|key| one.has(key));
        assert!(descriptors.iter().all(|one| embedded([b"FontFile", b"FontFile2", b"FontFile3"], one)));

        // The figure is the QR code; it says what it is, and where it leads.
        let figures = structure(&pdf, b"Figure");
        let [figure] = figures[..] else { panic!("{} figures", figures.len()) };
        let said = lopdf::decode_text_string(figure.get(b"Alt").unwrap()).unwrap();
        assert!(said.contains("https://bourse.example/v1/agreements/"), "{said}");
        assert_eq!(structure(&pdf, b"Table").len(), 3, "what is given, what is given back, who confirmed");
        assert_eq!(structure(&pdf, b"TH").len(), 4 + 4 + 3);
        assert_eq!(structure(&pdf, b"H1").len(), 1);
    }
}

fn structure<'p>(pdf: &'p Pdf, kind: &[u8]) -> Vec<&'p lopdf::Dictionary> {
    let elements = pdf.of_type(b"StructElem").into_iter();
    elements.filter(|one| matches!(one.get(b"S"), Ok(Object::Name(name)) if name == kind)).collect()
}

#[test]
fn no_text_makes_it_fail_and_none_is_markup() {
    let hostile = [
        "#import \"x\"",
        "$x$",
        "#panic()",
        "*bold* _it_ `raw` = head\n= head\n- list\n/ term: x",
        "\\u{41} ~ -- --- ...",
        "<label> @label https://x.example",
        "#sys.inputs",
        "\"; \\ { } [ ] ( )",
        "{}",
        "// not a comment",
        "مرحبا بالعالم",
        "שלום עולם",
        "👩‍👩‍👧‍👦🇱🇺😀",
        "e\u{301}\u{301}\u{301}\u{302}\u{303}\u{323}\u{330}",
        "\u{202e}abc\u{202c}",
        "漢字かな交じり文",
        "\u{e000}\u{f8ff}\u{10fffd}",
        "\u{0}\u{1}\u{7f}\u{85}\u{fffe}\u{ffff}\u{feff}",
        "\u{fffd}",
        "",
        " ",
        "\n\n\n",
        "ſﬃ ß ẞ ŉ ǆ Ω 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 ﷽",
    ];
    for text in hostile {
        let pdf = read(&everywhere(text), Language::Fr);
        assert!(pdf.pages() >= 1);
        if text.starts_with(['#', '$', '*', '\\', '<', '"', '/']) {
            let shown: String = text.split_whitespace().collect();
            assert!(pdf.letters().contains(&shown), "{text:?} in {}", pdf.text());
        }
    }
}

/// Longer than anything that the domain lets in.
#[test]
fn long_texts_go_on_over_the_pages() {
    for text in [
        "x".repeat(10_000),
        "mot ".repeat(2_500),
        "😀".repeat(1_000),
        "e\u{301}".repeat(5_000),
        "a\n".repeat(1_000),
    ] {
        let mut facts = agreement();
        facts.contributions[0].description = text;
        let pages = read(&facts, Language::De).pages();
        assert!(pages > 2, "{pages} pages");
    }
}

/// The text in every place that somebody writes.
fn everywhere(text: &str) -> Agreement {
    let text = || text.to_owned();
    let mut facts = agreement();
    facts.week = text();
    facts.status = Status::Cancelled(text());
    facts.ratification = Ratification::Given { by: Some(text()), at: facts.made_at };
    for party in &mut facts.parties {
        party.name = text();
        party.address = vec![text(), text()];
        party.register = Some(text());
    }
    for confirmation in &mut facts.confirmations {
        confirmation.by = Some(text());
    }
    let given = Contribution {
        description: text(),
        unit: text(),
        listings: vec![text()],
        ..facts.contributions[0].clone()
    };
    facts.contributions.push(given);
    facts
}
