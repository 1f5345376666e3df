//! Reading weeks.

use ::app::week;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use domain::id::ExchangeWeekId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::body::ExchangeWeek;
use crate::api::Api;
use crate::auth::MaybeSigned;
use crate::etag::IfNoneMatch;
use crate::page::{self, List};
use crate::problem::{Kind, Problem};
use crate::query::Query;
use crate::reply;

/// Which page of the weeks.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct ExchangeWeekQuery {
    /// How many; 25 if nothing is said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// Where the page before ended.
    #[param(max_length = 1024)]
    cursor: Option<String>,
}

/// A page of weeks.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ExchangeWeekPage {
    /// The weeks, the latest first.
    #[schema(max_items = 100)]
    items: Vec<ExchangeWeek>,
    /// Leads to the next page, if there is one.
    #[schema(required = true, max_length = 1024)]
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
}

/// List exchange weeks.
///
/// The latest first. Drafts are for staff.
#[utoipa::path(
    get, path = "/v1/exchange-weeks", tag = "exchange-weeks", params(ExchangeWeekQuery),
    responses((status = 200, description = "A page of weeks.", body = ExchangeWeekPage)),
)]
pub(super) async fn list_exchange_weeks(
    request: HttpRequest,
    api: Data<Api>,
    MaybeSigned(caller): MaybeSigned,
    Query(query): Query<ExchangeWeekQuery>,
) -> Result<HttpResponse, Problem> {
    let limit = page::limit(query.limit)?;
    let person = caller.as_ref().map(|caller| caller.person);
    let list = List { operation: "list_exchange_weeks", filters: (), caller: person };
    let after: Option<(String, Uuid)> = api.cursors().open(&list, query.cursor.as_deref())?;
    let after = after.map(|(day, id)| Ok((day.parse::<Date>()?, ExchangeWeekId::new(id)))).transpose();
    let after = after.map_err(|_: jiff::Error| Kind::CursorInvalid)?;
    let found = api.run(move |ctx| week::page(ctx, caller.as_ref(), after, limit)).await?;
    let key = |week: &domain::week::ExchangeWeek| (week.starts_on.to_string(), week.id.uuid());
    let next_cursor = api.cursors().beyond(&list, &found, key)?;
    let items = found.items.iter().map(ExchangeWeek::from).collect();
    let body = ExchangeWeekPage { items, next_cursor, has_more: found.has_more };
    reply::page(&request, &body, body.next_cursor.as_deref())
}

/// Get an exchange week.
///
/// Its days, its phase, and what the organizers chose for it.
#[utoipa::path(
    get, path = "/v1/exchange-weeks/{exchange_week_id}", tag = "exchange-weeks",
    params(("exchange_week_id" = Uuid, Path, description = "The week."), IfNoneMatch),
    responses((status = 200, description = "The week.", body = ExchangeWeek)),
)]
pub(super) async fn get_exchange_week(
    api: Data<Api>,
    MaybeSigned(caller): MaybeSigned,
    id: Path<Uuid>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let id = ExchangeWeekId::new(id.into_inner());
    let week = api.run(move |ctx| week::find(ctx, caller.as_ref(), id)).await?;
    reply::item(&known, week.revision, &ExchangeWeek::from(&week))
}
