//! Logins: opened, kept going, listed, closed.

use ::app::session::{self, Opened};
use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;
use domain::session::Session;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::Api;
use crate::auth::Signed;
use crate::json::Body;
use crate::problem::Problem;
use crate::reply;
use crate::values::Instant;

/// What a person logs in with. It has no debug output: it is a secret.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SessionCreate {
    /// The e-mail address of the account.
    #[schema(max_length = 254, example = "anna@example.lu")]
    email: String,
    /// The password.
    #[schema(max_length = 1024, format = Password, value_type = String)]
    password: SecretString,
}

/// What a login is kept going with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SessionRefresh {
    /// The refresh token that was given last.
    #[schema(max_length = 100, format = Password, value_type = String)]
    refresh_token: SecretString,
}

/// The tokens of a login. Both are secrets.
#[derive(Serialize, ToSchema)]
pub(super) struct SessionTokens {
    /// Whose login it is.
    person_id: Uuid,
    /// Which login it is.
    session_id: Uuid,
    /// `Bearer`: how the access token is sent.
    #[schema(max_length = 10, example = "Bearer")]
    token_type: &'static str,
    /// The access token, for `Authorization: Bearer`.
    #[schema(max_length = 2048)]
    access_token: String,
    /// Until when the access token holds.
    access_expires_at: Instant,
    /// The refresh token: for one use.
    #[schema(max_length = 100)]
    refresh_token: String,
    /// Until when the refresh token can be used.
    refresh_expires_at: Instant,
    /// When the login ends, however often it is refreshed.
    session_expires_at: Instant,
}

/// The caller's logins.
#[derive(Serialize, ToSchema)]
pub(super) struct SessionList {
    /// Those that still hold, the latest used first.
    #[schema(max_items = 1000)]
    items: Vec<LoginSession>,
}

/// One login.
#[derive(Serialize, ToSchema)]
#[schema(as = Session)]
pub(super) struct LoginSession {
    /// Which one.
    id: Uuid,
    /// Whether it is the one of this request.
    current: bool,
    /// When the password was given.
    created_at: Instant,
    /// When it was refreshed last.
    last_used_at: Instant,
    /// When it ends by itself.
    expires_at: Instant,
}

/// Log in.
///
/// Whatever is wrong with the credentials, the answer is the same, and takes as long.
#[utoipa::path(
    post, path = "/v1/auth/sessions", tag = "accounts", request_body = SessionCreate,
    responses((status = 201, description = "The tokens of the new login.", body = SessionTokens)),
)]
pub(super) async fn create_session(
    api: Data<Api>,
    body: Body<SessionCreate>,
) -> Result<HttpResponse, Problem> {
    let SessionCreate { email, password } = body.value;
    let opened = api.run(move |ctx| session::open(ctx, &email, &password)).await?;
    Ok(HttpResponse::Created()
        .insert_header((header::LOCATION, "/v1/auth/sessions/current"))
        .content_type("application/json")
        .body(reply::text(&tokens(&api, &opened)?)?))
}

/// Refresh the tokens.
///
/// Uses the refresh token up, and gives new tokens of the same login. A token that was used before, and not
/// just now, ends the login: either it or its successor is in wrong hands.
#[utoipa::path(
    post, path = "/v1/auth/tokens", tag = "accounts", request_body = SessionRefresh,
    responses((status = 200, description = "New tokens of the same login.", body = SessionTokens)),
)]
pub(super) async fn refresh_session(
    api: Data<Api>,
    body: Body<SessionRefresh>,
) -> Result<HttpResponse, Problem> {
    let token = body.value.refresh_token;
    let opened = api.run(move |ctx| session::refresh(ctx, &token)).await?;
    reply::plain(&tokens(&api, &opened)?)
}

/// Log out.
///
/// Ends the login of this request; its tokens hold no longer.
#[utoipa::path(
    delete, path = "/v1/auth/sessions/current", tag = "accounts",
    responses((status = 204, description = "The login has ended.")),
)]
pub(super) async fn delete_session(api: Data<Api>, Signed(caller): Signed) -> Result<HttpResponse, Problem> {
    api.run(move |ctx| session::close(ctx, &caller)).await?;
    Ok(reply::nothing())
}

/// List one's logins.
///
/// Those of the caller that still hold.
#[utoipa::path(
    get, path = "/v1/auth/sessions", tag = "accounts",
    responses((status = 200, description = "The logins.", body = SessionList)),
)]
pub(super) async fn list_sessions(api: Data<Api>, Signed(caller): Signed) -> Result<HttpResponse, Problem> {
    let current = caller.session;
    let found = api.run(move |ctx| session::list(ctx, &caller)).await?;
    let item = |session: &Session| LoginSession {
        id: session.id.uuid(),
        current: session.id == current,
        created_at: session.created_at.into(),
        last_used_at: session.last_used_at.into(),
        expires_at: session.expires_at.into(),
    };
    reply::plain(&SessionList { items: found.iter().map(item).collect() })
}

/// The answer to a login: the one place where the secrets leave the house.
fn tokens(api: &Api, opened: &Opened) -> Result<SessionTokens, Problem> {
    let ctx = api.ctx();
    let access = api.tokens().issue(opened.person, opened.session, ctx.clock.now(), &*ctx.ids)?;
    Ok(SessionTokens {
        person_id: opened.person.uuid(),
        session_id: opened.session.uuid(),
        token_type: "Bearer",
        access_token: access.token,
        access_expires_at: access.expires_at.into(),
        refresh_token: opened.refresh_token.expose_secret().to_owned(),
        refresh_expires_at: opened.refresh_expires_at.into(),
        session_expires_at: opened.session_expires_at.into(),
    })
}
