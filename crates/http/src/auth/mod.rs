//! Who asks: access tokens, and the extractors that turn them into a [`Caller`].
//!
//! A token says who logged in and nothing about rights: those are read from the database by every command.

mod cache;
mod crypto;
mod keys;
#[cfg(test)]
mod tests;
mod token;

use std::future::{Ready, ready};

use ::app::Caller;
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};

pub use keys::{JsonWebKey, JsonWebKeySet, Keys};
pub use token::{AccessToken, Tokens};

use crate::api::Api;
use crate::middleware::RequestId;
use crate::problem::{Kind, Problem};

/// The caller of an operation that needs a login.
#[derive(Clone, Debug)]
pub(crate) struct Signed(pub(crate) Caller);

/// The caller of an operation that everybody may call. A token that does not hold is refused all the same.
#[derive(Clone, Debug)]
pub(crate) struct MaybeSigned(pub(crate) Option<Caller>);

impl FromRequest for Signed {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(caller(request).and_then(|caller| caller.map(Self).ok_or(Kind::Unauthenticated.into())))
    }
}

impl FromRequest for MaybeSigned {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(caller(request).map(Self))
    }
}

/// Looks which keys there are now, where that is needed before the token of this request can be judged. What
/// goes wrong with it is no reason to refuse the request: the keys from before may do.
pub(crate) async fn keep_up(request: &HttpRequest) {
    let Some(api) = request.app_data::<Data<Api>>() else { return };
    if !api.tokens().want_keys(bearer(request), api.ctx().clock.now()) {
        return;
    }
    match api.run(Keys::load).await {
        Ok(keys) => api.tokens().use_keys(keys),
        Err(problem) => tracing::warn!(%problem, "the keys of access tokens cannot be read"),
    }
}

/// The token of a request that has one.
fn bearer(request: &HttpRequest) -> Option<&str> {
    let authorization = request.headers().get(header::AUTHORIZATION)?;
    let (scheme, token) = authorization.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Who sent this request; nobody in particular when there is no `Authorization`.
pub(crate) fn caller(request: &HttpRequest) -> Result<Option<Caller>, Problem> {
    if let Some(known) = request.extensions().get::<Caller>() {
        return Ok(Some(known.clone()));
    }
    let mut given = request.headers().get_all(header::AUTHORIZATION);
    let Some(authorization) = given.next() else { return Ok(None) };
    let refused = Problem::invalid_token;
    if given.next().is_some() || authorization.is_empty() {
        return Err(refused());
    }
    let token = bearer(request).ok_or_else(refused)?;
    let api =
        request.app_data::<Data<Api>>().ok_or_else(|| Problem::internal("the API is not configured"))?;
    let (person, session) = api.tokens().verify(token, api.ctx().clock.now()).ok_or_else(refused)?;
    let request_id = request.extensions().get::<RequestId>().map(|id| id.as_str().to_owned());
    let caller = Caller { person, session, request_id };
    request.extensions_mut().insert(caller.clone());
    Ok(Some(caller))
}
