//! Calling agreements off, and noting the first call.

use ::app::agreement::{self, Request};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use domain::fault::Faults;
use domain::id::AgreementId;
use domain::text::{Bounds, Prose};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::body::Agreement;
use crate::api::Api;
use crate::auth::Signed;
use crate::etag::IfMatch;
use crate::json::Body;
use crate::locale::Spoken;
use crate::problem::Problem;
use crate::reply;

/// Why an agreement is called off.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CancellationCreate {
    /// The reason, for the other side.
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
}

/// Cancel an agreement.
///
/// By one of the parties, or by staff. What it held or committed is given back. After it stood, the
/// cancellation is marked as late.
#[utoipa::path(
    post, path = "/v1/agreements/{agreement_id}/cancellations", tag = "agreements",
    params(("agreement_id" = Uuid, Path, description = "The agreement."), IfMatch),
    request_body = CancellationCreate,
    responses((status = 200, description = "The agreement.", body = Agreement)),
)]
pub(super) async fn cancel_agreement(
    api: Data<Api>,
    caller: Signed,
    spoken: Spoken,
    id: Path<Uuid>,
    expected: IfMatch,
    body: Body<CancellationCreate>,
) -> Result<HttpResponse, Problem> {
    let mut faults = Faults::none();
    let reason = faults.take("reason", Prose::parse_note(&body.value.reason, Bounds::up_to(2000)));
    let Some(reason) = reason else { return Err(Problem::body(faults)) };
    change(&api, caller, spoken, id, expected, Request::Cancel(reason.into_string())).await
}

/// Note the first contact.
///
/// The responsible party says that it has called the other one.
#[utoipa::path(
    post, path = "/v1/agreements/{agreement_id}/first-contacts", tag = "agreements",
    params(("agreement_id" = Uuid, Path, description = "The agreement."), IfMatch),
    responses((status = 200, description = "The agreement.", body = Agreement)),
)]
pub(super) async fn note_first_contact(
    api: Data<Api>,
    caller: Signed,
    spoken: Spoken,
    id: Path<Uuid>,
    expected: IfMatch,
) -> Result<HttpResponse, Problem> {
    change(&api, caller, spoken, id, expected, Request::NoteFirstContact).await
}

async fn change(
    api: &Api,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
    IfMatch(expected): IfMatch,
    request: Request,
) -> Result<HttpResponse, Problem> {
    let id = AgreementId::new(id.into_inner());
    let seen = api.run(move |ctx| agreement::change(ctx, &caller, id, expected, &request)).await?;
    reply::changed(seen.agreement.revision, &Agreement::of(&seen, locale))
}
