//! How organizations came to their standing.

use domain::id::{OrganizationId, Revision};
use domain::organization::{Evidence, Organization, Standing};
use jiff::Timestamp;

use crate::error::StoreError;
use crate::tx::{Reader, Tx, on_engine};

/// A decision about the standing of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingChange {
    /// The revision that the organization came to by it.
    pub revision: Revision,
    /// Its standing from then on.
    pub standing: Standing,
    /// What was looked at, for a verification.
    pub evidence: Vec<Evidence>,
}

impl Reader<'_> {
    /// How an organization came to its standing, the latest decision first; at most `limit`.
    pub fn standing_history(
        &mut self,
        id: OrganizationId,
        limit: i64,
    ) -> Result<Vec<StandingChange>, StoreError> {
        on_engine!(self, standing::history(id, limit))
    }

    /// Suspended organizations whose time has run out, the longest first; at most `limit`.
    pub fn ended_suspensions(&mut self, now: Timestamp, limit: i64) -> Result<Vec<Organization>, StoreError> {
        on_engine!(self, standing::ended_suspensions(now, limit))
    }
}

impl Tx<'_> {
    /// Keeps what was looked at before an organization came to this revision.
    pub fn insert_evidence(
        &mut self,
        id: OrganizationId,
        revision: Revision,
        evidence: &[Evidence],
    ) -> Result<(), StoreError> {
        on_engine!(self, standing::keep_evidence(id, revision, evidence))
    }
}
