//! Logging in and out, and who one is.
//!
//! A login gives a short access token and a refresh token. The refresh token is used once: each use gives
//! its successor, and one that comes twice ends the login.

mod login;
mod me;

use crate::routes::{Operation, operation};

/// The operations of this noun.
pub(crate) fn operations() -> Vec<Operation> {
    vec![
        operation!(Public login::create_session, CredentialsWrong),
        operation!(Public login::refresh_session, CredentialsWrong),
        operation!(Person login::delete_session),
        operation!(Person login::list_sessions),
        operation!(Person me::get_me),
    ]
}
