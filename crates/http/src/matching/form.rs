//! What a client writes of a match.

use domain::fault::{Faults, Rule};
use domain::id::{ListingId, OrganizationId};
use domain::matching::{RawContribution, TermsDraft};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::values::{parse_euro_cents, parse_instant};

/// A match to be proposed. It holds what it draws from the listings until it is answered or its hold ends.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MatchCreate {
    /// For which organization; the caller is one of its owners or coordinators.
    pub(super) organization_id: Uuid,
    /// Who is asked.
    pub(super) counterparty_organization_id: Uuid,
    /// Words to go with it.
    #[serde(default)]
    #[schema(required = true, max_length = 2000)]
    pub(super) message: Option<String>,
    /// Who gives what, in one direction or in both.
    #[schema(min_items = 1, max_items = 20)]
    pub(super) contributions: Vec<ContributionCreate>,
}

/// Other terms, in answer to those proposed.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CounterProposal {
    /// Words to go with it.
    #[serde(default)]
    #[schema(required = true, max_length = 2000)]
    pub(super) message: Option<String>,
    /// Who gives what, in one direction or in both: all of it, in place of what was proposed.
    #[schema(min_items = 1, max_items = 20)]
    pub(super) contributions: Vec<ContributionCreate>,
}

/// One leg: giver to receiver. It cites an offer of the giver, a request of the receiver, or both.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ContributionCreate {
    /// Who gives; the other side receives.
    giver_organization_id: Uuid,
    /// The giver's listing.
    #[serde(default)]
    #[schema(required = true)]
    offer_listing_id: Option<Uuid>,
    /// The receiver's listing.
    #[serde(default)]
    #[schema(required = true)]
    request_listing_id: Option<Uuid>,
    /// How much, in the unit of every cited listing.
    quantity: ContributionQuantity,
    /// What, in words.
    #[schema(min_length = 1, max_length = 500, example = "Six bureaux, enlèvement mercredi matin")]
    description: String,
    /// From when, RFC 3339.
    #[serde(default)]
    #[schema(required = true, format = DateTime, max_length = 40)]
    starts_at: Option<String>,
    /// Until when, RFC 3339.
    #[serde(default)]
    #[schema(required = true, format = DateTime, max_length = 40)]
    ends_at: Option<String>,
    /// What it may be worth, for the impact report only.
    #[serde(default)]
    #[schema(required = true)]
    value_estimate: Option<ValueEstimate>,
}

/// How much.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ContributionQuantity {
    /// A decimal number above zero.
    #[schema(max_length = 14, pattern = r"^[0-9]{1,10}(\.[0-9]{1,3})?$", example = "6")]
    value: String,
    /// A code of `GET /v1/units`.
    #[schema(max_length = 40, example = "piece")]
    unit: String,
}

/// An estimate of a value; never a price.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ValueEstimate {
    /// A decimal number with at most two places.
    #[schema(max_length = 16, pattern = r"^[0-9]{1,8}(\.[0-9]{1,2})?$", example = "540.00")]
    amount: String,
    /// `EUR`.
    #[schema(min_length = 3, max_length = 3, pattern = "^EUR$", example = "EUR")]
    currency: String,
}

/// What the domain makes of the terms; every fault at once, named as in the body.
pub(super) fn draft(message: Option<&str>, given: &[ContributionCreate]) -> Result<TermsDraft, Faults> {
    let mut faults = Faults::none();
    let raw: Vec<_> = given
        .iter()
        .enumerate()
        .map(|(n, contribution)| contribution.raw(&format!("contributions/{n}"), &mut faults))
        .collect();
    let draft = faults.take_all("", TermsDraft::parse(message.unwrap_or_default(), &raw));
    draft.filter(|_| faults.is_empty()).ok_or(faults)
}

impl ContributionCreate {
    fn raw(&self, path: &str, faults: &mut Faults) -> RawContribution<'_> {
        let mut instant = |name: &str, text: &Option<String>| {
            faults.take(format!("{path}/{name}"), text.as_deref().map(parse_instant).transpose()).flatten()
        };
        let starts_at = instant("starts_at", &self.starts_at);
        let ends_at = instant("ends_at", &self.ends_at);
        let value_estimate = self.value_estimate.as_ref().and_then(|estimate| {
            if estimate.currency != "EUR" {
                let given = domain::fault::shortened(&estimate.currency);
                let rule = Rule::UnknownCode { vocabulary: "currency", given };
                faults.add(format!("{path}/value_estimate/currency"), rule);
            }
            faults.take(format!("{path}/value_estimate/amount"), parse_euro_cents(&estimate.amount))
        });
        RawContribution {
            giver: OrganizationId::new(self.giver_organization_id),
            offer: self.offer_listing_id.map(ListingId::new),
            request: self.request_listing_id.map(ListingId::new),
            quantity: &self.quantity.value,
            unit: &self.quantity.unit,
            description: &self.description,
            starts_at,
            ends_at,
            value_estimate,
        }
    }
}
