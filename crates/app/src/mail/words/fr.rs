//! Mails in French.

use super::{Action, Content, Told, Words};

pub(super) fn words(content: &Content) -> Words {
    let (subject, before, action, after) = match content {
        Content::Invited { code, organization } => (
            "Une invitation",
            vec![match organization {
                Some(name) => format!("Une place vous est proposée dans {name}."),
                None => "Quelqu’un vous propose une place dans une organisation de la bourse.".to_owned(),
            }],
            Some(Action::with("Accepter l’invitation", "invitation", code)),
            vec!["Elle est valable trois jours. Merci de vous connecter d’abord avec cette adresse ; sans compte, il faut en créer un. Si elle n’est pas pour vous, il n’y a rien à faire.".to_owned()],
        ),
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
        Content::Verify { code } => (
            "Merci de confirmer votre adresse",
            vec!["Quelqu’un a inscrit cette adresse à la bourse. Si c’était vous, merci de la confirmer dans les 24 heures.".to_owned()],
            Some(Action::with("Confirmer l’adresse", "confirm-address", code)),
            vec!["Si ce n’était pas vous, vous n’avez rien à faire\u{a0}: sans confirmation, aucun compte n’est créé.".to_owned()],
        ),
        Content::HasAccount => (
            "Vous avez déjà un compte",
            vec!["Quelqu’un a voulu utiliser cette adresse pour un compte de la bourse. Elle en a déjà un.".to_owned()],
            None,
            vec!["Si c’était vous, merci de vous connecter ou de demander un nouveau mot de passe. Si ce n’était pas vous, vous n’avez rien à faire.".to_owned()],
        ),
        Content::ResetPassword { code } => (
            "Un nouveau mot de passe",
            vec!["Quelqu’un a demandé un nouveau mot de passe pour votre compte. Si c’était vous, merci de le choisir dans l’heure.".to_owned()],
            Some(Action::with("Choisir un nouveau mot de passe", "new-password", code)),
            vec!["Si ce n’était pas vous, vous n’avez rien à faire\u{a0}: votre mot de passe ne change pas.".to_owned()],
        ),
        Content::PasswordChanged => (
            "Votre mot de passe a été changé",
            vec!["Le mot de passe de votre compte a été changé, et vos autres connexions ont pris fin.".to_owned()],
            None,
            vec!["Si ce n’était pas vous, merci de demander tout de suite un nouveau mot de passe.".to_owned()],
        ),
        Content::ConfirmEmail { code } => (
            "Merci de confirmer votre nouvelle adresse",
            vec!["Quelqu’un veut utiliser cette adresse pour son compte de la bourse. Si c’était vous, merci de la confirmer dans les 24 heures.".to_owned()],
            Some(Action::with("Confirmer la nouvelle adresse", "confirm-new-address", code)),
            vec!["Si ce n’était pas vous, vous n’avez rien à faire\u{a0}: rien ne change sans confirmation.".to_owned()],
        ),
        Content::EmailChanged { code } => (
            "Votre compte a une autre adresse",
            vec!["Votre compte de la bourse a désormais une autre adresse électronique, et toutes les connexions ont pris fin.".to_owned()],
            Some(Action::with("Annuler le changement", "former-address", code)),
            vec!["Si c’était vous, vous n’avez rien à faire. Sinon, merci d’annuler le changement dans les sept jours\u{a0}; vous recevrez alors un message pour choisir un nouveau mot de passe.".to_owned()],
        ),
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
