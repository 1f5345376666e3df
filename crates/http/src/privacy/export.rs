//! Copies of what is held of somebody.

use ::app::privacy;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use domain::id::{DataExportId, Revision};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::Api;
use crate::auth::Signed;
use crate::etag::IfNoneMatch;
use crate::locale::Spoken;
use crate::problem::Problem;
use crate::reply;
use crate::values::Instant;

/// A copy that was just made.
#[derive(Debug, Serialize, ToSchema)]
struct DataExportReceipt {
    /// Its identifier.
    id: Uuid,
    /// When it was made.
    created_at: Instant,
    /// Until when it can be fetched.
    expires_at: Instant,
}

/// A copy of all that is held of the caller.
#[derive(Debug, Serialize, ToSchema)]
struct DataExport {
    /// Its identifier.
    id: Uuid,
    /// When it was made.
    created_at: Instant,
    /// Until when it can be fetched.
    expires_at: Instant,
    /// What is held; its member `readme` explains the others.
    #[schema(value_type = Object)]
    document: Value,
}

/// Ask for a copy of one's data.
///
/// All that the service holds of the caller, for seven days. A new copy takes the place of the one before.
#[utoipa::path(
    post, path = "/v1/me/data-exports", tag = "accounts",
    responses((status = 201, description = "The copy is made.", body = DataExportReceipt)),
)]
pub(super) async fn create_data_export(
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
) -> Result<HttpResponse, Problem> {
    let export = api.run(move |ctx| privacy::export(ctx, &caller, locale)).await?;
    let receipt = DataExportReceipt {
        id: export.id.uuid(),
        created_at: export.created_at.into(),
        expires_at: export.expires_at.into(),
    };
    reply::created(&format!("/v1/me/data-exports/{}", export.id), Revision::FIRST, &receipt)
}

/// Get a copy of one's data.
///
/// In JSON, with an explanation of each part. Only the person of whom it is can get it.
#[utoipa::path(
    get, path = "/v1/me/data-exports/{data_export_id}", tag = "accounts",
    params(("data_export_id" = Uuid, Path, description = "The copy."), IfNoneMatch),
    responses((status = 200, description = "The copy.", body = DataExport)),
)]
pub(super) async fn get_data_export(
    api: Data<Api>,
    Signed(caller): Signed,
    id: Path<Uuid>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let id = DataExportId::new(id.into_inner());
    let found = api.run(move |ctx| privacy::find_export(ctx, &caller, id)).await?;
    let body = DataExport {
        id: found.id.uuid(),
        created_at: found.created_at.into(),
        expires_at: found.expires_at.into(),
        document: found.document,
    };
    reply::item(&known, Revision::FIRST, &body)
}
