//! Invitations into organizations.

use ::app::organization::invitation::{self, SeenInvitation};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use domain::fault::Faults;
use domain::id::{InvitationId, OrganizationId};
use domain::organization::Email;
use domain::vocabulary::Locale;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::members::OrganizationMember;
use crate::api::Api;
use crate::auth::Signed;
use crate::etag::{IfMatch, IfNoneMatch};
use crate::idempotency::IdempotencyKey;
use crate::json::Body;
use crate::locale::Spoken;
use crate::problem::Problem;
use crate::reply;
use crate::values::{Action, Instant, MembershipRole};

/// A place in an organization, offered to the owner of an address.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Invitation {
    /// Its identifier.
    id: Uuid,
    /// In which organization.
    organization_id: Uuid,
    /// To whom.
    #[schema(max_length = 254, format = Email)]
    email: String,
    /// Which place.
    role: MembershipRole,
    /// How far it has come.
    status: InvitationStatus,
    /// Who offered it.
    invited_by_person_id: Uuid,
    /// When.
    created_at: Instant,
    /// Until when it can be accepted.
    expires_at: Instant,
    /// What the caller may do; empty for those with no right to anything.
    #[schema(max_items = 10)]
    actions: Vec<Action>,
}

/// The invitations into an organization.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct InvitationList {
    /// The invitations, the latest first.
    #[schema(max_items = 1000)]
    items: Vec<Invitation>,
}

/// How far an invitation has come.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum InvitationStatus {
    /// It waits.
    Pending,
    /// It was accepted.
    Accepted,
    /// It was taken back.
    Revoked,
    /// Nobody accepted it in time.
    Expired,
}

/// A place to be offered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct InvitationCreate {
    /// To whom: the address of their account, or of the one they will make.
    #[schema(min_length = 3, max_length = 254, example = "vera@paiperlek.example")]
    email: String,
    /// Which place.
    role: MembershipRole,
}

/// What a mail with an invitation held.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct InvitationAcceptance {
    /// The secret.
    #[schema(max_length = 100, format = Password, value_type = String)]
    token: SecretString,
}

/// Invite somebody into an organization.
///
/// Owners and staff offer every place, coordinators those of volunteers. A mail goes to the address, with a
/// secret that holds once and for three days.
#[utoipa::path(
    post, path = "/v1/organizations/{organization_id}/invitations", tag = "organizations",
    params(("organization_id" = Uuid, Path, description = "The organization."), IdempotencyKey),
    request_body = InvitationCreate,
    responses((status = 201, description = "The invitation.", body = Invitation)),
)]
pub(super) async fn create_invitation(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
    key: IdempotencyKey,
    body: Body<InvitationCreate>,
) -> Result<HttpResponse, Problem> {
    let id = OrganizationId::new(id.into_inner());
    let once = key.once(&body.digest);
    let email = Email::parse(&body.value.email).map_err(|rule| Problem::body(Faults::one("email", rule)))?;
    let role = body.value.role.into();
    let done = api
        .run(move |ctx| {
            invitation::offer(ctx, &caller, &once, id, (&email, role), |seen| {
                let made = &seen.invitation;
                let location = format!("/v1/organizations/{id}/invitations/{}", made.id);
                reply::created_answer(location, made.revision, &Invitation::of(seen, locale))
            })
        })
        .await?;
    reply::done(done)
}

/// List the invitations into an organization.
///
/// The latest first: for its owners and coordinators and for staff.
#[utoipa::path(
    get, path = "/v1/organizations/{organization_id}/invitations", tag = "organizations",
    params(("organization_id" = Uuid, Path, description = "The organization.")),
    responses((status = 200, description = "The invitations.", body = InvitationList)),
)]
pub(super) async fn list_invitations(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let id = OrganizationId::new(id.into_inner());
    let found = api.run(move |ctx| invitation::list(ctx, &caller, id)).await?;
    reply::plain(&InvitationList { items: found.iter().map(|one| Invitation::of(one, locale)).collect() })
}

/// Get an invitation.
///
/// For the owners and coordinators of the organization and for staff.
#[utoipa::path(
    get, path = "/v1/organizations/{organization_id}/invitations/{invitation_id}", tag = "organizations",
    params(
        ("organization_id" = Uuid, Path, description = "The organization."),
        ("invitation_id" = Uuid, Path, description = "The invitation."),
        IfNoneMatch,
    ),
    responses((status = 200, description = "The invitation.", body = Invitation)),
)]
pub(super) async fn get_invitation(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    ids: Path<(Uuid, Uuid)>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let (organization, id) = parse(ids);
    let seen = api.run(move |ctx| invitation::find(ctx, &caller, organization, id)).await?;
    reply::item(&known, seen.invitation.revision, &Invitation::of(&seen, locale))
}

/// Take an invitation back.
///
/// While it waits, by whoever may offer such a place.
#[utoipa::path(
    delete, path = "/v1/organizations/{organization_id}/invitations/{invitation_id}", tag = "organizations",
    params(
        ("organization_id" = Uuid, Path, description = "The organization."),
        ("invitation_id" = Uuid, Path, description = "The invitation."),
        IfMatch,
    ),
    responses((status = 200, description = "The invitation.", body = Invitation)),
)]
pub(super) async fn revoke_invitation(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    ids: Path<(Uuid, Uuid)>,
    IfMatch(expected): IfMatch,
) -> Result<HttpResponse, Problem> {
    let (organization, id) = parse(ids);
    let seen = api.run(move |ctx| invitation::revoke(ctx, &caller, organization, id, expected)).await?;
    reply::changed(seen.invitation.revision, &Invitation::of(&seen, locale))
}

/// Accept an invitation.
///
/// With the secret of the mail and the account of the address that it went to; once.
#[utoipa::path(
    post, path = "/v1/invitation-acceptances", tag = "organizations",
    request_body = InvitationAcceptance,
    responses((
        status = 201, description = "The caller as a member.", body = OrganizationMember,
        links(("get_member" = (
            operation_id = "get_member", description = "Get a member. It is where `Location` leads.",
            parameters(
                ("organization_id" = "$response.body#/organization_id"),
                ("person_id" = "$response.body#/person_id"),
            ),
        ))),
    )),
)]
pub(super) async fn accept_invitation(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    body: Body<InvitationAcceptance>,
) -> Result<HttpResponse, Problem> {
    let token = body.value.token;
    let (id, seen) = api.run(move |ctx| invitation::accept(ctx, &caller, &token)).await?;
    let location = format!("/v1/organizations/{id}/members/{}", seen.member.person);
    reply::created(&location, seen.member.revision, &OrganizationMember::of(id, &seen, locale))
}

fn parse(ids: Path<(Uuid, Uuid)>) -> (OrganizationId, InvitationId) {
    let (organization, invitation) = ids.into_inner();
    (OrganizationId::new(organization), InvitationId::new(invitation))
}

impl Invitation {
    fn of(seen: &SeenInvitation, locale: Locale) -> Self {
        let found = &seen.invitation;
        let own = format!("/v1/organizations/{}/invitations/{}", found.organization, found.id);
        let request = |name: &str| (name == "revoke").then(|| ("DELETE", own.clone()));
        Self {
            id: found.id.uuid(),
            organization_id: found.organization.uuid(),
            email: found.email.as_str().to_owned(),
            role: found.role.into(),
            status: match found.status_at(seen.at) {
                "accepted" => InvitationStatus::Accepted,
                "revoked" => InvitationStatus::Revoked,
                "expired" => InvitationStatus::Expired,
                _ => InvitationStatus::Pending,
            },
            invited_by_person_id: found.invited_by.uuid(),
            created_at: found.created_at.into(),
            expires_at: found.expires_at.into(),
            actions: Action::all(&seen.actions, request, locale),
        }
    }
}
