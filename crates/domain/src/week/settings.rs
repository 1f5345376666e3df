//! What the organizers choose for a week, within bounds.

use std::ops::RangeInclusive;

use jiff::SignedDuration;

use crate::fault::{Faults, Rule};
use crate::vocabulary::Category;

/// The choices for a week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The categories in which listings may be posted, each once; none means all.
    pub categories: Vec<Category>,
    /// Whether a listing is looked at by staff before it is shown.
    pub moderated: bool,
    /// Whether an agreement needs ratification.
    pub ratification_required: bool,
    /// Whether two companies may exchange with each other.
    pub company_pairs_allowed: bool,
    /// How many minutes a proposal holds its quantities.
    pub hold_minutes: u32,
    /// How many days both sides have to confirm.
    pub confirmation_days: u32,
    /// How many days until the first contact is due.
    pub first_contact_days: u32,
    /// The most open listings of one organization.
    pub listings_per_organization: u32,
    /// The rounds of the meeting.
    pub meeting_rounds: u32,
    /// The minutes of a round.
    pub meeting_round_minutes: u32,
    /// How many days after its closing the texts are kept that people wrote to each other in the week.
    pub texts_kept_days: u32,
}

/// Choices as they were sent; what is missing is the default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawSettings {
    /// Codes of categories.
    pub categories: Option<Vec<String>>,
    /// As in [`Settings`].
    pub moderated: Option<bool>,
    /// As in [`Settings`].
    pub ratification_required: Option<bool>,
    /// As in [`Settings`].
    pub company_pairs_allowed: Option<bool>,
    /// As in [`Settings`].
    pub hold_minutes: Option<i64>,
    /// As in [`Settings`].
    pub confirmation_days: Option<i64>,
    /// As in [`Settings`].
    pub first_contact_days: Option<i64>,
    /// As in [`Settings`].
    pub listings_per_organization: Option<i64>,
    /// As in [`Settings`].
    pub meeting_rounds: Option<i64>,
    /// As in [`Settings`].
    pub meeting_round_minutes: Option<i64>,
    /// As in [`Settings`].
    pub texts_kept_days: Option<i64>,
}

impl Default for Settings {
    /// A hold of three days, a fortnight to confirm and to call, an evening of twenty rounds, texts for a year.
    fn default() -> Self {
        Self {
            categories: Vec::new(),
            moderated: false,
            ratification_required: false,
            company_pairs_allowed: false,
            hold_minutes: 72 * 60,
            confirmation_days: 14,
            first_contact_days: 14,
            listings_per_organization: 50,
            meeting_rounds: 20,
            meeting_round_minutes: 6,
            texts_kept_days: 365,
        }
    }
}

impl Settings {
    /// A proposal holds for an hour to thirty days.
    pub const HOLD_MINUTES: RangeInclusive<u32> = 60..=43_200;
    /// Both confirm within ninety days.
    pub const CONFIRMATION_DAYS: RangeInclusive<u32> = 1..=90;
    /// The first contact is due within ninety days.
    pub const FIRST_CONTACT_DAYS: RangeInclusive<u32> = 1..=90;
    /// An organization has at most a thousand open listings.
    pub const LISTINGS_PER_ORGANIZATION: RangeInclusive<u32> = 1..=1_000;
    /// A meeting has at most a hundred rounds.
    pub const MEETING_ROUNDS: RangeInclusive<u32> = 1..=100;
    /// A round lasts at most an hour.
    pub const MEETING_ROUND_MINUTES: RangeInclusive<u32> = 1..=60;
    /// Texts are kept for a month at least, to follow up on what was agreed, and for ten years at most.
    pub const TEXTS_KEPT_DAYS: RangeInclusive<u32> = 30..=3_650;

    /// Checks all choices. The fields are named as in [`RawSettings`].
    pub fn parse(raw: &RawSettings) -> Result<Self, Faults> {
        let mut faults = Faults::none();
        let usual = Self::default();
        let categories = categories(raw.categories.as_deref().unwrap_or_default(), &mut faults);
        let mut number = |field, given, bounds, usual| bounded(field, given, &bounds, usual, &mut faults);
        let settings = Self {
            categories,
            moderated: raw.moderated.unwrap_or(usual.moderated),
            ratification_required: raw.ratification_required.unwrap_or(usual.ratification_required),
            company_pairs_allowed: raw.company_pairs_allowed.unwrap_or(usual.company_pairs_allowed),
            hold_minutes: number("hold_minutes", raw.hold_minutes, Self::HOLD_MINUTES, usual.hold_minutes),
            confirmation_days: number(
                "confirmation_days",
                raw.confirmation_days,
                Self::CONFIRMATION_DAYS,
                usual.confirmation_days,
            ),
            first_contact_days: number(
                "first_contact_days",
                raw.first_contact_days,
                Self::FIRST_CONTACT_DAYS,
                usual.first_contact_days,
            ),
            listings_per_organization: number(
                "listings_per_organization",
                raw.listings_per_organization,
                Self::LISTINGS_PER_ORGANIZATION,
                usual.listings_per_organization,
            ),
            meeting_rounds: number(
                "meeting_rounds",
                raw.meeting_rounds,
                Self::MEETING_ROUNDS,
                usual.meeting_rounds,
            ),
            meeting_round_minutes: number(
                "meeting_round_minutes",
                raw.meeting_round_minutes,
                Self::MEETING_ROUND_MINUTES,
                usual.meeting_round_minutes,
            ),
            texts_kept_days: number(
                "texts_kept_days",
                raw.texts_kept_days,
                Self::TEXTS_KEPT_DAYS,
                usual.texts_kept_days,
            ),
        };
        faults.or(settings)
    }

    /// How long a proposal holds its quantities.
    pub fn hold(&self) -> SignedDuration {
        SignedDuration::from_mins(self.hold_minutes.into())
    }

    /// Whether listings of this category may be posted.
    pub fn allows(&self, category: Category) -> bool {
        self.categories.is_empty() || self.categories.contains(&category)
    }
}

impl From<&Settings> for RawSettings {
    /// The choices as they would be sent: where a patch begins.
    fn from(settings: &Settings) -> Self {
        Self {
            categories: Some(settings.categories.iter().map(|category| category.code().to_owned()).collect()),
            moderated: Some(settings.moderated),
            ratification_required: Some(settings.ratification_required),
            company_pairs_allowed: Some(settings.company_pairs_allowed),
            hold_minutes: Some(settings.hold_minutes.into()),
            confirmation_days: Some(settings.confirmation_days.into()),
            first_contact_days: Some(settings.first_contact_days.into()),
            listings_per_organization: Some(settings.listings_per_organization.into()),
            meeting_rounds: Some(settings.meeting_rounds.into()),
            meeting_round_minutes: Some(settings.meeting_round_minutes.into()),
            texts_kept_days: Some(settings.texts_kept_days.into()),
        }
    }
}

fn categories(codes: &[String], faults: &mut Faults) -> Vec<Category> {
    let mut categories = Vec::new();
    for (n, code) in codes.iter().enumerate() {
        let field = format!("categories/{n}");
        match Category::parse(code) {
            Ok(category) if categories.contains(&category) => faults.add(field, Rule::Duplicate),
            Ok(category) => categories.push(category),
            Err(rule) => faults.add(field, rule),
        }
    }
    categories
}

/// The number given, or the usual one; outside the bounds it is a fault and the usual one.
fn bounded(
    field: &'static str,
    given: Option<i64>,
    bounds: &RangeInclusive<u32>,
    usual: u32,
    faults: &mut Faults,
) -> u32 {
    let Some(given) = given else { return usual };
    match u32::try_from(given) {
        Ok(number) if bounds.contains(&number) => number,
        _ => {
            let (min, max) = (bounds.start().to_string(), bounds.end().to_string());
            faults.add(field, Rule::OutOfRange { min, max });
            usual
        }
    }
}
