//! Mails in Luxembourgish.

use super::{Content, Told, Words};

pub(super) fn words(content: &Content) -> Words {
    let (subject, before, action, after) = match content {
        Content::Test => (
            "Eng Prouf-E-Mail",
            vec!["E-Maile vun dësem Service kommen bei Iech un. Dir braucht näischt ze maachen.".to_owned()],
            None,
            Vec::new(),
        ),
        Content::Ruling { reference, told, reason } => {
            let what = match told {
                Told::Shown => format!("Är Annonce {reference} gouf fräiginn an ass elo ze gesinn."),
                Told::SentBack => format!(
                    "Är Annonce {reference} gouf net fräiginn. Ännert se, a publizéiert se nach eng Kéier."
                ),
                Told::ChangeShown => {
                    format!("Är Ännerung un {reference} gouf fräiginn an ass elo ze gesinn.")
                }
                Told::ChangeRefused => format!(
                    "Är Ännerung un {reference} gouf net fräiginn; wat bis elo ze gesinn war, bleift."
                ),
                Told::Warned => format!(
                    "D’Equipe vun der Bourse huet sech {reference} ugekuckt. Et bleift; oppasst w.e.g. op de Grond hei drënner."
                ),
                Told::TakenDown => format!("{reference} gouf ewechgeholl."),
            };
            let why = reason.map(|reason| format!("Grond: {reason}."));
            let note = why.is_some().then(|| {
                "Wann d’Equipe eng Notiz dobäi geschriwwen huet, fannt Dir se am Verlaf vun der Annonce."
                    .to_owned()
            });
            let before = std::iter::once(what).chain(why).chain(note).collect();
            ("Eng Decisioun vun der Equipe vun der Bourse", before, None, Vec::new())
        }
        Content::ReportOutcome { reference, acted } => {
            let what = if *acted {
                format!(
                    "Dir hutt {reference} gemellt. D’Equipe huet eppes ënnerholl. Merci fir Är Opmierksamkeet."
                )
            } else {
                format!(
                    "Dir hutt {reference} gemellt. D’Equipe huet et sech ugekuckt an näischt fonnt, wat géint d’Reegele wier. Trotzdeem Merci."
                )
            };
            ("Är Meldung", vec![what], None, Vec::new())
        }
    };
    Words {
        subject,
        greeting: "Moien,",
        before,
        action,
        code_label: "Äre Code",
        after,
        signature: "Part&Act-Bourse",
    }
}
