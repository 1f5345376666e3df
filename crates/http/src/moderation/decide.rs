//! Looking at a case, and answering it.

use ::app::moderation;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use domain::fault::{Faults, Rule};
use domain::id::{CaseId, Revision};
use domain::moderation::{Decision, Grounds, Verdict};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::body::{ModerationCase, ModerationDecisionKind};
use crate::api::Api;
use crate::auth::Signed;
use crate::etag::IfMatch;
use crate::json::Body;
use crate::locale::Spoken;
use crate::problem::Problem;
use crate::reply;
use crate::values::Code;

/// An answer to a case.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ModerationDecision {
    /// What: one of the `decisions` of the case.
    decision: ModerationDecisionKind,
    /// The `subject_revision` of the case, as it was judged. If the listing has changed since, nothing is
    /// decided.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    subject_revision: i64,
    /// Why: a code of `GET /v1/moderation-reasons`. Needed for `reject`, `remove` and `warn`.
    #[serde(default)]
    #[schema(value_type = Option<Code>)]
    reason: Option<String>,
    /// In words, to the poster, in their language (`poster_language`). Needed for the reason `other`.
    #[serde(default)]
    #[schema(max_length = 2000)]
    note: Option<String>,
}

/// Claim a moderation case.
///
/// Says that the caller looks at it, for half an hour, so that nobody else does; again, to go on.
#[utoipa::path(
    put, path = "/v1/moderation/cases/{case_id}/claim", tag = "moderation",
    params(("case_id" = Uuid, Path, description = "The case.")),
    responses((status = 200, description = "The case.", body = ModerationCase)),
)]
pub(super) async fn claim_moderation_case(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let id = CaseId::new(id.into_inner());
    let seen = api.run(move |ctx| moderation::claim(ctx, &caller, id)).await?;
    reply::changed(seen.case.revision, &ModerationCase::of(&seen, locale))
}

/// Release a moderation case.
///
/// The caller no longer looks at it.
#[utoipa::path(
    delete, path = "/v1/moderation/cases/{case_id}/claim", tag = "moderation",
    params(("case_id" = Uuid, Path, description = "The case.")),
    responses((status = 200, description = "The case.", body = ModerationCase)),
)]
pub(super) async fn release_moderation_case(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let id = CaseId::new(id.into_inner());
    let seen = api.run(move |ctx| moderation::release(ctx, &caller, id)).await?;
    reply::plain(&ModerationCase::of(&seen, locale))
}

/// Decide a moderation case.
///
/// What follows for the listing happens at the same moment: it is shown, sent back, taken down, changed, or
/// left as it is. Members of the organization concerned may not decide.
#[utoipa::path(
    post, path = "/v1/moderation/cases/{case_id}/decisions", tag = "moderation",
    params(("case_id" = Uuid, Path, description = "The case."), IfMatch), request_body = ModerationDecision,
    responses((status = 200, description = "The case.", body = ModerationCase)),
)]
pub(super) async fn decide_moderation_case(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
    IfMatch(expected): IfMatch,
    body: Body<ModerationDecision>,
) -> Result<HttpResponse, Problem> {
    let id = CaseId::new(id.into_inner());
    let judged = Revision::new(body.value.subject_revision);
    let verdict = verdict(&body.value).map_err(Problem::body)?;
    let seen = api.run(move |ctx| moderation::decide(ctx, &caller, id, expected, judged, &verdict)).await?;
    reply::changed(seen.case.revision, &ModerationCase::of(&seen, locale))
}

fn verdict(body: &ModerationDecision) -> Result<Verdict, Faults> {
    let decision = Decision::from(body.decision);
    let note = body.note.as_deref().unwrap_or_default();
    let grounds = match body.reason.as_deref() {
        Some(reason) if decision.needs_grounds() => Some(Grounds::parse(reason, note)?),
        Some(_) => return Err(Faults::one("reason", Rule::NotAllowed)),
        None if !note.is_empty() && !decision.needs_grounds() => {
            return Err(Faults::one("note", Rule::NotAllowed));
        }
        None => None,
    };
    Verdict::new(decision, grounds).ok_or_else(|| Faults::one("reason", Rule::Required))
}
