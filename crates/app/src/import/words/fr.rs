//! French.

use domain::organization::Warning;
use domain::refusal::Refusal;

use super::Said;
use crate::import::sheet::{Fault, RowFault};

pub(super) fn say(said: &Said<'_>) -> (String, String) {
    let (message, remedy) = match said {
        Said::Sheet(fault) => sheet(fault),
        Said::Row(fault) => row(fault),
        Said::ColumnIgnored(name) => (
            format!("La colonne « {name} » n’est pas lue."),
            "Il n’y a rien à faire, sauf si elle devait l’être.",
        ),
        Said::Warning(warning) => doubt(warning),
        Said::LeftDraft(refusal) => (
            format!("L’annonce est enregistrée, mais reste un brouillon : {}.", reason(refusal)),
            "Elle peut être publiée dès que cela aura changé.",
        ),
        Said::NotAdmitted => (
            "L’organisation s’est retirée de la semaine d’échange ou a été refusée.".to_owned(),
            "Si elle participe tout de même, veuillez l’admettre à la main.",
        ),
        Said::NotYours => (
            "Vous ne parlez pas au nom de cette organisation.".to_owned(),
            "Veuillez retirer la ligne, ou la faire importer par ceux qui animent la bourse.",
        ),
        Said::OtherWeek => (
            "La ligne appartient à une autre semaine d’échange.".to_owned(),
            "Veuillez l’importer dans celle-là.",
        ),
        Said::RowsApart => (
            "Les lignes de cette convention ne se suivent pas : d’autres se trouvent entre elles.".to_owned(),
            "Veuillez réunir les lignes d’une convention, dans l’ordre de ses apports.",
        ),
        Said::RowDiffers => (
            "La cellule ne dit pas la même chose que la première ligne de cette convention.".to_owned(),
            "Veuillez écrire la même chose dans toutes les lignes d’une convention.",
        ),
        Said::OutOfOrder => (
            "Les apports de cette convention ne sont pas numérotés 1, 2, 3 dans l’ordre de leurs lignes.".to_owned(),
            "Veuillez vérifier s’il manque une ligne, et les numéroter.",
        ),
        Said::NotParty => (
            "L’organisation n’est pas la partie qu’il faudrait : chaque apport va de l’une des deux à l’autre.".to_owned(),
            "Veuillez vérifier les colonnes des parties, de qui donne et de qui reçoit.",
        ),
        Said::RowSpoiled => (
            "Une autre ligne de cette convention, ou une ligne juste après, est fausse ; rien n’en est donc repris.".to_owned(),
            "Veuillez corriger cette ligne et importer de nouveau toutes les lignes de la convention.",
        ),
        Said::Against(refusal) => (
            format!("La convention ne peut pas être reprise : {}.", reason(refusal)),
            "Veuillez corriger la ligne, ou ce qu’elle nomme, et importer de nouveau la convention.",
        ),
        Said::CellUnreadable => (
            "La cellule est illisible : elle n’est pas comme une exportation l’écrit.".to_owned(),
            "Veuillez reprendre la cellule de l’exportation, ou la vider.",
        ),
    };
    (message, remedy.to_owned())
}

fn sheet(fault: &Fault) -> (String, &'static str) {
    match fault {
        Fault::Empty => {
            ("Le fichier n’a pas d’en-tête.".to_owned(), "Veuillez vérifier que c’est le bon fichier.")
        }
        Fault::Workbook => (
            "Le fichier est un classeur de tableur, pas un fichier CSV.".to_owned(),
            "Veuillez l’ouvrir et enregistrer la feuille au format CSV (UTF-8).",
        ),
        Fault::HeaderBroken => (
            "Un guillemet de la première ligne n’est pas fermé.".to_owned(),
            "Veuillez enlever les guillemets des noms de colonnes.",
        ),
        Fault::ColumnMissing { column } => (
            format!("La colonne « {column} » manque."),
            "Veuillez l’ajouter et exporter la feuille à nouveau.",
        ),
        Fault::ColumnTwice { column } => (
            format!("La colonne « {column} » existe deux fois."),
            "Veuillez supprimer ou renommer l’une des deux.",
        ),
        Fault::ColumnMisnamed { given, column } => (
            format!("Il y a une colonne « {given} », mais aucune nommée « {column} »."),
            "Si c’est bien elle, veuillez la renommer dans la première ligne.",
        ),
    }
}

fn row(fault: &RowFault) -> (String, &'static str) {
    match fault {
        RowFault::TooFewFields { found, expected } => (
            format!("La ligne a {found} champs, l’en-tête en a {expected} : elle est coupée."),
            "Veuillez compléter la ligne et exporter la feuille à nouveau.",
        ),
        RowFault::TooManyFields { found, expected } => (
            format!("La ligne a {found} champs, l’en-tête en a {expected}."),
            "Un texte contenant un séparateur n’a peut-être pas ses guillemets : veuillez vérifier la ligne.",
        ),
        RowFault::QuoteOpen { line, .. } => (
            format!(
                "Un guillemet ouvert à la ligne {line} du fichier n’est pas fermé à la fin de son champ."
            ),
            "Veuillez ajouter celui qui manque, et doubler ceux qui se trouvent dans un texte.",
        ),
        RowFault::TooLong => (
            "La ligne dépasse 256 Kio.".to_owned(),
            "Veuillez vérifier s’il manque des retours à la ligne ou des guillemets.",
        ),
    }
}

fn doubt(warning: &Warning) -> (String, &'static str) {
    match warning {
        Warning::Text(flag) => (flag.code().to_owned(), ""),
        Warning::CommuneMerged { former, now } => (
            format!("La commune « {former} » fait aujourd’hui partie de {}, qui a été retenue.", now.name()),
            "Veuillez vérifier que l’adresse est à jour.",
        ),
        Warning::RcsSectionUnusual { section } => (
            format!("La section {section} du registre est inhabituelle pour ce type d’organisation."),
            "Veuillez vérifier le numéro de registre et le type.",
        ),
        Warning::LookAlike { reference } => (
            format!("Le nom ressemble à celui de l’organisation {reference}."),
            "Veuillez vérifier que ce n’est pas la même, ni une imitation.",
        ),
    }
}

fn reason(refusal: &Refusal) -> String {
    match refusal {
        Refusal::PhaseForbids { phase, .. } => {
            format!("la phase « {phase} » de la semaine d’échange ne le permet pas")
        }
        Refusal::OrganizationNotActive { .. } => {
            "l’organisation n’est pas vérifiée, ou est suspendue".to_owned()
        }
        Refusal::NotParticipating { .. } => {
            "l’organisation n’est pas admise à la semaine d’échange".to_owned()
        }
        Refusal::ListingCapReached { max } => {
            format!("l’organisation a {max} annonces ouvertes, le maximum permis")
        }
        Refusal::CategoryNotInWeek { category } => {
            format!("la catégorie « {category} » n’est pas ouverte dans cette semaine d’échange")
        }
        Refusal::ListingNotOpen { status, .. } => {
            format!("l’annonce n’est pas publiée ({status})")
        }
        Refusal::QuantityExceeded { requested, remaining, .. } => {
            format!("{requested} sont convenus alors qu’il reste {remaining} de l’annonce")
        }
        Refusal::UnitDiffers { unit, .. } => {
            format!("l’annonce compte en « {} »", unit.code())
        }
        Refusal::SameOrganization => "les deux parties sont la même organisation".to_owned(),
        Refusal::ListingOfOther { .. } => "l’annonce n’appartient pas à cette partie".to_owned(),
        Refusal::ListingDirection { .. } => {
            "une offre se trouve à la place d’une demande, ou l’inverse".to_owned()
        }
        Refusal::ListingOfOtherWeek { .. } => "l’annonce appartient à une autre semaine d’échange".to_owned(),
        Refusal::CompanyPairNotAllowed => {
            "la semaine d’échange n’admet pas de conventions entre deux entreprises".to_owned()
        }
        Refusal::PairAlreadyMatched { .. } => {
            "les deux annonces sont déjà réunies par une autre négociation ou un autre apport".to_owned()
        }
        other => other.code().to_owned(),
    }
}
