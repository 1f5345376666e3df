//! Looking at imports, and cancelling them.

use ::app::import::upload;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use domain::id::{ImportId, Revision};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::body::{Import, ImportPage, ImportRow, ImportRowPage};
use crate::api::Api;
use crate::auth::Signed;
use crate::etag::IfNoneMatch;
use crate::page::{self, List};
use crate::problem::Problem;
use crate::query::Query;
use crate::reply;

/// Which imports.
#[derive(Clone, Debug, Default, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct ImportListQuery {
    /// How many; 25 if nothing is said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// Where the page before ended.
    #[param(max_length = 1024)]
    cursor: Option<String>,
}

/// Which rows.
#[derive(Clone, Debug, Default, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct ImportRowQuery {
    /// Only those that were not taken, or those that were.
    #[param(inline)]
    status: Option<ImportRowStatus>,
    /// How many; 25 if nothing is said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// Where the page before ended.
    #[param(max_length = 1024)]
    cursor: Option<String>,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ImportRowStatus {
    /// It is stored.
    Created,
    /// The organization was there; it is admitted now.
    Admitted,
    /// It was there, with the same content.
    Unchanged,
    /// It was not taken.
    Refused,
}

impl ImportRowStatus {
    const fn code(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Admitted => "admitted",
            Self::Unchanged => "unchanged",
            Self::Refused => "refused",
        }
    }
}

/// List imports.
///
/// Those that the caller has sent, the latest first. They are forgotten after 30 days.
#[utoipa::path(
    get, path = "/v1/imports", tag = "transfers", params(ImportListQuery),
    responses((status = 200, description = "A page of imports.", body = ImportPage)),
)]
pub(super) async fn list_imports(
    request: HttpRequest,
    api: Data<Api>,
    Signed(caller): Signed,
    Query(query): Query<ImportListQuery>,
) -> Result<HttpResponse, Problem> {
    let limit = page::limit(query.limit)?;
    let list = List { operation: "list_imports", filters: (), caller: Some(caller.person) };
    let after: Option<Uuid> = api.cursors().open(&list, query.cursor.as_deref())?;
    let found = api.run(move |ctx| upload::page(ctx, &caller, after.map(ImportId::new), limit)).await?;
    let next_cursor = api.cursors().beyond(&list, &found, |seen| seen.upload.id.uuid())?;
    let items = found.items.iter().map(Import::of).collect();
    let body = ImportPage { items, next_cursor, has_more: found.has_more };
    reply::page(&request, &body, body.next_cursor.as_deref())
}

/// Get an import.
///
/// How far it is, and what came of its rows. For whoever has sent it, and for staff.
#[utoipa::path(
    get, path = "/v1/imports/{import_id}", tag = "transfers",
    params(("import_id" = Uuid, Path, description = "The import."), IfNoneMatch),
    responses((status = 200, description = "The import.", body = Import)),
)]
pub(super) async fn get_import(
    api: Data<Api>,
    Signed(caller): Signed,
    id: Path<Uuid>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let id = ImportId::new(id.into_inner());
    let seen = api.run(move |ctx| upload::find(ctx, &caller, id)).await?;
    reply::item(&known, Revision::FIRST, &Import::of(&seen))
}

/// List the rows of an import.
///
/// Those about which there is something to say, by sheet and number, each with all its faults and notes, in the
/// language in which the sheet was sent.
#[utoipa::path(
    get, path = "/v1/imports/{import_id}/rows", tag = "transfers",
    params(("import_id" = Uuid, Path, description = "The import."), ImportRowQuery),
    responses((status = 200, description = "A page of rows.", body = ImportRowPage)),
)]
pub(super) async fn list_import_rows(
    request: HttpRequest,
    api: Data<Api>,
    Signed(caller): Signed,
    id: Path<Uuid>,
    Query(query): Query<ImportRowQuery>,
) -> Result<HttpResponse, Problem> {
    let id = ImportId::new(id.into_inner());
    let limit = page::limit(query.limit)?;
    let status = query.status.map(ImportRowStatus::code);
    let list =
        List { operation: "list_import_rows", filters: (id.uuid(), status), caller: Some(caller.person) };
    let after: Option<(String, i64)> = api.cursors().open(&list, query.cursor.as_deref())?;
    let found = api.run(move |ctx| upload::rows(ctx, &caller, id, status, after, limit)).await?;
    let next_cursor = api.cursors().beyond(&list, &found, |row| (row.sheet.clone(), row.row))?;
    let items = found.items.iter().map(ImportRow::from).collect();
    let body = ImportRowPage { items, next_cursor, has_more: found.has_more };
    reply::page(&request, &body, body.next_cursor.as_deref())
}

/// Cancel an import.
///
/// One that waits or is read stops at its next batch of rows; what is imported stays. Cancelled again, it is the same.
#[utoipa::path(
    put, path = "/v1/imports/{import_id}/cancellation", tag = "transfers",
    params(("import_id" = Uuid, Path, description = "The import.")),
    responses((status = 200, description = "The import.", body = Import)),
)]
pub(super) async fn cancel_import(
    api: Data<Api>,
    Signed(caller): Signed,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let id = ImportId::new(id.into_inner());
    let seen = api.run(move |ctx| upload::cancel(ctx, &caller, id)).await?;
    reply::changed(Revision::FIRST, &Import::of(&seen))
}
