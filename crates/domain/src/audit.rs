//! What is written down about every change of state: one entry of the audit log, one event of the outbox.
//!
//! A [`Change`] says what happened to which subject at which revision, in ids and codes only: the log
//! outlives the people it speaks of. Each subject's entries form a chain of hashes, linked by its
//! revisions, so that a missing, altered or inserted entry shows (`docs/adr/0004-audit-chain-per-subject.md`).

use jiff::Timestamp;
use uuid::Uuid;

use crate::id::{
    AccreditationId, AgreementId, AppealId, CaseId, ExchangeWeekId, InvitationId, ListingId, MatchId,
    OrganizationId, PersonId, Revision, SessionId,
};

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// An account.
    Person(PersonId),
    /// An organization.
    Organization(OrganizationId),
    /// An accreditation of an organization.
    Accreditation(AccreditationId),
    /// An organization's appeal against its standing.
    Appeal(AppealId),
    /// An invitation into an organization.
    Invitation(InvitationId),
    /// An exchange week.
    ExchangeWeek(ExchangeWeekId),
    /// A participation, by its own id.
    Participation(Uuid),
    /// A listing.
    Listing(ListingId),
    /// A match.
    Match(MatchId),
    /// An agreement.
    Agreement(AgreementId),
    /// A case of moderation.
    ModerationCase(CaseId),
}

impl Subject {
    /// The name of the kind, as stored and sent.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::Organization(_) => "organization",
            Self::Accreditation(_) => "accreditation",
            Self::Appeal(_) => "appeal",
            Self::Invitation(_) => "invitation",
            Self::ExchangeWeek(_) => "exchange_week",
            Self::Participation(_) => "participation",
            Self::Listing(_) => "listing",
            Self::Match(_) => "match",
            Self::Agreement(_) => "agreement",
            Self::ModerationCase(_) => "moderation_case",
        }
    }

    /// The bare id.
    pub const fn uuid(self) -> Uuid {
        match self {
            Self::Person(id) => id.uuid(),
            Self::Organization(id) => id.uuid(),
            Self::Accreditation(id) => id.uuid(),
            Self::Appeal(id) => id.uuid(),
            Self::Invitation(id) => id.uuid(),
            Self::ExchangeWeek(id) => id.uuid(),
            Self::Participation(id) => id,
            Self::Listing(id) => id.uuid(),
            Self::Match(id) => id.uuid(),
            Self::Agreement(id) => id.uuid(),
            Self::ModerationCase(id) => id.uuid(),
        }
    }
}

/// A detail of a change: an id, a code, a number or a time; never a text that a person wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail {
    /// An identifier.
    Id(Uuid),
    /// A code of a vocabulary, a state or a reference.
    Code(String),
    /// A number.
    Number(i64),
    /// A truth.
    Flag(bool),
    /// An instant.
    At(Timestamp),
}

/// What happened to one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// To what.
    pub subject: Subject,
    /// The revision that it has from then on.
    pub revision: Revision,
    /// What: `listing.published`, `match.accepted`.
    pub action: &'static str,
    /// In which exchange week, if in one.
    pub exchange_week: Option<ExchangeWeekId>,
    /// The details, by name, in order.
    pub details: Vec<(&'static str, Detail)>,
}

impl Change {
    /// A change without details.
    pub fn new(subject: Subject, revision: Revision, action: &'static str) -> Self {
        Self { subject, revision, action, exchange_week: None, details: Vec::new() }
    }

    /// In this exchange week.
    #[must_use]
    pub fn in_week(mut self, week: ExchangeWeekId) -> Self {
        self.exchange_week = Some(week);
        self
    }

    /// With this detail.
    #[must_use]
    pub fn with(mut self, name: &'static str, detail: Detail) -> Self {
        self.details.push((name, detail));
        self
    }
}

/// Who caused a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A person, perhaps for an organization.
    Person {
        /// Who.
        person: PersonId,
        /// The login that they used.
        session: Option<SessionId>,
        /// For whom.
        organization: Option<OrganizationId>,
    },
    /// The service itself: a deadline that passed.
    System,
    /// The import of a sheet, at the command line.
    Import,
}

impl Cause {
    /// The name of the kind, as stored.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Person { .. } => "person",
            Self::System => "system",
            Self::Import => "import",
        }
    }
}

/// When, by whom and in the course of which request a change is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// The instant of the command.
    pub at: Timestamp,
    /// Who.
    pub cause: Cause,
    /// The request, as its logs name it.
    pub request_id: Option<String>,
}
