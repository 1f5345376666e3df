//! German.

use super::Words;
use crate::problem::fault::Shape;
use crate::problem::kind::Kind;

pub(super) const fn shape(shape: Shape) -> (&'static str, &'static str) {
    match shape {
        Shape::UnknownName => ("Dieses Feld gibt es nicht.", "Bitte weglassen oder den Namen berichtigen."),
        Shape::WrongType => {
            ("Der Wert hat den falschen Typ.", "Bitte einen Wert des dokumentierten Typs angeben.")
        }
        Shape::NotInList => {
            ("Dieser Wert ist hier nicht möglich.", "Bitte einen der dokumentierten Werte wählen.")
        }
        Shape::Repeated => ("Das Feld ist mehrfach angegeben.", "Bitte nur einmal angeben."),
    }
}

#[expect(clippy::too_many_lines, reason = "one table, and a `match` cannot be split without a wildcard")]
pub(super) const fn words(kind: Kind) -> Words {
    match kind {
        Kind::RequestInvalid => Words::new(
            "Ungültige Anfrage",
            "Die Anfrage ist nicht wohlgeformt.",
            "Bitte die Anfrage mit der Dokumentation vergleichen.",
        ),
        Kind::MalformedJson => Words::new(
            "Fehlerhaftes JSON",
            "Der Inhalt ist kein JSON-Dokument oder zu tief verschachtelt.",
            "Bitte ein JSON-Objekt in UTF-8 senden.",
        ),
        Kind::QueryInvalid => Words::new(
            "Ungültige Parameter",
            "Ein Parameter ist unbekannt, wiederholt oder hat einen unmöglichen Wert.",
            "Bitte die unter `errors` genannten Parameter berichtigen.",
        ),
        Kind::CursorInvalid => Words::new(
            "Ungültiger Cursor",
            "Der Cursor gehört nicht zu dieser Liste mit diesen Filtern, dieser Ordnung und dieser Person.",
            "Bitte ohne `cursor` neu beginnen und `next_cursor` unverändert weitergeben.",
        ),
        Kind::IdempotencyKeyMissing => Words::new(
            "Idempotenzschlüssel fehlt",
            "Dieser Vorgang geschieht einmal je `Idempotency-Key`, und die Anfrage hat keinen brauchbaren.",
            "Bitte einen neuen zufälligen Schlüssel senden (1 bis 255 sichtbare ASCII-Zeichen) und nur zum Wiederholen erneut verwenden.",
        ),
        Kind::Unauthenticated => Words::new(
            "Nicht angemeldet",
            "Die Anfrage hat kein gültiges Zugangstoken.",
            "Bitte anmelden oder das Token erneuern und als `Authorization: Bearer` senden.",
        ),
        Kind::OneTimeCodeMissing => Words::new(
            "Einmalcode nötig",
            "Das Passwort stimmt, und dieses Konto verlangt auch einen Code.",
            "Melden Sie sich mit `one_time_code` neu an: sechs Ziffern der App oder ein Wiederherstellungscode.",
        ),
        Kind::OneTimeCodeWrong => Words::new(
            "Falscher Einmalcode",
            "Der Code ist falsch, wurde schon benutzt oder kam nach zu vielen falschen.",
            "Warten Sie auf den nächsten Code der App, oder nehmen Sie einen Wiederherstellungscode.",
        ),
        Kind::CredentialsWrong => Words::new(
            "Falsche Anmeldedaten",
            "Adresse, Passwort oder Token ist falsch oder nicht mehr gültig.",
            "Bitte prüfen und neu anmelden.",
        ),
        Kind::StaffOnly => Words::new(
            "Nur für das Team",
            "Das darf nur das Team der Börse.",
            "Bitte an das Team wenden.",
        ),
        Kind::OrganizerOnly => Words::new(
            "Nur für die Organisation der Börse",
            "Das dürfen nur die, die die Börse organisieren.",
            "Bitte an sie wenden.",
        ),
        Kind::SecondFactorNeeded => Words::new(
            "Zweiter Faktor nötig",
            "Das Team handelt nur in einer Anmeldung mit zweitem Faktor, und diese ist ohne.",
            "Richten Sie einen zweiten Faktor ein, falls Sie keinen haben, und melden Sie sich mit seinem Code neu an.",
        ),
        Kind::OriginNotAllowed => Words::new(
            "Seite nicht zugelassen",
            "Das Refresh-Token liegt in einem Cookie, und die Anfrage kommt nicht von einer Seite, die es nutzen darf.",
            "Rufen Sie von einer Seite auf, deren Herkunft der Betreiber eingetragen hat, oder verlangen Sie das Token im Inhalt.",
        ),
        Kind::RepresentativeOnly => Words::new(
            "Nur für Verantwortliche",
            "Das dürfen nur Verantwortliche und Koordinierende der Organisation.",
            "Bitte an eine von diesen Personen wenden.",
        ),
        Kind::MemberOnly => Words::new(
            "Nur für Mitglieder",
            "Das dürfen nur Mitglieder der Organisation.",
            "Bitte eine Verantwortliche oder einen Verantwortlichen um eine Einladung bitten.",
        ),
        Kind::OwnerOnly => Words::new(
            "Nur für Verantwortliche",
            "Das dürfen nur die Verantwortlichen der Organisation.",
            "Bitte an eine Verantwortliche oder einen Verantwortlichen der Organisation wenden.",
        ),
        Kind::NotFound => Words::new(
            "Nicht gefunden",
            "Hier ist nichts, oder nichts, was Sie sehen dürfen.",
            "Bitte die Adresse prüfen, und ob Sie angemeldet sind.",
        ),
        Kind::RequestTimeout => Words::new(
            "Inhalt zu langsam",
            "Der Inhalt ist nicht innerhalb von zehn Sekunden angekommen.",
            "Senden Sie die Anfrage noch einmal über eine bessere Verbindung.",
        ),
        Kind::MethodNotAllowed => Words::new(
            "Methode nicht zugelassen",
            "Diese Adresse gibt es, aber nicht mit dieser Methode.",
            "Bitte eine Methode aus der Kopfzeile `Allow` verwenden.",
        ),
        Kind::NotAcceptable => Words::new(
            "Form nicht verfügbar",
            "Die Antwort gibt es in keiner Form, die `Accept` zulässt.",
            "Bitte `application/json` annehmen.",
        ),
        Kind::IdempotencyKeyInUse => Words::new(
            "Anfrage läuft noch",
            "Die erste Anfrage mit diesem `Idempotency-Key` läuft noch.",
            "Bitte die in `Retry-After` genannte Zeit warten und dieselbe Anfrage erneut senden.",
        ),
        Kind::PreconditionFailed => Words::new(
            "Inzwischen geändert",
            "Die Ressource hat sich geändert, seit Sie sie gelesen haben.",
            "Bitte neu lesen und die Änderung, wenn noch gewollt, mit dem neuen `ETag` wiederholen.",
        ),
        Kind::PayloadTooLarge => Words::new(
            "Inhalt zu groß",
            "Der Inhalt ist größer, als dieser Vorgang annimmt.",
            "Bitte höchstens 64 KiB senden.",
        ),
        Kind::UnsupportedMediaType => Words::new(
            "Inhaltstyp nicht unterstützt",
            "Der Inhalt ist nicht als der Typ bezeichnet, den dieser Vorgang annimmt.",
            "Bitte `Content-Type: application/json` senden.",
        ),
        Kind::ValidationFailed => Words::new(
            "Ungültige Felder",
            "Felder des Inhalts fehlen oder sind falsch.",
            "Bitte jedes unter `errors` genannte Feld berichtigen.",
        ),
        Kind::IdempotencyKeyReused => Words::new(
            "Idempotenzschlüssel wiederverwendet",
            "Dieser `Idempotency-Key` wurde für eine andere Anfrage verwendet.",
            "Bitte mit einer neuen Anfrage einen neuen Schlüssel senden.",
        ),
        Kind::PreconditionRequired => Words::new(
            "Stand erforderlich",
            "Eine Änderung muss sagen, von welchem Stand sie ausgeht.",
            "Bitte genau ein `If-Match` mit dem gelesenen `ETag` senden; `*` genügt nicht.",
        ),
        Kind::TooManyRequests => Words::new(
            "Zu viele Anfragen",
            "Es kamen mehr Anfragen, als die Grenze zulässt.",
            "Bitte die in `Retry-After` genannte Zeit warten.",
        ),
        Kind::InternalError => Words::new(
            "Interner Fehler",
            "Bei uns ist etwas schiefgegangen.",
            "Bitte später erneut versuchen und uns, wenn es sich wiederholt, die Kennung der Anfrage nennen.",
        ),
        Kind::Unavailable => Words::new(
            "Ausgelastet",
            "Der Dienst hat gerade zu viel zu tun.",
            "Bitte die in `Retry-After` genannte Zeit warten und dieselbe Anfrage erneut senden.",
        ),
        Kind::InvalidTransition => Words::new(
            "In diesem Zustand nicht möglich",
            "Der Zustand der Ressource lässt das nicht zu.",
            "Bitte neu lesen; `actions` sagt, was jetzt möglich ist.",
        )
        .detail("Der Zustand ist `{current_status}` und lässt das nicht zu. Möglich: {allowed_actions}."),
        Kind::PhaseForbids => Words::new(
            "Nicht in dieser Phase",
            "Die Phase der Tauschwoche lässt das nicht zu.",
            "Bitte die passende Phase abwarten oder sich an das Team wenden.",
        )
        .detail("Die Tauschwoche ist in der Phase `{phase}`; möglich ist das in: {allowed_phases}."),
        Kind::PhaseStepInvalid => Words::new(
            "Kein solcher Schritt",
            "Die Phasen einer Tauschwoche folgen aufeinander; nur ein Schritt zurück ist möglich.",
            "Bitte die nächste Phase oder, mit Begründung, die vorige wählen.",
        )
        .detail("Kein Schritt führt von der Phase `{phase}` zu `{asked_phase}`."),
        Kind::ReasonRequired => Words::new(
            "Begründung erforderlich",
            "Dieser Schritt braucht eine Begründung.",
            "Bitte `reason` angeben.",
        ),
        Kind::OrganizationNotActive => Words::new(
            "Organisation nicht aktiv",
            "Die Organisation ist nicht geprüft oder gesperrt.",
            "Bitte die Prüfung abwarten oder mit dem Team sprechen.",
        )
        .detail("Der Stand der Organisation {organization_id} ist `{standing}`; nötig ist `verified`."),
        Kind::NotParticipating => Words::new(
            "Keine Teilnahme",
            "Die Organisation ist zur Tauschwoche nicht zugelassen.",
            "Bitte anmelden und die Zulassung abwarten.",
        )
        .detail("Die Organisation {organization_id} ist zur Tauschwoche nicht zugelassen."),
        Kind::ListingCapReached => Words::new(
            "Zu viele Inserate",
            "Die Organisation hat so viele offene Inserate, wie die Tauschwoche zulässt.",
            "Bitte zuerst ein Inserat schließen.",
        )
        .detail("Die Tauschwoche lässt {max} offene Inserate je Organisation zu, und so viele gibt es."),
        Kind::PhotoCapReached => Words::new(
            "Zu viele Fotos",
            "Das Inserat hat so viele Fotos, wie ein Inserat haben darf.",
            "Bitte zuerst ein Foto entfernen.",
        )
        .detail("Ein Inserat hat höchstens {max} Fotos, und dieses hat so viele."),
        Kind::PhotoRoomExceeded => Words::new(
            "Kein Platz für weitere Fotos",
            "Die Fotos der Inserate der Organisation belegen zusammen den ganzen Platz, den sie hat.",
            "Bitte Fotos von beendeten Inseraten entfernen.",
        )
        .detail("Alle Fotos einer Organisation zusammen haben höchstens {max} Megabyte, und dieses würde sie überschreiten."),
        Kind::CategoryNotInWeek => Words::new(
            "Kategorie nicht vorgesehen",
            "Die Tauschwoche hat diese Kategorie nicht.",
            "Bitte eine ihrer Kategorien wählen.",
        )
        .detail("Die Tauschwoche hat die Kategorie `{category}` nicht."),
        Kind::ListingNotOpen => Words::new(
            "Inserat nicht offen",
            "Das Inserat ist nicht veröffentlicht.",
            "Bitte ein anderes Inserat wählen oder die Veröffentlichung abwarten.",
        )
        .detail("Das Inserat {listing_id} ist im Zustand `{current_status}`; nötig ist `published`."),
        Kind::QuantityExceeded => Words::new(
            "Nicht genug übrig",
            "Es wurde mehr verlangt, als vom Inserat übrig ist.",
            "Bitte nicht mehr verlangen, als übrig ist.",
        )
        .detail("Vom Inserat {listing_id} sind {remaining} übrig, verlangt wurden {requested} (Einheit: {unit})."),
        Kind::TotalBelowClaims => Words::new(
            "Gesamtmenge zu klein",
            "Die Gesamtmenge darf nicht unter das Reservierte und Zugesagte fallen.",
            "Bitte eine größere Gesamtmenge wählen oder zuerst eine Verhandlung beenden.",
        )
        .detail("Die Gesamtmenge {total} liegt unter dem Reservierten ({held}) und Zugesagten ({committed})."),
        Kind::UnitClaimed => Words::new(
            "Einheit in Gebrauch",
            "Die Einheit kann sich nicht ändern, solange eine Menge reserviert oder zugesagt ist.",
            "Bitte zuerst die Verhandlungen beenden oder ein neues Inserat aufgeben.",
        ),
        Kind::UnitDiffers => Words::new(
            "Andere Einheit",
            "Die Leistung ist nicht in der Einheit des Inserats angegeben.",
            "Bitte die Einheit des Inserats verwenden.",
        )
        .detail("Das Inserat {listing_id} zählt in einer anderen Einheit: {unit}."),
        Kind::SameOrganization => Words::new(
            "Dieselbe Organisation",
            "Getauscht wird zwischen zwei verschiedenen Organisationen.",
            "Bitte das Inserat einer anderen Organisation wählen.",
        ),
        Kind::ListingOfOther => Words::new(
            "Fremdes Inserat",
            "Das Inserat gehört keiner der beiden Seiten oder der falschen.",
            "Bitte das Angebot der gebenden oder den Bedarf der empfangenden Seite nennen.",
        )
        .detail("Das Inserat {listing_id} gehört keiner der beiden Seiten oder der falschen."),
        Kind::ListingDirection => Words::new(
            "Falsche Richtung",
            "Ein Angebot wurde als Bedarf genannt oder umgekehrt.",
            "Bitte Angebote als Angebote und Bedarf als Bedarf nennen.",
        )
        .detail("Das Inserat {listing_id} wurde in der falschen Richtung genannt."),
        Kind::ListingOfOtherWeek => Words::new(
            "Andere Woche",
            "Die Inserate gehören zu verschiedenen Tauschwochen.",
            "Bitte Inserate derselben Tauschwoche nennen.",
        )
        .detail("Das Inserat {listing_id} gehört zu einer anderen Tauschwoche."),
        Kind::CompanyPairNotAllowed => Words::new(
            "Zwei Unternehmen",
            "Diese Tauschwoche lässt keinen Tausch zwischen zwei Unternehmen zu.",
            "Bitte einen Verein als Partner wählen.",
        ),
        Kind::PairAlreadyMatched => Words::new(
            "Bereits in Verhandlung",
            "Die beiden Inserate sind bereits in einer laufenden Verhandlung verbunden.",
            "Bitte diese fortsetzen.",
        )
        .detail("Die Inserate {offer_listing_id} und {request_listing_id} sind bereits in einer Verhandlung verbunden: {blocking_match_id}."),
        Kind::HoldExpired => Words::new(
            "Zu spät",
            "Die Frist für eine Antwort auf den Vorschlag ist abgelaufen.",
            "Bitte einen neuen Vorschlag machen.",
        )
        .detail("Der Vorschlag konnte bis {expired_at} beantwortet werden."),
        Kind::NotYourTurn => Words::new(
            "Nicht an der Reihe",
            "Die andere Seite muss antworten.",
            "Bitte die Antwort abwarten oder den Vorschlag zurückziehen.",
        ),
        Kind::TermsChanged => Words::new(
            "Andere Bedingungen",
            "Die Bestätigung nennt andere Bedingungen als die vereinbarten.",
            "Bitte die Bedingungen neu lesen und diese bestätigen.",
        )
        .detail("Es gelten die Bedingungen mit der Nummer {terms_revision}."),
        Kind::AlreadyConfirmed => Words::new(
            "Schon bestätigt",
            "Ihre Organisation hat schon bestätigt.",
            "Es ist nichts zu tun; bitte die andere Seite abwarten.",
        ),
        Kind::ConfirmationOverdue => Words::new(
            "Zu spät für die Bestätigung",
            "Die Frist für die Bestätigung ist abgelaufen.",
            "Bitte einen neuen Vorschlag machen.",
        )
        .detail("Die Vereinbarung konnte bis {confirm_until} bestätigt werden."),
        Kind::ConfirmationsMissing => Words::new(
            "Bestätigungen fehlen",
            "Die Prüfung durch die Börse folgt den Bestätigungen beider Seiten.",
            "Bitte abwarten, bis beide bestätigt haben.",
        ),
        Kind::RatificationNotRequired => Words::new(
            "Keine Prüfung",
            "Diese Tauschwoche verlangt keine Prüfung durch die Börse.",
            "Es ist nichts zu tun.",
        ),
        Kind::ExpiryInPast => Words::new(
            "Ablauf in der Vergangenheit",
            "Der Tag des Ablaufs ist vorbei.",
            "Bitte einen späteren Tag wählen.",
        ),
        Kind::ReferenceTaken => Words::new(
            "Kennzeichen vergeben",
            "Das Kennzeichen ist schon vergeben.",
            "Bitte ein anderes wählen.",
        )
        .detail("Das Kennzeichen {reference} ist schon vergeben."),
        Kind::EmailTaken => Words::new(
            "Adresse vergeben",
            "Ein anderes Konto verwendet diese E-Mail-Adresse.",
            "Bitte damit anmelden oder eine andere verwenden.",
        ),
        Kind::OwnAccount => Words::new(
            "Eigenes Konto",
            "Niemand sperrt mit dem Recht des Teams das eigene Konto.",
            "Fragen Sie eine andere Organisatorin oder einen anderen Organisator.",
        ),
        Kind::FactorCapReached => Words::new(
            "Genug zweite Faktoren",
            "Das Konto hat so viele zweite Faktoren, wie eines haben darf.",
            "Entfernen Sie einen, den Sie nicht mehr brauchen.",
        )
        .detail("Das Konto hat {max} zweite Faktoren und darf nicht mehr haben."),
        Kind::OrganizationMerged => Words::new(
            "Organisation zusammengeführt",
            "Die Organisation wurde mit einer anderen zusammengeführt.",
            "Bitte die Organisation verwenden, die `merged_into_id` nennt.",
        )
        .detail("Sie gehört jetzt zu {merged_into_id}."),
        Kind::MergeBlocked => Words::new(
            "Zusammenführung nicht möglich",
            "Die beiden Organisationen haben Verhandlungen oder Vereinbarungen miteinander und können nicht eine werden.",
            "Bitte die genannten ansehen; beide Organisationen bleiben.",
        ),
        Kind::InvitationInvalid => Words::new(
            "Einladung ungültig",
            "Die Einladung wurde benutzt, zurückgenommen oder ist abgelaufen, sie ging an eine andere Adresse, oder wer sie geschickt hat, darf es nicht mehr.",
            "Bitte mit der Adresse anmelden, an die sie ging, oder um eine neue Einladung bitten.",
        ),
        Kind::AppealOpen => Words::new(
            "Einspruch offen",
            "Die Organisation hat einen Einspruch, über den noch nicht entschieden ist.",
            "Bitte die Entscheidung abwarten.",
        ),
        Kind::CodeInvalid => Words::new(
            "Code ungültig",
            "Der Code ist keiner dieses Dienstes, wurde schon verwendet oder ist abgelaufen.",
            "Bitte eine neue E-Mail anfordern und den Code der letzten verwenden.",
        ),
        Kind::LoginTooOld => Words::new(
            "Anmeldung zu alt",
            "Das verlangt eine Anmeldung, die nicht älter als 15 Minuten ist.",
            "Bitte neu anmelden und die Anfrage wiederholen.",
        ),
        Kind::LastOwner => Words::new(
            "Letzte verantwortliche Person",
            "Eine aktive Organisation behält mindestens eine verantwortliche Person.",
            "Bitte zuerst jemand anderen benennen.",
        ),
        Kind::ConflictOfInterest => Words::new(
            "Interessenkonflikt",
            "Sie gehören zu der betroffenen Organisation und können deshalb nicht über ihre Inserate urteilen.",
            "Überlassen Sie es jemandem aus dem Team.",
        ),
        Kind::CaseClaimed => Words::new(
            "Jemand ist schon dran",
            "Jemand anderes aus dem Team sieht sich diesen Fall gerade an.",
            "Nehmen Sie den nächsten, oder warten Sie, bis er frei ist.",
        )
        .detail("Jemand anderes aus dem Team sieht sich diesen Fall bis {claimed_until} an."),
        Kind::CaseStale => Words::new(
            "Seit der Prüfung geändert",
            "Worum es in dem Fall geht, hat sich geändert, seit er gelesen wurde.",
            "Lesen Sie den Fall noch einmal, und entscheiden Sie über das, was jetzt dasteht.",
        )
        .detail("Worum es in dem Fall geht, hat sich geändert, seit er gelesen wurde; es ist jetzt bei Revision {subject_revision}."),
        Kind::AlreadyReported => Words::new(
            "Schon gemeldet",
            "Sie haben das schon gemeldet, und es ist noch nicht entschieden.",
            "Sie müssen nichts tun; was daraus wird, sehen Sie in Ihren Meldungen.",
        ),
        Kind::ReportLimitReached => Words::new(
            "Zu viele Meldungen",
            "Sie haben so viele Meldungen gemacht, wie in 24 Stunden möglich sind.",
            "Melden Sie den Rest morgen, oder schreiben Sie den Organisatoren.",
        )
        .detail("Sie haben in 24 Stunden {max} Meldungen gemacht."),
    }
}
