//! The shapes of an answer, so that all handlers answer alike.

use ::app::{Answer, Done};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use domain::id::Revision;
use serde::Serialize;

use crate::etag::{self, IfNoneMatch};
use crate::problem::Problem;

const JSON: &str = "application/json";

/// One resource at a revision, with its `ETag`; 304 if the caller has it already.
pub(crate) fn item(
    known: &IfNoneMatch,
    revision: Revision,
    body: &impl Serialize,
) -> Result<HttpResponse, Problem> {
    let body = text(body)?;
    let tag = etag::tag(revision, &body);
    Ok(tagged(known, tag, body, "private, no-cache"))
}

/// Something that is the same for everybody and changes with a release only.
pub(crate) fn fixed(known: &IfNoneMatch, body: String, content_type: &str) -> HttpResponse {
    let tag = etag::tag_of_body(&body);
    let mut answer = tagged(known, tag, body, "public, max-age=3600");
    if answer.status() == StatusCode::OK
        && let Ok(value) = HeaderValue::from_str(content_type)
    {
        answer.headers_mut().insert(header::CONTENT_TYPE, value);
    }
    answer
}

fn tagged(known: &IfNoneMatch, tag: String, body: String, cache: &'static str) -> HttpResponse {
    let has = known.has(&tag);
    let mut answer = HttpResponse::build(if has { StatusCode::NOT_MODIFIED } else { StatusCode::OK });
    answer.insert_header((header::ETAG, tag)).insert_header((header::CACHE_CONTROL, cache));
    if has { answer.finish() } else { answer.content_type(JSON).body(body) }
}

/// A resource that was just changed, with its new `ETag`.
pub(crate) fn changed(revision: Revision, body: &impl Serialize) -> Result<HttpResponse, Problem> {
    item(&IfNoneMatch::default(), revision, body)
}

/// An answer without a revision: a login, a computed view.
pub(crate) fn plain(body: &impl Serialize) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().content_type(JSON).body(text(body)?))
}

/// A page of a list, with a link to the next one.
pub(crate) fn page(
    request: &HttpRequest,
    body: &impl Serialize,
    next_cursor: Option<&str>,
) -> Result<HttpResponse, Problem> {
    let mut answer = HttpResponse::Ok();
    if let Some(cursor) = next_cursor {
        answer.insert_header((header::LINK, format!("<{}>; rel=\"next\"", next(request, cursor))));
    }
    Ok(answer.content_type(JSON).body(text(body)?))
}

/// The address of the request with another cursor.
fn next(request: &HttpRequest, cursor: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in url::form_urlencoded::parse(request.query_string().as_bytes()) {
        if name != "cursor" {
            query.append_pair(&name, &value);
        }
    }
    query.append_pair("cursor", cursor);
    format!("{}?{}", request.path(), query.finish())
}

/// It is done, and there is nothing to say.
pub(crate) fn nothing() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

/// A resource that was just made, at its address.
pub(crate) fn created(
    location: &str,
    revision: Revision,
    body: &impl Serialize,
) -> Result<HttpResponse, Problem> {
    let body = text(body)?;
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, location))
        .insert_header((header::ETAG, etag::tag(revision, &body)))
        .content_type(JSON)
        .body(body))
}

/// The same as [`created`], as it is stored for the repetition of the request.
pub(crate) fn created_answer(location: String, revision: Revision, body: &impl Serialize) -> Answer {
    answer(StatusCode::CREATED, Some(location), revision, body)
}

/// Something was accepted and will be done, as it is stored for the repetition of the request.
pub(crate) fn accepted_answer(location: String, body: &impl Serialize) -> Answer {
    let mut answer = answer(StatusCode::ACCEPTED, Some(location), Revision::FIRST, body);
    // It changes by itself from now on: a tag would be old at once.
    answer.headers.retain(|(name, _)| name != "ETag");
    answer
}

/// An answer to a command that happens once, as it is stored for the repetition of the request.
pub(crate) fn answer(
    status: StatusCode,
    location: Option<String>,
    revision: Revision,
    body: &impl Serialize,
) -> Answer {
    // Our DTOs have texts for keys and no other way to fail; should one, the stored answer says so.
    let (status, body) = match serde_json::to_string(body) {
        Ok(body) => (status, body),
        Err(error) => {
            tracing::error!(%error, "an answer could not be written down");
            (StatusCode::INTERNAL_SERVER_ERROR, String::new())
        }
    };
    let mut headers: Vec<_> =
        location.map(|location| ("Location".to_owned(), location)).into_iter().collect();
    headers.push(("ETag".to_owned(), etag::tag(revision, &body)));
    Answer { status: status.as_u16(), headers, body }
}

/// The answer to a command that happens once, and whether it is the first.
pub(crate) fn done(done: Done) -> Result<HttpResponse, Problem> {
    let (answer, replayed) = match done {
        Done::Now(answer) => (answer, false),
        Done::Before(answer) => (answer, true),
    };
    let status = StatusCode::from_u16(answer.status).map_err(Problem::internal)?;
    let mut response = HttpResponse::build(status);
    for (name, value) in answer.headers {
        let name = HeaderName::try_from(name).map_err(Problem::internal)?;
        response.insert_header((name, value));
    }
    if replayed {
        response.insert_header(("Idempotency-Replayed", "true"));
    }
    Ok(response.content_type(JSON).body(answer.body))
}

/// A body as it is sent.
pub(crate) fn text(body: &impl Serialize) -> Result<String, Problem> {
    serde_json::to_string(body).map_err(Problem::internal)
}
