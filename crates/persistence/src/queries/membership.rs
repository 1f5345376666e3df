//! Who belongs to which organization.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use domain::id::{OrganizationId, PersonId, Revision};
use domain::organization::{self, Email};
use domain::policy::MembershipRole;
use domain::text::Line;
use jiff::Timestamp;

use super::super::dialect::Connection;
use super::super::schema::{memberships, organizations, persons};
use super::super::values::{DbId, DbTime};
use crate::error::StoreError;
use crate::organization::{Member, Membership};

/// A member, as the statement reads them.
type MemberRow = (DbId, String, String, String, DbTime, i64);

/// The members of an organization, or one of them.
pub(crate) fn members(
    connection: &mut Connection,
    organization: OrganizationId,
    person: Option<PersonId>,
) -> Result<Vec<Member>, StoreError> {
    let mut query = memberships::table
        .inner_join(persons::table.on(persons::id.eq(memberships::person_id)))
        .filter(memberships::organization_id.eq(DbId::from(organization)))
        .select((
            persons::id,
            persons::name,
            persons::email,
            memberships::role,
            memberships::created_at,
            memberships::revision,
        ))
        .into_boxed();
    if let Some(person) = person {
        query = query.filter(memberships::person_id.eq(DbId::from(person)));
    }
    let rows: Vec<MemberRow> = query.load(connection)?;
    let member = |(person, name, email, role, since, revision): MemberRow| {
        let role = role_of(person, &role)?;
        Ok(Member {
            person: person.into(),
            name: Line::from_stored(name),
            email: Email::from_stored(email),
            role,
            since: since.0,
            revision: Revision::new(revision),
        })
    };
    rows.into_iter().map(member).collect()
}

/// How many owners an organization has.
pub(crate) fn owners(connection: &mut Connection, organization: OrganizationId) -> Result<u64, StoreError> {
    let count: i64 = memberships::table
        .filter(memberships::organization_id.eq(DbId::from(organization)))
        .filter(memberships::role.eq(MembershipRole::Owner.code()))
        .count()
        .get_result(connection)?;
    u64::try_from(count).map_err(StoreError::backend)
}

/// Gives a member another place, or none. The only owner keeps theirs.
pub(crate) fn save(
    connection: &mut Connection,
    before: &organization::Membership,
    to: Option<MembershipRole>,
) -> Result<(), StoreError> {
    const NOT_THE_ONLY_OWNER: &str = "(memberships.role <> 'owner' OR EXISTS (\
        SELECT 1 FROM memberships AS others WHERE others.organization_id = memberships.organization_id \
        AND others.role = 'owner' AND others.person_id <> memberships.person_id))";
    let key = (DbId::from(before.organization), DbId::from(before.person));
    let found = memberships::table.find(key).filter(memberships::revision.eq(before.revision.number()));
    let saved = match to {
        Some(role) => {
            let set = (
                memberships::role.eq(role.code()),
                memberships::revision.eq(before.revision.next().number()),
            );
            if role == MembershipRole::Owner {
                diesel::update(found).set(set).execute(connection)?
            } else {
                diesel::update(found.filter(sql::<Bool>(NOT_THE_ONLY_OWNER))).set(set).execute(connection)?
            }
        }
        None => diesel::delete(found.filter(sql::<Bool>(NOT_THE_ONLY_OWNER))).execute(connection)?,
    };
    if saved == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// The organizations of a person.
pub(crate) fn memberships(
    connection: &mut Connection,
    person: PersonId,
) -> Result<Vec<Membership>, StoreError> {
    let rows: Vec<(DbId, String, String, String, DbTime)> = memberships::table
        .inner_join(organizations::table.on(organizations::id.eq(memberships::organization_id)))
        .filter(memberships::person_id.eq(DbId::from(person)))
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
            memberships::revision.eq(Revision::FIRST.number()),
        ))
        .on_conflict_do_nothing()
        .execute(connection)?;
    Ok(added == 1)
}

fn role_of(person: DbId, code: &str) -> Result<MembershipRole, StoreError> {
    MembershipRole::from_code(code)
        .ok_or_else(|| StoreError::corrupt("memberships", person.0, format!("role {code}")))
}
