//! A made-up week of any size, for those who want to see how the bourse carries a country.
//!
//! Everything follows from a seed: the same seed makes the same week, with the same ids. Each listing and
//! organization is drawn by itself, so a week of a million needs no more memory than a small one, but for
//! some bytes for each organization. What is made goes through the checks and decisions of the domain and is
//! stored with its history, many at a time.

mod content;
mod listing;
mod organization;
#[cfg(test)]
mod tests;
mod words;

use std::sync::mpsc::{SyncSender, sync_channel};

use domain::audit::{Cause, Occasion};
use domain::id::OrganizationId;
use domain::listing::Listing;
use domain::organization::OrganizationKind;
use domain::party::Party;
use domain::policy::Staff;
use domain::week::{ExchangeWeek, Settings};
use jiff::{SignedDuration, Timestamp};
use persistence::{Lived, Tx};

use super::random::{Random, Stream};
use super::{Dates, DemoError, Progress};
use crate::ctx::Ctx;
use crate::error::Error;
use listing::{Frame, Surroundings};
use words::Words;

/// How many are stored in one transaction. More would not be faster, and would cost memory.
const BATCH: u32 = 2_000;

/// How many batches may wait for the database.
const WAITING: usize = 2;

/// How large a synthetic week is, and from which seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Synthetic {
    listings: u32,
    organizations: u32,
    seed: u64,
}

/// Why there is no week of this size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SizeError {
    /// Somebody must be there to exchange with, and register numbers have seven digits.
    #[error("a synthetic week has from 2 to 9999999 organizations, not {0}")]
    Organizations(u32),
    /// An organization has no more open listings than a week can permit.
    #[error("{organizations} organizations have at most {most} listings, not {listings}")]
    Listings {
        /// So many were asked for.
        listings: u32,
        /// Of so many organizations.
        organizations: u32,
        /// So many there can be.
        most: u64,
    },
}

impl Synthetic {
    /// The most listings of one organization in the mean, so that even its share by chance stays within what
    /// a week can permit.
    const MEAN: u32 = 500;

    /// A week of this size. Without a number of organizations there is one for ten listings, and ten at least.
    pub fn new(listings: u32, organizations: Option<u32>, seed: u64) -> Result<Self, SizeError> {
        let organizations = organizations.unwrap_or_else(|| (listings / 10).max(10));
        if !(2..=9_999_999).contains(&organizations) {
            return Err(SizeError::Organizations(organizations));
        }
        let most = u64::from(organizations) * u64::from(Self::MEAN);
        if u64::from(listings) > most {
            return Err(SizeError::Listings { listings, organizations, most });
        }
        Ok(Self { listings, organizations, seed })
    }

    pub(super) const fn seed(self) -> u64 {
        self.seed
    }

    /// The name of the week, by which it is known again.
    pub(super) fn name(self) -> String {
        let Self { listings, organizations, seed } = self;
        format!("Synthetic week: {listings} listings, {organizations} organizations, seed {seed}")
    }

    /// The most open listings of one organization: twice the mean, and more for small weeks.
    pub(super) fn cap(self) -> u32 {
        let mean = self.listings.div_ceil(self.organizations);
        (2 * mean + 50).min(*Settings::LISTINGS_PER_ORGANIZATION.end())
    }

    /// The reference of an organization of this kind that is there in every week.
    pub(super) fn reference(kind: OrganizationKind) -> String {
        organization::reference(kind, u32::from(kind != OrganizationKind::Company))
    }

    /// Fills the week.
    pub(super) fn load(
        self,
        ctx: &Ctx,
        week: &ExchangeWeek,
        staff: Staff,
        dates: &Dates,
        watch: &mut dyn FnMut(Progress),
    ) -> Result<(), DemoError> {
        let words = Words::read();
        let parties = self.organizations(ctx, &words, week, dates, watch)?;
        let surroundings = Surroundings { words, week: week.clone(), staff };
        let maker = Maker { size: self, surroundings, parties, dates: *dates };
        // The listings are made on a thread of their own while the ones before are stored.
        std::thread::scope(|scope| {
            let (sender, made) = sync_channel(WAITING);
            scope.spawn(move || maker.run(&sender));
            let mut done = 0;
            for batch in made {
                let batch = batch?;
                store(ctx, |tx| Ok(tx.insert_listings_in_bulk(&batch)?))?;
                done += u64::try_from(batch.len()).unwrap_or_default();
                watch(Progress { what: "listings", done, of: self.listings.into() });
            }
            Ok(())
        })
    }

    fn organizations(
        self,
        ctx: &Ctx,
        words: &Words,
        week: &ExchangeWeek,
        dates: &Dates,
        watch: &mut dyn FnMut(Progress),
    ) -> Result<Vec<(OrganizationId, OrganizationKind)>, Error> {
        let mut parties = Vec::new();
        let times = Times::between(dates.organizations, dates.listings, self.organizations);
        for numbers in batches(self.organizations) {
            let (mut organizations, mut participations) = (Vec::new(), Vec::new());
            for number in numbers {
                let random = Random::of(self.seed, Stream::Organization, number.into());
                let (one, place) = organization::make(words, week.id, number, times.of(number), random)?;
                parties.push((one.value.id, one.value.kind));
                organizations.push(one);
                participations.push(place);
            }
            store(ctx, |tx| {
                tx.insert_organizations_in_bulk(&organizations)?;
                Ok(tx.insert_participations_in_bulk(&participations)?)
            })?;
            let done = u64::try_from(parties.len()).unwrap_or_default();
            watch(Progress { what: "organizations", done, of: self.organizations.into() });
        }
        Ok(parties)
    }
}

/// Makes the listings, batch by batch.
struct Maker {
    size: Synthetic,
    surroundings: Surroundings,
    parties: Vec<(OrganizationId, OrganizationKind)>,
    dates: Dates,
}

impl Maker {
    /// Sends every batch, or what went wrong; stops when nobody listens any more.
    fn run(&self, to: &SyncSender<Result<Vec<Lived<Listing>>, Error>>) {
        let mut counts = vec![0_u32; self.parties.len()];
        for numbers in batches(self.size.listings) {
            let batch: Result<_, _> = numbers.map(|number| self.listing(number, &mut counts)).collect();
            let failed = batch.is_err();
            if to.send(batch).is_err() || failed {
                return;
            }
        }
    }

    fn listing(&self, number: u32, counts: &mut [u32]) -> Result<Lived<Listing>, Error> {
        let times = Times::between(self.dates.listings, self.dates.last, self.size.listings);
        let mut random = Random::of(self.size.seed, Stream::Listing, number.into());
        let (party, before) = self.party(counts, &mut random)?;
        let reference = format!("L-{:07}", number + 1);
        let frame = Frame { reference, party, before, at: times.of(number) };
        self.surroundings.listing(frame, &mut random)
    }

    /// Whose listing it is, and how many they have already: anybody's who has room for one more.
    fn party(&self, counts: &mut [u32], random: &mut Random) -> Result<(Party, u32), Error> {
        let cap = self.size.cap();
        let start = usize::try_from(random.below(self.size.organizations)).unwrap_or_default();
        let found = (start..counts.len()).chain(0..start).find_map(|place| {
            let count = counts.get_mut(place).filter(|count| **count < cap)?;
            *count += 1;
            Some((self.parties.get(place)?, *count - 1))
        });
        let ((organization, kind), before) =
            found.ok_or_else(|| Error::Internal("no organization has room for a listing".into()))?;
        let (organization, kind) = (*organization, *kind);
        Ok((Party { organization, kind, active: true, standing: "verified", admitted: true }, before))
    }
}

/// Instants spread evenly over a time.
struct Times {
    first: Timestamp,
    microseconds: i64,
    count: i64,
}

impl Times {
    fn between(first: Timestamp, end: Timestamp, count: u32) -> Self {
        let microseconds = end.as_microsecond() - first.as_microsecond();
        Self { first, microseconds, count: i64::from(count).max(1) }
    }

    fn of(&self, number: u32) -> Timestamp {
        let step = self.microseconds / self.count;
        self.first + SignedDuration::from_micros(step * i64::from(number))
    }
}

fn batches(count: u32) -> impl Iterator<Item = std::ops::Range<u32>> {
    (0..count.div_ceil(BATCH)).map(move |batch| {
        let first = batch * BATCH;
        first..first.saturating_add(BATCH).min(count)
    })
}

/// Runs a piece of the loading in one transaction.
fn store(ctx: &Ctx, mut piece: impl FnMut(&mut Tx<'_>) -> Result<(), Error>) -> Result<(), Error> {
    let occasion = Occasion { at: ctx.clock.now(), cause: Cause::Import, request_id: None };
    ctx.store.write(&occasion, &*ctx.ids, |tx| piece(tx))
}
