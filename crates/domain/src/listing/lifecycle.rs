//! The life of a listing: which command leads from which state, and why not.
//!
//! `draft → submitted → published` where the week moderates, or the words ask for it
//! (`submitted → rejected → draft`), else `draft → published`; `published ⇄ paused`; `published → expired → published`; any → `closed`.

use jiff::Timestamp;

use super::{Closure, Draft, Listing, State, Status};
use crate::audit::{Change, Detail, Subject};
use crate::id::{ExchangeWeekId, ListingId, OrganizationId, PersonId, Revision};
use crate::party::Party;
use crate::photo::PhotoChange;
use crate::policy::{Moderator, Organizer, Representative, Staff};
use crate::refusal::{Refusal, Refusals};
use crate::text::Severity;
use crate::week::{Activity, ExchangeWeek};

/// What a decision about a listing needs to know beside the listing.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'f> {
    /// Its week.
    pub week: &'f ExchangeWeek,
    /// Its organization.
    pub party: &'f Party,
    /// How many listings of the organization are open in the week: submitted, published or paused.
    pub open_listings: u32,
}

/// What can be done to a listing; each carries the right to do it.
#[derive(Clone, Debug)]
pub enum Command {
    /// Change what it says; where the change has to be judged first, it waits while the listing stays as it is.
    Edit(Representative, Box<Draft>),
    /// Change its photos.
    Photograph(Representative, PhotoChange),
    /// Show it, or submit it where the week moderates; on an expired one, renew it.
    Publish(Representative, Option<Timestamp>),
    /// Show a draft that came in a sheet. Whoever imports it has looked at it, so nobody moderates it again.
    PublishByStaff(Staff),
    /// Let a submitted one be shown.
    Approve(Moderator),
    /// Let a shown one say what its poster wants it to say.
    ApproveEdit(Moderator, Box<Draft>),
    /// Let it stay as it is.
    RejectEdit(Moderator),
    /// Take the change back that waits.
    WithdrawEdit(Representative),
    /// Send a submitted one back.
    Reject(Moderator, String),
    /// Stop drawing on it for now.
    Pause(Representative),
    /// Go on.
    Resume(Representative),
    /// End it: fulfilled or withdrawn.
    Close(Representative, Closure),
    /// Take it down.
    Remove(Moderator),
}

/// What happened to a listing.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Its content changed; a rejected one is a draft again.
    Edited(PersonId, Box<Draft>),
    /// A change of it waits for approval; it stays as it is.
    EditSubmitted(PersonId, Box<Draft>),
    /// The change that waited was let through.
    EditApproved(PersonId, Box<Draft>),
    /// The change that waited was not let through.
    EditRejected(PersonId),
    /// The change that waited was taken back.
    EditWithdrawn(PersonId),
    /// Its photos changed, which is a change of its content like any other.
    Photographed(PersonId, PhotoChange),
    /// It waits for approval.
    Submitted(PersonId, Option<Timestamp>),
    /// It can be seen.
    Published(PersonId, Option<Timestamp>),
    /// It can be seen again.
    Renewed(PersonId, Option<Timestamp>),
    /// It was let through.
    Approved(PersonId),
    /// It was sent back.
    Rejected(PersonId, String),
    /// It cannot be drawn on for now.
    Paused(PersonId),
    /// It can be drawn on again.
    Resumed(PersonId),
    /// Its time ran out.
    Expired,
    /// It is over.
    Closed(Option<PersonId>, Closure),
}

impl Event {
    /// The name, as audit log and outbox have it.
    pub const fn action(&self) -> &'static str {
        match self {
            Self::Edited(..) => "listing.edited",
            Self::EditSubmitted(..) => "listing.edit_submitted",
            Self::EditApproved(..) => "listing.edit_approved",
            Self::EditRejected(_) => "listing.edit_rejected",
            Self::EditWithdrawn(_) => "listing.edit_withdrawn",
            Self::Photographed(_, change) => change.action(),
            Self::Submitted(..) => "listing.submitted",
            Self::Published(..) => "listing.published",
            Self::Renewed(..) => "listing.renewed",
            Self::Approved(..) => "listing.approved",
            Self::Rejected(..) => "listing.rejected",
            Self::Paused(..) => "listing.paused",
            Self::Resumed(..) => "listing.resumed",
            Self::Expired => "listing.expired",
            Self::Closed(..) => "listing.closed",
        }
    }
}

impl Listing {
    /// A new draft.
    pub fn new(
        id: ListingId,
        reference: String,
        week: ExchangeWeekId,
        organization: OrganizationId,
        by: Option<PersonId>,
        draft: Draft,
        now: Timestamp,
    ) -> (Self, Change) {
        let listing = Self {
            id,
            reference,
            exchange_week: week,
            organization,
            content: draft.content,
            claims: super::Claims::default(),
            status: Status { state: State::Draft, changed_at: now, changed_by: by },
            published_at: None,
            expires_at: None,
            created_at: now,
            updated_at: now,
            revision: Revision::FIRST,
        };
        let change = listing.change("listing.drafted");
        (listing, change)
    }

    /// A listing as it was elsewhere, which an organizer brings back: how it came to its state is not told, only
    /// that it was imported with it. Its claims come with the agreements.
    pub fn restored(self, _: Organizer) -> (Self, Change) {
        let restored = Self { claims: super::Claims::default(), revision: Revision::FIRST, ..self };
        let change = restored.change("listing.imported");
        (restored, change)
    }

    /// Whether the command may run now, and what would happen; otherwise every reason against it.
    pub fn decide(&self, command: Command, facts: &Facts<'_>, now: Timestamp) -> Result<Event, Refusals> {
        let state = self.state_at(now);
        let event = match (&state, command) {
            (State::Closed { .. }, _) => Err(()),
            (_, Command::Edit(by, draft)) => {
                self.reasons_against_edit(&draft, facts)?;
                Ok(if self.waits(&state, &draft, facts) {
                    Event::EditSubmitted(by.person(), draft)
                } else {
                    Event::Edited(by.person(), draft)
                })
            }
            (State::Published | State::Paused | State::Expired, Command::ApproveEdit(by, draft)) => {
                self.reasons_against_edit(&draft, facts)?;
                Ok(Event::EditApproved(by.person(), draft))
            }
            (State::Published | State::Paused | State::Expired, Command::RejectEdit(by)) => {
                Ok(Event::EditRejected(by.person()))
            }
            (State::Published | State::Paused | State::Expired, Command::WithdrawEdit(by)) => {
                Ok(Event::EditWithdrawn(by.person()))
            }
            // A photo would be shown before anybody has looked at it.
            (State::Published | State::Paused | State::Expired, Command::Photograph(_, change))
                if facts.week.settings.moderated && !matches!(change, PhotoChange::Removed(_)) =>
            {
                Err(())
            }
            (_, Command::Photograph(by, change)) => {
                facts.week.permits(Activity::Post)?;
                Ok(Event::Photographed(by.person(), change))
            }
            (State::Draft, Command::Publish(by, until)) => {
                self.reasons_against_publication(until, facts, now)?;
                Ok(if must_be_judged(&self.content, facts) {
                    Event::Submitted(by.person(), until)
                } else {
                    Event::Published(by.person(), until)
                })
            }
            (State::Draft, Command::PublishByStaff(by)) => {
                self.reasons_against_publication(None, facts, now)?;
                Ok(Event::Published(by.person(), None))
            }
            (State::Expired, Command::Publish(by, until)) => {
                self.reasons_against_publication(until, facts, now)?;
                Ok(Event::Renewed(by.person(), until))
            }
            (State::Submitted, Command::Approve(by)) => {
                reasons_against_showing(facts)?;
                Ok(Event::Approved(by.person()))
            }
            (State::Submitted, Command::Reject(by, reason)) => Ok(Event::Rejected(by.person(), reason)),
            (State::Published, Command::Pause(by)) => Ok(Event::Paused(by.person())),
            // It would be expired at once: whoever wants it shown says until when.
            (State::Paused, Command::Publish(by, until)) if self.is_overdue(now) => {
                self.reasons_against_publication(until, facts, now)?;
                Ok(Event::Renewed(by.person(), until))
            }
            (State::Paused, Command::Resume(by)) => {
                let overdue = self.is_overdue(now).then_some(Refusal::ExpiryInPast);
                let shown = reasons_against_showing(facts).err();
                let reasons = shown.iter().flat_map(Refusals::iter).cloned().chain(overdue);
                Refusals::none(reasons.collect())?;
                Ok(Event::Resumed(by.person()))
            }
            (_, Command::Close(by, closure)) => Ok(Event::Closed(Some(by.person()), closure)),
            (_, Command::Remove(by)) => Ok(Event::Closed(Some(by.person()), Closure::RemovedByStaff)),
            _ => Err(()),
        };
        event.map_err(|()| Self::invalid_transition(&state))
    }

    /// Whether its time has run out, whatever its state.
    fn is_overdue(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|expires_at| expires_at <= now)
    }

    /// Its time ran out: what would happen, if it did.
    pub fn decide_expire(&self, now: Timestamp) -> Result<Event, Refusals> {
        let state = self.state_at(now);
        if self.status.state == State::Published && state == State::Expired {
            return Ok(Event::Expired);
        }
        Err(Self::invalid_transition(&state))
    }

    /// Its week is over: what would happen, if it still is open.
    pub fn decide_end_with_week(&self) -> Result<Event, Refusals> {
        match &self.status.state {
            State::Closed { .. } => Err(Self::invalid_transition(&self.status.state)),
            _ => Ok(Event::Closed(None, Closure::WeekEnded)),
        }
    }

    /// Whether a change waits for approval: everybody can see the listing, the change is one of what staff
    /// judge, and they judge it in this week or because of its words.
    fn waits(&self, state: &State, draft: &Draft, facts: &Facts<'_>) -> bool {
        let shown = matches!(state, State::Published | State::Paused | State::Expired);
        shown && self.content.is_judged_apart(&draft.content) && must_be_judged(&draft.content, facts)
    }

    fn reasons_against_edit(&self, draft: &Draft, facts: &Facts<'_>) -> Result<(), Refusals> {
        let mut reasons: Vec<Refusal> = facts.week.permits(Activity::Post).err().into_iter().collect();
        reasons.extend(self.reasons_against_category(draft, facts));
        let claimed = self.claims.sum();
        if let Some(total) = draft.content.total.filter(|total| *total < claimed) {
            let (held, committed) = (self.claims.held, self.claims.committed);
            reasons.push(Refusal::TotalBelowClaims { total, held, committed });
        }
        let measured_otherwise = draft.content.unit != self.content.unit
            || draft.content.direction != self.content.direction
            || draft.content.details.kind() != self.content.details.kind();
        if measured_otherwise && !claimed.is_zero() {
            reasons.push(Refusal::UnitClaimed);
        }
        Refusals::none(reasons)
    }

    fn reasons_against_publication(
        &self,
        until: Option<Timestamp>,
        facts: &Facts<'_>,
        now: Timestamp,
    ) -> Result<(), Refusals> {
        let mut reasons: Vec<Refusal> = facts.week.permits(Activity::Post).err().into_iter().collect();
        reasons.extend(facts.party.reasons_against());
        let max = facts.week.settings.listings_per_organization;
        if facts.open_listings >= max {
            reasons.push(Refusal::ListingCapReached { max });
        }
        if until.is_some_and(|until| until <= now) {
            reasons.push(Refusal::ExpiryInPast);
        }
        reasons.extend(in_week(self.content.category, facts));
        Refusals::none(reasons)
    }

    fn reasons_against_category(&self, draft: &Draft, facts: &Facts<'_>) -> Option<Refusal> {
        // Nobody must move a listing to another shelf just because the week has closed the old one.
        (draft.content.category != self.content.category)
            .then(|| in_week(draft.content.category, facts))
            .flatten()
    }

    fn invalid_transition(state: &State) -> Refusals {
        let allowed_actions = match state {
            State::Draft | State::Expired => vec!["edit", "publish", "close", "remove"],
            State::Submitted => vec!["edit", "approve", "reject", "close", "remove"],
            State::Rejected { .. } => vec!["edit", "close", "remove"],
            State::Published => vec!["edit", "pause", "close", "remove"],
            State::Paused => vec!["edit", "resume", "close", "remove"],
            State::Closed { .. } => Vec::new(),
        };
        Refusal::InvalidTransition { current_status: state.code(), allowed_actions }.into()
    }

    /// The listing after the event, and what is written down about it.
    #[must_use]
    pub fn apply(mut self, event: &Event, now: Timestamp) -> (Self, Change) {
        let (state, by) = match event {
            Event::EditSubmitted(by, _) | Event::EditRejected(by) | Event::EditWithdrawn(by) => {
                (self.status.state.clone(), Some(*by))
            }
            Event::Edited(by, draft) | Event::EditApproved(by, draft) => {
                self.content = draft.content.clone();
                (self.state_when_changed(), Some(*by))
            }
            Event::Photographed(by, _) => (self.state_when_changed(), Some(*by)),
            Event::Submitted(by, until) => {
                self.expires_at = *until;
                (State::Submitted, Some(*by))
            }
            Event::Published(by, until) | Event::Renewed(by, until) => {
                self.expires_at = *until;
                (State::Published, Some(*by))
            }
            Event::Approved(by) | Event::Resumed(by) => (State::Published, Some(*by)),
            Event::Rejected(by, reason) => (State::Rejected { reason: reason.clone() }, Some(*by)),
            Event::Paused(by) => (State::Paused, Some(*by)),
            Event::Expired => (State::Expired, None),
            Event::Closed(by, closure) => (State::Closed { closure: *closure }, *by),
        };
        if state == State::Published {
            self.published_at = self.published_at.or(Some(now));
        }
        if state != self.status.state {
            self.status = Status { state, changed_at: now, changed_by: by };
        }
        self.updated_at = now;
        self.revision = self.revision.next();
        let change = match event {
            Event::Closed(_, closure) => {
                self.change(event.action()).with("closure", Detail::Code(closure.code().to_owned()))
            }
            Event::Photographed(_, change) => {
                self.change(event.action()).with("photo_id", Detail::Id(change.photo().uuid()))
            }
            _ => self.change(event.action()),
        };
        (self, change)
    }

    /// Where a change of what it shows leads: what was sent back is a draft again.
    fn state_when_changed(&self) -> State {
        match &self.status.state {
            State::Rejected { .. } => State::Draft,
            state => state.clone(),
        }
    }

    fn change(&self, action: &'static str) -> Change {
        Change::new(Subject::Listing(self.id), self.revision, action)
            .in_week(self.exchange_week)
            .with("organization_id", Detail::Id(self.organization.uuid()))
            .with("status", Detail::Code(self.status.state.code().to_owned()))
    }
}

/// Whether staff look at a content before it is shown.
fn must_be_judged(content: &super::Content, facts: &Facts<'_>) -> bool {
    facts.week.settings.moderated || content.severity() >= Some(Severity::Blocking)
}

/// Why nothing of this organization can be shown now, if so: also what was let through or shown before.
fn reasons_against_showing(facts: &Facts<'_>) -> Result<(), Refusals> {
    let phase = facts.week.permits(Activity::Post).err();
    Refusals::none(phase.into_iter().chain(facts.party.reasons_against()).collect())
}

/// Why a category cannot be used in the week, if it cannot.
fn in_week(category: crate::vocabulary::Category, facts: &Facts<'_>) -> Option<Refusal> {
    let categories = &facts.week.settings.categories;
    let open = categories.is_empty() || categories.contains(&category);
    (!open).then_some(Refusal::CategoryNotInWeek { category: category.code() })
}
