//! Who belongs to an organization.

use ::app::organization::{self, SeenMember};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use domain::id::{OrganizationId, PersonId};
use domain::vocabulary::Locale;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::Api;
use crate::auth::Signed;
use crate::etag::{IfMatch, IfNoneMatch};
use crate::json::Body;
use crate::locale::Spoken;
use crate::problem::Problem;
use crate::reply;
use crate::values::{Action, Instant, MembershipRole, pair};

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
    /// In which organization.
    organization_id: Uuid,
    /// Who.
    person_id: Uuid,
    /// What they want to be called.
    #[schema(max_length = 120)]
    name: String,
    /// The address that they log in with: for the owners and coordinators of the same organization and for
    /// the member, else null.
    #[schema(required = true, max_length = 254, format = Email)]
    email: Option<String>,
    /// What they are in it.
    role: MembershipRole,
    /// Since when.
    since: Instant,
    /// What the caller may do; empty for those with no right to anything.
    #[schema(max_items = 10)]
    actions: Vec<Action>,
}

/// Another place for a member.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganizationMemberPatch {
    /// What they are from now on.
    role: MembershipRole,
}

/// List the members of an organization.
///
/// For its members and for staff; nobody else learns who works for whom.
#[utoipa::path(
    get, path = "/v1/organizations/{organization_id}/members", tag = "organizations",
    params(("organization_id" = Uuid, Path, description = "The organization.")),
    responses((status = 200, description = "The members.", body = MemberList)),
)]
pub(super) async fn list_members(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let id = OrganizationId::new(id.into_inner());
    let found = api.run(move |ctx| organization::members(ctx, &caller, id)).await?;
    let items = found.iter().map(|member| OrganizationMember::of(id, member, locale)).collect();
    reply::plain(&MemberList { items })
}

/// Get a member of an organization.
///
/// For its members and for staff.
#[utoipa::path(
    get, path = "/v1/organizations/{organization_id}/members/{person_id}", tag = "organizations",
    params(
        ("organization_id" = Uuid, Path, description = "The organization."),
        ("person_id" = Uuid, Path, description = "The member."),
        IfNoneMatch,
    ),
    responses((status = 200, description = "The member.", body = OrganizationMember)),
)]
pub(super) async fn get_member(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    ids: Path<(Uuid, Uuid)>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let (id, person) = pair(ids, OrganizationId::new, PersonId::new);
    let seen = api.run(move |ctx| organization::member(ctx, &caller, id, person)).await?;
    reply::item(&known, seen.member.revision, &OrganizationMember::of(id, &seen, locale))
}

/// Change the role of a member.
///
/// Owners and staff decide on everybody, coordinators on volunteers. It counts from the next request on. An
/// owner remains, whatever happens at once.
#[utoipa::path(
    patch, path = "/v1/organizations/{organization_id}/members/{person_id}", tag = "organizations",
    params(
        ("organization_id" = Uuid, Path, description = "The organization."),
        ("person_id" = Uuid, Path, description = "The member."),
        IfMatch,
    ),
    request_body = OrganizationMemberPatch,
    responses((status = 200, description = "The member.", body = OrganizationMember)),
)]
pub(super) async fn update_member(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    ids: Path<(Uuid, Uuid)>,
    IfMatch(expected): IfMatch,
    body: Body<OrganizationMemberPatch>,
) -> Result<HttpResponse, Problem> {
    let (id, person) = pair(ids, OrganizationId::new, PersonId::new);
    let role = body.value.role.into();
    let seen =
        api.run(move |ctx| organization::change_role(ctx, &caller, id, person, expected, role)).await?;
    reply::changed(seen.member.revision, &OrganizationMember::of(id, &seen, locale))
}

/// Remove a member of an organization, or leave it.
///
/// Everybody may leave; owners and staff remove everybody, coordinators volunteers. An owner remains.
#[utoipa::path(
    delete, path = "/v1/organizations/{organization_id}/members/{person_id}", tag = "organizations",
    params(
        ("organization_id" = Uuid, Path, description = "The organization."),
        ("person_id" = Uuid, Path, description = "The member."),
        IfMatch,
    ),
    responses((status = 204, description = "They belong to it no longer.")),
)]
pub(super) async fn remove_member(
    api: Data<Api>,
    Signed(caller): Signed,
    ids: Path<(Uuid, Uuid)>,
    IfMatch(expected): IfMatch,
) -> Result<HttpResponse, Problem> {
    let (id, person) = pair(ids, OrganizationId::new, PersonId::new);
    api.run(move |ctx| organization::remove(ctx, &caller, id, person, expected)).await?;
    Ok(reply::nothing())
}

impl OrganizationMember {
    pub(super) fn of(organization: OrganizationId, seen: &SeenMember, locale: Locale) -> Self {
        let member = &seen.member;
        let own = format!("/v1/organizations/{organization}/members/{}", member.person);
        let request = |name: &str| match name {
            "change_role" => Some(("PATCH", own.clone())),
            "remove" => Some(("DELETE", own.clone())),
            _ => None,
        };
        Self {
            organization_id: organization.uuid(),
            person_id: member.person.uuid(),
            name: member.name.as_str().to_owned(),
            email: seen.with_email.then(|| member.email.as_str().to_owned()),
            role: member.role.into(),
            since: member.since.into(),
            actions: Action::all(&seen.actions, request, locale),
        }
    }
}
