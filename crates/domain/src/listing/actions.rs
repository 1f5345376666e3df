//! What a caller may do to a listing.

use jiff::Timestamp;

use super::{Closure, Command, Draft, Facts, Listing};
use crate::action::Action;
use crate::policy::Actor;

impl Listing {
    /// What the actor has the right to do, with what is against it now. Nothing, for other readers.
    pub fn actions(&self, actor: &Actor, facts: &Facts<'_>, now: Timestamp) -> Vec<Action> {
        let try_ = |name, command| Action::of(name, self.decide(command, facts, now));
        let mut actions = Vec::new();
        if let Ok(by) = actor.representative(self.organization) {
            let unchanged = Draft { content: self.content.clone(), flags: Vec::new() };
            actions.push(try_("edit", Command::Edit(by, Box::new(unchanged))));
            actions.push(try_("publish", Command::Publish(by, None)));
            actions.push(try_("pause", Command::Pause(by)));
            actions.push(try_("resume", Command::Resume(by)));
            actions.push(try_("close", Command::Close(by, Closure::Withdrawn)));
        }
        if let Ok(by) = actor.moderator(self.organization) {
            actions.push(try_("approve", Command::Approve(by)));
            actions.push(try_("reject", Command::Reject(by, String::new())));
            actions.push(try_("remove", Command::Remove(by)));
        }
        actions
    }
}
