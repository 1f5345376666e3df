//! Participations: an organization's registration for an exchange week.
//!
//! `requested → admitted | refused`, `admitted → withdrawn`. Whoever speaks for the organization asks and
//! withdraws, staff admit and refuse. There is one for each pair of week and organization, for good.

use jiff::Timestamp;
use uuid::Uuid;

use crate::action::Action;
use crate::audit::{Change, Detail, Subject};
use crate::id::{ExchangeWeekId, OrganizationId, PersonId, Revision};
use crate::party::Party;
use crate::policy::{Actor, Organizer, Representative, Staff, Viewer};
use crate::refusal::{Refusal, Refusals};
use crate::week::{Activity, ExchangeWeek};

/// An organization's registration for a week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participation {
    /// Its identifier, which only the audit log uses; the pair names it elsewhere.
    pub id: Uuid,
    /// For which week.
    pub exchange_week: ExchangeWeekId,
    /// Of which organization.
    pub organization: OrganizationId,
    /// How far it has come.
    pub status: ParticipationStatus,
    /// Why, if somebody said.
    pub reason: Option<String>,
    /// Since when.
    pub changed_at: Timestamp,
    /// By whom; the import has nobody.
    pub changed_by: Option<PersonId>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// How often it changed.
    pub revision: Revision,
}

/// How far a registration has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParticipationStatus {
    /// The organization asked.
    Requested,
    /// It takes part.
    Admitted,
    /// It does not.
    Refused,
    /// It took part, and no longer wants to.
    Withdrawn,
}

impl ParticipationStatus {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Requested, Self::Admitted, Self::Refused, Self::Withdrawn];

    /// The name of the status, as stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Admitted => "admitted",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The status of this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// What leads on from it.
    const fn actions(self) -> &'static [&'static str] {
        match self {
            Self::Requested => &["admit", "refuse"],
            Self::Admitted => &["withdraw"],
            Self::Refused | Self::Withdrawn => &[],
        }
    }
}

/// What can be done to a registration; each carries the right to do it.
#[derive(Clone, Debug)]
pub enum Command {
    /// Let the organization take part.
    Admit(Staff),
    /// Do not, for this reason.
    Refuse(Staff, String),
    /// Take part no longer.
    Withdraw(Representative),
}

impl Command {
    const fn name(&self) -> &'static str {
        match self {
            Self::Admit(_) => "admit",
            Self::Refuse(..) => "refuse",
            Self::Withdraw(_) => "withdraw",
        }
    }
}

/// What happened to a registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    status: ParticipationStatus,
    by: PersonId,
    reason: Option<String>,
}

/// What a decision needs to know beside the registration.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'f> {
    /// The week.
    pub week: &'f ExchangeWeek,
    /// The organization.
    pub party: &'f Party,
}

impl Facts<'_> {
    /// What is against registering now: the phase, and an organization that may not act.
    fn reasons_against(&self) -> Vec<Refusal> {
        let Party { organization, active, standing, .. } = *self.party;
        let phase = self.week.permits(Activity::Post).err();
        let inactive = (!active).then_some(Refusal::OrganizationNotActive { organization, standing });
        phase.into_iter().chain(inactive).collect()
    }
}

impl Participation {
    /// Whether an organization may ask to take part now; then its registration.
    pub fn request(
        id: Uuid,
        by: Representative,
        facts: &Facts<'_>,
        now: Timestamp,
    ) -> Result<(Self, Change), Refusals> {
        Refusals::none(facts.reasons_against())?;
        let status = ParticipationStatus::Requested;
        Ok(Self::made(id, by.organization(), facts.week.id, status, Some(by.person()), now))
    }

    /// Whether asking once more is the same as having asked: not after a refusal or a withdrawal.
    pub fn again(&self) -> Result<(), Refusals> {
        match self.status {
            ParticipationStatus::Requested | ParticipationStatus::Admitted => Ok(()),
            ParticipationStatus::Refused | ParticipationStatus::Withdrawn => Err(self.invalid_transition()),
        }
    }

    /// Whether a viewer may see it: public once admitted, while the organization may act; otherwise for its
    /// members and for staff.
    pub fn is_visible_to(&self, viewer: &Viewer, active: bool) -> bool {
        (active && self.status == ParticipationStatus::Admitted)
            || viewer.is_staff()
            || viewer.belongs_to(self.organization)
    }

    /// The registration of an organization from a sheet: it is admitted.
    pub fn imported(
        id: Uuid,
        organization: OrganizationId,
        week: ExchangeWeekId,
        now: Timestamp,
    ) -> (Self, Change) {
        Self::made(id, organization, week, ParticipationStatus::Admitted, None, now)
    }

    /// A registration as it was elsewhere, which an organizer brings back with the status that it had.
    pub fn restored(self, _: Organizer) -> (Self, Change) {
        let restored = Self { revision: Revision::FIRST, ..self };
        let change = Change { action: "participation.imported", ..restored.change() };
        (restored, change)
    }

    /// Whether the command may run now, and what would happen; otherwise every reason against it.
    pub fn decide(&self, command: Command, facts: &Facts<'_>) -> Result<Event, Refusals> {
        if !self.status.actions().contains(&command.name()) {
            return Err(self.invalid_transition());
        }
        let (status, by, reason, reasons) = match command {
            Command::Admit(by) => (ParticipationStatus::Admitted, by.person(), None, facts.reasons_against()),
            Command::Refuse(by, reason) => {
                let reasons =
                    if reason.trim().is_empty() { vec![Refusal::ReasonRequired] } else { Vec::new() };
                (ParticipationStatus::Refused, by.person(), Some(reason), reasons)
            }
            // Whoever wants to leave may, active or not, while there is something to leave.
            Command::Withdraw(by) => {
                let phase = facts.week.permits(Activity::Post).err();
                (ParticipationStatus::Withdrawn, by.person(), None, phase.into_iter().collect())
            }
        };
        Refusals::none(reasons)?;
        Ok(Event { status, by, reason })
    }

    /// The registration after the event, and what is written down about it.
    #[must_use]
    pub fn apply(self, event: Event, now: Timestamp) -> (Self, Change) {
        let Event { status, by, reason } = event;
        let after = Self {
            status,
            reason,
            changed_at: now,
            changed_by: Some(by),
            revision: self.revision.next(),
            ..self
        };
        let change = after.change();
        (after, change)
    }

    /// How far it has come, for the choice between two of the same organization.
    const fn rank(&self) -> u8 {
        match self.status {
            ParticipationStatus::Admitted => 3,
            ParticipationStatus::Requested => 2,
            ParticipationStatus::Withdrawn => 1,
            ParticipationStatus::Refused => 0,
        }
    }

    /// The same of the organization into which its own was merged.
    #[must_use]
    pub fn moved_to(self, organization: OrganizationId) -> (Self, Change) {
        let from = self.organization;
        let after = Self { organization, revision: self.revision.next(), ..self };
        let mut change = after.change().with("from_organization_id", Detail::Id(from.uuid()));
        change.action = "participation.moved";
        (after, change)
    }

    /// What becomes of two registrations for the same week, the survivor's and the duplicate's: the one that
    /// came further counts for the survivor; the duplicate takes part no longer. Those that change.
    pub fn merged(self, duplicate: Self, by: Staff, now: Timestamp) -> Vec<(Self, Change)> {
        let further = duplicate.rank() > self.rank();
        let (status, reason) = (duplicate.status, duplicate.reason.clone());
        let by = by.person();
        let mut changed = Vec::new();
        if further {
            changed.push(self.apply(Event { status, by, reason }, now));
        }
        if matches!(status, ParticipationStatus::Admitted | ParticipationStatus::Requested) {
            let withdrawn = Event { status: ParticipationStatus::Withdrawn, by, reason: None };
            changed.push(duplicate.apply(withdrawn, now));
        }
        changed
    }

    /// What the actor has the right to do, with what is against it now. Nothing, for other readers.
    pub fn actions(&self, actor: &Actor, facts: &Facts<'_>) -> Vec<Action> {
        let try_ = |command: Command| Action::of(command.name(), self.decide(command, facts));
        let mut actions = Vec::new();
        if let Ok(by) = actor.representative(self.organization) {
            actions.push(try_(Command::Withdraw(by)));
        }
        if let Ok(by) = actor.staff() {
            actions.push(try_(Command::Admit(by)));
            // The reason is asked for when it is done.
            actions.push(try_(Command::Refuse(by, "?".to_owned())));
        }
        actions
    }

    fn made(
        id: Uuid,
        organization: OrganizationId,
        exchange_week: ExchangeWeekId,
        status: ParticipationStatus,
        changed_by: Option<PersonId>,
        now: Timestamp,
    ) -> (Self, Change) {
        let participation = Self {
            id,
            exchange_week,
            organization,
            status,
            reason: None,
            changed_at: now,
            changed_by,
            created_at: now,
            revision: Revision::FIRST,
        };
        let change = participation.change();
        (participation, change)
    }

    fn invalid_transition(&self) -> Refusals {
        let allowed_actions = self.status.actions().to_vec();
        Refusal::InvalidTransition { current_status: self.status.code(), allowed_actions }.into()
    }

    fn change(&self) -> Change {
        let action = match self.status {
            ParticipationStatus::Requested => "participation.requested",
            ParticipationStatus::Admitted => "participation.admitted",
            ParticipationStatus::Refused => "participation.refused",
            ParticipationStatus::Withdrawn => "participation.withdrawn",
        };
        Change::new(Subject::Participation(self.id), self.revision, action)
            .in_week(self.exchange_week)
            .with("organization_id", Detail::Id(self.organization.uuid()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organization::OrganizationKind;
    use crate::policy::{MembershipRole, StaffRole};
    use crate::week::{Phase, RawWeek, WeekDraft};

    const HOME: OrganizationId = OrganizationId::new(Uuid::from_u128(1));
    const PERSON: PersonId = PersonId::new(Uuid::from_u128(9));

    fn actor(staff_role: Option<StaffRole>) -> Actor {
        Actor::new(PERSON, staff_role, vec![(HOME, MembershipRole::Owner)])
    }

    fn now() -> Timestamp {
        "2026-05-04T08:00:00Z".parse().unwrap()
    }

    fn week(phase: Phase) -> ExchangeWeek {
        let raw = RawWeek {
            reference: "2026".to_owned(),
            name: "2026".to_owned(),
            starts_on: "2026-06-08".to_owned(),
            ends_on: "2026-06-14".to_owned(),
            ..RawWeek::default()
        };
        let organizer = actor(Some(StaffRole::Organizer)).organizer().unwrap();
        let id = ExchangeWeekId::new(Uuid::from_u128(2));
        let (week, _) = ExchangeWeek::new(id, WeekDraft::parse(&raw).unwrap(), organizer, now());
        ExchangeWeek { phase, ..week }
    }

    fn party(active: bool) -> Party {
        let standing = if active { "verified" } else { "pending" };
        Party { organization: HOME, kind: OrganizationKind::Association, active, standing, admitted: false }
    }

    #[test]
    fn requests_need_a_phase_and_a_standing() {
        let check = |phase, active, expected: &str| {
            let (week, party) = (week(phase), party(active));
            let by = actor(None).representative(HOME).unwrap();
            let facts = Facts { week: &week, party: &party };
            let found = Participation::request(Uuid::from_u128(3), by, &facts, now());
            let found =
                found.map_or_else(|refusals| refusals.to_string(), |(_, change)| change.action.to_owned());
            assert_eq!(found, expected, "{phase:?}, active {active}");
        };
        check(Phase::Draft, true, "phase-forbids");
        check(Phase::Registration, true, "participation.requested");
        check(Phase::Matching, true, "participation.requested");
        check(Phase::Live, true, "participation.requested");
        check(Phase::FollowUp, true, "phase-forbids");
        check(Phase::Closed, false, "phase-forbids, organization-not-active");
        check(Phase::Registration, false, "organization-not-active");
    }

    #[test]
    fn registrations_follow_their_edges() {
        use ParticipationStatus::{Admitted, Refused, Requested, Withdrawn};
        let check = |status: ParticipationStatus, active, expected: [&str; 3]| {
            let (week, party) = (week(Phase::Registration), party(active));
            let facts = Facts { week: &week, party: &party };
            let staff = actor(Some(StaffRole::Broker)).staff().unwrap();
            let by = actor(None).representative(HOME).unwrap();
            let (participation, _) = Participation::imported(Uuid::from_u128(3), HOME, week.id, now());
            let participation = Participation { status, ..participation };
            let commands = [
                Command::Admit(staff),
                Command::Refuse(staff, "not in this town".to_owned()),
                Command::Withdraw(by),
            ];
            let found = commands.map(|command| match participation.decide(command, &facts) {
                Ok(event) => participation.clone().apply(event, now()).0.status.code().to_owned(),
                Err(refusals) => refusals.to_string(),
            });
            assert_eq!(found, expected, "{status:?}, active {active}");
        };
        let no = "invalid-transition";
        check(Requested, true, ["admitted", "refused", no]);
        check(Requested, false, ["organization-not-active", "refused", no]);
        check(Admitted, true, [no, no, "withdrawn"]);
        check(Admitted, false, [no, no, "withdrawn"]);
        check(Refused, true, [no, no, no]);
        check(Withdrawn, true, [no, no, no]);
    }
}
