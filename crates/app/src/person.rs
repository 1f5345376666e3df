//! Accounts: made by the operator for staff and for the contacts of imported organizations.

use domain::audit::Cause;
use domain::id::{OrganizationId, PersonId};
use domain::organization::Event;
use domain::person::{PasswordHash, Person, PersonDraft};
use domain::policy::{MembershipRole, StaffRole};
use domain::refusal::Refusal;
use jiff::Timestamp;
use persistence::{Constraint, Membership, StoreError, Tx};
use secrecy::SecretString;

use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun};
use crate::password;

/// The caller's own account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Me {
    /// The account.
    pub person: Person,
    /// Where they belong, by name.
    pub memberships: Vec<Membership>,
}

/// The caller's own account.
pub fn me(ctx: &Ctx, caller: &Caller) -> Result<Me, Error> {
    ctx.question(Some(caller), |reader, _, actor, _| {
        let person = actor.map_or(caller.person, |actor| actor.person);
        let memberships = reader.memberships(person)?;
        let person = reader.person(person)?.ok_or(Error::NotFound(Noun::Person))?;
        Ok(Me { person, memberships })
    })
}

/// Makes an account of staff; at the command line, where whoever gives the command owns the database.
pub fn create_staff(
    ctx: &Ctx,
    draft: &PersonDraft,
    password: &SecretString,
    role: StaffRole,
) -> Result<Person, Error> {
    let hash = password::hash(ctx, password)?;
    ctx.system_command(Cause::System, |tx, now| {
        // Asked first, so that a transaction is not lost over it; the index decides between two at once.
        if tx.person_by_email(&draft.email)?.is_some() {
            return Err(Refusal::EmailTaken.into());
        }
        make(tx, draft, &hash, Some(role), now)
    })
}

/// Makes an account for the contact of an organization, or finds the one with that address, and makes its
/// person an owner; at the command line. An account that was there keeps its password.
pub fn create_member(
    ctx: &Ctx,
    organization: OrganizationId,
    draft: &PersonDraft,
    hash: &PasswordHash,
) -> Result<PersonId, Error> {
    ctx.system_command(Cause::Import, |tx, now| {
        join(tx, organization, draft, hash, MembershipRole::Owner, now)
    })
}

/// Does what [`create_member`] does within another command's transaction, such as an import. Hash a password
/// that many accounts get once, before.
pub(crate) fn join(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    draft: &PersonDraft,
    hash: &PasswordHash,
    role: MembershipRole,
    now: Timestamp,
) -> Result<PersonId, Error> {
    let person = match tx.person_by_email(&draft.email)? {
        Some(person) => person,
        None => make(tx, draft, hash, None, now)?,
    };
    let before = tx.organization_unseen(organization)?.ok_or(Error::NotFound(Noun::Organization))?;
    if tx.insert_membership(organization, person.id, role)? {
        let expected = before.revision;
        let (after, change) = before.apply(Event::MemberAdded(person.id, role), now);
        tx.save_organization(&after, expected, &change)?;
    }
    Ok(person.id)
}

fn make(
    tx: &mut Tx<'_>,
    draft: &PersonDraft,
    hash: &PasswordHash,
    role: Option<StaffRole>,
    now: Timestamp,
) -> Result<Person, Error> {
    let (person, change) =
        Person::new(PersonId::next(tx.ids()), draft.clone(), Some(hash.clone()), role, now);
    tx.insert_person(&person, &change).map_err(|error| match error {
        StoreError::Violated(Constraint::PersonEmail) => Refusal::EmailTaken.into(),
        error => Error::from(error),
    })?;
    Ok(person)
}
