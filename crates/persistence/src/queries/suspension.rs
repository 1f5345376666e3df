//! Accounts that staff have closed.

use diesel::prelude::*;
use domain::id::PersonId;
use domain::suspension::Suspension;
use jiff::Timestamp;

use super::super::dialect::{Backend, Connection};
use super::super::schema::person_suspensions;
use super::super::values::{DbId, DbTime, time};
use crate::error::StoreError;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = person_suspensions, check_for_backend(Backend))]
struct Row {
    person_id: DbId,
    reason: String,
    until: Option<DbTime>,
    suspended_at: DbTime,
    suspended_by: DbId,
}

impl Row {
    fn of(suspension: &Suspension) -> Self {
        let Suspension { person, reason, until, at, by } = suspension;
        Self {
            person_id: DbId::from(*person),
            reason: reason.clone(),
            until: until.map(DbTime),
            suspended_at: DbTime(*at),
            suspended_by: DbId::from(*by),
        }
    }

    fn suspension(self) -> Suspension {
        let Self { person_id, reason, until, suspended_at, suspended_by } = self;
        Suspension {
            person: person_id.into(),
            reason,
            until: time(until),
            at: suspended_at.0,
            by: suspended_by.into(),
        }
    }
}

/// The suspension of an account.
pub(crate) fn find(connection: &mut Connection, person: PersonId) -> Result<Option<Suspension>, StoreError> {
    let row: Option<Row> = person_suspensions::table
        .find(DbId::from(person))
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    Ok(row.map(Row::suspension))
}

/// The suspensions whose end has come.
pub(crate) fn over(
    connection: &mut Connection,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Suspension>, StoreError> {
    let rows: Vec<Row> = person_suspensions::table
        .filter(person_suspensions::until.le(DbTime(now)))
        .order((person_suspensions::until, person_suspensions::person_id))
        .limit(limit)
        .select(Row::as_select())
        .load(connection)?;
    Ok(rows.into_iter().map(Row::suspension).collect())
}

/// Puts a suspension in place of the one before.
pub(crate) fn put(connection: &mut Connection, suspension: &Suspension) -> Result<(), StoreError> {
    remove(connection, suspension.person)?;
    diesel::insert_into(person_suspensions::table).values(Row::of(suspension)).execute(connection)?;
    Ok(())
}

/// Removes a suspension.
pub(crate) fn remove(connection: &mut Connection, person: PersonId) -> Result<(), StoreError> {
    diesel::delete(person_suspensions::table.find(DbId::from(person))).execute(connection)?;
    Ok(())
}
