//! Logins: opened, kept going, listed, closed.

use ::app::session::{self, Credentials, Opened};
use ::app::throttle;
use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use domain::id::SessionId;
use domain::session::{Device, Session};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::cookie;
use crate::account;
use crate::api::Api;
use crate::auth::Signed;
use crate::json::Body;
use crate::problem::{Kind, Problem};
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
    /// Where the account has a second factor: six digits of the authenticator, or a recovery code.
    #[serde(default)]
    #[schema(max_length = 40, format = Password, value_type = Option<String>)]
    one_time_code: Option<SecretString>,
    /// Where the refresh token goes: into the body, or, for pages in a browser, into a cookie that no script
    /// can read.
    #[serde(default)]
    refresh_token_in: RefreshTokenIn,
}

/// Where the refresh token of a login goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum RefreshTokenIn {
    /// Into the body of the answer.
    #[default]
    Body,
    /// Into a cookie of the service, for pages of the origins that the operator allows.
    Cookie,
}

/// What a login is kept going with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SessionRefresh {
    /// The refresh token that was given last. It is left out where the browser sends it as a cookie.
    #[serde(default)]
    #[schema(max_length = 100, format = Password, value_type = Option<String>)]
    refresh_token: Option<SecretString>,
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
    /// The refresh token: for one use. Null where it is in the cookie.
    #[schema(required = true, max_length = 100)]
    refresh_token: Option<String>,
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
    /// What it was opened with: `password`, or `second_factor` for both.
    #[schema(max_length = 40, example = "password")]
    opened_with: &'static str,
    /// From what it was opened, as far as the program said.
    device: SessionDevice,
    /// When the password was given.
    created_at: Instant,
    /// When it was refreshed last.
    last_used_at: Instant,
    /// When it ends by itself.
    expires_at: Instant,
}

/// A sort of program on a sort of machine; nothing more is kept.
#[derive(Serialize, ToSchema)]
pub(super) struct SessionDevice {
    /// `firefox`, `chrome`, `safari`, `edge`, `opera`, `client` for what is no browser, or `other`.
    #[schema(max_length = 40, example = "firefox")]
    program: &'static str,
    /// `android`, `ios`, `windows`, `macos`, `linux`, or `other`.
    #[schema(max_length = 40, example = "linux")]
    system: &'static str,
}

/// Log in.
///
/// Whatever is wrong with the credentials, the answer is the same, and takes as long. Whoever fails
/// again and again waits longer and longer, up to a minute, whether the account is there or not. Only once the password was
/// right, an account with a second factor says that it wants a code; each code counts once. A page in a browser asks
/// for the refresh token as a cookie; then the request must come from an allowed origin.
#[utoipa::path(
    post, path = "/v1/auth/sessions", tag = "accounts", request_body = SessionCreate,
    responses((status = 201, description = "The tokens of the new login.", body = SessionTokens)),
)]
pub(super) async fn create_session(
    api: Data<Api>,
    request: HttpRequest,
    body: Body<SessionCreate>,
) -> Result<HttpResponse, Problem> {
    let SessionCreate { email, password, one_time_code, refresh_token_in } = body.value;
    if refresh_token_in == RefreshTokenIn::Cookie {
        cookie::check_origin(&request, api.settings())?;
    }
    let device = device(&request);
    let credentials = Credentials { email, password, one_time_code, device };
    let from = account::from(&api, &request);
    let opened = api
        .run(move |ctx| {
            throttle::guarded(ctx, &credentials.email, from, |ctx| session::open_with(ctx, &credentials))
        })
        .await?;
    let mut answer = HttpResponse::Created();
    answer.insert_header((header::LOCATION, "/v1/auth/sessions/current"));
    tokens(&api, answer, &opened, refresh_token_in)
}

/// Refresh the tokens.
///
/// Uses the refresh token up, and gives new tokens of the same login. Repeated within ten seconds, because two
/// tabs did so at once or an answer was lost, it gives the same refresh token again. A token that was used
/// before that ends the login: either it or its successor is in wrong hands.
#[utoipa::path(
    post, path = "/v1/auth/tokens", tag = "accounts", request_body = SessionRefresh,
    responses((status = 200, description = "New tokens of the same login.", body = SessionTokens)),
)]
pub(super) async fn refresh_session(
    api: Data<Api>,
    request: HttpRequest,
    body: Body<SessionRefresh>,
) -> Result<HttpResponse, Problem> {
    let (token, place) = match body.value.refresh_token {
        Some(token) => (token, RefreshTokenIn::Body),
        None => match cookie::read(&request) {
            Some(token) => (token, RefreshTokenIn::Cookie),
            None => return Err(Kind::CredentialsWrong.into()),
        },
    };
    if place == RefreshTokenIn::Cookie {
        cookie::check_origin(&request, api.settings())?;
    }
    let opened = api.run(move |ctx| session::refresh(ctx, &token)).await?;
    tokens(&api, HttpResponse::Ok(), &opened, place)
}

/// Log out.
///
/// Ends the login of this request; its tokens hold no longer.
#[utoipa::path(
    delete, path = "/v1/auth/sessions/current", tag = "accounts",
    responses((status = 204, description = "The login has ended.")),
)]
pub(super) async fn delete_current_session(
    api: Data<Api>,
    request: HttpRequest,
    Signed(caller): Signed,
) -> Result<HttpResponse, Problem> {
    api.run(move |ctx| session::close(ctx, &caller)).await?;
    let mut answer = HttpResponse::NoContent();
    if cookie::read(&request).is_some() {
        answer.insert_header((header::SET_COOKIE, cookie::cleared()));
    }
    Ok(answer.finish())
}

/// End one of one's logins.
///
/// Its tokens hold no longer: on a device that was lost, or that was forgotten somewhere.
#[utoipa::path(
    delete, path = "/v1/auth/sessions/{session_id}", tag = "accounts",
    params(("session_id" = Uuid, Path, description = "The login.")),
    responses((status = 204, description = "The login has ended.")),
)]
pub(super) async fn delete_session(
    api: Data<Api>,
    Signed(caller): Signed,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let id = SessionId::new(id.into_inner());
    api.run(move |ctx| session::close_one(ctx, &caller, id)).await?;
    Ok(reply::nothing())
}

/// End one's other logins.
///
/// All but the one of this request.
#[utoipa::path(
    delete, path = "/v1/auth/sessions", tag = "accounts",
    responses((status = 204, description = "The other logins have ended.")),
)]
pub(super) async fn delete_other_sessions(
    api: Data<Api>,
    Signed(caller): Signed,
) -> Result<HttpResponse, Problem> {
    api.run(move |ctx| session::close_others(ctx, &caller)).await?;
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
        opened_with: session.opened_with.code(),
        device: SessionDevice {
            program: session.device.program.code(),
            system: session.device.system.code(),
        },
        created_at: session.created_at.into(),
        last_used_at: session.last_used_at.into(),
        expires_at: session.expires_at.into(),
    };
    reply::plain(&SessionList { items: found.iter().map(item).collect() })
}

/// What the program of the client says of itself, as far as it is kept.
fn device(request: &HttpRequest) -> Device {
    let said = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    Device::of_user_agent(said.unwrap_or_default())
}

/// The answer to a login: the one place where the secrets leave the house.
fn tokens(
    api: &Api,
    mut answer: HttpResponseBuilder,
    opened: &Opened,
    place: RefreshTokenIn,
) -> Result<HttpResponse, Problem> {
    let ctx = api.ctx();
    let now = ctx.clock.now();
    let access = api.tokens().issue(opened.person, opened.session, now, &*ctx.ids)?;
    let refresh_token = match place {
        RefreshTokenIn::Body => Some(opened.refresh_token.expose_secret().to_owned()),
        RefreshTokenIn::Cookie => {
            let lasts = opened.refresh_expires_at.duration_since(now);
            answer.insert_header((header::SET_COOKIE, cookie::set(&opened.refresh_token, lasts)));
            None
        }
    };
    let body = SessionTokens {
        person_id: opened.person.uuid(),
        session_id: opened.session.uuid(),
        token_type: "Bearer",
        access_token: access.token,
        access_expires_at: access.expires_at.into(),
        refresh_token,
        refresh_expires_at: opened.refresh_expires_at.into(),
        session_expires_at: opened.session_expires_at.into(),
    };
    Ok(answer.content_type("application/json").body(reply::text(&body)?))
}
