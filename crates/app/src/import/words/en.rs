//! English.

use domain::organization::Warning;
use domain::refusal::Refusal;

use super::Said;
use crate::import::sheet::{Fault, RowFault};

pub(super) fn say(said: &Said<'_>) -> (String, String) {
    let (message, remedy) = match said {
        Said::Sheet(fault) => sheet(fault),
        Said::Row(fault) => row(fault),
        Said::ColumnIgnored(name) => (
            format!("The column “{name}” is not read."),
            "Nothing needs to be done unless you expected it to be.",
        ),
        Said::Warning(warning) => doubt(warning),
        Said::LeftDraft(refusal) => (
            format!("The listing is stored, but stays a draft: {}.", reason(refusal)),
            "It can be published as soon as that has changed.",
        ),
        Said::NotAdmitted => (
            "The organization has withdrawn from the exchange week or was refused.".to_owned(),
            "If it takes part after all, please admit it by hand.",
        ),
        Said::NotYours => (
            "The organization is not one for which you speak.".to_owned(),
            "Please take the row out, or have it imported by those who run the bourse.",
        ),
        Said::OtherWeek => {
            ("The row belongs to another exchange week.".to_owned(), "Please import it into that one.")
        }
        Said::RowsApart => (
            "The rows of this agreement do not follow each other: others stand between them.".to_owned(),
            "Please bring the rows of an agreement together, in the order of its contributions.",
        ),
        Said::RowDiffers => (
            "The cell does not say the same as the first row of this agreement.".to_owned(),
            "Please write the same in all rows of an agreement.",
        ),
        Said::OutOfOrder => (
            "The contributions of this agreement are not numbered 1, 2, 3 in the order of their rows.".to_owned(),
            "Please check whether a row is missing, and number them.",
        ),
        Said::NotParty => (
            "The organization is not the party that it would have to be: each contribution goes from one of the two to the other.".to_owned(),
            "Please check the columns of the parties, the giver and the receiver.",
        ),
        Said::RowSpoiled => (
            "Another row of this agreement, or one right after it, is wrong; so none of it is taken.".to_owned(),
            "Please correct that row and import all rows of the agreement again.",
        ),
        Said::Against(refusal) => (
            format!("The agreement cannot be taken: {}.", reason(refusal)),
            "Please correct the row, or what it names, and import the agreement again.",
        ),
        Said::CellUnreadable => (
            "The cell cannot be read: it is not as an export writes it.".to_owned(),
            "Please take the cell from the export again, or empty it.",
        ),
    };
    (message, remedy.to_owned())
}

fn sheet(fault: &Fault) -> (String, &'static str) {
    match fault {
        Fault::Empty => ("The file has no header.".to_owned(), "Please check that it is the right one."),
        Fault::Workbook => (
            "The file is a workbook of a spreadsheet program, not a CSV file.".to_owned(),
            "Please open it and save the sheet as CSV (UTF-8).",
        ),
        Fault::HeaderBroken => (
            "A quotation mark in the first row is not closed.".to_owned(),
            "Please take the quotation marks out of the names of the columns.",
        ),
        Fault::ColumnMissing { column } => {
            (format!("The column “{column}” is missing."), "Please add it, and export the sheet again.")
        }
        Fault::ColumnTwice { column } => {
            (format!("The column “{column}” is there twice."), "Please delete or rename one of the two.")
        }
        Fault::ColumnMisnamed { given, column } => (
            format!("There is a column “{given}”, but none called “{column}”."),
            "If that is what is meant, please rename it in the first row.",
        ),
    }
}

fn row(fault: &RowFault) -> (String, &'static str) {
    match fault {
        RowFault::TooFewFields { found, expected } => (
            format!("The row has {found} fields where the header has {expected}: it is cut off."),
            "Please complete the row, and export the sheet again.",
        ),
        RowFault::TooManyFields { found, expected } => (
            format!("The row has {found} fields where the header has {expected}."),
            "A text with a separator in it may lack its quotation marks: please check the row.",
        ),
        RowFault::QuoteOpen { line, .. } => (
            format!("A quotation mark that opens in line {line} is not closed where its field ends."),
            "Please add the missing one, and write two where one stands within a text.",
        ),
        RowFault::TooLong => (
            "The row is longer than 256 KiB.".to_owned(),
            "Please check whether line breaks or quotation marks are missing.",
        ),
    }
}

fn doubt(warning: &Warning) -> (String, &'static str) {
    match warning {
        Warning::Text(flag) => (flag.code().to_owned(), ""),
        Warning::CommuneMerged { former, now } => (
            format!("The commune “{former}” is part of {} today; that one was taken.", now.name()),
            "Please check that the address is up to date.",
        ),
        Warning::RcsSectionUnusual { section } => (
            format!("Section {section} of the register is unusual for this kind of organization."),
            "Please check the register number and the kind.",
        ),
        Warning::LookAlike { reference } => (
            format!("The name looks or reads like that of the organization {reference}."),
            "Please check that it is not the same one, or one that imitates it.",
        ),
    }
}

fn reason(refusal: &Refusal) -> String {
    match refusal {
        Refusal::PhaseForbids { phase, .. } => {
            format!("the phase “{phase}” of the exchange week does not allow it")
        }
        Refusal::OrganizationNotActive { .. } => {
            "the organization is not verified, or is suspended".to_owned()
        }
        Refusal::NotParticipating { .. } => {
            "the organization is not admitted to the exchange week".to_owned()
        }
        Refusal::ListingCapReached { max } => {
            format!("the organization has {max} open listings, the most allowed")
        }
        Refusal::CategoryNotInWeek { category } => {
            format!("the category “{category}” is not open in this exchange week")
        }
        Refusal::ListingNotOpen { status, .. } => {
            format!("the listing is not published ({status})")
        }
        Refusal::QuantityExceeded { requested, remaining, .. } => {
            format!("{requested} are agreed where {remaining} remain of the listing")
        }
        Refusal::UnitDiffers { unit, .. } => {
            format!("the listing counts in “{}”", unit.code())
        }
        Refusal::SameOrganization => "both parties are the same organization".to_owned(),
        Refusal::ListingOfOther { .. } => "the listing does not belong to that party".to_owned(),
        Refusal::ListingDirection { .. } => {
            "an offer stands where a request belongs, or the reverse".to_owned()
        }
        Refusal::ListingOfOtherWeek { .. } => "the listing belongs to another exchange week".to_owned(),
        Refusal::CompanyPairNotAllowed => {
            "the exchange week does not allow agreements between two companies".to_owned()
        }
        Refusal::PairAlreadyMatched { .. } => {
            "the two listings are joined by another match or contribution already".to_owned()
        }
        other => other.code().to_owned(),
    }
}
