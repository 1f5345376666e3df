//! Why a document could not be made: a fault of ours each time.

use typst::diag::SourceDiagnostic;
use typst::ecow::EcoVec;

/// Why a document could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The facts could not be written down for the template.
    #[error("the facts of a document cannot be written down: {0}")]
    Facts(String),
    /// The address does not fit into a QR code.
    #[error("the address does not fit into a QR code: {0}")]
    Qr(String),
    /// The template does not hold for these facts.
    #[error("a document cannot be typeset: {0}")]
    Typesetting(String),
    /// The pages cannot be told in a PDF of the standard that we ask for.
    #[error("a document cannot be exported: {0}")]
    Export(String),
}

impl Error {
    pub(crate) fn typesetting(diagnostics: EcoVec<SourceDiagnostic>) -> Self {
        Self::Typesetting(joined(diagnostics))
    }

    pub(crate) fn export(diagnostics: EcoVec<SourceDiagnostic>) -> Self {
        Self::Export(joined(diagnostics))
    }
}

/// The messages. They speak of templates and fonts, never of the facts.
fn joined(diagnostics: EcoVec<SourceDiagnostic>) -> String {
    let messages: Vec<String> = diagnostics.into_iter().map(|one| one.message.to_string()).collect();
    messages.join("; ")
}
