//! What the lists of matches and of agreements have in common.

use ::app::matching::DealFilter;
use domain::fault::Faults;
use domain::id::{ExchangeWeekId, OrganizationId};
use uuid::Uuid;

use crate::problem::Problem;
use crate::values::parse_instant;

/// The conditions, as they stand in a query.
pub(crate) struct DealQuery<'q> {
    pub(crate) exchange_week_id: Option<Uuid>,
    pub(crate) organization_id: Option<Uuid>,
    pub(crate) statuses: Vec<&'static str>,
    pub(crate) updated_since: Option<&'q str>,
}

impl DealQuery<'_> {
    /// As the store takes them.
    pub(crate) fn filter(self) -> Result<DealFilter, Problem> {
        let since = self.updated_since.map(parse_instant).transpose();
        let updated_since = since.map_err(|rule| Problem::query(Faults::one("updated_since", rule)))?;
        Ok(DealFilter {
            exchange_week: self.exchange_week_id.map(ExchangeWeekId::new),
            organization: self.organization_id.map(OrganizationId::new),
            statuses: self.statuses.into_iter().map(str::to_owned).collect(),
            updated_since,
        })
    }
}
