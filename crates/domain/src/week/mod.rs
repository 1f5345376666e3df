//! Exchange weeks: the editions of the bourse.
//!
//! A week goes through its phases one by one, and the phase says what may be done in it
//! ([`ExchangeWeek::permits`]). Its days are local days of its time zone.

mod draft;
mod phase;
mod settings;
#[cfg(test)]
mod tests;
mod zone;

pub use draft::{RawWeek, WeekDraft};
pub use phase::{Activity, Phase, PhaseMoved};
pub use settings::{RawSettings, Settings};
pub use zone::Zone;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::audit::{Change, Detail, Subject};
use crate::id::{ExchangeWeekId, Revision};
use crate::policy::Organizer;
use crate::refusal::{Refusal, Refusals};
use crate::text::Line;

/// One edition of the bourse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeWeek {
    /// Its identifier.
    pub id: ExchangeWeekId,
    /// Its short name: `2026`.
    pub reference: String,
    /// What it is called.
    pub name: Line,
    /// Where its days begin and end.
    pub time_zone: Zone,
    /// The first day.
    pub starts_on: Date,
    /// The last day.
    pub ends_on: Date,
    /// How far it has come.
    pub phase: Phase,
    /// Why it was moved there, if somebody said.
    pub phase_reason: Option<String>,
    /// Since when.
    pub phase_changed_at: Timestamp,
    /// What the organizers chose.
    pub settings: Settings,
    /// When the texts were erased that people wrote to each other in it.
    pub texts_erased_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it changed last.
    pub updated_at: Timestamp,
    /// How often it changed.
    pub revision: Revision,
}

impl ExchangeWeek {
    /// A new week in draft. The organizer is the proof of the right.
    pub fn new(id: ExchangeWeekId, draft: WeekDraft, _by: Organizer, now: Timestamp) -> (Self, Change) {
        let WeekDraft { reference, name, time_zone, starts_on, ends_on, settings } = draft;
        let week = Self {
            id,
            reference,
            name,
            time_zone,
            starts_on,
            ends_on,
            phase: Phase::Draft,
            phase_reason: None,
            phase_changed_at: now,
            settings,
            texts_erased_at: None,
            created_at: now,
            updated_at: now,
            revision: Revision::FIRST,
        };
        let change = week.change("exchange_week.created");
        (week, change)
    }

    /// Whether the week may become what the draft says; then what it becomes.
    ///
    /// Its reference, days and time zone stand once listings have been posted for them. A closed week
    /// is history.
    pub fn decide_change(
        &self,
        draft: WeekDraft,
        _by: Organizer,
        now: Timestamp,
    ) -> Result<(Self, Change), Refusals> {
        let WeekDraft { reference, name, time_zone, starts_on, ends_on, settings } = draft;
        let moved = (&reference, &time_zone, starts_on, ends_on)
            != (&self.reference, &self.time_zone, self.starts_on, self.ends_on);
        let last = if moved { Phase::Registration } else { Phase::FollowUp };
        if self.phase > last {
            return Err(self.forbidden(|phase| phase <= last).into());
        }
        let after = Self {
            reference,
            name,
            time_zone,
            starts_on,
            ends_on,
            settings,
            updated_at: now,
            revision: self.revision.next(),
            ..self.clone()
        };
        let change = after.change("exchange_week.changed");
        Ok((after, change))
    }

    /// Whether the week may move to the phase: one step on, or one back with a reason.
    pub fn decide_phase(
        &self,
        to: Phase,
        reason: Option<String>,
        by: Organizer,
        now: Timestamp,
    ) -> Result<PhaseMoved, Refusals> {
        let (phase, asked) = (self.phase.code(), to.code());
        if self.phase.next() == Some(to) || (to.next() == Some(self.phase) && reason.is_some()) {
            Ok(PhaseMoved { from: self.phase, to, reason, by: by.person(), at: now })
        } else if to.next() == Some(self.phase) {
            Err(Refusal::ReasonRequired.into())
        } else {
            Err(Refusal::PhaseStepInvalid { phase, asked }.into())
        }
    }

    /// The week after the move, and what is written down about it.
    #[must_use]
    pub fn apply(self, moved: PhaseMoved) -> (Self, Change) {
        let PhaseMoved { from, to, reason, by: _, at } = moved;
        let after = Self {
            phase: to,
            phase_reason: reason,
            phase_changed_at: at,
            updated_at: at,
            revision: self.revision.next(),
            ..self
        };
        let change = after
            .change("exchange_week.phase_moved")
            .with("from", Detail::Code(from.code().to_owned()))
            .with("to", Detail::Code(to.code().to_owned()));
        (after, change)
    }

    /// From when on the texts are to be erased that people wrote to each other in it; never before it is closed.
    pub fn texts_due_at(&self) -> Option<Timestamp> {
        let waits = self.phase == Phase::Closed && self.texts_erased_at.is_none();
        let kept = SignedDuration::from_hours(24 * i64::from(self.settings.texts_kept_days));
        waits.then(|| self.phase_changed_at.checked_add(kept).unwrap_or(Timestamp::MAX))
    }

    /// The week without those texts, and what is written down about it; where they are not due, it has gone
    /// another way in the meantime.
    pub fn decide_texts_erased(&self, now: Timestamp) -> Result<(Self, Change), Refusals> {
        if self.texts_due_at().is_none_or(|due| now < due) {
            return Err(self.forbidden(|phase| phase == Phase::Closed).into());
        }
        let after = Self {
            texts_erased_at: Some(now),
            updated_at: now,
            revision: self.revision.next(),
            ..self.clone()
        };
        let change = after.change("exchange_week.texts_erased");
        Ok((after, change))
    }

    /// Whether the phase allows this.
    pub fn permits(&self, activity: Activity) -> Result<(), Refusal> {
        if activity.phases().contains(&self.phase) {
            Ok(())
        } else {
            Err(self.forbidden(|phase| activity.phases().contains(&phase)))
        }
    }

    /// From the first instant of the first day to the first instant after the last: half-open, in UTC.
    pub fn window(&self) -> (Timestamp, Timestamp) {
        let end = self.ends_on.tomorrow().map_or(Timestamp::MAX, |day| self.time_zone.start_of(day));
        (self.time_zone.start_of(self.starts_on), end)
    }

    /// The rules of its time zone, for conversions.
    pub fn time_zone(&self) -> TimeZone {
        self.time_zone.rules().clone()
    }

    fn forbidden(&self, allows: impl Fn(Phase) -> bool) -> Refusal {
        let allowed = Phase::ALL.into_iter().filter(|phase| allows(*phase));
        Refusal::PhaseForbids { phase: self.phase.code(), allowed_phases: allowed.map(Phase::code).collect() }
    }

    fn change(&self, action: &'static str) -> Change {
        Change::new(Subject::ExchangeWeek(self.id), self.revision, action).in_week(self.id)
    }
}
