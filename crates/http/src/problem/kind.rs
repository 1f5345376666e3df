//! Every problem type of the API, in one table: its slug and its HTTP status.

use actix_web::http::StatusCode;
use domain::policy::Denied;
use domain::refusal::Refusal;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $slug:literal $status:ident,)+) => {
        /// A problem type. Its slug is the last part of its URI and the `code` of the body.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind {$(
            $(#[$doc])*
            $name,
        )+}

        impl Kind {
            /// All of them, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The last part of its URI.
            pub const fn slug(self) -> &'static str {
                match self {$(Self::$name => $slug,)+}
            }

            /// The status of the answer.
            pub const fn status(self) -> StatusCode {
                match self {$(Self::$name => StatusCode::$status,)+}
            }
        }
    };
}

kinds! {
    /// The request breaks a rule of HTTP that has no problem type of its own.
    RequestInvalid = "request-invalid" BAD_REQUEST,
    /// The body is no JSON.
    MalformedJson = "malformed-json" BAD_REQUEST,
    /// A query parameter is unknown or has an impossible value.
    QueryInvalid = "query-invalid" BAD_REQUEST,
    /// The cursor is not one that this service made for this list.
    CursorInvalid = "cursor-invalid" BAD_REQUEST,
    /// The operation happens once for each key, and there is no key.
    IdempotencyKeyMissing = "idempotency-key-missing" BAD_REQUEST,
    /// No login, or one that no longer holds.
    Unauthenticated = "unauthenticated" UNAUTHORIZED,
    /// The password was right, and the account wants a second factor.
    OneTimeCodeMissing = "one-time-code-missing" UNAUTHORIZED,
    /// The password was right, and the code is not, or was used before.
    OneTimeCodeWrong = "one-time-code-wrong" UNAUTHORIZED,
    /// Address, password or refresh token are wrong.
    CredentialsWrong = "credentials-wrong" UNAUTHORIZED,
    /// Only for those who run the bourse.
    StaffOnly = "staff-only" FORBIDDEN,
    /// Only for organizers.
    OrganizerOnly = "organizer-only" FORBIDDEN,
    /// Only for staff who logged in with a second factor.
    SecondFactorNeeded = "second-factor-needed" FORBIDDEN,
    /// The page from which the request comes may not use the cookie of a login.
    OriginNotAllowed = "origin-not-allowed" FORBIDDEN,
    /// Only for owners and coordinators of the organization.
    RepresentativeOnly = "representative-only" FORBIDDEN,
    /// Only for members of the organization.
    MemberOnly = "member-only" FORBIDDEN,
    /// Not for members of the organization concerned.
    ConflictOfInterest = "conflict-of-interest" FORBIDDEN,
    /// Only for owners of the organization.
    OwnerOnly = "owner-only" FORBIDDEN,
    /// Not there, or not for this caller.
    NotFound = "not-found" NOT_FOUND,
    /// The body did not arrive in time.
    RequestTimeout = "request-timeout" REQUEST_TIMEOUT,
    /// The path exists, without this method.
    MethodNotAllowed = "method-not-allowed" METHOD_NOT_ALLOWED,
    /// The answer does not come in the form asked for.
    NotAcceptable = "not-acceptable" NOT_ACCEPTABLE,
    /// The request with this key is still running.
    IdempotencyKeyInUse = "idempotency-key-in-use" CONFLICT,
    /// The resource has changed since the caller read it.
    PreconditionFailed = "precondition-failed" PRECONDITION_FAILED,
    /// The body is larger than the service takes.
    PayloadTooLarge = "payload-too-large" PAYLOAD_TOO_LARGE,
    /// The body is of another type than the service takes.
    UnsupportedMediaType = "unsupported-media-type" UNSUPPORTED_MEDIA_TYPE,
    /// Fields of the body are wrong.
    ValidationFailed = "validation-failed" UNPROCESSABLE_ENTITY,
    /// The key was used for another request.
    IdempotencyKeyReused = "idempotency-key-reused" UNPROCESSABLE_ENTITY,
    /// A change must name the revision that it was made from.
    PreconditionRequired = "precondition-required" PRECONDITION_REQUIRED,
    /// Too many requests from this caller.
    TooManyRequests = "too-many-requests" TOO_MANY_REQUESTS,
    /// A fault of ours.
    InternalError = "internal-error" INTERNAL_SERVER_ERROR,
    /// Too much to do for the moment.
    Unavailable = "unavailable" SERVICE_UNAVAILABLE,

    /// [`Refusal::InvalidTransition`].
    InvalidTransition = "invalid-transition" CONFLICT,
    /// [`Refusal::PhaseForbids`].
    PhaseForbids = "phase-forbids" CONFLICT,
    /// [`Refusal::PhaseStepInvalid`].
    PhaseStepInvalid = "phase-step-invalid" CONFLICT,
    /// [`Refusal::ReasonRequired`].
    ReasonRequired = "reason-required" CONFLICT,
    /// [`Refusal::OrganizationNotActive`].
    OrganizationNotActive = "organization-not-active" CONFLICT,
    /// [`Refusal::NotParticipating`].
    NotParticipating = "not-participating" CONFLICT,
    /// [`Refusal::ListingCapReached`].
    ListingCapReached = "listing-cap-reached" CONFLICT,
    /// [`Refusal::PhotoCapReached`].
    PhotoCapReached = "photo-cap-reached" CONFLICT,
    /// [`Refusal::PhotoRoomExceeded`].
    PhotoRoomExceeded = "photo-room-exceeded" CONFLICT,
    /// [`Refusal::CategoryNotInWeek`].
    CategoryNotInWeek = "category-not-in-week" CONFLICT,
    /// [`Refusal::ListingNotOpen`].
    ListingNotOpen = "listing-not-open" CONFLICT,
    /// [`Refusal::QuantityExceeded`].
    QuantityExceeded = "quantity-exceeded" CONFLICT,
    /// [`Refusal::TotalBelowClaims`].
    TotalBelowClaims = "total-below-claims" CONFLICT,
    /// [`Refusal::UnitClaimed`].
    UnitClaimed = "unit-claimed" CONFLICT,
    /// [`Refusal::UnitDiffers`].
    UnitDiffers = "unit-differs" CONFLICT,
    /// [`Refusal::SameOrganization`].
    SameOrganization = "same-organization" CONFLICT,
    /// [`Refusal::ListingOfOther`].
    ListingOfOther = "listing-of-other" CONFLICT,
    /// [`Refusal::ListingDirection`].
    ListingDirection = "listing-direction" CONFLICT,
    /// [`Refusal::ListingOfOtherWeek`].
    ListingOfOtherWeek = "listing-of-other-week" CONFLICT,
    /// [`Refusal::CompanyPairNotAllowed`].
    CompanyPairNotAllowed = "company-pair-not-allowed" CONFLICT,
    /// [`Refusal::PairAlreadyMatched`].
    PairAlreadyMatched = "pair-already-matched" CONFLICT,
    /// [`Refusal::HoldExpired`].
    HoldExpired = "hold-expired" CONFLICT,
    /// [`Refusal::NotYourTurn`].
    NotYourTurn = "not-your-turn" CONFLICT,
    /// [`Refusal::TermsChanged`].
    TermsChanged = "terms-changed" CONFLICT,
    /// [`Refusal::AlreadyConfirmed`].
    AlreadyConfirmed = "already-confirmed" CONFLICT,
    /// [`Refusal::ConfirmationOverdue`].
    ConfirmationOverdue = "confirmation-overdue" CONFLICT,
    /// [`Refusal::ConfirmationsMissing`].
    ConfirmationsMissing = "confirmations-missing" CONFLICT,
    /// [`Refusal::RatificationNotRequired`].
    RatificationNotRequired = "ratification-not-required" CONFLICT,
    /// [`Refusal::ExpiryInPast`].
    ExpiryInPast = "expiry-in-past" CONFLICT,
    /// [`Refusal::ReferenceTaken`].
    ReferenceTaken = "reference-taken" CONFLICT,
    /// [`Refusal::EmailTaken`].
    EmailTaken = "email-taken" CONFLICT,
    /// [`Refusal::OrganizationMerged`].
    OrganizationMerged = "organization-merged" GONE,
    /// [`Refusal::MergeBlocked`].
    MergeBlocked = "merge-blocked" CONFLICT,
    /// [`Refusal::InvitationInvalid`].
    InvitationInvalid = "invitation-invalid" CONFLICT,
    /// [`Refusal::AppealOpen`].
    AppealOpen = "appeal-open" CONFLICT,
    /// [`Refusal::CodeInvalid`].
    CodeInvalid = "code-invalid" CONFLICT,
    /// [`Refusal::LastOwner`].
    LastOwner = "last-owner" CONFLICT,
    /// [`Refusal::OwnAccount`].
    OwnAccount = "own-account" CONFLICT,
    /// [`Refusal::FactorCapReached`].
    FactorCapReached = "factor-cap-reached" CONFLICT,
    /// [`Refusal::CaseClaimed`].
    CaseClaimed = "case-claimed" CONFLICT,
    /// [`Refusal::CaseStale`].
    CaseStale = "case-stale" CONFLICT,
    /// [`Refusal::AlreadyReported`].
    AlreadyReported = "already-reported" CONFLICT,
    /// [`Refusal::ReportLimitReached`].
    ReportLimitReached = "report-limit-reached" CONFLICT,
    /// [`Refusal::LoginTooOld`].
    LoginTooOld = "login-too-old" CONFLICT,
}

impl Kind {
    /// The one with this slug.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.slug() == slug)
    }

    /// The most fitting one for a status that came without a problem: from actix itself.
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::UNAUTHORIZED => Self::Unauthenticated,
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::REQUEST_TIMEOUT => Self::RequestTimeout,
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::NOT_ACCEPTABLE => Self::NotAcceptable,
            StatusCode::PAYLOAD_TOO_LARGE => Self::PayloadTooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::UnsupportedMediaType,
            StatusCode::TOO_MANY_REQUESTS => Self::TooManyRequests,
            StatusCode::SERVICE_UNAVAILABLE => Self::Unavailable,
            status if status.is_client_error() => Self::RequestInvalid,
            _ => Self::InternalError,
        }
    }
}

impl From<Denied> for Kind {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::StaffOnly => Self::StaffOnly,
            Denied::OrganizerOnly => Self::OrganizerOnly,
            Denied::SecondFactorNeeded => Self::SecondFactorNeeded,
            Denied::RepresentativeOnly => Self::RepresentativeOnly,
            Denied::MemberOnly => Self::MemberOnly,
            Denied::ConflictOfInterest => Self::ConflictOfInterest,
            Denied::OwnerOnly => Self::OwnerOnly,
        }
    }
}

impl From<&Refusal> for Kind {
    fn from(refusal: &Refusal) -> Self {
        match refusal {
            Refusal::InvalidTransition { .. } => Self::InvalidTransition,
            Refusal::PhaseForbids { .. } => Self::PhaseForbids,
            Refusal::PhaseStepInvalid { .. } => Self::PhaseStepInvalid,
            Refusal::ReasonRequired => Self::ReasonRequired,
            Refusal::OrganizationNotActive { .. } => Self::OrganizationNotActive,
            Refusal::NotParticipating { .. } => Self::NotParticipating,
            Refusal::ListingCapReached { .. } => Self::ListingCapReached,
            Refusal::PhotoCapReached { .. } => Self::PhotoCapReached,
            Refusal::PhotoRoomExceeded { .. } => Self::PhotoRoomExceeded,
            Refusal::CategoryNotInWeek { .. } => Self::CategoryNotInWeek,
            Refusal::ListingNotOpen { .. } => Self::ListingNotOpen,
            Refusal::QuantityExceeded { .. } => Self::QuantityExceeded,
            Refusal::TotalBelowClaims { .. } => Self::TotalBelowClaims,
            Refusal::UnitClaimed => Self::UnitClaimed,
            Refusal::UnitDiffers { .. } => Self::UnitDiffers,
            Refusal::SameOrganization => Self::SameOrganization,
            Refusal::ListingOfOther { .. } => Self::ListingOfOther,
            Refusal::ListingDirection { .. } => Self::ListingDirection,
            Refusal::ListingOfOtherWeek { .. } => Self::ListingOfOtherWeek,
            Refusal::CompanyPairNotAllowed => Self::CompanyPairNotAllowed,
            Refusal::PairAlreadyMatched { .. } => Self::PairAlreadyMatched,
            Refusal::HoldExpired { .. } => Self::HoldExpired,
            Refusal::NotYourTurn => Self::NotYourTurn,
            Refusal::TermsChanged { .. } => Self::TermsChanged,
            Refusal::AlreadyConfirmed => Self::AlreadyConfirmed,
            Refusal::ConfirmationOverdue { .. } => Self::ConfirmationOverdue,
            Refusal::ConfirmationsMissing => Self::ConfirmationsMissing,
            Refusal::RatificationNotRequired => Self::RatificationNotRequired,
            Refusal::ExpiryInPast => Self::ExpiryInPast,
            Refusal::ReferenceTaken { .. } => Self::ReferenceTaken,
            Refusal::EmailTaken => Self::EmailTaken,
            Refusal::OrganizationMerged { .. } => Self::OrganizationMerged,
            Refusal::MergeBlocked { .. } => Self::MergeBlocked,
            Refusal::InvitationInvalid => Self::InvitationInvalid,
            Refusal::AppealOpen => Self::AppealOpen,
            Refusal::CodeInvalid => Self::CodeInvalid,
            Refusal::LastOwner => Self::LastOwner,
            Refusal::OwnAccount => Self::OwnAccount,
            Refusal::FactorCapReached { .. } => Self::FactorCapReached,
            Refusal::CaseClaimed { .. } => Self::CaseClaimed,
            Refusal::CaseStale { .. } => Self::CaseStale,
            Refusal::AlreadyReported => Self::AlreadyReported,
            Refusal::ReportLimitReached { .. } => Self::ReportLimitReached,
            Refusal::LoginTooOld => Self::LoginTooOld,
        }
    }
}
