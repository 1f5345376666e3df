//! Sending sheets.

use std::pin::Pin;
use std::time::Duration;

use ::app::Done;
use ::app::import::SheetName;
use ::app::import::upload::{self, Sent};
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::web::{Bytes, Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use domain::fault::{Faults, Rule};
use domain::id::{ExchangeWeekId, ImportId};
use futures_core::Stream;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::IntoParams;
use uuid::Uuid;

use super::body::{Import, ImportSheetName, SheetArchive, SheetText};
use crate::api::Api;
use crate::auth::Signed;
use crate::idempotency::IdempotencyKey;
use crate::locale::Spoken;
use crate::problem::{Kind, Problem};
use crate::query::Query;
use crate::reply;

/// The most bytes of an import.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// How long the next bytes may take.
const ARRIVAL: Duration = Duration::from_secs(30);

/// What is sent.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct ImportQuery {
    /// Which sheet the CSV is; an archive has several, and says none.
    #[param(inline)]
    sheet: Option<ImportSheetName>,
    /// The exchange week. Only a sheet of organizations can do without.
    exchange_week_id: Option<Uuid>,
    /// Only say what would happen.
    dry_run: bool,
}

/// Import sheets.
///
/// A sheet as CSV (or with tabs or semicolons, in any usual encoding), or a ZIP archive as an export writes it, of at
/// most 64 MiB. It is read in the background, with the rules and the report of `partact import`: `Location` leads to how
/// far it is. Organizers import everything; owners and coordinators import listings, each for their own organizations.
/// Of an archive, `organizations.csv`, `participations.csv`, `listings.csv` and `agreements.csv` are read, in this order.
///
/// A sheet of agreements has a row for each contribution; those of an agreement follow each other, and are taken together
/// or not at all. Without a `status` it is a form that both have signed: it counts as confirmed by both, and stands unless
/// the week asks for ratification. With one it is brought back as it was, as an export tells it.
#[utoipa::path(
    post, path = "/v1/imports", tag = "transfers", params(IdempotencyKey, ImportQuery),
    request_body(description = "The sheet, or the archive.",
        content((SheetText = "text/csv"), (SheetText = "text/tab-separated-values"), (SheetArchive = "application/zip"))),
    responses((status = 202, description = "The import, which waits for its turn.", body = Import)),
)]
pub(super) async fn create_import(
    request: HttpRequest,
    api: Data<Api>,
    Signed(caller): Signed,
    Spoken(locale): Spoken,
    key: IdempotencyKey,
    Query(query): Query<ImportQuery>,
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    let sent = sent(&request, query, locale)?;
    let begun = caller.clone();
    let id = api.run(move |ctx| upload::begin(ctx, &begun, &sent)).await?;
    let received = receive(&api, &caller, id, &request, payload).await;
    let (digest, count) = match received {
        Ok(received) => received,
        Err(problem) => {
            api.run(move |ctx| upload::drop(ctx, id)).await?;
            return Err(problem);
        }
    };
    let once = key.once(&digest);
    let done = api
        .run(move |ctx| {
            upload::accept(ctx, &caller, &once, id, count, |seen| {
                let location = format!("/v1/imports/{}", seen.upload.id);
                reply::accepted_answer(location, &Import::of(seen))
            })
        })
        .await?;
    answer(done)
}

fn answer(done: Done) -> Result<HttpResponse, Problem> {
    reply::done(done)
}

/// What is sent, as far as the head of the request says.
fn sent(
    request: &HttpRequest,
    query: ImportQuery,
    locale: domain::vocabulary::Locale,
) -> Result<Sent, Problem> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let archive = match kind.as_str() {
        "text/csv" | "text/tab-separated-values" => false,
        "application/zip" => true,
        _ => return Err(Kind::UnsupportedMediaType.into()),
    };
    let mut faults = Faults::none();
    let sheet = query.sheet.map(SheetName::from);
    match (archive, sheet) {
        (false, None) => faults.add("sheet", Rule::Required),
        (true, Some(_)) => faults.add("sheet", Rule::NotAllowed),
        _ => {}
    }
    if query.exchange_week_id.is_none() && sheet != Some(SheetName::Organizations) {
        faults.add("exchange_week_id", Rule::Required);
    }
    if !faults.is_empty() {
        return Err(Problem::query(faults));
    }
    let exchange_week = query.exchange_week_id.map(ExchangeWeekId::new);
    Ok(Sent { exchange_week, sheet, locale, dry_run: query.dry_run })
}

/// Stores the body piece by piece; gives its digest, with that of the query, and its length.
async fn receive(
    api: &Api,
    caller: &::app::Caller,
    id: ImportId,
    request: &HttpRequest,
    mut payload: Payload,
) -> Result<([u8; 32], i64), Problem> {
    let mut digest = Sha256::new();
    digest.update(request.query_string().as_bytes());
    digest.update(b"\0");
    let (mut piece, mut position, mut length) = (Vec::with_capacity(upload::CHUNK), 0_i32, 0_usize);
    while let Some(bytes) = next(&mut payload).await? {
        digest.update(&bytes);
        length = length.saturating_add(bytes.len());
        if length > MOST_BYTES {
            return Err(Kind::PayloadTooLarge.into());
        }
        let mut rest = bytes.as_ref();
        while !rest.is_empty() {
            let room = upload::CHUNK.saturating_sub(piece.len()).min(rest.len());
            let (now, later) = rest.split_at_checked(room).unwrap_or((rest, &[]));
            piece.extend_from_slice(now);
            rest = later;
            if piece.len() == upload::CHUNK {
                let full = std::mem::replace(&mut piece, Vec::with_capacity(upload::CHUNK));
                store(api, caller, id, position, full).await?;
                position += 1;
            }
        }
    }
    if !piece.is_empty() {
        store(api, caller, id, position, piece).await?;
    }
    let length = i64::try_from(length).map_err(Problem::internal)?;
    Ok((digest.finalize().into(), length))
}

async fn store(
    api: &Api,
    caller: &::app::Caller,
    id: ImportId,
    position: i32,
    piece: Vec<u8>,
) -> Result<(), Problem> {
    let caller = caller.clone();
    api.run(move |ctx| upload::add(ctx, &caller, id, position, &piece)).await
}

/// The next bytes of the body; `None` at its end.
async fn next(payload: &mut Payload) -> Result<Option<Bytes>, Problem> {
    let arrival = std::future::poll_fn(|context| Pin::new(&mut *payload).poll_next(context));
    match tokio::time::timeout(ARRIVAL, arrival).await {
        Ok(None) => Ok(None),
        Ok(Some(Ok(bytes))) => Ok(Some(bytes)),
        Ok(Some(Err(error))) => {
            let large = actix_web::ResponseError::status_code(&error) == StatusCode::PAYLOAD_TOO_LARGE;
            Err(if large { Kind::PayloadTooLarge } else { Kind::RequestInvalid }.into())
        }
        Err(_) => Err(Kind::RequestInvalid.into()),
    }
}
