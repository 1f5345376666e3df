//! Mails in Luxembourgish.

use super::{Action, Content, Told, Words};

pub(super) fn words(content: &Content) -> Words {
    let (subject, before, action, after) = match content {
        Content::Invited { code, organization } => (
            "Eng Invitatioun",
            vec![match organization {
                Some(name) => format!("Iech gëtt eng Plaz an {name} ugebueden."),
                None => "Iergendeen bitt Iech eng Plaz an enger Organisatioun vun der Bourse un.".to_owned(),
            }],
            Some(Action::with("D’Invitatioun unhuelen", "invitation", code)),
            vec!["Si gëllt dräi Deeg. W.e.g. fir d’éischt mat dëser Adress aloggen; wien nach kee Kont huet, mécht een op. Wann se net fir Iech ass, ass näischt ze maachen.".to_owned()],
        ),
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
        Content::Verify { code } => (
            "Confirméiert w.e.g. Är Adress",
            vec!["Een huet dës Adress bei der Bourse ugemellt. Wann Dir et waart, confirméiert se w.e.g. bannent 24 Stonnen.".to_owned()],
            Some(Action::with("Adress confirméieren", "confirm-address", code)),
            vec!["Wann Dir et net waart, braucht Dir näischt ze maachen: Ouni Confirmatioun gëtt et kee Kont.".to_owned()],
        ),
        Content::HasAccount => (
            "Dir hutt schonn e Kont",
            vec!["Een wollt dës Adress fir e Kont vun der Bourse benotzen. Si huet schonn een.".to_owned()],
            None,
            vec!["Wann Dir et waart, loggt Iech w.e.g. an, oder frot en neit Passwuert un. Wann Dir et net waart, braucht Dir näischt ze maachen.".to_owned()],
        ),
        Content::ResetPassword { code } => (
            "En neit Passwuert",
            vec!["Een huet en neit Passwuert fir Äre Kont ugefrot. Wann Dir et waart, wielt et w.e.g. bannent enger Stonn.".to_owned()],
            Some(Action::with("Neit Passwuert wielen", "new-password", code)),
            vec!["Wann Dir et net waart, braucht Dir näischt ze maachen: Äert Passwuert bleift wéi et ass.".to_owned()],
        ),
        Content::PasswordChanged => (
            "Äert Passwuert gouf geännert",
            vec!["D’Passwuert vun Ärem Kont gouf geännert, an Är aner Aloggunge sinn eriwwer.".to_owned()],
            None,
            vec!["Wann Dir et net waart, frot w.e.g. direkt en neit Passwuert un.".to_owned()],
        ),
        Content::ConfirmEmail { code } => (
            "Confirméiert w.e.g. Är nei Adress",
            vec!["Een wëll dës Adress fir säi Kont vun der Bourse benotzen. Wann Dir et waart, confirméiert se w.e.g. bannent 24 Stonnen.".to_owned()],
            Some(Action::with("Nei Adress confirméieren", "confirm-new-address", code)),
            vec!["Wann Dir et net waart, braucht Dir näischt ze maachen: Ouni Confirmatioun ännert sech näischt.".to_owned()],
        ),
        Content::EmailChanged { code } => (
            "Äre Kont huet eng aner Adress",
            vec!["Äre Kont vun der Bourse huet elo eng aner E-Mail-Adress, an all d’Aloggunge sinn eriwwer.".to_owned()],
            Some(Action::with("Ännerung zrécksetzen", "former-address", code)),
            vec!["Wann Dir et waart, braucht Dir näischt ze maachen. Wann net, setzt d’Ännerung w.e.g. bannent siwen Deeg zréck; Dir kritt dann eng E-Mail fir en neit Passwuert ze wielen.".to_owned()],
        ),
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
