//! Choosing a new password.

use ::app::account;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{MailRequest, from, taken};
use crate::api::Api;
use crate::auth::Signed;
use crate::json::Body;
use crate::problem::Problem;
use crate::reply;

/// A new password, and the code that allows to choose it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PasswordReset {
    /// The code, as it stands in the mail or behind the `#` of its link.
    #[schema(max_length = 100, format = Password, value_type = String)]
    token: SecretString,
    /// The new password: 12 to 1,024 bytes.
    #[schema(max_length = 1024, format = Password, value_type = String)]
    new_password: SecretString,
}

/// A new password, and the present one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PasswordChange {
    /// The present password.
    #[schema(max_length = 1024, format = Password, value_type = String)]
    current_password: SecretString,
    /// The new password: 12 to 1,024 bytes.
    #[schema(max_length = 1024, format = Password, value_type = String)]
    new_password: SecretString,
}

/// Ask for a new password.
///
/// The answer is the same for every address. If it has an account, a mail goes to it, with a code that holds for
/// one hour.
#[utoipa::path(
    post, path = "/v1/auth/password-reset-requests", tag = "accounts", request_body = MailRequest,
    responses((status = 202, description = "It is taken; all else stands in the mail.")),
)]
pub(super) async fn request_password_reset(
    api: Data<Api>,
    body: Body<MailRequest>,
) -> Result<HttpResponse, Problem> {
    let email = body.value.email;
    api.run(move |ctx| account::request_reset(ctx, &email)).await?;
    Ok(taken())
}

/// Choose a new password with the code of a mail.
///
/// All logins of the account end.
#[utoipa::path(
    post, path = "/v1/auth/password-resets", tag = "accounts", request_body = PasswordReset,
    responses((status = 204, description = "The password is the new one.")),
)]
pub(super) async fn reset_password(
    api: Data<Api>,
    request: HttpRequest,
    body: Body<PasswordReset>,
) -> Result<HttpResponse, Problem> {
    let (PasswordReset { token, new_password }, from) = (body.value, from(&api, &request));
    api.run(move |ctx| account::reset_password(ctx, &token, &new_password, from)).await?;
    Ok(reply::nothing())
}

/// Choose a new password with the present one.
///
/// All other logins of the account end. Wrong passwords count as failed logins.
#[utoipa::path(
    put, path = "/v1/me/password", tag = "accounts", request_body = PasswordChange,
    responses((status = 204, description = "The password is the new one.")),
)]
pub(super) async fn change_password(
    api: Data<Api>,
    request: HttpRequest,
    Signed(caller): Signed,
    body: Body<PasswordChange>,
) -> Result<HttpResponse, Problem> {
    let (PasswordChange { current_password, new_password }, from) = (body.value, from(&api, &request));
    api.run(move |ctx| account::change_password(ctx, &caller, &current_password, &new_password, from))
        .await?;
    Ok(reply::nothing())
}
