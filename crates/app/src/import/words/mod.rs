//! The words for what only the import says: about sheets, the form of rows, and what became of them.
//!
//! Broken rules of single fields have their words in [`crate::phrase`].

mod de;
mod en;
mod fr;
mod lb;

use domain::organization::Warning;
use domain::refusal::Refusal;
use domain::vocabulary::Locale;

use super::sheet::{self, RowFault};
use crate::phrase::{Phrase, of_flag};

/// Something that the import says itself.
pub(super) enum Said<'s> {
    /// The whole sheet cannot be taken.
    Sheet(&'s sheet::Fault),
    /// The form of a row is wrong.
    Row(&'s RowFault),
    /// Nobody asks for a column.
    ColumnIgnored(&'s str),
    /// Something about an organization is to be looked at.
    Warning(&'s Warning),
    /// A listing is stored, but for this reason not published.
    LeftDraft(&'s Refusal),
    /// The organization left the exchange week, or was refused: importing it does not bring it back.
    NotAdmitted,
    /// The organization is not one for which the importer speaks.
    NotYours,
    /// The row says that it belongs to another week.
    OtherWeek,
    /// A cell that only exports write is not as they write it.
    CellUnreadable,
}

impl Said<'_> {
    /// The stable code.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Sheet(sheet::Fault::Empty) => "sheet-empty",
            Self::Sheet(sheet::Fault::Workbook) => "sheet-is-workbook",
            Self::Sheet(sheet::Fault::HeaderBroken) => "header-broken",
            Self::Sheet(sheet::Fault::ColumnMissing { .. }) => "column-missing",
            Self::Sheet(sheet::Fault::ColumnTwice { .. }) => "column-twice",
            Self::Sheet(sheet::Fault::ColumnMisnamed { .. }) => "column-misnamed",
            Self::Row(RowFault::TooFewFields { .. }) => "fields-missing",
            Self::Row(RowFault::TooManyFields { .. }) => "fields-extra",
            Self::Row(RowFault::QuoteOpen { .. }) => "quote-open",
            Self::Row(RowFault::TooLong) => "row-too-long",
            Self::ColumnIgnored(_) => "column-ignored",
            Self::Warning(warning) => warning.code(),
            Self::LeftDraft(_) => "left-draft",
            Self::NotAdmitted => "not-admitted",
            Self::NotYours => "organization-not-yours",
            Self::OtherWeek => "other-exchange-week",
            Self::CellUnreadable => "cell-unreadable",
        }
    }
}

/// The words, in the language of whoever reads the report.
pub(super) fn of(said: &Said<'_>, locale: Locale) -> Phrase {
    if let Said::Warning(Warning::Text(flag)) = said {
        return of_flag(*flag, locale);
    }
    let (message, remedy) = match locale {
        Locale::En => en::say(said),
        Locale::Fr => fr::say(said),
        Locale::De => de::say(said),
        Locale::Lb => lb::say(said),
    };
    Phrase { message, remedy }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_said_in_every_language() {
        let commune = domain::place::Commune::all().next().unwrap();
        let week = Refusal::PhaseForbids { phase: "draft", allowed_phases: vec!["live"] };
        let said = [
            Said::Sheet(&sheet::Fault::Empty),
            Said::Sheet(&sheet::Fault::Workbook),
            Said::Sheet(&sheet::Fault::HeaderBroken),
            Said::Sheet(&sheet::Fault::ColumnMissing { column: "title" }),
            Said::Sheet(&sheet::Fault::ColumnTwice { column: "title" }),
            Said::Sheet(&sheet::Fault::ColumnMisnamed { given: "titel".to_owned(), column: "title" }),
            Said::Row(&RowFault::TooFewFields { found: 1, expected: 2 }),
            Said::Row(&RowFault::TooManyFields { found: 3, expected: 2 }),
            Said::Row(&RowFault::QuoteOpen { line: 7, column: None }),
            Said::Row(&RowFault::TooLong),
            Said::ColumnIgnored("fault"),
            Said::Warning(&Warning::CommuneMerged { former: "Wahl", now: commune }),
            Said::Warning(&Warning::RcsSectionUnusual { section: 'J' }),
            Said::Warning(&Warning::LookAlike { reference: "A06".to_owned() }),
            Said::LeftDraft(&week),
            Said::LeftDraft(&Refusal::ListingCapReached { max: 50 }),
            Said::LeftDraft(&Refusal::CategoryNotInWeek { category: "food" }),
            Said::NotAdmitted,
            Said::NotYours,
            Said::OtherWeek,
            Said::CellUnreadable,
        ];
        for said in &said {
            let mut told: Vec<_> = Locale::ALL.into_iter().map(|locale| of(said, locale)).collect();
            for Phrase { message, remedy } in &told {
                assert!(message.ends_with('.') && remedy.ends_with('.'), "{message} {remedy}");
            }
            told.dedup_by(|one, other| one.message == other.message);
            assert_eq!(told.len(), Locale::ALL.len(), "{} reads the same in two languages", said.code());
        }
    }
}
