//! The small bourse in which the tests of listings, matches and agreements play: one week, two companies,
//! an association, and an owner for each.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::id::{ExchangeWeekId, IdSource, ListingId, MatchId, OrganizationId, PersonId};
use crate::listing::{self, Direction, Listing, Raw, RawDetails};
use crate::matching::{Match, RawContribution, TermsDraft, TermsFacts};
use crate::organization::OrganizationKind;
use crate::party::Party;
use crate::policy::{Actor, MembershipRole, Moderator, Representative, Staff, StaffRole};
use crate::quantity::Amount;
use crate::week::{ExchangeWeek, Phase, RawWeek, Settings, WeekDraft};

pub(crate) const COMPANY: OrganizationId = OrganizationId::new(Uuid::from_u128(0xC0));
pub(crate) const SECOND_COMPANY: OrganizationId = OrganizationId::new(Uuid::from_u128(0xC1));
pub(crate) const ASSOCIATION: OrganizationId = OrganizationId::new(Uuid::from_u128(0xA0));
pub(crate) const WEEK: ExchangeWeekId = ExchangeWeekId::new(Uuid::from_u128(0x3EE4));
pub(crate) const BROKER: PersonId = PersonId::new(Uuid::from_u128(0xB0));

/// Ids in a row.
pub(crate) struct Counted(AtomicU64);

impl Counted {
    pub(crate) fn new() -> Self {
        Self(AtomicU64::new(1))
    }
}

impl IdSource for Counted {
    fn next(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)) << 32)
    }
}

pub(crate) fn now() -> Timestamp {
    "2026-06-09T16:00:00Z".parse().unwrap()
}

/// The instant so many minutes after [`now`].
pub(crate) fn minutes(minutes: i64) -> Timestamp {
    now().checked_add(SignedDuration::from_mins(minutes)).unwrap()
}

pub(crate) fn week_with(phase: Phase, settings: Settings) -> ExchangeWeek {
    let raw = RawWeek {
        reference: "2026".to_owned(),
        name: "2026".to_owned(),
        starts_on: "2026-06-08".to_owned(),
        ends_on: "2026-06-14".to_owned(),
        ..RawWeek::default()
    };
    let organizer = broker(StaffRole::Organizer).organizer().unwrap();
    let (week, _) = ExchangeWeek::new(WEEK, WeekDraft::parse(&raw).unwrap(), organizer, now());
    ExchangeWeek { phase, settings, ..week }
}

pub(crate) fn week(phase: Phase) -> ExchangeWeek {
    week_with(phase, Settings::default())
}

/// The first local day and the end of the last, as listings are checked against them.
pub(crate) fn days() -> (Timestamp, Timestamp) {
    week(Phase::Live).window()
}

pub(crate) fn party(organization: OrganizationId) -> Party {
    let kind =
        if organization == ASSOCIATION { OrganizationKind::Association } else { OrganizationKind::Company };
    Party { organization, kind, active: true, standing: "verified", admitted: true }
}

pub(crate) fn suspended(organization: OrganizationId) -> Party {
    Party { active: false, standing: "suspended", ..party(organization) }
}

/// The owner of an organization has the organization's number, and a bit.
pub(crate) fn owner(organization: OrganizationId) -> Actor {
    let person = PersonId::new(Uuid::from_u128(organization.uuid().as_u128() | 0x1000));
    Actor::new(person, None, vec![(organization, MembershipRole::Owner)])
}

pub(crate) fn representative(organization: OrganizationId) -> Representative {
    owner(organization).representative(organization).unwrap()
}

pub(crate) fn broker(role: StaffRole) -> Actor {
    Actor::new(BROKER, Some(role), Vec::new())
}

pub(crate) fn staff() -> Staff {
    broker(StaffRole::Broker).staff().unwrap()
}

pub(crate) fn moderator() -> Moderator {
    broker(StaffRole::Broker).moderator(COMPANY).unwrap()
}

pub(crate) fn amount(units: i64) -> Amount {
    Amount::whole(units).unwrap()
}

/// A sound form: chairs, for the whole week.
pub(crate) fn raw<'r>() -> Raw<'r> {
    Raw {
        direction: "offer",
        details: RawDetails::Goods { condition: None },
        category: "furniture",
        language: "en",
        title: "Chairs",
        description: "Folding chairs.",
        wanted_in_return: "",
        translations: &[],
        languages_needed: &[],
        place: "remote",
        windows: &[],
        quantity: Some("10"),
        unit: "piece",
    }
}

pub(crate) fn draft(raw: &Raw<'_>) -> listing::Draft {
    listing::Draft::parse(raw, days()).unwrap()
}

/// A published listing of so many pieces, or of as many as asked.
pub(crate) fn published(
    id: u128,
    organization: OrganizationId,
    direction: Direction,
    total: Option<i64>,
) -> Listing {
    let total = total.map(|total| total.to_string());
    let raw = Raw { direction: direction.code(), quantity: total.as_deref(), ..raw() };
    let (listing, _) = Listing::new(
        ListingId::new(Uuid::from_u128(id)),
        format!("L-{id}"),
        WEEK,
        organization,
        None,
        draft(&raw),
        now(),
    );
    let status = listing::Status { state: listing::State::Published, ..listing.status.clone() };
    Listing { status, published_at: Some(now()), ..listing }
}

/// One leg of so many pieces.
pub(crate) fn leg(
    giver: OrganizationId,
    offer: Option<ListingId>,
    request: Option<ListingId>,
    quantity: &str,
) -> RawContribution<'_> {
    RawContribution {
        giver,
        offer,
        request,
        quantity,
        unit: "piece",
        description: "Chairs",
        starts_at: None,
        ends_at: None,
        value_estimate: None,
    }
}

/// The company offers the association `quantity` pieces of ten.
pub(crate) fn proposed(week: &ExchangeWeek, quantity: &str) -> Match {
    let offer = published(1, COMPANY, Direction::Offer, Some(10));
    let draft = TermsDraft::parse("", &[leg(COMPANY, Some(offer.id), None, quantity)]).unwrap();
    let facts = TermsFacts {
        week,
        proposer: &party(COMPANY),
        answerer: &party(ASSOCIATION),
        listings: &BTreeMap::from([(offer.id, offer)]),
        taken_pairs: &BTreeMap::new(),
        given_back: &BTreeMap::new(),
    };
    let id = MatchId::new(Uuid::from_u128(0x3A));
    let by = representative(COMPANY);
    Match::propose(id, "M-1".to_owned(), draft, by, &facts, &Counted::new(), now()).unwrap().0
}
