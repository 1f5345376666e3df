//! English.

use super::Words;
use crate::problem::fault::Shape;
use crate::problem::kind::Kind;

pub(super) const fn shape(shape: Shape) -> (&'static str, &'static str) {
    match shape {
        Shape::UnknownName => ("There is no such field.", "Remove it or correct its name."),
        Shape::WrongType => ("The value has the wrong type.", "Give a value of the documented type."),
        Shape::NotInList => ("This is not one of the possible values.", "Take one of the documented values."),
        Shape::Repeated => ("It is given more than once.", "Give it once."),
    }
}

#[expect(clippy::too_many_lines, reason = "one table, and a `match` cannot be split without a wildcard")]
pub(super) const fn words(kind: Kind) -> Words {
    match kind {
        Kind::RequestInvalid => Words::new(
            "Invalid request",
            "The request is not well-formed.",
            "Check the request against the documentation of the operation.",
        ),
        Kind::MalformedJson => Words::new(
            "Malformed JSON",
            "The body is not a JSON document, or is nested too deeply.",
            "Send one JSON object in UTF-8.",
        ),
        Kind::QueryInvalid => Words::new(
            "Invalid query",
            "A query parameter is unknown, repeated or has an impossible value.",
            "Correct the parameters named under `errors`.",
        ),
        Kind::CursorInvalid => Words::new(
            "Invalid cursor",
            "The cursor was not made for this list with these filters, this order and this caller.",
            "Start again without `cursor`, and pass on `next_cursor` unchanged.",
        ),
        Kind::IdempotencyKeyMissing => Words::new(
            "Idempotency key missing",
            "This operation happens once for each `Idempotency-Key`, and the request has no usable one.",
            "Send a new random `Idempotency-Key` (1 to 255 visible ASCII characters); repeat it only to retry.",
        ),
        Kind::Unauthenticated => Words::new(
            "Not logged in",
            "The request has no valid access token.",
            "Log in or refresh the access token, and send it as `Authorization: Bearer`.",
        ),
        Kind::OneTimeCodeMissing => Words::new(
            "One-time code needed",
            "The password is right, and this account also wants a code.",
            "Log in again with `one_time_code`: six digits of the authenticator, or a recovery code.",
        ),
        Kind::OneTimeCodeWrong => Words::new(
            "Wrong one-time code",
            "The code is wrong, was used before, or came after too many wrong ones.",
            "Wait for the next code of the authenticator, or use a recovery code.",
        ),
        Kind::CredentialsWrong => Words::new(
            "Wrong credentials",
            "The address, the password or the refresh token is wrong, or no longer valid.",
            "Check them and log in again.",
        ),
        Kind::StaffOnly => Words::new(
            "Only for staff",
            "Only those who run the bourse may do this.",
            "Ask an organizer or a broker.",
        ),
        Kind::OrganizerOnly => Words::new(
            "Only for organizers",
            "Only organizers of the bourse may do this.",
            "Ask an organizer.",
        ),
        Kind::SecondFactorNeeded => Words::new(
            "Second factor needed",
            "Staff act only in a login that was opened with a second factor, and this one was not.",
            "Set up a second factor if you have none, and log in again with its code.",
        ),
        Kind::OriginNotAllowed => Words::new(
            "Page not allowed",
            "The refresh token is in a cookie, and the request does not come from a page that may use it.",
            "Call from a page whose origin the operator has listed, or ask for the token in the body.",
        ),
        Kind::RepresentativeOnly => Words::new(
            "Only for representatives",
            "Only owners and coordinators of the organization may do this.",
            "Ask an owner or a coordinator of the organization.",
        ),
        Kind::MemberOnly => Words::new(
            "Only for members",
            "Only members of the organization may do this.",
            "Ask an owner of the organization to invite you.",
        ),
        Kind::OwnerOnly => Words::new(
            "Only for owners",
            "Only owners of the organization may do this.",
            "Ask an owner of the organization.",
        ),
        Kind::NotFound => Words::new(
            "Not found",
            "There is nothing here, or nothing that you may see.",
            "Check the address, and whether you are logged in.",
        ),
        Kind::RequestTimeout => Words::new(
            "Body too slow",
            "The body did not arrive within ten seconds.",
            "Send the request again over a better connection.",
        ),
        Kind::MethodNotAllowed => Words::new(
            "Method not allowed",
            "This address exists, but not with this method.",
            "Use one of the methods in the `Allow` header.",
        ),
        Kind::NotAcceptable => Words::new(
            "Not acceptable",
            "The answer does not come in a form that `Accept` allows.",
            "Accept `application/json`.",
        ),
        Kind::IdempotencyKeyInUse => Words::new(
            "Request still running",
            "The first request with this `Idempotency-Key` is still running.",
            "Wait as long as `Retry-After` says, and send the same request again.",
        ),
        Kind::PreconditionFailed => Words::new(
            "Changed in the meantime",
            "The resource has changed since you read it.",
            "Read it again, and repeat the change with its new `ETag` if you still want it.",
        ),
        Kind::PayloadTooLarge => Words::new(
            "Body too large",
            "The body is larger than this operation takes.",
            "Send at most 64 KiB.",
        ),
        Kind::UnsupportedMediaType => Words::new(
            "Unsupported media type",
            "The body is not declared as the type that this operation takes.",
            "Send `Content-Type: application/json`.",
        ),
        Kind::ValidationFailed => Words::new(
            "Invalid fields",
            "Fields of the body are missing or wrong.",
            "Correct every field named under `errors`.",
        ),
        Kind::IdempotencyKeyReused => Words::new(
            "Idempotency key reused",
            "This `Idempotency-Key` was used for another request.",
            "Send a new key with a new request.",
        ),
        Kind::PreconditionRequired => Words::new(
            "Revision required",
            "A change must say which revision it was made from.",
            "Send one `If-Match` with the `ETag` that you read; `*` is not enough.",
        ),
        Kind::TooManyRequests => Words::new(
            "Too many requests",
            "More requests came than the limit allows.",
            "Wait as long as `Retry-After` says.",
        ),
        Kind::InternalError => Words::new(
            "Internal error",
            "Something went wrong on our side.",
            "Try again later; if it happens again, tell us the request id.",
        ),
        Kind::Unavailable => Words::new(
            "Busy",
            "The service has too much to do for the moment.",
            "Wait as long as `Retry-After` says, and send the same request again.",
        ),
        Kind::InvalidTransition => Words::new(
            "Not possible in this state",
            "The state of the resource does not allow this.",
            "Read it again; `actions` says what is possible now.",
        )
        .detail("The state is `{current_status}`, which does not allow this. Possible: {allowed_actions}."),
        Kind::PhaseForbids => Words::new(
            "Not in this phase",
            "The phase of the exchange week does not allow this.",
            "Wait for the phase that allows it, or ask an organizer.",
        )
        .detail("The exchange week is in the phase `{phase}`; this is possible in: {allowed_phases}."),
        Kind::PhaseStepInvalid => Words::new(
            "No such step",
            "The phases of an exchange week follow each other; only one step back is possible.",
            "Take the next phase or, with a reason, the one before.",
        )
        .detail("No step leads from the phase `{phase}` to `{asked_phase}`."),
        Kind::ReasonRequired => Words::new(
            "Reason required",
            "This step needs a reason.",
            "Give a `reason`.",
        ),
        Kind::OrganizationNotActive => Words::new(
            "Organization not active",
            "The organization is not verified, or is suspended.",
            "Wait for the verification, or talk to the organizers.",
        )
        .detail("The standing of the organization {organization_id} is `{standing}`; it must be `verified`."),
        Kind::NotParticipating => Words::new(
            "Not participating",
            "The organization is not admitted to the exchange week.",
            "Register it for the exchange week and wait for its admission.",
        )
        .detail("The organization {organization_id} is not admitted to the exchange week."),
        Kind::ListingCapReached => Words::new(
            "Too many listings",
            "The organization has as many open listings as the exchange week allows.",
            "Close a listing first.",
        )
        .detail("The exchange week allows {max} open listings for each organization, and there are as many."),
        Kind::PhotoCapReached => Words::new(
            "Too many photos",
            "The listing has as many photos as a listing may have.",
            "Remove a photo first.",
        )
        .detail("A listing has at most {max} photos, and this one has as many."),
        Kind::PhotoRoomExceeded => Words::new(
            "No room for more photos",
            "The photos of the organization’s listings together take as much room as it has.",
            "Remove photos from listings that are over.",
        )
        .detail("All photos of an organization together have at most {max} megabytes, and this one would exceed that."),
        Kind::CategoryNotInWeek => Words::new(
            "Category not in this week",
            "The exchange week does not have this category.",
            "Choose one of the categories of the exchange week.",
        )
        .detail("The exchange week does not have the category `{category}`."),
        Kind::ListingNotOpen => Words::new(
            "Listing not open",
            "The listing is not published.",
            "Choose another listing, or wait until it is published.",
        )
        .detail("The listing {listing_id} is in the state `{current_status}`; it must be `published`."),
        Kind::QuantityExceeded => Words::new(
            "Not enough left",
            "More was asked for than remains of the listing.",
            "Ask for no more than remains.",
        )
        .detail("Of the listing {listing_id}, {remaining} remain and {requested} were asked for (unit: {unit})."),
        Kind::TotalBelowClaims => Words::new(
            "Total too low",
            "The total may not fall below what is held and committed.",
            "Choose a higher total, or end a match first.",
        )
        .detail("The total of {total} is below what is held ({held}) and committed ({committed})."),
        Kind::UnitClaimed => Words::new(
            "Unit in use",
            "The unit cannot change while a quantity is held or committed.",
            "End the matches first, or post a new listing.",
        ),
        Kind::UnitDiffers => Words::new(
            "Different unit",
            "The contribution is not in the unit of the listing.",
            "Use the unit of the listing.",
        )
        .detail("The listing {listing_id} is counted in another unit: {unit}."),
        Kind::SameOrganization => Words::new(
            "Same organization",
            "An exchange is between two different organizations.",
            "Choose a listing of another organization.",
        ),
        Kind::ListingOfOther => Words::new(
            "Listing of somebody else",
            "The listing belongs to neither side, or to the wrong one.",
            "Cite the giver's offer or the receiver's request.",
        )
        .detail("The listing {listing_id} belongs to neither side, or to the wrong one."),
        Kind::ListingDirection => Words::new(
            "Wrong direction",
            "An offer was cited as a request, or the reverse.",
            "Cite offers as offers and requests as requests.",
        )
        .detail("The listing {listing_id} was cited in the wrong direction."),
        Kind::ListingOfOtherWeek => Words::new(
            "Another week",
            "The listings belong to different exchange weeks.",
            "Cite listings of the same exchange week.",
        )
        .detail("The listing {listing_id} belongs to another exchange week."),
        Kind::CompanyPairNotAllowed => Words::new(
            "Two companies",
            "This exchange week does not allow exchanges between two companies.",
            "Choose an association as your partner.",
        ),
        Kind::PairAlreadyMatched => Words::new(
            "Already matched",
            "The two listings are already joined in a live match.",
            "Continue the existing match.",
        )
        .detail("The listings {offer_listing_id} and {request_listing_id} are already joined in a match: {blocking_match_id}."),
        Kind::HoldExpired => Words::new(
            "Too late",
            "The time to answer the proposal has run out.",
            "Make a new proposal.",
        )
        .detail("The proposal could be answered until {expired_at}."),
        Kind::NotYourTurn => Words::new(
            "Not your turn",
            "The other side must answer now.",
            "Wait for the answer, or withdraw your proposal.",
        ),
        Kind::TermsChanged => Words::new(
            "Other terms",
            "The confirmation names other terms than those agreed.",
            "Read the terms again, and confirm those.",
        )
        .detail("The terms that stand are number {terms_revision}."),
        Kind::AlreadyConfirmed => Words::new(
            "Already confirmed",
            "Your organization has confirmed already.",
            "There is nothing to do; wait for the other side.",
        ),
        Kind::ConfirmationOverdue => Words::new(
            "Too late to confirm",
            "The time to confirm has run out.",
            "Make a new proposal.",
        )
        .detail("The agreement could be confirmed until {confirm_until}."),
        Kind::ConfirmationsMissing => Words::new(
            "Confirmations missing",
            "Ratification follows the confirmations of both sides.",
            "Wait until both have confirmed.",
        ),
        Kind::RatificationNotRequired => Words::new(
            "No ratification",
            "This exchange week asks for no ratification.",
            "There is nothing to do.",
        ),
        Kind::ExpiryInPast => Words::new(
            "Expiry in the past",
            "The day of expiry has passed.",
            "Choose a later day.",
        ),
        Kind::ReferenceTaken => Words::new(
            "Reference taken",
            "The reference is already in use.",
            "Choose another reference.",
        )
        .detail("The reference {reference} is already in use."),
        Kind::EmailTaken => Words::new(
            "Address taken",
            "Another account uses this e-mail address.",
            "Log in with it, or use another address.",
        ),
        Kind::OwnAccount => Words::new(
            "Own account",
            "Nobody closes their own account with the right of staff.",
            "Ask another organizer.",
        ),
        Kind::FactorCapReached => Words::new(
            "Enough second factors",
            "The account has as many second factors as one may have.",
            "Remove one that you no longer use.",
        )
        .detail("The account has {max} second factors, and may have no more."),
        Kind::OrganizationMerged => Words::new(
            "Organization merged",
            "The organization was merged into another one.",
            "Use the organization named by `merged_into_id`.",
        )
        .detail("It is now a part of {merged_into_id}."),
        Kind::MergeBlocked => Words::new(
            "Merge blocked",
            "The two organizations have matches or agreements with each other, so they cannot become one.",
            "Look at the matches and agreements that are named; both organizations stay.",
        ),
        Kind::InvitationInvalid => Words::new(
            "Invitation invalid",
            "The invitation was used, taken back or has run out, it went to another address, or whoever sent it may no longer do so.",
            "Log in with the address to which it was sent, or ask for a new invitation.",
        ),
        Kind::AppealOpen => Words::new(
            "Appeal open",
            "The organization has an appeal that is not decided yet.",
            "Wait for the decision on it.",
        ),
        Kind::CodeInvalid => Words::new(
            "Code not valid",
            "The code is not one of this service, was used already, or has expired.",
            "Ask for a new mail, and use the code of the latest one.",
        ),
        Kind::LoginTooOld => Words::new(
            "Login too old",
            "This needs a login that is not older than 15 minutes.",
            "Log in again, then repeat the request.",
        ),
        Kind::LastOwner => Words::new(
            "Last owner",
            "An active organization keeps at least one owner.",
            "Make somebody else an owner first.",
        ),
        Kind::ConflictOfInterest => Words::new(
            "Conflict of interest",
            "You belong to the organization concerned, so you cannot judge what it posts.",
            "Leave it to a colleague.",
        ),
        Kind::CaseClaimed => Words::new(
            "Somebody is looking at it",
            "Another member of staff is looking at this case.",
            "Take the next one, or wait until they are done.",
        )
        .detail("Another member of staff is looking at this case until {claimed_until}."),
        Kind::CaseStale => Words::new(
            "Changed since it was judged",
            "What the case is about has changed since it was read.",
            "Read the case again, and decide about what it says now.",
        )
        .detail("What the case is about has changed since it was read; it is at revision {subject_revision} now."),
        Kind::AlreadyReported => Words::new(
            "Reported already",
            "You have reported this, and nobody has decided yet.",
            "There is nothing to do; you see the outcome in your reports.",
        ),
        Kind::ReportLimitReached => Words::new(
            "Too many reports",
            "You have made as many reports as one may within 24 hours.",
            "Report more tomorrow, or write to an organizer.",
        )
        .detail("You have made {max} reports within 24 hours."),
    }
}
