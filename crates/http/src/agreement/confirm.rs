//! Confirming and ratifying agreements.

use ::app::agreement::{self, Request, Yes};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use domain::id::{AgreementId, OrganizationId};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::body::Agreement;
use crate::api::Api;
use crate::auth::Signed;
use crate::etag::IfMatch;
use crate::idempotency::IdempotencyKey;
use crate::json::Body;
use crate::locale::Spoken;
use crate::problem::Problem;
use crate::reply;

/// One party's yes.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ConfirmationCreate {
    /// For which party; null where the caller speaks for one only.
    #[serde(default)]
    #[schema(required = true)]
    organization_id: Option<Uuid>,
    /// The terms that were read.
    #[schema(minimum = 1, maximum = 2_147_483_647, example = 1)]
    terms_revision: u32,
}

/// Confirm an agreement.
///
/// One party's yes to the terms that it has read. With the last missing yes, or the ratification where the
/// week asks for one, the agreement stands and what was held is committed.
#[utoipa::path(
    post, path = "/v1/agreements/{agreement_id}/confirmations", tag = "agreements",
    params(("agreement_id" = Uuid, Path, description = "The agreement."), IfMatch, IdempotencyKey),
    request_body = ConfirmationCreate,
    responses((status = 200, description = "The agreement.", body = Agreement)),
)]
pub(super) async fn confirm_agreement(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
    IfMatch(expected): IfMatch,
    key: IdempotencyKey,
    body: Body<ConfirmationCreate>,
) -> Result<HttpResponse, Problem> {
    let (once, form) = (key.once(&body.digest), body.value);
    let id = AgreementId::new(id.into_inner());
    let organization = form.organization_id.map(OrganizationId::new);
    let yes = Yes { organization, terms_revision: form.terms_revision };
    let done = api
        .run(move |ctx| {
            agreement::confirm(ctx, &caller, &once, id, expected, yes, |seen| {
                reply::answer(StatusCode::OK, None, seen.agreement.revision, &Agreement::of(seen, locale))
            })
        })
        .await?;
    reply::done(done)
}

/// Ratify an agreement.
///
/// Those who run the bourse find it complete; both parties have confirmed before. It stands from then on.
#[utoipa::path(
    post, path = "/v1/agreements/{agreement_id}/ratifications", tag = "agreements",
    params(("agreement_id" = Uuid, Path, description = "The agreement."), IfMatch),
    responses((status = 200, description = "The agreement.", body = Agreement)),
)]
pub(super) async fn ratify_agreement(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
    IfMatch(expected): IfMatch,
) -> Result<HttpResponse, Problem> {
    let id = AgreementId::new(id.into_inner());
    let seen = api.run(move |ctx| agreement::change(ctx, &caller, id, expected, &Request::Ratify)).await?;
    reply::changed(seen.agreement.revision, &Agreement::of(&seen, locale))
}
