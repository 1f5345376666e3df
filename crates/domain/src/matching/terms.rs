//! The terms of a match: who gives what to whom, and the checks that make them honest.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::fault::{Faults, Rule};
use crate::id::{ContributionId, IdSource, ListingId, MatchId, OrganizationId, PersonId};
use crate::listing::{Direction, Listing, State as ListingState};
use crate::organization::OrganizationKind;
use crate::party::Party;
use crate::quantity::{Amount, Quantity};
use crate::refusal::Refusal;
use crate::text::{Bounds, Prose};
use crate::vocabulary::Unit;
use crate::week::{Activity, ExchangeWeek};

/// Bounds of the fields; the API's schema names the same.
pub mod field {
    /// Contributions of one match.
    pub const CONTRIBUTIONS: usize = 20;
    /// The note of what is given, in characters.
    pub const DESCRIPTION: usize = 500;
    /// The message with a proposal, in characters.
    pub const MESSAGE: usize = 2000;
    /// A value estimate, in cents: ten million euros.
    pub const VALUE_ESTIMATE: i64 = 1_000_000_000;
}

/// One revision of the terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Counted from 1.
    pub revision: u32,
    /// Which side proposed them.
    pub proposed_by: OrganizationId,
    /// Who did so for it.
    pub proposed_by_person: PersonId,
    /// With which words.
    pub message: Option<Prose>,
    /// When.
    pub proposed_at: Timestamp,
    /// What they say.
    pub contributions: Vec<Contribution>,
}

/// One leg: giver to receiver, what, how much, when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// Its identifier.
    pub id: ContributionId,
    /// Who gives.
    pub giver: OrganizationId,
    /// Who receives.
    pub receiver: OrganizationId,
    /// The giver's listing, if one is cited.
    pub offer: Option<ListingId>,
    /// The receiver's listing, if one is cited.
    pub request: Option<ListingId>,
    /// How much.
    pub quantity: Quantity,
    /// What, in words.
    pub description: Prose,
    /// From when, if said.
    pub starts_at: Option<Timestamp>,
    /// Until when, if said.
    pub ends_at: Option<Timestamp>,
    /// What it is worth, in cents, for the impact report only.
    pub value_estimate: Option<i64>,
    /// What it does to the quantities of the listings it cites.
    pub claim: Claim,
}

/// What a contribution does to the quantities of the listings it cites. It moves forward only, so
/// whatever ends a match or an agreement gives back exactly once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Held by a proposal or an agreement that waits.
    Held,
    /// Committed by a confirmed agreement.
    Committed,
    /// Given back.
    Released,
}

impl Claim {
    /// The name, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Committed => "committed",
            Self::Released => "released",
        }
    }

    /// The one of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Held, Self::Committed, Self::Released].into_iter().find(|claim| claim.code() == code)
    }
}

impl Contribution {
    /// The listings that it cites.
    pub fn listings(&self) -> impl Iterator<Item = ListingId> {
        self.offer.into_iter().chain(self.request)
    }
}

impl Terms {
    /// How much these terms draw from each listing, by ascending id: the order in which rows are locked.
    pub fn draws(&self) -> BTreeMap<ListingId, Amount> {
        let mut draws = BTreeMap::new();
        for contribution in &self.contributions {
            for listing in contribution.listings() {
                let drawn = draws.entry(listing).or_insert(Amount::ZERO);
                *drawn = drawn.plus(contribution.quantity.amount());
            }
        }
        draws
    }
}

/// A contribution as it comes in.
#[derive(Clone, Copy, Debug)]
pub struct RawContribution<'r> {
    /// Who gives.
    pub giver: OrganizationId,
    /// The giver's listing.
    pub offer: Option<ListingId>,
    /// The receiver's listing.
    pub request: Option<ListingId>,
    /// A decimal.
    pub quantity: &'r str,
    /// A code.
    pub unit: &'r str,
    /// What, in words.
    pub description: &'r str,
    /// From when.
    pub starts_at: Option<Timestamp>,
    /// Until when.
    pub ends_at: Option<Timestamp>,
    /// In cents.
    pub value_estimate: Option<i64>,
}

/// Terms whose fields are sound; whether they can stand is decided with the facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermsDraft {
    message: Option<Prose>,
    contributions: Vec<ContributionDraft>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct ContributionDraft {
    giver: OrganizationId,
    offer: Option<ListingId>,
    request: Option<ListingId>,
    quantity: Quantity,
    description: Prose,
    starts_at: Option<Timestamp>,
    ends_at: Option<Timestamp>,
    value_estimate: Option<i64>,
}

/// What the terms are judged by. The listings are locked, so what remains of them is true.
#[derive(Clone, Copy, Debug)]
pub struct TermsFacts<'f> {
    /// The week.
    pub week: &'f ExchangeWeek,
    /// The side that proposes.
    pub proposer: &'f Party,
    /// The side that is asked.
    pub answerer: &'f Party,
    /// Every cited listing that the proposer may see.
    pub listings: &'f BTreeMap<ListingId, Listing>,
    /// Pairs of an offer and a request that are joined in another live match.
    pub taken_pairs: &'f BTreeMap<(ListingId, ListingId), MatchId>,
    /// What the terms that these replace hold now, and would give back.
    pub given_back: &'f BTreeMap<ListingId, Amount>,
}

impl TermsDraft {
    /// Parses the fields.
    pub fn parse(message: &str, contributions: &[RawContribution<'_>]) -> Result<Self, Faults> {
        let mut faults = Faults::none();
        let message = if message.trim().is_empty() {
            Some(None)
        } else {
            faults.take_all("message", Prose::parse_note(message, Bounds::up_to(field::MESSAGE))).map(Some)
        };
        if contributions.is_empty() {
            faults.add("contributions", Rule::Required);
        }
        if contributions.len() > field::CONTRIBUTIONS {
            return Err(Faults::one("contributions", Rule::TooMany { max: field::CONTRIBUTIONS }));
        }
        let parsed: Vec<_> = contributions
            .iter()
            .enumerate()
            .filter_map(|(n, raw)| faults.take_all(&format!("contributions/{n}"), contribution(raw)))
            .collect();
        let Some(message) = message else { return Err(faults) };
        faults.or(Self { message, contributions: parsed })
    }

    /// The listings that are cited, by ascending id.
    pub fn listings(&self) -> Vec<ListingId> {
        let cited = self.contributions.iter().flat_map(|one| one.offer.into_iter().chain(one.request));
        let mut listings: Vec<_> = cited.collect();
        listings.sort_unstable();
        listings.dedup();
        listings
    }

    /// How much they draw from each listing.
    pub fn draws(&self) -> BTreeMap<ListingId, Amount> {
        let mut draws = BTreeMap::new();
        for contribution in &self.contributions {
            for listing in contribution.offer.into_iter().chain(contribution.request) {
                let drawn = draws.entry(listing).or_insert(Amount::ZERO);
                *drawn = drawn.plus(contribution.quantity.amount());
            }
        }
        draws
    }

    /// Every listing that is cited, with the field that cites it.
    pub fn citations(&self) -> impl Iterator<Item = (String, ListingId)> {
        self.contributions.iter().enumerate().flat_map(|(n, one)| {
            let offer = one.offer.map(|id| (format!("contributions/{n}/offer_listing_id"), id));
            let request = one.request.map(|id| (format!("contributions/{n}/request_listing_id"), id));
            offer.into_iter().chain(request)
        })
    }

    /// Pairs of an offer and a request that one contribution cites together.
    pub fn pairs(&self) -> Vec<(ListingId, ListingId)> {
        self.contributions.iter().filter_map(|one| Some((one.offer?, one.request?))).collect()
    }

    /// Every reason for which these terms cannot stand.
    pub fn reasons_against(&self, facts: &TermsFacts<'_>, now: Timestamp) -> Vec<Refusal> {
        let mut reasons: Vec<Refusal> = facts.week.permits(Activity::Negotiate).err().into_iter().collect();
        let (proposer, answerer) = (facts.proposer, facts.answerer);
        if proposer.organization == answerer.organization {
            reasons.push(Refusal::SameOrganization);
        }
        reasons.extend(proposer.reasons_against());
        reasons.extend(answerer.reasons_against());
        let companies = [proposer, answerer].iter().all(|party| party.kind == OrganizationKind::Company);
        if companies && !facts.week.settings.company_pairs_allowed {
            reasons.push(Refusal::CompanyPairNotAllowed);
        }
        self.reasons_within(facts, Judged::Now(now), &mut reasons);
        reasons
    }

    /// Every reason for which these terms cannot have stood elsewhere, whatever holds now of the week, the parties
    /// and the state of the listings. Those that still claim something need it to remain.
    pub fn contradictions(&self, facts: &TermsFacts<'_>, claiming: bool) -> Vec<Refusal> {
        let mut reasons = Vec::new();
        if facts.proposer.organization == facts.answerer.organization {
            reasons.push(Refusal::SameOrganization);
        }
        let judged = if claiming { Judged::Claiming } else { Judged::Released };
        self.reasons_within(facts, judged, &mut reasons);
        reasons
    }

    /// What is against the contributions, each by itself and all together.
    fn reasons_within(&self, facts: &TermsFacts<'_>, judged: Judged, reasons: &mut Vec<Refusal>) {
        for contribution in &self.contributions {
            contribution.reasons_against(facts, judged, reasons);
        }
        reasons.extend(self.repeated_pairs());
        if judged != Judged::Released {
            self.reasons_against_quantities(facts, reasons);
        }
        reasons.dedup();
    }

    /// Whether the terms say just this.
    pub fn says(&self, terms: &Terms) -> bool {
        let same = |(draft, stored): (&ContributionDraft, &Contribution)| {
            let Contribution { giver, offer, request, quantity, description, .. } = stored;
            let Contribution { starts_at, ends_at, value_estimate, .. } = stored;
            (&draft.giver, &draft.offer, &draft.request, &draft.quantity, &draft.description)
                == (giver, offer, request, quantity, description)
                && (&draft.starts_at, &draft.ends_at, &draft.value_estimate)
                    == (starts_at, ends_at, value_estimate)
        };
        self.message == terms.message
            && self.contributions.len() == terms.contributions.len()
            && self.contributions.iter().zip(&terms.contributions).all(same)
    }

    /// Two listings are joined once, also within the same terms.
    fn repeated_pairs(&self) -> impl Iterator<Item = Refusal> {
        let mut seen = BTreeSet::new();
        let repeated = self.pairs().into_iter().filter(move |pair| !seen.insert(*pair));
        repeated.map(|(offer, request)| Refusal::PairAlreadyMatched { offer, request, blocking_match: None })
    }

    /// What all contributions together draw from each listing must remain of it.
    fn reasons_against_quantities(&self, facts: &TermsFacts<'_>, reasons: &mut Vec<Refusal>) {
        for listing in facts.listings.values() {
            let drawn = self.contributions.iter().filter(|one| one.cites(listing.id));
            let requested: Amount = drawn.map(|one| one.quantity.amount()).sum();
            let Some(remaining) = listing.remaining() else { continue };
            let given_back = facts.given_back.get(&listing.id).copied().unwrap_or(Amount::ZERO);
            let remaining = remaining.plus(given_back);
            if requested > remaining {
                let (listing, unit) = (listing.id, listing.content.unit);
                reasons.push(Refusal::QuantityExceeded { listing, requested, remaining, unit });
            }
        }
    }

    /// The terms, when nothing is against them.
    pub fn into_terms(
        self,
        revision: u32,
        proposed_by: OrganizationId,
        proposed_by_person: PersonId,
        answerer: OrganizationId,
        ids: &dyn IdSource,
        now: Timestamp,
    ) -> Terms {
        let contributions = self.contributions.into_iter().map(|draft| Contribution {
            id: ContributionId::next(ids),
            giver: draft.giver,
            receiver: if draft.giver == proposed_by { answerer } else { proposed_by },
            offer: draft.offer,
            request: draft.request,
            quantity: draft.quantity,
            description: draft.description,
            starts_at: draft.starts_at,
            ends_at: draft.ends_at,
            value_estimate: draft.value_estimate,
            claim: Claim::Held,
        });
        let contributions = contributions.collect();
        Terms {
            revision,
            proposed_by,
            proposed_by_person,
            message: self.message,
            proposed_at: now,
            contributions,
        }
    }

    /// Who gives, in the order of the contributions; for checking that the givers are the two parties.
    pub fn givers(&self) -> impl Iterator<Item = OrganizationId> {
        self.contributions.iter().map(|one| one.giver)
    }
}

/// When terms are judged, and whether they claim anything.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Judged {
    /// Before they are proposed.
    Now(Timestamp),
    /// Long after; what they claim, they still claim.
    Claiming,
    /// Long after, and they have given everything back.
    Released,
}

impl ContributionDraft {
    fn cites(&self, listing: ListingId) -> bool {
        self.offer == Some(listing) || self.request == Some(listing)
    }

    fn reasons_against(&self, facts: &TermsFacts<'_>, judged: Judged, reasons: &mut Vec<Refusal>) {
        let (proposer, answerer) = (facts.proposer.organization, facts.answerer.organization);
        let receiver = if self.giver == proposer {
            answerer
        } else if self.giver == answerer {
            proposer
        } else {
            // Whoever gives for somebody else gives nothing, whatever it cites.
            let cited = self.offer.into_iter().chain(self.request);
            reasons.extend(cited.map(|listing| Refusal::ListingOfOther { listing }));
            return;
        };
        let sides =
            [(self.offer, self.giver, Direction::Offer), (self.request, receiver, Direction::Request)];
        for (listing, owner, direction) in sides {
            let Some(listing) = listing.and_then(|id| facts.listings.get(&id)) else { continue };
            if listing.organization != owner {
                reasons.push(Refusal::ListingOfOther { listing: listing.id });
            }
            if listing.content.direction != direction {
                reasons.push(Refusal::ListingDirection { listing: listing.id });
            }
            if listing.exchange_week != facts.week.id {
                reasons.push(Refusal::ListingOfOtherWeek { listing: listing.id });
            }
            if let Judged::Now(now) = judged
                && let state = listing.state_at(now)
                && state != ListingState::Published
            {
                reasons.push(Refusal::ListingNotOpen { listing: listing.id, status: state.code() });
            }
            let unit = listing.content.unit;
            if unit != self.quantity.unit() {
                reasons.push(Refusal::UnitDiffers { listing: listing.id, unit });
            }
        }
        if let (Some(offer), Some(request)) = (self.offer, self.request)
            && judged != Judged::Released
            && let Some(blocking) = facts.taken_pairs.get(&(offer, request))
        {
            reasons.push(Refusal::PairAlreadyMatched { offer, request, blocking_match: Some(*blocking) });
        }
    }
}

fn contribution(raw: &RawContribution<'_>) -> Result<ContributionDraft, Faults> {
    let mut faults = Faults::none();
    if raw.offer.is_none() && raw.request.is_none() {
        faults.add("offer_listing_id", Rule::Required);
    }
    let unit = faults.take("quantity/unit", Unit::parse(raw.unit));
    let amount = faults.take("quantity/value", Amount::parse(raw.quantity));
    let quantity = match (amount, unit) {
        (Some(amount), Some(unit)) => faults.take("quantity/value", Quantity::new(amount, unit)),
        _ => None,
    };
    let description =
        faults.take_all("description", Prose::parse(raw.description, Bounds::up_to(field::DESCRIPTION)));
    if let (Some(starts_at), Some(ends_at)) = (raw.starts_at, raw.ends_at)
        && ends_at <= starts_at
    {
        faults.add("ends_at", Rule::EndNotAfterStart);
    }
    if raw.value_estimate.is_some_and(|cents| !(0..=field::VALUE_ESTIMATE).contains(&cents)) {
        let max = (field::VALUE_ESTIMATE / 100).to_string();
        faults.add("value_estimate/amount", Rule::OutOfRange { min: "0".to_owned(), max });
    }
    let (Some(quantity), Some(description)) = (quantity, description) else { return Err(faults) };
    let RawContribution { giver, offer, request, starts_at, ends_at, value_estimate, .. } = *raw;
    faults.or(ContributionDraft {
        giver,
        offer,
        request,
        quantity,
        description,
        starts_at,
        ends_at,
        value_estimate,
    })
}
