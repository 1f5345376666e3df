//! The queue: what waits, the oldest first.

use ::app::moderation::{self, CaseFilter, CasePosition, ClaimFilter};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use domain::fault::{Faults, Rule};
use domain::id::{CaseId, ExchangeWeekId, ListingId, OrganizationId, PersonId};
use domain::moderation::Kind;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::body::{ModerationCase, ModerationCaseKind, ModerationCaseStatus};
use crate::api::Api;
use crate::auth::Signed;
use crate::etag::IfNoneMatch;
use crate::locale::Spoken;
use crate::page::{self, List};
use crate::problem::Problem;
use crate::query::Query;
use crate::reply;
use crate::values::{Instant, parse_instant};

/// Which cases.
#[derive(Clone, Debug, Default, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct ModerationCaseQuery {
    /// About listings of this week.
    exchange_week_id: Option<Uuid>,
    /// About this listing.
    listing_id: Option<Uuid>,
    /// About this organization or its listings.
    organization_id: Option<Uuid>,
    /// Of these kinds.
    #[param(inline, explode = false, max_items = 4)]
    kind: Vec<ModerationCaseKind>,
    /// In one of these states; `open` if nothing is said.
    #[param(inline, explode = false, max_items = 3)]
    status: Vec<ModerationCaseStatus>,
    /// That this person is looking at now.
    claimed_by: Option<Uuid>,
    /// That somebody is looking at now, or nobody.
    claimed: Option<bool>,
    /// Waiting since before this instant.
    #[param(format = DateTime, max_length = 40)]
    opened_before: Option<String>,
    /// How many, from 1 to 100; 25 if nothing is said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// Where to go on: `next_cursor` of the page before.
    #[param(max_length = 1024)]
    cursor: Option<String>,
}

/// Of which week.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct ModerationCountsQuery {
    /// About listings of this week.
    exchange_week_id: Option<Uuid>,
}

/// A page of cases.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ModerationCasePage {
    /// The cases, the oldest first.
    #[schema(max_items = 100)]
    items: Vec<ModerationCase>,
    /// Leads to the next page, if there is one.
    #[schema(required = true, max_length = 1024)]
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
}

/// How many cases wait.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ModerationCounts {
    /// All that are open.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    open: i64,
    /// Those that somebody is looking at.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    claimed: i64,
    /// Submitted listings.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    publication: i64,
    /// Changes of shown listings.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    edit: i64,
    /// Doubtful words in shown listings.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    flagged_text: i64,
    /// Reported by people.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    report: i64,
    /// Since when the oldest waits.
    #[schema(required = true)]
    oldest_opened_at: Option<Instant>,
}

/// List moderation cases.
///
/// What waits for staff, the oldest first: submitted listings, changes of shown ones, doubtful words, reports.
#[utoipa::path(
    get, path = "/v1/moderation/cases", tag = "moderation", params(ModerationCaseQuery),
    responses((status = 200, description = "A page of cases.", body = ModerationCasePage)),
)]
pub(super) async fn list_moderation_cases(
    request: HttpRequest,
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    Query(query): Query<ModerationCaseQuery>,
) -> Result<HttpResponse, Problem> {
    let limit = page::limit(query.limit)?;
    let filter = query.filter().map_err(Problem::query)?;
    let filters = ModerationCaseQuery { limit: None, cursor: None, ..query.clone() };
    let list = List { operation: "list_moderation_cases", filters, caller: Some(caller.person) };
    let after: Option<(i64, Uuid)> = api.cursors().open(&list, query.cursor.as_deref())?;
    let after = after.and_then(|(at, id)| {
        Some(CasePosition { at: Timestamp::from_microsecond(at).ok()?, id: CaseId::new(id) })
    });
    let found = api.run(move |ctx| moderation::page(ctx, &caller, &filter, after, limit)).await?;
    let key = |seen: &moderation::Seen| (seen.case.opened_at.as_microsecond(), seen.case.id.uuid());
    let next_cursor = api.cursors().beyond(&list, &found, key)?;
    let items = found.items.iter().map(|seen| ModerationCase::of(seen, locale)).collect();
    let body = ModerationCasePage { items, next_cursor, has_more: found.has_more };
    reply::page(&request, &body, body.next_cursor.as_deref())
}

/// Count moderation cases.
///
/// How many cases wait, by kind, and since when the oldest does.
#[utoipa::path(
    get, path = "/v1/moderation/counts", tag = "moderation", params(ModerationCountsQuery),
    responses((status = 200, description = "How many wait.", body = ModerationCounts)),
)]
pub(super) async fn get_moderation_counts(
    api: Data<Api>,
    Signed(caller): Signed,
    Query(query): Query<ModerationCountsQuery>,
) -> Result<HttpResponse, Problem> {
    let week = query.exchange_week_id.map(ExchangeWeekId::new);
    let counts = api.run(move |ctx| moderation::counts(ctx, &caller, week)).await?;
    let of = |wanted: Kind| {
        counts.by_kind.iter().filter(|(kind, _)| *kind == wanted).map(|(_, count)| count).sum()
    };
    reply::plain(&ModerationCounts {
        open: counts.by_kind.iter().map(|(_, count)| count).sum(),
        claimed: counts.claimed,
        publication: of(Kind::Publication),
        edit: of(Kind::Edit),
        flagged_text: of(Kind::FlaggedText),
        report: of(Kind::Report),
        oldest_opened_at: counts.oldest.map(Instant),
    })
}

/// Get a moderation case.
///
/// With the texts to be judged, what is doubtful in them, and what people reported.
#[utoipa::path(
    get, path = "/v1/moderation/cases/{case_id}", tag = "moderation",
    params(("case_id" = Uuid, Path, description = "The case."), IfNoneMatch),
    responses((status = 200, description = "The case.", body = ModerationCase)),
)]
pub(super) async fn get_moderation_case(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let id = CaseId::new(id.into_inner());
    let seen = api.run(move |ctx| moderation::find(ctx, &caller, id)).await?;
    reply::item(&known, seen.case.revision, &ModerationCase::of(&seen, locale))
}

impl ModerationCaseQuery {
    fn filter(&self) -> Result<CaseFilter, Faults> {
        let mut faults = Faults::none();
        let opened_before = self.opened_before.as_deref().map(parse_instant).transpose();
        let opened_before = faults.take("opened_before", opened_before).flatten();
        let claimed = match (self.claimed_by, self.claimed) {
            (None, None) => ClaimFilter::Any,
            (None, Some(true)) => ClaimFilter::Somebody,
            (None, Some(false)) => ClaimFilter::Nobody,
            (Some(person), None | Some(true)) => ClaimFilter::By(PersonId::new(person)),
            (Some(_), Some(false)) => {
                faults.add("claimed", Rule::NotAllowed);
                ClaimFilter::Any
            }
        };
        let statuses = if self.status.is_empty() { &[ModerationCaseStatus::Open][..] } else { &self.status };
        faults.or(CaseFilter {
            exchange_week: self.exchange_week_id.map(ExchangeWeekId::new),
            listing: self.listing_id.map(ListingId::new),
            organization: self.organization_id.map(OrganizationId::new),
            kinds: self.kind.iter().copied().map(Into::into).collect(),
            statuses: statuses.iter().map(|status| status.code()).collect(),
            claimed,
            opened_before,
        })
    }
}
