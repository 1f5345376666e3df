//! A match as its parties read it.

use ::app::matching::Seen;
use domain::matching::{self, State, Terms};
use domain::vocabulary::Locale;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::values::{Action, Instant, Money, Quantity};

/// A negotiation between two organizations.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Match {
    /// Its identifier.
    id: Uuid,
    /// What people call it.
    #[schema(max_length = 40, example = "M-4F2K7A")]
    reference: String,
    /// The week it belongs to.
    exchange_week_id: Uuid,
    /// Who proposed first.
    organization_a_id: Uuid,
    /// Who was asked first.
    organization_b_id: Uuid,
    /// Where it is in its life.
    status: MatchStatus,
    /// Why it was declined, if they say.
    #[schema(required = true, max_length = 2000)]
    status_reason: Option<String>,
    /// Since when.
    status_changed_at: Instant,
    /// The listing that is gone, if the match was superseded.
    #[schema(required = true)]
    blocking_listing_id: Option<Uuid>,
    /// Until when the quantities are held.
    hold_expires_at: Instant,
    /// Who must answer the terms that stand.
    awaiting_organization_id: Uuid,
    /// The terms that stand.
    terms: MatchTerms,
    /// The agreement that it became, if it was accepted.
    #[schema(required = true)]
    agreement_id: Option<Uuid>,
    /// When it was made.
    created_at: Instant,
    /// When it last changed.
    updated_at: Instant,
    /// How often it has changed.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    revision: i64,
    /// What this caller may do now.
    #[schema(max_items = 20)]
    actions: Vec<Action>,
}

/// One revision of the terms of a match.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MatchTerms {
    /// Counted from 1.
    #[schema(minimum = 1, maximum = 2_147_483_647)]
    revision: u32,
    /// Which side proposed them.
    proposed_by_organization_id: Uuid,
    /// When.
    proposed_at: Instant,
    /// With which words.
    #[schema(required = true, max_length = 2000)]
    message: Option<String>,
    /// Who gives what.
    #[schema(max_items = 20)]
    contributions: Vec<Contribution>,
}

/// One leg: giver to receiver.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Contribution {
    /// Its identifier.
    id: Uuid,
    /// Who gives.
    giver_organization_id: Uuid,
    /// Who receives.
    receiver_organization_id: Uuid,
    /// The giver's listing, if one is cited.
    #[schema(required = true)]
    offer_listing_id: Option<Uuid>,
    /// The receiver's listing, if one is cited.
    #[schema(required = true)]
    request_listing_id: Option<Uuid>,
    /// How much.
    quantity: Quantity,
    /// What, in words.
    #[schema(max_length = 500)]
    description: String,
    /// From when, if said.
    #[schema(required = true)]
    starts_at: Option<Instant>,
    /// Until when, if said.
    #[schema(required = true)]
    ends_at: Option<Instant>,
    /// What it may be worth, for the impact report only.
    #[schema(required = true)]
    value_estimate: Option<Money>,
    /// What it does to the quantities of the listings it cites.
    claim: ContributionClaim,
}

/// What a contribution does to the quantities of the listings it cites.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(rename_all = "snake_case")]
enum ContributionClaim {
    /// Held by a proposal, or by an agreement that waits.
    Held,
    /// Committed by a confirmed agreement.
    Committed,
    /// Given back.
    Released,
}

/// Where a match is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(rename_all = "snake_case")]
pub(super) enum MatchStatus {
    /// The terms wait for the other side's answer, and hold their quantities.
    Proposed,
    /// The other side said yes.
    Accepted,
    /// The other side said no.
    Declined,
    /// The side that proposed took it back.
    Withdrawn,
    /// Nobody answered while the quantities were held.
    Expired,
    /// A listing that it needs is gone.
    Superseded,
}

impl MatchStatus {
    /// The name, as stored.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::Superseded => "superseded",
        }
    }
}

impl Match {
    /// The match for a reader of this language.
    pub(super) fn of(seen: &Seen, locale: Locale) -> Self {
        let (match_, state) = (&seen.match_, seen.match_.state_at(seen.now));
        let (status, status_reason, blocking_listing_id) = match &state {
            State::Proposed => (MatchStatus::Proposed, None, None),
            State::Accepted => (MatchStatus::Accepted, None, None),
            State::Declined { reason } => (MatchStatus::Declined, reason.clone(), None),
            State::Withdrawn => (MatchStatus::Withdrawn, None, None),
            State::Expired => (MatchStatus::Expired, None, None),
            State::Superseded { listing } => (MatchStatus::Superseded, None, Some(listing.uuid())),
        };
        let overdue = state == State::Expired && match_.status.state == State::Proposed;
        let status_changed_at = if overdue { match_.hold_expires_at } else { match_.status.changed_at };
        Self {
            id: match_.id.uuid(),
            reference: match_.reference.clone(),
            exchange_week_id: match_.exchange_week.uuid(),
            organization_a_id: match_.organization_a.uuid(),
            organization_b_id: match_.organization_b.uuid(),
            status,
            status_reason,
            status_changed_at: status_changed_at.into(),
            blocking_listing_id,
            hold_expires_at: match_.hold_expires_at.into(),
            awaiting_organization_id: match_.answerer().uuid(),
            terms: (&match_.terms).into(),
            agreement_id: seen.agreement.map(domain::id::AgreementId::uuid),
            created_at: match_.created_at.into(),
            updated_at: match_.updated_at.into(),
            revision: match_.revision.number(),
            actions: actions(seen, locale),
        }
    }
}

impl From<&Terms> for MatchTerms {
    fn from(terms: &Terms) -> Self {
        Self {
            revision: terms.revision,
            proposed_by_organization_id: terms.proposed_by.uuid(),
            proposed_at: terms.proposed_at.into(),
            message: terms.message.as_ref().map(|text| text.as_str().to_owned()),
            contributions: terms.contributions.iter().map(Contribution::from).collect(),
        }
    }
}

impl From<&matching::Contribution> for Contribution {
    fn from(contribution: &matching::Contribution) -> Self {
        let quantity = contribution.quantity;
        Self {
            id: contribution.id.uuid(),
            giver_organization_id: contribution.giver.uuid(),
            receiver_organization_id: contribution.receiver.uuid(),
            offer_listing_id: contribution.offer.map(domain::id::ListingId::uuid),
            request_listing_id: contribution.request.map(domain::id::ListingId::uuid),
            quantity: Quantity::new(quantity.amount(), quantity.unit()),
            description: contribution.description.as_str().to_owned(),
            starts_at: contribution.starts_at.map(Instant),
            ends_at: contribution.ends_at.map(Instant),
            value_estimate: contribution
                .value_estimate
                .and_then(|cents| u64::try_from(cents).ok())
                .map(Money::euro_cents),
            claim: match contribution.claim {
                matching::Claim::Held => ContributionClaim::Held,
                matching::Claim::Committed => ContributionClaim::Committed,
                matching::Claim::Released => ContributionClaim::Released,
            },
        }
    }
}

/// The actions with the requests that do them.
fn actions(seen: &Seen, locale: Locale) -> Vec<Action> {
    let href = |below: &str| format!("/v1/matches/{}/{below}", seen.match_.id);
    let request = |name: &str| match name {
        "accept" => Some(("POST", href("acceptances"))),
        "decline" => Some(("POST", href("rejections"))),
        "counter" => Some(("POST", href("counter-proposals"))),
        "withdraw" => Some(("POST", href("withdrawals"))),
        _ => None,
    };
    Action::all(&seen.actions, request, locale)
}
