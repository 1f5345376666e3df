//! What staff decide about organizations.

use ::app::organization::{self, Seen};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use domain::fault::Faults;
use domain::id::OrganizationId;
use domain::organization::RawEvidence;
use domain::vocabulary::Locale;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::body::Organization;
use super::history::EvidenceKind;
use crate::api::Api;
use crate::auth::Signed;
use crate::etag::IfMatch;
use crate::json::Body;
use crate::locale::Spoken;
use crate::problem::Problem;
use crate::reply;
use crate::values::{parse_instant, parse_note};

/// What staff looked at.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganizationVerification {
    /// What was looked at, each with its day; at least one piece.
    #[schema(min_items = 1, max_items = 20)]
    evidence: Vec<EvidenceCreate>,
}

/// A piece of evidence, as it is noted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EvidenceCreate {
    /// The sort.
    kind: EvidenceKind,
    /// What was seen or said; needed for `other`.
    #[serde(default)]
    #[schema(max_length = 1000)]
    note: Option<String>,
    /// The number or address of what was looked at.
    #[serde(default)]
    #[schema(max_length = 300, example = "F1234")]
    reference: Option<String>,
    /// The day; not in the future.
    #[schema(format = Date, max_length = 10, example = "2026-06-01")]
    checked_on: String,
}

impl OrganizationVerification {
    fn raw(self) -> Vec<RawEvidence> {
        let raw = |piece: EvidenceCreate| RawEvidence {
            kind: piece.kind.code().to_owned(),
            note: piece.note.unwrap_or_default(),
            reference: piece.reference.unwrap_or_default(),
            checked_on: piece.checked_on,
        };
        self.evidence.into_iter().map(raw).collect()
    }
}

/// Why an organization does not belong on the bourse.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganizationRejection {
    /// The reason, for its members.
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
}

/// Why, and until when, an organization may not act.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganizationSuspension {
    /// The reason, for its members.
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
    /// Until when; without it, until somebody reinstates it.
    #[serde(default)]
    #[schema(required = false, format = DateTime, max_length = 40, example = "2026-12-24T00:00:00Z")]
    until: Option<String>,
}

/// Verify an organization.
///
/// Lets a waiting organization onto the bourse, by what was looked at. The evidence is kept, and shown to the
/// owners and to staff.
#[utoipa::path(
    put, path = "/v1/organizations/{organization_id}/verification", tag = "organizations",
    params(("organization_id" = Uuid, Path, description = "The organization."), IfMatch),
    request_body = OrganizationVerification,
    responses((status = 200, description = "The organization.", body = Organization)),
)]
pub(super) async fn verify_organization(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
    IfMatch(expected): IfMatch,
    body: Body<OrganizationVerification>,
) -> Result<HttpResponse, Problem> {
    let id = OrganizationId::new(id.into_inner());
    let evidence = body.value.raw();
    let seen = api.run(move |ctx| organization::verify(ctx, &caller, id, expected, &evidence)).await?;
    answer(&seen, locale)
}

/// Reject an organization.
///
/// Keeps a waiting organization off the bourse, with the reason.
#[utoipa::path(
    put, path = "/v1/organizations/{organization_id}/rejection", tag = "organizations",
    params(("organization_id" = Uuid, Path, description = "The organization."), IfMatch),
    request_body = OrganizationRejection,
    responses((status = 200, description = "The organization.", body = Organization)),
)]
pub(super) async fn reject_organization(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
    IfMatch(expected): IfMatch,
    body: Body<OrganizationRejection>,
) -> Result<HttpResponse, Problem> {
    let id = OrganizationId::new(id.into_inner());
    let reason = parse_note("reason", &body.value.reason)?;
    let seen = api.run(move |ctx| organization::reject(ctx, &caller, id, expected, &reason)).await?;
    answer(&seen, locale)
}

/// Suspend an organization.
///
/// It may not act until the given time, or until it is reinstated. What it agreed to stands.
#[utoipa::path(
    put, path = "/v1/organizations/{organization_id}/suspension", tag = "organizations",
    params(("organization_id" = Uuid, Path, description = "The organization."), IfMatch),
    request_body = OrganizationSuspension,
    responses((status = 200, description = "The organization.", body = Organization)),
)]
pub(super) async fn suspend_organization(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
    IfMatch(expected): IfMatch,
    body: Body<OrganizationSuspension>,
) -> Result<HttpResponse, Problem> {
    let id = OrganizationId::new(id.into_inner());
    let reason = parse_note("reason", &body.value.reason)?;
    let until = body.value.until.as_deref().map(parse_instant).transpose();
    let until = until.map_err(|rule| Problem::body(Faults::one("until", rule)))?;
    let seen = api.run(move |ctx| organization::suspend(ctx, &caller, id, expected, &reason, until)).await?;
    answer(&seen, locale)
}

/// Reinstate an organization.
///
/// Ends its suspension.
#[utoipa::path(
    delete, path = "/v1/organizations/{organization_id}/suspension", tag = "organizations",
    params(("organization_id" = Uuid, Path, description = "The organization."), IfMatch),
    responses((status = 200, description = "The organization.", body = Organization)),
)]
pub(super) async fn reinstate_organization(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
    IfMatch(expected): IfMatch,
) -> Result<HttpResponse, Problem> {
    let id = OrganizationId::new(id.into_inner());
    let seen = api.run(move |ctx| organization::reinstate(ctx, &caller, id, expected)).await?;
    answer(&seen, locale)
}

fn answer(seen: &Seen, locale: Locale) -> Result<HttpResponse, Problem> {
    reply::changed(seen.organization.revision, &Organization::of(seen, locale))
}
