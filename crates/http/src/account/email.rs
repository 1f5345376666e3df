//! Another address for an account.

use ::app::account;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{MailCode, from, taken};
use crate::api::Api;
use crate::auth::Signed;
use crate::json::Body;
use crate::problem::Problem;
use crate::reply;

/// A new address, and the present password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EmailChangeRequest {
    /// The new e-mail address.
    #[schema(min_length = 1, max_length = 254, format = Email, example = "anna@example.lu")]
    email: String,
    /// The present password.
    #[schema(max_length = 1024, format = Password, value_type = String)]
    current_password: SecretString,
}

/// Ask for another address.
///
/// A mail goes to the new address, with a code that holds for 24 hours; until it is used, nothing changes. The
/// answer is the same whether the address has an account or not.
#[utoipa::path(
    post, path = "/v1/me/email-changes", tag = "accounts", request_body = EmailChangeRequest,
    responses((status = 202, description = "It is taken; all else stands in the mail.")),
)]
pub(super) async fn request_email_change(
    api: Data<Api>,
    request: HttpRequest,
    Signed(caller): Signed,
    body: Body<EmailChangeRequest>,
) -> Result<HttpResponse, Problem> {
    let (EmailChangeRequest { email, current_password }, from) = (body.value, from(&api, &request));
    api.run(move |ctx| account::request_email_change(ctx, &caller, &email, &current_password, from)).await?;
    Ok(taken())
}

/// Prove a new address.
///
/// The account has it from then on, and all its logins end. The former address gets a mail, with a code to take
/// the change back within seven days.
#[utoipa::path(
    post, path = "/v1/auth/email-change-confirmations", tag = "accounts", request_body = MailCode,
    responses((status = 204, description = "The account has its new address.")),
)]
pub(super) async fn confirm_email_change(
    api: Data<Api>,
    body: Body<MailCode>,
) -> Result<HttpResponse, Problem> {
    let token = body.value.token;
    api.run(move |ctx| account::confirm_email(ctx, &token)).await?;
    Ok(reply::nothing())
}

/// Take the change of an address back.
///
/// The account has its former address again. All logins end and the password holds no longer: whoever changed
/// the address knew it. A mail goes to the address, to choose another.
#[utoipa::path(
    post, path = "/v1/auth/email-change-reversals", tag = "accounts", request_body = MailCode,
    responses((status = 204, description = "The account has its former address.")),
)]
pub(super) async fn reverse_email_change(
    api: Data<Api>,
    body: Body<MailCode>,
) -> Result<HttpResponse, Problem> {
    let token = body.value.token;
    api.run(move |ctx| account::reverse_email_change(ctx, &token)).await?;
    Ok(reply::nothing())
}
