//! The policy: one row for each operation.
//!
//! A row has three lines: on what is home's own, on what is another's, and on what is home's own while home
//! is suspended. A line has ten cells, in this order:
//!
//! ```text
//! nobody, garbage, expired, banned   volunteer, coordinator, owner   stranger   broker, organizer
//! ```
//!
//! `+` it is done; `0` it is answered, and what the caller may not see is left out; `1` 401; `3` 403; `4` 404;
//! `9` 409 because the organization may not act, because of the state that its suspension means, because
//! somebody else has it, or because the secret is somebody else's.

/// What the document says of an operation in `x-access`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    Public,
    Visitor,
    Person,
    Member,
    Coordinator,
    Staff,
}

impl Access {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Visitor => "visitor",
            Self::Person => "person",
            Self::Member => "member",
            Self::Coordinator => "coordinator",
            Self::Staff => "staff",
        }
    }
}

/// The row of an operation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) access: Access,
    pub(super) lines: [&'static str; 3],
}

const fn row(access: Access, own: &'static str, other: &'static str, suspended: &'static str) -> Row {
    Row { access, lines: [own, other, suspended] }
}

const fn alike(access: Access, line: &'static str) -> Row {
    row(access, line, line, line)
}

/// The same for everybody, whatever they show.
const PUBLIC: Row = alike(Access::Public, "++++ +++ + ++");
/// For everybody, but a login that is shown must hold.
const VISITOR: Row = alike(Access::Visitor, "+111 +++ + ++");
/// For everybody with a login.
const PERSON: Row = alike(Access::Person, "1111 +++ + ++");
/// What the active show to everybody; while they are suspended, to their members and to staff.
const SHOWN: Row = row(Access::Visitor, "+111 +++ + ++", "+111 +++ + ++", "4111 +++ 4 ++");
/// The same in a list.
const LISTED: Row = row(Access::Visitor, "+111 +++ + ++", "+111 +++ + ++", "0111 +++ 0 ++");
/// What two parties have with each other is for their members and for staff, whatever their standing.
const PARTIES: Row = row(Access::Member, "1111 +++ 4 ++", "1111 444 4 ++", "1111 +++ 4 ++");
/// The same in a list.
const PARTIES_LISTED: Row = row(Access::Member, "1111 +++ 0 ++", "1111 000 0 ++", "1111 +++ 0 ++");
/// What the representatives of a party do to what only the parties see; only while it may act.
const PARTY_ACTS: Row = row(Access::Coordinator, "1111 3++ 4 33", "1111 444 4 33", "1111 399 4 33");
/// The same for what even a suspended party may do: leave.
const PARTY_LEAVES: Row = row(Access::Coordinator, "1111 3++ 4 33", "1111 444 4 33", "1111 3++ 4 33");
/// What an organization's representatives do to what everybody sees, and may do while it is suspended.
const OWN_SHOWN: Row = row(Access::Coordinator, "1111 3++ 3 33", "1111 333 3 33", "1111 3++ 4 33");
/// What they begin in its name; only while it may act.
const IN_ITS_NAME: Row = row(Access::Coordinator, "1111 3++ 3 33", "1111 333 3 33", "1111 399 4 33");
/// What staff do to what only its members see.
const STAFF_ON_HIDDEN: Row = row(Access::Staff, "1111 333 4 ++", "1111 444 4 ++", "1111 333 4 ++");
/// What staff do to what nobody else is told of.
const STAFF: Row = alike(Access::Staff, "1111 333 3 ++");
/// What only staff may know of at all.
const QUEUE: Row = alike(Access::Staff, "1111 333 3 ++");
/// What everybody with a login does to what they see.
const REPORTED: Row = row(Access::Person, "1111 +++ + ++", "1111 +++ + ++", "1111 +++ 4 ++");
/// What an organization's owners read, and staff.
const OWNERS: Row = row(Access::Member, "1111 33+ 4 ++", "1111 444 4 ++", "1111 33+ 4 ++");
/// What those who speak for an organization do and read, and staff.
const SPEAKERS: Row = row(Access::Coordinator, "1111 3++ 4 ++", "1111 444 4 ++", "1111 3++ 4 ++");
/// What organizers do to weeks.
const ORGANIZERS: Row = alike(Access::Staff, "1111 333 3 3+");

/// What somebody has sent is for them and for staff.
const SENT: Row = row(Access::Person, "1111 44+ 4 ++", "1111 444 4 ++", "1111 44+ 4 ++");

/// Every operation.
pub(super) const POLICY: &[(&str, Row)] = &[
    // The contract, and what operators ask.
    ("get_json_web_keys", PUBLIC),
    ("get_liveness", PUBLIC),
    ("get_readiness", PUBLIC),
    ("get_openapi", PUBLIC),
    ("list_problems", PUBLIC),
    ("get_problem", PUBLIC),
    // The vocabularies.
    ("list_units", PUBLIC),
    ("list_categories", PUBLIC),
    ("list_skills", PUBLIC),
    ("list_languages", PUBLIC),
    ("list_places", PUBLIC),
    // One's own account.
    ("create_session", PUBLIC),
    ("refresh_session", PUBLIC),
    ("delete_current_session", PERSON),
    // Only one's own.
    ("delete_session", alike(Access::Person, "1111 444 4 +4")),
    ("delete_other_sessions", PERSON),
    ("list_sessions", PERSON),
    ("get_me", PERSON),
    ("list_mfa_factors", PERSON),
    ("create_mfa_factor", PERSON),
    // Only one's own.
    ("confirm_mfa_factor", alike(Access::Person, "1111 444 4 +4")),
    ("get_mfa_factor", alike(Access::Person, "1111 444 4 +4")),
    ("delete_mfa_factor", alike(Access::Person, "1111 444 4 +4")),
    ("renew_recovery_codes", alike(Access::Person, "1111 444 4 +4")),
    // Accounts, for those who run the bourse.
    ("get_person_suspension", STAFF),
    ("suspend_person", STAFF),
    ("reinstate_person", STAFF),
    ("list_my_memberships", PERSON),
    ("list_my_consents", PERSON),
    ("accept_terms", PERSON),
    ("withdraw_terms", PERSON),
    ("create_registration", PUBLIC),
    ("request_email_verification", PUBLIC),
    ("verify_email", PUBLIC),
    ("request_password_reset", PUBLIC),
    ("reset_password", PUBLIC),
    ("change_password", PERSON),
    ("request_email_change", PERSON),
    ("confirm_email_change", PUBLIC),
    ("reverse_email_change", PUBLIC),
    ("update_me", PERSON),
    ("delete_me", PERSON),
    ("create_data_export", PERSON),
    // A copy is for the one of whom it is, and does not exist for anybody else.
    ("get_data_export", alike(Access::Person, "1111 +44 4 44")),
    // Organizations.
    ("list_organizations", LISTED),
    ("create_organization", PERSON),
    ("get_organization", SHOWN),
    ("update_organization", row(Access::Coordinator, "1111 3++ 3 ++", "1111 333 3 ++", "1111 3++ 4 ++")),
    // Who works for whom is nobody else's business.
    ("list_members", PARTIES),
    ("get_member", PARTIES),
    ("update_member", row(Access::Member, "1111 33+ 4 ++", "1111 444 4 ++", "1111 33+ 4 ++")),
    ("remove_member", row(Access::Member, "1111 3++ 4 ++", "1111 444 4 ++", "1111 3++ 4 ++")),
    ("create_invitation", SPEAKERS),
    ("list_invitations", SPEAKERS),
    ("get_invitation", SPEAKERS),
    ("revoke_invitation", SPEAKERS),
    // It goes to the stranger's address.
    ("accept_invitation", alike(Access::Person, "1111 999 + 99")),
    ("list_organization_duplicates", alike(Access::Staff, "1111 333 3 ++")),
    ("merge_organization", row(Access::Staff, "1111 333 3 ++", "1111 333 3 ++", "1111 333 4 ++")),
    ("get_standing_history", OWNERS),
    ("list_accreditations", SHOWN),
    ("get_accreditation", SHOWN),
    ("create_accreditation", row(Access::Staff, "1111 333 3 ++", "1111 333 3 ++", "1111 333 4 ++")),
    ("withdraw_accreditation", row(Access::Staff, "1111 333 3 ++", "1111 333 3 ++", "1111 333 4 ++")),
    ("create_appeal", row(Access::Member, "1111 33+ 4 33", "1111 444 4 33", "1111 33+ 4 33")),
    ("list_appeals", OWNERS),
    ("get_appeal", OWNERS),
    ("decide_appeal", STAFF_ON_HIDDEN),
    // One that waits is seen by its members and by staff; one that is suspended cannot be verified.
    ("verify_organization", row(Access::Staff, "1111 333 4 ++", "1111 444 4 ++", "1111 333 4 99")),
    ("reject_organization", row(Access::Staff, "1111 333 4 ++", "1111 444 4 ++", "1111 333 4 99")),
    ("suspend_organization", row(Access::Staff, "1111 333 3 ++", "1111 333 3 ++", "1111 333 4 99")),
    ("reinstate_organization", STAFF_ON_HIDDEN),
    // What one owns, as sheets.
    ("export_organization", row(Access::Coordinator, "1111 3++ 3 ++", "1111 333 3 ++", "1111 3++ 4 ++")),
    ("export_exchange_week", ORGANIZERS),
    // Whoever speaks for any organization may send its listings; rows of others are refused one by one.
    ("create_import", alike(Access::Coordinator, "1111 3++ + 3+")),
    // Only one's own: the organizer's.
    ("list_imports", alike(Access::Person, "1111 000 0 0+")),
    ("get_import", SENT),
    ("list_import_rows", SENT),
    ("export_import_errors", SENT),
    ("cancel_import", SENT),
    // Exchange weeks.
    ("list_exchange_weeks", VISITOR),
    ("get_exchange_week", VISITOR),
    ("create_exchange_week", ORGANIZERS),
    ("update_exchange_week", ORGANIZERS),
    ("move_exchange_week", ORGANIZERS),
    // Participations.
    ("list_participations", LISTED),
    ("get_participation", SHOWN),
    ("request_participation", IN_ITS_NAME),
    ("withdraw_participation", OWN_SHOWN),
    ("admit_participation", row(Access::Staff, "1111 333 4 ++", "1111 444 4 ++", "1111 333 4 99")),
    ("refuse_participation", STAFF_ON_HIDDEN),
    // Listings.
    ("list_listings", LISTED),
    ("get_listing_facets", VISITOR),
    // Whoever names an organization that is not theirs gets the same answer whether it is there or not. A
    // draft shows nothing to anybody, so a suspended organization may go on writing.
    ("create_listing", row(Access::Coordinator, "1111 3++ 3 33", "1111 333 3 33", "1111 3++ 3 33")),
    ("get_listing", SHOWN),
    ("update_listing", OWN_SHOWN),
    ("delete_listing", PARTY_LEAVES),
    ("publish_listing", PARTY_ACTS),
    ("pause_listing", OWN_SHOWN),
    ("resume_listing", IN_ITS_NAME),
    ("close_listing", OWN_SHOWN),
    ("approve_listing", row(Access::Staff, "1111 333 4 ++", "1111 444 4 ++", "1111 333 4 99")),
    ("reject_listing", STAFF_ON_HIDDEN),
    ("check_texts", PERSON),
    ("delete_pending_change", OWN_SHOWN),
    ("get_listing_history", row(Access::Member, "1111 +++ 3 ++", "1111 333 3 ++", "1111 +++ 4 ++")),
    // Moderation.
    ("list_moderation_cases", QUEUE),
    ("get_moderation_counts", QUEUE),
    ("get_moderation_case", QUEUE),
    ("claim_moderation_case", QUEUE),
    // The broker has it; the organizer cannot take it away.
    ("release_moderation_case", alike(Access::Staff, "1111 333 3 +9")),
    ("decide_moderation_case", row(Access::Staff, "1111 333 3 ++", "1111 333 3 ++", "1111 333 3 99")),
    ("list_moderation_reasons", PUBLIC),
    // Whoever can see something can report it.
    ("report_listing", REPORTED),
    ("report_organization", REPORTED),
    ("list_abuse_reports", PERSON),
    // A report belongs to whoever made it: here a volunteer of home. Staff read it in its case.
    ("get_abuse_report", alike(Access::Person, "1111 +44 4 44")),
    // Photos are seen by whoever sees their listing, and changed by whoever changes it.
    ("list_listing_photos", SHOWN),
    ("create_listing_photo", OWN_SHOWN),
    ("get_listing_photo", SHOWN),
    ("update_listing_photo", OWN_SHOWN),
    ("delete_listing_photo", OWN_SHOWN),
    ("get_photo_image", SHOWN),
    // Matches.
    ("list_matches", PARTIES_LISTED),
    ("get_match", PARTIES),
    ("list_match_terms", PARTIES),
    ("create_match", row(Access::Coordinator, "1111 3++ 3 33", "1111 333 3 33", "1111 399 3 33")),
    ("accept_match", PARTY_ACTS),
    ("counter_match", PARTY_ACTS),
    ("reject_match", PARTY_LEAVES),
    ("withdraw_match", PARTY_LEAVES),
    // Agreements.
    ("list_agreements", PARTIES_LISTED),
    ("get_agreement", PARTIES),
    ("get_agreement_document", PARTIES),
    ("confirm_agreement", PARTY_ACTS),
    ("ratify_agreement", row(Access::Staff, "1111 333 4 ++", "1111 444 4 ++", "1111 333 4 99")),
    // Staff may call any agreement off.
    ("cancel_agreement", row(Access::Coordinator, "1111 3++ 4 ++", "1111 444 4 ++", "1111 3++ 4 ++")),
    ("note_first_contact", PARTY_LEAVES),
];
