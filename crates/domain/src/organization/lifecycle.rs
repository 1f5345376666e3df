//! The life of an organization: `pending → verified | rejected`, `verified → suspended → verified`.

use jiff::Timestamp;

use super::{Draft, Email, Facts, Organization, OrganizationKind, Standing};
use crate::action::Action;
use crate::audit::{Change, Detail, Subject};
use crate::id::{OrganizationId, PersonId, Revision};
use crate::person::Person;
use crate::policy::{Actor, Denied, MembershipRole, Organizer, Representative, Staff};
use crate::refusal::{Refusal, Refusals};

/// What can be done to an organization; each carries the right to do it.
#[derive(Clone, Debug)]
pub enum Command {
    /// Change what it says of itself.
    Edit(Editor, Box<Draft>),
    /// Let it act.
    Verify(Staff),
    /// Keep it off the bourse.
    Reject(Staff, String),
    /// Keep it from acting for a time, or until it is reinstated.
    Suspend(Staff, String, Option<Timestamp>),
    /// Let it act again.
    Reinstate(Staff),
    /// Find that it was judged wrongly: a suspended one acts again, a rejected one is looked at anew.
    Reconsider(Staff),
}

impl Command {
    /// The name of the command, as `actions` of the API has it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Edit(..) => "edit",
            Self::Verify(_) => "verify",
            Self::Reject(..) => "reject",
            Self::Suspend(..) => "suspend",
            Self::Reinstate(_) => "reinstate",
            Self::Reconsider(_) => "reconsider",
        }
    }
}

/// Proof of the right to change what an organization says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Editor {
    /// Somebody who speaks for it.
    Representative(Representative),
    /// Somebody who runs the bourse.
    Staff(Staff),
}

impl Editor {
    /// Whether this editor may turn the organization into the draft. Name, form and numbers are what staff
    /// verified: once they have looked, a representative cannot exchange them behind their back.
    pub fn may(self, organization: &Organization, draft: &Draft) -> Result<(), Denied> {
        let same = (organization.kind, organization.facts.identity()) == (draft.kind, draft.facts.identity());
        match (self, &organization.standing) {
            (Self::Representative(by), _) if by.organization() != organization.id => {
                Err(Denied::RepresentativeOnly)
            }
            (Self::Representative(_), Standing::Verified { .. } | Standing::Suspended { .. }) if !same => {
                Err(Denied::StaffOnly)
            }
            (Self::Representative(_) | Self::Staff(_), _) => Ok(()),
        }
    }
}

/// What happened to an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It says something else of itself.
    Edited(OrganizationKind, Box<Facts>),
    /// It may act.
    Verified(PersonId),
    /// It is kept off the bourse.
    Rejected(PersonId, String),
    /// It may not act for a time.
    Suspended(PersonId, String, Option<Timestamp>),
    /// It may act again.
    Reinstated(PersonId),
    /// Its rejection is taken back; it waits to be looked at anew.
    Reconsidered,
    /// Its suspension ran out.
    SuspensionEnded(Timestamp),
    /// It is another organization, written down twice.
    Merged(PersonId, OrganizationId),
    /// What another had is its own now.
    Absorbed(OrganizationId),
    /// Somebody belongs to it.
    MemberAdded(PersonId, MembershipRole),
    /// Somebody has another place in it.
    MemberRoleChanged(PersonId, MembershipRole),
    /// Somebody belongs to it no longer.
    MemberRemoved(PersonId),
    /// The contact that it names was erased: the name, the address, or both.
    ContactErased {
        /// Whether the name was theirs; the telephone number goes with it.
        name: bool,
        /// Whether the address was theirs.
        email: bool,
    },
}

impl Event {
    /// The name, as audit log and outbox have it.
    pub const fn action(&self) -> &'static str {
        match self {
            Self::Edited(..) => "organization.edited",
            Self::Verified(_) => "organization.verified",
            Self::Rejected(..) => "organization.rejected",
            Self::Suspended(..) => "organization.suspended",
            Self::Reinstated(_) => "organization.reinstated",
            Self::Reconsidered => "organization.reconsidered",
            Self::SuspensionEnded(_) => "organization.suspension_ended",
            Self::Merged(..) => "organization.merged",
            Self::Absorbed(_) => "organization.absorbed",
            Self::MemberAdded(..) => "organization.member_added",
            Self::MemberRoleChanged(..) => "organization.member_role_changed",
            Self::MemberRemoved(_) => "organization.member_removed",
            Self::ContactErased { .. } => "organization.contact_erased",
        }
    }

    /// The names of those after which it has another standing.
    pub const OF_STANDING: [&str; 7] = [
        "organization.verified",
        "organization.rejected",
        "organization.suspended",
        "organization.reinstated",
        "organization.reconsidered",
        "organization.suspension_ended",
        "organization.merged",
    ];
}

impl Organization {
    /// A new organization that its founder asks to be verified.
    pub fn found(
        id: OrganizationId,
        reference: String,
        draft: Draft,
        founder: PersonId,
        now: Timestamp,
    ) -> (Self, Change) {
        let organization = Self::made(id, reference, draft, Standing::Pending { at: now }, now);
        let change = organization.change("organization.created").with("owner_id", Detail::Id(founder.uuid()));
        (organization, change)
    }

    /// An organization from a sheet, which whoever imports it has looked at: it is verified.
    pub fn imported(id: OrganizationId, reference: String, draft: Draft, now: Timestamp) -> (Self, Change) {
        let organization = Self::made(id, reference, draft, Standing::Verified { at: now, by: None }, now);
        let change = organization.change("organization.imported");
        (organization, change)
    }

    /// An organization as it was elsewhere, which an organizer brings back with the standing that it had.
    pub fn restored(self, _: Organizer) -> (Self, Change) {
        let restored = Self { revision: Revision::FIRST, ..self };
        let change = restored.change("organization.imported");
        (restored, change)
    }

    /// What the actor has the right to do, with what is against it now. Nothing, for other readers.
    pub fn actions(&self, actor: &Actor, now: Timestamp) -> Vec<Action> {
        let try_ = |command: Command| Action::of(command.name(), self.decide(command, now));
        let mut actions = Vec::new();
        let staff = actor.staff();
        let editor = staff.map(Editor::Staff).or(actor.representative(self.id).map(Editor::Representative));
        if let Ok(editor) = editor {
            let (kind, facts) = (self.kind, self.facts.clone());
            let unchanged = Draft { reference: None, kind, facts, doubts: Vec::new() };
            actions.push(try_(Command::Edit(editor, Box::new(unchanged))));
        }
        if let Ok(staff) = staff {
            // The reasons are asked for when it is done.
            let reason = || "?".to_owned();
            actions.push(try_(Command::Verify(staff)));
            actions.push(try_(Command::Reject(staff, reason())));
            actions.push(try_(Command::Suspend(staff, reason(), None)));
            actions.push(try_(Command::Reinstate(staff)));
        }
        actions
    }

    /// What happens to the contact that it names when this person is erased, if it names them.
    pub fn contact_erased(&self, person: &Person) -> Option<Event> {
        let email = self.facts.contact_email.key() == person.email.key();
        let name = self.facts.contact_name.as_ref() == Some(&person.name) || email;
        (email || name).then_some(Event::ContactErased { name, email })
    }

    /// The names of the commands that lead on from the standing it has now.
    fn leads_on(&self, now: Timestamp) -> Vec<&'static str> {
        match &self.standing {
            Standing::Pending { .. } => vec!["edit", "verify", "reject"],
            standing if standing.is_active(now) => vec!["edit", "suspend"],
            Standing::Suspended { .. } => vec!["edit", "reinstate", "reconsider"],
            Standing::Rejected { .. } => vec!["reconsider"],
            Standing::Verified { .. } | Standing::Merged { .. } => Vec::new(),
        }
    }

    /// Whether the command may run now, and what would happen; otherwise every reason against it.
    pub fn decide(&self, command: Command, now: Timestamp) -> Result<Event, Refusals> {
        if !self.leads_on(now).contains(&command.name()) {
            return Err(self.invalid_transition(now));
        }
        let mut reasons = Vec::new();
        if let Command::Reject(_, reason) | Command::Suspend(_, reason, _) = &command
            && reason.trim().is_empty()
        {
            reasons.push(Refusal::ReasonRequired);
        }
        if let Command::Suspend(_, _, Some(until)) = &command
            && *until <= now
        {
            reasons.push(Refusal::ExpiryInPast);
        }
        Refusals::none(reasons)?;
        Ok(match command {
            Command::Edit(_, draft) => Event::Edited(draft.kind, Box::new(draft.facts)),
            Command::Verify(by) => Event::Verified(by.person()),
            Command::Reject(by, reason) => Event::Rejected(by.person(), reason),
            Command::Suspend(by, reason, until) => Event::Suspended(by.person(), reason, until),
            Command::Reinstate(by) => Event::Reinstated(by.person()),
            Command::Reconsider(by) => match self.standing {
                Standing::Rejected { .. } => Event::Reconsidered,
                _ => Event::Reinstated(by.person()),
            },
        })
    }

    /// The standing that it has now does not lead on there.
    pub(super) fn invalid_transition(&self, now: Timestamp) -> Refusals {
        let (current_status, mut allowed_actions) = (self.standing.code_at(now), self.leads_on(now));
        // Nobody asks for it by name: it is what a granted appeal does.
        allowed_actions.retain(|action| *action != "reconsider");
        Refusal::InvalidTransition { current_status, allowed_actions }.into()
    }

    /// The end of a suspension that has run out, to be written down.
    pub fn decide_end_of_suspension(&self, now: Timestamp) -> Option<Event> {
        self.standing.until().filter(|until| *until <= now).map(Event::SuspensionEnded)
    }

    /// The organization after the event, and what is written down about it: no names, no reasons.
    #[must_use]
    pub fn apply(self, event: Event, now: Timestamp) -> (Self, Change) {
        let action = event.action();
        let mut after = Self { updated_at: now, revision: self.revision.next(), ..self };
        let mut details = Vec::new();
        match event {
            Event::Edited(kind, facts) => {
                after.kind = kind;
                after.facts = *facts;
            }
            Event::Verified(by) | Event::Reinstated(by) => {
                after.standing = Standing::Verified { at: now, by: Some(by) };
            }
            Event::Reconsidered => after.standing = Standing::Pending { at: now },
            Event::SuspensionEnded(at) => after.standing = Standing::Verified { at, by: None },
            Event::Rejected(by, reason) => {
                after.standing = Standing::Rejected { at: now, by: Some(by), reason };
            }
            Event::Suspended(by, reason, until) => {
                details.extend(until.map(|until| ("until", Detail::At(until))));
                after.standing = Standing::Suspended { at: now, by: Some(by), reason, until };
            }
            Event::Merged(by, into) => {
                details.push(("into_id", Detail::Id(into.uuid())));
                after.standing = Standing::Merged { at: now, by: Some(by), into };
            }
            Event::Absorbed(duplicate) => details.push(("duplicate_id", Detail::Id(duplicate.uuid()))),
            Event::ContactErased { name, email } => {
                if name {
                    after.facts.contact_name = None;
                    after.facts.contact_phone = None;
                }
                if email {
                    after.facts.contact_email = Email::from_stored(format!("{}@erased.invalid", after.id));
                }
            }
            Event::MemberRemoved(person) => details.push(("person_id", Detail::Id(person.uuid()))),
            Event::MemberAdded(person, role) | Event::MemberRoleChanged(person, role) => {
                details.push(("person_id", Detail::Id(person.uuid())));
                details.push(("role", Detail::Code(role.code().to_owned())));
            }
        }
        let change = details
            .into_iter()
            .fold(after.change(action), |change, (name, detail)| change.with(name, detail));
        (after, change)
    }

    fn made(id: OrganizationId, reference: String, draft: Draft, standing: Standing, now: Timestamp) -> Self {
        let Draft { reference: _, kind, facts, doubts: _ } = draft;
        Self {
            id,
            reference,
            kind,
            facts,
            standing,
            created_at: now,
            updated_at: now,
            revision: Revision::FIRST,
        }
    }

    fn change(&self, action: &'static str) -> Change {
        Change::new(Subject::Organization(self.id), self.revision, action)
            .with("kind", Detail::Code(self.kind.code().to_owned()))
            .with("standing", Detail::Code(self.standing.code().to_owned()))
    }
}
