//! Reading one organization.

use ::app::organization;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use domain::id::OrganizationId;
use uuid::Uuid;

use super::body::Organization;
use crate::api::Api;
use crate::auth::MaybeSigned;
use crate::etag::IfNoneMatch;
use crate::locale::Spoken;
use crate::problem::Problem;
use crate::reply;

/// Get an organization.
///
/// Active ones are public; how to reach them is for their members and for staff.
#[utoipa::path(
    get, path = "/v1/organizations/{organization_id}", tag = "organizations",
    params(("organization_id" = Uuid, Path, description = "The organization."), IfNoneMatch),
    responses((status = 200, description = "The organization.", body = Organization)),
)]
pub(super) async fn get_organization(
    api: Data<Api>,
    MaybeSigned(caller): MaybeSigned,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let id = OrganizationId::new(id.into_inner());
    let seen = api.run(move |ctx| organization::find(ctx, caller.as_ref(), id)).await?;
    reply::item(&known, seen.organization.revision, &Organization::of(&seen, locale))
}
