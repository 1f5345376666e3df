//! Registering, and proving the address.

use ::app::account::{self, NewAccount};
use actix_web::HttpResponse;
use actix_web::web::Data;
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{MailCode, MailRequest, taken};
use crate::api::Api;
use crate::json::Body;
use crate::problem::Problem;
use crate::reply;

/// Somebody who wants an account. It has no debug output: it holds a password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RegistrationCreate {
    /// The e-mail address to log in with.
    #[schema(min_length = 1, max_length = 254, format = Email, example = "anna@example.lu")]
    email: String,
    /// The password: 12 to 1,024 bytes. Passwords that are known or say whose they are are refused.
    #[schema(max_length = 1024, format = Password, value_type = String)]
    password: SecretString,
    /// How the person wants to be called.
    #[schema(min_length = 1, max_length = 120, example = "Anna Weber")]
    name: String,
    /// The language of messages to them.
    #[schema(min_length = 2, max_length = 2, pattern = "^[a-z]{2}$", example = "lb")]
    locale: String,
    /// The version of the terms that the person accepts, as the page that shows them names it.
    #[schema(min_length = 1, max_length = 40, example = "2026-11")]
    terms_version: String,
    /// Whether the person is at least 16 years old.
    is_of_age: bool,
}

/// Register.
///
/// The answer is the same whether the address has an account or not. A mail goes to the address: with a code
/// that holds for 24 hours, or with the words that there is an account already. The account is there once
/// the code is used.
#[utoipa::path(
    post, path = "/v1/auth/registrations", tag = "accounts", request_body = RegistrationCreate,
    responses((status = 202, description = "It is taken; all else stands in the mail.")),
)]
pub(super) async fn create_registration(
    api: Data<Api>,
    body: Body<RegistrationCreate>,
) -> Result<HttpResponse, Problem> {
    let RegistrationCreate { email, password, name, locale, terms_version, is_of_age } = body.value;
    let new = NewAccount { email, name, locale, password, terms_version, is_of_age };
    api.run(move |ctx| account::register(ctx, &new)).await?;
    Ok(taken())
}

/// Ask for the mail of a registration again.
///
/// The answer is the same for every address.
#[utoipa::path(
    post, path = "/v1/auth/email-verification-requests", tag = "accounts", request_body = MailRequest,
    responses((status = 202, description = "It is taken; all else stands in the mail.")),
)]
pub(super) async fn request_email_verification(
    api: Data<Api>,
    body: Body<MailRequest>,
) -> Result<HttpResponse, Problem> {
    let email = body.value.email;
    api.run(move |ctx| account::request_verification(ctx, &email)).await?;
    Ok(taken())
}

/// Prove the address of a registration.
///
/// Makes the account; from then on one can log in.
#[utoipa::path(
    post, path = "/v1/auth/email-verifications", tag = "accounts", request_body = MailCode,
    responses((status = 204, description = "There is an account now.")),
)]
pub(super) async fn verify_email(api: Data<Api>, body: Body<MailCode>) -> Result<HttpResponse, Problem> {
    let token = body.value.token;
    api.run(move |ctx| account::verify(ctx, &token)).await?;
    Ok(reply::nothing())
}
