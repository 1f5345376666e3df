//! To what the caller agreed.

use ::app::account;
use actix_web::HttpResponse;
use actix_web::web::Data;
use domain::account::Consent;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::Api;
use crate::auth::Signed;
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
