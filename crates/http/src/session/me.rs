//! The caller's own account.

use ::app::organization::{self, Membership};
use ::app::person;
use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::Api;
use crate::auth::Signed;
use crate::etag::IfNoneMatch;
use crate::problem::Problem;
use crate::reply;
use crate::values::{Instant, MembershipRole, StaffRole};

/// The caller's own account.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Me {
    /// The account.
    id: Uuid,
    /// The address to log in with.
    #[schema(max_length = 254, format = Email)]
    email: String,
    /// What the person wants to be called.
    #[schema(max_length = 120)]
    name: String,
    /// The language of messages to them.
    #[schema(min_length = 2, max_length = 2, pattern = "^[a-z]{2}$", example = "lb")]
    locale: &'static str,
    /// What they do for the bourse.
    #[schema(required = true)]
    staff_role: Option<StaffRole>,
    /// Where they belong, by name.
    #[schema(max_items = 1000)]
    memberships: Vec<MyMembership>,
    /// When the account was made.
    created_at: Instant,
    /// When it changed last.
    updated_at: Instant,
}

/// An organization to which the caller belongs.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MyMembership {
    /// Which one.
    organization_id: Uuid,
    /// Its reference.
    #[schema(max_length = 40, example = "O-7K3QAB")]
    reference: String,
    /// Its name.
    #[schema(max_length = 200)]
    name: String,
    /// What the caller is in it.
    role: MembershipRole,
    /// Since when.
    since: Instant,
}

/// Get one's own account.
///
/// Who the caller is, and for which organizations they can act.
#[utoipa::path(
    get, path = "/v1/me", tag = "accounts", params(IfNoneMatch),
    responses((status = 200, description = "The account.", body = Me)),
)]
pub(super) async fn get_me(
    api: Data<Api>,
    Signed(caller): Signed,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let found = api.run(move |ctx| person::me(ctx, &caller)).await?;
    reply::item(&known, found.person.revision, &Me::from(&found))
}

/// The caller's places in organizations.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MyMembershipList {
    /// Where they belong, by name.
    #[schema(max_items = 1000)]
    items: Vec<MyMembership>,
}

/// List one's own memberships.
///
/// For which organizations the caller can act, and as what.
#[utoipa::path(
    get, path = "/v1/me/memberships", tag = "accounts",
    responses((status = 200, description = "The memberships.", body = MyMembershipList)),
)]
pub(super) async fn list_my_memberships(
    api: Data<Api>,
    Signed(caller): Signed,
) -> Result<HttpResponse, Problem> {
    let found = api.run(move |ctx| organization::memberships(ctx, &caller)).await?;
    reply::plain(&MyMembershipList { items: found.iter().map(Into::into).collect() })
}

impl From<&person::Me> for Me {
    fn from(me: &person::Me) -> Self {
        let person = &me.person;
        Self {
            id: person.id.uuid(),
            email: person.email.as_str().to_owned(),
            name: person.name.as_str().to_owned(),
            locale: person.locale.code(),
            staff_role: person.staff_role.map(Into::into),
            memberships: me.memberships.iter().map(Into::into).collect(),
            created_at: person.created_at.into(),
            updated_at: person.updated_at.into(),
        }
    }
}

impl From<&Membership> for MyMembership {
    fn from(membership: &Membership) -> Self {
        Self {
            organization_id: membership.organization.uuid(),
            reference: membership.reference.clone(),
            name: membership.name.as_str().to_owned(),
            role: membership.role.into(),
            since: membership.since.into(),
        }
    }
}
