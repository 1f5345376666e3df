//! Everything that goes wrong, as an answer: `application/problem+json` of RFC 9457.
//!
//! A handler returns a [`Problem`], which holds facts and no words. The middleware [`rendering`] puts it
//! into the reader's language, logs it once if it is our fault, and does the same for what actix itself
//! refuses. The table of all types is [`Kind`]; their words are in `words`.

mod body;
mod facts;
mod fault;
mod kind;
mod pages;
mod rendering;
#[cfg(test)]
mod tests;
mod words;

use std::error::Error as StdError;
use std::fmt;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use domain::fault::Faults;
use domain::refusal::{Refusal, Refusals};
use domain::vocabulary::Locale;

pub(crate) use body::ProblemBody;
pub(crate) use facts::ProblemFacts;
pub(crate) use fault::{Located, Part, Shape};
pub use kind::Kind;
pub(crate) use pages::operations;
pub(crate) use rendering::{BodyContext, render};
pub(crate) use words::of as words_of;

/// What went wrong with a request. Small, because it is the other half of nearly every result.
#[derive(Debug)]
pub struct Problem {
    kind: Kind,
    facts: Box<Facts>,
}

/// What is known of the one case.
#[derive(Debug, Default)]
struct Facts {
    located: Vec<Located>,
    refusals: Option<Refusals>,
    allow: Option<String>,
    retry_after: Option<u32>,
    invalid_token: bool,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Problem {
    /// A problem without facts of its own.
    pub fn new(kind: Kind) -> Self {
        Self::with(kind, Facts::default())
    }

    fn with(kind: Kind, facts: Facts) -> Self {
        Self { kind, facts: Box::new(facts) }
    }

    /// Fields of the body that break rules of the domain.
    pub fn body(faults: Faults) -> Self {
        Self::located(Kind::ValidationFailed, Located::all(Part::Body, faults))
    }

    /// Query parameters that break rules of the domain.
    pub fn query(faults: Faults) -> Self {
        Self::located(Kind::QueryInvalid, Located::all(Part::Query, faults))
    }

    /// Something that is wrong at certain places.
    pub(crate) fn located(kind: Kind, located: Vec<Located>) -> Self {
        Self::with(kind, Facts { located, ..Facts::default() })
    }

    /// A method that the resource does not have; `allow` names those it has.
    pub(crate) fn method_not_allowed(allow: String) -> Self {
        Self::with(Kind::MethodNotAllowed, Facts { allow: Some(allow), ..Facts::default() })
    }

    /// A token was shown, and does not hold. Why not is nobody's business.
    pub(crate) fn invalid_token() -> Self {
        Self::with(Kind::Unauthenticated, Facts { invalid_token: true, ..Facts::default() })
    }

    /// The same request may succeed after this many seconds.
    pub(crate) fn retry(kind: Kind, seconds: u32) -> Self {
        Self::with(kind, Facts { retry_after: Some(seconds), ..Facts::default() })
    }

    /// A refusal of the bourse, with all its reasons; the first names the problem.
    fn refused(refusals: Refusals) -> Self {
        let kind = refusals.first().into();
        Self::with(kind, Facts { refusals: Some(refusals), ..Facts::default() })
    }

    /// A fault of ours, with its cause for the log.
    pub fn internal(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::with(Kind::InternalError, Facts { source: Some(source.into()), ..Facts::default() })
    }

    /// The places of what is wrong, and the codes of the rules.
    #[cfg(test)]
    pub(crate) fn places(&self) -> impl Iterator<Item = (&str, &'static str)> {
        self.facts.located.iter().map(|located| (&*located.place, located.wrong.code()))
    }

    /// The type.
    pub const fn kind(&self) -> Kind {
        self.kind
    }
}

/// A refusal in words, with its facts.
pub(crate) fn detail(refusal: &Refusal, locale: Locale) -> String {
    words::of(refusal.into(), locale).filled(&facts::named(refusal, locale))
}

impl From<Kind> for Problem {
    fn from(kind: Kind) -> Self {
        Self::new(kind)
    }
}

impl From<app::Error> for Problem {
    fn from(error: app::Error) -> Self {
        match error {
            app::Error::NotFound(_) => Kind::NotFound.into(),
            app::Error::Unauthenticated => Self::invalid_token(),
            app::Error::CredentialsWrong => Kind::CredentialsWrong.into(),
            app::Error::OneTimeCodeMissing => Kind::OneTimeCodeMissing.into(),
            app::Error::OneTimeCodeWrong => Kind::OneTimeCodeWrong.into(),
            app::Error::Forbidden(denied) => Kind::from(denied).into(),
            app::Error::Invalid(faults) => Self::body(faults),
            app::Error::Refused(refusals) => Self::refused(refusals),
            app::Error::Stale => Kind::PreconditionFailed.into(),
            app::Error::KeyReused => Kind::IdempotencyKeyReused.into(),
            app::Error::KeyInUse => Self::retry(Kind::IdempotencyKeyInUse, 1),
            app::Error::TooSoon { seconds } => Self::retry(Kind::TooManyRequests, seconds),
            app::Error::Unavailable => Self::retry(Kind::Unavailable, 1),
            app::Error::Internal(source) => Self::internal(source),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.slug())
    }
}

impl StdError for Problem {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.facts.source.as_deref().map(|source| -> &(dyn StdError + 'static) { source })
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.kind.status()
    }

    /// In English and without a request id: what is sent when the middleware did not see the problem.
    fn error_response(&self) -> HttpResponse {
        rendering::response(self, &BodyContext { locale: Locale::En, request_id: None, base: "" })
    }
}
