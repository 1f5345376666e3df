//! What staff decide: who takes part.

use ::app::participation;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use domain::id::{ExchangeWeekId, OrganizationId};
use uuid::Uuid;

use super::body::{Participation, ParticipationRefusal};
use crate::api::Api;
use crate::auth::Signed;
use crate::etag::IfMatch;
use crate::json::Body;
use crate::locale::Spoken;
use crate::problem::Problem;
use crate::reply;
use crate::values::{pair, parse_note};

/// Admit an organization to a week.
///
/// From then on it posts and negotiates.
#[utoipa::path(
    put, path = "/v1/exchange-weeks/{exchange_week_id}/participations/{organization_id}/admission",
    tag = "participations",
    params(
        ("exchange_week_id" = Uuid, Path, description = "The week."),
        ("organization_id" = Uuid, Path, description = "The organization."),
        IfMatch,
    ),
    responses((status = 200, description = "The participation.", body = Participation)),
)]
pub(super) async fn admit_participation(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    ids: Path<(Uuid, Uuid)>,
    IfMatch(expected): IfMatch,
) -> Result<HttpResponse, Problem> {
    let (week, organization) = pair(ids, ExchangeWeekId::new, OrganizationId::new);
    let seen = api.run(move |ctx| participation::admit(ctx, &caller, week, organization, expected)).await?;
    reply::changed(seen.participation.revision, &Participation::of(&seen, locale))
}

/// Refuse an organization for a week.
///
/// With the reason, which the organization reads.
#[utoipa::path(
    put, path = "/v1/exchange-weeks/{exchange_week_id}/participations/{organization_id}/refusal",
    tag = "participations",
    params(
        ("exchange_week_id" = Uuid, Path, description = "The week."),
        ("organization_id" = Uuid, Path, description = "The organization."),
        IfMatch,
    ),
    request_body = ParticipationRefusal,
    responses((status = 200, description = "The participation.", body = Participation)),
)]
pub(super) async fn refuse_participation(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    ids: Path<(Uuid, Uuid)>,
    IfMatch(expected): IfMatch,
    body: Body<ParticipationRefusal>,
) -> Result<HttpResponse, Problem> {
    let (week, organization) = pair(ids, ExchangeWeekId::new, OrganizationId::new);
    let reason = parse_note("reason", &body.value.reason)?;
    let seen = api
        .run(move |ctx| participation::refuse(ctx, &caller, week, organization, expected, &reason))
        .await?;
    reply::changed(seen.participation.revision, &Participation::of(&seen, locale))
}
