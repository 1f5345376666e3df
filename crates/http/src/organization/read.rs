//! Reading one organization, and who belongs to it.

use ::app::organization::{self, Member};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use domain::id::OrganizationId;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::body::Organization;
use crate::api::Api;
use crate::auth::{MaybeSigned, Signed};
use crate::etag::IfNoneMatch;
use crate::locale::Spoken;
use crate::problem::Problem;
use crate::reply;
use crate::values::{Instant, MembershipRole};

/// The members of an organization.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MemberList {
    /// The members, by name.
    #[schema(max_items = 10000)]
    items: Vec<OrganizationMember>,
}

/// Somebody who belongs to an organization.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OrganizationMember {
    /// Who.
    person_id: Uuid,
    /// What they want to be called.
    #[schema(max_length = 120)]
    name: String,
    /// What they are in it.
    role: MembershipRole,
    /// Since when.
    since: Instant,
}

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

/// List the members of an organization.
///
/// For its members and for staff.
#[utoipa::path(
    get, path = "/v1/organizations/{organization_id}/members", tag = "organizations",
    params(("organization_id" = Uuid, Path, description = "The organization.")),
    responses((status = 200, description = "The members.", body = MemberList)),
)]
pub(super) async fn list_members(
    api: Data<Api>,
    Signed(caller): Signed,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let id = OrganizationId::new(id.into_inner());
    let found = api.run(move |ctx| organization::members(ctx, &caller, id)).await?;
    reply::plain(&MemberList { items: found.iter().map(OrganizationMember::from).collect() })
}

impl From<&Member> for OrganizationMember {
    fn from(member: &Member) -> Self {
        Self {
            person_id: member.person.uuid(),
            name: member.name.as_str().to_owned(),
            role: member.role.into(),
            since: member.since.into(),
        }
    }
}
