//! What a decision needs to know about one side, in one query.

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
}
