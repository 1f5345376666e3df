//! Founding and describing organizations.

use ::app::organization;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use domain::id::OrganizationId;
use domain::organization::Draft;
use uuid::Uuid;

use super::body::OrganizationWritten;
use super::form::{OrganizationCreate, OrganizationPatch};
use crate::api::Api;
use crate::auth::Signed;
use crate::etag::IfMatch;
use crate::idempotency::IdempotencyKey;
use crate::json::Body;
use crate::locale::Spoken;
use crate::problem::Problem;
use crate::reply;

/// Found an organization.
///
/// The caller becomes its owner. It acts on the bourse once staff have verified it.
#[utoipa::path(
    post, path = "/v1/organizations", tag = "organizations", params(IdempotencyKey),
    request_body = OrganizationCreate,
    responses((status = 201, description = "The organization.", body = OrganizationWritten)),
)]
pub(super) async fn create_organization(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    key: IdempotencyKey,
    body: Body<OrganizationCreate>,
) -> Result<HttpResponse, Problem> {
    let once = key.once(&body.digest);
    let draft = Draft::parse(&body.value.raw()).map_err(Problem::body)?;
    let done = api
        .run(move |ctx| {
            organization::create(ctx, &caller, &once, &draft, |written| {
                let organization = &written.seen.organization;
                let location = format!("/v1/organizations/{}", organization.id);
                let body = OrganizationWritten::of(written, locale);
                reply::created_answer(location, organization.revision, &body)
            })
        })
        .await?;
    reply::done(done)
}

/// Change an organization.
///
/// A merge patch: what is left out stays, null takes away. What staff looked at when they verified it (name,
/// legal form and numbers) is for staff to change from then on.
#[utoipa::path(
    patch, path = "/v1/organizations/{organization_id}", tag = "organizations",
    params(("organization_id" = Uuid, Path, description = "The organization."), IfMatch),
    request_body = OrganizationPatch,
    responses((status = 200, description = "The organization.", body = OrganizationWritten)),
)]
pub(super) async fn update_organization(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
    IfMatch(expected): IfMatch,
    body: Body<OrganizationPatch>,
) -> Result<HttpResponse, Problem> {
    let id = OrganizationId::new(id.into_inner());
    let patch = body.value;
    let written =
        api.run(move |ctx| organization::edit(ctx, &caller, id, expected, |raw| patch.change(raw))).await?;
    reply::changed(written.seen.organization.revision, &OrganizationWritten::of(&written, locale))
}
