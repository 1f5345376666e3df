//! A participation, as it is sent.

use ::app::participation::Seen;
use domain::participation;
use domain::vocabulary::Locale;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::values::{Action, Instant};

/// An organization's registration for a week, and what the caller may do to it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Participation {
    /// For which week.
    exchange_week_id: Uuid,
    /// Of which organization.
    organization_id: Uuid,
    /// How far it has come.
    status: ParticipationStatus,
    /// Why, if somebody said.
    #[schema(required = true, max_length = 2000)]
    status_reason: Option<String>,
    /// Since when.
    status_changed_at: Instant,
    /// When it was asked for.
    created_at: Instant,
    /// What the caller may do; empty for those with no right to anything.
    #[schema(max_items = 10)]
    actions: Vec<Action>,
}

/// A participation in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ParticipationEntry {
    /// Of which organization.
    organization_id: Uuid,
    /// How far it has come.
    status: ParticipationStatus,
    /// Since when.
    status_changed_at: Instant,
    /// When it was asked for.
    created_at: Instant,
}

/// How far a registration has come.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ParticipationStatus {
    /// The organization asked.
    Requested,
    /// It takes part.
    Admitted,
    /// It does not.
    Refused,
    /// It took part, and no longer wants to.
    Withdrawn,
}

impl Participation {
    pub(super) fn of(seen: &Seen, locale: Locale) -> Self {
        let found = &seen.participation;
        let (week, organization) = (found.exchange_week, found.organization);
        let own = format!("/v1/exchange-weeks/{week}/participations/{organization}");
        let request = |name: &str| match name {
            "withdraw" => Some(("DELETE", own.clone())),
            "admit" => Some(("PUT", format!("{own}/admission"))),
            "refuse" => Some(("PUT", format!("{own}/refusal"))),
            _ => None,
        };
        Self {
            exchange_week_id: week.uuid(),
            organization_id: organization.uuid(),
            status: found.status.into(),
            status_reason: found.reason.clone(),
            status_changed_at: found.changed_at.into(),
            created_at: found.created_at.into(),
            actions: Action::all(&seen.actions, request, locale),
        }
    }
}

impl From<&participation::Participation> for ParticipationEntry {
    fn from(found: &participation::Participation) -> Self {
        Self {
            organization_id: found.organization.uuid(),
            status: found.status.into(),
            status_changed_at: found.changed_at.into(),
            created_at: found.created_at.into(),
        }
    }
}

impl From<participation::ParticipationStatus> for ParticipationStatus {
    fn from(status: participation::ParticipationStatus) -> Self {
        match status {
            participation::ParticipationStatus::Requested => Self::Requested,
            participation::ParticipationStatus::Admitted => Self::Admitted,
            participation::ParticipationStatus::Refused => Self::Refused,
            participation::ParticipationStatus::Withdrawn => Self::Withdrawn,
        }
    }
}

impl From<ParticipationStatus> for participation::ParticipationStatus {
    fn from(status: ParticipationStatus) -> Self {
        match status {
            ParticipationStatus::Requested => Self::Requested,
            ParticipationStatus::Admitted => Self::Admitted,
            ParticipationStatus::Refused => Self::Refused,
            ParticipationStatus::Withdrawn => Self::Withdrawn,
        }
    }
}

/// Why an organization does not take part.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ParticipationRefusal {
    /// The reason, for the organization.
    #[schema(min_length = 1, max_length = 2000)]
    pub(super) reason: String,
}
