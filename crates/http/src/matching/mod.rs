//! Matches: proposals, answers and counter-proposals.

mod answer;
mod body;
mod form;
mod list;
mod propose;

pub(crate) use body::Contribution;

use crate::routes::{Operation, operation};

/// The operations of this noun.
pub(crate) fn operations() -> Vec<Operation> {
    vec![
        operation!(Member list::list_matches, CursorInvalid),
        operation!(
            Coordinator propose::create_match,
            PhaseForbids, SameOrganization, OrganizationNotActive, NotParticipating, CompanyPairNotAllowed,
            ListingOfOther, ListingDirection, ListingOfOtherWeek, ListingNotOpen, UnitDiffers,
            PairAlreadyMatched, QuantityExceeded
        ),
        operation!(Member list::get_match),
        operation!(Member list::list_match_terms),
        operation!(
            Coordinator answer::accept_match,
            InvalidTransition, HoldExpired, NotYourTurn, PhaseForbids, OrganizationNotActive, NotParticipating
        ),
        operation!(Coordinator answer::reject_match, InvalidTransition, HoldExpired, NotYourTurn),
        operation!(Coordinator answer::withdraw_match, InvalidTransition, HoldExpired, NotYourTurn),
        operation!(
            Coordinator propose::counter_match,
            InvalidTransition, HoldExpired, NotYourTurn, PhaseForbids, OrganizationNotActive, NotParticipating,
            CompanyPairNotAllowed, ListingOfOther, ListingDirection, ListingOfOtherWeek, ListingNotOpen,
            UnitDiffers, PairAlreadyMatched, QuantityExceeded
        ),
    ]
}
