//! Writing agreements, each write guarded.

use diesel::prelude::*;
use domain::agreement::{Agreement, Confirmation};
use domain::id::{AgreementId, Revision};

use super::super::super::dialect::Connection;
use super::super::super::schema::{agreement_confirmations, agreements, counters};
use super::super::super::values::DbId;
use super::row::{Changed, ConfirmationRow, Row};
use crate::error::StoreError;

/// Stores a new agreement.
pub(crate) fn insert(connection: &mut Connection, agreement: &Agreement) -> Result<(), StoreError> {
    diesel::insert_into(agreements::table).values(Row::of(agreement)?).execute(connection)?;
    Ok(())
}

/// Stores a changed one, if it is still at the expected revision.
pub(crate) fn save(
    connection: &mut Connection,
    agreement: &Agreement,
    expected: Revision,
) -> Result<(), StoreError> {
    let guarded = agreements::table
        .filter(agreements::id.eq(DbId::from(agreement.id)))
        .filter(agreements::revision.eq(expected.number()));
    let saved = diesel::update(guarded).set(Changed::of(agreement)).execute(connection)?;
    if saved == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Stores one party's yes; a second one of the same party breaks the key.
pub(crate) fn insert_confirmation(
    connection: &mut Connection,
    id: AgreementId,
    confirmation: &Confirmation,
) -> Result<(), StoreError> {
    let row = ConfirmationRow::of(id, confirmation)?;
    diesel::insert_into(agreement_confirmations::table).values(row).execute(connection)?;
    Ok(())
}

/// The next place in a counted row.
pub(crate) fn next_in(connection: &mut Connection, counter: &str) -> Result<i64, StoreError> {
    Ok(diesel::insert_into(counters::table)
        .values((counters::name.eq(counter), counters::value.eq(1)))
        .on_conflict(counters::name)
        .do_update()
        .set(counters::value.eq(counters::value + 1))
        .returning(counters::value)
        .get_result(connection)?)
}

/// Lets a counted row go on beyond this place. The row is there before it is raised, so two at once never lower it.
pub(crate) fn count_from(connection: &mut Connection, counter: &str, taken: i64) -> Result<(), StoreError> {
    diesel::insert_into(counters::table)
        .values((counters::name.eq(counter), counters::value.eq(taken)))
        .on_conflict(counters::name)
        .do_nothing()
        .execute(connection)?;
    let behind = counters::table.filter(counters::name.eq(counter)).filter(counters::value.lt(taken));
    diesel::update(behind).set(counters::value.eq(taken)).execute(connection)?;
    Ok(())
}
