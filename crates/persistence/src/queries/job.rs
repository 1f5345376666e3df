//! The queue of jobs.

use diesel::prelude::*;
use domain::id::{JobId, PersonId};
use domain::job::{ErrorCode, Job, Kind, Progress, State};
use jiff::Timestamp;

use super::super::dialect::{Backend, Connection, for_update_of_free};
use super::super::schema::jobs;
use super::super::values::{DbId, DbJson, DbTime};
use crate::error::StoreError;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = jobs, check_for_backend(Backend), treat_none_as_null = true)]
struct Row {
    id: DbId,
    kind: String,
    payload: DbJson,
    state: String,
    run_after: DbTime,
    attempts: i32,
    fence: i64,
    lease_until: Option<DbTime>,
    progress_done: i64,
    progress_total: Option<i64>,
    requested_by: Option<DbId>,
    error_code: Option<String>,
    created_at: DbTime,
    finished_at: Option<DbTime>,
}

impl Row {
    fn of(job: &Job) -> Result<Self, StoreError> {
        let Job { id, kind, payload, state, attempts, fence, progress, requested_by, created_at } = job;
        let (run_after, lease_until, error) = match state {
            State::Waiting { run_after, last_error } => (*run_after, None, last_error.as_ref()),
            State::Running { lease_until } => (*created_at, Some(*lease_until), None),
            State::Failed { error, .. } => (*created_at, None, Some(error)),
            State::Done { .. } | State::Cancelled { .. } => (*created_at, None, None),
        };
        Ok(Self {
            id: DbId::from(*id),
            kind: kind.code().to_owned(),
            payload: DbJson(serde_json::from_str(payload).map_err(StoreError::backend)?),
            state: state.code().to_owned(),
            run_after: DbTime(run_after),
            attempts: i32::try_from(*attempts).unwrap_or(i32::MAX),
            fence: *fence,
            lease_until: lease_until.map(DbTime),
            progress_done: number(progress.done),
            progress_total: progress.total.map(number),
            requested_by: requested_by.map(DbId::from),
            error_code: error.map(|error| error.as_str().to_owned()),
            created_at: DbTime(*created_at),
            finished_at: state.ended_at().map(DbTime),
        })
    }

    fn job(self) -> Result<Job, StoreError> {
        let Self {
            id,
            kind,
            payload,
            state,
            run_after,
            attempts,
            fence,
            lease_until,
            progress_done,
            progress_total,
            requested_by,
            error_code,
            created_at,
            finished_at,
        } = self;
        let corrupt = |what: String| StoreError::corrupt("jobs", id.0, what);
        let error = error_code.map(ErrorCode::new);
        let state = match (state.as_str(), lease_until, finished_at, error) {
            ("waiting", None, None, last_error) => State::Waiting { run_after: run_after.0, last_error },
            ("running", Some(until), None, None) => State::Running { lease_until: until.0 },
            ("done", None, Some(at), None) => State::Done { at: at.0 },
            ("failed", None, Some(at), Some(error)) => State::Failed { at: at.0, error },
            ("cancelled", None, Some(at), None) => State::Cancelled { at: at.0 },
            (state, ..) => return Err(corrupt(format!("state {state}"))),
        };
        let counted = |number: i64| u64::try_from(number).map_err(|_| corrupt("progress".to_owned()));
        Ok(Job {
            id: id.into(),
            kind: Kind::from_code(&kind).ok_or_else(|| corrupt(format!("kind {kind}")))?,
            payload: payload.0.to_string(),
            state,
            attempts: u32::try_from(attempts).map_err(|_| corrupt("attempts".to_owned()))?,
            fence,
            progress: Progress {
                done: counted(progress_done)?,
                total: progress_total.map(counted).transpose()?,
            },
            requested_by: requested_by.map(PersonId::from),
            created_at: created_at.0,
        })
    }
}

fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn codes(kinds: &[Kind]) -> Vec<&'static str> {
    kinds.iter().map(|kind| kind.code()).collect()
}

/// A job.
pub(crate) fn find(connection: &mut Connection, id: JobId) -> Result<Option<Job>, StoreError> {
    let row: Option<Row> =
        jobs::table.find(DbId::from(id)).select(Row::as_select()).first(connection).optional()?;
    row.map(Row::job).transpose()
}

/// The jobs of a kind that somebody asked for, the latest first.
pub(crate) fn of_person(
    connection: &mut Connection,
    person: PersonId,
    kind: Kind,
    limit: i64,
) -> Result<Vec<Job>, StoreError> {
    let rows: Vec<Row> = jobs::table
        .filter(jobs::requested_by.eq(DbId::from(person)))
        .filter(jobs::kind.eq(kind.code()))
        .order((jobs::created_at.desc(), jobs::id.desc()))
        .limit(limit)
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(Row::job).collect()
}

/// Whether a job of these kinds is due.
pub(crate) fn has_due(
    connection: &mut Connection,
    kinds: &[Kind],
    now: Timestamp,
) -> Result<bool, StoreError> {
    let leased = jobs::table
        .filter(jobs::state.eq("running"))
        .filter(jobs::lease_until.le(DbTime(now)))
        .filter(jobs::kind.eq_any(codes(kinds)))
        .select(jobs::id);
    if leased.first::<DbId>(connection).optional()?.is_some() {
        return Ok(true);
    }
    let waiting = jobs::table
        .filter(jobs::state.eq("waiting"))
        .filter(jobs::run_after.le(DbTime(now)))
        .filter(jobs::kind.eq_any(codes(kinds)))
        .select(jobs::id);
    Ok(waiting.first::<DbId>(connection).optional()?.is_some())
}

/// A job of these kinds that is due, locked.
pub(crate) fn due(
    connection: &mut Connection,
    kinds: &[Kind],
    now: Timestamp,
) -> Result<Option<Job>, StoreError> {
    // Two statements, so that each takes its own partial index.
    let leased = jobs::table
        .filter(jobs::state.eq("running"))
        .filter(jobs::lease_until.le(DbTime(now)))
        .filter(jobs::kind.eq_any(codes(kinds)))
        .order((jobs::lease_until, jobs::id))
        .limit(1)
        .select(Row::as_select());
    let leased: Option<Row> = for_update_of_free!(leased).first(connection).optional()?;
    if let Some(row) = leased {
        return row.job().map(Some);
    }
    let waiting = jobs::table
        .filter(jobs::state.eq("waiting"))
        .filter(jobs::run_after.le(DbTime(now)))
        .filter(jobs::kind.eq_any(codes(kinds)))
        .order((jobs::run_after, jobs::id))
        .limit(1)
        .select(Row::as_select());
    let waiting: Option<Row> = for_update_of_free!(waiting).first(connection).optional()?;
    waiting.map(Row::job).transpose()
}

/// How many jobs wait, run and were given up.
pub(crate) fn count(connection: &mut Connection) -> Result<[(&'static str, i64); 3], StoreError> {
    let mut counts = [("waiting", 0), ("running", 0), ("failed", 0)];
    for (state, count) in &mut counts {
        *count = jobs::table.filter(jobs::state.eq(*state)).count().get_result(connection)?;
    }
    Ok(counts)
}

/// Adds a job.
pub(crate) fn insert(connection: &mut Connection, job: &Job) -> Result<(), StoreError> {
    diesel::insert_into(jobs::table).values(Row::of(job)?).execute(connection)?;
    Ok(())
}

/// Stores a job that was in this state under this fence.
pub(crate) fn save(
    connection: &mut Connection,
    state: &str,
    fence: i64,
    after: &Job,
) -> Result<(), StoreError> {
    let saved = diesel::update(jobs::table.find(DbId::from(after.id)))
        .filter(jobs::fence.eq(fence))
        .filter(jobs::state.eq(state))
        .set(Row::of(after)?)
        .execute(connection)?;
    if saved == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Notes a step and renews the lease.
pub(crate) fn step(
    connection: &mut Connection,
    id: JobId,
    fence: i64,
    progress: Progress,
    lease_until: Timestamp,
) -> Result<(), StoreError> {
    let stepped = diesel::update(jobs::table.find(DbId::from(id)))
        .filter(jobs::fence.eq(fence))
        .filter(jobs::state.eq("running"))
        .set((
            jobs::progress_done.eq(number(progress.done)),
            jobs::progress_total.eq(progress.total.map(number)),
            jobs::lease_until.eq(Some(DbTime(lease_until))),
        ))
        .execute(connection)?;
    if stepped == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Cancels a job that has not ended.
pub(crate) fn cancel(connection: &mut Connection, id: JobId, at: Timestamp) -> Result<bool, StoreError> {
    let cancelled = diesel::update(jobs::table.find(DbId::from(id)))
        .filter(jobs::state.eq_any(["waiting", "running"]))
        .set((
            jobs::state.eq("cancelled"),
            jobs::lease_until.eq(None::<DbTime>),
            jobs::error_code.eq(None::<String>),
            jobs::finished_at.eq(Some(DbTime(at))),
        ))
        .execute(connection)?;
    Ok(cancelled == 1)
}

/// Deletes jobs that ended before.
pub(crate) fn forget(
    connection: &mut Connection,
    before: Timestamp,
    limit: i64,
) -> Result<usize, StoreError> {
    let ended: Vec<DbId> = jobs::table
        .filter(jobs::finished_at.lt(DbTime(before)))
        .order(jobs::finished_at)
        .limit(limit)
        .select(jobs::id)
        .load(connection)?;
    Ok(diesel::delete(jobs::table.filter(jobs::id.eq_any(ended))).execute(connection)?)
}
