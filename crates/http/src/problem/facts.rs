//! The facts of a refusal as members of the answer.

use domain::refusal::Refusal;
use domain::vocabulary::Locale;
use serde::Serialize;
use utoipa::ToSchema;

use crate::values::Code;

/// The facts of a refusal; which ones are there depends on its `code`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ProblemFacts {
    /// The state that the resource is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 40, example = "closed")]
    pub(crate) current_status: Option<String>,
    /// What may be done instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 20, value_type = Vec<Code>)]
    pub(crate) allowed_actions: Option<Vec<String>>,
    /// The phase of the exchange week.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 40)]
    pub(crate) phase: Option<String>,
    /// The phases that would allow it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 6, value_type = Vec<Code>)]
    pub(crate) allowed_phases: Option<Vec<String>>,
    /// The phase that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 40)]
    pub(crate) asked_phase: Option<String>,
    /// The organization that stands in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Uuid, max_length = 36)]
    pub(crate) organization_id: Option<String>,
    /// Where a merged organization went.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Uuid, max_length = 36)]
    pub(crate) merged_into_id: Option<String>,
    /// The matches that stand in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 100)]
    pub(crate) blocking_match_ids: Option<Vec<uuid::Uuid>>,
    /// The agreements that stand in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 100)]
    pub(crate) blocking_agreement_ids: Option<Vec<uuid::Uuid>>,
    /// Its standing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 40)]
    pub(crate) standing: Option<String>,
    /// The most that is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub(crate) max: Option<u32>,
    /// The category that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 40)]
    pub(crate) category: Option<String>,
    /// The listing that stands in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Uuid, max_length = 36)]
    pub(crate) listing_id: Option<String>,
    /// How much was asked for, as a decimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 14)]
    pub(crate) requested: Option<String>,
    /// How much remains, as a decimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 14)]
    pub(crate) remaining: Option<String>,
    /// The unit of the amounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 40)]
    pub(crate) unit: Option<String>,
    /// The total that was asked for, as a decimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 14)]
    pub(crate) total: Option<String>,
    /// How much is held by proposed matches, as a decimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 14)]
    pub(crate) held: Option<String>,
    /// How much is committed by agreements, as a decimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 14)]
    pub(crate) committed: Option<String>,
    /// The offer of a pair.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Uuid, max_length = 36)]
    pub(crate) offer_listing_id: Option<String>,
    /// The request of a pair.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Uuid, max_length = 36)]
    pub(crate) request_listing_id: Option<String>,
    /// The match that joins the pair, if the caller may see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Uuid, max_length = 36)]
    pub(crate) blocking_match_id: Option<String>,
    /// When the hold ran out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime, max_length = 32)]
    pub(crate) expired_at: Option<String>,
    /// The terms that stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub(crate) terms_revision: Option<u32>,
    /// Until when it could be confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime, max_length = 32)]
    pub(crate) confirm_until: Option<String>,
    /// The reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 40)]
    pub(crate) reference: Option<String>,
    /// Until when somebody else is looking at it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime, max_length = 32)]
    pub(crate) claimed_until: Option<String>,
    /// The revision of what is judged, as it is now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub(crate) subject_revision: Option<i64>,
}

impl From<&Refusal> for ProblemFacts {
    fn from(refusal: &Refusal) -> Self {
        let text = |value: &dyn ToString| Some(value.to_string());
        let list = |values: &[&str]| Some(values.iter().map(|value| (*value).to_owned()).collect());
        let mut facts = Self::default();
        match refusal {
            Refusal::InvalidTransition { current_status, allowed_actions } => {
                facts.current_status = text(current_status);
                facts.allowed_actions = list(allowed_actions);
            }
            Refusal::PhaseForbids { phase, allowed_phases } => {
                facts.phase = text(phase);
                facts.allowed_phases = list(allowed_phases);
            }
            Refusal::PhaseStepInvalid { phase, asked } => {
                facts.phase = text(phase);
                facts.asked_phase = text(asked);
            }
            Refusal::OrganizationNotActive { organization, standing } => {
                facts.organization_id = text(organization);
                facts.standing = text(standing);
            }
            Refusal::NotParticipating { organization } => facts.organization_id = text(organization),
            Refusal::ListingCapReached { max }
            | Refusal::FactorCapReached { max }
            | Refusal::ReportLimitReached { max }
            | Refusal::PhotoCapReached { max }
            | Refusal::PhotoRoomExceeded { max } => facts.max = Some(*max),
            Refusal::CategoryNotInWeek { category } => facts.category = text(category),
            Refusal::ListingNotOpen { listing, status } => {
                facts.listing_id = text(listing);
                facts.current_status = text(status);
            }
            Refusal::QuantityExceeded { listing, requested, remaining, unit } => {
                facts.listing_id = text(listing);
                facts.requested = text(requested);
                facts.remaining = text(remaining);
                facts.unit = text(unit);
            }
            Refusal::TotalBelowClaims { total, held, committed } => {
                facts.total = text(total);
                facts.held = text(held);
                facts.committed = text(committed);
            }
            Refusal::UnitDiffers { listing, unit } => {
                facts.listing_id = text(listing);
                facts.unit = text(unit);
            }
            Refusal::ListingOfOther { listing }
            | Refusal::ListingDirection { listing }
            | Refusal::ListingOfOtherWeek { listing } => facts.listing_id = text(listing),
            Refusal::PairAlreadyMatched { offer, request, blocking_match } => {
                facts.offer_listing_id = text(offer);
                facts.request_listing_id = text(request);
                facts.blocking_match_id = blocking_match.map(|id| id.to_string());
            }
            Refusal::HoldExpired { expired_at } => facts.expired_at = text(expired_at),
            Refusal::TermsChanged { terms_revision } => facts.terms_revision = Some(*terms_revision),
            Refusal::ConfirmationOverdue { confirm_until } => facts.confirm_until = text(confirm_until),
            Refusal::ReferenceTaken { reference } => facts.reference = text(reference),
            Refusal::CaseClaimed { until } => facts.claimed_until = text(until),
            Refusal::CaseStale { revision } => facts.subject_revision = Some(revision.number()),
            Refusal::OrganizationMerged { into } => facts.merged_into_id = text(into),
            Refusal::MergeBlocked { matches, agreements } => {
                facts.blocking_match_ids = Some(matches.iter().map(|id| id.uuid()).collect());
                facts.blocking_agreement_ids = Some(agreements.iter().map(|id| id.uuid()).collect());
            }
            Refusal::ReasonRequired
            | Refusal::UnitClaimed
            | Refusal::SameOrganization
            | Refusal::CompanyPairNotAllowed
            | Refusal::NotYourTurn
            | Refusal::AlreadyConfirmed
            | Refusal::ConfirmationsMissing
            | Refusal::RatificationNotRequired
            | Refusal::ExpiryInPast
            | Refusal::EmailTaken
            | Refusal::CodeInvalid
            | Refusal::InvitationInvalid
            | Refusal::LastOwner
            | Refusal::OwnAccount
            | Refusal::AlreadyReported
            | Refusal::AppealOpen
            | Refusal::LoginTooOld => {}
        }
        facts
    }
}

/// The facts of a refusal by name, as its words mention them.
pub(crate) fn named(refusal: &Refusal, locale: Locale) -> Vec<(String, String)> {
    let unit = match refusal {
        Refusal::QuantityExceeded { unit, .. } | Refusal::UnitDiffers { unit, .. } => Some(*unit),
        _ => None,
    };
    let Ok(serde_json::Value::Object(members)) = serde_json::to_value(ProblemFacts::from(refusal)) else {
        return Vec::new();
    };
    members
        .into_iter()
        .map(|(name, value)| {
            let value = match (value, unit) {
                (serde_json::Value::String(_), Some(unit)) if name == "unit" => {
                    unit.labels().get(locale).to_owned()
                }
                (serde_json::Value::String(text), _) => text,
                (serde_json::Value::Array(list), _) if list.is_empty() => "–".to_owned(),
                (serde_json::Value::Array(list), _) => {
                    list.iter().filter_map(|item| item.as_str()).collect::<Vec<_>>().join(", ")
                }
                (other, _) => other.to_string(),
            };
            (name, value)
        })
        .collect()
}
