//! Mails in French.

use super::{Content, Told, Words};

pub(super) fn words(content: &Content) -> Words {
    let (subject, before, action, after) = match content {
        Content::Test => (
            "Un message d’essai",
            vec!["Les messages de ce service vous parviennent. Vous n’avez rien à faire.".to_owned()],
            None,
            Vec::new(),
        ),
        Content::Ruling { reference, told, reason } => {
            let what = match told {
                Told::Shown => format!("Votre annonce {reference} a été acceptée et paraît maintenant."),
                Told::SentBack => format!(
                    "Votre annonce {reference} n’a pas été acceptée. Modifiez-la et publiez-la à nouveau."
                ),
                Told::ChangeShown => {
                    format!("Votre modification de {reference} a été acceptée et paraît maintenant.")
                }
                Told::ChangeRefused => format!(
                    "Votre modification de {reference} n’a pas été acceptée\u{a0}; ce qui paraissait reste."
                ),
                Told::Warned => format!(
                    "L’équipe de la bourse a regardé {reference}. Rien n’est retiré\u{a0}; merci de tenir compte du motif ci-dessous."
                ),
                Told::TakenDown => format!("{reference} a été retirée."),
            };
            let why = reason.map(|reason| format!("Motif\u{a0}: {reason}."));
            let note = why.is_some().then(|| {
                "Si l’équipe a ajouté un mot, vous le trouvez dans l’historique de l’annonce.".to_owned()
            });
            let before = std::iter::once(what).chain(why).chain(note).collect();
            ("Une décision de l’équipe de la bourse", before, None, Vec::new())
        }
        Content::ReportOutcome { reference, acted } => {
            let what = if *acted {
                format!(
                    "Vous avez signalé {reference}. L’équipe a fait le nécessaire. Merci de votre attention."
                )
            } else {
                format!(
                    "Vous avez signalé {reference}. L’équipe l’a examiné et n’a rien trouvé de contraire aux règles. Merci tout de même."
                )
            };
            ("Votre signalement", vec![what], None, Vec::new())
        }
    };
    Words {
        subject,
        greeting: "Bonjour,",
        before,
        action,
        code_label: "Votre code",
        after,
        signature: "Bourse Part&Act",
    }
}
