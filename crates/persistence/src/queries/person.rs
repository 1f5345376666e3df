//! Accounts.

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use domain::account::Agreed;
use domain::id::{OrganizationId, PersonId, Revision, SessionId};
use domain::organization::Email;
use domain::person::{PasswordHash, Person, PersonStatus};
use domain::policy::{Actor, MembershipRole, StaffRole};
use domain::session::OpenedWith;
use domain::text::Line;
use domain::vocabulary::Locale;
use jiff::Timestamp;

use super::super::dialect::{Backend, Connection};
use super::super::schema::{consents, memberships, person_suspensions, persons, sessions};
use super::super::values::{DbId, DbTime};
use crate::error::StoreError;

/// A caller's staff role, and one of their memberships, if they have any.
type ActorRow = (Option<String>, Option<DbId>, Option<String>);
/// The same, whether they have taken back their yes to the terms, and what the login was opened with.
type LoginRow = (ActorRow, bool, String);

/// Whether somebody has taken back their yes to the terms, and has not said another since.
macro_rules! without_terms {
    () => {{
        let terms = || {
            consents::table
                .filter(consents::person_id.eq(persons::id))
                .filter(consents::agreed_to.eq(Agreed::Terms.code()))
        };
        exists(terms().filter(consents::withdrawn_at.is_not_null()))
            .and(not(exists(terms().filter(consents::withdrawn_at.is_null()))))
    }};
}

/// The caller with this login.
pub(crate) fn actor(
    connection: &mut Connection,
    person: PersonId,
    session: SessionId,
    now: Timestamp,
) -> Result<Option<Actor>, StoreError> {
    let rows: Vec<LoginRow> = persons::table
        .inner_join(sessions::table.on(sessions::person_id.eq(persons::id)))
        .left_join(memberships::table.on(memberships::person_id.eq(persons::id)))
        .filter(persons::id.eq(DbId::from(person)))
        .filter(
            persons::status.eq(PersonStatus::Active.code()).or(persons::status
                .eq(PersonStatus::Suspended.code())
                .and(exists(
                    // A suspension that is over is none, whether that was noted or not.
                    person_suspensions::table
                        .filter(person_suspensions::person_id.eq(persons::id))
                        .filter(person_suspensions::until.assume_not_null().le(DbTime(now))),
                ))),
        )
        .filter(sessions::id.eq(DbId::from(session)))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(DbTime(now)))
        .order(memberships::organization_id)
        .select((
            (persons::staff_role, memberships::organization_id.nullable(), memberships::role.nullable()),
            without_terms!(),
            sessions::opened_with,
        ))
        .load(connection)?;
    let Some((_, _, opened_with)) = rows.first() else { return Ok(None) };
    let opened_with = OpenedWith::from_code(opened_with)
        .ok_or_else(|| StoreError::corrupt("sessions", session, format!("opened with {opened_with}")))?;
    let rows = rows.into_iter().map(|(row, without_terms, _)| entitled(row, without_terms));
    Ok(assembled(person, rows.collect())?.map(|actor| actor.opened_with(opened_with)))
}

/// The active account, without a login.
pub(crate) fn actor_of(connection: &mut Connection, person: PersonId) -> Result<Option<Actor>, StoreError> {
    let rows: Vec<(ActorRow, bool)> = persons::table
        .left_join(memberships::table.on(memberships::person_id.eq(persons::id)))
        .filter(persons::id.eq(DbId::from(person)))
        .filter(persons::status.eq(PersonStatus::Active.code()))
        .order(memberships::organization_id)
        .select((
            (persons::staff_role, memberships::organization_id.nullable(), memberships::role.nullable()),
            without_terms!(),
        ))
        .load(connection)?;
    assembled(person, rows.into_iter().map(|(row, without_terms)| entitled(row, without_terms)).collect())
}

/// The active organizers, the first made first.
pub(crate) fn organizers(connection: &mut Connection, limit: i64) -> Result<Vec<PersonId>, StoreError> {
    let ids: Vec<DbId> = persons::table
        .filter(persons::staff_role.eq(StaffRole::Organizer.code()))
        .filter(persons::status.eq(PersonStatus::Active.code()))
        .order((persons::created_at, persons::id))
        .select(persons::id)
        .limit(limit)
        .load(connection)?;
    Ok(ids.into_iter().map(PersonId::from).collect())
}

/// Whoever has taken back their yes to the terms acts for nobody but themselves.
fn entitled(row: ActorRow, without_terms: bool) -> ActorRow {
    if without_terms { (None, None, None) } else { row }
}

fn assembled(person: PersonId, rows: Vec<ActorRow>) -> Result<Option<Actor>, StoreError> {
    let Some((staff_role, _, _)) = rows.first() else { return Ok(None) };
    let staff_role = staff_role_of(person.uuid(), staff_role.as_deref())?;
    let mut memberships = Vec::with_capacity(rows.len());
    for (_, organization, role) in rows {
        let (Some(organization), Some(role)) = (organization, role) else { continue };
        let role = MembershipRole::from_code(&role)
            .ok_or_else(|| StoreError::corrupt("memberships", person, format!("role {role}")))?;
        memberships.push((OrganizationId::from(organization), role));
    }
    Ok(Some(Actor::new(person, staff_role, memberships)))
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = persons, check_for_backend(Backend), treat_none_as_null = true)]
struct Row {
    id: DbId,
    email: String,
    name: String,
    password_hash: Option<String>,
    locale: String,
    staff_role: Option<String>,
    status: String,
    created_at: DbTime,
    updated_at: DbTime,
    revision: i64,
}

impl Row {
    fn of(person: &Person) -> Self {
        let Person {
            id,
            email,
            name,
            password_hash,
            locale,
            staff_role,
            status,
            created_at,
            updated_at,
            revision,
        } = person;
        Self {
            id: DbId::from(*id),
            email: email.key(),
            name: name.as_str().to_owned(),
            password_hash: password_hash.as_ref().map(|hash| hash.as_str().to_owned()),
            locale: locale.code().to_owned(),
            staff_role: staff_role.map(|role| role.code().to_owned()),
            status: status.code().to_owned(),
            created_at: DbTime(*created_at),
            updated_at: DbTime(*updated_at),
            revision: revision.number(),
        }
    }

    fn person(self) -> Result<Person, StoreError> {
        let Self {
            id,
            email,
            name,
            password_hash,
            locale,
            staff_role,
            status,
            created_at,
            updated_at,
            revision,
        } = self;
        let corrupt = |what: String| StoreError::corrupt("persons", id.0, what);
        Ok(Person {
            id: id.into(),
            email: Email::from_stored(email),
            name: Line::from_stored(name),
            password_hash: password_hash.map(PasswordHash::new),
            locale: Locale::parse(&locale).map_err(|_| corrupt(format!("locale {locale}")))?,
            staff_role: staff_role_of(id.0, staff_role.as_deref())?,
            status: PersonStatus::from_code(&status).ok_or_else(|| corrupt(format!("status {status}")))?,
            created_at: created_at.0,
            updated_at: updated_at.0,
            revision: Revision::new(revision),
        })
    }
}

fn staff_role_of(person: uuid::Uuid, code: Option<&str>) -> Result<Option<StaffRole>, StoreError> {
    code.map(|code| {
        StaffRole::from_code(code)
            .ok_or_else(|| StoreError::corrupt("persons", person, format!("staff role {code}")))
    })
    .transpose()
}

/// An account by its id.
pub(crate) fn find(connection: &mut Connection, id: PersonId) -> Result<Option<Person>, StoreError> {
    let row = persons::table.find(DbId::from(id)).select(Row::as_select()).first(connection).optional()?;
    row.map(Row::person).transpose()
}

/// An account by its address in lower case.
pub(crate) fn by_email(connection: &mut Connection, key: &str) -> Result<Option<Person>, StoreError> {
    let row = persons::table
        .filter(persons::email.eq(key))
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    row.map(Row::person).transpose()
}

/// Adds an account.
pub(crate) fn insert(connection: &mut Connection, person: &Person) -> Result<(), StoreError> {
    diesel::insert_into(persons::table).values(Row::of(person)).execute(connection)?;
    Ok(())
}

/// Stores an account that was at this revision.
pub(crate) fn save(
    connection: &mut Connection,
    after: &Person,
    expected: Revision,
) -> Result<(), StoreError> {
    let saved = diesel::update(persons::table.find(DbId::from(after.id)))
        .filter(persons::revision.eq(expected.number()))
        .set(Row::of(after))
        .execute(connection)?;
    if saved == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Replaces a hash by another of the same password.
pub(crate) fn rehash(
    connection: &mut Connection,
    person: PersonId,
    before: &PasswordHash,
    after: &PasswordHash,
) -> Result<bool, StoreError> {
    let replaced = diesel::update(persons::table.find(DbId::from(person)))
        .filter(persons::password_hash.eq(before.as_str()))
        .set(persons::password_hash.eq(after.as_str()))
        .execute(connection)?;
    Ok(replaced == 1)
}
