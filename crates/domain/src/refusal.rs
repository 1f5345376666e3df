//! Why a command is refused: a rule of the bourse, with the facts that make the answer true.
//!
//! A fault ([`crate::fault`]) is about the form of an input; a refusal is about the state of the world.
//! Each variant is a problem type of the API, and its facts are what a client needs to act on it.

use std::fmt;

use jiff::Timestamp;

use crate::id::{AgreementId, ListingId, MatchId, OrganizationId, Revision};
use crate::quantity::Amount;
use crate::vocabulary::Unit;

/// One reason for which a command is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The subject is in a state from which the command does not lead on.
    InvalidTransition {
        /// The state it is in, as the API names it.
        current_status: &'static str,
        /// What may be done instead.
        allowed_actions: Vec<&'static str>,
    },
    /// The exchange week is in a phase that does not allow this.
    PhaseForbids {
        /// The phase it is in.
        phase: &'static str,
        /// The phases that would allow it.
        allowed_phases: Vec<&'static str>,
    },
    /// A step of phases that is not the next or, with a reason, the one before.
    PhaseStepInvalid {
        /// The phase it is in.
        phase: &'static str,
        /// The phase asked for.
        asked: &'static str,
    },
    /// A step back needs a reason.
    ReasonRequired,
    /// The organization is not verified, or is suspended.
    OrganizationNotActive {
        /// Which one.
        organization: OrganizationId,
        /// Its standing, as the API names it.
        standing: &'static str,
    },
    /// The organization is not admitted to the exchange week.
    NotParticipating {
        /// Which one.
        organization: OrganizationId,
    },
    /// The organization has as many open listings as the week allows.
    ListingCapReached {
        /// The most.
        max: u32,
    },
    /// The listing has as many photos as it may have.
    PhotoCapReached {
        /// The most.
        max: u32,
    },
    /// The photos of the organization together would take more room than it has.
    PhotoRoomExceeded {
        /// The most, in megabytes.
        max: u32,
    },
    /// The category is not among those of the exchange week.
    CategoryNotInWeek {
        /// The category asked for.
        category: &'static str,
    },
    /// The listing cannot be drawn on: it is not published.
    ListingNotOpen {
        /// Which one.
        listing: ListingId,
        /// The state it is in.
        status: &'static str,
    },
    /// More is asked than remains of a listing.
    QuantityExceeded {
        /// Which one.
        listing: ListingId,
        /// What was asked.
        requested: Amount,
        /// What remains.
        remaining: Amount,
        /// Of what.
        unit: Unit,
    },
    /// The total would fall below what is held and committed.
    TotalBelowClaims {
        /// The total asked for.
        total: Amount,
        /// Held by proposed matches.
        held: Amount,
        /// Committed by agreements.
        committed: Amount,
    },
    /// The unit cannot change while something is held or committed.
    UnitClaimed,
    /// The contribution is not in the unit of the listing it cites.
    UnitDiffers {
        /// Which listing.
        listing: ListingId,
        /// The unit of the listing.
        unit: Unit,
    },
    /// A match is between two different organizations.
    SameOrganization,
    /// The cited listing belongs to neither side, or to the wrong one.
    ListingOfOther {
        /// Which one.
        listing: ListingId,
    },
    /// An offer is cited as a request, or the reverse.
    ListingDirection {
        /// Which one.
        listing: ListingId,
    },
    /// The cited listings are of different weeks.
    ListingOfOtherWeek {
        /// Which one.
        listing: ListingId,
    },
    /// The week does not allow exchanges between two companies.
    CompanyPairNotAllowed,
    /// The two listings are already joined in a live match.
    PairAlreadyMatched {
        /// The offer.
        offer: ListingId,
        /// The request.
        request: ListingId,
        /// The match that joins them.
        blocking_match: Option<MatchId>,
    },
    /// The hold has run out.
    HoldExpired {
        /// When.
        expired_at: Timestamp,
    },
    /// The other side must answer, not the one that proposed.
    NotYourTurn,
    /// The confirmation names other terms than those agreed.
    TermsChanged {
        /// The terms that stand.
        terms_revision: u32,
    },
    /// The organization has confirmed already.
    AlreadyConfirmed,
    /// The time to confirm has run out.
    ConfirmationOverdue {
        /// When.
        confirm_until: Timestamp,
    },
    /// Ratification follows both confirmations.
    ConfirmationsMissing,
    /// The week asks for no ratification.
    RatificationNotRequired,
    /// The renewal or expiry lies in the past.
    ExpiryInPast,
    /// The reference is taken.
    ReferenceTaken {
        /// The reference.
        reference: String,
    },
    /// The address is taken by another account.
    EmailTaken,
    /// The code of a mail is not one, was used, or has had its time.
    CodeInvalid,
    /// An active organization keeps at least one owner.
    LastOwner,
    /// Nobody closes their own account with the right of staff.
    OwnAccount,
    /// The person has as many second factors as one may have.
    FactorCapReached {
        /// The most.
        max: u32,
    },
    /// Somebody else is looking at the case.
    CaseClaimed {
        /// Until when.
        until: Timestamp,
    },
    /// What the case is about has changed since it was judged.
    CaseStale {
        /// The revision that it has now.
        revision: Revision,
    },
    /// The person has reported the same, and nobody has decided yet.
    AlreadyReported,
    /// The person has reported as much as one may within a day.
    ReportLimitReached {
        /// The most.
        max: u32,
    },
    /// The organization was merged into another.
    OrganizationMerged {
        /// Which one.
        into: OrganizationId,
    },
    /// The two organizations have matches or agreements with each other, so they cannot become one.
    MergeBlocked {
        /// The matches.
        matches: Vec<MatchId>,
        /// The agreements.
        agreements: Vec<AgreementId>,
    },
    /// The secret is of no invitation that this account can accept now.
    InvitationInvalid,
    /// The organization has an appeal that is not decided yet.
    AppealOpen,
    /// What is asked for needs a login that is not older than some minutes.
    LoginTooOld,
}

impl Refusal {
    /// The stable code: the slug of the problem type.
    pub fn code(&self) -> &'static str {
        match self {
            Self::InvalidTransition { .. } => "invalid-transition",
            Self::PhaseForbids { .. } => "phase-forbids",
            Self::PhaseStepInvalid { .. } => "phase-step-invalid",
            Self::ReasonRequired => "reason-required",
            Self::OrganizationNotActive { .. } => "organization-not-active",
            Self::NotParticipating { .. } => "not-participating",
            Self::ListingCapReached { .. } => "listing-cap-reached",
            Self::PhotoCapReached { .. } => "photo-cap-reached",
            Self::PhotoRoomExceeded { .. } => "photo-room-exceeded",
            Self::CategoryNotInWeek { .. } => "category-not-in-week",
            Self::ListingNotOpen { .. } => "listing-not-open",
            Self::QuantityExceeded { .. } => "quantity-exceeded",
            Self::TotalBelowClaims { .. } => "total-below-claims",
            Self::UnitClaimed => "unit-claimed",
            Self::UnitDiffers { .. } => "unit-differs",
            Self::SameOrganization => "same-organization",
            Self::ListingOfOther { .. } => "listing-of-other",
            Self::ListingDirection { .. } => "listing-direction",
            Self::ListingOfOtherWeek { .. } => "listing-of-other-week",
            Self::CompanyPairNotAllowed => "company-pair-not-allowed",
            Self::PairAlreadyMatched { .. } => "pair-already-matched",
            Self::HoldExpired { .. } => "hold-expired",
            Self::NotYourTurn => "not-your-turn",
            Self::TermsChanged { .. } => "terms-changed",
            Self::AlreadyConfirmed => "already-confirmed",
            Self::ConfirmationOverdue { .. } => "confirmation-overdue",
            Self::ConfirmationsMissing => "confirmations-missing",
            Self::RatificationNotRequired => "ratification-not-required",
            Self::ExpiryInPast => "expiry-in-past",
            Self::ReferenceTaken { .. } => "reference-taken",
            Self::EmailTaken => "email-taken",
            Self::CodeInvalid => "code-invalid",
            Self::LastOwner => "last-owner",
            Self::OwnAccount => "own-account",
            Self::FactorCapReached { .. } => "factor-cap-reached",
            Self::CaseClaimed { .. } => "case-claimed",
            Self::CaseStale { .. } => "case-stale",
            Self::AlreadyReported => "already-reported",
            Self::ReportLimitReached { .. } => "report-limit-reached",
            Self::OrganizationMerged { .. } => "organization-merged",
            Self::MergeBlocked { .. } => "merge-blocked",
            Self::InvitationInvalid => "invitation-invalid",
            Self::AppealOpen => "appeal-open",
            Self::LoginTooOld => "login-too-old",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// All the reasons for which a command is refused; at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusals {
    first: Refusal,
    rest: Vec<Refusal>,
}

impl Refusals {
    /// These reasons, or `None` when there are none.
    pub fn of(reasons: Vec<Refusal>) -> Option<Self> {
        let mut reasons = reasons.into_iter();
        reasons.next().map(|first| Self { first, rest: reasons.collect() })
    }

    /// `Ok` when there are no reasons against.
    pub fn none(reasons: Vec<Refusal>) -> Result<(), Self> {
        Self::of(reasons).map_or(Ok(()), Err)
    }

    /// The reason that names the problem.
    pub fn first(&self) -> &Refusal {
        &self.first
    }

    /// Every reason, the first first.
    pub fn iter(&self) -> impl Iterator<Item = &Refusal> {
        std::iter::once(&self.first).chain(&self.rest)
    }
}

impl From<Refusal> for Refusals {
    fn from(first: Refusal) -> Self {
        Self { first, rest: Vec::new() }
    }
}

impl fmt::Display for Refusals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, refusal) in self.iter().enumerate() {
            if n > 0 {
                f.write_str(", ")?;
            }
            refusal.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Refusals {}
