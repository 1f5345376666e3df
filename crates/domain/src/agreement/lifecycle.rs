//! The life of an agreement: which command leads from which state, and why not.
//!
//! `pending → confirmed | lapsed | cancelled`, `confirmed → fulfilled | partly_fulfilled | unfulfilled |
//! cancelled`.

use jiff::{SignedDuration, Span, Timestamp};

use super::{Agreement, Confirmation, FirstContact, Ratification, State, Status};
use crate::audit::{Change, Detail, Subject};
use crate::id::{AgreementId, OrganizationId, PersonId, Revision};
use crate::matching::{Claim, Match};
use crate::party::Party;
use crate::policy::{Representative, Staff};
use crate::refusal::{Refusal, Refusals};
use crate::week::{Activity, ExchangeWeek};

/// What a decision about an agreement needs to know beside the agreement.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'f> {
    /// The week.
    pub week: &'f ExchangeWeek,
    /// The two sides, in any order.
    pub parties: [&'f Party; 2],
}

/// What can be done to an agreement; each carries the right to do it.
#[derive(Clone, Debug)]
pub enum Command {
    /// Say yes to these terms, for one party.
    Confirm(Representative, u32),
    /// Find it complete, for the bourse.
    Ratify(Staff),
    /// Call it off, for one party, with the reason.
    Cancel(Representative, String),
    /// Call it off, for the bourse, with the reason.
    CancelByStaff(Staff, String),
    /// Note that the first call was made.
    NoteFirstContact(Representative),
}

/// What happened to an agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// One party said yes; something is still missing.
    ConfirmationGiven(Confirmation),
    /// The last missing yes: it stands.
    Confirmed(Confirmation),
    /// It was found complete, and so it stands.
    Ratified(PersonId),
    /// It was called off.
    Cancelled {
        /// By whom.
        person: PersonId,
        /// For which party; none for the bourse.
        organization: Option<OrganizationId>,
        /// Why.
        reason: String,
        /// Whether it stood already.
        late: bool,
    },
    /// The first call was made.
    FirstContactMade(PersonId),
    /// The time to confirm ran out.
    Lapsed,
}

impl Event {
    /// The name, as audit log and outbox have it.
    pub const fn action(&self) -> &'static str {
        match self {
            Self::ConfirmationGiven(_) => "agreement.confirmation_given",
            Self::Confirmed(_) => "agreement.confirmed",
            Self::Ratified(_) => "agreement.ratified",
            Self::Cancelled { .. } => "agreement.cancelled",
            Self::FirstContactMade(_) => "agreement.first_contact_made",
            Self::Lapsed => "agreement.lapsed",
        }
    }

    /// What becomes of the claims of its contributions, if anything.
    pub const fn claim(&self) -> Option<Claim> {
        match self {
            Self::Confirmed(_) | Self::Ratified(_) => Some(Claim::Committed),
            Self::Cancelled { .. } | Self::Lapsed => Some(Claim::Released),
            Self::ConfirmationGiven(_) | Self::FirstContactMade(_) => None,
        }
    }
}

impl Agreement {
    /// The agreement that an accepted match makes. The party that was asked last, and said yes, is the
    /// one to call.
    pub fn of_match(
        id: AgreementId,
        reference: String,
        match_: &Match,
        week: &ExchangeWeek,
        by: PersonId,
        now: Timestamp,
    ) -> (Self, Change) {
        let days = |days: u32| SignedDuration::from_hours(i64::from(days) * 24);
        let confirm_until = now.checked_add(days(week.settings.confirmation_days)).unwrap_or(Timestamp::MAX);
        let today = week.time_zone.day_of(now);
        let span = Span::new().try_days(week.settings.first_contact_days);
        let due_on = span.and_then(|span| today.checked_add(span)).unwrap_or(today);
        let agreement = Self {
            id,
            reference,
            match_id: match_.id,
            exchange_week: match_.exchange_week,
            organization_a: match_.organization_a,
            organization_b: match_.organization_b,
            terms_revision: match_.terms.revision,
            status: Status { state: State::Pending, changed_at: now, changed_by: Some(by) },
            confirm_until,
            confirmations: Vec::new(),
            ratification: if week.settings.ratification_required {
                Ratification::Awaited
            } else {
                Ratification::NotRequired
            },
            confirmed_at: None,
            first_contact: FirstContact { organization: match_.answerer(), due_on, done: None },
            created_at: now,
            updated_at: now,
            revision: Revision::FIRST,
        };
        let change =
            agreement.change("agreement.made").with("match_id", Detail::Id(agreement.match_id.uuid()));
        (agreement, change)
    }

    /// Whether the command may run now, and what would happen; otherwise every reason against it.
    pub fn decide(&self, command: Command, facts: &Facts<'_>, now: Timestamp) -> Result<Event, Refusals> {
        let state = self.state_at(now);
        match command {
            Command::Confirm(by, terms_revision) => {
                self.decide_confirm(&state, by, terms_revision, facts, now)
            }
            Command::Ratify(by) => self.decide_ratify(&state, by, facts),
            Command::Cancel(by, reason) => {
                self.decide_cancel(&state, by.person(), Some(by.organization()), reason, facts)
            }
            Command::CancelByStaff(by, reason) => {
                self.decide_cancel(&state, by.person(), None, reason, facts)
            }
            Command::NoteFirstContact(by) => match state {
                State::Confirmed if self.first_contact.done.is_none() => {
                    let phase = facts.week.permits(Activity::FollowUp).err();
                    let other = by.organization() != self.first_contact.organization;
                    let other = other.then_some(Refusal::NotYourTurn);
                    Refusals::none(phase.into_iter().chain(other).collect())?;
                    Ok(Event::FirstContactMade(by.person()))
                }
                _ => Err(self.invalid_transition(&state)),
            },
        }
    }

    /// The time to confirm ran out: what would happen, if it did.
    pub fn decide_lapse(&self, now: Timestamp) -> Result<Event, Refusals> {
        if self.status.state == State::Pending && self.confirm_until <= now {
            return Ok(Event::Lapsed);
        }
        Err(self.invalid_transition(&self.state_at(now)))
    }

    fn decide_confirm(
        &self,
        state: &State,
        by: Representative,
        terms_revision: u32,
        facts: &Facts<'_>,
        now: Timestamp,
    ) -> Result<Event, Refusals> {
        match state {
            State::Pending => {}
            State::Lapsed => {
                return Err(Refusal::ConfirmationOverdue { confirm_until: self.confirm_until }.into());
            }
            _ => return Err(self.invalid_transition(state)),
        }
        let mut reasons: Vec<Refusal> = facts.week.permits(Activity::Confirm).err().into_iter().collect();
        reasons.extend(facts.parties.iter().flat_map(|party| party.reasons_against()));
        if !self.has_party(by.organization()) {
            reasons.push(Refusal::NotYourTurn);
        }
        if self.is_confirmed_by(by.organization()) {
            reasons.push(Refusal::AlreadyConfirmed);
        }
        if terms_revision != self.terms_revision {
            reasons.push(Refusal::TermsChanged { terms_revision: self.terms_revision });
        }
        Refusals::none(reasons)?;
        let (organization, person) = (by.organization(), by.person());
        let confirmation = Confirmation { organization, person, terms_revision, at: now };
        let last = self.confirmations.len() == 1;
        let stands = last && self.ratification != Ratification::Awaited;
        Ok(if stands { Event::Confirmed(confirmation) } else { Event::ConfirmationGiven(confirmation) })
    }

    fn decide_ratify(&self, state: &State, by: Staff, facts: &Facts<'_>) -> Result<Event, Refusals> {
        if *state != State::Pending {
            return Err(self.invalid_transition(state));
        }
        let mut reasons: Vec<Refusal> = facts.week.permits(Activity::Confirm).err().into_iter().collect();
        if self.ratification == Ratification::NotRequired {
            reasons.push(Refusal::RatificationNotRequired);
        }
        if self.confirmations.len() < 2 {
            reasons.push(Refusal::ConfirmationsMissing);
        }
        reasons.extend(facts.parties.iter().flat_map(|party| party.reasons_against()));
        Refusals::none(reasons)?;
        Ok(Event::Ratified(by.person()))
    }

    fn decide_cancel(
        &self,
        state: &State,
        person: PersonId,
        organization: Option<OrganizationId>,
        reason: String,
        facts: &Facts<'_>,
    ) -> Result<Event, Refusals> {
        let late = match state {
            State::Pending => false,
            State::Confirmed => true,
            _ => return Err(self.invalid_transition(state)),
        };
        let phase = facts.week.permits(Activity::FollowUp).err();
        let outsider = organization.is_some_and(|organization| !self.has_party(organization));
        let outsider = outsider.then_some(Refusal::NotYourTurn);
        Refusals::none(phase.into_iter().chain(outsider).collect())?;
        Ok(Event::Cancelled { person, organization, reason, late })
    }

    fn invalid_transition(&self, state: &State) -> Refusals {
        let allowed_actions = match state {
            State::Pending => vec!["confirm", "ratify", "cancel"],
            State::Confirmed if self.first_contact.done.is_none() => vec!["note_first_contact", "cancel"],
            State::Confirmed => vec!["cancel"],
            _ => Vec::new(),
        };
        Refusal::InvalidTransition { current_status: state.code(), allowed_actions }.into()
    }

    /// The agreement after the event, and what is written down about it.
    #[must_use]
    pub fn apply(mut self, event: &Event, now: Timestamp) -> (Self, Change) {
        let moved = match event {
            Event::ConfirmationGiven(confirmation) => {
                self.confirmations.push(*confirmation);
                None
            }
            Event::Confirmed(confirmation) => {
                self.confirmations.push(*confirmation);
                Some((State::Confirmed, Some(confirmation.person)))
            }
            Event::Ratified(by) => {
                self.ratification = Ratification::Given { at: now, by: *by };
                Some((State::Confirmed, Some(*by)))
            }
            Event::Cancelled { person, organization, reason, late } => {
                let state = State::Cancelled { by: *organization, reason: reason.clone(), late: *late };
                Some((state, Some(*person)))
            }
            Event::FirstContactMade(by) => {
                self.first_contact.done = Some((now, *by));
                None
            }
            Event::Lapsed => Some((State::Lapsed, None)),
        };
        if let Some((state, by)) = moved {
            if state == State::Confirmed {
                self.confirmed_at = Some(now);
            }
            self.status = Status { state, changed_at: now, changed_by: by };
        }
        self.updated_at = now;
        self.revision = self.revision.next();
        let change = match event {
            Event::ConfirmationGiven(by) | Event::Confirmed(by) => self
                .change(event.action())
                .with("confirmed_by_organization_id", Detail::Id(by.organization.uuid())),
            Event::Cancelled { late, .. } => self.change(event.action()).with("late", Detail::Flag(*late)),
            _ => self.change(event.action()),
        };
        (self, change)
    }

    pub(super) fn change(&self, action: &'static str) -> Change {
        Change::new(Subject::Agreement(self.id), self.revision, action)
            .in_week(self.exchange_week)
            .with("organization_a_id", Detail::Id(self.organization_a.uuid()))
            .with("organization_b_id", Detail::Id(self.organization_b.uuid()))
            .with("terms_revision", Detail::Number(i64::from(self.terms_revision)))
            .with("status", Detail::Code(self.status.state.code().to_owned()))
    }
}

/// The number of an agreement: the year in which it was made, where the week is, and its place in it.
pub fn number(year: i16, place: i64) -> String {
    format!("A-{year}-{place:04}")
}

/// The year and the place of a number that [`number`] gives; none of any other reference.
pub fn place_of(reference: &str) -> Option<(i16, i64)> {
    let (year, place) = reference.strip_prefix("A-")?.split_once('-')?;
    let (year, place) =
        (year.parse().ok()?, place.parse().ok().filter(|place| (1..=MOST_PLACES).contains(place))?);
    (number(year, place) == reference).then_some((year, place))
}

/// More agreements than a year can have: a reference beyond is no number of ours.
const MOST_PLACES: i64 = 999_999_999;
