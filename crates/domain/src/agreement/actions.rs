//! What a caller may do to an agreement.

use jiff::Timestamp;

use super::{Agreement, Command, Facts};
use crate::action::Action;
use crate::policy::Actor;

impl Agreement {
    /// What the actor has the right to do, with what is against it now.
    pub fn actions(&self, actor: &Actor, facts: &Facts<'_>, now: Timestamp) -> Vec<Action> {
        let try_ = |name, command| Action::of(name, self.decide(command, facts, now));
        let mut actions = Vec::new();
        if let Some(by) = self.representative(actor) {
            actions.push(try_("confirm", Command::Confirm(by, self.terms_revision)));
            actions.push(try_("cancel", Command::Cancel(by, String::new())));
        }
        if let Ok(by) = actor.representative(self.first_contact.organization) {
            actions.push(try_("note_first_contact", Command::NoteFirstContact(by)));
        }
        if let Ok(by) = actor.staff() {
            actions.push(try_("ratify", Command::Ratify(by)));
            if self.representative(actor).is_none() {
                actions.push(try_("cancel", Command::CancelByStaff(by, String::new())));
            }
        }
        actions
    }

    /// For which party the actor may speak: the one that has not confirmed yet before the other.
    pub fn representative(&self, actor: &Actor) -> Option<crate::policy::Representative> {
        let mut parties = [self.organization_a, self.organization_b];
        parties.sort_by_key(|party| self.is_confirmed_by(*party));
        parties.into_iter().find_map(|party| actor.representative(party).ok())
    }
}
