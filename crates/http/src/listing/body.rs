//! A listing as clients read it.

use std::collections::BTreeMap;

use ::app::listing::{Pending, Seen};
use domain::listing::{Listing as Domain, State};
use domain::quantity::Amount;
use domain::vocabulary::Locale;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::details::ListingDetails;
use super::form::{ListingText, ListingWindow, texts};
use super::found::ListingFound;
use crate::locale::Reader;
use crate::photo::ListingPhoto;
use crate::text::TextFlag;
use crate::values::{Action, Instant, LanguageCode};

/// An offer or a request.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Listing {
    /// Its identifier.
    id: Uuid,
    /// What people call it, unique in its week.
    #[schema(max_length = 40, example = "L-7K3Q9D")]
    reference: String,
    /// The week it belongs to.
    exchange_week_id: Uuid,
    /// Who posted it.
    organization_id: Uuid,
    /// Offered or wanted.
    direction: ListingDirection,
    /// What sort.
    kind: ListingKind,
    /// What only one sort of listing has; its `type` equals `kind`.
    details: ListingDetails,
    /// A code of `GET /v1/categories`.
    #[schema(max_length = 60, example = "furniture")]
    category: &'static str,
    /// The language of `title`, `description` and `wanted_in_return` below: the best for the reader.
    #[schema(max_length = 10, example = "fr")]
    language: String,
    /// In one line, in that language.
    #[schema(max_length = 150)]
    title: String,
    /// In full, in that language.
    #[schema(max_length = 4000)]
    description: String,
    /// What would be welcome in return, in that language.
    #[schema(required = true, max_length = 500)]
    wanted_in_return: Option<String>,
    /// The language in which it was written.
    #[schema(max_length = 10, example = "fr")]
    original_language: &'static str,
    /// Whether the texts above are a translation.
    is_translation: bool,
    /// Whether the reader named languages (`Accept-Language`) and there is a text in none of them: the original
    /// is shown instead.
    is_fallback: bool,
    /// Its texts by language: the original, and translations if there are any.
    texts: BTreeMap<String, ListingText>,
    /// Languages of which one is needed, or spoken.
    #[schema(max_items = 10, value_type = Vec<LanguageCode>)]
    languages_needed: Vec<&'static str>,
    /// Where it is, or is wanted: `remote`, or a code of `GET /v1/places`.
    #[schema(max_length = 80, example = "esch-sur-alzette")]
    place: &'static str,
    /// When it is available; empty for the whole week.
    #[schema(max_items = 20)]
    windows: Vec<ListingWindow>,
    /// Its photos, in their order.
    #[schema(max_items = 8)]
    photos: Vec<ListingPhoto>,
    /// How much there is, and how much is spoken for.
    quantity: ListingQuantities,
    /// Where it is in its life.
    status: ListingStatus,
    /// Why it was sent back, or how it was closed.
    #[schema(required = true, max_length = 2000)]
    status_reason: Option<String>,
    /// Since when.
    status_changed_at: Instant,
    /// When it was first published.
    #[schema(required = true)]
    published_at: Option<Instant>,
    /// From when it counts as expired, if nobody renews it.
    #[schema(required = true)]
    expires_at: Option<Instant>,
    /// When it was made.
    created_at: Instant,
    /// When it last changed by a command.
    updated_at: Instant,
    /// How often it has changed.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    revision: i64,
    /// What this caller may do now; empty for other readers.
    #[schema(max_items = 20)]
    actions: Vec<Action>,
    /// What is doubtful in its texts, for its poster and for staff; empty for other readers.
    #[schema(max_items = 200)]
    text_flags: Vec<TextFlag>,
    /// The change of it that waits for approval, for its poster and for staff; what is shown stays until then.
    #[schema(required = true)]
    pending_change: Option<PendingChange>,
    /// How it was found; null unless it was asked for by words (`q`).
    #[schema(required = true)]
    found: Option<ListingFound>,
    /// How far its place is from the point that was asked for (`near`), in meters as the crow flies; null
    /// unless one was.
    #[schema(required = true, minimum = 0, maximum = 40_075_000)]
    distance_m: Option<i64>,
}

/// A change of a listing that waits for approval: what it is to say, and be.
#[derive(Debug, Serialize, ToSchema)]
struct PendingChange {
    /// Offered or wanted.
    direction: ListingDirection,
    /// What only one sort of listing has.
    details: ListingDetails,
    /// A code of `GET /v1/categories`.
    #[schema(max_length = 60, example = "furniture")]
    category: &'static str,
    /// The language in which it was written.
    #[schema(max_length = 10, example = "fr")]
    original_language: &'static str,
    /// Its texts by language.
    texts: BTreeMap<String, ListingText>,
    /// What is doubtful in these texts.
    #[schema(max_items = 200)]
    text_flags: Vec<TextFlag>,
    /// When it was last put forward.
    submitted_at: Instant,
}

impl PendingChange {
    fn of(pending: &Pending, locale: Locale) -> Self {
        let content = &pending.content;
        Self {
            direction: content.direction.into(),
            details: (&content.details).into(),
            category: content.category.code(),
            original_language: content.language.code(),
            texts: texts(content),
            text_flags: TextFlag::all(&pending.marks, locale),
            submitted_at: pending.at.into(),
        }
    }
}

/// How much of something there is, and how much of it is spoken for. All numbers are decimals in the unit.
#[derive(Debug, Serialize, ToSchema)]
struct ListingQuantities {
    /// A code of `GET /v1/units`.
    #[schema(max_length = 40, example = "piece")]
    unit: &'static str,
    /// All there is; null for as many as asked.
    #[schema(required = true, max_length = 14, example = "6")]
    total: Option<String>,
    /// Held by proposed matches, and by agreements that wait for confirmation.
    #[schema(max_length = 14, example = "2")]
    held: String,
    /// Committed by confirmed agreements.
    #[schema(max_length = 14, example = "1")]
    committed: String,
    /// What is neither held nor committed; null for as many as asked.
    #[schema(required = true, max_length = 14, example = "3")]
    remaining: Option<String>,
    /// What was really delivered: a record of its own, never part of the others.
    #[schema(max_length = 14, example = "0")]
    delivered: String,
}

macro_rules! mirrored {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        #[schema(rename_all = "snake_case")]
        pub(super) enum $name {
            $($(#[$variant_doc])* $variant,)+
        }
    };
}

mirrored!(
    /// Offered or wanted.
    ListingDirection {
        /// Somebody gives.
        Offer,
        /// Somebody needs.
        Request,
    }
);
mirrored!(
    /// The sorts of listing.
    ListingKind {
        /// Things.
        Goods,
        /// Something done, or a place lent.
        Service,
        /// Volunteers' time.
        Skill,
    }
);
mirrored!(
    /// Where a listing is in its life.
    ListingStatus {
        /// Being written.
        Draft,
        /// Waits for approval.
        Submitted,
        /// Sent back.
        Rejected,
        /// To be seen, and to be drawn on.
        Published,
        /// To be seen, but not to be drawn on for now.
        Paused,
        /// Its time ran out; it can be renewed.
        Expired,
        /// Over for good.
        Closed,
    }
);

impl From<domain::listing::Direction> for ListingDirection {
    fn from(direction: domain::listing::Direction) -> Self {
        match direction {
            domain::listing::Direction::Offer => Self::Offer,
            domain::listing::Direction::Request => Self::Request,
        }
    }
}

impl From<ListingDirection> for domain::listing::Direction {
    fn from(direction: ListingDirection) -> Self {
        match direction {
            ListingDirection::Offer => Self::Offer,
            ListingDirection::Request => Self::Request,
        }
    }
}

impl From<domain::listing::Kind> for ListingKind {
    fn from(kind: domain::listing::Kind) -> Self {
        match kind {
            domain::listing::Kind::Goods => Self::Goods,
            domain::listing::Kind::Service => Self::Service,
            domain::listing::Kind::Skill => Self::Skill,
        }
    }
}

impl From<ListingKind> for domain::listing::Kind {
    fn from(kind: ListingKind) -> Self {
        match kind {
            ListingKind::Goods => Self::Goods,
            ListingKind::Service => Self::Service,
            ListingKind::Skill => Self::Skill,
        }
    }
}

impl From<&State> for ListingStatus {
    fn from(state: &State) -> Self {
        match state {
            State::Draft => Self::Draft,
            State::Submitted => Self::Submitted,
            State::Rejected { .. } => Self::Rejected,
            State::Published => Self::Published,
            State::Paused => Self::Paused,
            State::Expired => Self::Expired,
            State::Closed { .. } => Self::Closed,
        }
    }
}

impl ListingStatus {
    /// The name, as stored.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Rejected => "rejected",
            Self::Published => "published",
            Self::Paused => "paused",
            Self::Expired => "expired",
            Self::Closed => "closed",
        }
    }
}

impl Listing {
    /// The listing for this reader.
    pub(super) fn of(seen: &Seen, reader: &Reader) -> Self {
        let (listing, state) = (&seen.listing, seen.listing.state_at(seen.now));
        let content = &listing.content;
        let texts = texts(content);
        let (language, is_fallback) = best_language(&texts, content.language.code(), reader);
        let is_translation = language != content.language.code();
        let best = texts.get(&language).cloned();
        let (title, description, wanted_in_return) =
            best.map(|text| (text.title, text.description, text.wanted_in_return)).unwrap_or_default();
        let status_changed_at = match (&state, &listing.status.state, listing.expires_at) {
            (State::Expired, State::Published, Some(expired_at)) => expired_at,
            _ => listing.status.changed_at,
        };
        Self {
            id: listing.id.uuid(),
            reference: listing.reference.clone(),
            exchange_week_id: listing.exchange_week.uuid(),
            organization_id: listing.organization.uuid(),
            direction: content.direction.into(),
            kind: content.details.kind().into(),
            details: (&content.details).into(),
            category: content.category.code(),
            language,
            title,
            description,
            wanted_in_return,
            original_language: content.language.code(),
            is_translation,
            is_fallback,
            texts,
            languages_needed: content.languages_needed.iter().map(|one| one.code()).collect(),
            place: content.place.code(),
            windows: content.windows.iter().map(ListingWindow::from).collect(),
            photos: ListingPhoto::all(&seen.album, reader.locale),
            quantity: ListingQuantities::of(listing),
            status: (&state).into(),
            status_reason: reason(&state),
            status_changed_at: status_changed_at.into(),
            published_at: listing.published_at.map(Instant),
            expires_at: listing.expires_at.map(Instant),
            created_at: listing.created_at.into(),
            updated_at: listing.updated_at.into(),
            revision: listing.revision.number(),
            actions: actions(seen, reader.locale),
            text_flags: TextFlag::all(&seen.marks, reader.locale),
            pending_change: seen.pending.as_ref().map(|pending| PendingChange::of(pending, reader.locale)),
            found: None,
            distance_m: None,
        }
    }

    /// The same, as it was found.
    pub(super) fn found(self, found: Option<ListingFound>, distance_m: Option<i64>) -> Self {
        Self { found, distance_m, ..self }
    }

    /// The language of the texts that are shown.
    pub(super) fn shown_language(&self) -> &str {
        &self.language
    }
}

impl ListingQuantities {
    fn of(listing: &Domain) -> Self {
        let text = |amount: Amount| amount.to_string();
        Self {
            unit: listing.content.unit.code(),
            total: listing.content.total.map(text),
            held: text(listing.claims.held),
            committed: text(listing.claims.committed),
            remaining: listing.remaining().map(text),
            delivered: text(listing.claims.delivered),
        }
    }
}

/// The best of the reader's languages that there is a text in, else the original's; and whether it is another
/// than they named. Who names none is spoken to in the language of the service, and misses nothing.
fn best_language(texts: &BTreeMap<String, ListingText>, original: &str, reader: &Reader) -> (String, bool) {
    let named = reader.languages.iter().map(|language| language.code());
    let best = named.chain(reader.languages.is_empty().then(|| reader.locale.code()));
    match best.into_iter().find(|code| texts.contains_key(*code)) {
        Some(code) => (code.to_owned(), false),
        None => (original.to_owned(), !reader.languages.is_empty()),
    }
}

fn reason(state: &State) -> Option<String> {
    match state {
        State::Rejected { reason } => Some(reason.clone()),
        State::Closed { closure } => Some(closure.code().to_owned()),
        _ => None,
    }
}

/// The actions with the requests that do them.
fn actions(seen: &Seen, locale: Locale) -> Vec<Action> {
    let href = |below: &str| format!("/v1/listings/{}{below}", seen.listing.id);
    let request = |name: &str| match name {
        "edit" => Some(("PATCH", href(""))),
        "publish" => Some(("PUT", href("/publication"))),
        "pause" => Some(("PUT", href("/pause"))),
        "resume" => Some(("DELETE", href("/pause"))),
        "close" | "remove" => Some(("POST", href("/closures"))),
        "approve" => Some(("PUT", href("/approval"))),
        "reject" => Some(("POST", href("/rejections"))),
        _ => None,
    };
    Action::all(&seen.actions, request, locale)
}
