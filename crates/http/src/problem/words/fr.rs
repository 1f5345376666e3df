//! French.

use super::Words;
use crate::problem::fault::Shape;
use crate::problem::kind::Kind;

pub(super) const fn shape(shape: Shape) -> (&'static str, &'static str) {
    match shape {
        Shape::UnknownName => ("Ce champ n’existe pas.", "Merci de le retirer ou d’en corriger le nom."),
        Shape::WrongType => {
            ("La valeur n’est pas du bon type.", "Merci de donner une valeur du type documenté.")
        }
        Shape::NotInList => {
            ("Cette valeur n’est pas possible ici.", "Merci de choisir une des valeurs documentées.")
        }
        Shape::Repeated => ("Ce champ est donné plusieurs fois.", "Merci de ne le donner qu’une fois."),
    }
}

#[expect(clippy::too_many_lines, reason = "one table, and a `match` cannot be split without a wildcard")]
pub(super) const fn words(kind: Kind) -> Words {
    match kind {
        Kind::RequestInvalid => Words::new(
            "Requête invalide",
            "La requête n’est pas bien formée.",
            "Merci de la comparer à la documentation de l’opération.",
        ),
        Kind::MalformedJson => Words::new(
            "JSON mal formé",
            "Le corps n’est pas un document JSON, ou ses niveaux sont trop nombreux.",
            "Merci d’envoyer un objet JSON en UTF-8.",
        ),
        Kind::QueryInvalid => Words::new(
            "Paramètres invalides",
            "Un paramètre est inconnu, répété ou a une valeur impossible.",
            "Merci de corriger les paramètres nommés sous `errors`.",
        ),
        Kind::CursorInvalid => Words::new(
            "Curseur invalide",
            "Le curseur n’a pas été fait pour cette liste, avec ces filtres, cet ordre et cette personne.",
            "Merci de recommencer sans `cursor` et de transmettre `next_cursor` tel quel.",
        ),
        Kind::IdempotencyKeyMissing => Words::new(
            "Clé d’idempotence manquante",
            "Cette opération n’a lieu qu’une fois par `Idempotency-Key`, et la requête n’en a pas d’utilisable.",
            "Merci d’envoyer une nouvelle clé aléatoire (1 à 255 caractères ASCII visibles), et de ne la répéter que pour réessayer.",
        ),
        Kind::Unauthenticated => Words::new(
            "Pas de session",
            "La requête n’a pas de jeton d’accès valable.",
            "Merci de vous connecter ou de renouveler le jeton, et de l’envoyer dans `Authorization: Bearer`.",
        ),
        Kind::OneTimeCodeMissing => Words::new(
            "Code à usage unique nécessaire",
            "Le mot de passe est juste, et ce compte demande aussi un code.",
            "Reconnectez-vous avec `one_time_code` : six chiffres de l'application, ou un code de secours.",
        ),
        Kind::OneTimeCodeWrong => Words::new(
            "Code à usage unique faux",
            "Le code est faux, a déjà servi, ou vient après trop de codes faux.",
            "Attendez le code suivant de l'application, ou prenez un code de secours.",
        ),
        Kind::CredentialsWrong => Words::new(
            "Identifiants erronés",
            "L’adresse, le mot de passe ou le jeton est faux ou n’est plus valable.",
            "Merci de vérifier et de vous reconnecter.",
        ),
        Kind::StaffOnly => Words::new(
            "Réservé à l’équipe",
            "Seule l’équipe de la bourse peut faire cela.",
            "Merci de vous adresser à l’équipe.",
        ),
        Kind::OrganizerOnly => Words::new(
            "Réservé à l’organisation de la bourse",
            "Seules les personnes qui organisent la bourse peuvent faire cela.",
            "Merci de vous adresser à elles.",
        ),
        Kind::SecondFactorNeeded => Words::new(
            "Second facteur nécessaire",
            "L'équipe n'agit que dans une session ouverte avec un second facteur, et celle-ci ne l'est pas.",
            "Installez un second facteur si vous n'en avez pas, puis reconnectez-vous avec son code.",
        ),
        Kind::OriginNotAllowed => Words::new(
            "Page non autorisée",
            "Le jeton de rafraîchissement est dans un cookie, et la requête ne vient pas d'une page qui peut l'utiliser.",
            "Appelez depuis une page dont l'exploitant a inscrit l'origine, ou demandez le jeton dans le corps.",
        ),
        Kind::RepresentativeOnly => Words::new(
            "Réservé aux responsables",
            "Seuls les responsables et coordinateurs de l’organisation peuvent faire cela.",
            "Merci de vous adresser à l’un d’eux.",
        ),
        Kind::MemberOnly => Words::new(
            "Réservé aux membres",
            "Seuls les membres de l’organisation peuvent faire cela.",
            "Merci de demander une invitation à un responsable de l’organisation.",
        ),
        Kind::OwnerOnly => Words::new(
            "Réservé aux responsables",
            "Seuls les responsables de l’organisation peuvent faire cela.",
            "Merci de s’adresser à un responsable de l’organisation.",
        ),
        Kind::NotFound => Words::new(
            "Introuvable",
            "Il n’y a rien ici, ou rien que vous puissiez voir.",
            "Merci de vérifier l’adresse, et si vous avez une session.",
        ),
        Kind::RequestTimeout => Words::new(
            "Corps trop lent",
            "Le corps n'est pas arrivé dans les dix secondes.",
            "Renvoyez la requête par une meilleure connexion.",
        ),
        Kind::MethodNotAllowed => Words::new(
            "Méthode non admise",
            "Cette adresse existe, mais pas avec cette méthode.",
            "Merci d’utiliser une des méthodes de l’en-tête `Allow`.",
        ),
        Kind::NotAcceptable => Words::new(
            "Forme non disponible",
            "La réponse n’existe pas sous une forme que `Accept` admet.",
            "Merci d’accepter `application/json`.",
        ),
        Kind::IdempotencyKeyInUse => Words::new(
            "Requête en cours",
            "La première requête avec cette `Idempotency-Key` est encore en cours.",
            "Merci d’attendre le temps indiqué par `Retry-After`, puis d’envoyer la même requête.",
        ),
        Kind::PreconditionFailed => Words::new(
            "Modifié entre-temps",
            "La ressource a changé depuis votre lecture.",
            "Merci de la relire, puis de répéter la modification avec son nouvel `ETag` si vous la voulez encore.",
        ),
        Kind::PayloadTooLarge => Words::new(
            "Corps trop grand",
            "Le corps est plus grand que ce que cette opération accepte.",
            "Merci d’envoyer 64 Kio au plus.",
        ),
        Kind::UnsupportedMediaType => Words::new(
            "Type de contenu non pris en charge",
            "Le corps n’est pas déclaré sous le type que cette opération accepte.",
            "Merci d’envoyer `Content-Type: application/json`.",
        ),
        Kind::ValidationFailed => Words::new(
            "Champs invalides",
            "Des champs du corps manquent ou sont faux.",
            "Merci de corriger chaque champ nommé sous `errors`.",
        ),
        Kind::IdempotencyKeyReused => Words::new(
            "Clé d’idempotence réutilisée",
            "Cette `Idempotency-Key` a servi à une autre requête.",
            "Merci d’envoyer une nouvelle clé avec une nouvelle requête.",
        ),
        Kind::PreconditionRequired => Words::new(
            "Révision requise",
            "Une modification doit dire de quelle révision elle part.",
            "Merci d’envoyer un seul `If-Match` avec l’`ETag` lu\u{a0}; `*` ne suffit pas.",
        ),
        Kind::TooManyRequests => Words::new(
            "Trop de requêtes",
            "Il est venu plus de requêtes que la limite ne l’admet.",
            "Merci d’attendre le temps indiqué par `Retry-After`.",
        ),
        Kind::InternalError => Words::new(
            "Erreur interne",
            "Quelque chose n’a pas marché de notre côté.",
            "Merci de réessayer plus tard et, si cela se répète, de nous donner l’identifiant de la requête.",
        ),
        Kind::Unavailable => Words::new(
            "Service occupé",
            "Le service a trop à faire pour le moment.",
            "Merci d’attendre le temps indiqué par `Retry-After`, puis d’envoyer la même requête.",
        ),
        Kind::InvalidTransition => Words::new(
            "Impossible dans cet état",
            "L’état de la ressource ne permet pas cela.",
            "Merci de la relire\u{a0}: `actions` dit ce qui est possible maintenant.",
        )
        .detail("L’état est `{current_status}`, ce qui ne permet pas cela. Possible\u{a0}: {allowed_actions}."),
        Kind::PhaseForbids => Words::new(
            "Pas dans cette phase",
            "La phase de la semaine d’échange ne permet pas cela.",
            "Merci d’attendre la phase voulue ou de vous adresser à l’équipe.",
        )
        .detail("La semaine d’échange est dans la phase `{phase}`\u{a0}; cela est possible dans\u{a0}: {allowed_phases}."),
        Kind::PhaseStepInvalid => Words::new(
            "Pas d’étape pareille",
            "Les phases d’une semaine d’échange se suivent\u{a0}; un seul pas en arrière est possible.",
            "Merci de prendre la phase suivante ou, avec un motif, la précédente.",
        )
        .detail("Aucune étape ne mène de la phase `{phase}` à `{asked_phase}`."),
        Kind::ReasonRequired => Words::new(
            "Motif requis",
            "Cette étape demande un motif.",
            "Merci de donner un `reason`.",
        ),
        Kind::OrganizationNotActive => Words::new(
            "Organisation inactive",
            "L’organisation n’est pas vérifiée, ou elle est suspendue.",
            "Merci d’attendre la vérification ou d’en parler à l’équipe.",
        )
        .detail("La situation de l’organisation {organization_id} est `{standing}`\u{a0}; il faut `verified`."),
        Kind::NotParticipating => Words::new(
            "Pas inscrite",
            "L’organisation n’est pas admise à la semaine d’échange.",
            "Merci de l’inscrire et d’attendre son admission.",
        )
        .detail("L’organisation {organization_id} n’est pas admise à la semaine d’échange."),
        Kind::ListingCapReached => Words::new(
            "Trop d’annonces",
            "L’organisation a autant d’annonces ouvertes que la semaine d’échange en permet.",
            "Merci de fermer d’abord une annonce.",
        )
        .detail("La semaine d’échange permet {max} annonces ouvertes par organisation, et ce nombre est atteint."),
        Kind::PhotoCapReached => Words::new(
            "Trop de photos",
            "L’annonce a autant de photos qu’une annonce peut en avoir.",
            "Merci de retirer d’abord une photo.",
        )
        .detail("Une annonce a {max} photos au plus, et celle-ci en a autant."),
        Kind::PhotoRoomExceeded => Words::new(
            "Plus de place pour des photos",
            "Les photos des annonces de l’organisation occupent ensemble toute la place dont elle dispose.",
            "Merci de retirer des photos d’annonces terminées.",
        )
        .detail("Les photos d’une organisation ont ensemble {max} mégaoctets au plus, et celle-ci les dépasserait."),
        Kind::CategoryNotInWeek => Words::new(
            "Catégorie absente",
            "La semaine d’échange n’a pas cette catégorie.",
            "Merci de choisir une de ses catégories.",
        )
        .detail("La semaine d’échange n’a pas la catégorie `{category}`."),
        Kind::ListingNotOpen => Words::new(
            "Annonce non ouverte",
            "L’annonce n’est pas publiée.",
            "Merci de choisir une autre annonce, ou d’attendre sa publication.",
        )
        .detail("L’état de l’annonce {listing_id} est `{current_status}`\u{a0}; il faut `published`."),
        Kind::QuantityExceeded => Words::new(
            "Il n’en reste pas assez",
            "La quantité demandée dépasse ce qui reste de l’annonce.",
            "Merci de ne pas demander plus que le reste.",
        )
        .detail("De l’annonce {listing_id}, il reste {remaining}\u{a0}; {requested} ont été demandés (unité\u{a0}: {unit})."),
        Kind::TotalBelowClaims => Words::new(
            "Total trop bas",
            "Le total ne peut descendre sous ce qui est réservé et convenu.",
            "Merci de choisir un total plus élevé ou de mettre fin d’abord à une négociation.",
        )
        .detail("Le total de {total} est sous ce qui est réservé ({held}) et convenu ({committed})."),
        Kind::UnitClaimed => Words::new(
            "Unité utilisée",
            "L’unité ne peut changer tant qu’une quantité est réservée ou convenue.",
            "Merci de mettre fin d’abord aux négociations ou de publier une nouvelle annonce.",
        ),
        Kind::UnitDiffers => Words::new(
            "Autre unité",
            "L’apport n’est pas dans l’unité de l’annonce.",
            "Merci d’utiliser l’unité de l’annonce.",
        )
        .detail("L’annonce {listing_id} se compte dans une autre unité\u{a0}: {unit}."),
        Kind::SameOrganization => Words::new(
            "Même organisation",
            "Un échange se fait entre deux organisations différentes.",
            "Merci de choisir l’annonce d’une autre organisation.",
        ),
        Kind::ListingOfOther => Words::new(
            "Annonce d’autrui",
            "L’annonce n’est d’aucun des deux côtés, ou du mauvais.",
            "Merci de citer l’offre de qui donne ou la demande de qui reçoit.",
        )
        .detail("L’annonce {listing_id} n’est d’aucun des deux côtés, ou du mauvais."),
        Kind::ListingDirection => Words::new(
            "Mauvais sens",
            "Une offre est citée comme demande, ou l’inverse.",
            "Merci de citer les offres comme offres et les demandes comme demandes.",
        )
        .detail("L’annonce {listing_id} est citée dans le mauvais sens."),
        Kind::ListingOfOtherWeek => Words::new(
            "Autre semaine",
            "Les annonces sont de semaines d’échange différentes.",
            "Merci de citer des annonces de la même semaine d’échange.",
        )
        .detail("L’annonce {listing_id} est d’une autre semaine d’échange."),
        Kind::CompanyPairNotAllowed => Words::new(
            "Deux entreprises",
            "Cette semaine d’échange n’admet pas d’échange entre deux entreprises.",
            "Merci de choisir une association comme partenaire.",
        ),
        Kind::PairAlreadyMatched => Words::new(
            "Déjà en négociation",
            "Les deux annonces sont déjà réunies dans une négociation en cours.",
            "Merci de poursuivre celle-ci.",
        )
        .detail("Les annonces {offer_listing_id} et {request_listing_id} sont déjà réunies dans une négociation\u{a0}: {blocking_match_id}."),
        Kind::HoldExpired => Words::new(
            "Trop tard",
            "Le délai pour répondre à la proposition est passé.",
            "Merci de faire une nouvelle proposition.",
        )
        .detail("La proposition attendait une réponse jusqu’au {expired_at}."),
        Kind::NotYourTurn => Words::new(
            "Pas votre tour",
            "C’est à l’autre côté de répondre.",
            "Merci d’attendre la réponse ou de retirer votre proposition.",
        ),
        Kind::TermsChanged => Words::new(
            "Autres termes",
            "La confirmation nomme d’autres termes que ceux qui sont convenus.",
            "Merci de relire les termes et de confirmer ceux-là.",
        )
        .detail("Les termes en vigueur portent le numéro {terms_revision}."),
        Kind::AlreadyConfirmed => Words::new(
            "Déjà confirmé",
            "Votre organisation a déjà confirmé.",
            "Il n’y a rien à faire\u{a0}; merci d’attendre l’autre côté.",
        ),
        Kind::ConfirmationOverdue => Words::new(
            "Trop tard pour confirmer",
            "Le délai de confirmation est passé.",
            "Merci de faire une nouvelle proposition.",
        )
        .detail("La convention pouvait être confirmée jusqu’au {confirm_until}."),
        Kind::ConfirmationsMissing => Words::new(
            "Confirmations manquantes",
            "La validation suit les confirmations des deux côtés.",
            "Merci d’attendre que les deux aient confirmé.",
        ),
        Kind::RatificationNotRequired => Words::new(
            "Pas de validation",
            "Cette semaine d’échange ne demande pas de validation.",
            "Il n’y a rien à faire.",
        ),
        Kind::ExpiryInPast => Words::new(
            "Échéance passée",
            "Le jour de l’échéance est passé.",
            "Merci de choisir un jour à venir.",
        ),
        Kind::ReferenceTaken => Words::new(
            "Référence déjà prise",
            "La référence est déjà utilisée.",
            "Merci d’en choisir une autre.",
        )
        .detail("La référence {reference} est déjà utilisée."),
        Kind::EmailTaken => Words::new(
            "Adresse déjà prise",
            "Un autre compte utilise cette adresse électronique.",
            "Merci de vous connecter avec elle ou d’en utiliser une autre.",
        ),
        Kind::OwnAccount => Words::new(
            "Votre propre compte",
            "Personne ne ferme son propre compte avec le droit de l'équipe.",
            "Adressez-vous à une autre personne qui organise.",
        ),
        Kind::FactorCapReached => Words::new(
            "Assez de seconds facteurs",
            "Le compte a autant de seconds facteurs qu'il peut en avoir.",
            "Retirez-en un qui ne sert plus.",
        )
        .detail("Le compte a {max} seconds facteurs et ne peut pas en avoir plus."),
        Kind::OrganizationMerged => Words::new(
            "Organisation fusionnée",
            "L’organisation a été fusionnée avec une autre.",
            "Merci d’utiliser l’organisation nommée par `merged_into_id`.",
        )
        .detail("Elle fait maintenant partie de {merged_into_id}."),
        Kind::MergeBlocked => Words::new(
            "Fusion impossible",
            "Les deux organisations ont des rencontres ou des conventions entre elles et ne peuvent pas devenir une seule.",
            "Merci de regarder celles qui sont nommées ; les deux organisations restent.",
        ),
        Kind::InvitationInvalid => Words::new(
            "Invitation non valable",
            "L’invitation a été utilisée, retirée ou a expiré, elle a été envoyée à une autre adresse, ou la personne qui l’a envoyée n’en a plus le droit.",
            "Merci de se connecter avec l’adresse à laquelle elle a été envoyée, ou de demander une nouvelle invitation.",
        ),
        Kind::AppealOpen => Words::new(
            "Recours en cours",
            "L’organisation a déjà un recours qui n’est pas encore tranché.",
            "Merci d’attendre la décision.",
        ),
        Kind::CodeInvalid => Words::new(
            "Code non valable",
            "Le code n’est pas de ce service, a déjà été utilisé ou a expiré.",
            "Merci de demander un nouveau message et d’utiliser le code du dernier.",
        ),
        Kind::LoginTooOld => Words::new(
            "Connexion trop ancienne",
            "Cela demande une connexion de moins de 15 minutes.",
            "Merci de vous reconnecter, puis de répéter la requête.",
        ),
        Kind::LastOwner => Words::new(
            "Dernier responsable",
            "Une organisation active garde au moins un responsable.",
            "Merci de nommer d’abord quelqu’un d’autre.",
        ),
        Kind::ConflictOfInterest => Words::new(
            "Conflit d’intérêts",
            "Vous faites partie de l’organisation concernée et ne pouvez donc pas juger ce qu’elle publie.",
            "Laissez-le à une ou un collègue.",
        ),
        Kind::CaseClaimed => Words::new(
            "Quelqu’un s’en occupe",
            "Une autre personne de l’équipe examine ce dossier.",
            "Prenez le suivant, ou attendez qu’elle ait fini.",
        )
        .detail("Une autre personne de l’équipe examine ce dossier jusqu’au {claimed_until}."),
        Kind::CaseStale => Words::new(
            "Modifié depuis l’examen",
            "L’objet du dossier a changé depuis qu’il a été lu.",
            "Relisez le dossier et décidez de ce qu’il contient maintenant.",
        )
        .detail("L’objet du dossier a changé depuis qu’il a été lu\u{a0}; il en est à la révision {subject_revision}."),
        Kind::AlreadyReported => Words::new(
            "Déjà signalé",
            "Vous l’avez déjà signalé, et personne n’a encore décidé.",
            "Il n’y a rien à faire\u{a0}; vous verrez la suite dans vos signalements.",
        ),
        Kind::ReportLimitReached => Words::new(
            "Trop de signalements",
            "Vous avez fait autant de signalements qu’on peut en faire en 24 heures.",
            "Signalez le reste demain, ou écrivez à une organisatrice ou un organisateur.",
        )
        .detail("Vous avez fait {max} signalements en 24 heures."),
    }
}
