//! Answers that need no new terms.

use ::app::matching::{self, Request};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use domain::fault::Faults;
use domain::id::MatchId;
use domain::text::{Bounds, Prose};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::body::Match;
use crate::api::Api;
use crate::auth::Signed;
use crate::etag::IfMatch;
use crate::json::Body;
use crate::locale::Spoken;
use crate::problem::Problem;
use crate::reply;

/// A no.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MatchRejection {
    /// Why, for the other side; nobody has to say.
    #[serde(default)]
    #[schema(required = true, max_length = 2000)]
    reason: Option<String>,
}

/// Accept a match.
///
/// A yes to the terms that stand: it makes an agreement, which waits for the confirmation of both.
#[utoipa::path(
    post, path = "/v1/matches/{match_id}/acceptances", tag = "matches",
    params(("match_id" = Uuid, Path, description = "The match."), IfMatch),
    responses((status = 200, description = "The match, with its agreement.", body = Match)),
)]
pub(super) async fn accept_match(
    api: Data<Api>,
    caller: Signed,
    spoken: Spoken,
    id: Path<Uuid>,
    expected: IfMatch,
) -> Result<HttpResponse, Problem> {
    answer(&api, caller, spoken, id, expected, Request::Accept).await
}

/// Reject a match.
///
/// A no to the terms that stand; what they held is given back.
#[utoipa::path(
    post, path = "/v1/matches/{match_id}/rejections", tag = "matches",
    params(("match_id" = Uuid, Path, description = "The match."), IfMatch), request_body = MatchRejection,
    responses((status = 200, description = "The match.", body = Match)),
)]
pub(super) async fn reject_match(
    api: Data<Api>,
    caller: Signed,
    spoken: Spoken,
    id: Path<Uuid>,
    expected: IfMatch,
    body: Body<MatchRejection>,
) -> Result<HttpResponse, Problem> {
    let mut faults = Faults::none();
    let reason = body.value.reason.as_deref().filter(|reason| !reason.trim().is_empty());
    let reason = reason.map(|reason| Prose::parse_note(reason, Bounds::up_to(2000))).transpose();
    let Some(reason) = faults.take("reason", reason) else { return Err(Problem::body(faults)) };
    answer(&api, caller, spoken, id, expected, Request::Decline(reason.map(Prose::into_string))).await
}

/// Withdraw a proposal.
///
/// The side that proposed the terms that stand takes them back; what they held is given back.
#[utoipa::path(
    post, path = "/v1/matches/{match_id}/withdrawals", tag = "matches",
    params(("match_id" = Uuid, Path, description = "The match."), IfMatch),
    responses((status = 200, description = "The match.", body = Match)),
)]
pub(super) async fn withdraw_match(
    api: Data<Api>,
    caller: Signed,
    spoken: Spoken,
    id: Path<Uuid>,
    expected: IfMatch,
) -> Result<HttpResponse, Problem> {
    answer(&api, caller, spoken, id, expected, Request::Withdraw).await
}

async fn answer(
    api: &Api,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
    IfMatch(expected): IfMatch,
    request: Request,
) -> Result<HttpResponse, Problem> {
    let id = MatchId::new(id.into_inner());
    let seen = api.run(move |ctx| matching::answer(ctx, &caller, id, expected, &request)).await?;
    reply::changed(seen.match_.revision, &Match::of(&seen, locale))
}
