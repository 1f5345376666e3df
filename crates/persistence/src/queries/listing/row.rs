//! The row of a listing, and its way to and from the domain.

use diesel::prelude::*;
use domain::id::{ListingId, Revision};
use domain::listing::{Claims, Closure, Content, Direction, Kind, Listing, State, Status};
use domain::place::Place;
use domain::quantity::Amount;
use domain::text::{Line, Prose};
use domain::vocabulary::{Category, Language, Unit};

use super::super::super::schema::listings;
use super::super::super::values::{DbId, DbJson, DbTime, time};
use crate::error::StoreError;
use crate::listing::document;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = listings, treat_none_as_default_value = false)]
pub(crate) struct Row {
    id: DbId,
    reference: String,
    exchange_week_id: DbId,
    organization_id: DbId,
    quantity_held: i64,
    quantity_committed: i64,
    quantity_delivered: i64,
    created_at: DbTime,
    #[diesel(embed)]
    changed: Changed,
}

/// What a save writes: everything but what never changes, and the claims.
#[derive(AsChangeset, Queryable, Selectable, Insertable)]
#[diesel(table_name = listings, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct Changed {
    direction: String,
    kind: String,
    details: DbJson,
    category: String,
    language: String,
    title: String,
    description: String,
    wanted_in_return: Option<String>,
    translations: DbJson,
    languages_needed: DbJson,
    place: String,
    windows: DbJson,
    available_from: Option<DbTime>,
    available_until: Option<DbTime>,
    unit: String,
    quantity_total: Option<i64>,
    status: String,
    status_reason: Option<String>,
    status_changed_at: DbTime,
    status_changed_by: Option<DbId>,
    published_at: Option<DbTime>,
    expires_at: Option<DbTime>,
    updated_at: DbTime,
    revision: i64,
}

impl Row {
    pub(crate) fn of(listing: &Listing) -> Result<Self, StoreError> {
        Ok(Self {
            id: listing.id.into(),
            reference: listing.reference.clone(),
            exchange_week_id: listing.exchange_week.into(),
            organization_id: listing.organization.into(),
            quantity_held: listing.claims.held.thousandths(),
            quantity_committed: listing.claims.committed.thousandths(),
            quantity_delivered: listing.claims.delivered.thousandths(),
            created_at: listing.created_at.into(),
            changed: Changed::of(listing)?,
        })
    }

    pub(crate) fn into_listing(self) -> Result<Listing, StoreError> {
        let id = ListingId::from(self.id);
        self.read().map_err(|what| StoreError::corrupt("listings", id, what))
    }

    fn read(self) -> Result<Listing, &'static str> {
        let Self { id, reference, exchange_week_id, organization_id, created_at, changed, .. } = self;
        let amount = |thousandths: i64| Amount::from_thousandths(thousandths).ok_or("quantity");
        let claims = Claims {
            held: amount(self.quantity_held)?,
            committed: amount(self.quantity_committed)?,
            delivered: amount(self.quantity_delivered)?,
        };
        let status = Status {
            state: state(&changed.status, changed.status_reason.clone())?,
            changed_at: changed.status_changed_at.0,
            changed_by: changed.status_changed_by.map(Into::into),
        };
        Ok(Listing {
            id: id.into(),
            reference,
            exchange_week: exchange_week_id.into(),
            organization: organization_id.into(),
            claims,
            status,
            published_at: time(changed.published_at),
            expires_at: time(changed.expires_at),
            created_at: created_at.0,
            updated_at: changed.updated_at.0,
            revision: Revision::new(changed.revision),
            content: changed.content()?,
        })
    }
}

impl Changed {
    pub(super) fn of(listing: &Listing) -> Result<Self, StoreError> {
        let content = &listing.content;
        let [details, translations, languages_needed, windows] = document::of(content)?;
        let span = listing.span();
        Ok(Self {
            direction: content.direction.code().to_owned(),
            kind: content.details.kind().code().to_owned(),
            details: DbJson(details),
            category: content.category.code().to_owned(),
            language: content.language.code().to_owned(),
            title: content.title.as_str().to_owned(),
            description: content.description.as_str().to_owned(),
            wanted_in_return: content.wanted_in_return.as_ref().map(|text| text.as_str().to_owned()),
            translations: DbJson(translations),
            languages_needed: DbJson(languages_needed),
            place: content.place.code().to_owned(),
            windows: DbJson(windows),
            available_from: span.starts_at.map(DbTime),
            available_until: span.ends_at.map(DbTime),
            unit: content.unit.code().to_owned(),
            quantity_total: content.total.map(Amount::thousandths),
            status: listing.status.state.code().to_owned(),
            status_reason: reason(&listing.status.state),
            status_changed_at: listing.status.changed_at.into(),
            status_changed_by: listing.status.changed_by.map(Into::into),
            published_at: listing.published_at.map(DbTime),
            expires_at: listing.expires_at.map(DbTime),
            updated_at: listing.updated_at.into(),
            revision: listing.revision.number(),
        })
    }

    fn content(self) -> Result<Content, &'static str> {
        let kind = Kind::from_code(&self.kind).ok_or("kind")?;
        let amount = |thousandths: i64| Amount::from_thousandths(thousandths).ok_or("quantity_total");
        Ok(Content {
            direction: Direction::from_code(&self.direction).ok_or("direction")?,
            details: document::details(kind, self.details.0)?,
            category: Category::parse(&self.category).map_err(|_| "category")?,
            language: Language::parse(&self.language).map_err(|_| "language")?,
            title: Line::from_stored(self.title),
            description: Prose::from_stored(self.description),
            wanted_in_return: self.wanted_in_return.map(Prose::from_stored),
            translations: document::translations(self.translations.0)?,
            languages_needed: document::languages(self.languages_needed.0)?,
            place: Place::parse(&self.place).map_err(|_| "place")?,
            windows: document::windows(self.windows.0)?,
            unit: Unit::parse(&self.unit).map_err(|_| "unit")?,
            total: self.quantity_total.map(amount).transpose()?,
        })
    }
}

/// The fact that a state carries, as its column holds it.
fn reason(state: &State) -> Option<String> {
    match state {
        State::Rejected { reason } => Some(reason.clone()),
        State::Closed { closure } => Some(closure.code().to_owned()),
        State::Draft | State::Submitted | State::Published | State::Paused | State::Expired => None,
    }
}

fn state(status: &str, reason: Option<String>) -> Result<State, &'static str> {
    match (status, reason) {
        ("draft", None) => Ok(State::Draft),
        ("submitted", None) => Ok(State::Submitted),
        ("rejected", Some(reason)) => Ok(State::Rejected { reason }),
        ("published", None) => Ok(State::Published),
        ("paused", None) => Ok(State::Paused),
        ("expired", None) => Ok(State::Expired),
        ("closed", Some(closure)) => {
            Ok(State::Closed { closure: Closure::from_code(&closure).ok_or("status_reason")? })
        }
        _ => Err("status and status_reason"),
    }
}
