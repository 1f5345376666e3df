//! The sides of a decision, and the week it is made in.

use domain::id::{ExchangeWeekId, OrganizationId};
use domain::party::Party;
use domain::policy::Viewer;
use domain::week::ExchangeWeek;
use jiff::Timestamp;
use persistence::Reader;

use crate::error::{Error, Noun};
use crate::week;

/// The organization, as decisions in the week see it.
pub(crate) fn require_party(
    reader: &mut Reader<'_>,
    organization: OrganizationId,
    week: ExchangeWeekId,
    now: Timestamp,
) -> Result<Party, Error> {
    reader.party(organization, week, now)?.ok_or(Error::NotFound(Noun::Organization))
}

/// The week and the two sides of a match or an agreement.
pub(crate) fn surroundings(
    reader: &mut Reader<'_>,
    week: ExchangeWeekId,
    sides: [OrganizationId; 2],
    now: Timestamp,
) -> Result<(ExchangeWeek, [Party; 2]), Error> {
    let week = week::require(reader, week, &Viewer::service())?;
    let [one, other] = sides;
    let parties = [require_party(reader, one, week.id, now)?, require_party(reader, other, week.id, now)?];
    Ok((week, parties))
}
