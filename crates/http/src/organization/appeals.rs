//! Appeals of organizations against their standing.

use ::app::organization::appeal::{self, SeenAppeal};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use domain::fault::Faults;
use domain::id::{AppealId, OrganizationId};
use domain::organization::{self, Outcome};
use domain::text::Prose;
use domain::vocabulary::Locale;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::Api;
use crate::auth::Signed;
use crate::etag::{IfMatch, IfNoneMatch};
use crate::json::Body;
use crate::locale::Spoken;
use crate::problem::Problem;
use crate::reply;
use crate::values::{Action, Instant, pair, parse_note};

/// What an owner says against the standing of the organization, and the answer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Appeal {
    /// Its identifier.
    id: Uuid,
    /// Whose.
    organization_id: Uuid,
    /// Against which standing.
    #[schema(max_length = 40, example = "rejected")]
    against: String,
    /// Since when it was so.
    against_since: Instant,
    /// What the owner says.
    #[schema(max_length = 5000)]
    text: String,
    /// How far it has come.
    status: AppealStatus,
    /// When it was made.
    created_at: Instant,
    /// Why it was decided so.
    #[schema(required = true, max_length = 2000)]
    decision_reason: Option<String>,
    /// When.
    #[schema(required = true)]
    decided_at: Option<Instant>,
    /// What the caller may do; empty for those with no right to anything.
    #[schema(max_items = 10)]
    actions: Vec<Action>,
}

/// The appeals of an organization.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AppealList {
    /// The appeals, the latest first.
    #[schema(max_items = 200)]
    items: Vec<Appeal>,
}

/// How far an appeal has come.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AppealStatus {
    /// Nobody has decided it yet.
    Open,
    /// The standing was right, and stays.
    Upheld,
    /// The standing was wrong.
    Granted,
}

/// An appeal to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AppealCreate {
    /// What there is to say against the decision.
    #[schema(min_length = 1, max_length = 5000)]
    text: String,
}

/// The answer to an appeal.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AppealDecision {
    /// Which.
    outcome: AppealOutcome,
    /// Why.
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
}

/// How an appeal can be answered.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AppealOutcome {
    /// The standing was right, and stays.
    Upheld,
    /// The standing was wrong: a suspended organization acts again, a rejected one is looked at anew.
    Granted,
}

/// Appeal against the standing of an organization.
///
/// By an owner, while the organization is rejected or suspended; one at a time.
#[utoipa::path(
    post, path = "/v1/organizations/{organization_id}/appeals", tag = "organizations",
    params(("organization_id" = Uuid, Path, description = "The organization.")),
    request_body = AppealCreate,
    responses((status = 201, description = "The appeal.", body = Appeal)),
)]
pub(super) async fn create_appeal(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
    body: Body<AppealCreate>,
) -> Result<HttpResponse, Problem> {
    let id = OrganizationId::new(id.into_inner());
    let mut faults = Faults::none();
    let text = faults.take("text", Prose::parse_note(&body.value.text, organization::Appeal::TEXT));
    let Some(text) = text else { return Err(Problem::body(faults)) };
    let seen = api.run(move |ctx| appeal::make(ctx, &caller, id, &text)).await?;
    let location = format!("/v1/organizations/{id}/appeals/{}", seen.appeal.id);
    reply::created(&location, seen.appeal.revision, &Appeal::of(&seen, locale))
}

/// List the appeals of an organization.
///
/// The latest first: for the owners and for staff.
#[utoipa::path(
    get, path = "/v1/organizations/{organization_id}/appeals", tag = "organizations",
    params(("organization_id" = Uuid, Path, description = "The organization.")),
    responses((status = 200, description = "The appeals.", body = AppealList)),
)]
pub(super) async fn list_appeals(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let id = OrganizationId::new(id.into_inner());
    let found = api.run(move |ctx| appeal::list(ctx, &caller, id)).await?;
    reply::plain(&AppealList { items: found.iter().map(|one| Appeal::of(one, locale)).collect() })
}

/// Get an appeal.
///
/// For the owners and for staff.
#[utoipa::path(
    get, path = "/v1/organizations/{organization_id}/appeals/{appeal_id}", tag = "organizations",
    params(
        ("organization_id" = Uuid, Path, description = "The organization."),
        ("appeal_id" = Uuid, Path, description = "The appeal."),
        IfNoneMatch,
    ),
    responses((status = 200, description = "The appeal.", body = Appeal)),
)]
pub(super) async fn get_appeal(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    ids: Path<(Uuid, Uuid)>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let (organization, id) = pair(ids, OrganizationId::new, AppealId::new);
    let seen = api.run(move |ctx| appeal::find(ctx, &caller, organization, id)).await?;
    reply::item(&known, seen.appeal.revision, &Appeal::of(&seen, locale))
}

/// Decide an appeal.
///
/// With the reason, once. Granting it reinstates a suspended organization, and lets a rejected one wait for
/// verification again.
#[utoipa::path(
    put, path = "/v1/organizations/{organization_id}/appeals/{appeal_id}/decision", tag = "organizations",
    params(
        ("organization_id" = Uuid, Path, description = "The organization."),
        ("appeal_id" = Uuid, Path, description = "The appeal."),
        IfMatch,
    ),
    request_body = AppealDecision,
    responses((status = 200, description = "The appeal.", body = Appeal)),
)]
pub(super) async fn decide_appeal(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    ids: Path<(Uuid, Uuid)>,
    IfMatch(expected): IfMatch,
    body: Body<AppealDecision>,
) -> Result<HttpResponse, Problem> {
    let (organization, id) = pair(ids, OrganizationId::new, AppealId::new);
    let reason = parse_note("reason", &body.value.reason)?;
    let outcome = match body.value.outcome {
        AppealOutcome::Upheld => Outcome::Upheld,
        AppealOutcome::Granted => Outcome::Granted,
    };
    let seen = api
        .run(move |ctx| appeal::decide(ctx, &caller, organization, id, expected, outcome, &reason))
        .await?;
    reply::changed(seen.appeal.revision, &Appeal::of(&seen, locale))
}

impl Appeal {
    fn of(seen: &SeenAppeal, locale: Locale) -> Self {
        let found = &seen.appeal;
        let decision = found.decision.as_ref();
        let own = format!("/v1/organizations/{}/appeals/{}", found.organization, found.id);
        let request = |name: &str| (name == "decide").then(|| ("PUT", format!("{own}/decision")));
        Self {
            id: found.id.uuid(),
            organization_id: found.organization.uuid(),
            against: found.against.0.clone(),
            against_since: found.against.1.into(),
            text: found.text.as_str().to_owned(),
            status: match decision.map(|decision| decision.outcome) {
                None => AppealStatus::Open,
                Some(Outcome::Upheld) => AppealStatus::Upheld,
                Some(Outcome::Granted) => AppealStatus::Granted,
            },
            created_at: found.made_at.into(),
            decision_reason: decision.map(|decision| decision.reason.clone()),
            decided_at: decision.map(|decision| decision.at.into()),
            actions: Action::all(&seen.actions, request, locale),
        }
    }
}
