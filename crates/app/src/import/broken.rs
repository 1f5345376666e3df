//! Why a batch of rows was not kept.

use domain::refusal::Refusal;
use persistence::{CommandError, Constraint, StoreError};

use crate::error::Error;

/// Why a batch was not kept. Nothing of it is stored then.
#[derive(Debug)]
pub(super) enum Broken {
    /// A row meets what was stored since it was judged.
    Collided,
    /// Whoever keeps account of it has stopped it.
    Stopped,
    /// The import cannot go on.
    Failed(Error),
}

impl From<StoreError> for Broken {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Violated(
                Constraint::OrganizationReference
                | Constraint::ListingReference
                | Constraint::Participation
                | Constraint::AgreementReference
                | Constraint::MatchReference
                | Constraint::LivePair
                | Constraint::ListingQuantity,
            ) => Self::Collided,
            error => Self::Failed(error.into()),
        }
    }
}

impl From<Error> for Broken {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusals) if matches!(refusals.first(), Refusal::ReferenceTaken { .. }) => {
                Self::Collided
            }
            error => Self::Failed(error),
        }
    }
}

impl CommandError for Broken {
    fn is_busy(&self) -> bool {
        matches!(self, Self::Failed(error) if error.is_busy())
    }
}
