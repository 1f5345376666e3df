//! German.

use domain::organization::Warning;
use domain::refusal::Refusal;

use super::Said;
use crate::import::sheet::{Fault, RowFault};

pub(super) fn say(said: &Said<'_>) -> (String, String) {
    let (message, remedy) = match said {
        Said::Sheet(fault) => sheet(fault),
        Said::Row(fault) => row(fault),
        Said::ColumnIgnored(name) => (
            format!("Die Spalte „{name}“ wird nicht gelesen."),
            "Es ist nichts zu tun, es sei denn, Sie haben es erwartet.",
        ),
        Said::Warning(warning) => doubt(warning),
        Said::LeftDraft(refusal) => (
            format!("Der Eintrag ist gespeichert, bleibt aber ein Entwurf: {}.", reason(refusal)),
            "Sobald sich das geändert hat, kann er veröffentlicht werden.",
        ),
        Said::NotAdmitted => (
            "Die Organisation hat sich von der Austauschwoche zurückgezogen oder wurde abgelehnt.".to_owned(),
            "Nimmt sie doch teil, lassen Sie sie bitte von Hand zu.",
        ),
        Said::NotYours => (
            "Für diese Organisation sprechen Sie nicht.".to_owned(),
            "Bitte nehmen Sie die Zeile heraus, oder lassen Sie sie von der Leitung der Börse einlesen.",
        ),
        Said::OtherWeek => (
            "Die Zeile gehört zu einer anderen Austauschwoche.".to_owned(),
            "Bitte lesen Sie sie in jene ein.",
        ),
        Said::RowsApart => (
            "Die Zeilen dieser Vereinbarung folgen nicht aufeinander: Andere stehen dazwischen.".to_owned(),
            "Bitte stellen Sie die Zeilen einer Vereinbarung zusammen, in der Reihenfolge ihrer Leistungen.",
        ),
        Said::RowDiffers => (
            "In der Zelle steht etwas anderes als in der ersten Zeile dieser Vereinbarung.".to_owned(),
            "Bitte schreiben Sie in alle Zeilen einer Vereinbarung dasselbe.",
        ),
        Said::OutOfOrder => (
            "Die Leistungen dieser Vereinbarung sind nicht in der Reihenfolge ihrer Zeilen mit 1, 2, 3 nummeriert.".to_owned(),
            "Bitte prüfen Sie, ob eine Zeile fehlt, und nummerieren Sie sie.",
        ),
        Said::NotParty => (
            "Die Organisation ist nicht die Partei, die hier stehen müsste: Jede Leistung geht von der einen zur anderen.".to_owned(),
            "Bitte prüfen Sie die Spalten der Parteien, des Gebers und des Empfängers.",
        ),
        Said::RowSpoiled => (
            "Eine andere Zeile dieser Vereinbarung oder eine gleich danach ist falsch; daher wird nichts von ihr übernommen.".to_owned(),
            "Bitte berichtigen Sie jene Zeile und importieren Sie alle Zeilen der Vereinbarung noch einmal.",
        ),
        Said::Against(refusal) => (
            format!("Die Vereinbarung kann nicht übernommen werden: {}.", reason(refusal)),
            "Bitte berichtigen Sie die Zeile oder das, was sie nennt, und importieren Sie die Vereinbarung noch einmal.",
        ),
        Said::CellUnreadable => (
            "Die Zelle ist nicht lesbar: So schreibt kein Export sie.".to_owned(),
            "Bitte übernehmen Sie die Zelle noch einmal aus dem Export, oder leeren Sie sie.",
        ),
    };
    (message, remedy.to_owned())
}

fn sheet(fault: &Fault) -> (String, &'static str) {
    match fault {
        Fault::Empty => {
            ("Die Datei hat keine Kopfzeile.".to_owned(), "Bitte prüfen Sie, ob es die richtige ist.")
        }
        Fault::Workbook => (
            "Die Datei ist die Arbeitsmappe eines Tabellenprogramms, keine CSV-Datei.".to_owned(),
            "Bitte öffnen Sie sie und speichern Sie das Blatt als CSV (UTF-8).",
        ),
        Fault::HeaderBroken => (
            "Ein Anführungszeichen in der ersten Zeile ist nicht geschlossen.".to_owned(),
            "Bitte nehmen Sie die Anführungszeichen aus den Spaltennamen.",
        ),
        Fault::ColumnMissing { column } => (
            format!("Die Spalte „{column}“ fehlt."),
            "Bitte fügen Sie sie hinzu und exportieren Sie das Blatt noch einmal.",
        ),
        Fault::ColumnTwice { column } => (
            format!("Die Spalte „{column}“ gibt es zweimal."),
            "Bitte löschen Sie eine der beiden oder benennen Sie sie um.",
        ),
        Fault::ColumnMisnamed { given, column } => (
            format!("Es gibt eine Spalte „{given}“, aber keine namens „{column}“."),
            "Wenn sie gemeint ist, benennen Sie sie bitte in der ersten Zeile um.",
        ),
    }
}

fn row(fault: &RowFault) -> (String, &'static str) {
    match fault {
        RowFault::TooFewFields { found, expected } => (
            format!("Die Zeile hat {found} Felder, die Kopfzeile {expected}: Sie ist abgeschnitten."),
            "Bitte vervollständigen Sie die Zeile und exportieren Sie das Blatt noch einmal.",
        ),
        RowFault::TooManyFields { found, expected } => (
            format!("Die Zeile hat {found} Felder, die Kopfzeile {expected}."),
            "Einem Text mit Trennzeichen fehlen vielleicht die Anführungszeichen: Bitte prüfen Sie die Zeile.",
        ),
        RowFault::QuoteOpen { line, .. } => (
            format!(
                "Ein Anführungszeichen, das in Zeile {line} der Datei beginnt, ist am Ende seines Feldes nicht \
                 geschlossen."
            ),
            "Bitte ergänzen Sie das fehlende und verdoppeln Sie die, die in einem Text stehen.",
        ),
        RowFault::TooLong => (
            "Die Zeile ist länger als 256 KiB.".to_owned(),
            "Bitte prüfen Sie, ob Zeilenumbrüche oder Anführungszeichen fehlen.",
        ),
    }
}

fn doubt(warning: &Warning) -> (String, &'static str) {
    match warning {
        Warning::Text(flag) => (flag.code().to_owned(), ""),
        Warning::CommuneMerged { former, now } => (
            format!("Die Gemeinde „{former}“ gehört heute zu {}; diese wurde übernommen.", now.name()),
            "Bitte prüfen Sie, ob die Adresse noch stimmt.",
        ),
        Warning::RcsSectionUnusual { section } => (
            format!("Die Abteilung {section} des Registers ist für diese Art von Organisation ungewöhnlich."),
            "Bitte prüfen Sie die Registernummer und die Art.",
        ),
        Warning::LookAlike { reference } => (
            format!("Der Name gleicht dem der Organisation {reference}."),
            "Bitte prüfen Sie, ob es dieselbe ist oder eine, die sie nachahmt.",
        ),
    }
}

fn reason(refusal: &Refusal) -> String {
    match refusal {
        Refusal::PhaseForbids { phase, .. } => {
            format!("Die Phase „{phase}“ der Austauschwoche lässt es nicht zu")
        }
        Refusal::OrganizationNotActive { .. } => {
            "Die Organisation ist nicht bestätigt oder gesperrt".to_owned()
        }
        Refusal::NotParticipating { .. } => {
            "Die Organisation ist nicht zur Austauschwoche zugelassen".to_owned()
        }
        Refusal::ListingCapReached { max } => {
            format!("Die Organisation hat {max} offene Einträge, mehr sind nicht erlaubt")
        }
        Refusal::CategoryNotInWeek { category } => {
            format!("Die Kategorie „{category}“ ist in dieser Austauschwoche nicht geöffnet")
        }
        Refusal::ListingNotOpen { status, .. } => {
            format!("Der Eintrag ist nicht veröffentlicht ({status})")
        }
        Refusal::QuantityExceeded { requested, remaining, .. } => {
            format!("Vereinbart sind {requested}, vom Eintrag bleiben {remaining}")
        }
        Refusal::UnitDiffers { unit, .. } => {
            format!("Der Eintrag zählt in „{}“", unit.code())
        }
        Refusal::SameOrganization => "Beide Parteien sind dieselbe Organisation".to_owned(),
        Refusal::ListingOfOther { .. } => "Der Eintrag gehört nicht dieser Partei".to_owned(),
        Refusal::ListingDirection { .. } => {
            "Ein Angebot steht, wo ein Bedarf hingehört, oder umgekehrt".to_owned()
        }
        Refusal::ListingOfOtherWeek { .. } => "Der Eintrag gehört zu einer anderen Austauschwoche".to_owned(),
        Refusal::CompanyPairNotAllowed => {
            "Die Austauschwoche lässt keine Vereinbarungen zwischen zwei Unternehmen zu".to_owned()
        }
        Refusal::PairAlreadyMatched { .. } => {
            "Die beiden Einträge sind schon durch eine andere Verhandlung oder Leistung verbunden".to_owned()
        }
        other => other.code().to_owned(),
    }
}
