//! Proposing terms, and answering with others.

use ::app::matching::{self, Proposal};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use domain::id::{MatchId, OrganizationId};
use uuid::Uuid;

use super::body::Match;
use super::form::{CounterProposal, MatchCreate, draft};
use crate::api::Api;
use crate::auth::Signed;
use crate::etag::IfMatch;
use crate::idempotency::IdempotencyKey;
use crate::json::Body;
use crate::locale::Spoken;
use crate::problem::Problem;
use crate::reply;

/// Propose a match.
///
/// Contributions go in one direction or in both; each cites an offer, a request, or both. What they draw is
/// held on every cited listing until the match is answered or its hold runs out.
#[utoipa::path(
    post, path = "/v1/matches", tag = "matches", params(IdempotencyKey), request_body = MatchCreate,
    responses((status = 201, description = "The proposal.", body = Match)),
)]
pub(super) async fn create_match(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    key: IdempotencyKey,
    body: Body<MatchCreate>,
) -> Result<HttpResponse, Problem> {
    let (once, form) = (key.once(&body.digest), body.value);
    let proposal = Proposal {
        organization: OrganizationId::new(form.organization_id),
        counterparty: OrganizationId::new(form.counterparty_organization_id),
        draft: draft(form.message.as_deref(), &form.contributions).map_err(Problem::body)?,
    };
    let done = api
        .run(move |ctx| {
            matching::propose(ctx, &caller, &once, &proposal, |seen| {
                let location = format!("/v1/matches/{}", seen.match_.id);
                reply::created_answer(location, seen.match_.revision, &Match::of(seen, locale))
            })
        })
        .await?;
    reply::done(done)
}

/// Counter a proposal.
///
/// Answers the terms with others: now the first side must answer. What the old terms held is given back, and
/// what the new ones draw is held. The old ones stay readable.
#[utoipa::path(
    post, path = "/v1/matches/{match_id}/counter-proposals", tag = "matches",
    params(("match_id" = Uuid, Path, description = "The match."), IfMatch, IdempotencyKey),
    request_body = CounterProposal,
    responses((status = 200, description = "The match with its new terms.", body = Match)),
)]
pub(super) async fn counter_match(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
    IfMatch(expected): IfMatch,
    key: IdempotencyKey,
    body: Body<CounterProposal>,
) -> Result<HttpResponse, Problem> {
    let (once, form) = (key.once(&body.digest), body.value);
    let id = MatchId::new(id.into_inner());
    let draft = draft(form.message.as_deref(), &form.contributions).map_err(Problem::body)?;
    let done = api
        .run(move |ctx| {
            matching::counter(ctx, &caller, &once, id, expected, &draft, |seen| {
                reply::answer(StatusCode::OK, None, seen.match_.revision, &Match::of(seen, locale))
            })
        })
        .await?;
    reply::done(done)
}
