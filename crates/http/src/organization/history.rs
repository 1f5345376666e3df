//! How an organization came to its standing.

use ::app::organization::{self, StandingChange};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use domain::id::{OrganizationId, PersonId};
use domain::organization::{self as nouns, Evidence};
use domain::text::{Line, Prose};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::body::OrganizationStatus;
use crate::api::Api;
use crate::auth::Signed;
use crate::problem::Problem;
use crate::reply;
use crate::values::{Day, Instant};

/// How an organization came to its standing.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StandingHistory {
    /// The decisions, the latest first.
    #[schema(max_items = 1000)]
    items: Vec<StandingEntry>,
}

/// One decision about the standing of an organization.
#[derive(Debug, Serialize, ToSchema)]
struct StandingEntry {
    /// What the organization was from then on.
    status: OrganizationStatus,
    /// Why, if somebody said.
    #[schema(required = true, max_length = 2000)]
    reason: Option<String>,
    /// Until when by itself.
    #[schema(required = true)]
    until: Option<Instant>,
    /// When.
    changed_at: Instant,
    /// Who decided it: for staff, else null; null where nobody did.
    #[schema(required = true)]
    changed_by_person_id: Option<Uuid>,
    /// What was looked at, for a verification.
    #[schema(max_items = 20)]
    evidence: Vec<VerificationEvidence>,
}

/// Something that staff looked at.
#[derive(Debug, Serialize, ToSchema)]
struct VerificationEvidence {
    /// The sort.
    kind: EvidenceKind,
    /// What was seen or said.
    #[schema(required = true, max_length = 1000)]
    note: Option<String>,
    /// The number or address of what was looked at.
    #[schema(required = true, max_length = 300)]
    reference: Option<String>,
    /// The day.
    checked_on: Day,
    /// Who looked: for staff, else null.
    #[schema(required = true)]
    checked_by_person_id: Option<Uuid>,
}

/// The sort of a piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum EvidenceKind {
    /// An extract of the register of commerce and companies.
    RcsExtract,
    /// The statutes.
    Statutes,
    /// Its website.
    Website,
    /// A telephone call.
    PhoneCall,
    /// A visit.
    Visit,
    /// Something else; the note says what.
    Other,
}

impl EvidenceKind {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::RcsExtract => "rcs_extract",
            Self::Statutes => "statutes",
            Self::Website => "website",
            Self::PhoneCall => "phone_call",
            Self::Visit => "visit",
            Self::Other => "other",
        }
    }
}

impl From<nouns::EvidenceKind> for EvidenceKind {
    fn from(kind: nouns::EvidenceKind) -> Self {
        match kind {
            nouns::EvidenceKind::RcsExtract => Self::RcsExtract,
            nouns::EvidenceKind::Statutes => Self::Statutes,
            nouns::EvidenceKind::Website => Self::Website,
            nouns::EvidenceKind::PhoneCall => Self::PhoneCall,
            nouns::EvidenceKind::Visit => Self::Visit,
            nouns::EvidenceKind::Other => Self::Other,
        }
    }
}

/// Get the history of an organization's standing.
///
/// Every decision with its reason and what was looked at, the latest first: for the owners and for staff.
#[utoipa::path(
    get, path = "/v1/organizations/{organization_id}/standing-history", tag = "organizations",
    params(("organization_id" = Uuid, Path, description = "The organization.")),
    responses((status = 200, description = "The history.", body = StandingHistory)),
)]
pub(super) async fn get_standing_history(
    api: Data<Api>,
    Signed(caller): Signed,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let id = OrganizationId::new(id.into_inner());
    let (found, staff) = api.run(move |ctx| organization::standing_history(ctx, &caller, id)).await?;
    reply::plain(&StandingHistory {
        items: found.iter().map(|change| StandingEntry::of(change, staff)).collect(),
    })
}

impl StandingEntry {
    fn of(change: &StandingChange, staff: bool) -> Self {
        let standing = &change.standing;
        Self {
            status: OrganizationStatus::decided(standing),
            reason: standing.reason().map(str::to_owned),
            until: standing.until().map(Into::into),
            changed_at: standing.at().into(),
            changed_by_person_id: standing.by().filter(|_| staff).map(PersonId::uuid),
            evidence: change.evidence.iter().map(|piece| VerificationEvidence::of(piece, staff)).collect(),
        }
    }
}

impl VerificationEvidence {
    fn of(piece: &Evidence, staff: bool) -> Self {
        Self {
            kind: piece.kind.into(),
            note: piece.note.as_ref().map(Prose::as_str).map(str::to_owned),
            reference: piece.reference.as_ref().map(Line::as_str).map(str::to_owned),
            checked_on: piece.checked_on.into(),
            checked_by_person_id: staff.then(|| piece.by.uuid()),
        }
    }
}
