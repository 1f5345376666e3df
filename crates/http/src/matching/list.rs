//! Reading matches.

use ::app::matching::{self, DealFilter};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use domain::id::MatchId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::body::{Match, MatchStatus, MatchTerms};
use crate::api::Api;
use crate::auth::Signed;
use crate::deal::DealQuery;
use crate::etag::IfNoneMatch;
use crate::locale::Spoken;
use crate::page::{self, List};
use crate::problem::Problem;
use crate::query::{NoParameters, Query};
use crate::reply;

/// Which matches.
#[derive(Clone, Debug, Default, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct MatchQuery {
    /// Of this week.
    exchange_week_id: Option<Uuid>,
    /// With this organization as a party.
    organization_id: Option<Uuid>,
    /// In one of these states, as they hold now.
    #[param(inline, explode = false, max_items = 6)]
    status: Vec<MatchStatus>,
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

/// A page of matches.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MatchPage {
    /// The matches, the latest first.
    #[schema(max_items = 100)]
    items: Vec<Match>,
    /// Leads to the next page, if there is one.
    #[schema(required = true, max_length = 1024)]
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
}

/// The history of a match.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MatchTermsList {
    /// Every revision of the terms, the first first.
    #[schema(max_items = 1000)]
    items: Vec<MatchTerms>,
}

/// List matches.
///
/// Those of the caller's organizations; for staff, all.
#[utoipa::path(
    get, path = "/v1/matches", tag = "matches", params(MatchQuery),
    responses((status = 200, description = "A page of matches.", body = MatchPage)),
)]
pub(super) async fn list_matches(
    request: HttpRequest,
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    Query(query): Query<MatchQuery>,
) -> Result<HttpResponse, Problem> {
    let limit = page::limit(query.limit)?;
    let filter: DealFilter = DealQuery {
        exchange_week_id: query.exchange_week_id,
        organization_id: query.organization_id,
        statuses: query.status.iter().map(|status| status.code()).collect(),
        updated_since: query.updated_since.as_deref(),
    }
    .filter()?;
    let filters = MatchQuery { limit: None, cursor: None, ..query.clone() };
    let list = List { operation: "list_matches", filters, caller: Some(caller.person) };
    let after: Option<Uuid> = api.cursors().open(&list, query.cursor.as_deref())?;
    let after = after.map(MatchId::new);
    let found = api.run(move |ctx| matching::page(ctx, &caller, &filter, after, limit)).await?;
    let next_cursor = api.cursors().beyond(&list, &found, |seen| seen.match_.id.uuid())?;
    let items = found.items.iter().map(|seen| Match::of(seen, locale)).collect();
    let body = MatchPage { items, next_cursor, has_more: found.has_more };
    reply::page(&request, &body, body.next_cursor.as_deref())
}

/// Get a match.
///
/// With the terms that stand, and what the caller may do.
#[utoipa::path(
    get, path = "/v1/matches/{match_id}", tag = "matches",
    params(("match_id" = Uuid, Path, description = "The match."), IfNoneMatch),
    responses((status = 200, description = "The match.", body = Match)),
)]
pub(super) async fn get_match(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let id = MatchId::new(id.into_inner());
    let seen = api.run(move |ctx| matching::find(ctx, &caller, id)).await?;
    reply::item(&known, seen.match_.revision, &Match::of(&seen, locale))
}

/// Get the history of a match.
///
/// Every revision of its terms, from the first proposal on.
#[utoipa::path(
    get, path = "/v1/matches/{match_id}/terms", tag = "matches",
    params(("match_id" = Uuid, Path, description = "The match.")),
    responses((status = 200, description = "The revisions.", body = MatchTermsList)),
)]
pub(super) async fn list_match_terms(
    api: Data<Api>,
    Signed(caller): Signed,
    id: Path<Uuid>,
    _: Query<NoParameters>,
) -> Result<HttpResponse, Problem> {
    let id = MatchId::new(id.into_inner());
    let history = api.run(move |ctx| matching::history(ctx, &caller, id)).await?;
    reply::plain(&MatchTermsList { items: history.iter().map(MatchTerms::from).collect() })
}
