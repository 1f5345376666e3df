//! Exchange weeks.

use diesel::prelude::*;
use domain::id::{ExchangeWeekId, ListingId, Revision};
use domain::policy::Viewer;
use domain::text::Line;
use domain::vocabulary::Category;
use domain::week::{ExchangeWeek, Phase, Settings, Zone};
use serde_json::Value;

use super::super::dialect::{Backend, Connection};
use super::super::schema::exchange_weeks::{self, dsl};
use super::super::schema::{
    abuse_reports, agreements, listings, match_terms, matches, moderation_cases, participations,
};
use super::super::values::{DbDay, DbId, DbJson, DbTime, time};
use crate::error::StoreError;
use crate::week::WeekCursor;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = exchange_weeks, check_for_backend(Backend), treat_none_as_null = true)]
struct Row {
    id: DbId,
    reference: String,
    name: String,
    time_zone: String,
    starts_on: DbDay,
    ends_on: DbDay,
    phase: String,
    phase_reason: Option<String>,
    phase_changed_at: DbTime,
    categories: DbJson,
    moderated: bool,
    ratification_required: bool,
    company_pairs_allowed: bool,
    hold_minutes: i32,
    confirmation_days: i32,
    first_contact_days: i32,
    listings_per_organization: i32,
    meeting_rounds: i32,
    meeting_round_minutes: i32,
    texts_kept_days: i32,
    texts_erased_at: Option<DbTime>,
    created_at: DbTime,
    updated_at: DbTime,
    revision: i64,
}

impl Row {
    fn of(week: &ExchangeWeek) -> Result<Self, StoreError> {
        let ExchangeWeek {
            id,
            reference,
            name,
            time_zone,
            starts_on,
            ends_on,
            phase,
            phase_reason,
            phase_changed_at,
            settings,
            texts_erased_at,
            created_at,
            updated_at,
            revision,
        } = week;
        let number = |number: u32| i32::try_from(number).map_err(StoreError::backend);
        Ok(Self {
            id: DbId::from(*id),
            reference: reference.clone(),
            name: name.as_str().to_owned(),
            time_zone: time_zone.name().to_owned(),
            starts_on: DbDay(*starts_on),
            ends_on: DbDay(*ends_on),
            phase: phase.code().to_owned(),
            phase_reason: phase_reason.clone(),
            phase_changed_at: DbTime(*phase_changed_at),
            categories: DbJson(settings.categories.iter().map(|category| category.code()).collect()),
            moderated: settings.moderated,
            ratification_required: settings.ratification_required,
            company_pairs_allowed: settings.company_pairs_allowed,
            hold_minutes: number(settings.hold_minutes)?,
            confirmation_days: number(settings.confirmation_days)?,
            first_contact_days: number(settings.first_contact_days)?,
            listings_per_organization: number(settings.listings_per_organization)?,
            meeting_rounds: number(settings.meeting_rounds)?,
            meeting_round_minutes: number(settings.meeting_round_minutes)?,
            texts_kept_days: number(settings.texts_kept_days)?,
            texts_erased_at: texts_erased_at.map(DbTime),
            created_at: DbTime(*created_at),
            updated_at: DbTime(*updated_at),
            revision: revision.number(),
        })
    }

    fn week(self) -> Result<ExchangeWeek, StoreError> {
        let id = self.id.0;
        let corrupt = |what: String| StoreError::corrupt("exchange_weeks", id, what);
        let number = |column: &str, number: i32| {
            u32::try_from(number).map_err(|_| corrupt(format!("{column} {number}")))
        };
        let Self {
            id,
            reference,
            name,
            time_zone,
            starts_on,
            ends_on,
            phase,
            phase_reason,
            phase_changed_at,
            categories,
            moderated,
            ratification_required,
            company_pairs_allowed,
            hold_minutes,
            confirmation_days,
            first_contact_days,
            listings_per_organization,
            meeting_rounds,
            meeting_round_minutes,
            texts_kept_days,
            texts_erased_at,
            created_at,
            updated_at,
            revision,
        } = self;
        let settings = Settings {
            categories: stored_categories(&categories.0)
                .ok_or_else(|| corrupt(format!("categories {}", categories.0)))?,
            moderated,
            ratification_required,
            company_pairs_allowed,
            hold_minutes: number("hold_minutes", hold_minutes)?,
            confirmation_days: number("confirmation_days", confirmation_days)?,
            first_contact_days: number("first_contact_days", first_contact_days)?,
            listings_per_organization: number("listings_per_organization", listings_per_organization)?,
            meeting_rounds: number("meeting_rounds", meeting_rounds)?,
            meeting_round_minutes: number("meeting_round_minutes", meeting_round_minutes)?,
            texts_kept_days: number("texts_kept_days", texts_kept_days)?,
        };
        Ok(ExchangeWeek {
            id: id.into(),
            reference,
            name: Line::from_stored(name),
            time_zone: Zone::parse(&time_zone).map_err(|_| corrupt(format!("time zone {time_zone}")))?,
            starts_on: starts_on.0,
            ends_on: ends_on.0,
            phase: Phase::from_code(&phase).ok_or_else(|| corrupt(format!("phase {phase}")))?,
            phase_reason,
            phase_changed_at: phase_changed_at.0,
            settings,
            texts_erased_at: time(texts_erased_at),
            created_at: created_at.0,
            updated_at: updated_at.0,
            revision: Revision::new(revision),
        })
    }
}

fn stored_categories(stored: &Value) -> Option<Vec<Category>> {
    let codes = stored.as_array()?.iter();
    codes.map(|code| Category::parse(code.as_str()?).ok()).collect()
}

/// The weeks that a viewer may see.
macro_rules! visible {
    ($viewer:expr) => {{
        let mut query = exchange_weeks::table.select(Row::as_select()).into_boxed();
        if !$viewer.is_staff() {
            query = query.filter(dsl::phase.ne(Phase::Draft.code()));
        }
        query
    }};
}

/// A week by its id.
pub(crate) fn find(
    connection: &mut Connection,
    id: ExchangeWeekId,
    viewer: &Viewer,
) -> Result<Option<ExchangeWeek>, StoreError> {
    let row = visible!(viewer).filter(dsl::id.eq(DbId::from(id))).first(connection).optional()?;
    row.map(Row::week).transpose()
}

/// These weeks.
pub(crate) fn by_ids(
    connection: &mut Connection,
    ids: &[ExchangeWeekId],
) -> Result<Vec<ExchangeWeek>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = ids.iter().copied().map(DbId::from).collect();
    let rows: Vec<Row> =
        exchange_weeks::table.filter(dsl::id.eq_any(ids)).select(Row::as_select()).load(connection)?;
    rows.into_iter().map(Row::week).collect()
}

/// A week by its reference.
pub(crate) fn by_reference(
    connection: &mut Connection,
    reference: &str,
    viewer: &Viewer,
) -> Result<Option<ExchangeWeek>, StoreError> {
    let row = visible!(viewer).filter(dsl::reference.eq(reference)).first(connection).optional()?;
    row.map(Row::week).transpose()
}

/// A page of weeks, the latest first.
pub(crate) fn page(
    connection: &mut Connection,
    viewer: &Viewer,
    after: Option<WeekCursor>,
    limit: u32,
) -> Result<Vec<ExchangeWeek>, StoreError> {
    let mut query = visible!(viewer);
    if let Some((day, id)) = after {
        let later = dsl::starts_on.eq(DbDay(day)).and(dsl::id.lt(DbId::from(id)));
        query = query.filter(dsl::starts_on.lt(DbDay(day)).or(later));
    }
    let rows: Vec<Row> =
        query.order((dsl::starts_on.desc(), dsl::id.desc())).limit(limit.into()).load(connection)?;
    rows.into_iter().map(Row::week).collect()
}

/// Adds a week.
pub(crate) fn insert(connection: &mut Connection, week: &ExchangeWeek) -> Result<(), StoreError> {
    diesel::insert_into(exchange_weeks::table).values(Row::of(week)?).execute(connection)?;
    Ok(())
}

/// Stores a week that was at this revision.
pub(crate) fn save(
    connection: &mut Connection,
    after: &ExchangeWeek,
    expected: Revision,
) -> Result<(), StoreError> {
    let saved = diesel::update(exchange_weeks::table.find(DbId::from(after.id)))
        .filter(dsl::revision.eq(expected.number()))
        .set(Row::of(after)?)
        .execute(connection)?;
    if saved == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Closed weeks in which texts are kept still, those first that were closed first.
pub(crate) fn with_texts(connection: &mut Connection, limit: i64) -> Result<Vec<ExchangeWeek>, StoreError> {
    let rows: Vec<Row> = exchange_weeks::table
        .select(Row::as_select())
        .filter(dsl::phase.eq(Phase::Closed.code()))
        .filter(dsl::texts_erased_at.is_null())
        .order((dsl::phase_changed_at, dsl::id))
        .limit(limit)
        .load(connection)?;
    rows.into_iter().map(Row::week).collect()
}

/// Blanks what people wrote to each other in a week: messages, reasons, notes of moderation, and listings that
/// nobody was shown, which are named.
pub(crate) fn erase_texts(
    connection: &mut Connection,
    week: ExchangeWeekId,
) -> Result<Vec<ListingId>, StoreError> {
    let (week, nothing) = (DbId::from(week), None::<String>);
    let in_week = matches::table.filter(matches::exchange_week_id.eq(week)).select(matches::id);
    diesel::update(match_terms::table.filter(match_terms::match_id.eq_any(in_week)))
        .set(match_terms::message.eq(&nothing))
        .execute(connection)?;
    diesel::update(matches::table.filter(matches::exchange_week_id.eq(week)))
        .set(matches::status_reason.eq(&nothing))
        .execute(connection)?;
    // A cancellation and a refusal have a reason; it says nothing from now on.
    let reasoned = agreements::table.filter(agreements::exchange_week_id.eq(week));
    diesel::update(reasoned.filter(agreements::status_reason.is_not_null()))
        .set(agreements::status_reason.eq(Some("")))
        .execute(connection)?;
    let reasoned = participations::table.filter(participations::exchange_week_id.eq(week));
    diesel::update(reasoned.filter(participations::status_reason.is_not_null()))
        .set(participations::status_reason.eq(Some("")))
        .execute(connection)?;
    let cases = moderation_cases::table.filter(moderation_cases::exchange_week_id.eq(Some(week)));
    let reports =
        abuse_reports::table.filter(abuse_reports::case_id.eq_any(cases.select(moderation_cases::id)));
    diesel::update(reports).set(abuse_reports::note.eq(&nothing)).execute(connection)?;
    diesel::update(cases).set(moderation_cases::note.eq(&nothing)).execute(connection)?;
    unseen_listings(connection, week)
}

/// Blanks the listings of a week that nobody was shown, and says which.
fn unseen_listings(connection: &mut Connection, week: DbId) -> Result<Vec<ListingId>, StoreError> {
    let unseen =
        listings::table.filter(listings::exchange_week_id.eq(week)).filter(listings::published_at.is_null());
    let ids: Vec<DbId> = unseen.select(listings::id).order(listings::id).load(connection)?;
    diesel::update(unseen)
        .set((
            listings::title.eq(""),
            listings::description.eq(""),
            listings::wanted_in_return.eq(None::<String>),
            listings::translations.eq(DbJson(Value::Array(Vec::new()))),
        ))
        .execute(connection)?;
    Ok(ids.into_iter().map(ListingId::from).collect())
}
