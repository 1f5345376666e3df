//! Organizations that are written down twice.

use ::app::organization::{self, Merged};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use domain::id::OrganizationId;
use domain::organization::{Double, Identity, Likeness};
use domain::vocabulary::Locale;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::body::Organization;
use crate::api::Api;
use crate::auth::Signed;
use crate::etag::IfMatch;
use crate::json::Body;
use crate::locale::Spoken;
use crate::page::{self, List};
use crate::problem::Problem;
use crate::query::Query;
use crate::reply;

/// Which page.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct DuplicateQuery {
    /// How many; 25 if nothing is said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// Where the page before ended.
    #[param(max_length = 1024)]
    cursor: Option<String>,
}

/// A page of pairs that may be one organization.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DuplicatePage {
    /// The pairs.
    #[schema(max_items = 100)]
    items: Vec<Duplicate>,
    /// Leads to the next page, if there is one.
    #[schema(required = true, max_length = 1024)]
    next_cursor: Option<String>,
    /// Whether there is a next page.
    has_more: bool,
}

/// Two organizations that may be one.
#[derive(Debug, Serialize, ToSchema)]
struct Duplicate {
    /// The one that was written down first.
    first: DuplicateOrganization,
    /// The other.
    second: DuplicateOrganization,
    /// What makes them alike.
    #[schema(min_items = 1, max_items = 4)]
    reasons: Vec<DuplicateReason>,
}

/// An organization of a pair.
#[derive(Debug, Serialize, ToSchema)]
struct DuplicateOrganization {
    /// Which one.
    id: Uuid,
    /// Its reference.
    #[schema(max_length = 40, example = "O-7K3QAB")]
    reference: String,
    /// Its name.
    #[schema(max_length = 200)]
    name: String,
}

/// What makes two organizations look like one.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum DuplicateReason {
    /// Their names look or read the same, letters of other scripts included.
    SameName,
    /// They have the same number in the register.
    SameRegistrationNumber,
    /// They have the same number for value added tax.
    SameVatNumber,
    /// Their names are alike, and their mail goes to the same domain.
    SimilarNameSameDomain,
}

/// Which organization is the same as this one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OrganizationMergeCreate {
    /// The one that becomes a part of this one.
    duplicate_organization_id: Uuid,
}

/// What a merge has moved.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OrganizationMerge {
    /// The organization that remains.
    organization: Organization,
    /// Listings that it has now and did not before.
    #[schema(minimum = 0, maximum = 10_000_000)]
    listings: usize,
    /// Matches that it has now and did not before.
    #[schema(minimum = 0, maximum = 10_000_000)]
    matches: usize,
    /// Agreements that it has now and did not before.
    #[schema(minimum = 0, maximum = 10_000_000)]
    agreements: usize,
    /// Registrations for weeks that it has now, or that came further.
    #[schema(minimum = 0, maximum = 10_000_000)]
    participations: usize,
    /// Those who belong to it now and did not before.
    #[schema(minimum = 0, maximum = 10_000_000)]
    members: usize,
    /// Accreditations that it has now and did not before.
    #[schema(minimum = 0, maximum = 10_000_000)]
    accreditations: usize,
}

/// List organizations that may be the same.
///
/// Pairs with what makes them alike: names that look or read the same (letters of other scripts included), the
/// same number, or alike names and one domain of mail. A person decides.
#[utoipa::path(
    get, path = "/v1/organization-duplicates", tag = "organizations", params(DuplicateQuery),
    responses((status = 200, description = "A page of pairs.", body = DuplicatePage)),
)]
pub(super) async fn list_organization_duplicates(
    request: HttpRequest,
    api: Data<Api>,
    Signed(caller): Signed,
    Query(query): Query<DuplicateQuery>,
) -> Result<HttpResponse, Problem> {
    let limit = page::limit(query.limit)?;
    let list = List { operation: "list_organization_duplicates", filters: (), caller: Some(caller.person) };
    let after: Option<(Uuid, Uuid)> = api.cursors().open(&list, query.cursor.as_deref())?;
    let after = after.map(|(one, other)| (OrganizationId::new(one), OrganizationId::new(other)));
    let found = api.run(move |ctx| organization::duplicates(ctx, &caller, after, limit)).await?;
    let next_cursor =
        api.cursors().beyond(&list, &found, |last| (last.first.id.uuid(), last.second.id.uuid()))?;
    let items = found.items.iter().map(Duplicate::from).collect();
    let body = DuplicatePage { items, next_cursor, has_more: found.has_more };
    reply::page(&request, &body, body.next_cursor.as_deref())
}

/// Merge a duplicate into an organization.
///
/// What the duplicate posted, agreed and was granted is the organization's from then on, and who belonged to it
/// belongs here; where there are owners nobody becomes one by it, and nobody comes from a duplicate that may not
/// act. In a week for which both are registered,
/// the registration that came further counts. Two that have matches or agreements with each other stay two.
/// Whoever reads the duplicate is told where it went (`organization-merged`).
#[utoipa::path(
    post, path = "/v1/organizations/{organization_id}/merges", tag = "organizations",
    params(("organization_id" = Uuid, Path, description = "The organization that remains."), IfMatch),
    request_body = OrganizationMergeCreate,
    responses((status = 200, description = "What was moved.", body = OrganizationMerge)),
)]
pub(super) async fn merge_organization(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    id: Path<Uuid>,
    IfMatch(expected): IfMatch,
    body: Body<OrganizationMergeCreate>,
) -> Result<HttpResponse, Problem> {
    let id = OrganizationId::new(id.into_inner());
    let duplicate = OrganizationId::new(body.value.duplicate_organization_id);
    let merged = api.run(move |ctx| organization::merge(ctx, &caller, id, expected, duplicate)).await?;
    let revision = merged.seen.organization.revision;
    reply::changed(revision, &OrganizationMerge::of(&merged, locale))
}

impl OrganizationMerge {
    fn of(merged: &Merged, locale: Locale) -> Self {
        Self {
            organization: Organization::of(&merged.seen, locale),
            listings: merged.belongings.listings,
            matches: merged.belongings.matches,
            agreements: merged.belongings.agreements,
            participations: merged.participations,
            members: merged.members,
            accreditations: merged.accreditations,
        }
    }
}

impl From<&Double> for Duplicate {
    fn from(pair: &Double) -> Self {
        Self {
            first: (&pair.first).into(),
            second: (&pair.second).into(),
            reasons: pair.reasons.iter().copied().map(Into::into).collect(),
        }
    }
}

impl From<&Identity> for DuplicateOrganization {
    fn from(one: &Identity) -> Self {
        Self { id: one.id.uuid(), reference: one.reference.clone(), name: one.name.clone() }
    }
}

impl From<Likeness> for DuplicateReason {
    fn from(likeness: Likeness) -> Self {
        match likeness {
            Likeness::Name => Self::SameName,
            Likeness::RcsNumber => Self::SameRegistrationNumber,
            Likeness::VatNumber => Self::SameVatNumber,
            Likeness::NameAndDomain => Self::SimilarNameSameDomain,
        }
    }
}
