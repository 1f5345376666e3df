//! Luxembourgish.

use domain::organization::Warning;
use domain::refusal::Refusal;

use super::Said;
use crate::import::sheet::{Fault, RowFault};

pub(super) fn say(said: &Said<'_>) -> (String, String) {
    let (message, remedy) = match said {
        Said::Sheet(fault) => sheet(fault),
        Said::Row(fault) => row(fault),
        Said::ColumnIgnored(name) => (
            format!("D’Kolonn „{name}“ gëtt net gelies."),
            "Et ass näischt ze maachen, ausser Dir hutt et erwaart.",
        ),
        Said::Warning(warning) => doubt(warning),
        Said::LeftDraft(refusal) => (
            format!("D’Annonce ass gespäichert, bleift awer en Entworf: {}.", reason(refusal)),
            "Soubal sech dat geännert huet, kann se publizéiert ginn.",
        ),
        Said::NotAdmitted => (
            "D’Organisatioun huet sech vun der Austauschwoch zréckgezunn oder gouf refuséiert.".to_owned(),
            "Wann se dach matmécht, loosst se w.e.g. vun Hand zou.",
        ),
        Said::NotYours => (
            "Fir dës Organisatioun schwätzt Dir net.".to_owned(),
            "Huelt d’Zeil w.e.g. eraus, oder loosst se vun der Leedung vun der Bourse alesen.",
        ),
        Said::OtherWeek => {
            ("D’Zeil gehéiert zu enger anerer Austauschwoch.".to_owned(), "Liest se w.e.g. an déi an.")
        }
        Said::RowsApart => (
            "D’Zeile vun dëser Konventioun kommen net hannerteneen: Anerer stinn dertëscht.".to_owned(),
            "Stellt w.e.g. d’Zeile vun enger Konventioun zesummen, an der Reiefolleg vun hire Leeschtungen.",
        ),
        Said::RowDiffers => (
            "An der Zell steet eppes aneschters wéi an der éischter Zeil vun dëser Konventioun.".to_owned(),
            "Schreift w.e.g. an all Zeile vun enger Konventioun datselwecht.",
        ),
        Said::OutOfOrder => (
            "D’Leeschtunge vun dëser Konventioun sinn net an der Reiefolleg vun hiren Zeile mat 1, 2, 3 nummeréiert.".to_owned(),
            "Kuckt w.e.g. no, ob eng Zeil feelt, an nummeréiert se.",
        ),
        Said::NotParty => (
            "D’Organisatioun ass net déi Partei, déi hei misst stoen: All Leeschtung geet vun där enger un déi aner.".to_owned(),
            "Kuckt w.e.g. d’Spalte vun de Parteien, vum Gebenden an vum Empfänger no.",
        ),
        Said::RowSpoiled => (
            "Eng aner Zeil vun dëser Konventioun, oder eng direkt duerno, ass falsch; dofir gëtt näischt dovun iwwerholl.".to_owned(),
            "Verbessert w.e.g. déi Zeil an importéiert all d’Zeile vun der Konventioun nach eng Kéier.",
        ),
        Said::Against(refusal) => (
            format!("D’Konventioun kann net iwwerholl ginn: {}.", reason(refusal)),
            "Verbessert w.e.g. d’Zeil, oder dat wat se nennt, an importéiert d’Konventioun nach eng Kéier.",
        ),
        Said::CellUnreadable => (
            "D’Zell ass net liesbar: Esou schreift keen Export se.".to_owned(),
            "Huelt d’Zell w.e.g. nach eng Kéier aus dem Export, oder maacht se eidel.",
        ),
    };
    (message, remedy.to_owned())
}

fn sheet(fault: &Fault) -> (String, &'static str) {
    match fault {
        Fault::Empty => {
            ("De Fichier huet keng Kappzeil.".to_owned(), "Kuckt w.e.g. no, ob et dee richtegen ass.")
        }
        Fault::Workbook => (
            "De Fichier ass d’Aarbechtsmapp vun engem Tabelleprogramm, keng CSV-Datei.".to_owned(),
            "Maacht en w.e.g. op a späichert d’Blat als CSV (UTF-8).",
        ),
        Fault::HeaderBroken => (
            "En Anféierungszeechen an der éischter Zeil ass net zou.".to_owned(),
            "Huelt w.e.g. d’Anféierungszeechen aus den Nimm vun de Kolonnen eraus.",
        ),
        Fault::ColumnMissing { column } => (
            format!("D’Kolonn „{column}“ feelt."),
            "Setzt se w.e.g. derbäi an exportéiert d’Blat nach eng Kéier.",
        ),
        Fault::ColumnTwice { column } => (
            format!("D’Kolonn „{column}“ gëtt et zweemol."),
            "Läscht w.e.g. eng vun deenen zwou oder nennt se ëm.",
        ),
        Fault::ColumnMisnamed { given, column } => (
            format!("Et gëtt eng Kolonn „{given}“, awer keng mam Numm „{column}“."),
            "Wann déi gemengt ass, nennt se w.e.g. an der éischter Zeil ëm.",
        ),
    }
}

fn row(fault: &RowFault) -> (String, &'static str) {
    match fault {
        RowFault::TooFewFields { found, expected } => (
            format!("D’Zeil huet {found} Felder, d’Kappzeil {expected}: si ass ofgeschnidden."),
            "Maacht d’Zeil w.e.g. komplett an exportéiert d’Blat nach eng Kéier.",
        ),
        RowFault::TooManyFields { found, expected } => (
            format!("D’Zeil huet {found} Felder, d’Kappzeil {expected}."),
            "Engem Text mat engem Trennzeeche feelen vläicht d’Anféierungszeechen: kuckt d’Zeil w.e.g. no.",
        ),
        RowFault::QuoteOpen { line, .. } => (
            format!(
                "En Anféierungszeechen, dat an der Zeil {line} vum Fichier ufänkt, ass um Enn vu sengem Feld net zou."
            ),
            "Setzt w.e.g. dat bäi, wat feelt, a verduebelt déi, déi an engem Text stinn.",
        ),
        RowFault::TooLong => (
            "D’Zeil ass méi laang wéi 256 KiB.".to_owned(),
            "Kuckt w.e.g. no, ob Zeilebréch oder Anféierungszeeche feelen.",
        ),
    }
}

fn doubt(warning: &Warning) -> (String, &'static str) {
    match warning {
        Warning::Text(flag) => (flag.code().to_owned(), ""),
        Warning::CommuneMerged { former, now } => (
            format!("D’Gemeng „{former}“ gehéiert haut zu {}; déi gouf geholl.", now.name()),
            "Kuckt w.e.g. no, ob d’Adress nach stëmmt.",
        ),
        Warning::RcsSectionUnusual { section } => (
            format!("D’Sektioun {section} vum Register ass ongewéinlech fir dës Zort Organisatioun."),
            "Kuckt w.e.g. d’Registernummer an d’Zort no.",
        ),
        Warning::LookAlike { reference } => (
            format!("Den Numm gläicht deem vun der Organisatioun {reference}."),
            "Kuckt w.e.g. no, ob et déi selwecht ass oder eng, déi se nomécht.",
        ),
    }
}

fn reason(refusal: &Refusal) -> String {
    match refusal {
        Refusal::PhaseForbids { phase, .. } => {
            format!("d’Phas „{phase}“ vun der Austauschwoch erlaabt et net")
        }
        Refusal::OrganizationNotActive { .. } => {
            "d’Organisatioun ass net confirméiert oder gespaart".to_owned()
        }
        Refusal::NotParticipating { .. } => {
            "d’Organisatioun ass net fir d’Austauschwoch zougelooss".to_owned()
        }
        Refusal::ListingCapReached { max } => {
            format!("d’Organisatioun huet {max} oppen Annoncen, méi sinn net erlaabt")
        }
        Refusal::CategoryNotInWeek { category } => {
            format!("d’Kategorie „{category}“ ass an dëser Austauschwoch net op")
        }
        Refusal::ListingNotOpen { status, .. } => {
            format!("d’Annonce ass net publizéiert ({status})")
        }
        Refusal::QuantityExceeded { requested, remaining, .. } => {
            format!("ausgemaach sinn {requested}, vun der Annonce bleiwen {remaining}")
        }
        Refusal::UnitDiffers { unit, .. } => {
            format!("d’Annonce zielt a „{}“", unit.code())
        }
        Refusal::SameOrganization => "béid Parteie sinn déiselwecht Organisatioun".to_owned(),
        Refusal::ListingOfOther { .. } => "d’Annonce gehéiert net där Partei".to_owned(),
        Refusal::ListingDirection { .. } => {
            "eng Offer steet, wou eng Demande higehéiert, oder ëmgedréint".to_owned()
        }
        Refusal::ListingOfOtherWeek { .. } => "d’Annonce gehéiert zu enger anerer Austauschwoch".to_owned(),
        Refusal::CompanyPairNotAllowed => {
            "d’Austauschwoch erlaabt keng Konventiounen tëscht zwou Firmen".to_owned()
        }
        Refusal::PairAlreadyMatched { .. } => {
            "déi zwou Annonce si scho vun enger anerer Verhandlung oder Leeschtung verbonnen".to_owned()
        }
        other => other.code().to_owned(),
    }
}
