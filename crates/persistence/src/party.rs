//! What decisions need to know about their sides.

use std::collections::BTreeMap;

use domain::id::{ExchangeWeekId, OrganizationId};
use domain::party::Party;
use jiff::Timestamp;

use crate::error::StoreError;
use crate::tx::{Reader, on_engine};

impl Reader<'_> {
    /// An organization, as decisions in this week see it now.
    pub fn party(
        &mut self,
        organization: OrganizationId,
        week: ExchangeWeekId,
        now: Timestamp,
    ) -> Result<Option<Party>, StoreError> {
        on_engine!(self, party::find(organization, week, now))
    }

    /// These organizations, as decisions in these weeks see them now; two queries, however many there are.
    pub fn parties_in_weeks(
        &mut self,
        organizations: &[OrganizationId],
        weeks: &[ExchangeWeekId],
        now: Timestamp,
    ) -> Result<BTreeMap<(OrganizationId, ExchangeWeekId), Party>, StoreError> {
        on_engine!(self, party::find_in_weeks(organizations, weeks, now))
    }
}
