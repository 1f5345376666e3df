//! Accounts by mail: registering, proving an address, choosing a new password or another address.
//!
//! Whoever sends an address gets the same answer whether it has an account or not: 202, without a body. What
//! comes of it stands in a mail.

mod email;
mod me;
mod password;
mod register;

use std::net::IpAddr;

use actix_web::{HttpRequest, HttpResponse};
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::Api;
use crate::limit;
use crate::routes::{Operation, operation};

/// The operations of this noun.
pub(crate) fn operations() -> Vec<Operation> {
    vec![
        operation!(Public register::create_registration),
        operation!(Public register::request_email_verification),
        operation!(Public register::verify_email, CodeInvalid),
        operation!(Public password::request_password_reset),
        operation!(Public password::reset_password, CodeInvalid),
        operation!(Person password::change_password, CredentialsWrong),
        operation!(Person email::request_email_change, CredentialsWrong),
        operation!(Public email::confirm_email_change, CodeInvalid),
        operation!(Public email::reverse_email_change, CodeInvalid),
        operation!(Person me::list_my_consents),
        operation!(Person me::accept_terms),
        operation!(Person me::withdraw_terms),
    ]
}

/// The address for which something is asked.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MailRequest {
    /// The e-mail address.
    #[schema(min_length = 1, max_length = 254, format = Email, example = "anna@example.lu")]
    email: String,
}

/// The code of a mail. It has no debug output: it is a secret.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MailCode {
    /// The code, as it stands in the mail or behind the `#` of its link.
    #[schema(max_length = 100, format = Password, value_type = String)]
    token: SecretString,
}

/// It is taken, and all else stands in a mail.
fn taken() -> HttpResponse {
    HttpResponse::Accepted().finish()
}

/// From where a request comes.
pub(crate) fn from(api: &Api, request: &HttpRequest) -> Option<IpAddr> {
    limit::address(request, &api.settings().trusted_proxies)
}
