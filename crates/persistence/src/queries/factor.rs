//! Second factors and recovery codes.

use diesel::prelude::*;
use domain::factor::{Factor, FactorState, Failures};
use domain::id::{FactorId, PersonId};
use domain::text::Line;
use jiff::Timestamp;

use super::super::dialect::{Backend, Connection};
use super::super::schema::{recovery_codes, second_factors};
use super::super::values::{DbId, DbTime, time};
use crate::error::StoreError;

const PENDING: &str = "pending";
const ACTIVE: &str = "active";

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = second_factors, check_for_backend(Backend))]
struct Row {
    id: DbId,
    person_id: DbId,
    label: String,
    sealed_secret: Vec<u8>,
    status: String,
    created_at: DbTime,
    confirmed_at: Option<DbTime>,
    last_step: Option<i64>,
    failures: i64,
    failed_at: Option<DbTime>,
}

impl Row {
    fn of(factor: &Factor) -> Self {
        let Factor { id, person, label, sealed_secret, state, created_at, failures } = factor;
        let (confirmed_at, last_step) = match *state {
            FactorState::Pending => (None, None),
            FactorState::Active { confirmed_at, last_step } => (Some(DbTime(confirmed_at)), Some(last_step)),
        };
        Self {
            id: DbId::from(*id),
            person_id: DbId::from(*person),
            label: label.as_str().to_owned(),
            sealed_secret: sealed_secret.clone(),
            status: state.code().to_owned(),
            created_at: DbTime(*created_at),
            confirmed_at,
            last_step,
            failures: failures.count,
            failed_at: failures.last_at.map(DbTime),
        }
    }

    fn factor(self) -> Result<Factor, StoreError> {
        let Self {
            id,
            person_id,
            label,
            sealed_secret,
            status,
            created_at,
            confirmed_at,
            last_step,
            failures,
            failed_at,
        } = self;
        let state = match (status.as_str(), confirmed_at, last_step) {
            (PENDING, None, None) => FactorState::Pending,
            (ACTIVE, Some(confirmed_at), Some(last_step)) => {
                FactorState::Active { confirmed_at: confirmed_at.0, last_step }
            }
            _ => return Err(StoreError::corrupt("second_factors", id.0, format!("status {status}"))),
        };
        Ok(Factor {
            id: id.into(),
            person: person_id.into(),
            label: Line::from_stored(label),
            sealed_secret,
            state,
            created_at: created_at.0,
            failures: Failures { count: failures, last_at: time(failed_at) },
        })
    }
}

/// The factors of a person.
pub(crate) fn of_person(connection: &mut Connection, person: PersonId) -> Result<Vec<Factor>, StoreError> {
    let rows: Vec<Row> = second_factors::table
        .filter(second_factors::person_id.eq(DbId::from(person)))
        .order((second_factors::created_at, second_factors::id))
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(Row::factor).collect()
}

/// Adds a pending factor in place of the one that was pending.
pub(crate) fn insert(connection: &mut Connection, factor: &Factor) -> Result<(), StoreError> {
    diesel::delete(second_factors::table)
        .filter(second_factors::person_id.eq(DbId::from(factor.person)))
        .filter(second_factors::status.eq(PENDING))
        .execute(connection)?;
    diesel::insert_into(second_factors::table).values(Row::of(factor)).execute(connection)?;
    Ok(())
}

/// A pending factor counts from now on.
pub(crate) fn confirm(
    connection: &mut Connection,
    id: FactorId,
    step: i64,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let confirmed = diesel::update(second_factors::table.find(DbId::from(id)))
        .filter(second_factors::status.eq(PENDING))
        .set((
            second_factors::status.eq(ACTIVE),
            second_factors::confirmed_at.eq(DbTime(at)),
            second_factors::last_step.eq(step),
            second_factors::failures.eq(0),
        ))
        .execute(connection)?;
    Ok(confirmed == 1)
}

/// The code of a step counted.
pub(crate) fn use_step(
    connection: &mut Connection,
    id: FactorId,
    person: PersonId,
    step: i64,
) -> Result<bool, StoreError> {
    let used = diesel::update(second_factors::table.find(DbId::from(id)))
        .filter(second_factors::status.eq(ACTIVE))
        .filter(second_factors::last_step.lt(step))
        .set(second_factors::last_step.eq(step))
        .execute(connection)?;
    if used != 1 {
        return Ok(false);
    }
    forgive(connection, person)?;
    Ok(true)
}

/// Wrong codes from before do not count any more.
fn forgive(connection: &mut Connection, person: PersonId) -> Result<(), StoreError> {
    diesel::update(second_factors::table)
        .filter(second_factors::person_id.eq(DbId::from(person)))
        .filter(second_factors::failures.gt(0))
        .set(second_factors::failures.eq(0))
        .execute(connection)?;
    Ok(())
}

/// A wrong code was shown.
pub(crate) fn note_wrong_code(
    connection: &mut Connection,
    person: PersonId,
    at: Timestamp,
) -> Result<(), StoreError> {
    diesel::update(second_factors::table)
        .filter(second_factors::person_id.eq(DbId::from(person)))
        .set((
            second_factors::failures.eq(second_factors::failures + 1),
            second_factors::failed_at.eq(DbTime(at)),
        ))
        .execute(connection)?;
    Ok(())
}

/// Removes a factor.
pub(crate) fn delete(connection: &mut Connection, id: FactorId) -> Result<bool, StoreError> {
    Ok(diesel::delete(second_factors::table.find(DbId::from(id))).execute(connection)? == 1)
}

/// How many codes were not used.
pub(crate) fn codes_left(connection: &mut Connection, person: PersonId) -> Result<i64, StoreError> {
    Ok(recovery_codes::table
        .filter(recovery_codes::person_id.eq(DbId::from(person)))
        .filter(recovery_codes::used_at.is_null())
        .count()
        .get_result(connection)?)
}

/// Puts other codes in place of all.
pub(crate) fn replace_codes(
    connection: &mut Connection,
    person: PersonId,
    hashes: &[[u8; 32]],
    at: Timestamp,
) -> Result<(), StoreError> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::person_id.eq(DbId::from(person))))
        .execute(connection)?;
    for hash in hashes {
        diesel::insert_into(recovery_codes::table)
            .values((
                recovery_codes::hash.eq(hash.as_slice()),
                recovery_codes::person_id.eq(DbId::from(person)),
                recovery_codes::created_at.eq(DbTime(at)),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// Uses a code up.
pub(crate) fn use_code(
    connection: &mut Connection,
    person: PersonId,
    hash: &[u8; 32],
    at: Timestamp,
) -> Result<bool, StoreError> {
    let used = diesel::update(recovery_codes::table.find(hash.as_slice()))
        .filter(recovery_codes::person_id.eq(DbId::from(person)))
        .filter(recovery_codes::used_at.is_null())
        .set(recovery_codes::used_at.eq(DbTime(at)))
        .execute(connection)?;
    if used != 1 {
        return Ok(false);
    }
    forgive(connection, person)?;
    Ok(true)
}
