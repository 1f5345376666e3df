//! What is erased of a person in other rows than their account.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use domain::id::{JobId, OrganizationId, PersonId};
use domain::person::PersonStatus;
use jiff::Timestamp;

use super::super::super::dialect::{Connection, for_update};
use super::super::super::schema::{
    abuse_reports, account_requests, agreements, consents, data_exports, idempotency_records, import_chunks,
    import_rows, import_sheets, imports, invitations, match_terms, matches, memberships, participations,
    person_suspensions, persons, recovery_codes, refresh_tokens, registrations, second_factors, sessions,
};
use super::super::super::values::{DbId, DbTime};
use crate::error::StoreError;

/// The messages and reasons of a person that an answer may hold which was stored since: those of matches and
/// agreements that have changed since.
pub(crate) fn recent_texts(
    connection: &mut Connection,
    person: PersonId,
    since: Timestamp,
) -> Result<Vec<String>, StoreError> {
    let (person, since) = (DbId::from(person), DbTime(since));
    let messages: Vec<Option<String>> = match_terms::table
        .inner_join(matches::table)
        .filter(match_terms::proposed_by_person_id.eq(person))
        .filter(matches::updated_at.ge(since))
        .select(match_terms::message)
        .load(connection)?;
    let reasons: Vec<Option<String>> = matches::table
        .filter(matches::status_changed_by.eq(Some(person)))
        .filter(matches::updated_at.ge(since))
        .select(matches::status_reason)
        .load(connection)?;
    let cancelled: Vec<Option<String>> = agreements::table
        .filter(agreements::status_changed_by.eq(Some(person)))
        .filter(agreements::updated_at.ge(since))
        .select(agreements::status_reason)
        .load(connection)?;
    Ok(messages.into_iter().chain(reasons).chain(cancelled).flatten().collect())
}

/// Puts something else in the place of a text in the answers that are stored for repetition.
pub(crate) fn replace_in_answers(
    connection: &mut Connection,
    text: &str,
    by: &str,
) -> Result<usize, StoreError> {
    let pattern = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let holding = idempotency_records::body.like(format!("%{pattern}%")).escape('\\');
    let replaced =
        sql::<Nullable<Text>>("replace(body, ").bind::<Text, _>(text).sql(", ").bind::<Text, _>(by).sql(")");
    Ok(diesel::update(idempotency_records::table.filter(holding))
        .set(idempotency_records::body.eq(replaced))
        .execute(connection)?)
}

/// Deletes a membership.
pub(crate) fn delete_membership(
    connection: &mut Connection,
    organization: OrganizationId,
    person: PersonId,
) -> Result<bool, StoreError> {
    let row = memberships::table.find((DbId::from(organization), DbId::from(person)));
    Ok(diesel::delete(row).execute(connection)? == 1)
}

/// Deletes or blanks what other rows say of a person; how many rows there were. `email` is the address that they
/// had, where it is known.
pub(crate) fn erase_traces(
    connection: &mut Connection,
    person: PersonId,
    email: Option<&str>,
    now: Timestamp,
) -> Result<usize, StoreError> {
    let rows = [
        access(connection, person)?,
        requests(connection, person, email)?,
        sheets(connection, person, now)?,
        texts(connection, person)?,
        withdraw_consents(connection, person, now)?,
    ];
    Ok(rows.iter().sum())
}

/// What lets them in, or stands for them: logins, tokens, second factors, places.
fn access(connection: &mut Connection, person: PersonId) -> Result<usize, StoreError> {
    let person = DbId::from(person);
    let logins = sessions::table.filter(sessions::person_id.eq(person)).select(sessions::id);
    let tokens = refresh_tokens::table.filter(refresh_tokens::session_id.eq_any(logins));
    let rows = [
        diesel::delete(tokens).execute(connection)?,
        diesel::delete(sessions::table.filter(sessions::person_id.eq(person))).execute(connection)?,
        diesel::delete(second_factors::table.filter(second_factors::person_id.eq(person)))
            .execute(connection)?,
        diesel::delete(recovery_codes::table.filter(recovery_codes::person_id.eq(person)))
            .execute(connection)?,
        diesel::delete(person_suspensions::table.find(person)).execute(connection)?,
    ];
    Ok(rows.iter().sum())
}

/// What they asked for: by mail, for a copy, or with a key.
fn requests(connection: &mut Connection, person: PersonId, email: Option<&str>) -> Result<usize, StoreError> {
    let person = DbId::from(person);
    let mut rows = vec![
        diesel::delete(account_requests::table.filter(account_requests::person_id.eq(Some(person))))
            .execute(connection)?,
        diesel::delete(data_exports::table.filter(data_exports::person_id.eq(person))).execute(connection)?,
        diesel::delete(idempotency_records::table.filter(idempotency_records::caller_id.eq(person)))
            .execute(connection)?,
    ];
    if let Some(email) = email {
        rows.push(
            diesel::delete(account_requests::table.filter(account_requests::email.eq(email)))
                .execute(connection)?,
        );
        rows.push(
            diesel::delete(invitations::table.filter(invitations::email.eq(email))).execute(connection)?,
        );
        rows.push(
            diesel::delete(registrations::table.filter(registrations::email.eq(email)))
                .execute(connection)?,
        );
    }
    Ok(rows.iter().sum())
}

/// The sheets that they sent, and what was said about them. What was imported from them stays; what was not
/// is not any more.
fn sheets(connection: &mut Connection, person: PersonId, now: Timestamp) -> Result<usize, StoreError> {
    let sent: Vec<(DbId, Option<DbId>)> = imports::table
        .filter(imports::person_id.eq(DbId::from(person)))
        .select((imports::id, imports::job_id))
        .load(connection)?;
    let (ids, works): (Vec<DbId>, Vec<Option<DbId>>) = sent.into_iter().unzip();
    for job in works.into_iter().flatten() {
        super::super::job::cancel(connection, JobId::from(job), now)?;
    }
    diesel::delete(import_rows::table.filter(import_rows::import_id.eq_any(&ids))).execute(connection)?;
    diesel::delete(import_sheets::table.filter(import_sheets::import_id.eq_any(&ids))).execute(connection)?;
    diesel::delete(import_chunks::table.filter(import_chunks::import_id.eq_any(&ids))).execute(connection)?;
    Ok(diesel::delete(imports::table.filter(imports::id.eq_any(&ids))).execute(connection)?)
}

/// What they wrote to others: messages, reasons, the words of reports.
fn texts(connection: &mut Connection, person: PersonId) -> Result<usize, StoreError> {
    let (person, nothing) = (DbId::from(person), None::<String>);
    let messages = match_terms::table
        .filter(match_terms::proposed_by_person_id.eq(person))
        .filter(match_terms::message.is_not_null());
    let reasons = matches::table
        .filter(matches::status_changed_by.eq(Some(person)))
        .filter(matches::status_reason.is_not_null());
    // A cancellation and a refusal have a reason; it says nothing from now on.
    let cancelled = agreements::table
        .filter(agreements::status_changed_by.eq(Some(person)))
        .filter(agreements::status_reason.ne(Some("")));
    let decided = participations::table
        .filter(participations::status_changed_by.eq(Some(person)))
        .filter(participations::status_reason.ne(Some("")));
    let reports = abuse_reports::table
        .filter(abuse_reports::person_id.eq(person))
        .filter(abuse_reports::note.is_not_null());
    let rows = [
        diesel::update(messages).set(match_terms::message.eq(&nothing)).execute(connection)?,
        diesel::update(reasons).set(matches::status_reason.eq(&nothing)).execute(connection)?,
        diesel::update(cancelled).set(agreements::status_reason.eq(Some(""))).execute(connection)?,
        diesel::update(decided).set(participations::status_reason.eq(Some(""))).execute(connection)?,
        diesel::update(reports).set(abuse_reports::note.eq(&nothing)).execute(connection)?,
    ];
    Ok(rows.iter().sum())
}

/// That they agreed stays, as a proof, by an id that says nothing any more; that it holds no longer is noted.
fn withdraw_consents(
    connection: &mut Connection,
    person: PersonId,
    now: Timestamp,
) -> Result<usize, StoreError> {
    let given = consents::table
        .filter(consents::person_id.eq(DbId::from(person)))
        .filter(consents::withdrawn_at.is_null());
    Ok(diesel::update(given).set(consents::withdrawn_at.eq(Some(DbTime(now)))).execute(connection)?)
}

/// Those who were erased since, the first first.
pub(crate) fn erased_since(
    connection: &mut Connection,
    since: Timestamp,
    limit: i64,
) -> Result<Vec<PersonId>, StoreError> {
    let ids: Vec<DbId> = persons::table
        .filter(persons::status.eq(PersonStatus::Erased.code()))
        .filter(persons::updated_at.ge(DbTime(since)))
        .order((persons::updated_at, persons::id))
        .limit(limit)
        .select(persons::id)
        .load(connection)?;
    Ok(ids.into_iter().map(PersonId::from).collect())
}

/// Locks an account until the command ends: nobody stores anything for it meanwhile.
pub(crate) fn lock_person(connection: &mut Connection, person: PersonId) -> Result<(), StoreError> {
    let query = persons::table.find(DbId::from(person)).select(persons::id);
    let _: Option<DbId> = for_update!(query).first(connection).optional()?;
    Ok(())
}
