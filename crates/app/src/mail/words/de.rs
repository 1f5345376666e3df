//! Mails in German.

use super::{Content, Told, Words};

pub(super) fn words(content: &Content) -> Words {
    let (subject, before, action, after) = match content {
        Content::Test => (
            "Eine Probe-E-Mail",
            vec!["E-Mails dieses Dienstes kommen bei Ihnen an. Sie brauchen nichts zu tun.".to_owned()],
            None,
            Vec::new(),
        ),
        Content::Ruling { reference, told, reason } => {
            let what = match told {
                Told::Shown => format!("Ihr Inserat {reference} wurde freigegeben und ist jetzt zu sehen."),
                Told::SentBack => format!(
                    "Ihr Inserat {reference} wurde nicht freigegeben. Ändern Sie es, und veröffentlichen Sie es noch einmal."
                ),
                Told::ChangeShown => {
                    format!("Ihre Änderung an {reference} wurde freigegeben und ist jetzt zu sehen.")
                }
                Told::ChangeRefused => format!(
                    "Ihre Änderung an {reference} wurde nicht freigegeben; was bisher zu sehen war, bleibt."
                ),
                Told::Warned => format!(
                    "Das Team der Börse hat sich {reference} angesehen. Es bleibt; bitte beachten Sie den Grund unten."
                ),
                Told::TakenDown => format!("{reference} wurde entfernt."),
            };
            let why = reason.map(|reason| format!("Grund: {reason}."));
            let note = why.is_some().then(|| {
                "Wenn das Team eine Notiz dazu geschrieben hat, steht sie im Verlauf des Inserats.".to_owned()
            });
            let before = std::iter::once(what).chain(why).chain(note).collect();
            ("Eine Entscheidung des Börsenteams", before, None, Vec::new())
        }
        Content::ReportOutcome { reference, acted } => {
            let what = if *acted {
                format!(
                    "Sie haben {reference} gemeldet. Das Team hat etwas unternommen. Danke für Ihre Aufmerksamkeit."
                )
            } else {
                format!(
                    "Sie haben {reference} gemeldet. Das Team hat es sich angesehen und nichts gefunden, was gegen die Regeln wäre. Trotzdem danke."
                )
            };
            ("Ihre Meldung", vec![what], None, Vec::new())
        }
    };
    Words {
        subject,
        greeting: "Guten Tag,",
        before,
        action,
        code_label: "Ihr Code",
        after,
        signature: "Part&Act-Börse",
    }
}
