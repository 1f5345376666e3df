//! The sides of a decision.

use domain::id::{ExchangeWeekId, OrganizationId};
use domain::party::Party;
use jiff::Timestamp;
use persistence::Reader;

use crate::error::{Error, Noun};

/// The organization, as decisions in the week see it.
pub(crate) fn require_party(
    reader: &mut Reader<'_>,
    organization: OrganizationId,
    week: ExchangeWeekId,
    now: Timestamp,
) -> Result<Party, Error> {
    reader.party(organization, week, now)?.ok_or(Error::NotFound(Noun::Organization))
}
