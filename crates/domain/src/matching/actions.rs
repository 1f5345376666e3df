//! What a caller may do to a match.

use jiff::Timestamp;

use super::{Command, Facts, Match};
use crate::action::Action;
use crate::policy::{Actor, Representative};
use crate::refusal::{Refusal, Refusals};
use crate::week::Activity;

impl Match {
    /// What the actor has the right to do, with what is against it now. Only representatives of the two
    /// parties have a part in it.
    pub fn actions(&self, actor: &Actor, facts: &Facts<'_>, now: Timestamp) -> Vec<Action> {
        let try_ = |name, command| Action::of(name, self.decide(command, facts, now));
        let mut actions = Vec::new();
        if let Ok(by) = actor.representative(self.answerer()) {
            actions.push(try_("accept", Command::Accept(by)));
            actions.push(try_("decline", Command::Decline(by, None)));
            actions.push(Action::of("counter", self.may_counter(by, facts, now)));
        }
        if let Ok(by) = actor.representative(self.proposer()) {
            actions.push(try_("withdraw", Command::Withdraw(by)));
        }
        actions
    }

    /// What is against other terms, whatever they are.
    fn may_counter(&self, by: Representative, facts: &Facts<'_>, now: Timestamp) -> Result<(), Refusals> {
        self.must_be_proposed(now)?;
        let mut reasons: Vec<Refusal> = facts.week.permits(Activity::Negotiate).err().into_iter().collect();
        reasons.extend(Self::turn(by, self.answerer()));
        reasons.extend(facts.parties.iter().flat_map(|party| party.reasons_against()));
        Refusals::none(reasons)
    }
}
