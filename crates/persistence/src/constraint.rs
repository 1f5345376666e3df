//! The constraints of the schema, by name.

use std::fmt;

macro_rules! constraints {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $columns:literal;)+) => {
        /// A constraint that refused a write.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Constraint {
            $($(#[$doc])* $variant,)+
            /// One that no command is expected to meet.
            Other(String),
        }

        impl Constraint {
            /// PostgreSQL gives the name; SQLite names a check, and of an index only the columns.
            pub(crate) fn named(name: Option<&str>, message: &str) -> Self {
                match name {
                    $(Some($name) => return Self::$variant,)+
                    _ => {}
                }
                $(if message.contains($name) || (!$columns.is_empty() && message.ends_with($columns)) {
                    return Self::$variant;
                })+
                Self::Other(name.unwrap_or(message).to_owned())
            }
        }

        impl fmt::Display for Constraint {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$variant => f.write_str($name),)+
                    Self::Other(name) => f.write_str(name),
                }
            }
        }
    };
}

constraints! {
    /// Held and committed exceed the total of a listing.
    ListingQuantity = "listings_quantity_not_exceeded", "";
    /// The reference of a listing is taken in its week.
    ListingReference = "listings_reference_unique", "listings.exchange_week_id, listings.reference";
    /// The listing has a photo in this slot already.
    PhotoSlot = "photos_slot_unique", "photos.listing_id, photos.slot";
    /// The photos of an organization would take more room than it has.
    PhotoRoom = "photo_room_not_exceeded", "";
    /// The reference of an organization is taken.
    OrganizationReference = "organizations_reference_unique", "organizations.reference";
    /// The reference of an exchange week is taken.
    ExchangeWeekReference = "exchange_weeks_reference_unique", "exchange_weeks.reference";
    /// The address of an account is taken.
    PersonEmail = "persons_email_unique", "persons.email";
    /// The organization is registered for the week already.
    Participation = "participations_pair_unique", "participations.exchange_week_id, participations.organization_id";
    /// The organization has an appeal that is not decided.
    OpenAppeal = "appeals_open_unique", "appeals.organization_id";
    /// The person is a member already.
    Membership = "memberships_pkey", "memberships.organization_id, memberships.person_id";
    /// The two listings are joined in a live match already.
    LivePair = "contributions_live_pair_unique", "contributions.offer_listing_id, contributions.request_listing_id";
    /// The reference of a match is taken.
    MatchReference = "matches_reference_unique", "matches.reference";
    /// The reference of an agreement is taken.
    AgreementReference = "agreements_reference_unique", "agreements.reference";
    /// The match has an agreement already.
    AgreementMatch = "agreements_match_unique", "agreements.match_id";
    /// The party has confirmed already.
    AgreementConfirmation = "agreement_confirmations_pkey", "agreement_confirmations.agreement_id, agreement_confirmations.organization_id";
    /// Another key comes next, or signs.
    SigningKeyState = "signing_keys_state_unique", "signing_keys.state";
    /// The listing has an open case of this kind already.
    OpenCaseOfListing = "moderation_cases_open_listing_unique", "moderation_cases.listing_id, moderation_cases.kind";
    /// The organization has an open case of this kind already.
    OpenCaseOfOrganization = "moderation_cases_open_organization_unique", "moderation_cases.organization_id, moderation_cases.kind";
    /// The person has reported the subject of the case already.
    AbuseReportOfPerson = "abuse_reports_person_unique", "abuse_reports.case_id, abuse_reports.person_id";
    /// An entry of the audit log was to be changed.
    AuditAppendOnly = "audit_entries_append_only", "";
    /// The subject has an entry for this revision already.
    AuditRevision = "audit_entries_subject_unique", "audit_entries.subject_kind, audit_entries.subject_id, audit_entries.subject_revision";
}
