//! Suspensions: accounts that staff have closed, for a time or until further notice.
//!
//! While one holds, its person cannot log in, and no login of theirs is worth anything. One with an end is
//! over when that has come, also before anybody writes it down.

use jiff::Timestamp;

use crate::audit::{Change, Detail, Subject};
use crate::id::PersonId;
use crate::person::{Person, PersonStatus};
use crate::policy::Closing;
use crate::refusal::{Refusal, Refusals};

/// Why and since when an account is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspension {
    /// Whose account.
    pub person: PersonId,
    /// Why, for staff: the person is not shown it.
    pub reason: String,
    /// Until when; without an end, until staff open the account again.
    pub until: Option<Timestamp>,
    /// Since when.
    pub at: Timestamp,
    /// Who closed it.
    pub by: PersonId,
}

impl Suspension {
    /// Whether the account is still closed.
    pub fn holds(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|until| now < until)
    }
}

/// Closes an account. One that is closed gets the new reason and end.
pub fn suspend(
    person: Person,
    right: Closing,
    reason: &str,
    until: Option<Timestamp>,
    now: Timestamp,
) -> Result<(Person, Suspension, Change), Refusals> {
    let mut refusals = Vec::new();
    if person.status == PersonStatus::Erased {
        refusals.push(erased());
    }
    if person.id == right.by() {
        refusals.push(Refusal::OwnAccount);
    }
    if reason.trim().is_empty() {
        refusals.push(Refusal::ReasonRequired);
    }
    if until.is_some_and(|until| until <= now) {
        refusals.push(Refusal::ExpiryInPast);
    }
    Refusals::none(refusals)?;
    let suspension =
        Suspension { person: person.id, reason: reason.trim().to_owned(), until, at: now, by: right.by() };
    let (person, change) = moved(person, PersonStatus::Suspended, "person.suspended", now);
    let change = match until {
        Some(until) => change.with("until", Detail::At(until)),
        None => change,
    };
    Ok((person, suspension, change))
}

/// Opens a closed account again.
pub fn reinstate(person: Person, _right: Closing, now: Timestamp) -> Result<(Person, Change), Refusals> {
    match person.status {
        PersonStatus::Suspended => Ok(moved(person, PersonStatus::Active, "person.reinstated", now)),
        PersonStatus::Active => Err(Refusal::InvalidTransition {
            current_status: person.status.code(),
            allowed_actions: vec!["suspend"],
        }
        .into()),
        PersonStatus::Erased => Err(erased().into()),
    }
}

/// Writes down that a suspension has come to its end. `None` while it holds, or where the account is not
/// closed.
pub fn lapse(person: Person, suspension: &Suspension, now: Timestamp) -> Option<(Person, Change)> {
    let over = person.status == PersonStatus::Suspended && !suspension.holds(now);
    over.then(|| moved(person, PersonStatus::Active, "person.suspension_lapsed", now))
}

fn erased() -> Refusal {
    Refusal::InvalidTransition { current_status: PersonStatus::Erased.code(), allowed_actions: Vec::new() }
}

fn moved(person: Person, status: PersonStatus, action: &'static str, now: Timestamp) -> (Person, Change) {
    let revision = person.revision.next();
    let change = Change::new(Subject::Person(person.id), revision, action);
    (Person { status, revision, updated_at: now, ..person }, change)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::PersonDraft;
    use crate::policy::{Actor, StaffRole};
    use jiff::SignedDuration;
    use uuid::Uuid;

    fn now() -> Timestamp {
        "2026-06-08T16:00:00Z".parse().unwrap()
    }

    fn person(number: u128, staff_role: Option<StaffRole>, status: PersonStatus) -> Person {
        let draft = PersonDraft::parse("ana@ponte.example", "Ana", "fr").unwrap();
        let (person, _) = Person::new(PersonId::new(Uuid::from_u128(number)), draft, None, staff_role, now());
        Person { status, ..person }
    }

    fn check(by: StaffRole, person: Person, reason: &str, minutes: Option<i64>, expected: &str) {
        let staff = PersonId::new(Uuid::from_u128(1));
        let actor = Actor::new(staff, Some(by), Vec::new());
        let until = minutes.map(|minutes| now() + SignedDuration::from_mins(minutes));
        let found = match actor.closing(&person) {
            Err(denied) => denied.code().to_owned(),
            Ok(right) => match suspend(person, right, reason, until, now()) {
                Err(refusals) => refusals.to_string(),
                Ok((person, suspension, change)) => {
                    assert_eq!((person.status, person.revision), (PersonStatus::Suspended, change.revision));
                    assert_eq!((suspension.by, suspension.until), (staff, until));
                    assert!(suspension.holds(now()));
                    if let Some(until) = until {
                        assert!(!suspension.holds(until));
                        assert!(lapse(person.clone(), &suspension, now()).is_none());
                        let (person, _) = lapse(person, &suspension, until).unwrap();
                        assert_eq!(person.status, PersonStatus::Active);
                    }
                    change.action.to_owned()
                }
            },
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn accounts_are_closed_by_those_who_may() {
        use PersonStatus::{Active, Erased, Suspended};
        use StaffRole::{Broker, Organizer};
        check(Broker, person(2, None, Active), "Spam.", None, "person.suspended");
        check(Broker, person(2, None, Active), "Spam.", Some(5), "person.suspended");
        check(Broker, person(2, None, Suspended), "Spam.", Some(5), "person.suspended");
        check(Broker, person(2, Some(Broker), Active), "Spam.", None, "organizer-only");
        check(Organizer, person(2, Some(Broker), Active), "Spam.", None, "person.suspended");
        check(Organizer, person(1, Some(Organizer), Active), "Spam.", None, "own-account");
        check(Organizer, person(2, None, Active), " ", Some(0), "reason-required, expiry-in-past");
        check(Organizer, person(2, None, Erased), "Spam.", None, "invalid-transition");
    }

    #[test]
    fn accounts_are_opened_again() {
        let actor = Actor::new(PersonId::new(Uuid::from_u128(1)), Some(StaffRole::Broker), Vec::new());
        for (status, expected) in [
            (PersonStatus::Suspended, Ok(PersonStatus::Active)),
            (PersonStatus::Active, Err("invalid-transition")),
            (PersonStatus::Erased, Err("invalid-transition")),
        ] {
            let person = person(2, None, status);
            let right = actor.closing(&person).unwrap();
            let found = reinstate(person, right, now());
            let found = found.map(|(person, _)| person.status).map_err(|refusals| refusals.to_string());
            assert_eq!(found, expected.map_err(str::to_owned));
        }
    }
}
