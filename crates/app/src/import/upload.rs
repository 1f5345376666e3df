//! Imports by API: sheets are sent, wait in the queue, are read by a job, and can be looked at and cancelled.

use domain::id::{ExchangeWeekId, ImportId};
use domain::job::{Kind, State as JobState};
use domain::refusal::Refusal;
use domain::vocabulary::Locale;
use jiff::{SignedDuration, Timestamp};
pub use persistence::{ImportRow, ImportSheet, ImportUpload};
use persistence::{ImportStatus, Reader};

pub use super::errors::{Errors, errors};
pub use super::stored::CHUNK;
use super::work::Payload;
use super::{Authority, SheetName};
use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun};
use crate::job;
use crate::once::{Answer, Done, Once};
use crate::page::{Page, one_more};
use crate::week;

/// How long an import can be looked at, from the day on which it came.
const LIFETIME: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How long the bytes of an import may take.
const UPLOAD: SignedDuration = SignedDuration::from_hours(1);

/// What is sent.
#[derive(Clone, Copy, Debug)]
pub struct Sent {
    /// The week.
    pub exchange_week: Option<ExchangeWeekId>,
    /// Which sheet it is; `None` for an archive of several.
    pub sheet: Option<SheetName>,
    /// In which language to report.
    pub locale: Locale,
    /// Only to say what would happen.
    pub dry_run: bool,
}

/// An import as its sender sees it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// What was sent.
    pub upload: ImportUpload,
    /// `waiting`, `running`, `done`, `refused`, `failed` or `cancelled`.
    pub status: &'static str,
    /// How far each sheet is.
    pub sheets: Vec<ImportSheet>,
}

/// Begins an import, if the caller may import anything of the kind; its bytes follow.
pub fn begin(ctx: &Ctx, caller: &Caller, sent: &Sent) -> Result<ImportId, Error> {
    ctx.command(caller, None, |tx, actor, now| {
        let authority = Authority::of(actor.clone())?;
        if sent.sheet != Some(SheetName::Listings) {
            authority.organizer()?;
        }
        if let Some(id) = sent.exchange_week {
            week::require(tx, id, &actor.viewer())?;
        }
        let import = ImportUpload {
            id: ImportId::next(tx.ids()),
            job: None,
            person: caller.person,
            exchange_week: sent.exchange_week,
            sheet: sent.sheet.map(|sheet| sheet.code().to_owned()),
            locale: sent.locale,
            dry_run: sent.dry_run,
            byte_count: 0,
            status: ImportStatus::Uploading,
            failure: None,
            created_at: now,
            ended_at: None,
        };
        tx.insert_import(&import)?;
        Ok(import.id)
    })
}

/// Adds a piece of the bytes; all but the last have [`CHUNK`] bytes.
pub fn add(ctx: &Ctx, caller: &Caller, id: ImportId, position: i32, bytes: &[u8]) -> Result<(), Error> {
    ctx.command(caller, None, |tx, _, _| Ok(tx.insert_import_chunk(id, position, bytes)?))
}

/// Drops an import whose bytes did not come, or came for the second time.
pub fn drop(ctx: &Ctx, id: ImportId) -> Result<(), Error> {
    ctx.system_command(domain::audit::Cause::System, |tx, _| Ok(tx.forget_import(id)?))
}

/// Puts an import into the queue, all bytes of which are there.
pub fn accept(
    ctx: &Ctx,
    caller: &Caller,
    once: &Once,
    id: ImportId,
    byte_count: i64,
    answer: impl Fn(&Seen) -> Answer,
) -> Result<Done, Error> {
    let accepted = ctx.once(
        caller,
        once,
        |tx, _, now| {
            let payload = Payload { import_id: id.uuid() };
            let job = job::enqueue(tx, Kind::Import, &payload, Some(caller.person), now)?;
            if !tx.accept_import(id, job, byte_count)? {
                return Err(Error::NotFound(Noun::Import));
            }
            let upload = tx.import(id)?.ok_or(Error::NotFound(Noun::Import))?;
            seen(tx, upload)
        },
        answer,
    );
    // What was sent before is there already, and what was refused is not needed.
    if !matches!(accepted, Ok(Done::Now(_))) {
        drop(ctx, id)?;
    }
    accepted
}

/// An import of the caller; organizers see all.
pub fn find(ctx: &Ctx, caller: &Caller, id: ImportId) -> Result<Seen, Error> {
    ctx.question(Some(caller), |reader, viewer, _, _| {
        let upload = require(reader, caller, viewer.is_staff(), id)?;
        seen(reader, upload)
    })
}

/// The imports of the caller, the latest first.
pub fn page(ctx: &Ctx, caller: &Caller, after: Option<ImportId>, limit: u32) -> Result<Page<Seen>, Error> {
    ctx.question(Some(caller), |reader, _, _, _| {
        let found = reader.imports_of(caller.person, after, i64::from(one_more(limit)))?;
        let found = found.into_iter().map(|upload| seen(reader, upload)).collect::<Result<_, _>>()?;
        Ok(Page::cut(found, limit))
    })
}

/// Rows about which there is something to say; with `outcome`, only those.
pub fn rows(
    ctx: &Ctx,
    caller: &Caller,
    id: ImportId,
    outcome: Option<&str>,
    after: Option<(String, i64)>,
    limit: u32,
) -> Result<Page<ImportRow>, Error> {
    ctx.question(Some(caller), |reader, viewer, _, _| {
        require(reader, caller, viewer.is_staff(), id)?;
        let rows = reader.import_rows(id, outcome, after, i64::from(one_more(limit)))?;
        Ok(Page::cut(rows, limit))
    })
}

/// Cancels an import that has not ended. What is imported stays.
pub fn cancel(ctx: &Ctx, caller: &Caller, id: ImportId) -> Result<Seen, Error> {
    ctx.command(caller, None, |tx, actor, now| {
        let upload = require(tx, caller, actor.staff_role.is_some(), id)?;
        let before = seen(tx, upload)?;
        if before.status == "cancelled" {
            return Ok(before);
        }
        let (Some(job), "waiting" | "running") = (before.upload.job, before.status) else {
            let (current_status, allowed_actions) = (before.status, Vec::new());
            return Err(Refusal::InvalidTransition { current_status, allowed_actions }.into());
        };
        if !tx.cancel_job(job, now)? || !tx.end_import(id, ImportStatus::Cancelled, None, now)? {
            return Err(Error::Stale);
        }
        let upload = tx.import(id)?.ok_or(Error::NotFound(Noun::Import))?;
        seen(tx, upload)
    })
}

/// Forgets imports that are old, or whose bytes never came; at most `limit`. How many there were.
pub fn forget_old(ctx: &Ctx, limit: u32) -> Result<usize, Error> {
    ctx.system_command(domain::audit::Cause::System, |tx, now| {
        let old = tx.old_imports(before(now, LIFETIME), before(now, UPLOAD), i64::from(limit))?;
        for id in &old {
            tx.forget_import(*id)?;
        }
        Ok(old.len())
    })
}

fn before(now: Timestamp, duration: SignedDuration) -> Timestamp {
    now.checked_sub(duration).unwrap_or(Timestamp::MIN)
}

pub(super) fn require(
    reader: &mut Reader<'_>,
    caller: &Caller,
    staff: bool,
    id: ImportId,
) -> Result<ImportUpload, Error> {
    let found = reader.import(id)?.filter(|import| import.status != ImportStatus::Uploading);
    found.filter(|import| staff || import.person == caller.person).ok_or(Error::NotFound(Noun::Import))
}

fn seen(reader: &mut Reader<'_>, upload: ImportUpload) -> Result<Seen, Error> {
    let status = match (upload.status, upload.job) {
        (ImportStatus::Accepted, Some(job)) => match reader.job(job)?.map(|job| job.state) {
            Some(JobState::Waiting { .. }) => "waiting",
            Some(JobState::Cancelled { .. }) => "cancelled",
            Some(JobState::Running { .. } | JobState::Done { .. }) => "running",
            Some(JobState::Failed { .. }) | None => "failed",
        },
        (status, _) => status.code(),
    };
    let sheets = reader.import_sheets(upload.id)?;
    Ok(Seen { upload, status, sheets })
}
