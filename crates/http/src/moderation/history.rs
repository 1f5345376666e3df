//! The history of a listing.

use ::app::moderation::{self, History, HistoryPosition};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use domain::id::{ListingId, PersonId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::body::{ModerationCaseKind, ModerationRuling};
use crate::api::Api;
use crate::auth::Signed;
use crate::page::{self, List};
use crate::problem::Problem;
use crate::query::Query;
use crate::reply;
use crate::values::{Code, Instant};

/// Which page.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct ListingHistoryQuery {
    /// How many, from 1 to 100; 25 if nothing is said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// Where to go on: `next_cursor` of the page before.
    #[param(max_length = 1024)]
    cursor: Option<String>,
}

/// Something that happened to a listing, or to a question about it.
#[derive(Debug, Serialize, ToSchema)]
struct ListingHistoryEntry {
    /// When.
    at: Instant,
    /// What: `drafted`, `submitted`, `published`, `edited`, `decided` and so on.
    #[schema(value_type = Code)]
    action: String,
    /// The state from then on: of the listing, or of the question about it where `case_kind` is given.
    #[schema(required = true, value_type = Option<Code>)]
    status: Option<String>,
    /// The kind of the question.
    #[schema(required = true)]
    case_kind: Option<ModerationCaseKind>,
    /// Who did it; null for those who are not staff, and when a deadline did it.
    #[schema(required = true)]
    person_id: Option<Uuid>,
    /// What was decided, and why.
    #[schema(required = true)]
    ruling: Option<ModerationRuling>,
}

/// A page of the history of a listing.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ListingHistoryPage {
    /// What happened, the earliest first.
    #[schema(max_items = 100)]
    items: Vec<ListingHistoryEntry>,
    /// Leads to the next page, if there is one.
    #[schema(required = true, max_length = 1024)]
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
}

/// Get the history of a listing.
///
/// For its organization and for staff: what happened to it, and what was decided and why. Who did it is for
/// staff.
#[utoipa::path(
    get, path = "/v1/listings/{listing_id}/history", tag = "listings",
    params(("listing_id" = Uuid, Path, description = "The listing."), ListingHistoryQuery),
    responses((status = 200, description = "A page of its history.", body = ListingHistoryPage)),
)]
pub(super) async fn get_listing_history(
    request: HttpRequest,
    api: Data<Api>,
    Signed(caller): Signed,
    id: Path<Uuid>,
    Query(query): Query<ListingHistoryQuery>,
) -> Result<HttpResponse, Problem> {
    let id = id.into_inner();
    let limit = page::limit(query.limit)?;
    let list = List { operation: "get_listing_history", filters: id, caller: Some(caller.person) };
    let after: Option<(i64, Uuid)> = api.cursors().open(&list, query.cursor.as_deref())?;
    let after =
        after.and_then(|(at, id)| Some(HistoryPosition { at: Timestamp::from_microsecond(at).ok()?, id }));
    let found =
        api.run(move |ctx| moderation::history(ctx, &caller, ListingId::new(id), after, limit)).await?;
    let key = |entry: &History| (entry.position.at.as_microsecond(), entry.position.id);
    let next_cursor = api.cursors().beyond(&list, &found, key)?;
    let items = found.items.iter().map(ListingHistoryEntry::from).collect();
    let body = ListingHistoryPage { items, next_cursor, has_more: found.has_more };
    reply::page(&request, &body, body.next_cursor.as_deref())
}

impl From<&History> for ListingHistoryEntry {
    fn from(entry: &History) -> Self {
        // Who did it is given to staff only; so is who decided.
        let for_staff = entry.by.is_some();
        Self {
            at: entry.at().into(),
            action: entry.action.clone(),
            status: entry.status.clone(),
            case_kind: entry.kind.map(Into::into),
            person_id: entry.by.map(PersonId::uuid),
            ruling: entry.ruling.as_ref().map(|ruling| ModerationRuling::of(ruling, for_staff)),
        }
    }
}
