//! Invitations into organizations.

use domain::audit::Change;
use domain::id::{InvitationId, OrganizationId, Revision};
use domain::organization::Invitation;
use jiff::Timestamp;

use crate::error::StoreError;
use crate::tx::{Reader, Tx, on_engine};

impl Reader<'_> {
    /// An invitation.
    pub fn invitation(&mut self, id: InvitationId) -> Result<Option<Invitation>, StoreError> {
        on_engine!(self, invitation::find(id))
    }

    /// The invitation with the secret of this hash.
    pub fn invitation_by_hash(&mut self, hash: &[u8; 32]) -> Result<Option<Invitation>, StoreError> {
        on_engine!(self, invitation::by_hash(hash.as_slice()))
    }

    /// The invitations into an organization, the latest first; at most `limit`.
    pub fn invitations(
        &mut self,
        organization: OrganizationId,
        limit: i64,
    ) -> Result<Vec<Invitation>, StoreError> {
        on_engine!(self, invitation::of_organization(organization, limit))
    }

    /// The invitations into an organization that can be accepted now; at most `limit`.
    pub fn open_invitations(
        &mut self,
        organization: OrganizationId,
        now: Timestamp,
        limit: i64,
    ) -> Result<Vec<Invitation>, StoreError> {
        on_engine!(self, invitation::open(organization, now, limit))
    }
}

impl Tx<'_> {
    /// Adds an invitation.
    pub fn insert_invitation(&mut self, made: &Invitation, change: &Change) -> Result<(), StoreError> {
        on_engine!(self, invitation::insert(made))?;
        self.record(change)
    }

    /// Stores an invitation that was at the expected revision.
    pub fn save_invitation(
        &mut self,
        after: &Invitation,
        expected: Revision,
        change: &Change,
    ) -> Result<(), StoreError> {
        on_engine!(self, invitation::save(after, expected))?;
        self.record(change)
    }
}
