//! Appeals: what an owner says against a rejection or a suspension, and what staff answer.

use jiff::Timestamp;

use super::{Organization, Standing};
use crate::action::Action;
use crate::audit::{Change, Detail, Subject};
use crate::id::{AppealId, OrganizationId, PersonId, Revision};
use crate::policy::{Actor, Owner, Staff};
use crate::refusal::{Refusal, Refusals};
use crate::text::{Bounds, Prose};

/// The answer to an appeal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The standing was right, and stays.
    Upheld,
    /// The standing was wrong: a suspended organization acts again, a rejected one is looked at anew.
    Granted,
}

impl Outcome {
    /// The name, as stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Upheld => "upheld",
            Self::Granted => "granted",
        }
    }

    /// The outcome of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Upheld, Self::Granted].into_iter().find(|outcome| outcome.code() == code)
    }
}

/// The answer, by whom and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Which.
    pub outcome: Outcome,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
}

/// An appeal of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appeal {
    /// Its identifier.
    pub id: AppealId,
    /// Whose.
    pub organization: OrganizationId,
    /// Against which standing: its name, and since when it was.
    pub against: (String, Timestamp),
    /// What the owner says.
    pub text: Prose,
    /// Who.
    pub made_by: PersonId,
    /// When.
    pub made_at: Timestamp,
    /// The answer; none while it is open.
    pub decision: Option<Decision>,
    /// How often it changed.
    pub revision: Revision,
}

impl Appeal {
    /// The most characters of a text.
    pub const TEXT: Bounds = Bounds::new(1, 5_000);

    /// An appeal against the standing that the organization has now, where there is something against it.
    pub fn make(
        id: AppealId,
        organization: &Organization,
        text: Prose,
        by: Owner,
        now: Timestamp,
    ) -> Result<(Self, Change), Refusals> {
        let standing = &organization.standing;
        let judged = matches!(standing, Standing::Rejected { .. } | Standing::Suspended { .. });
        if !judged || standing.is_active(now) {
            return Err(organization.invalid_transition(now));
        }
        let made = Self {
            id,
            organization: organization.id,
            against: (standing.code().to_owned(), standing.at()),
            text,
            made_by: by.person(),
            made_at: now,
            decision: None,
            revision: Revision::FIRST,
        };
        let change = made.change("appeal.made");
        Ok((made, change))
    }

    /// Answers it, with the reason. It is answered once.
    pub fn decide(
        self,
        by: Staff,
        outcome: Outcome,
        reason: String,
        now: Timestamp,
    ) -> Result<(Self, Change), Refusals> {
        let mut reasons = Vec::new();
        if self.decision.is_some() {
            let (current_status, allowed_actions) = (self.status(), Vec::new());
            return Err(Refusal::InvalidTransition { current_status, allowed_actions }.into());
        }
        if reason.trim().is_empty() {
            reasons.push(Refusal::ReasonRequired);
        }
        Refusals::none(reasons)?;
        let decision = Decision { outcome, reason, by: by.person(), at: now };
        let after = Self { decision: Some(decision), revision: self.revision.next(), ..self };
        let change = after.change("appeal.decided");
        let change = change.with("outcome", Detail::Code(outcome.code().to_owned()));
        Ok((after, change))
    }

    /// The name of its state, as stored and sent.
    pub fn status(&self) -> &'static str {
        self.decision.as_ref().map_or("open", |decision| decision.outcome.code())
    }

    /// What the actor has the right to do, with what is against it now.
    pub fn actions(&self, actor: &Actor, now: Timestamp) -> Vec<Action> {
        let decided = |by| self.clone().decide(by, Outcome::Upheld, "?".to_owned(), now);
        actor.staff().map(|by| vec![Action::of("decide", decided(by))]).unwrap_or_default()
    }

    fn change(&self, action: &'static str) -> Change {
        Change::new(Subject::Appeal(self.id), self.revision, action)
            .with("organization_id", Detail::Id(self.organization.uuid()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::staff;
    use crate::organization::Command;

    fn check(standing: &Standing, expected: Option<&str>) {
        let now = crate::fixture::now();
        let organization = super::super::tests::organization(standing.clone());
        let decided = organization.decide(Command::Reconsider(staff()), now);
        let after = decided.ok().map(|event| organization.apply(event, now).0.standing.code());
        assert_eq!(after, expected, "{standing:?}");
    }

    #[test]
    fn a_granted_appeal_leads_back() {
        let (at, by, reason) = (crate::fixture::now(), None, "seen".to_owned());
        check(&Standing::Rejected { at, by, reason: reason.clone() }, Some("pending"));
        check(&Standing::Suspended { at, by, reason: reason.clone(), until: None }, Some("verified"));
        check(&Standing::Suspended { at, by, reason, until: Some(at) }, None);
        check(&Standing::Verified { at, by }, None);
        check(&Standing::Pending { at }, None);
    }
}
