//! The name of a request: the client's, if it is one, else a new one.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage};

use crate::api::Api;

pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");

/// How the logs, the audit log and the answer name a request.
#[derive(Clone, Debug)]
pub(crate) struct RequestId(String);

impl RequestId {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The client's own: letters, digits, `-`, `_` and `.`, so that it cannot be mistaken in a log.
    fn given(value: &HeaderValue) -> Option<Self> {
        let text = value.to_str().ok()?;
        let sane = (8..=64).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
        sane.then(|| Self(text.to_owned()))
    }
}

/// Names the request and says the name in the answer.
pub(crate) async fn identify<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let given = request.headers().get(REQUEST_ID).and_then(RequestId::given);
    let id = given.unwrap_or_else(|| {
        let api = request.app_data::<Data<Api>>();
        RequestId(api.map_or_else(String::new, |api| api.ctx().ids.next().to_string()))
    });
    let value = HeaderValue::from_str(id.as_str());
    request.extensions_mut().insert(id);
    let mut answer = next.call(request).await?;
    if let Ok(value) = value {
        answer.headers_mut().insert(REQUEST_ID, value);
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sane_names_are_taken() {
        for (given, taken) in [
            ("0192f0c1-7b5e-7cc0-8000-000000000001", true),
            ("abcdefgh", true),
            ("a.b_c-d1", true),
            ("short", false),
            ("with space", false),
            ("semi;colon", false),
            ("new\u{e9}line", false),
            (&"x".repeat(65), false),
        ] {
            let value = HeaderValue::from_bytes(given.as_bytes()).unwrap();
            assert_eq!(RequestId::given(&value).is_some(), taken, "{given}");
        }
    }
}
