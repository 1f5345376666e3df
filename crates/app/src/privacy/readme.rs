//! What the parts of a copy are, in the language of whoever asked for it. One struct for each language: a missing
//! explanation does not compile.

use domain::vocabulary::Locale;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(super) struct Readme {
    about: &'static str,
    account: &'static str,
    consents: &'static str,
    memberships: &'static str,
    contact_of: &'static str,
    sessions: &'static str,
    mails: &'static str,
    proposals: &'static str,
    confirmations: &'static str,
    texts: &'static str,
    photos: &'static str,
    imports: &'static str,
    jobs: &'static str,
    audit_entries: &'static str,
    stored_answers: &'static str,
}

pub(super) const fn of(locale: Locale) -> &'static Readme {
    match locale {
        Locale::En => &EN,
        Locale::Fr => &FR,
        Locale::De => &DE,
        Locale::Lb => &LB,
    }
}

const EN: Readme = Readme {
    about: "All that the service holds of you, in JSON. Times are UTC. Secrets are left out: of your password and of \
            your logins' tokens we keep hashes only, which are of no use to anybody else.",
    account: "Your account: address, name, language, what you do for the bourse, your authenticators, and whether it \
              was closed for a time.",
    consents: "To what you agreed, in which version and when.",
    memberships: "The organizations to which you belong, and as what.",
    contact_of: "Organizations that give your name or your address as whom to ask for.",
    sessions: "Your logins. Those that have ended go after a day.",
    mails: "What was asked for by mail with your address: a registration, a new password, another address.",
    proposals: "Terms that you proposed for an organization, with your messages.",
    confirmations: "Agreements that you confirmed for an organization.",
    texts: "What you wrote with a decision, an answer or a report.",
    photos: "Photos of listings that you added.",
    imports: "Sheets that you sent. They go after 30 days.",
    jobs: "Work that you had the service do, such as imports. It goes 30 days after its end.",
    audit_entries: "What was written down when you changed something, or when your account was changed: ids and \
                    codes, no texts. `by_you` tells the two apart. These entries stay when you are erased.",
    stored_answers: "Requests of yours whose answers are kept for a day, in case that you repeat them.",
};

const FR: Readme = Readme {
    about: "Tout ce que le service détient de vous, en JSON. Les heures sont en UTC. Les secrets n’y sont pas : de \
            votre mot de passe et des jetons de vos connexions, nous ne gardons que des empreintes.",
    account: "Votre compte : adresse, nom, langue, rôle au sein de la bourse, vos authentificateurs, et s’il a été fermé \
              pour un temps.",
    consents: "Ce que vous avez accepté, dans quelle version et quand.",
    memberships: "Les organisations dont vous faites partie, et à quel titre.",
    contact_of: "Les organisations qui donnent votre nom ou votre adresse comme contact.",
    sessions: "Vos connexions. Celles qui ont pris fin disparaissent après un jour.",
    mails: "Ce qui a été demandé par courriel avec votre adresse : inscription, nouveau mot de passe, autre adresse.",
    proposals: "Les termes que vous avez proposés pour une organisation, avec vos messages.",
    confirmations: "Les conventions que vous avez confirmées pour une organisation.",
    texts: "Ce que vous avez écrit avec une décision, une réponse ou un signalement.",
    photos: "Les photos d’annonces que vous avez ajoutées.",
    imports: "Les feuilles que vous avez envoyées. Elles disparaissent après 30 jours.",
    jobs: "Les travaux que vous avez demandés au service, comme des imports. Ils disparaissent 30 jours après leur fin.",
    audit_entries: "Ce qui a été noté quand vous avez changé quelque chose, ou quand votre compte a été changé : des \
                    identifiants et des codes, aucun texte. `by_you` les distingue. Ces notes restent après \
                    l’effacement.",
    stored_answers: "Vos requêtes dont la réponse est gardée un jour, au cas où vous les répétez.",
};

const DE: Readme = Readme {
    about: "Alles, was der Dienst über Sie speichert, in JSON. Zeiten sind UTC. Geheimnisse fehlen: Von Ihrem Passwort \
            und den Tokens Ihrer Anmeldungen speichern wir nur Prüfsummen.",
    account: "Ihr Konto: Adresse, Name, Sprache, Aufgabe bei der Börse, Ihre Authenticator-Apps, und ob es zeitweise \
              gesperrt war.",
    consents: "Wozu Sie zugestimmt haben, in welcher Fassung und wann.",
    memberships: "Die Organisationen, zu denen Sie gehören, und als was.",
    contact_of: "Organisationen, die Ihren Namen oder Ihre Adresse als Kontakt nennen.",
    sessions: "Ihre Anmeldungen. Beendete verschwinden nach einem Tag.",
    mails: "Was mit Ihrer Adresse per E-Mail angefordert wurde: Registrierung, neues Passwort, andere Adresse.",
    proposals: "Bedingungen, die Sie für eine Organisation vorgeschlagen haben, mit Ihren Nachrichten.",
    confirmations: "Vereinbarungen, die Sie für eine Organisation bestätigt haben.",
    texts: "Was Sie zu einer Entscheidung, einer Antwort oder einer Meldung geschrieben haben.",
    photos: "Fotos von Inseraten, die Sie hinzugefügt haben.",
    imports: "Tabellen, die Sie gesendet haben. Sie verschwinden nach 30 Tagen.",
    jobs: "Arbeiten, die Sie dem Dienst aufgetragen haben, etwa Importe. Sie verschwinden 30 Tage nach ihrem Ende.",
    audit_entries: "Was festgehalten wurde, als Sie etwas änderten oder Ihr Konto geändert wurde: Kennungen und Codes, \
                    keine Texte. `by_you` unterscheidet beides. Diese Einträge bleiben nach der Löschung.",
    stored_answers: "Ihre Anfragen, deren Antworten einen Tag lang aufbewahrt werden, falls Sie sie wiederholen.",
};

const LB: Readme = Readme {
    about: "Alles, wat de Service vun Iech späichert, an JSON. D’Zäite sinn UTC. Geheimnisser feelen: Vun Ärem Passwuert \
            an den Tokene vun Äre Logins späichere mir nëmmen Hashen.",
    account: "Äre Kont: Adress, Numm, Sprooch, Aufgab bei der Bourse, Är Authenticator-Appen, an ob en eng Zäit \
              gespaart war.",
    consents: "Zu wat Dir zougestëmmt hutt, a wéi enger Versioun a wéini.",
    memberships: "D’Organisatiounen, zu deenen Dir gehéiert, an als wat.",
    contact_of: "Organisatiounen, déi Ären Numm oder Är Adress als Kontakt uginn.",
    sessions: "Är Logins. Déi, déi eriwwer sinn, verschwannen no engem Dag.",
    mails: "Wat mat Ärer Adress per E-Mail ugefrot gouf: Umeldung, neit Passwuert, aner Adress.",
    proposals: "Konditiounen, déi Dir fir eng Organisatioun proposéiert hutt, mat Äre Messagen.",
    confirmations: "Konventiounen, déi Dir fir eng Organisatioun confirméiert hutt.",
    texts: "Wat Dir zu enger Decisioun, enger Äntwert oder enger Meldung geschriwwen hutt.",
    photos: "Fotoe vun Annoncen, déi Dir derbäigesat hutt.",
    imports: "Tabellen, déi Dir geschéckt hutt. Si verschwannen no 30 Deeg.",
    jobs: "Aarbechten, déi Dir dem Service opginn hutt, wéi Importen. Si verschwannen 30 Deeg no hirem Enn.",
    audit_entries: "Wat notéiert gouf, wéi Dir eppes geännert hutt oder wéi Äre Kont geännert gouf: IDen a Coden, keng \
                    Texter. `by_you` ënnerscheet déi zwee. Dës Andréi bleiwen no der Läschung.",
    stored_answers: "Är Ufroen, deenen hir Äntwert een Dag gehale gëtt, fir wann Dir se widderhuelt.",
};
