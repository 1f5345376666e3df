//! Matches whose negotiation was elsewhere: in another service, or on paper.

use jiff::Timestamp;

use super::{Match, State, Status, Terms};
use crate::id::{ExchangeWeekId, MatchId, OrganizationId, Revision};
use crate::policy::Organizer;

impl Match {
    /// A match that was accepted elsewhere, which an organizer brings with its agreement. Nobody's proposals and
    /// answers are told, only the terms in the end; its hold ended with the acceptance.
    pub fn restored(
        id: MatchId,
        reference: String,
        exchange_week: ExchangeWeekId,
        [organization_a, organization_b]: [OrganizationId; 2],
        terms: Terms,
        _: Organizer,
        accepted_at: Timestamp,
    ) -> (Self, crate::audit::Change) {
        let match_ = Self {
            id,
            reference,
            exchange_week,
            organization_a,
            organization_b,
            hold_expires_at: accepted_at,
            status: Status { state: State::Accepted, changed_at: accepted_at, changed_by: None },
            created_at: terms.proposed_at,
            updated_at: accepted_at,
            terms,
            revision: Revision::FIRST,
        };
        let change = match_.change("match.imported");
        (match_, change)
    }
}
