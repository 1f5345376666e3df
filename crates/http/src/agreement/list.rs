//! Reading agreements.

use ::app::agreement::{self, DealFilter};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use domain::id::AgreementId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::body::{Agreement, AgreementStatus};
use crate::api::Api;
use crate::auth::Signed;
use crate::deal::DealQuery;
use crate::etag::IfNoneMatch;
use crate::locale::Spoken;
use crate::page::{self, List};
use crate::problem::Problem;
use crate::query::Query;
use crate::reply;

/// Which agreements.
#[derive(Clone, Debug, Default, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct AgreementQuery {
    /// Of this week.
    exchange_week_id: Option<Uuid>,
    /// With this organization as a party.
    organization_id: Option<Uuid>,
    /// In one of these states, as they hold now.
    #[param(inline, explode = false, max_items = 7)]
    status: Vec<AgreementStatus>,
    /// Changed at or after this instant.
    #[param(format = DateTime, max_length = 40)]
    updated_since: Option<String>,
    /// How many; 25 if nothing is said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// Where the page before ended.
    #[param(max_length = 1024)]
    cursor: Option<String>,
}

/// A page of agreements.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AgreementPage {
    /// The agreements, the latest first.
    #[schema(max_items = 100)]
    items: Vec<Agreement>,
    /// Leads to the next page, if there is one.
    #[schema(required = true, max_length = 1024)]
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
}

/// List agreements.
///
/// Those of the caller's organizations; for staff, all.
#[utoipa::path(
    get, path = "/v1/agreements", tag = "agreements", params(AgreementQuery),
    responses((status = 200, description = "A page of agreements.", body = AgreementPage)),
)]
pub(super) async fn list_agreements(
    request: HttpRequest,
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    Query(query): Query<AgreementQuery>,
) -> Result<HttpResponse, Problem> {
    let limit = page::limit(query.limit)?;
    let filter: DealFilter = DealQuery {
        exchange_week_id: query.exchange_week_id,
        organization_id: query.organization_id,
        statuses: query.status.iter().map(|status| status.code()).collect(),
        updated_since: query.updated_since.as_deref(),
    }
    .filter()?;
    let filters = AgreementQuery { limit: None, cursor: None, ..query.clone() };
    let list = List { operation: "list_agreements", filters, caller: Some(caller.person) };
    let after: Option<Uuid> = api.cursors().open(&list, query.cursor.as_deref())?;
    let after = after.map(AgreementId::new);
    let found = api.run(move |ctx| agreement::page(ctx, &caller, &filter, after, limit)).await?;
    let next_cursor = api.cursors().beyond(&list, &found, |seen| seen.agreement.id.uuid())?;
    let items = found.items.iter().map(|seen| Agreement::of(seen, locale)).collect();
    let body = AgreementPage { items, next_cursor, has_more: found.has_more };
    reply::page(&request, &body, body.next_cursor.as_deref())
}

/// Get an agreement.
///
/// With what was agreed, and what the caller may do.
#[utoipa::path(
    get, path = "/v1/agreements/{agreement_id}", tag = "agreements",
    params(("agreement_id" = Uuid, Path, description = "The agreement."), IfNoneMatch),
    responses((status = 200, description = "The agreement.", body = Agreement)),
)]
pub(super) async fn get_agreement(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let id = AgreementId::new(id.into_inner());
    let seen = api.run(move |ctx| agreement::find(ctx, &caller, id)).await?;
    reply::item(&known, seen.agreement.revision, &Agreement::of(&seen, locale))
}
