//! Who belongs to which organization.

use diesel::prelude::*;
use domain::id::{OrganizationId, PersonId};
use domain::policy::MembershipRole;
use domain::text::Line;
use jiff::Timestamp;

use super::super::dialect::Connection;
use super::super::schema::{memberships, organizations, persons};
use super::super::values::{DbId, DbTime};
use crate::error::StoreError;
use crate::organization::{Member, Membership};

/// The members of an organization, by name.
pub(crate) fn members(
    connection: &mut Connection,
    organization: OrganizationId,
) -> Result<Vec<Member>, StoreError> {
    let rows: Vec<(DbId, String, String, DbTime)> = memberships::table
        .inner_join(persons::table.on(persons::id.eq(memberships::person_id)))
        .filter(memberships::organization_id.eq(DbId::from(organization)))
        .order((persons::name, persons::id))
        .select((persons::id, persons::name, memberships::role, memberships::created_at))
        .load(connection)?;
    let member = |(person, name, role, since): (DbId, String, String, DbTime)| {
        let role = role_of(person, &role)?;
        Ok(Member { person: person.into(), name: Line::from_stored(name), role, since: since.0 })
    };
    rows.into_iter().map(member).collect()
}

/// The organizations of a person, by name.
pub(crate) fn memberships(
    connection: &mut Connection,
    person: PersonId,
) -> Result<Vec<Membership>, StoreError> {
    let rows: Vec<(DbId, String, String, String, DbTime)> = memberships::table
        .inner_join(organizations::table.on(organizations::id.eq(memberships::organization_id)))
        .filter(memberships::person_id.eq(DbId::from(person)))
        .order((organizations::name, organizations::id))
        .select((
            organizations::id,
            organizations::reference,
            organizations::name,
            memberships::role,
            memberships::created_at,
        ))
        .load(connection)?;
    let membership =
        |(organization, reference, name, role, since): (DbId, String, String, String, DbTime)| {
            Ok(Membership {
                organization: organization.into(),
                reference,
                name: Line::from_stored(name),
                role: role_of(DbId::from(person), &role)?,
                since: since.0,
            })
        };
    rows.into_iter().map(membership).collect()
}

/// Adds a member; `false` when the person is one already.
pub(crate) fn insert(
    connection: &mut Connection,
    organization: OrganizationId,
    person: PersonId,
    role: MembershipRole,
    since: Timestamp,
) -> Result<bool, StoreError> {
    let added = diesel::insert_into(memberships::table)
        .values((
            memberships::organization_id.eq(DbId::from(organization)),
            memberships::person_id.eq(DbId::from(person)),
            memberships::role.eq(role.code()),
            memberships::created_at.eq(DbTime(since)),
        ))
        .on_conflict_do_nothing()
        .execute(connection)?;
    Ok(added == 1)
}

fn role_of(person: DbId, code: &str) -> Result<MembershipRole, StoreError> {
    MembershipRole::from_code(code)
        .ok_or_else(|| StoreError::corrupt("memberships", person.0, format!("role {code}")))
}
