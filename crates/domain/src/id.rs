//! Identifiers: one type for each noun, so that one cannot be taken for another.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// Where new identifiers come from. The service gives `UUIDv7`s, tests give a counted sequence.
pub trait IdSource: Send + Sync {
    /// A value that was never given before.
    fn next(&self) -> Uuid;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// The identifier with this value.
            pub const fn new(value: Uuid) -> Self {
                Self(value)
            }

            /// A new identifier.
            pub fn next(ids: &dyn IdSource) -> Self {
                Self(ids.next())
            }

            /// The bare value, for storage and display.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// A second factor.
    FactorId;
    /// A company, association or public body.
    OrganizationId;
    /// A dated accreditation of an organization.
    AccreditationId;
    /// An organization's appeal against its standing.
    AppealId;
    /// An invitation into an organization.
    InvitationId;
    /// An account.
    PersonId;
    /// One login of a person; the family of its rotating refresh tokens.
    SessionId;
    /// One edition of the bourse.
    ExchangeWeekId;
    /// An offer or a request.
    ListingId;
    /// A photo of a listing.
    PhotoId;
    /// A negotiation between two organizations.
    MatchId;
    /// One leg of a match: giver to receiver.
    ContributionId;
    /// An accepted match.
    AgreementId;
    /// A question that waits for a person's judgement.
    CaseId;
    /// What somebody reported.
    AbuseReportId;
    /// An entry of the audit log.
    AuditEntryId;
    /// An event on its way out.
    OutboxEventId;
    /// Work in the queue.
    JobId;
    /// Sheets on their way in.
    ImportId;
    /// Somebody who wants an account.
    RegistrationId;
    /// What is answered by mail.
    AccountRequestId;
    /// A copy of what is held of a person.
    DataExportId;
}

/// How often an aggregate has changed; 1 when it is made. A write names the revision it saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(i64);

impl Revision {
    /// The revision of something just made.
    pub const FIRST: Self = Self(1);

    /// The revision with this number, counted from 1.
    pub const fn new(number: i64) -> Self {
        Self(number)
    }

    /// The one after.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// The number, counted from 1.
    pub const fn number(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
