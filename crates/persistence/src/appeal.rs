//! Appeals of organizations against their standing.

use domain::audit::Change;
use domain::id::{AppealId, OrganizationId, Revision};
use domain::organization::Appeal;

use crate::error::StoreError;
use crate::tx::{Reader, Tx, on_engine};

impl Reader<'_> {
    /// An appeal of an organization.
    pub fn appeal(
        &mut self,
        organization: OrganizationId,
        id: AppealId,
    ) -> Result<Option<Appeal>, StoreError> {
        on_engine!(self, appeal::find(organization, id))
    }

    /// The appeals of an organization, the latest first; at most `limit`.
    pub fn appeals(&mut self, organization: OrganizationId, limit: i64) -> Result<Vec<Appeal>, StoreError> {
        on_engine!(self, appeal::of_organization(organization, limit))
    }
}

impl Tx<'_> {
    /// Adds an appeal. A second one while one is open is [`crate::Constraint::OpenAppeal`].
    pub fn insert_appeal(&mut self, made: &Appeal, change: &Change) -> Result<(), StoreError> {
        on_engine!(self, appeal::insert(made))?;
        self.require_unmerged([made.organization])?;
        self.record(change)
    }

    /// Stores an appeal that was at the expected revision.
    pub fn save_appeal(
        &mut self,
        after: &Appeal,
        expected: Revision,
        change: &Change,
    ) -> Result<(), StoreError> {
        on_engine!(self, appeal::save(after, expected))?;
        self.record(change)
    }
}
