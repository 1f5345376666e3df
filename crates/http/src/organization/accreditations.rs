//! Accreditations of organizations.

use ::app::organization::accreditation::{self, SeenAccreditation};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use domain::id::{AccreditationId, OrganizationId};
use domain::organization::{self, AccreditationDraft, RawAccreditation};
use domain::text::Line;
use domain::vocabulary::Locale;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::Api;
use crate::auth::{MaybeSigned, Signed};
use crate::etag::{IfMatch, IfNoneMatch};
use crate::idempotency::IdempotencyKey;
use crate::json::Body;
use crate::locale::Spoken;
use crate::problem::Problem;
use crate::reply;
use crate::values::{Action, Day, Instant, pair};

/// Something that the state has granted an organization for a time.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Accreditation {
    /// Its identifier.
    id: Uuid,
    /// Whose.
    organization_id: Uuid,
    /// What was granted.
    kind: AccreditationKind,
    /// From which day on.
    granted_on: Day,
    /// Until and including which day; null while no end is known.
    #[schema(required = true)]
    valid_until: Option<Day>,
    /// The decree or number.
    #[schema(required = true, max_length = 200)]
    reference: Option<String>,
    /// Whether it holds today, in Luxembourg.
    status: AccreditationStatus,
    /// When it was taken back.
    #[schema(required = true)]
    withdrawn_at: Option<Instant>,
    /// When it was written down.
    created_at: Instant,
    /// What the caller may do; empty for those with no right to anything.
    #[schema(max_items = 10)]
    actions: Vec<Action>,
}

/// The accreditations of an organization.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AccreditationList {
    /// The accreditations, the latest granted first.
    #[schema(max_items = 200)]
    items: Vec<Accreditation>,
}

/// An accreditation to be written down.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AccreditationCreate {
    /// What was granted.
    kind: AccreditationKind,
    /// From which day on.
    #[schema(format = Date, max_length = 10, example = "2026-01-01")]
    granted_on: String,
    /// Until and including which day; null while no end is known.
    #[serde(default)]
    #[schema(required = false, format = Date, max_length = 10, example = "2028-12-31")]
    valid_until: Option<String>,
    /// The decree or number; needed for `other`.
    #[serde(default)]
    #[schema(max_length = 200)]
    reference: Option<String>,
}

/// What was granted.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum AccreditationKind {
    /// *Société d’impact sociétal*.
    Sis,
    /// *Reconnaissance d’utilité publique*.
    PublicUtility,
    /// Approval as an organization for development.
    DevelopmentNgo,
    /// Approval by a ministry.
    Ministry,
    /// Something else; the reference says what.
    Other,
}

/// Whether an accreditation holds.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AccreditationStatus {
    /// Not yet.
    Upcoming,
    /// Yes.
    InForce,
    /// No longer.
    Expired,
    /// It was taken back.
    Withdrawn,
}

/// List the accreditations of an organization.
///
/// Those in force, for everybody; all, for its members and for staff.
#[utoipa::path(
    get, path = "/v1/organizations/{organization_id}/accreditations", tag = "organizations",
    params(("organization_id" = Uuid, Path, description = "The organization.")),
    responses((status = 200, description = "The accreditations.", body = AccreditationList)),
)]
pub(super) async fn list_accreditations(
    api: Data<Api>,
    MaybeSigned(caller): MaybeSigned,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let id = OrganizationId::new(id.into_inner());
    let found = api.run(move |ctx| accreditation::list(ctx, caller.as_ref(), id)).await?;
    reply::plain(&AccreditationList {
        items: found.iter().map(|one| Accreditation::of(one, locale)).collect(),
    })
}

/// Get an accreditation.
///
/// For everybody while it is in force; before and after, for the members and for staff.
#[utoipa::path(
    get, path = "/v1/organizations/{organization_id}/accreditations/{accreditation_id}", tag = "organizations",
    params(
        ("organization_id" = Uuid, Path, description = "The organization."),
        ("accreditation_id" = Uuid, Path, description = "The accreditation."),
        IfNoneMatch,
    ),
    responses((status = 200, description = "The accreditation.", body = Accreditation)),
)]
pub(super) async fn get_accreditation(
    api: Data<Api>,
    MaybeSigned(caller): MaybeSigned,
    Spoken(locale): Spoken,
    ids: Path<(Uuid, Uuid)>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let (organization, id) = pair(ids, OrganizationId::new, AccreditationId::new);
    let seen = api.run(move |ctx| accreditation::find(ctx, caller.as_ref(), organization, id)).await?;
    reply::item(&known, seen.accreditation.revision, &Accreditation::of(&seen, locale))
}

/// Write down an accreditation.
///
/// Staff have seen it; it counts from its first day to its last.
#[utoipa::path(
    post, path = "/v1/organizations/{organization_id}/accreditations", tag = "organizations",
    params(("organization_id" = Uuid, Path, description = "The organization."), IdempotencyKey),
    request_body = AccreditationCreate,
    responses((status = 201, description = "The accreditation.", body = Accreditation)),
)]
pub(super) async fn create_accreditation(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
    key: IdempotencyKey,
    body: Body<AccreditationCreate>,
) -> Result<HttpResponse, Problem> {
    let id = OrganizationId::new(id.into_inner());
    let once = key.once(&body.digest);
    let draft = AccreditationDraft::parse(&body.value.raw()).map_err(Problem::body)?;
    let done = api
        .run(move |ctx| {
            accreditation::grant(ctx, &caller, &once, id, &draft, |seen| {
                let made = &seen.accreditation;
                let location = format!("/v1/organizations/{id}/accreditations/{}", made.id);
                reply::created_answer(location, made.revision, &Accreditation::of(seen, locale))
            })
        })
        .await?;
    reply::done(done)
}

/// Take an accreditation back.
///
/// It counts no longer, and stays in the history.
#[utoipa::path(
    delete, path = "/v1/organizations/{organization_id}/accreditations/{accreditation_id}", tag = "organizations",
    params(
        ("organization_id" = Uuid, Path, description = "The organization."),
        ("accreditation_id" = Uuid, Path, description = "The accreditation."),
        IfMatch,
    ),
    responses((status = 200, description = "The accreditation.", body = Accreditation)),
)]
pub(super) async fn withdraw_accreditation(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    ids: Path<(Uuid, Uuid)>,
    IfMatch(expected): IfMatch,
) -> Result<HttpResponse, Problem> {
    let (organization, id) = pair(ids, OrganizationId::new, AccreditationId::new);
    let seen = api.run(move |ctx| accreditation::withdraw(ctx, &caller, organization, id, expected)).await?;
    reply::changed(seen.accreditation.revision, &Accreditation::of(&seen, locale))
}

impl AccreditationCreate {
    fn raw(self) -> RawAccreditation {
        RawAccreditation {
            kind: organization::AccreditationKind::from(self.kind).code().to_owned(),
            granted_on: self.granted_on,
            valid_until: self.valid_until.unwrap_or_default(),
            reference: self.reference.unwrap_or_default(),
        }
    }
}

impl Accreditation {
    fn of(seen: &SeenAccreditation, locale: Locale) -> Self {
        let found = &seen.accreditation;
        let own = format!("/v1/organizations/{}/accreditations/{}", found.organization, found.id);
        let request = |name: &str| (name == "withdraw").then(|| ("DELETE", own.clone()));
        Self {
            id: found.id.uuid(),
            organization_id: found.organization.uuid(),
            kind: found.kind.into(),
            granted_on: found.granted_on.into(),
            valid_until: found.valid_until.map(Into::into),
            reference: found.reference.as_ref().map(Line::as_str).map(str::to_owned),
            status: match found.status_at(seen.at) {
                "upcoming" => AccreditationStatus::Upcoming,
                "in_force" => AccreditationStatus::InForce,
                "withdrawn" => AccreditationStatus::Withdrawn,
                _ => AccreditationStatus::Expired,
            },
            withdrawn_at: found.withdrawn.map(|(at, _)| at.into()),
            created_at: found.created_at.into(),
            actions: Action::all(&seen.actions, request, locale),
        }
    }
}

impl From<organization::AccreditationKind> for AccreditationKind {
    fn from(kind: organization::AccreditationKind) -> Self {
        match kind {
            organization::AccreditationKind::Sis => Self::Sis,
            organization::AccreditationKind::PublicUtility => Self::PublicUtility,
            organization::AccreditationKind::DevelopmentNgo => Self::DevelopmentNgo,
            organization::AccreditationKind::Ministry => Self::Ministry,
            organization::AccreditationKind::Other => Self::Other,
        }
    }
}

impl From<AccreditationKind> for organization::AccreditationKind {
    fn from(kind: AccreditationKind) -> Self {
        match kind {
            AccreditationKind::Sis => Self::Sis,
            AccreditationKind::PublicUtility => Self::PublicUtility,
            AccreditationKind::DevelopmentNgo => Self::DevelopmentNgo,
            AccreditationKind::Ministry => Self::Ministry,
            AccreditationKind::Other => Self::Other,
        }
    }
}
