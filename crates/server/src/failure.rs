//! Why a sub-command ended, for whoever typed it: a sentence and an exit code.

use std::error::Error;
use std::fmt::Write as _;
use std::process::ExitCode;

use crate::config::ConfigError;

/// The reason for which a sub-command did not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Settings are wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// What was typed cannot be done, whatever the state of the world.
    #[error("{0}")]
    Usage(String),
    /// It was tried and did not work.
    #[error("{what}")]
    Failed {
        /// What was tried.
        what: String,
        /// Why it did not work.
        source: Box<dyn Error + Send + Sync>,
    },
    /// It worked, and the answer is no; all has been said on the standard output.
    #[error("the answer is no")]
    Negative,
}

impl Failure {
    /// Makes the failure of trying something out of its cause.
    pub fn of<E: Into<Box<dyn Error + Send + Sync>>>(what: impl Into<String>) -> impl FnOnce(E) -> Self {
        let what = what.into();
        move |source| Self::Failed { what, source: source.into() }
    }

    /// How the process ends: 2 when other words would help, else 1.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::Config(_) | Self::Usage(_) => ExitCode::from(2),
            Self::Failed { .. } | Self::Negative => ExitCode::from(1),
        }
    }

    /// What is to be said about it on the standard error output, if anything.
    pub fn message(&self) -> Option<String> {
        match self {
            Self::Negative => None,
            failure => Some(chain(failure)),
        }
    }
}

/// An error and all that caused it, in one line.
pub fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        // Errors that pass another on say the same as it does.
        if !text.ends_with(&cause_text) {
            // Writing to a text cannot fail.
            let _ = write!(text, ": {cause_text}");
        }
        source = cause.source();
    }
    text
}
