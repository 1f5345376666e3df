//! What those who speak for an organization do: ask to take part, and take it back.

use ::app::participation;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use domain::id::{ExchangeWeekId, OrganizationId};
use uuid::Uuid;

use super::body::Participation;
use crate::api::Api;
use crate::auth::Signed;
use crate::etag::IfMatch;
use crate::locale::Spoken;
use crate::problem::Problem;
use crate::reply;
use crate::values::pair;

/// Ask to take part.
///
/// Asking again changes nothing, until it was refused or withdrawn.
#[utoipa::path(
    put, path = "/v1/exchange-weeks/{exchange_week_id}/participations/{organization_id}",
    tag = "participations",
    params(
        ("exchange_week_id" = Uuid, Path, description = "The week."),
        ("organization_id" = Uuid, Path, description = "The organization."),
    ),
    responses((status = 200, description = "The participation.", body = Participation)),
)]
pub(super) async fn request_participation(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    ids: Path<(Uuid, Uuid)>,
) -> Result<HttpResponse, Problem> {
    let (week, organization) = pair(ids, ExchangeWeekId::new, OrganizationId::new);
    let seen = api.run(move |ctx| participation::request(ctx, &caller, week, organization)).await?;
    reply::changed(seen.participation.revision, &Participation::of(&seen, locale))
}

/// Withdraw a participation.
///
/// The organization takes part no longer; the record of it stays.
#[utoipa::path(
    delete, path = "/v1/exchange-weeks/{exchange_week_id}/participations/{organization_id}",
    tag = "participations",
    params(
        ("exchange_week_id" = Uuid, Path, description = "The week."),
        ("organization_id" = Uuid, Path, description = "The organization."),
        IfMatch,
    ),
    responses((status = 200, description = "The participation.", body = Participation)),
)]
pub(super) async fn withdraw_participation(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    ids: Path<(Uuid, Uuid)>,
    IfMatch(expected): IfMatch,
) -> Result<HttpResponse, Problem> {
    let (week, organization) = pair(ids, ExchangeWeekId::new, OrganizationId::new);
    let seen =
        api.run(move |ctx| participation::withdraw(ctx, &caller, week, organization, expected)).await?;
    reply::changed(seen.participation.revision, &Participation::of(&seen, locale))
}
