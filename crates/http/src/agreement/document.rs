//! The agreement on paper.

use std::convert::Infallible;
use std::future::{Ready, ready};

use ::app::agreement::{self, Paper};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap};
use actix_web::web::{Data, Path};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use domain::id::AgreementId;
use domain::vocabulary::Locale;
use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::openapi::schema::{KnownFormat, SchemaFormat};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{IntoParams, PartialSchema, ToSchema};
use uuid::Uuid;

use crate::api::Api;
use crate::auth::Signed;
use crate::etag::{self, IfNoneMatch};
use crate::locale;
use crate::problem::Problem;
use crate::query::Query;

/// In which language.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct DocumentQuery {
    /// The language of the document. If nothing is said, that of `Accept-Language`; if that is not said either,
    /// the first language of the parties.
    #[param(inline)]
    language: Option<DocumentLanguage>,
}

/// A language in which documents are written.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(rename_all = "snake_case")]
enum DocumentLanguage {
    /// English.
    En,
    /// French.
    Fr,
    /// German.
    De,
    /// Luxembourgish.
    Lb,
}

impl From<DocumentLanguage> for Locale {
    fn from(language: DocumentLanguage) -> Self {
        match language {
            DocumentLanguage::En => Self::En,
            DocumentLanguage::Fr => Self::Fr,
            DocumentLanguage::De => Self::De,
            DocumentLanguage::Lb => Self::Lb,
        }
    }
}

/// The document as PDF. A schema, not a value.
struct PaperFile;

impl PartialSchema for PaperFile {
    fn schema() -> RefOr<Schema> {
        let bytes = ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .max_length(Some(20_000_000));
        bytes.description(Some("A tagged PDF.")).into()
    }
}

impl ToSchema for PaperFile {}

/// Get the document of an agreement.
///
/// For paper: parties, contributions, confirmations, number, the hash of the terms, a QR code that leads to the
/// agreement, and lines to sign on. A tagged PDF (PDF/UA-1); the same facts give the same bytes.
#[utoipa::path(
    get, path = "/v1/agreements/{agreement_id}/document.pdf", tag = "agreements",
    params(("agreement_id" = Uuid, Path, description = "The agreement."), DocumentQuery, IfNoneMatch),
    responses((
        status = 200, description = "The document. `Content-Disposition` has a name for the file.",
        body = PaperFile, content_type = "application/pdf",
    )),
)]
pub(super) async fn get_agreement_document(
    api: Data<Api>,
    Signed(caller): Signed,
    Reached(reached): Reached,
    id: Path<Uuid>,
    Query(query): Query<DocumentQuery>,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    let id = AgreementId::new(id.into_inner());
    let base = api.settings().public_url.as_ref().map_or(reached.base, |_| api.settings().base());
    let url = format!("{base}/v1/agreements/{id}");
    let language = query.language.map(Locale::from).or(reached.wished);
    let paper = api.run(move |ctx| agreement::paper(ctx, &caller, id, language, url)).await?;
    let tag = etag::tag(paper.revision, &paper.digest());
    let mut answer =
        HttpResponse::build(if known.has(&tag) { StatusCode::NOT_MODIFIED } else { StatusCode::OK });
    answer
        .insert_header((header::ETAG, tag.as_str()))
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .insert_header((header::CONTENT_LANGUAGE, paper.locale.code()))
        .insert_header((header::VARY, "Accept-Language"));
    if known.has(&tag) {
        return Ok(answer.finish());
    }
    answer.insert_header((header::CONTENT_DISPOSITION, disposition(&paper)));
    let bytes = api.typeset(move |_| paper.typeset()).await?;
    Ok(answer.content_type("application/pdf").body(bytes))
}

/// A reference is letters, digits and hyphens, so the name needs no escapes.
fn disposition(paper: &Paper) -> String {
    format!("inline; filename=\"{}\"", paper.file_name())
}

/// How the request reached the service.
pub(super) struct Reached(Request);

struct Request {
    /// What absolute links begin with where the operator has not said: the address of the request itself.
    base: String,
    /// The language that it asks for.
    wished: Option<Locale>,
}

impl FromRequest for Reached {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut actix_web::dev::Payload) -> Self::Future {
        let (base, wished) = (base(request.headers()), locale::wished(request.headers()));
        ready(Ok(Self(Request { base, wished })))
    }
}

fn base(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let url =
        Url::parse(&format!("http://{host}/")).ok().filter(|url| url.path() == "/" && host.len() <= 255);
    url.map_or_else(|| "http://localhost".to_owned(), |url| url.origin().ascii_serialization())
}
