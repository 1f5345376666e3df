//! `Idempotency-Key`: what happens once, however often it is sent.

use std::future::{Ready, ready};

use ::app::Once;
use actix_web::dev::Payload;
use actix_web::http::Method;
use actix_web::{FromRequest, HttpRequest};
use sha2::{Digest, Sha256};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{ObjectBuilder, Required, Type};

use crate::problem::{Kind, Problem};

const MOST_CHARACTERS: usize = 255;

/// The key of a request, and what it was sent to.
#[derive(Clone, Debug)]
pub(crate) struct IdempotencyKey {
    method: &'static str,
    path: String,
    key: String,
}

impl IdempotencyKey {
    /// The key together with the request that it stands for. `body` is the digest of the body.
    pub(crate) fn once(self, body: &[u8; 32]) -> Once {
        let mut fingerprint = Sha256::new();
        // The parts cannot run into each other: neither method nor path holds a NUL.
        for part in [self.method.as_bytes(), b"\0", self.path.as_bytes(), b"\0", body] {
            fingerprint.update(part);
        }
        let Self { method, path, key } = self;
        Once { method, path, key, fingerprint: fingerprint.finalize().into() }
    }

    fn parse(given: &str) -> Option<String> {
        let fits = (1..=MOST_CHARACTERS).contains(&given.len());
        (fits && given.bytes().all(|byte| byte.is_ascii_graphic())).then(|| given.to_owned())
    }
}

impl FromRequest for IdempotencyKey {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let mut given = request.headers().get_all("idempotency-key");
        let key = match (given.next(), given.next()) {
            (Some(value), None) => value.to_str().ok().and_then(Self::parse),
            _ => None,
        };
        ready(key.ok_or_else(|| Kind::IdempotencyKeyMissing.into()).map(|key| Self {
            method: method(request.method()),
            path: request.path().to_owned(),
            key,
        }))
    }
}

impl IntoParams for IdempotencyKey {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let schema = ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(1))
            .max_length(Some(MOST_CHARACTERS))
            .pattern(Some("^[!-~]+$"));
        vec![
            ParameterBuilder::new()
                .name("Idempotency-Key")
                .parameter_in(ParameterIn::Header)
                .required(Required::True)
                .description(Some(
                    "A random key: the operation happens once for it, and a repetition gets the first answer \
                     again, for 24 hours.",
                ))
                .schema(Some(schema))
                .example(Some("0192f0c1-7b5e-7cc0-8000-5b1f7d3c9a10".into()))
                .build(),
        ]
    }
}

fn method(given: &Method) -> &'static str {
    match *given {
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "POST",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(path: &str) -> IdempotencyKey {
        IdempotencyKey { method: "POST", path: path.to_owned(), key: "k".to_owned() }
    }

    #[test]
    fn keys_are_visible_ascii() {
        for (given, taken) in [
            ("a", true),
            ("0192f0c1-7b5e-7cc0-8000-5b1f7d3c9a10", true),
            ("!~", true),
            (&"x".repeat(255), true),
            ("", false),
            ("a b", false),
            ("é", false),
            (&"x".repeat(256), false),
        ] {
            assert_eq!(IdempotencyKey::parse(given).is_some(), taken, "{given}");
        }
    }

    #[test]
    fn the_fingerprint_tells_requests_apart() {
        let one = key("/v1/a").once(&[1; 32]).fingerprint;
        assert_eq!(one, key("/v1/a").once(&[1; 32]).fingerprint);
        assert_ne!(one, key("/v1/b").once(&[1; 32]).fingerprint);
        assert_ne!(one, key("/v1/a").once(&[2; 32]).fingerprint);
    }
}
