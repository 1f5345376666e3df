//! Reports of abuse, and the reasons for them.

use ::app::Answer;
use ::app::moderation::{self, Reported};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use domain::id::{AbuseReportId, ListingId, OrganizationId, Revision};
use domain::moderation::{Grounds, Outcome, Reason, Subject};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::api::Api;
use crate::auth::Signed;
use crate::etag::IfNoneMatch;
use crate::idempotency::IdempotencyKey;
use crate::json::Body;
use crate::page::{self, List};
use crate::problem::Problem;
use crate::query::Query;
use crate::reply;
use crate::values::{Code, Instant, LocalizedLabel};

/// What is wrong with a listing or an organization.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AbuseReportCreate {
    /// Why: a code of `GET /v1/moderation-reasons`.
    #[schema(value_type = Code)]
    reason: String,
    /// In words, for staff. Needed for the reason `other`.
    #[serde(default)]
    #[schema(max_length = 2000)]
    note: Option<String>,
}

/// What became of a report.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(rename_all = "snake_case")]
enum AbuseReportStatus {
    /// Nobody has decided yet.
    Open,
    /// Something was done about it.
    ActionTaken,
    /// Staff found nothing wrong.
    NoAction,
    /// What was reported went away by itself.
    Lapsed,
}

impl From<Outcome> for AbuseReportStatus {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Open => Self::Open,
            Outcome::ActionTaken => Self::ActionTaken,
            Outcome::NoAction => Self::NoAction,
            Outcome::Lapsed => Self::Lapsed,
        }
    }
}

/// A report, for whoever made it. Nobody else but staff can see it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AbuseReport {
    /// Its identifier.
    id: Uuid,
    /// The listing that it is about; null when it is about an organization.
    #[schema(required = true)]
    listing_id: Option<Uuid>,
    /// The organization that it is about; null when it is about a listing.
    #[schema(required = true)]
    organization_id: Option<Uuid>,
    /// Why.
    #[schema(value_type = Code)]
    reason: &'static str,
    /// In words.
    #[schema(required = true, max_length = 2000)]
    note: Option<String>,
    /// What became of it.
    status: AbuseReportStatus,
    /// When it was made.
    reported_at: Instant,
    /// When it ended.
    #[schema(required = true)]
    ended_at: Option<Instant>,
}

impl From<&Reported> for AbuseReport {
    fn from(reported: &Reported) -> Self {
        let (listing_id, organization_id) = match reported.subject {
            Subject::Listing(id) => (Some(id.uuid()), None),
            Subject::Organization(id) => (None, Some(id.uuid())),
        };
        Self {
            id: reported.report.id.uuid(),
            listing_id,
            organization_id,
            reason: reported.report.grounds.reason.code(),
            note: reported.report.grounds.note.clone(),
            status: reported.outcome.into(),
            reported_at: reported.report.at.into(),
            ended_at: reported.ended_at.map(Instant),
        }
    }
}

/// A page of reports.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AbuseReportPage {
    /// The reports, the latest first.
    #[schema(max_items = 100)]
    items: Vec<AbuseReport>,
    /// Leads to the next page, if there is one.
    #[schema(required = true, max_length = 1024)]
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
}

/// Which page.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct AbuseReportQuery {
    /// How many, from 1 to 100; 25 if nothing is said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// Where to go on: `next_cursor` of the page before.
    #[param(max_length = 1024)]
    cursor: Option<String>,
}

/// A reason, and how it is called.
#[derive(Debug, Serialize, ToSchema)]
struct ModerationReason {
    /// The stable code.
    #[schema(value_type = Code)]
    code: &'static str,
    /// How it is called.
    label: LocalizedLabel,
}

/// All reasons.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ModerationReasonList {
    /// The reasons, in the order in which they are shown.
    #[schema(max_items = 50)]
    items: Vec<ModerationReason>,
}

/// List the reasons.
///
/// Why something can be reported, sent back or taken down.
#[utoipa::path(
    get, path = "/v1/moderation-reasons", tag = "vocabularies", params(IfNoneMatch),
    responses((status = 200, description = "All reasons.", body = ModerationReasonList)),
)]
pub(super) async fn list_moderation_reasons(known: IfNoneMatch) -> Result<HttpResponse, Problem> {
    let term = |one: Reason| ModerationReason { code: one.code(), label: one.labels().into() };
    let list = ModerationReasonList { items: Reason::all().map(term).collect() };
    Ok(reply::fixed(&known, reply::text(&list)?, "application/json"))
}

/// Report a listing.
///
/// For everybody with an account, once while staff have not decided. Who reported stays between them and staff.
#[utoipa::path(
    post, path = "/v1/listings/{listing_id}/reports", tag = "moderation",
    params(("listing_id" = Uuid, Path, description = "The listing."), IdempotencyKey),
    request_body = AbuseReportCreate,
    responses((status = 201, description = "The report.", body = AbuseReport)),
)]
pub(super) async fn report_listing(
    api: Data<Api>,
    Signed(caller): Signed,
    id: Path<Uuid>,
    key: IdempotencyKey,
    body: Body<AbuseReportCreate>,
) -> Result<HttpResponse, Problem> {
    let (id, once) = (ListingId::new(id.into_inner()), key.once(&body.digest));
    let grounds = body.value.grounds()?;
    let done =
        api.run(move |ctx| moderation::report_listing(ctx, &caller, &once, id, &grounds, answer)).await?;
    reply::done(done)
}

/// Report an organization.
///
/// For everybody with an account, once while staff have not decided. Who reported stays between them and staff.
#[utoipa::path(
    post, path = "/v1/organizations/{organization_id}/reports", tag = "moderation",
    params(("organization_id" = Uuid, Path, description = "The organization."), IdempotencyKey),
    request_body = AbuseReportCreate,
    responses((status = 201, description = "The report.", body = AbuseReport)),
)]
pub(super) async fn report_organization(
    api: Data<Api>,
    Signed(caller): Signed,
    id: Path<Uuid>,
    key: IdempotencyKey,
    body: Body<AbuseReportCreate>,
) -> Result<HttpResponse, Problem> {
    let (id, once) = (OrganizationId::new(id.into_inner()), key.once(&body.digest));
    let grounds = body.value.grounds()?;
    let done = api
        .run(move |ctx| moderation::report_organization(ctx, &caller, &once, id, &grounds, answer))
        .await?;
    reply::done(done)
}

/// List own reports.
///
/// What the caller reported, and what became of it; the latest first.
#[utoipa::path(
    get, path = "/v1/abuse-reports", tag = "moderation", params(AbuseReportQuery),
    responses((status = 200, description = "A page of reports.", body = AbuseReportPage)),
)]
pub(super) async fn list_abuse_reports(
    request: HttpRequest,
    api: Data<Api>,
    Signed(caller): Signed,
    Query(query): Query<AbuseReportQuery>,
) -> Result<HttpResponse, Problem> {
    let limit = page::limit(query.limit)?;
    let list = List { operation: "list_abuse_reports", filters: (), caller: Some(caller.person) };
    let after: Option<Uuid> = api.cursors().open(&list, query.cursor.as_deref())?;
    let after = after.map(AbuseReportId::new);
    let found = api.run(move |ctx| moderation::reports(ctx, &caller, after, limit)).await?;
    let next_cursor = api.cursors().beyond(&list, &found, |one| one.report.id.uuid())?;
    let items = found.items.iter().map(AbuseReport::from).collect();
    let body = AbuseReportPage { items, next_cursor, has_more: found.has_more };
    reply::page(&request, &body, body.next_cursor.as_deref())
}

/// Get one of the own reports.
///
/// What became of it.
#[utoipa::path(
    get, path = "/v1/abuse-reports/{abuse_report_id}", tag = "moderation",
    params(("abuse_report_id" = Uuid, Path, description = "The report."), IfNoneMatch),
    responses((status = 200, description = "The report.", body = AbuseReport)),
)]
pub(super) async fn get_abuse_report(
    api: Data<Api>,
    Signed(caller): Signed,
    id: Path<Uuid>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let id = AbuseReportId::new(id.into_inner());
    let found = api.run(move |ctx| moderation::find_report(ctx, &caller, id)).await?;
    reply::item(&known, Revision::FIRST, &AbuseReport::from(&found))
}

impl AbuseReportCreate {
    fn grounds(&self) -> Result<Grounds, Problem> {
        Grounds::parse(&self.reason, self.note.as_deref().unwrap_or_default()).map_err(Problem::body)
    }
}

fn answer(reported: &Reported) -> Answer {
    let location = format!("/v1/abuse-reports/{}", reported.report.id);
    reply::created_answer(location, Revision::FIRST, &AbuseReport::from(reported))
}
