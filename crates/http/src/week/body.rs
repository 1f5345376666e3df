//! An exchange week, as it is sent.

use domain::vocabulary::Category;
use domain::week;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::values::{Day, Instant};

/// One edition of the bourse.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ExchangeWeek {
    /// Its identifier.
    id: Uuid,
    /// Its short name.
    #[schema(max_length = 40, example = "2026")]
    reference: String,
    /// What it is called.
    #[schema(max_length = 120, example = "Bourse 2026")]
    name: String,
    /// Where its days begin and end: an IANA name.
    #[schema(max_length = 64, example = "Europe/Luxembourg")]
    time_zone: String,
    /// The first day.
    starts_on: Day,
    /// The last day.
    ends_on: Day,
    /// How far it has come.
    phase: Phase,
    /// Why it was moved there, if somebody said.
    #[schema(required = true, max_length = 2000)]
    phase_reason: Option<String>,
    /// Since when it is in the phase.
    phase_changed_at: Instant,
    /// What the organizers chose.
    settings: ExchangeWeekSettings,
    /// When it was made.
    created_at: Instant,
    /// When it changed last.
    updated_at: Instant,
}

/// How far a week has come: only staff see a draft, organizations register and post, find each other, meet,
/// carry out what they agreed, and then it is history.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ExchangeWeekPhase)]
pub(super) enum Phase {
    /// Only staff see it.
    Draft,
    /// Organizations register and post.
    Registration,
    /// They find each other and negotiate.
    Matching,
    /// They meet.
    Live,
    /// What was agreed is carried out.
    FollowUp,
    /// It is history.
    Closed,
}

/// What the organizers chose for a week.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ExchangeWeekSettings {
    /// The categories in which listings may be posted; empty for all.
    #[schema(max_items = 100, value_type = Vec<crate::values::Code>)]
    categories: Vec<&'static str>,
    /// Whether a listing is looked at by staff before it is shown.
    moderated: bool,
    /// Whether an agreement needs ratification.
    ratification_required: bool,
    /// Whether two companies may exchange with each other.
    company_pairs_allowed: bool,
    /// How many minutes a proposal holds its quantities.
    #[schema(minimum = 60, maximum = 43200)]
    hold_minutes: u32,
    /// How many days both sides have to confirm.
    #[schema(minimum = 1, maximum = 90)]
    confirmation_days: u32,
    /// How many days until the first contact is due.
    #[schema(minimum = 1, maximum = 90)]
    first_contact_days: u32,
    /// How many open listings an organization may have.
    #[schema(minimum = 1, maximum = 1000)]
    listings_per_organization: u32,
    /// How many rounds the meeting has.
    #[schema(minimum = 1, maximum = 100)]
    meeting_rounds: u32,
    /// How many minutes a round of the meeting lasts.
    #[schema(minimum = 1, maximum = 60)]
    meeting_round_minutes: u32,
    /// How many days after its closing the texts are kept that people wrote to each other in the week.
    #[schema(minimum = 30, maximum = 3650)]
    texts_kept_days: u32,
}

impl From<&week::ExchangeWeek> for ExchangeWeek {
    fn from(week: &week::ExchangeWeek) -> Self {
        Self {
            id: week.id.uuid(),
            reference: week.reference.clone(),
            name: week.name.as_str().to_owned(),
            time_zone: week.time_zone.name().to_owned(),
            starts_on: week.starts_on.into(),
            ends_on: week.ends_on.into(),
            phase: week.phase.into(),
            phase_reason: week.phase_reason.clone(),
            phase_changed_at: week.phase_changed_at.into(),
            settings: (&week.settings).into(),
            created_at: week.created_at.into(),
            updated_at: week.updated_at.into(),
        }
    }
}

impl From<&week::Settings> for ExchangeWeekSettings {
    fn from(settings: &week::Settings) -> Self {
        Self {
            categories: settings.categories.iter().copied().map(Category::code).collect(),
            moderated: settings.moderated,
            ratification_required: settings.ratification_required,
            company_pairs_allowed: settings.company_pairs_allowed,
            hold_minutes: settings.hold_minutes,
            confirmation_days: settings.confirmation_days,
            first_contact_days: settings.first_contact_days,
            listings_per_organization: settings.listings_per_organization,
            meeting_rounds: settings.meeting_rounds,
            meeting_round_minutes: settings.meeting_round_minutes,
            texts_kept_days: settings.texts_kept_days,
        }
    }
}

impl From<week::Phase> for Phase {
    fn from(phase: week::Phase) -> Self {
        match phase {
            week::Phase::Draft => Self::Draft,
            week::Phase::Registration => Self::Registration,
            week::Phase::Matching => Self::Matching,
            week::Phase::Live => Self::Live,
            week::Phase::FollowUp => Self::FollowUp,
            week::Phase::Closed => Self::Closed,
        }
    }
}

impl From<Phase> for week::Phase {
    fn from(phase: Phase) -> Self {
        match phase {
            Phase::Draft => Self::Draft,
            Phase::Registration => Self::Registration,
            Phase::Matching => Self::Matching,
            Phase::Live => Self::Live,
            Phase::FollowUp => Self::FollowUp,
            Phase::Closed => Self::Closed,
        }
    }
}
