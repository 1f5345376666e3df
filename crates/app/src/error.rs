//! Why a use case did not do what was asked.

use domain::fault::Faults;
use domain::policy::Denied;
use domain::refusal::{Refusal, Refusals};
use persistence::{CommandError, StoreError};

use crate::objects::ObjectError;

/// The nouns that can be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noun {
    /// An account.
    Person,
    /// A login.
    Session,
    /// A second factor.
    Factor,
    /// An organization.
    Organization,
    /// An accreditation.
    Accreditation,
    /// An appeal.
    Appeal,
    /// An invitation.
    Invitation,
    /// An exchange week.
    ExchangeWeek,
    /// A participation.
    Participation,
    /// A listing.
    Listing,
    /// A photo.
    Photo,
    /// A match.
    Match,
    /// An agreement.
    Agreement,
    /// A case of moderation.
    ModerationCase,
    /// A report of abuse.
    AbuseReport,
    /// A change that waits for approval.
    PendingChange,
    /// An import.
    Import,
    /// A copy of what is held of a person.
    DataExport,
}

/// The answer to a use case that failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not there, or not for this caller to see.
    #[error("no such {0:?}")]
    NotFound(Noun),
    /// The token is not, or no longer, that of an active account.
    #[error("not logged in")]
    Unauthenticated,
    /// The password, or the refresh token, is wrong. One answer for every cause.
    #[error("the credentials are wrong")]
    CredentialsWrong,
    /// The password was right, and the account wants a second factor.
    #[error("a one-time code is missing")]
    OneTimeCodeMissing,
    /// The code is wrong, was used before, or came after too many wrong ones.
    #[error("the one-time code is wrong")]
    OneTimeCodeWrong,
    /// The caller may see it, but not do this.
    #[error("not allowed")]
    Forbidden(#[from] Denied),
    /// Fields of the input are wrong.
    #[error("the input has faults")]
    Invalid(Faults),
    /// A rule of the bourse is against it.
    #[error("refused")]
    Refused(Refusals),
    /// It has changed since the caller read it.
    #[error("changed since it was read")]
    Stale,
    /// The idempotency key was used for another request.
    #[error("the idempotency key was used for another request")]
    KeyReused,
    /// The request with this idempotency key is still running.
    #[error("the request with this idempotency key is still running")]
    KeyInUse,
    /// Somebody guesses, or may be; after a while they may go on.
    #[error("wait for {seconds} seconds")]
    TooSoon {
        /// How long to wait.
        seconds: u32,
    },
    /// Too much to do; later it may go.
    #[error("the service is busy")]
    Unavailable,
    /// A fault of ours.
    #[error("internal error")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// The store of objects did not do it. The operator reads why; the caller may try again.
    pub(crate) fn objects(error: &ObjectError) -> Self {
        let causes = std::iter::successors(error.source.source(), |cause| cause.source());
        let why = causes.fold(error.source.to_string(), |why, cause| format!("{why}: {cause}"));
        tracing::error!(key = %error.key, why, "{error}");
        Self::Unavailable
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stale => Self::Stale,
            StoreError::Busy => Self::Unavailable,
            error => Self::Internal(Box::new(error)),
        }
    }
}

impl From<Refusals> for Error {
    fn from(refusals: Refusals) -> Self {
        Self::Refused(refusals)
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<Faults> for Error {
    fn from(faults: Faults) -> Self {
        Self::Invalid(faults)
    }
}

impl CommandError for Error {
    fn is_busy(&self) -> bool {
        matches!(self, Self::Unavailable)
    }
}

/// For what a deadline does: somebody was faster, which is as good, since what was overdue is no more.
pub(crate) fn ignore_stale(done: Result<(), Error>) -> Result<(), Error> {
    match done {
        Err(Error::Stale) => Ok(()),
        done => done,
    }
}
