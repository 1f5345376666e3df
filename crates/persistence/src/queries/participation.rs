//! Participations.

use diesel::dsl::exists;
use diesel::prelude::*;
use domain::id::{ExchangeWeekId, OrganizationId, PersonId, Revision};
use domain::participation::{Participation, ParticipationStatus};
use domain::policy::Viewer;
use jiff::Timestamp;

use super::super::dialect::{Backend, Connection};
use super::super::schema::organizations;
use super::super::schema::participations::{self, dsl};
use super::super::values::{DbId, DbTime};
use super::organization::active;
use crate::error::StoreError;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = participations, check_for_backend(Backend), treat_none_as_null = true)]
#[diesel(treat_none_as_default_value = false)]
pub(crate) struct Row {
    id: DbId,
    exchange_week_id: DbId,
    organization_id: DbId,
    status: String,
    status_reason: Option<String>,
    status_changed_at: DbTime,
    status_changed_by: Option<DbId>,
    created_at: DbTime,
    revision: i64,
}

impl Row {
    pub(crate) fn of(participation: &Participation) -> Self {
        let Participation {
            id,
            exchange_week,
            organization,
            status,
            reason,
            changed_at,
            changed_by,
            created_at,
            revision,
        } = participation;
        Self {
            id: DbId(*id),
            exchange_week_id: DbId::from(*exchange_week),
            organization_id: DbId::from(*organization),
            status: status.code().to_owned(),
            status_reason: reason.clone(),
            status_changed_at: DbTime(*changed_at),
            status_changed_by: changed_by.map(DbId::from),
            created_at: DbTime(*created_at),
            revision: revision.number(),
        }
    }

    pub(crate) fn participation(self) -> Result<Participation, StoreError> {
        let Self {
            id,
            exchange_week_id,
            organization_id,
            status,
            status_reason,
            status_changed_at,
            status_changed_by,
            created_at,
            revision,
        } = self;
        Ok(Participation {
            id: id.0,
            exchange_week: exchange_week_id.into(),
            organization: organization_id.into(),
            status: ParticipationStatus::from_code(&status)
                .ok_or_else(|| StoreError::corrupt("participations", id.0, format!("status {status}")))?,
            reason: status_reason,
            changed_at: status_changed_at.0,
            changed_by: status_changed_by.map(PersonId::from),
            created_at: created_at.0,
            revision: Revision::new(revision),
        })
    }
}

/// The participation of an organization in a week.
pub(crate) fn find(
    connection: &mut Connection,
    week: ExchangeWeekId,
    organization: OrganizationId,
) -> Result<Option<Participation>, StoreError> {
    let row = participations::table
        .filter(dsl::exchange_week_id.eq(DbId::from(week)))
        .filter(dsl::organization_id.eq(DbId::from(organization)))
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    row.map(Row::participation).transpose()
}

/// The participations of an organization in all weeks.
pub(crate) fn of_organization(
    connection: &mut Connection,
    organization: OrganizationId,
) -> Result<Vec<Participation>, StoreError> {
    let rows: Vec<Row> = participations::table
        .filter(dsl::organization_id.eq(DbId::from(organization)))
        .order(dsl::exchange_week_id)
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(Row::participation).collect()
}

/// A page of the participations in a week.
pub(crate) fn page(
    connection: &mut Connection,
    week: ExchangeWeekId,
    viewer: &Viewer,
    status: Option<&str>,
    after: Option<OrganizationId>,
    limit: u32,
    now: Timestamp,
) -> Result<Vec<Participation>, StoreError> {
    let mut query = participations::table
        .filter(dsl::exchange_week_id.eq(DbId::from(week)))
        .select(Row::as_select())
        .into_boxed();
    if !viewer.is_staff() {
        let own: Vec<DbId> = viewer.organizations().iter().copied().map(DbId::from).collect();
        let may_act = organizations::table
            .filter(organizations::id.eq(dsl::organization_id))
            .filter(active!(organizations, now));
        let public = dsl::status.eq(ParticipationStatus::Admitted.code()).and(exists(may_act));
        query = query.filter(public.or(dsl::organization_id.eq_any(own)));
    }
    if let Some(status) = status {
        query = query.filter(dsl::status.eq(status.to_owned()));
    }
    if let Some(after) = after {
        query = query.filter(dsl::organization_id.gt(DbId::from(after)));
    }
    let rows: Vec<Row> = query.order(dsl::organization_id).limit(limit.into()).load(connection)?;
    rows.into_iter().map(Row::participation).collect()
}

/// Adds a participation.
pub(crate) fn insert(connection: &mut Connection, participation: &Participation) -> Result<(), StoreError> {
    diesel::insert_into(participations::table).values(Row::of(participation)).execute(connection)?;
    Ok(())
}

/// Stores a participation that was at this revision.
pub(crate) fn save(
    connection: &mut Connection,
    after: &Participation,
    expected: Revision,
) -> Result<(), StoreError> {
    let saved = diesel::update(participations::table.find(DbId(after.id)))
        .filter(dsl::revision.eq(expected.number()))
        .set(Row::of(after))
        .execute(connection)?;
    if saved == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
