//! For those who run or use the service: health, keys, and the contract.

use std::sync::LazyLock;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::{Next, from_fn};
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{Error, HttpRequest, HttpResponse, Route};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::api::Api;
use crate::auth::{self, JsonWebKeySet};
use crate::etag::IfNoneMatch;
use crate::middleware::PageSecurity;
use crate::openapi;
use crate::problem::{Kind, Problem};
use crate::reply;
use crate::routes::{Operation, operation};

/// The operations of this module.
pub(crate) fn operations() -> Vec<Operation> {
    vec![
        operation!(Public get_liveness),
        operation!(Public get_readiness, Unavailable),
        operation!(Public get_json_web_keys),
        operation!(Public get_openapi),
    ]
}

/// Ask whether the service lives.
///
/// Answers as long as the process does; says nothing about the database.
#[utoipa::path(
    get, path = "/health/live", tag = "operations",
    responses((status = 200, description = "It lives.", body = Health)),
)]
async fn get_liveness() -> Result<HttpResponse, Problem> {
    reply::plain(&Health { status: "live" })
}

/// Ask whether the service takes requests.
///
/// Asks the database too. Says no as soon as the service begins to stop, before it stops taking requests.
#[utoipa::path(
    get, path = "/health/ready", tag = "operations",
    responses((status = 200, description = "It is ready.", body = Health)),
)]
async fn get_readiness(api: Data<Api>) -> Result<HttpResponse, Problem> {
    // It falls while others are still served, so that nobody is sent here who would be refused.
    if !api.ready() || api.turns().are_crowded() {
        return Err(Problem::retry(Kind::Unavailable, 5));
    }
    // A read of a small table: a pool may hand out a connection whose server has gone.
    let asked = api.run(|ctx| ctx.store.read(|reader| Ok(reader.secret("readiness")?.is_some()))).await;
    asked.map_err(|_| Problem::retry(Kind::Unavailable, 1))?;
    reply::plain(&Health { status: "ready" })
}

/// Get the public keys.
///
/// The keys with which access tokens can be checked, as a JSON Web Key Set.
#[utoipa::path(
    get, path = "/.well-known/jwks.json", tag = "operations", params(IfNoneMatch),
    responses((status = 200, description = "The keys.", body = JsonWebKeySet)),
)]
async fn get_json_web_keys(
    api: Data<Api>,
    request: HttpRequest,
    known: IfNoneMatch,
) -> Result<HttpResponse, Problem> {
    auth::keep_up(&request).await;
    let keys = api.tokens().public_keys(api.ctx().clock.now());
    Ok(reply::fixed(&known, reply::text(&keys)?, "application/json"))
}

/// Get this document.
///
/// The contract of the API, in OpenAPI 3.1.
#[utoipa::path(
    get, path = "/openapi.json", tag = "contract", params(IfNoneMatch),
    responses((status = 200, description = "The document.", body = Object)),
)]
async fn get_openapi(known: IfNoneMatch) -> HttpResponse {
    static DOCUMENT: LazyLock<String> = LazyLock::new(openapi::json);
    reply::fixed(&known, DOCUMENT.clone(), "application/json")
}

/// How the service is.
#[derive(Debug, Serialize, ToSchema)]
struct Health {
    /// `live` or `ready`.
    #[schema(max_length = 10, example = "ready")]
    status: &'static str,
}

/// What Swagger UI needs: its own scripts, and styles that it writes into its elements.
const UI_SECURITY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
                           img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; \
                           base-uri 'none'; form-action 'none'";

/// The pages for people. They come with the program, and load nothing from elsewhere.
pub(crate) fn register_pages(config: &mut ServiceConfig) {
    config.route("/docs", to_docs()).service(
        web::scope("/docs")
            .wrap(from_fn(as_page))
            .service(SwaggerUi::new("/{_:.*}").config(Config::new(["/openapi.json"]))),
    );
}

fn to_docs() -> Route {
    web::get().to(|| async {
        HttpResponse::PermanentRedirect().insert_header((header::LOCATION, "/docs/")).finish()
    })
}

async fn as_page<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let mut answer = next.call(request).await?;
    answer.response_mut().extensions_mut().insert(PageSecurity(UI_SECURITY));
    Ok(answer)
}
