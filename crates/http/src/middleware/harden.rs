//! The headers that make an answer safe to show, and say which API it is.

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;

use crate::api::Api;

/// What a page may load. A handler of a page puts one into the response's extensions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PageSecurity(pub(crate) &'static str);

/// An answer of the API is not a page: it may load nothing.
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// Adds the headers, unless the handler has set them.
pub(crate) async fn harden<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let secure = request.app_data::<Data<Api>>().is_some_and(|api| api.settings().secure());
    let mut answer = next.call(request).await?;
    let page = answer.response().extensions().get::<PageSecurity>().copied();
    let always = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CONTENT_SECURITY_POLICY, page.map_or(NOTHING, |page| page.0)),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("api-version"), "1"),
    ];
    let headers = answer.headers_mut();
    for (name, value) in always {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if secure {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    Ok(answer)
}
