//! The middleware that turns whatever went wrong into a problem in the reader's language.

use std::error::Error as StdError;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap, HeaderName};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage, HttpResponse};
use domain::vocabulary::Locale;

use super::Problem;
use super::body::ProblemBody;
use super::kind::Kind;
use crate::api::Api;
use crate::locale;
use crate::middleware::RequestId;

/// For whom a problem is put into words.
pub(crate) struct BodyContext<'a> {
    pub(crate) locale: Locale,
    pub(crate) request_id: Option<&'a str>,
    /// What the URIs of the problem types begin with: the public address, or nothing.
    pub(crate) base: &'a str,
}

/// Renders what a handler, an extractor, a middleware or the router refused.
pub(crate) async fn render<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let answer = next.call(request).await?;
    if answer.response().error().is_none() {
        return Ok(answer.map_into_left_body());
    }
    let (request, response) = answer.into_parts();
    let request_id = request.extensions().get::<RequestId>().map(|id| id.as_str().to_owned());
    let base = request.app_data::<Data<Api>>().map_or_else(String::new, |api| api.settings().base());
    let context =
        BodyContext { locale: locale::of(request.headers()), request_id: request_id.as_deref(), base: &base };
    let rendered = match response.error().and_then(Error::as_error::<Problem>) {
        Some(problem) => response_logged(problem, &context),
        None => foreign(&response, &context),
    };
    let rendered = with_headers(rendered, response.headers());
    Ok(ServiceResponse::new(request, rendered.map_into_right_body()))
}

/// A problem as a response.
pub(super) fn response(problem: &Problem, context: &BodyContext<'_>) -> HttpResponse {
    let mut answer = HttpResponse::build(problem.kind.status());
    answer
        .content_type("application/problem+json")
        .insert_header((header::CONTENT_LANGUAGE, context.locale.code()))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::VARY, "Accept-Language"));
    if problem.kind.status() == StatusCode::UNAUTHORIZED {
        answer.insert_header((header::WWW_AUTHENTICATE, challenge(problem)));
    }
    if let Some(allow) = &problem.facts.allow {
        answer.insert_header((header::ALLOW, allow.as_str()));
    }
    if let Some(seconds) = problem.facts.retry_after {
        answer.insert_header((header::RETRY_AFTER, seconds));
    }
    match serde_json::to_string(&ProblemBody::new(problem, context)) {
        Ok(body) => answer.body(body),
        Err(_) => answer.finish(),
    }
}

fn response_logged(problem: &Problem, context: &BodyContext<'_>) -> HttpResponse {
    if let Some(source) = &problem.facts.source {
        tracing::error!(request_id = context.request_id, error = %chain(&**source), "a request failed");
    }
    response(problem, context)
}

/// What actix refused by itself, such as a path that cannot be decoded.
fn foreign(refused: &HttpResponse<impl MessageBody>, context: &BodyContext<'_>) -> HttpResponse {
    let problem = Problem::new(Kind::of_status(refused.status()));
    if problem.kind.status().is_server_error() {
        let error = refused.error().map(ToString::to_string);
        tracing::error!(request_id = context.request_id, error, "a request failed");
    }
    response(&problem, context)
}

fn challenge(problem: &Problem) -> &'static str {
    match problem.kind {
        Kind::CredentialsWrong | Kind::OneTimeCodeMissing | Kind::OneTimeCodeWrong => {
            "Bearer realm=\"partact\", error=\"invalid_grant\""
        }
        // RFC 6750, section 3: no error code where nothing was shown.
        _ if problem.facts.invalid_token => "Bearer realm=\"partact\", error=\"invalid_token\"",
        _ => "Bearer realm=\"partact\"",
    }
}

/// Keeps what other middlewares have put into the head; they have gone on from the `Vary` of the problem.
fn with_headers(mut rendered: HttpResponse, kept: &HeaderMap) -> HttpResponse {
    const OWN: [HeaderName; 7] = [
        header::CONTENT_TYPE,
        header::CONTENT_LENGTH,
        header::CONTENT_LANGUAGE,
        header::CACHE_CONTROL,
        header::WWW_AUTHENTICATE,
        header::ALLOW,
        header::RETRY_AFTER,
    ];
    let mut varied = kept.get_all(header::VARY).filter_map(|value| value.to_str().ok());
    if varied.any(|names| names.contains("Accept-Language")) {
        rendered.headers_mut().remove(header::VARY);
    }
    for (name, value) in kept.iter().filter(|(name, _)| !OWN.contains(name)) {
        rendered.headers_mut().append(name.clone(), value.clone());
    }
    rendered
}

/// An error and what is behind it, in one line.
fn chain(error: &(dyn StdError + 'static)) -> String {
    let mut line = error.to_string();
    let mut source = error.source();
    while let Some(behind) = source {
        line.push_str(": ");
        line.push_str(&behind.to_string());
        source = behind.source();
    }
    line
}
