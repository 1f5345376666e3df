//! The span of a request, without anything personal: no query string, no header, no address.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::{Error, HttpMessage};
use tracing::{Span, field};
use tracing_actix_web::RootSpanBuilder;

use super::RequestId;

/// Builds the span.
pub(crate) struct Trace;

impl RootSpanBuilder for Trace {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let extensions = request.extensions();
        let request_id = extensions.get::<RequestId>().map_or("", RequestId::as_str);
        tracing::info_span!(
            "request",
            request_id,
            method = %request.method(),
            route = field::Empty,
            status = field::Empty,
        )
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        match outcome {
            Ok(answer) => {
                span.record("route", answer.request().match_pattern().as_deref().unwrap_or("unmatched"));
                span.record("status", answer.status().as_u16());
            }
            Err(error) => {
                span.record("status", error.as_response_error().status_code().as_u16());
            }
        }
    }
}
