//! Appeals of organizations against their standing.

use diesel::prelude::*;
use domain::id::{AppealId, OrganizationId, PersonId, Revision};
use domain::organization::{Appeal, Decision, Outcome};
use domain::text::Prose;

use super::super::dialect::{Backend, Connection};
use super::super::schema::appeals::{self, dsl};
use super::super::values::{DbId, DbTime};
use crate::error::StoreError;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = appeals, check_for_backend(Backend), treat_none_as_null = true)]
struct Row {
    id: DbId,
    organization_id: DbId,
    standing: String,
    standing_since: DbTime,
    text: String,
    made_by: DbId,
    made_at: DbTime,
    status: String,
    decision_reason: Option<String>,
    decided_by: Option<DbId>,
    decided_at: Option<DbTime>,
    revision: i64,
}

impl Row {
    fn of(appeal: &Appeal) -> Self {
        let decision = appeal.decision.as_ref();
        Self {
            id: appeal.id.into(),
            organization_id: appeal.organization.into(),
            standing: appeal.against.0.clone(),
            standing_since: DbTime(appeal.against.1),
            text: appeal.text.as_str().to_owned(),
            made_by: appeal.made_by.into(),
            made_at: DbTime(appeal.made_at),
            status: appeal.status().to_owned(),
            decision_reason: decision.map(|decision| decision.reason.clone()),
            decided_by: decision.map(|decision| decision.by.into()),
            decided_at: decision.map(|decision| DbTime(decision.at)),
            revision: appeal.revision.number(),
        }
    }

    fn appeal(self) -> Result<Appeal, StoreError> {
        let id = self.id.0;
        let decided = (self.status.as_str(), self.decision_reason, self.decided_by, self.decided_at);
        let decision = match decided {
            ("open", None, None, None) => None,
            (status, Some(reason), Some(by), Some(at)) => {
                let outcome = Outcome::from_code(status);
                let outcome = outcome.ok_or_else(|| StoreError::corrupt("appeals", id, "status"))?;
                Some(Decision { outcome, reason, by: PersonId::from(by), at: at.0 })
            }
            _ => return Err(StoreError::corrupt("appeals", id, "its decision")),
        };
        Ok(Appeal {
            id: self.id.into(),
            organization: self.organization_id.into(),
            against: (self.standing, self.standing_since.0),
            text: Prose::from_stored(self.text),
            made_by: self.made_by.into(),
            made_at: self.made_at.0,
            decision,
            revision: Revision::new(self.revision),
        })
    }
}

/// An appeal of an organization.
pub(crate) fn find(
    connection: &mut Connection,
    organization: OrganizationId,
    id: AppealId,
) -> Result<Option<Appeal>, StoreError> {
    let row = appeals::table
        .find(DbId::from(id))
        .filter(dsl::organization_id.eq(DbId::from(organization)))
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    row.map(Row::appeal).transpose()
}

/// The appeals of an organization, the latest first.
pub(crate) fn of_organization(
    connection: &mut Connection,
    organization: OrganizationId,
    limit: i64,
) -> Result<Vec<Appeal>, StoreError> {
    let rows: Vec<Row> = appeals::table
        .filter(dsl::organization_id.eq(DbId::from(organization)))
        .order(dsl::id.desc())
        .select(Row::as_select())
        .limit(limit)
        .load(connection)?;
    rows.into_iter().map(Row::appeal).collect()
}

/// Adds an appeal.
pub(crate) fn insert(connection: &mut Connection, made: &Appeal) -> Result<(), StoreError> {
    diesel::insert_into(appeals::table).values(Row::of(made)).execute(connection)?;
    Ok(())
}

/// Stores an appeal that was at this revision.
pub(crate) fn save(
    connection: &mut Connection,
    after: &Appeal,
    expected: Revision,
) -> Result<(), StoreError> {
    let saved = diesel::update(appeals::table.find(DbId::from(after.id)))
        .filter(dsl::revision.eq(expected.number()))
        .set(Row::of(after))
        .execute(connection)?;
    if saved == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
