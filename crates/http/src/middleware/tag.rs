//! A strong tag names one sequence of bytes: what is sent compressed has a tag of its own (RFC 9110, 8.8.3.3).

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Next;

use crate::etag::{self, IfNoneMatch};

/// Marks the tag of what the middleware within has compressed. Whoever is told that what they have is unchanged
/// is told so by the tag that they have.
pub(crate) async fn tag_encoding<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let known = IfNoneMatch::of(request.headers());
    let mut answer = next.call(request).await?;
    let Some(tag) = answer.headers().get(header::ETAG).and_then(|tag| tag.to_str().ok()) else {
        return Ok(answer);
    };
    let compressed = etag::compressed(tag);
    let is_compressed = match answer.status() {
        StatusCode::NOT_MODIFIED => known.names(&compressed),
        _ => answer.headers().get(header::CONTENT_ENCODING).is_some_and(|encoding| encoding == "gzip"),
    };
    if is_compressed && let Ok(value) = HeaderValue::from_str(&compressed) {
        answer.headers_mut().insert(header::ETAG, value);
    }
    Ok(answer)
}
