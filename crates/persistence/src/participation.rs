//! Participations: which organizations take part in which week.

use domain::audit::Change;
use domain::id::{ExchangeWeekId, OrganizationId, Revision};
use domain::participation::Participation;
use domain::policy::Viewer;
use jiff::Timestamp;

use crate::error::StoreError;
use crate::tx::{Reader, Tx, on_engine};

impl Reader<'_> {
    /// The participation of an organization in a week, whoever asks: for decisions.
    pub fn participation(
        &mut self,
        week: ExchangeWeekId,
        organization: OrganizationId,
    ) -> Result<Option<Participation>, StoreError> {
        on_engine!(self, participation::find(week, organization))
    }

    /// At most `limit` participations in a week that the viewer may see, by organization: admitted ones of
    /// organizations that may act are public, others are for the members and for staff.
    pub fn participations(
        &mut self,
        week: ExchangeWeekId,
        viewer: &Viewer,
        status: Option<&str>,
        after: Option<OrganizationId>,
        limit: u32,
        now: Timestamp,
    ) -> Result<Vec<Participation>, StoreError> {
        on_engine!(self, participation::page(week, viewer, status, after, limit, now))
    }
}

impl Tx<'_> {
    /// Adds a participation. A second one of the same pair is [`crate::Constraint::Participation`].
    pub fn insert_participation(
        &mut self,
        participation: &Participation,
        change: &Change,
    ) -> Result<(), StoreError> {
        on_engine!(self, participation::insert(participation))?;
        self.require_unmerged([participation.organization])?;
        self.record(change)
    }

    /// Stores a participation that was at the expected revision.
    pub fn save_participation(
        &mut self,
        after: &Participation,
        expected: Revision,
        change: &Change,
    ) -> Result<(), StoreError> {
        on_engine!(self, participation::save(after, expected))?;
        self.record(change)
    }
}
