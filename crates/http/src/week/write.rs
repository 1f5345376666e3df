//! Making, changing and moving weeks.

use ::app::week;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use domain::id::ExchangeWeekId;
use domain::week::WeekDraft;
use uuid::Uuid;

use super::body::ExchangeWeek;
use super::form::{ExchangeWeekCreate, ExchangeWeekMove, ExchangeWeekPatch};
use crate::api::Api;
use crate::auth::Signed;
use crate::etag::IfMatch;
use crate::json::Body;
use crate::problem::Problem;
use crate::reply;
use crate::values::parse_note;

/// Make an exchange week.
///
/// It begins as a draft, which only staff see.
#[utoipa::path(
    post, path = "/v1/exchange-weeks", tag = "exchange-weeks", request_body = ExchangeWeekCreate,
    responses((status = 201, description = "The draft.", body = ExchangeWeek)),
)]
pub(super) async fn create_exchange_week(
    api: Data<Api>,
    Signed(caller): Signed,
    body: Body<ExchangeWeekCreate>,
) -> Result<HttpResponse, Problem> {
    let draft = WeekDraft::parse(&body.value.raw()).map_err(Problem::body)?;
    let week = api.run(move |ctx| week::create(ctx, &caller, &draft)).await?;
    let location = format!("/v1/exchange-weeks/{}", week.id);
    reply::created(&location, week.revision, &ExchangeWeek::from(&week))
}

/// Change an exchange week.
///
/// A merge patch: what is left out stays. Reference, days and time zone stand once matching has begun.
#[utoipa::path(
    patch, path = "/v1/exchange-weeks/{exchange_week_id}", tag = "exchange-weeks",
    params(("exchange_week_id" = Uuid, Path, description = "The week."), IfMatch),
    request_body = ExchangeWeekPatch,
    responses((status = 200, description = "The week.", body = ExchangeWeek)),
)]
pub(super) async fn update_exchange_week(
    api: Data<Api>,
    Signed(caller): Signed,
    id: Path<Uuid>,
    IfMatch(expected): IfMatch,
    body: Body<ExchangeWeekPatch>,
) -> Result<HttpResponse, Problem> {
    let id = ExchangeWeekId::new(id.into_inner());
    let patch = body.value;
    let week = api.run(move |ctx| week::change(ctx, &caller, id, expected, |raw| patch.change(raw))).await?;
    reply::changed(week.revision, &ExchangeWeek::from(&week))
}

/// Move an exchange week to another phase.
///
/// One step on or, with a reason, one back.
#[utoipa::path(
    put, path = "/v1/exchange-weeks/{exchange_week_id}/phase", tag = "exchange-weeks",
    params(("exchange_week_id" = Uuid, Path, description = "The week."), IfMatch),
    request_body = ExchangeWeekMove,
    responses((status = 200, description = "The week.", body = ExchangeWeek)),
)]
pub(super) async fn move_exchange_week(
    api: Data<Api>,
    Signed(caller): Signed,
    id: Path<Uuid>,
    IfMatch(expected): IfMatch,
    body: Body<ExchangeWeekMove>,
) -> Result<HttpResponse, Problem> {
    let id = ExchangeWeekId::new(id.into_inner());
    let phase = body.value.phase.into();
    let reason = body.value.reason.as_deref().map(|text| parse_note("reason", text)).transpose()?;
    let week =
        api.run(move |ctx| week::move_phase(ctx, &caller, id, expected, phase, reason.as_deref())).await?;
    reply::changed(week.revision, &ExchangeWeek::from(&week))
}
