//! `One-Time-Code`: a code for a request that has no body.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use secrecy::SecretString;
use utoipa::IntoParams;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};

use crate::etag::text;
use crate::problem::Problem;

const MOST_CHARACTERS: usize = 40;

/// The code of a request, if it has one. It has no debug output: it is a secret.
pub(super) struct OneTimeCode(pub(super) Option<SecretString>);

impl FromRequest for OneTimeCode {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let given = request.headers().get("one-time-code").and_then(|value| value.to_str().ok());
        let code = given.filter(|code| !code.is_empty() && code.len() <= MOST_CHARACTERS);
        ready(Ok(Self(code.map(SecretString::from))))
    }
}

impl IntoParams for OneTimeCode {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![
            ParameterBuilder::new()
                .name("One-Time-Code")
                .parameter_in(ParameterIn::Header)
                .required(Required::False)
                .description(Some("Six digits of an authenticator of the caller, or a recovery code."))
                .schema(Some(text(MOST_CHARACTERS)))
                .example(Some("287082".into()))
                .build(),
        ]
    }
}
