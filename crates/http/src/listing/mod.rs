//! Listings: offers and requests.

mod body;
mod details;
mod facets;
mod form;
mod found;
mod lifecycle;
mod list;
mod query;
mod write;

pub(crate) use form::{ListingText, texts};

use crate::routes::{Operation, operation};

/// The operations of this noun.
pub(crate) fn operations() -> Vec<Operation> {
    vec![
        operation!(Visitor list::list_listings, CursorInvalid),
        operation!(Visitor facets::get_listing_facets),
        operation!(Coordinator write::create_listing, PhaseForbids),
        operation!(Visitor list::get_listing),
        operation!(
            Coordinator write::update_listing,
            PhaseForbids, TotalBelowClaims, UnitClaimed, CategoryNotInWeek, InvalidTransition
        ),
        operation!(Coordinator write::delete_pending_change),
        operation!(Coordinator lifecycle::delete_listing, InvalidTransition),
        operation!(
            Coordinator lifecycle::publish_listing,
            InvalidTransition, PhaseForbids, OrganizationNotActive, NotParticipating, ListingCapReached,
            CategoryNotInWeek, ExpiryInPast
        ),
        operation!(Coordinator lifecycle::pause_listing, InvalidTransition),
        operation!(Coordinator lifecycle::resume_listing, InvalidTransition, PhaseForbids, ExpiryInPast),
        operation!(Coordinator lifecycle::close_listing, InvalidTransition, ConflictOfInterest),
        operation!(Staff lifecycle::approve_listing, InvalidTransition, ConflictOfInterest),
        operation!(Staff lifecycle::reject_listing, InvalidTransition, ConflictOfInterest),
    ]
}
