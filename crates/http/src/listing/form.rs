//! What a client writes of a listing, and its way into the domain.

use std::collections::BTreeMap;

use domain::fault::{Faults, Rule};
use domain::listing::{Content, Draft, Listing, Raw, RawTranslation, Window};
use domain::week::ExchangeWeek;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::details::ListingDetails;
use crate::values::{LanguageCode, parse_instant};

/// A listing to be posted, as a draft.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListingCreate {
    /// For which organization; the caller is one of its owners or coordinators.
    pub(super) organization_id: Uuid,
    /// In which exchange week.
    pub(super) exchange_week_id: Uuid,
    /// `offer` or `request`.
    #[schema(max_length = 20, example = "offer")]
    pub(super) direction: String,
    /// What only one sort of listing has; its `type` is the sort.
    pub(super) details: ListingDetails,
    /// A code of `GET /v1/categories`.
    #[schema(max_length = 60, example = "furniture")]
    pub(super) category: String,
    /// The language in which it was written: a code of `GET /v1/languages`.
    #[schema(max_length = 10, example = "fr")]
    pub(super) original_language: String,
    /// Its texts by language: the original, and translations if there are any.
    pub(super) texts: BTreeMap<String, ListingText>,
    /// Languages of which one is needed, or spoken.
    #[serde(default)]
    #[schema(max_items = 10, value_type = Vec<LanguageCode>)]
    pub(super) languages_needed: Vec<String>,
    /// `remote`, or the code or name of a commune (`GET /v1/places`).
    #[schema(max_length = 80, example = "esch-sur-alzette")]
    pub(super) place: String,
    /// When it is available; empty for the whole week.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub(super) windows: Vec<ListingWindow>,
    /// How much.
    pub(super) quantity: ListingQuantity,
}

/// Changes of a listing: what is left out stays as it is.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ListingPatch {
    /// `offer` or `request`.
    #[schema(nullable = false, max_length = 20)]
    pub(super) direction: Option<String>,
    /// What only one sort of listing has.
    #[schema(nullable = false)]
    pub(super) details: Option<ListingDetails>,
    /// A code of `GET /v1/categories`.
    #[schema(nullable = false, max_length = 60)]
    pub(super) category: Option<String>,
    /// The language in which it was written.
    #[schema(nullable = false, max_length = 10)]
    pub(super) original_language: Option<String>,
    /// Its texts by language; all of them, in place of those that stand.
    #[schema(nullable = false)]
    pub(super) texts: Option<BTreeMap<String, ListingText>>,
    /// Languages of which one is needed, or spoken.
    #[schema(nullable = false, max_items = 10, value_type = Option<Vec<LanguageCode>>)]
    pub(super) languages_needed: Option<Vec<String>>,
    /// `remote`, or the code or name of a commune.
    #[schema(nullable = false, max_length = 80)]
    pub(super) place: Option<String>,
    /// When it is available; all windows, in place of those that stand.
    #[schema(nullable = false, max_items = 20)]
    pub(super) windows: Option<Vec<ListingWindow>>,
    /// How much.
    #[schema(nullable = false)]
    pub(super) quantity: Option<ListingQuantity>,
}

/// The texts of a listing in one language.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListingText {
    /// In one line.
    #[schema(min_length = 1, max_length = 150, example = "Armoires métalliques à dossiers suspendus")]
    pub(super) title: String,
    /// In full.
    #[serde(default)]
    #[schema(max_length = 4000)]
    pub(super) description: String,
    /// What would be welcome in return: a wish, never a condition.
    #[serde(default)]
    #[schema(required = true, max_length = 500)]
    pub(super) wanted_in_return: Option<String>,
}

/// A half-open interval of time; an open side means that side of the exchange week.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListingWindow {
    /// From this instant, RFC 3339.
    #[serde(default)]
    #[schema(required = true, format = DateTime, max_length = 40, example = "2026-06-09T12:00:00Z")]
    pub(super) starts_at: Option<String>,
    /// Before this instant, RFC 3339.
    #[serde(default)]
    #[schema(required = true, format = DateTime, max_length = 40, example = "2026-06-09T16:00:00Z")]
    pub(super) ends_at: Option<String>,
}

/// How much of something there is.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListingQuantity {
    /// A decimal number; null for as many as asked.
    #[serde(default)]
    #[schema(required = true, max_length = 14, pattern = r"^[0-9]{1,10}(\.[0-9]{1,3})?$", example = "6")]
    pub(super) value: Option<String>,
    /// A code of `GET /v1/units`.
    #[schema(max_length = 40, example = "piece")]
    pub(super) unit: String,
}

impl ListingCreate {
    /// What the domain makes of it, in a week; every fault at once, named as in this body.
    pub(super) fn draft(&self, week: &ExchangeWeek) -> Result<Draft, Faults> {
        let mut faults = Faults::none();
        let windows = faults.take_all("windows", windows(&self.windows));
        let parsed = self.parse(windows.as_deref().unwrap_or_default(), week);
        let draft = match parsed {
            Ok(draft) => Some(draft),
            Err(found) => {
                for fault in found {
                    let field = self.path(&fault.field);
                    faults.add(field, fault.rule);
                }
                None
            }
        };
        draft.filter(|_| faults.is_empty()).ok_or(faults)
    }

    fn parse(&self, windows: &[Window], week: &ExchangeWeek) -> Result<Draft, Faults> {
        let Some(original) = self.texts.get(&self.original_language) else {
            return Err(Faults::one(format!("texts/{}", self.original_language), Rule::Required));
        };
        let borrowed = self.details.borrowed();
        let translations: Vec<_> = self
            .translations()
            .map(|(language, text)| RawTranslation {
                language,
                title: &text.title,
                description: &text.description,
                wanted_in_return: text.wanted_in_return.as_deref().unwrap_or_default(),
            })
            .collect();
        let languages_needed: Vec<_> = self.languages_needed.iter().map(String::as_str).collect();
        let raw = Raw {
            direction: &self.direction,
            details: self.details.raw(&borrowed),
            category: &self.category,
            language: &self.original_language,
            title: &original.title,
            description: &original.description,
            wanted_in_return: original.wanted_in_return.as_deref().unwrap_or_default(),
            translations: &translations,
            languages_needed: &languages_needed,
            place: &self.place,
            windows,
            quantity: self.quantity.value.as_deref(),
            unit: &self.quantity.unit,
        };
        Draft::parse(&raw, week.window())
    }

    fn translations(&self) -> impl Iterator<Item = (&str, &ListingText)> {
        let others = self.texts.iter().filter(|(language, _)| **language != self.original_language);
        others.map(|(language, text)| (language.as_str(), text))
    }

    /// The path in this body of a field that the domain names.
    fn path(&self, field: &str) -> String {
        if let Some(rest) = field.strip_prefix("translations/") {
            let (place, below) = rest.split_once('/').unwrap_or((rest, ""));
            let language = place.parse().ok().and_then(|n| self.translations().nth(n));
            let language = language.map_or(place, |(language, _)| language);
            return match below {
                "" | "language" => format!("texts/{language}"),
                below => format!("texts/{language}/{below}"),
            };
        }
        match field {
            "language" => "original_language".to_owned(),
            "title" | "description" | "wanted_in_return" => {
                format!("texts/{}/{field}", self.original_language)
            }
            "translations" => "texts".to_owned(),
            field => field.to_owned(),
        }
    }

    /// The listing with this content, as a client would write it.
    pub(super) fn of(listing: &Listing, content: &Content) -> Self {
        Self {
            organization_id: listing.organization.uuid(),
            exchange_week_id: listing.exchange_week.uuid(),
            direction: content.direction.code().to_owned(),
            details: (&content.details).into(),
            category: content.category.code().to_owned(),
            original_language: content.language.code().to_owned(),
            texts: texts(content),
            languages_needed: content.languages_needed.iter().map(|one| one.code().to_owned()).collect(),
            place: content.place.code().to_owned(),
            windows: content.windows.iter().map(ListingWindow::from).collect(),
            quantity: ListingQuantity {
                value: content.total.map(|total| total.to_string()),
                unit: content.unit.code().to_owned(),
            },
        }
    }

    /// With these changes.
    pub(super) fn patched(mut self, patch: &ListingPatch) -> Self {
        macro_rules! take {
            ($($field:ident),+) => {$(
                if let Some(value) = &patch.$field {
                    self.$field = value.clone();
                }
            )+};
        }
        take!(
            direction,
            details,
            category,
            original_language,
            texts,
            languages_needed,
            place,
            windows,
            quantity
        );
        self
    }
}

/// The texts of a listing, by language.
pub(crate) fn texts(content: &Content) -> BTreeMap<String, ListingText> {
    let original = ListingText {
        title: content.title.as_str().to_owned(),
        description: content.description.as_str().to_owned(),
        wanted_in_return: content.wanted_in_return.as_ref().map(|text| text.as_str().to_owned()),
    };
    let translations = content.translations.iter().map(|translation| {
        let text = ListingText {
            title: translation.title.as_str().to_owned(),
            description: translation.description.as_str().to_owned(),
            wanted_in_return: translation.wanted_in_return.as_ref().map(|text| text.as_str().to_owned()),
        };
        (translation.language.code().to_owned(), text)
    });
    std::iter::once((content.language.code().to_owned(), original)).chain(translations).collect()
}

impl From<&Window> for ListingWindow {
    fn from(window: &Window) -> Self {
        Self {
            starts_at: window.starts_at.map(|at| at.to_string()),
            ends_at: window.ends_at.map(|at| at.to_string()),
        }
    }
}

fn windows(given: &[ListingWindow]) -> Result<Vec<Window>, Faults> {
    let mut faults = Faults::none();
    let mut parsed = Vec::with_capacity(given.len());
    for (n, window) in given.iter().enumerate() {
        let side = |text: &Option<String>| text.as_deref().map(parse_instant).transpose();
        let starts_at = faults.take(format!("{n}/starts_at"), side(&window.starts_at));
        let ends_at = faults.take(format!("{n}/ends_at"), side(&window.ends_at));
        if let (Some(starts_at), Some(ends_at)) = (starts_at, ends_at) {
            parsed.push(Window { starts_at, ends_at });
        }
    }
    faults.or(parsed)
}
