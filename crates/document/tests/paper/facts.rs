//! An agreement for the tests.

#![expect(clippy::unwrap_used, reason = "a test says no by a panic")]

use jiff::tz::TimeZone;
use partact_document::agreement::{
    Agreement, Confirmation, Contribution, FirstContact, Party, Ratification, Side, Status,
};

/// An agreement with two contributions one way and one the other, confirmed and ratified.
pub(crate) fn agreement() -> Agreement {
    let at = |text: &str| text.parse().unwrap();
    Agreement {
        url: "https://bourse.example/v1/agreements/0197a5d2-7c1e-7000-8000-00000000002a".to_owned(),
        reference: "A-2026-0042".to_owned(),
        week: "Part&Act – Semaine de l’échange 2026".to_owned(),
        zone: TimeZone::get("Europe/Luxembourg").unwrap(),
        zone_name: "Europe/Luxembourg".to_owned(),
        status: Status::Confirmed,
        status_changed_at: at("2026-06-10T17:05:00Z"),
        made_at: at("2026-06-10T16:30:00Z"),
        updated_at: at("2026-06-10T17:05:00Z"),
        parties: [
            Party {
                name: "Atelier Müller & Léon".to_owned(),
                legal_form: "SARL".to_owned(),
                address: vec!["12, rue de l’Alzette".to_owned(), "L-4011 Esch-sur-Alzette".to_owned()],
                register: Some("B123456".to_owned()),
            },
            Party {
                name: "Jongenheem Käerjeng".to_owned(),
                legal_form: "asbl".to_owned(),
                address: Vec::new(),
                register: Some("F4711".to_owned()),
            },
        ],
        contributions: vec![
            Contribution {
                giver: Side::First,
                description: "Chaises pliantes, peu usées.\nÀ venir chercher à l’atelier.".to_owned(),
                quantity: "12".to_owned(),
                unit: "pièce".to_owned(),
                listings: vec![
                    "L-7K3QAB Chaises pliantes".to_owned(),
                    "L-9D2MXC Sièges pour notre fête".to_owned(),
                ],
                starts_at: Some(at("2026-06-17T07:00:00Z")),
                ends_at: Some(at("2026-06-17T10:00:00Z")),
                value_estimate: Some(24_000),
            },
            Contribution {
                giver: Side::First,
                description: "Mise en page de la brochure annuelle".to_owned(),
                quantity: "7.5".to_owned(),
                unit: "heure".to_owned(),
                listings: Vec::new(),
                starts_at: None,
                ends_at: None,
                value_estimate: None,
            },
            Contribution {
                giver: Side::Second,
                description: "Visite guidée du jardin pour l’équipe".to_owned(),
                quantity: "1".to_owned(),
                unit: "séance".to_owned(),
                listings: vec!["L-3F8PQZ Une matinée au jardin".to_owned()],
                starts_at: Some(at("2026-07-03T07:00:00Z")),
                ends_at: None,
                value_estimate: None,
            },
        ],
        confirmations: vec![
            Confirmation {
                side: Side::First,
                by: Some("Zoé Weiß".to_owned()),
                at: at("2026-06-10T16:45:00Z"),
            },
            Confirmation { side: Side::Second, by: None, at: at("2026-06-10T16:50:00Z") },
        ],
        ratification: Ratification::Given {
            by: Some("Ana Lopes".to_owned()),
            at: at("2026-06-10T17:05:00Z"),
        },
        first_contact: FirstContact {
            side: Side::Second,
            due_on: "2026-06-24".parse().unwrap(),
            done_at: None,
        },
        terms_revision: 2,
        terms_hash: "3b60e72d8e1216a55015000dcf679b8bd8a1f1826d615160f8c2f9cbbe48d223".to_owned(),
    }
}
