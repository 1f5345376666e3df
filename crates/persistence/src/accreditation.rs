//! Accreditations of organizations.

use domain::audit::Change;
use domain::id::{AccreditationId, OrganizationId, Revision};
use domain::organization::Accreditation;

use crate::error::StoreError;
use crate::tx::{Reader, Tx, on_engine};

impl Reader<'_> {
    /// An accreditation of an organization.
    pub fn accreditation(
        &mut self,
        organization: OrganizationId,
        id: AccreditationId,
    ) -> Result<Option<Accreditation>, StoreError> {
        on_engine!(self, accreditation::find(organization, id))
    }

    /// The accreditations of an organization, the latest first; at most `limit`.
    pub fn accreditations(
        &mut self,
        organization: OrganizationId,
        limit: i64,
    ) -> Result<Vec<Accreditation>, StoreError> {
        on_engine!(self, accreditation::of_organization(organization, limit))
    }
}

impl Tx<'_> {
    /// Adds an accreditation.
    pub fn insert_accreditation(&mut self, made: &Accreditation, change: &Change) -> Result<(), StoreError> {
        on_engine!(self, accreditation::insert(made))?;
        self.require_unmerged([made.organization])?;
        self.record(change)
    }

    /// Stores an accreditation that was at the expected revision.
    pub fn save_accreditation(
        &mut self,
        after: &Accreditation,
        expected: Revision,
        change: &Change,
    ) -> Result<(), StoreError> {
        on_engine!(self, accreditation::save(after, expected))?;
        self.record(change)
    }
}
