//! Invitations into organizations.

use diesel::prelude::*;
use domain::id::{InvitationId, OrganizationId, PersonId, Revision};
use domain::organization::{Email, Invitation, InvitationState};
use domain::policy::MembershipRole;
use jiff::Timestamp;

use super::super::dialect::{Backend, Connection};
use super::super::schema::invitations::{self, dsl};
use super::super::values::{DbId, DbTime};
use crate::error::StoreError;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = invitations, check_for_backend(Backend), treat_none_as_null = true)]
struct Row {
    id: DbId,
    organization_id: DbId,
    email: String,
    role: String,
    code_hash: Vec<u8>,
    invited_by: DbId,
    created_at: DbTime,
    expires_at: DbTime,
    status: String,
    status_changed_at: DbTime,
    status_changed_by: Option<DbId>,
    revision: i64,
}

impl Row {
    fn of(invitation: &Invitation) -> Self {
        let (changed_at, changed_by) = match invitation.state {
            InvitationState::Pending => (invitation.created_at, None),
            InvitationState::Accepted { at, by } | InvitationState::Revoked { at, by } => (at, Some(by)),
        };
        Self {
            id: invitation.id.into(),
            organization_id: invitation.organization.into(),
            email: invitation.email.key(),
            role: invitation.role.code().to_owned(),
            code_hash: invitation.code_hash.to_vec(),
            invited_by: invitation.invited_by.into(),
            created_at: DbTime(invitation.created_at),
            expires_at: DbTime(invitation.expires_at),
            status: invitation.state.code().to_owned(),
            status_changed_at: DbTime(changed_at),
            status_changed_by: changed_by.map(DbId::from),
            revision: invitation.revision.number(),
        }
    }

    fn invitation(self) -> Result<Invitation, StoreError> {
        let id = self.id.0;
        let corrupt = |what: &str| StoreError::corrupt("invitations", id, what);
        let (at, by) = (self.status_changed_at.0, self.status_changed_by.map(PersonId::from));
        let state = match (self.status.as_str(), by) {
            ("pending", None) => InvitationState::Pending,
            ("accepted", Some(by)) => InvitationState::Accepted { at, by },
            ("revoked", Some(by)) => InvitationState::Revoked { at, by },
            _ => return Err(corrupt("status and its facts")),
        };
        Ok(Invitation {
            id: self.id.into(),
            organization: self.organization_id.into(),
            email: Email::from_stored(self.email),
            role: MembershipRole::from_code(&self.role).ok_or_else(|| corrupt("role"))?,
            code_hash: self.code_hash.try_into().map_err(|_| corrupt("the hash"))?,
            invited_by: self.invited_by.into(),
            created_at: self.created_at.0,
            expires_at: self.expires_at.0,
            state,
            revision: Revision::new(self.revision),
        })
    }
}

/// An invitation.
pub(crate) fn find(connection: &mut Connection, id: InvitationId) -> Result<Option<Invitation>, StoreError> {
    let row =
        invitations::table.find(DbId::from(id)).select(Row::as_select()).first(connection).optional()?;
    row.map(Row::invitation).transpose()
}

/// The invitation with this secret.
pub(crate) fn by_hash(connection: &mut Connection, hash: &[u8]) -> Result<Option<Invitation>, StoreError> {
    let row = invitations::table
        .filter(dsl::code_hash.eq(hash))
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    row.map(Row::invitation).transpose()
}

/// The invitations into an organization, the latest first.
pub(crate) fn of_organization(
    connection: &mut Connection,
    organization: OrganizationId,
    limit: i64,
) -> Result<Vec<Invitation>, StoreError> {
    let rows: Vec<Row> = invitations::table
        .filter(dsl::organization_id.eq(DbId::from(organization)))
        .order(dsl::id.desc())
        .select(Row::as_select())
        .limit(limit)
        .load(connection)?;
    rows.into_iter().map(Row::invitation).collect()
}

/// The invitations into an organization that can be accepted now.
pub(crate) fn open(
    connection: &mut Connection,
    organization: OrganizationId,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Invitation>, StoreError> {
    let rows: Vec<Row> = invitations::table
        .filter(dsl::organization_id.eq(DbId::from(organization)))
        .filter(dsl::status.eq("pending"))
        .filter(dsl::expires_at.gt(DbTime(now)))
        .order(dsl::id)
        .select(Row::as_select())
        .limit(limit)
        .load(connection)?;
    rows.into_iter().map(Row::invitation).collect()
}

/// Adds an invitation.
pub(crate) fn insert(connection: &mut Connection, made: &Invitation) -> Result<(), StoreError> {
    diesel::insert_into(invitations::table).values(Row::of(made)).execute(connection)?;
    Ok(())
}

/// Stores an invitation that was at this revision.
pub(crate) fn save(
    connection: &mut Connection,
    after: &Invitation,
    expected: Revision,
) -> Result<(), StoreError> {
    let saved = diesel::update(invitations::table.find(DbId::from(after.id)))
        .filter(dsl::revision.eq(expected.number()))
        .set(Row::of(after))
        .execute(connection)?;
    if saved == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
