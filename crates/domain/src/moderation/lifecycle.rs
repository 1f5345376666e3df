//! The life of a case: `open → decided | lapsed`, and who looks at it in between.

use jiff::Timestamp;

use super::{Case, Claim, Kind, LEASE, Matter, Ruling, State, Subject, Verdict};
use crate::audit::{Change, Detail, Subject as Audited};
use crate::id::{CaseId, ExchangeWeekId, OrganizationId, PersonId, Revision};
use crate::listing::Content;
use crate::policy::Moderator;
use crate::refusal::{Refusal, Refusals};

/// What can be done to a case; each carries the right to it.
#[derive(Clone, Debug)]
pub enum Command {
    /// Look at it, so that nobody else does; or go on looking.
    Claim(Moderator),
    /// Stop looking at it.
    Release(Moderator),
    /// Answer it.
    Decide(Moderator, Verdict),
}

/// What happened to a case.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// One more person reported its subject.
    Reported,
    /// The poster wants something else instead.
    Proposed(Box<Content>),
    /// Somebody looks at it.
    Claimed(Claim),
    /// Nobody does any more.
    Released,
    /// It was answered.
    Decided(Ruling),
    /// The question went away.
    Lapsed,
}

impl Event {
    /// The name, as audit log and outbox have it.
    pub const fn action(&self) -> &'static str {
        match self {
            Self::Reported => "moderation_case.reported",
            Self::Proposed(_) => "moderation_case.proposed",
            Self::Claimed(_) => "moderation_case.claimed",
            Self::Released => "moderation_case.released",
            Self::Decided(_) => "moderation_case.decided",
            Self::Lapsed => "moderation_case.lapsed",
        }
    }
}

impl Case {
    /// A new question.
    pub fn open(
        id: CaseId,
        subject: Subject,
        organization: OrganizationId,
        exchange_week: Option<ExchangeWeekId>,
        matter: Matter,
        now: Timestamp,
    ) -> (Self, Change) {
        let case = Self {
            id,
            subject,
            organization,
            exchange_week,
            matter,
            state: State::Open { claim: None },
            opened_at: now,
            updated_at: now,
            revision: Revision::FIRST,
        };
        let change = case.change("moderation_case.opened");
        (case, change)
    }

    /// Whether the command may run now, and what would happen; otherwise every reason against it.
    pub fn decide(&self, command: Command, now: Timestamp) -> Result<Event, Refusals> {
        let State::Open { claim } = self.state else { return Err(self.invalid_transition()) };
        let claim = claim.filter(|claim| claim.holds(now));
        let free_for = |by: PersonId| match claim {
            Some(claim) if claim.by != by => Err(Refusals::from(Refusal::CaseClaimed { until: claim.until })),
            claim => Ok(claim),
        };
        match command {
            Command::Claim(by) => {
                free_for(by.person())?;
                let until = now.checked_add(LEASE).unwrap_or(Timestamp::MAX);
                Ok(Event::Claimed(Claim { by: by.person(), until }))
            }
            Command::Release(by) => match free_for(by.person())? {
                Some(_) => Ok(Event::Released),
                None => Err(self.invalid_transition()),
            },
            Command::Decide(by, verdict) => {
                free_for(by.person())?;
                if !self.decisions().contains(&verdict.decision()) {
                    return Err(self.invalid_transition());
                }
                Ok(Event::Decided(Ruling { verdict, by: by.person(), at: now }))
            }
        }
    }

    /// What follows from what happened to its subject, which may be decided by anybody: one more report,
    /// another proposal, an answer given elsewhere, the end of the question.
    pub fn decide_follow(&self, event: Event) -> Result<Event, Refusals> {
        let fits = match &event {
            Event::Reported => self.matter.kind() == Kind::Report,
            Event::Proposed(_) => self.matter.kind() == Kind::Edit,
            Event::Decided(_) | Event::Lapsed => true,
            Event::Claimed(_) | Event::Released => false,
        };
        let open = matches!(self.state, State::Open { .. });
        if open && fits { Ok(event) } else { Err(self.invalid_transition()) }
    }

    fn invalid_transition(&self) -> Refusals {
        let allowed_actions = self.decisions().into_iter().map(super::Decision::code).collect();
        Refusal::InvalidTransition { current_status: self.state.code(), allowed_actions }.into()
    }

    /// The case after the event, and what is written down about it.
    #[must_use]
    pub fn apply(mut self, event: &Event, now: Timestamp) -> (Self, Change) {
        match event {
            Event::Reported => {}
            Event::Proposed(content) => self.matter = Matter::Edit(content.clone()),
            Event::Claimed(claim) => self.state = State::Open { claim: Some(*claim) },
            Event::Released => self.state = State::Open { claim: None },
            Event::Decided(ruling) => self.state = State::Decided(ruling.clone()),
            Event::Lapsed => self.state = State::Lapsed { at: now },
        }
        self.updated_at = now;
        self.revision = self.revision.next();
        let change = self.change(event.action());
        let change = match event {
            Event::Decided(ruling) => {
                let decided =
                    change.with("decision", Detail::Code(ruling.verdict.decision().code().to_owned()));
                match ruling.verdict.grounds() {
                    Some(grounds) => decided.with("reason", Detail::Code(grounds.reason.code().to_owned())),
                    None => decided,
                }
            }
            _ => change,
        };
        (self, change)
    }

    fn change(&self, action: &'static str) -> Change {
        let change = Change::new(Audited::ModerationCase(self.id), self.revision, action)
            .with("organization_id", Detail::Id(self.organization.uuid()))
            .with("kind", Detail::Code(self.matter.kind().code().to_owned()))
            .with("status", Detail::Code(self.state.code().to_owned()));
        let change = match self.subject.listing() {
            Some(listing) => change.with("listing_id", Detail::Id(listing.uuid())),
            None => change,
        };
        match self.exchange_week {
            Some(week) => change.in_week(week),
            None => change,
        }
    }
}
