//! What an organizer writes of a week, and its way into the domain.

use domain::week::{RawSettings, RawWeek};
use serde::Deserialize;
use utoipa::ToSchema;

use super::body::Phase;
use crate::values::Code;

/// A week to be made, in draft.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ExchangeWeekCreate {
    /// Its short name, which stays.
    #[schema(min_length = 1, max_length = 40, example = "2026")]
    reference: String,
    /// What it is called.
    #[schema(min_length = 1, max_length = 120, example = "Bourse 2026")]
    name: String,
    /// Where its days begin and end: an IANA name; Luxembourg's if nothing is said.
    #[serde(default)]
    #[schema(nullable = false, max_length = 64, example = "Europe/Luxembourg")]
    time_zone: Option<String>,
    /// The first day.
    #[schema(format = Date, max_length = 10, example = "2026-06-08")]
    starts_on: String,
    /// The last day; at most 92 days in all.
    #[schema(format = Date, max_length = 10, example = "2026-06-14")]
    ends_on: String,
    /// What is chosen for it; what is left out is as usual.
    #[serde(default)]
    settings: ExchangeWeekChoices,
}

/// Changes of a week: what is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ExchangeWeekPatch {
    /// Its short name.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 40)]
    reference: Option<String>,
    /// What it is called.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 120)]
    name: Option<String>,
    /// Where its days begin and end: an IANA name.
    #[serde(default)]
    #[schema(nullable = false, max_length = 64)]
    time_zone: Option<String>,
    /// The first day.
    #[serde(default)]
    #[schema(nullable = false, format = Date, max_length = 10)]
    starts_on: Option<String>,
    /// The last day.
    #[serde(default)]
    #[schema(nullable = false, format = Date, max_length = 10)]
    ends_on: Option<String>,
    /// What is chosen for it.
    #[serde(default)]
    settings: ExchangeWeekChoices,
}

/// What is chosen for a week.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ExchangeWeekChoices {
    /// The categories in which listings may be posted (`GET /v1/categories`); empty for all.
    #[schema(nullable = false, max_items = 100, value_type = Option<Vec<Code>>)]
    categories: Option<Vec<String>>,
    /// Whether a listing is looked at by staff before it is shown.
    #[schema(nullable = false)]
    moderated: Option<bool>,
    /// Whether an agreement needs ratification.
    #[schema(nullable = false)]
    ratification_required: Option<bool>,
    /// Whether two companies may exchange with each other.
    #[schema(nullable = false)]
    company_pairs_allowed: Option<bool>,
    /// How many minutes a proposal holds its quantities.
    #[schema(nullable = false, minimum = 60, maximum = 43200)]
    hold_minutes: Option<i64>,
    /// How many days both sides have to confirm.
    #[schema(nullable = false, minimum = 1, maximum = 90)]
    confirmation_days: Option<i64>,
    /// How many days until the first contact is due.
    #[schema(nullable = false, minimum = 1, maximum = 90)]
    first_contact_days: Option<i64>,
    /// How many open listings an organization may have.
    #[schema(nullable = false, minimum = 1, maximum = 1000)]
    listings_per_organization: Option<i64>,
    /// How many rounds the meeting has.
    #[schema(nullable = false, minimum = 1, maximum = 100)]
    meeting_rounds: Option<i64>,
    /// How many minutes a round of the meeting lasts.
    #[schema(nullable = false, minimum = 1, maximum = 60)]
    meeting_round_minutes: Option<i64>,
    /// How many days after its closing the texts are kept that people wrote to each other in the week.
    #[schema(nullable = false, minimum = 30, maximum = 3650)]
    texts_kept_days: Option<i64>,
}

/// A step of a week to another phase.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ExchangeWeekMove {
    /// The phase to move to: the next, or the one before.
    pub(super) phase: Phase,
    /// Why; a step back needs a reason.
    #[serde(default)]
    #[schema(required = false, min_length = 1, max_length = 2000)]
    pub(super) reason: Option<String>,
}

impl ExchangeWeekCreate {
    /// As the domain checks it.
    pub(super) fn raw(self) -> RawWeek {
        let Self { reference, name, time_zone, starts_on, ends_on, settings } = self;
        let mut raw =
            RawWeek { reference, name, time_zone, starts_on, ends_on, settings: RawSettings::default() };
        settings.change(&mut raw.settings);
        raw
    }
}

impl ExchangeWeekPatch {
    /// Puts the changes in place of what stands.
    pub(super) fn change(&self, raw: &mut RawWeek) {
        let Self { reference, name, time_zone, starts_on, ends_on, settings } = self;
        put(&mut raw.reference, reference.as_ref());
        put(&mut raw.name, name.as_ref());
        put_some(&mut raw.time_zone, time_zone.as_ref());
        put(&mut raw.starts_on, starts_on.as_ref());
        put(&mut raw.ends_on, ends_on.as_ref());
        settings.change(&mut raw.settings);
    }
}

impl ExchangeWeekChoices {
    fn change(&self, raw: &mut RawSettings) {
        put_some(&mut raw.categories, self.categories.as_ref());
        put_some(&mut raw.moderated, self.moderated.as_ref());
        put_some(&mut raw.ratification_required, self.ratification_required.as_ref());
        put_some(&mut raw.company_pairs_allowed, self.company_pairs_allowed.as_ref());
        put_some(&mut raw.hold_minutes, self.hold_minutes.as_ref());
        put_some(&mut raw.confirmation_days, self.confirmation_days.as_ref());
        put_some(&mut raw.first_contact_days, self.first_contact_days.as_ref());
        put_some(&mut raw.listings_per_organization, self.listings_per_organization.as_ref());
        put_some(&mut raw.meeting_rounds, self.meeting_rounds.as_ref());
        put_some(&mut raw.meeting_round_minutes, self.meeting_round_minutes.as_ref());
        put_some(&mut raw.texts_kept_days, self.texts_kept_days.as_ref());
    }
}

fn put<T: Clone>(place: &mut T, given: Option<&T>) {
    if let Some(given) = given {
        place.clone_from(given);
    }
}

fn put_some<T: Clone>(place: &mut Option<T>, given: Option<&T>) {
    if given.is_some() {
        *place = given.cloned();
    }
}
