//! Logging in and out, and who one is.
//!
//! A login gives a short access token and a refresh token. The refresh token is used once: each use gives
//! its successor, and one that comes twice ends the login.

mod cookie;
mod login;
mod me;

pub(crate) use me::Me;

use crate::routes::{Operation, operation};

/// The operations of this noun.
pub(crate) fn operations() -> Vec<Operation> {
    vec![
        operation!(
            Public login::create_session,
            CredentialsWrong,
            OneTimeCodeMissing,
            OneTimeCodeWrong,
            OriginNotAllowed
        ),
        operation!(Public login::refresh_session, CredentialsWrong, OriginNotAllowed),
        operation!(Person login::delete_current_session),
        operation!(Person login::delete_session),
        operation!(Person login::delete_other_sessions),
        operation!(Person login::list_sessions),
        operation!(Person me::get_me),
        operation!(Person me::list_my_memberships),
    ]
}
