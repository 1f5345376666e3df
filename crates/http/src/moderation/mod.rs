//! Moderation: the queue of staff, and what people report.

mod body;
mod decide;
mod history;
mod queue;
mod report;

use crate::routes::{Operation, operation};

/// The operations of this noun.
pub(crate) fn operations() -> Vec<Operation> {
    vec![
        operation!(Staff queue::list_moderation_cases, CursorInvalid),
        operation!(Staff queue::get_moderation_counts),
        operation!(Staff queue::get_moderation_case),
        operation!(Staff decide::claim_moderation_case, CaseClaimed, ConflictOfInterest, InvalidTransition),
        operation!(Staff decide::release_moderation_case, CaseClaimed, ConflictOfInterest, InvalidTransition),
        operation!(
            Staff decide::decide_moderation_case,
            CaseClaimed, CaseStale, ConflictOfInterest, InvalidTransition, PhaseForbids, OrganizationNotActive,
            NotParticipating, TotalBelowClaims, UnitClaimed, CategoryNotInWeek
        ),
        operation!(Public report::list_moderation_reasons),
        operation!(Person report::report_listing, AlreadyReported, ReportLimitReached),
        operation!(Person report::report_organization, AlreadyReported, ReportLimitReached),
        operation!(Person report::list_abuse_reports, CursorInvalid),
        operation!(Person report::get_abuse_report),
        operation!(Member history::get_listing_history, CursorInvalid),
    ]
}
