//! Reading participations.

use ::app::participation;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use domain::id::{ExchangeWeekId, OrganizationId};
use domain::participation::ParticipationStatus as Status;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::body::{Participation, ParticipationEntry, ParticipationStatus};
use crate::api::Api;
use crate::auth::MaybeSigned;
use crate::etag::IfNoneMatch;
use crate::locale::Spoken;
use crate::page::{self, List};
use crate::problem::Problem;
use crate::query::Query;
use crate::reply;
use crate::values::pair;

/// Which participations of a week.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct ParticipationQuery {
    /// In this state.
    #[param(inline)]
    status: Option<ParticipationStatus>,
    /// How many; 25 if nothing is said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// Where the page before ended.
    #[param(max_length = 1024)]
    cursor: Option<String>,
}

/// A page of the participations of a week.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ParticipationPage {
    /// The participations, by organization.
    #[schema(max_items = 100)]
    items: Vec<ParticipationEntry>,
    /// Leads to the next page, if there is one.
    #[schema(required = true, max_length = 1024)]
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
}

/// List the participations of a week.
///
/// The admitted ones are public; others appear to the members of the organization and to staff.
#[utoipa::path(
    get, path = "/v1/exchange-weeks/{exchange_week_id}/participations", tag = "participations",
    params(("exchange_week_id" = Uuid, Path, description = "The week."), ParticipationQuery),
    responses((status = 200, description = "A page of participations.", body = ParticipationPage)),
)]
pub(super) async fn list_participations(
    request: HttpRequest,
    api: Data<Api>,
    MaybeSigned(caller): MaybeSigned,
    week: Path<Uuid>,
    Query(query): Query<ParticipationQuery>,
) -> Result<HttpResponse, Problem> {
    let limit = page::limit(query.limit)?;
    let week = week.into_inner();
    let status = query.status.map(|status| Status::from(status).code());
    let person = caller.as_ref().map(|caller| caller.person);
    let list = List { operation: "list_participations", filters: (week, status), caller: person };
    let after: Option<Uuid> = api.cursors().open(&list, query.cursor.as_deref())?;
    let after = after.map(OrganizationId::new);
    let id = ExchangeWeekId::new(week);
    let found =
        api.run(move |ctx| participation::page(ctx, caller.as_ref(), id, status, after, limit)).await?;
    let next_cursor = api.cursors().beyond(&list, &found, |last| last.organization.uuid())?;
    let items = found.items.iter().map(ParticipationEntry::from).collect();
    let body = ParticipationPage { items, next_cursor, has_more: found.has_more };
    reply::page(&request, &body, body.next_cursor.as_deref())
}

/// Get a participation.
///
/// Public once it is admitted; before and after, for the members of the organization and for staff.
#[utoipa::path(
    get, path = "/v1/exchange-weeks/{exchange_week_id}/participations/{organization_id}",
    tag = "participations",
    params(
        ("exchange_week_id" = Uuid, Path, description = "The week."),
        ("organization_id" = Uuid, Path, description = "The organization."),
        IfNoneMatch,
    ),
    responses((status = 200, description = "The participation.", body = Participation)),
)]
pub(super) async fn get_participation(
    api: Data<Api>,
    MaybeSigned(caller): MaybeSigned,
    Spoken(locale): Spoken,
    ids: Path<(Uuid, Uuid)>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let (week, organization) = pair(ids, ExchangeWeekId::new, OrganizationId::new);
    let seen = api.run(move |ctx| participation::find(ctx, caller.as_ref(), week, organization)).await?;
    reply::item(&known, seen.participation.revision, &Participation::of(&seen, locale))
}
