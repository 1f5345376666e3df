//! To what the caller agreed.

use ::app::account;
use actix_web::HttpResponse;
use actix_web::web::Data;
use domain::account::{Consent, terms_version};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::Api;
use crate::auth::Signed;
use crate::json::Body;
use crate::problem::Problem;
use crate::reply;
use crate::values::Instant;

/// To what the caller agreed.
#[derive(Serialize, ToSchema)]
pub(super) struct ConsentList {
    /// In the order in which they agreed.
    #[schema(max_items = 1000)]
    items: Vec<GivenConsent>,
}

/// One thing to which the caller agreed.
#[derive(Serialize, ToSchema)]
#[schema(as = Consent)]
pub(super) struct GivenConsent {
    /// What: `terms`, or `minimum_age` for being old enough to agree.
    #[schema(max_length = 40, example = "terms")]
    agreed_to: &'static str,
    /// Which version of it; of the age, in years.
    #[schema(max_length = 40, example = "2026-11")]
    version: String,
    /// When.
    given_at: Instant,
    /// When it was taken back.
    #[schema(required = true)]
    withdrawn_at: Option<Instant>,
}

/// List one's consents.
///
/// To what the caller agreed, with its version and time.
#[utoipa::path(
    get, path = "/v1/me/consents", tag = "accounts",
    responses((status = 200, description = "The consents.", body = ConsentList)),
)]
pub(super) async fn list_my_consents(
    api: Data<Api>,
    Signed(caller): Signed,
) -> Result<HttpResponse, Problem> {
    let found = api.run(move |ctx| account::consents(ctx, &caller)).await?;
    reply::plain(&ConsentList { items: found.into_iter().map(Into::into).collect() })
}

/// The terms that are accepted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TermsAcceptance {
    /// Which version of the terms.
    #[schema(min_length = 1, max_length = 40, example = "2026-11")]
    version: String,
}

/// Accept the terms of use in another version.
///
/// Version and time are kept. Whoever had withdrawn has their rights again.
#[utoipa::path(
    put, path = "/v1/me/consents/terms", tag = "accounts", request_body = TermsAcceptance,
    responses((status = 204, description = "This version of the terms is accepted.")),
)]
pub(super) async fn accept_terms(
    api: Data<Api>,
    Signed(caller): Signed,
    body: Body<TermsAcceptance>,
) -> Result<HttpResponse, Problem> {
    let version = terms_version(&body.value.version).map_err(Problem::body)?;
    api.run(move |ctx| account::accept_terms(ctx, &caller, &version)).await?;
    Ok(reply::nothing())
}

/// Withdraw the consent to the terms of use.
///
/// From the next request on the caller acts for nobody but themselves: they can read, copy, correct and erase what is
/// held of them, and accept the terms again. Their places in organizations stay.
#[utoipa::path(
    delete, path = "/v1/me/consents/terms", tag = "accounts",
    responses((status = 204, description = "No version of the terms is accepted any more.")),
)]
pub(super) async fn withdraw_terms(api: Data<Api>, Signed(caller): Signed) -> Result<HttpResponse, Problem> {
    api.run(move |ctx| account::withdraw_terms(ctx, &caller)).await?;
    Ok(reply::nothing())
}

impl From<Consent> for GivenConsent {
    fn from(consent: Consent) -> Self {
        Self {
            agreed_to: consent.to.code(),
            version: consent.version.as_str().to_owned(),
            given_at: consent.given_at.into(),
            withdrawn_at: consent.withdrawn_at.map(Into::into),
        }
    }
}
