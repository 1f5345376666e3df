//! Mails in German.

use super::{Action, Content, Told, Words};

pub(super) fn words(content: &Content) -> Words {
    let (subject, before, action, after) = match content {
        Content::Invited { code, organization } => (
            "Eine Einladung",
            vec![match organization {
                Some(name) => format!("Ihnen wird ein Platz in {name} angeboten."),
                None => "Jemand bietet Ihnen einen Platz in einer Organisation der Börse an.".to_owned(),
            }],
            Some(Action::with("Die Einladung annehmen", "invitation", code)),
            vec!["Sie gilt drei Tage. Bitte zuerst mit dieser Adresse anmelden; wer noch kein Konto hat, legt eines an. Ist sie nicht für Sie, so ist nichts zu tun.".to_owned()],
        ),
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
        Content::Verify { code } => (
            "Bitte bestätigen Sie Ihre Adresse",
            vec!["Jemand hat diese Adresse bei der Börse angemeldet. Wenn Sie es waren, bestätigen Sie sie bitte innerhalb von 24 Stunden.".to_owned()],
            Some(Action::with("Adresse bestätigen", "confirm-address", code)),
            vec!["Wenn Sie es nicht waren, brauchen Sie nichts zu tun: Ohne Bestätigung gibt es kein Konto.".to_owned()],
        ),
        Content::HasAccount => (
            "Sie haben schon ein Konto",
            vec!["Jemand wollte diese Adresse für ein Konto der Börse verwenden. Sie hat schon eines.".to_owned()],
            None,
            vec!["Wenn Sie es waren, melden Sie sich bitte an, oder fordern Sie ein neues Passwort an. Wenn Sie es nicht waren, brauchen Sie nichts zu tun.".to_owned()],
        ),
        Content::ResetPassword { code } => (
            "Ein neues Passwort",
            vec!["Jemand hat ein neues Passwort für Ihr Konto angefordert. Wenn Sie es waren, wählen Sie es bitte innerhalb einer Stunde.".to_owned()],
            Some(Action::with("Neues Passwort wählen", "new-password", code)),
            vec!["Wenn Sie es nicht waren, brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist.".to_owned()],
        ),
        Content::PasswordChanged => (
            "Ihr Passwort wurde geändert",
            vec!["Das Passwort Ihres Kontos wurde geändert, und Ihre anderen Anmeldungen sind beendet.".to_owned()],
            None,
            vec!["Wenn Sie es nicht waren, fordern Sie bitte sofort ein neues Passwort an.".to_owned()],
        ),
        Content::ConfirmEmail { code } => (
            "Bitte bestätigen Sie Ihre neue Adresse",
            vec!["Jemand möchte diese Adresse für das eigene Konto der Börse verwenden. Wenn Sie es waren, bestätigen Sie sie bitte innerhalb von 24 Stunden.".to_owned()],
            Some(Action::with("Neue Adresse bestätigen", "confirm-new-address", code)),
            vec!["Wenn Sie es nicht waren, brauchen Sie nichts zu tun: Ohne Bestätigung ändert sich nichts.".to_owned()],
        ),
        Content::EmailChanged { code } => (
            "Ihr Konto hat eine andere Adresse",
            vec!["Ihr Konto der Börse hat jetzt eine andere E-Mail-Adresse, und alle Anmeldungen sind beendet.".to_owned()],
            Some(Action::with("Änderung zurücknehmen", "former-address", code)),
            vec!["Wenn Sie es waren, brauchen Sie nichts zu tun. Wenn nicht, nehmen Sie die Änderung bitte innerhalb von sieben Tagen zurück; Sie bekommen dann eine E-Mail, um ein neues Passwort zu wählen.".to_owned()],
        ),
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
