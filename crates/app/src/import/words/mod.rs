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
    /// Rows of one agreement stand apart.
    RowsApart,
    /// A row of an agreement says something else than its first.
    RowDiffers,
    /// The contributions of an agreement are not numbered in order.
    OutOfOrder,
    /// Who gives or receives is not the party that it must be.
    NotParty,
    /// Another row of the same agreement is wrong.
    RowSpoiled,
    /// A rule of the domain is against an agreement.
    Against(&'s Refusal),
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
            Self::RowsApart => "agreement-rows-apart",
            Self::RowDiffers => "agreement-rows-differ",
            Self::OutOfOrder => "contributions-out-of-order",
            Self::NotParty => "not-the-party",
            Self::RowSpoiled => "agreement-row-refused",
            Self::Against(refusal) => refusal.code(),
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
    use domain::id::ListingId;
    use domain::quantity::Amount;
    use domain::vocabulary::Unit;

    use super::*;

    #[test]
    fn everything_is_said_in_every_language() {
        let commune = domain::place::Commune::all().next().unwrap();
        let week = Refusal::PhaseForbids { phase: "draft", allowed_phases: vec!["live"] };
        let (listing, unit) = (ListingId::new(uuid::Uuid::nil()), Unit::parse("hour").unwrap());
        let [requested, remaining] = [3, 2].map(|units| Amount::whole(units).unwrap());
        let exceeded = Refusal::QuantityExceeded { listing, requested, remaining, unit };
        let taken = Refusal::PairAlreadyMatched { offer: listing, request: listing, blocking_match: None };
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
            Said::RowsApart,
            Said::RowDiffers,
            Said::OutOfOrder,
            Said::NotParty,
            Said::RowSpoiled,
            Said::Against(&Refusal::SameOrganization),
            Said::Against(&Refusal::CompanyPairNotAllowed),
            Said::Against(&Refusal::ListingNotOpen { listing, status: "paused" }),
            Said::Against(&Refusal::ListingOfOther { listing }),
            Said::Against(&Refusal::ListingDirection { listing }),
            Said::Against(&Refusal::ListingOfOtherWeek { listing }),
            Said::Against(&Refusal::UnitDiffers { listing, unit }),
            Said::Against(&exceeded),
            Said::Against(&taken),
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
