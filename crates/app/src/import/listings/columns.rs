//! The columns of the sheet of listings.

use super::super::run::REFERENCE;
use super::super::sheet::Column;
use super::ORGANIZATION;

/// The columns; those from the status on tell what was before.
pub(super) const COLUMNS: &[Column] = &[
    Column {
        name: REFERENCE,
        required: true,
        aliases: &["ref", "référence", "referenz", "numéro", "nummer", "id"],
    },
    Column {
        name: ORGANIZATION,
        required: true,
        aliases: &["organization", "organisation", "organisatioun"],
    },
    Column { name: "direction", required: true, aliases: &["sens", "richtung", "offreoudemande", "offer"] },
    Column { name: "kind", required: true, aliases: &["type", "typ", "art", "aart"] },
    Column { name: "category", required: true, aliases: &["catégorie", "kategorie"] },
    Column { name: "language", required: true, aliases: &["langue", "sprache", "sprooch"] },
    Column { name: "title", required: true, aliases: &["titre", "titel"] },
    Column { name: "description", required: false, aliases: &["beschreibung", "beschreiwung"] },
    Column { name: "quantity", required: false, aliases: &["quantité", "menge", "anzahl", "quantitéit"] },
    Column { name: "unit", required: true, aliases: &["unité", "einheit", "eenheet"] },
    Column {
        name: "available_from",
        required: false,
        aliases: &["from", "dès", "disponibledès", "von", "ab", "vun"],
    },
    Column { name: "available_until", required: false, aliases: &["until", "jusquà", "bis"] },
    Column {
        name: "place",
        required: true,
        aliases: &["lieu", "ort", "plaz", "commune", "gemeinde", "gemeng"],
    },
    Column { name: "condition", required: false, aliases: &["état", "zustand", "zoustand"] },
    Column { name: "headcount", required: false, aliases: &["personnes", "personen", "persounen"] },
    Column {
        name: "hours_per_person",
        required: false,
        aliases: &["heuresparpersonne", "stundenproperson", "stonneproperson"],
    },
    Column { name: "skills", required: false, aliases: &["compétences", "fähigkeiten", "kompetenzen"] },
    Column { name: "languages_needed", required: false, aliases: &["langues", "sprachen", "sproochen"] },
    Column {
        name: "wanted_in_return",
        required: false,
        aliases: &["contrepartie", "gegenleistung", "géigeleeschtung"],
    },
    Column { name: "exchange_week_reference", required: false, aliases: &[] },
    Column { name: "windows", required: false, aliases: &[] },
    Column { name: "translations", required: false, aliases: &[] },
    Column { name: "status", required: false, aliases: &["statut"] },
    Column { name: "status_reason", required: false, aliases: &[] },
    Column { name: "status_changed_at", required: false, aliases: &[] },
    Column { name: "published_at", required: false, aliases: &[] },
    Column { name: "expires_at", required: false, aliases: &[] },
    Column { name: "created_at", required: false, aliases: &[] },
    Column { name: "updated_at", required: false, aliases: &[] },
];
