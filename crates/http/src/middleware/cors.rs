//! Which pages may call the API from a browser.

use actix_cors::Cors;
use actix_web::http::Method;

use crate::settings::Settings;

/// What scripts may read of an answer.
const EXPOSED: [&str; 13] = [
    "ETag",
    "Location",
    "Link",
    "Retry-After",
    "RateLimit",
    "RateLimit-Policy",
    "API-Version",
    "Idempotency-Replayed",
    "Content-Disposition",
    "Content-Language",
    "Request-Id",
    "Deprecation",
    "Sunset",
];

/// Only the listed origins, compared exactly; without a list, none.
pub(crate) fn cors(settings: &Settings) -> Cors {
    let mut cors = Cors::default()
        .allowed_methods([
            Method::GET,
            Method::HEAD,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ])
        .allowed_headers([
            "Accept",
            "Accept-Language",
            "Authorization",
            "Content-Type",
            "Idempotency-Key",
            "If-Match",
            "If-None-Match",
            "One-Time-Code",
            "Request-Id",
        ])
        .expose_headers(EXPOSED)
        .supports_credentials()
        .max_age(600);
    for origin in &settings.allowed_origins {
        cors = cors.allowed_origin(origin);
    }
    cors
}
