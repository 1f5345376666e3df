//! Accreditations of organizations.

use diesel::prelude::*;
use domain::id::{AccreditationId, OrganizationId, PersonId, Revision};
use domain::organization::{Accreditation, AccreditationKind};
use domain::text::Line;

use super::super::dialect::{Backend, Connection};
use super::super::schema::accreditations::{self, dsl};
use super::super::values::{DbDay, DbId, DbTime};
use crate::error::StoreError;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = accreditations, check_for_backend(Backend), treat_none_as_null = true)]
struct Row {
    id: DbId,
    organization_id: DbId,
    kind: String,
    granted_on: DbDay,
    valid_until: Option<DbDay>,
    reference: Option<String>,
    withdrawn_at: Option<DbTime>,
    withdrawn_by: Option<DbId>,
    created_at: DbTime,
    created_by: DbId,
    revision: i64,
}

impl Row {
    fn of(accreditation: &Accreditation) -> Self {
        let Accreditation {
            id,
            organization,
            kind,
            granted_on,
            valid_until,
            reference,
            withdrawn,
            created_at,
            created_by,
            revision,
        } = accreditation;
        Self {
            id: DbId::from(*id),
            organization_id: DbId::from(*organization),
            kind: kind.code().to_owned(),
            granted_on: DbDay(*granted_on),
            valid_until: valid_until.map(DbDay),
            reference: reference.as_ref().map(|reference| reference.as_str().to_owned()),
            withdrawn_at: withdrawn.map(|(at, _)| DbTime(at)),
            withdrawn_by: withdrawn.map(|(_, by)| DbId::from(by)),
            created_at: DbTime(*created_at),
            created_by: DbId::from(*created_by),
            revision: revision.number(),
        }
    }

    fn accreditation(self) -> Result<Accreditation, StoreError> {
        let corrupt = |what: &str| StoreError::corrupt("accreditations", self.id.0, what);
        let withdrawn = match (self.withdrawn_at, self.withdrawn_by) {
            (Some(at), Some(by)) => Some((at.0, PersonId::from(by))),
            (None, None) => None,
            _ => return Err(corrupt("its withdrawal")),
        };
        Ok(Accreditation {
            id: self.id.into(),
            organization: self.organization_id.into(),
            kind: AccreditationKind::from_code(&self.kind).ok_or_else(|| corrupt("kind"))?,
            granted_on: self.granted_on.0,
            valid_until: self.valid_until.map(|day| day.0),
            reference: self.reference.map(Line::from_stored),
            withdrawn,
            created_at: self.created_at.0,
            created_by: self.created_by.into(),
            revision: Revision::new(self.revision),
        })
    }
}

/// An accreditation of an organization.
pub(crate) fn find(
    connection: &mut Connection,
    organization: OrganizationId,
    id: AccreditationId,
) -> Result<Option<Accreditation>, StoreError> {
    let row = accreditations::table
        .find(DbId::from(id))
        .filter(dsl::organization_id.eq(DbId::from(organization)))
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    row.map(Row::accreditation).transpose()
}

/// The accreditations of an organization, the latest granted first.
pub(crate) fn of_organization(
    connection: &mut Connection,
    organization: OrganizationId,
    limit: i64,
) -> Result<Vec<Accreditation>, StoreError> {
    let rows: Vec<Row> = accreditations::table
        .filter(dsl::organization_id.eq(DbId::from(organization)))
        .order((dsl::granted_on.desc(), dsl::id.desc()))
        .select(Row::as_select())
        .limit(limit)
        .load(connection)?;
    rows.into_iter().map(Row::accreditation).collect()
}

/// Adds an accreditation.
pub(crate) fn insert(connection: &mut Connection, made: &Accreditation) -> Result<(), StoreError> {
    diesel::insert_into(accreditations::table).values(Row::of(made)).execute(connection)?;
    Ok(())
}

/// Stores an accreditation that was at this revision.
pub(crate) fn save(
    connection: &mut Connection,
    after: &Accreditation,
    expected: Revision,
) -> Result<(), StoreError> {
    let saved = diesel::update(accreditations::table.find(DbId::from(after.id)))
        .filter(dsl::revision.eq(expected.number()))
        .set(Row::of(after))
        .execute(connection)?;
    if saved == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
