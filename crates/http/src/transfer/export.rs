//! Exporting.

use ::app::export::{self, Export};
use actix_web::HttpResponse;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{Data, Path};
use domain::id::{ExchangeWeekId, OrganizationId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::body::{SheetArchive, SheetText};
use super::stream;
use crate::api::Api;
use crate::auth::Signed;
use crate::problem::Problem;
use crate::query::Query;

/// What of it.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct ExportQuery {
    /// Only this sheet, as CSV; otherwise all of them in a ZIP archive, with a `manifest.json` that counts their
    /// rows.
    #[param(inline)]
    sheet: Option<ExportSheet>,
}

/// The sheets of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ExportSheet {
    /// Who they are.
    Organizations,
    /// Who is registered for which week.
    Participations,
    /// What they offer and request.
    Listings,
    /// What was agreed, one row for each contribution.
    Agreements,
}

impl From<ExportSheet> for export::Sheet {
    fn from(sheet: ExportSheet) -> Self {
        match sheet {
            ExportSheet::Organizations => Self::Organizations,
            ExportSheet::Participations => Self::Participations,
            ExportSheet::Listings => Self::Listings,
            ExportSheet::Agreements => Self::Agreements,
        }
    }
}

/// Export what an organization has.
///
/// Its entry, its registrations, its listings and its agreements, as the sheets that the import reads, for its
/// owners and coordinators and for staff. Of the other party of an agreement there are the name and the reference.
/// The answer is made while it is sent; one that is cut off is not whole.
#[utoipa::path(
    get, path = "/v1/organizations/{organization_id}/export", tag = "transfers",
    params(("organization_id" = Uuid, Path, description = "The organization."), ExportQuery),
    responses((status = 200, description = "The sheet, or the archive.",
        content((SheetText = "text/csv"), (SheetArchive = "application/zip")))),
)]
pub(super) async fn export_organization(
    api: Data<Api>,
    Signed(caller): Signed,
    id: Path<Uuid>,
    Query(query): Query<ExportQuery>,
) -> Result<HttpResponse, Problem> {
    let (id, sheet) = (OrganizationId::new(id.into_inner()), query.sheet.map(export::Sheet::from));
    let export = api.run(move |ctx| export::of_organization(ctx, &caller, id, sheet)).await?;
    answer(&api, export, "organization", sheet).await
}

/// Export an exchange week.
///
/// All organizations that are registered for it, their registrations, listings and agreements, as the sheets that
/// the import reads, for organizers. Imported into an empty service, they give the same export again. The answer is
/// made while it is sent; one that is cut off is not whole.
#[utoipa::path(
    get, path = "/v1/exchange-weeks/{exchange_week_id}/export", tag = "transfers",
    params(("exchange_week_id" = Uuid, Path, description = "The exchange week."), ExportQuery),
    responses((status = 200, description = "The sheet, or the archive.",
        content((SheetText = "text/csv"), (SheetArchive = "application/zip")))),
)]
pub(super) async fn export_exchange_week(
    api: Data<Api>,
    Signed(caller): Signed,
    id: Path<Uuid>,
    Query(query): Query<ExportQuery>,
) -> Result<HttpResponse, Problem> {
    let (id, sheet) = (ExchangeWeekId::new(id.into_inner()), query.sheet.map(export::Sheet::from));
    let export = api.run(move |ctx| export::of_week(ctx, &caller, id, sheet)).await?;
    answer(&api, export, "exchange-week", sheet).await
}

/// The answer, to be saved as a file.
async fn answer(
    api: &Api,
    export: Export,
    of: &str,
    sheet: Option<export::Sheet>,
) -> Result<HttpResponse, Problem> {
    let (kind, file) = match sheet {
        Some(sheet) => ("text/csv; charset=utf-8", format!("{}.csv", sheet.code())),
        None => ("application/zip", format!("{of}.zip")),
    };
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{file}\""));
    let body = stream::body(api, export).await?;
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(kind)
        .insert_header((header::CONTENT_DISPOSITION, disposition.map_err(Problem::internal)?));
    Ok(answer.body(body))
}
