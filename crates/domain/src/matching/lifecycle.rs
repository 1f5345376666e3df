//! The life of a match: which command leads from which state, and why not.
//!
//! `proposed → accepted | declined | withdrawn | expired | superseded`, and countered: new terms, still
//! proposed, with the roles swapped.

use jiff::{SignedDuration, Timestamp};

use super::{Claim, Match, State, Status, Terms, TermsDraft, TermsFacts};
use crate::audit::{Change, Detail, Subject};
use crate::id::{IdSource, ListingId, MatchId, PersonId, Revision};
use crate::party::Party;
use crate::policy::Representative;
use crate::refusal::{Refusal, Refusals};
use crate::week::{Activity, ExchangeWeek};

/// What an answer to a proposal is judged by.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'f> {
    /// The week.
    pub week: &'f ExchangeWeek,
    /// The two sides, in any order.
    pub parties: [&'f Party; 2],
}

/// What can be done to a match that needs no new terms; each carries the right to do it.
#[derive(Clone, Debug)]
pub enum Command {
    /// Say yes.
    Accept(Representative),
    /// Say no.
    Decline(Representative, Option<String>),
    /// Take it back.
    Withdraw(Representative),
}

/// What happened to a match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The other side said yes.
    Accepted(PersonId),
    /// The other side said no.
    Declined(PersonId, Option<String>),
    /// It was taken back.
    Withdrawn(PersonId),
    /// New terms, to be answered by the other side.
    Countered(Box<Terms>, Timestamp),
    /// Its hold ran out.
    Expired,
    /// A listing that it needs is gone.
    Superseded(ListingId),
}

impl Event {
    /// The name, as audit log and outbox have it.
    pub const fn action(&self) -> &'static str {
        match self {
            Self::Accepted(..) => "match.accepted",
            Self::Declined(..) => "match.declined",
            Self::Withdrawn(..) => "match.withdrawn",
            Self::Countered(..) => "match.countered",
            Self::Expired => "match.expired",
            Self::Superseded(..) => "match.superseded",
        }
    }
}

impl Match {
    /// A new proposal, or every reason against it.
    pub fn propose(
        id: MatchId,
        reference: String,
        draft: TermsDraft,
        by: Representative,
        facts: &TermsFacts<'_>,
        ids: &dyn IdSource,
        now: Timestamp,
    ) -> Result<(Self, Change), Refusals> {
        Refusals::none(draft.reasons_against(facts, now))?;
        let (proposer, answerer) = (by.organization(), facts.answerer.organization);
        let terms = draft.into_terms(1, proposer, by.person(), answerer, ids, now);
        let match_ = Self {
            id,
            reference,
            exchange_week: facts.week.id,
            organization_a: proposer,
            organization_b: answerer,
            terms,
            hold_expires_at: hold(facts.week, now),
            status: Status { state: State::Proposed, changed_at: now, changed_by: Some(by.person()) },
            created_at: now,
            updated_at: now,
            revision: Revision::FIRST,
        };
        let change = match_.change("match.proposed");
        Ok((match_, change))
    }

    /// Whether the terms may be replaced by these, and what would happen; otherwise every reason against.
    pub fn decide_counter(
        &self,
        draft: TermsDraft,
        by: Representative,
        facts: &TermsFacts<'_>,
        ids: &dyn IdSource,
        now: Timestamp,
    ) -> Result<Event, Refusals> {
        self.must_be_proposed(now)?;
        let mut reasons = Vec::new();
        if by.organization() != self.answerer() {
            reasons.push(Refusal::NotYourTurn);
        }
        reasons.extend(draft.reasons_against(facts, now));
        Refusals::none(reasons)?;
        let answerer = self.other(by.organization());
        let terms =
            draft.into_terms(self.terms.revision + 1, by.organization(), by.person(), answerer, ids, now);
        Ok(Event::Countered(Box::new(terms), hold(facts.week, now)))
    }

    /// Whether the command may run now, and what would happen; otherwise every reason against it.
    pub fn decide(&self, command: Command, facts: &Facts<'_>, now: Timestamp) -> Result<Event, Refusals> {
        match command {
            Command::Accept(by) => {
                self.must_be_proposed(now)?;
                let mut reasons: Vec<Refusal> =
                    facts.week.permits(Activity::Negotiate).err().into_iter().collect();
                reasons.extend(Self::turn(by, self.answerer()));
                reasons.extend(facts.parties.iter().flat_map(|party| party.reasons_against()));
                Refusals::none(reasons)?;
                Ok(Event::Accepted(by.person()))
            }
            Command::Decline(by, reason) => {
                self.must_be_proposed(now)?;
                Refusals::none(Self::turn(by, self.answerer()).into_iter().collect())?;
                Ok(Event::Declined(by.person(), reason))
            }
            Command::Withdraw(by) => {
                self.must_be_proposed(now)?;
                Refusals::none(Self::turn(by, self.proposer()).into_iter().collect())?;
                Ok(Event::Withdrawn(by.person()))
            }
        }
    }

    /// The hold ran out: what would happen, if it did.
    pub fn decide_expire(&self, now: Timestamp) -> Result<Event, Refusals> {
        if self.status.state == State::Proposed && self.hold_expires_at <= now {
            return Ok(Event::Expired);
        }
        Err(Self::invalid_transition(&self.state_at(now)))
    }

    /// A listing that it needs is gone: what would happen, if it still needs it.
    pub fn decide_supersede(&self, listing: ListingId, now: Timestamp) -> Result<Event, Refusals> {
        if self.status.state == State::Proposed && self.terms.draws().contains_key(&listing) {
            return Ok(Event::Superseded(listing));
        }
        Err(Self::invalid_transition(&self.state_at(now)))
    }

    pub(super) fn turn(by: Representative, whose: crate::id::OrganizationId) -> Option<Refusal> {
        (by.organization() != whose).then_some(Refusal::NotYourTurn)
    }

    pub(super) fn must_be_proposed(&self, now: Timestamp) -> Result<(), Refusals> {
        match self.state_at(now) {
            State::Proposed => Ok(()),
            State::Expired => Err(Refusal::HoldExpired { expired_at: self.hold_expires_at }.into()),
            state => Err(Self::invalid_transition(&state)),
        }
    }

    fn invalid_transition(state: &State) -> Refusals {
        let allowed_actions = match state {
            State::Proposed => vec!["accept", "decline", "counter", "withdraw"],
            _ => Vec::new(),
        };
        Refusal::InvalidTransition { current_status: state.code(), allowed_actions }.into()
    }

    /// The match after the event, and what is written down about it. Ending otherwise than by acceptance
    /// releases what the terms claimed; new terms claim in place of the old ones.
    #[must_use]
    pub fn apply(mut self, event: &Event, now: Timestamp) -> (Self, Change) {
        let (state, by) = match event {
            Event::Accepted(by) => (State::Accepted, Some(*by)),
            Event::Declined(by, reason) => (State::Declined { reason: reason.clone() }, Some(*by)),
            Event::Withdrawn(by) => (State::Withdrawn, Some(*by)),
            Event::Expired => (State::Expired, None),
            Event::Superseded(listing) => (State::Superseded { listing: *listing }, None),
            Event::Countered(terms, hold_expires_at) => {
                self.hold_expires_at = *hold_expires_at;
                self.terms = (**terms).clone();
                (State::Proposed, Some(terms.proposed_by_person))
            }
        };
        if !matches!(state, State::Proposed | State::Accepted) {
            for contribution in &mut self.terms.contributions {
                contribution.claim = Claim::Released;
            }
        }
        self.status = Status { state, changed_at: now, changed_by: by };
        self.updated_at = now;
        self.revision = self.revision.next();
        let change = match event {
            Event::Superseded(listing) => {
                self.change(event.action()).with("listing_id", Detail::Id(listing.uuid()))
            }
            _ => self.change(event.action()),
        };
        (self, change)
    }

    pub(super) fn change(&self, action: &'static str) -> Change {
        Change::new(Subject::Match(self.id), self.revision, action)
            .in_week(self.exchange_week)
            .with("organization_a_id", Detail::Id(self.organization_a.uuid()))
            .with("organization_b_id", Detail::Id(self.organization_b.uuid()))
            .with("terms_revision", Detail::Number(i64::from(self.terms.revision)))
            .with("status", Detail::Code(self.status.state.code().to_owned()))
    }
}

/// When a hold that begins now runs out.
fn hold(week: &ExchangeWeek, now: Timestamp) -> Timestamp {
    let minutes = i64::from(week.settings.hold_minutes);
    now.checked_add(SignedDuration::from_mins(minutes)).unwrap_or(Timestamp::MAX)
}
