//! A bourse in memory, in which random commands run: a few organizations, their listings, matches and
//! agreements, and the claims moved as the terms say.
//!
//! It keeps books of its own beside the decisions, and stops where they differ.

mod commands;
mod moderation;
mod properties;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp};

use crate::agreement::Agreement;
use crate::audit::Change;
use crate::fixture::*;
use crate::id::{CaseId, ContributionId, ListingId, MatchId, OrganizationId, PersonId};
use crate::listing::{self, Direction, Listing};
use crate::matching::{self, Claim, Match, Terms};
use crate::moderation::Case;
use crate::party::Party;
use crate::policy::Actor;
use crate::quantity::Amount;
use crate::week::{ExchangeWeek, Phase, Settings};

const ORGANIZATIONS: [OrganizationId; 3] = [COMPANY, SECOND_COMPANY, ASSOCIATION];

/// An offer and a request of each; some in draft. Made once, because the texts are checked thoroughly.
static BEGINNING: LazyLock<Vec<Listing>> = LazyLock::new(|| {
    let totals = [Some(10), Some(5), None, Some(8), Some(3), None];
    let listing = |(n, total)| {
        let organization = ORGANIZATIONS[n % 3];
        let direction = if n < 3 { Direction::Offer } else { Direction::Request };
        let mut listing = published(0x100 + u128::try_from(n).unwrap(), organization, direction, total);
        if n > 3 {
            listing.status.state = listing::State::Draft;
            listing.published_at = None;
        }
        listing
    };
    totals.into_iter().enumerate().map(listing).collect()
});

pub(crate) struct World {
    now: Timestamp,
    week: ExchangeWeek,
    parties: BTreeMap<OrganizationId, Party>,
    listings: BTreeMap<ListingId, Listing>,
    matches: Vec<Match>,
    agreements: Vec<Agreement>,
    ids: Counted,
    /// Every case ever opened.
    cases: Vec<Case>,
    /// Who reported what in which case.
    reports: BTreeSet<(CaseId, PersonId)>,
    /// What every contribution ever made does now.
    claims: BTreeMap<ContributionId, Claim>,
    /// The revision up to which the changes of each subject were written down.
    written: BTreeMap<uuid::Uuid, i64>,
}

impl World {
    pub(crate) fn new(settings: Settings) -> Self {
        let mut world = Self {
            now: now(),
            week: week_with(Phase::Matching, settings),
            parties: ORGANIZATIONS.iter().map(|id| (*id, party(*id))).collect(),
            listings: BTreeMap::new(),
            matches: Vec::new(),
            agreements: Vec::new(),
            ids: Counted::new(),
            cases: Vec::new(),
            reports: BTreeSet::new(),
            claims: BTreeMap::new(),
            written: BTreeMap::new(),
        };
        for listing in BEGINNING.iter() {
            world.written.insert(listing.id.uuid(), 1);
            world.listings.insert(listing.id, listing.clone());
        }
        world
    }

    fn pass(&mut self, minutes: u16) {
        self.now = self.now.checked_add(SignedDuration::from_mins(minutes.into())).unwrap();
    }

    fn organization(pick: u8) -> OrganizationId {
        ORGANIZATIONS[usize::from(pick) % ORGANIZATIONS.len()]
    }

    fn actor(pick: u8) -> Actor {
        if pick % 4 == 3 { broker(crate::policy::StaffRole::Broker) } else { owner(Self::organization(pick)) }
    }

    fn listing_id(&self, pick: u8) -> ListingId {
        let nth = usize::from(pick) % self.listings.len();
        *self.listings.keys().nth(nth).unwrap()
    }

    /// Every change has the next revision of its subject.
    fn write_down(&mut self, change: &Change) {
        let last = self.written.entry(change.subject.uuid()).or_insert(0);
        assert_eq!(change.revision.number(), *last + 1, "a gap before {change:?}");
        *last += 1;
    }

    /// Moves the claims of terms, each contribution forward and none twice.
    fn move_claims(&mut self, terms: &Terms, to: Claim) {
        for contribution in &terms.contributions {
            let from = self.claims.insert(contribution.id, to);
            let forward = matches!(
                (from, to),
                (None, Claim::Held)
                    | (Some(Claim::Held), Claim::Committed)
                    | (Some(Claim::Held | Claim::Committed), Claim::Released)
            );
            assert!(forward, "a claim went from {from:?} to {to:?}");
            for id in contribution.listings() {
                let claims = &mut self.listings.get_mut(&id).unwrap().claims;
                let amount = contribution.quantity.amount();
                match (from, to) {
                    (_, Claim::Held) => claims.held = claims.held.plus(amount),
                    (_, Claim::Committed) => {
                        claims.held = claims.held.minus(amount).unwrap();
                        claims.committed = claims.committed.plus(amount);
                    }
                    (Some(Claim::Committed), _) => claims.committed = claims.committed.minus(amount).unwrap(),
                    (_, Claim::Released) => claims.held = claims.held.minus(amount).unwrap(),
                }
            }
        }
    }

    /// The books of a listing are the sums over the contributions that live, and fit into its total.
    fn check_books(&self) {
        let mut sums: BTreeMap<ListingId, listing::Claims> = BTreeMap::new();
        let mut pairs = BTreeSet::new();
        for match_ in &self.matches {
            for contribution in &match_.terms.contributions {
                let claim = self.claims[&contribution.id];
                assert_eq!(claim, self.claim_of(match_), "{match_:?}");
                for id in contribution.listings() {
                    let sum = sums.entry(id).or_default();
                    match claim {
                        Claim::Held => sum.held = sum.held.plus(contribution.quantity.amount()),
                        Claim::Committed => {
                            sum.committed = sum.committed.plus(contribution.quantity.amount());
                        }
                        Claim::Released => {}
                    }
                }
                if let (Some(offer), Some(request), true) =
                    (contribution.offer, contribution.request, claim != Claim::Released)
                {
                    assert!(pairs.insert((offer, request)), "two live matches join {offer} and {request}");
                }
            }
        }
        for listing in self.listings.values() {
            let sum = sums.get(&listing.id).copied().unwrap_or_default();
            assert_eq!(listing.claims, sum, "{listing:?}");
            let total = listing.content.total.unwrap_or(Amount::MAX);
            assert!(sum.sum() <= total, "more is claimed than there is: {listing:?}");
        }
    }

    /// What the state of a match, and of the agreement it became, says about its claims.
    fn claim_of(&self, match_: &Match) -> Claim {
        match match_.status.state {
            matching::State::Proposed => Claim::Held,
            matching::State::Accepted => {
                let made = self.agreements.iter().find(|agreement| agreement.match_id == match_.id);
                match made.unwrap().status.state.code() {
                    "pending" => Claim::Held,
                    "lapsed" | "cancelled" => Claim::Released,
                    _ => Claim::Committed,
                }
            }
            _ => Claim::Released,
        }
    }

    fn taken_pairs(&self, except: Option<MatchId>) -> BTreeMap<(ListingId, ListingId), MatchId> {
        let others = self.matches.iter().filter(|match_| Some(match_.id) != except);
        let live = others.flat_map(|match_| {
            match_.terms.contributions.iter().map(move |contribution| (match_.id, contribution))
        });
        live.filter(|(_, one)| self.claims[&one.id] != Claim::Released)
            .filter_map(|(id, one)| Some(((one.offer?, one.request?), id)))
            .collect()
    }
}
