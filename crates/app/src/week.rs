//! Exchange weeks: made, changed and moved through their phases by organizers, read by everybody.

use domain::audit::Cause;
use domain::id::{ExchangeWeekId, PersonId, Revision};
use domain::policy::Viewer;
use domain::refusal::Refusal;
use domain::week::{ExchangeWeek, Phase, RawWeek, WeekDraft};
use persistence::{Constraint, Reader, StoreError, WeekCursor};

use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun, ignore_stale};
use crate::page::{Page, one_more};

/// Makes a week, in draft.
pub fn create(ctx: &Ctx, caller: &Caller, draft: &WeekDraft) -> Result<ExchangeWeek, Error> {
    ctx.command(caller, None, |tx, actor, now| {
        let organizer = actor.organizer()?;
        let (week, change) = ExchangeWeek::new(ExchangeWeekId::next(tx.ids()), draft.clone(), organizer, now);
        tx.insert_week(&week, &change).map_err(|error| taken(error, &week))?;
        Ok(week)
    })
}

/// Makes a week in the name of an organizer, and moves it on to a phase: for the command line, where nobody
/// has logged in.
pub fn open(ctx: &Ctx, organizer: PersonId, draft: &WeekDraft, phase: Phase) -> Result<ExchangeWeek, Error> {
    let cause = Cause::Person { person: organizer, session: None, organization: None };
    ctx.system_command(cause, |tx, now| {
        let actor = tx.actor_of(organizer)?.ok_or(Error::Unauthenticated)?;
        let organizer = actor.organizer()?;
        let (mut week, change) =
            ExchangeWeek::new(ExchangeWeekId::next(tx.ids()), draft.clone(), organizer, now);
        tx.insert_week(&week, &change).map_err(|error| taken(error, &week))?;
        while let Some(next) = week.phase.next().filter(|_| week.phase < phase) {
            let moved = week.decide_phase(next, None, organizer, now)?;
            let expected = week.revision;
            let (after, change) = week.apply(moved);
            tx.save_week(&after, expected, &change)?;
            week = after;
        }
        Ok(week)
    })
}

/// Changes what the organizers chose: `edit` gets the week as it would be sent, and the result is checked
/// as a new one is.
pub fn change(
    ctx: &Ctx,
    caller: &Caller,
    id: ExchangeWeekId,
    expected: Revision,
    edit: impl Fn(&mut RawWeek),
) -> Result<ExchangeWeek, Error> {
    ctx.command(caller, None, |tx, actor, now| {
        let week = require(tx, id, &actor.viewer())?;
        let organizer = actor.organizer()?;
        let mut raw = RawWeek::from(&week);
        edit(&mut raw);
        let draft = WeekDraft::parse(&raw)?;
        require_revision(&week, expected)?;
        let (after, change) = week.decide_change(draft, organizer, now)?;
        tx.save_week(&after, expected, &change).map_err(|error| taken(error, &after))?;
        Ok(after)
    })
}

/// Moves a week one phase on, or one back with a reason.
pub fn move_phase(
    ctx: &Ctx,
    caller: &Caller,
    id: ExchangeWeekId,
    expected: Revision,
    to: Phase,
    reason: Option<&str>,
) -> Result<ExchangeWeek, Error> {
    ctx.command(caller, None, |tx, actor, now| {
        let week = require(tx, id, &actor.viewer())?;
        let organizer = actor.organizer()?;
        require_revision(&week, expected)?;
        let moved = week.decide_phase(to, reason.map(str::to_owned), organizer, now)?;
        let (after, change) = week.apply(moved);
        tx.save_week(&after, expected, &change)?;
        Ok(after)
    })
}

/// Erases what people wrote to each other in weeks that were closed longer ago than these keep it: messages,
/// reasons, listings that nobody was shown. At most `limit` weeks. How many there were.
pub fn erase_texts(ctx: &Ctx, limit: u32) -> Result<usize, Error> {
    let due = ctx.system_question(|reader, now| {
        let closed = reader.weeks_with_texts(i64::from(limit))?.into_iter();
        Ok(closed.filter(|week| week.texts_due_at().is_some_and(|due| due <= now)).collect::<Vec<_>>())
    })?;
    for week in &due {
        let erased = ctx.system_command(Cause::System, |tx, now| {
            let (after, change) = week.decide_texts_erased(now)?;
            tx.erase_texts_of_week(week.id)?;
            Ok(tx.save_week(&after, week.revision, &change)?)
        });
        ignore_stale(erased)?;
    }
    Ok(due.len())
}

/// A week that the caller may see.
pub fn find(ctx: &Ctx, caller: Option<&Caller>, id: ExchangeWeekId) -> Result<ExchangeWeek, Error> {
    ctx.question(caller, |reader, viewer, _, _| require(reader, id, viewer))
}

/// The week of this reference that the caller may see.
pub fn find_by_reference(ctx: &Ctx, caller: Option<&Caller>, reference: &str) -> Result<ExchangeWeek, Error> {
    ctx.question(caller, |reader, viewer, _, _| {
        reader.week_by_reference(reference, viewer)?.ok_or(Error::NotFound(Noun::ExchangeWeek))
    })
}

/// The weeks that the caller may see, the latest first.
pub fn page(
    ctx: &Ctx,
    caller: Option<&Caller>,
    after: Option<WeekCursor>,
    limit: u32,
) -> Result<Page<ExchangeWeek>, Error> {
    ctx.question(caller, |reader, viewer, _, _| {
        Ok(Page::cut(reader.weeks(viewer, after, one_more(limit))?, limit))
    })
}

/// The week as a command in it needs it, or 404 where the actor may not see it.
pub(crate) fn require(
    reader: &mut Reader<'_>,
    id: ExchangeWeekId,
    viewer: &Viewer,
) -> Result<ExchangeWeek, Error> {
    reader.week(id, viewer)?.ok_or(Error::NotFound(Noun::ExchangeWeek))
}

fn require_revision(week: &ExchangeWeek, expected: Revision) -> Result<(), Error> {
    if week.revision == expected { Ok(()) } else { Err(Error::Stale) }
}

fn taken(error: StoreError, week: &ExchangeWeek) -> Error {
    match error {
        StoreError::Violated(Constraint::ExchangeWeekReference) => {
            Refusal::ReferenceTaken { reference: week.reference.clone() }.into()
        }
        error => error.into(),
    }
}
