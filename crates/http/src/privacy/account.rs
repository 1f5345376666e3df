//! Correcting and erasing one's own account.

use ::app::privacy;
use actix_web::HttpResponse;
use actix_web::web::Data;
use domain::person::Correction;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::Api;
use crate::auth::Signed;
use crate::etag::IfMatch;
use crate::json::Body;
use crate::problem::Problem;
use crate::reply;
use crate::session::Me;

/// What changes of one's own account; what is left out stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct MePatch {
    /// What the person wants to be called.
    #[schema(nullable = false, min_length = 1, max_length = 120)]
    name: Option<String>,
    /// The language of messages to them: `en`, `fr`, `de` or `lb`.
    #[schema(nullable = false, min_length = 2, max_length = 2, example = "lb")]
    locale: Option<String>,
}

/// Change one's own account.
///
/// A merge patch of name and language: what is left out stays.
#[utoipa::path(
    patch, path = "/v1/me", tag = "accounts", params(IfMatch), request_body = MePatch,
    responses((status = 200, description = "The account.", body = Me)),
)]
pub(super) async fn update_me(
    api: Data<Api>,
    Signed(caller): Signed,
    IfMatch(expected): IfMatch,
    body: Body<MePatch>,
) -> Result<HttpResponse, Problem> {
    let MePatch { name, locale } = body.value;
    let correction = Correction::parse(name.as_deref(), locale.as_deref()).map_err(Problem::body)?;
    let me = api.run(move |ctx| privacy::correct(ctx, &caller, expected, &correction)).await?;
    reply::changed(me.person.revision, &Me::from(&me))
}

/// Erase one's own account.
///
/// Name, address, password, logins, messages and memberships are erased at once and for good; what the person did
/// for organizations stays without a name. The login must be younger than 15 minutes. Whoever is the only owner
/// of an active organization names another one first.
#[utoipa::path(
    delete, path = "/v1/me", tag = "accounts", params(IfMatch),
    responses((status = 204, description = "The account is erased, and its logins have ended.")),
)]
pub(super) async fn delete_me(
    api: Data<Api>,
    Signed(caller): Signed,
    IfMatch(expected): IfMatch,
) -> Result<HttpResponse, Problem> {
    api.run(move |ctx| privacy::erase(ctx, &caller, expected)).await?;
    Ok(reply::nothing())
}
