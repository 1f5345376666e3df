//! Accounts that staff close and open again.

use ::app::suspension;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use domain::fault::Faults;
use domain::id::PersonId;
use domain::suspension::Suspension;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::Api;
use crate::auth::Signed;
use crate::json::Body;
use crate::problem::Problem;
use crate::reply;
use crate::routes::{Operation, operation};
use crate::values::{Instant, parse_instant, parse_note};

/// The operations of this noun.
pub(crate) fn operations() -> Vec<Operation> {
    vec![
        operation!(Staff get_person_suspension),
        operation!(
            Staff suspend_person,
            OrganizerOnly,
            InvalidTransition,
            ReasonRequired,
            ExpiryInPast,
            OwnAccount
        ),
        operation!(Staff reinstate_person, OrganizerOnly, InvalidTransition),
    ]
}

/// Why and until when an account is to be closed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonSuspend {
    /// Why; for other staff to read.
    #[schema(min_length = 1, max_length = 2000, example = "Sends offers of money to volunteers.")]
    reason: String,
    /// Until when. Without an end, until somebody opens the account again.
    #[serde(default)]
    #[schema(max_length = 40, format = DateTime)]
    until: Option<String>,
}

/// Why and since when an account is closed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PersonSuspension {
    /// Whose account.
    person_id: Uuid,
    /// Why.
    #[schema(max_length = 2000)]
    reason: String,
    /// Until when; null where somebody must open it again.
    #[schema(required = true)]
    until: Option<Instant>,
    /// Since when.
    suspended_at: Instant,
    /// Who closed it.
    suspended_by: Uuid,
}

impl From<&Suspension> for PersonSuspension {
    fn from(suspension: &Suspension) -> Self {
        Self {
            person_id: suspension.person.uuid(),
            reason: suspension.reason.clone(),
            until: suspension.until.map(Into::into),
            suspended_at: suspension.at.into(),
            suspended_by: suspension.by.uuid(),
        }
    }
}

/// Get why an account is closed.
///
/// For staff. An account that is open has no suspension.
#[utoipa::path(
    get, path = "/v1/people/{person_id}/suspension", tag = "accounts",
    params(("person_id" = Uuid, Path, description = "The account.")),
    responses((status = 200, description = "The suspension.", body = PersonSuspension)),
)]
async fn get_person_suspension(
    api: Data<Api>,
    Signed(caller): Signed,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let id = PersonId::new(id.into_inner());
    let found = api.run(move |ctx| suspension::find(ctx, &caller, id)).await?;
    reply::plain(&PersonSuspension::from(&found))
}

/// Close an account.
///
/// Its logins end at once, and it has no more until the given time, or until the account is opened again. An
/// account that is closed gets the new reason and end. Accounts of staff are for organizers.
#[utoipa::path(
    put, path = "/v1/people/{person_id}/suspension", tag = "accounts",
    params(("person_id" = Uuid, Path, description = "The account.")),
    request_body = PersonSuspend,
    responses((status = 200, description = "The suspension.", body = PersonSuspension)),
)]
async fn suspend_person(
    api: Data<Api>,
    Signed(caller): Signed,
    id: Path<Uuid>,
    body: Body<PersonSuspend>,
) -> Result<HttpResponse, Problem> {
    let id = PersonId::new(id.into_inner());
    let reason = parse_note("reason", &body.value.reason)?;
    let until = body.value.until.as_deref().map(parse_instant).transpose();
    let until = until.map_err(|rule| Problem::body(Faults::one("until", rule)))?;
    let done = api.run(move |ctx| suspension::suspend(ctx, &caller, id, &reason, until)).await?;
    reply::plain(&PersonSuspension::from(&done))
}

/// Open a closed account.
///
/// Its person can log in again; the logins from before have ended.
#[utoipa::path(
    delete, path = "/v1/people/{person_id}/suspension", tag = "accounts",
    params(("person_id" = Uuid, Path, description = "The account.")),
    responses((status = 204, description = "The account is open.")),
)]
async fn reinstate_person(
    api: Data<Api>,
    Signed(caller): Signed,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let id = PersonId::new(id.into_inner());
    api.run(move |ctx| suspension::reinstate(ctx, &caller, id)).await?;
    Ok(reply::nothing())
}
