//! One listing of a synthetic week.

use domain::audit::{Cause, Change, Occasion};
use domain::id::ListingId;
use domain::listing::{Closure, Command, Event, Facts, Listing};
use domain::party::Party;
use domain::policy::Staff;
use domain::week::ExchangeWeek;
use jiff::{SignedDuration, Timestamp};
use persistence::{Lived, Step};

use super::super::past;
use super::super::random::Random;
use super::content;
use super::words::Words;
use crate::error::Error;

/// What every listing is made with.
pub(super) struct Surroundings {
    pub(super) words: Words,
    pub(super) week: ExchangeWeek,
    pub(super) staff: Staff,
}

/// When, for whom and under which name a listing is made.
pub(super) struct Frame {
    pub(super) reference: String,
    pub(super) party: Party,
    /// How many listings the organization has already.
    pub(super) before: u32,
    pub(super) at: Timestamp,
}

/// What came of a draft.
#[derive(Clone, Copy)]
enum Fate {
    Draft,
    Published,
    Paused,
    Expired,
    Closed(Closure),
}

impl Fate {
    fn draw(random: &mut Random) -> Self {
        match random.below(100) {
            0..84 => Self::Published,
            84..90 => Self::Draft,
            90..93 => Self::Paused,
            93..96 => Self::Expired,
            96..98 => Self::Closed(Closure::Fulfilled),
            _ => Self::Closed(Closure::Withdrawn),
        }
    }
}

impl Surroundings {
    /// A listing with its history. What the domain refuses stops the making: nothing is left out.
    pub(super) fn listing(&self, frame: Frame, random: &mut Random) -> Result<Lived<Listing>, Error> {
        let Frame { reference, party, before, at } = frame;
        let draft = content::draft(&self.words, self.week.window(), random)?;
        let id = ListingId::new(past::id(at, random));
        let (listing, drafted) =
            Listing::new(id, reference, self.week.id, party.organization, None, draft, at);
        let history = vec![step(drafted, at, Cause::Import)];
        let drafted = Lived { value: listing, history };
        let fate = Fate::draw(random);
        if matches!(fate, Fate::Draft) {
            return Ok(drafted);
        }
        let published_at = at + minutes(random.between(1, 600));
        let ended_at = published_at + minutes(random.between(60, 5_000));
        let facts = Facts { week: &self.week, party: &party, open_listings: before };
        let event = drafted.value.decide(Command::PublishByStaff(self.staff), &facts, published_at)?;
        let by = self.staff.person();
        let event = match (fate, event) {
            (Fate::Expired, Event::Published(..)) => Event::Published(by, Some(ended_at)),
            (_, event) => event,
        };
        let published = then(drafted, &event, published_at, Cause::Import);
        let cause = Cause::Person { person: by, session: None, organization: Some(party.organization) };
        Ok(match fate {
            Fate::Draft | Fate::Published => published,
            Fate::Paused => then(published, &Event::Paused(by), ended_at, cause),
            Fate::Expired => then(published, &Event::Expired, ended_at, Cause::System),
            Fate::Closed(closure) => then(published, &Event::Closed(Some(by), closure), ended_at, cause),
        })
    }
}

/// The listing after one more event.
fn then(lived: Lived<Listing>, event: &Event, at: Timestamp, cause: Cause) -> Lived<Listing> {
    let Lived { value, mut history } = lived;
    let (value, change) = value.apply(event, at);
    history.push(step(change, at, cause));
    Lived { value, history }
}

/// A change, when and by whom.
pub(super) fn step(change: Change, at: Timestamp, cause: Cause) -> Step {
    Step { change, occasion: Occasion { at, cause, request_id: None } }
}

fn minutes(minutes: u32) -> SignedDuration {
    SignedDuration::from_mins(minutes.into())
}
