//! The sides of a decision, and the week it is made in.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::{ExchangeWeekId, OrganizationId};
use domain::party::Party;
use domain::policy::Viewer;
use domain::week::ExchangeWeek;
use jiff::Timestamp;
use persistence::Reader;

use crate::error::{Error, Noun};
use crate::week;

/// The weeks and the sides of many decisions, loaded at once.
#[derive(Debug)]
pub(crate) struct Ground {
    weeks: BTreeMap<ExchangeWeekId, ExchangeWeek>,
    parties: BTreeMap<(OrganizationId, ExchangeWeekId), Party>,
}

impl Ground {
    /// Three queries, however many there are; none for none.
    pub(crate) fn load(
        reader: &mut Reader<'_>,
        wanted: impl Iterator<Item = (ExchangeWeekId, OrganizationId)>,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let (weeks, organizations): (BTreeSet<_>, BTreeSet<_>) = wanted.unzip();
        let (weeks, organizations) = (Vec::from_iter(weeks), Vec::from_iter(organizations));
        let parties = reader.parties_in_weeks(&organizations, &weeks, now)?;
        let weeks = reader.weeks_by_id(&weeks)?.into_iter().map(|week| (week.id, week)).collect();
        Ok(Self { weeks, parties })
    }

    /// The week.
    pub(crate) fn week(&self, week: ExchangeWeekId) -> Result<&ExchangeWeek, Error> {
        self.weeks.get(&week).ok_or(Error::NotFound(Noun::ExchangeWeek))
    }

    /// The organization, as decisions in the week see it.
    pub(crate) fn party(&self, organization: OrganizationId, week: ExchangeWeekId) -> Result<&Party, Error> {
        self.parties.get(&(organization, week)).ok_or(Error::NotFound(Noun::Organization))
    }
}

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
