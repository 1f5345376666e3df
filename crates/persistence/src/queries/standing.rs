//! How organizations came to their standing, and what was looked at.

use std::collections::HashMap;

use diesel::prelude::*;
use domain::id::{OrganizationId, PersonId, Revision};
use domain::organization::{Evidence, EvidenceKind, Organization};
use domain::text::{Line, Prose};
use jiff::Timestamp;

use super::super::dialect::{Backend, Connection};
use super::super::schema::{organizations, standing_changes, verification_evidence};
use super::super::values::{DbDay, DbId, DbTime, time};
use super::organization::row::{Row as OrganizationRow, stored_code, stored_standing};
use crate::error::StoreError;
use crate::standing::StandingChange;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = standing_changes, check_for_backend(Backend), treat_none_as_default_value = false)]
struct Row {
    organization_id: DbId,
    organization_revision: i64,
    standing: String,
    reason: Option<String>,
    until: Option<DbTime>,
    changed_at: DbTime,
    changed_by: Option<DbId>,
    merged_into_id: Option<DbId>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = verification_evidence, check_for_backend(Backend), treat_none_as_default_value = false)]
struct EvidenceRow {
    organization_id: DbId,
    organization_revision: i64,
    position: i32,
    kind: String,
    note: Option<String>,
    reference: Option<String>,
    checked_on: DbDay,
    checked_by: DbId,
}

impl Row {
    fn of(organization: &Organization) -> Self {
        let standing = &organization.standing;
        Self {
            organization_id: organization.id.into(),
            organization_revision: organization.revision.number(),
            standing: stored_code(standing).to_owned(),
            reason: standing.reason().map(str::to_owned),
            until: standing.until().map(DbTime),
            changed_at: DbTime(standing.at()),
            changed_by: standing.by().map(DbId::from),
            merged_into_id: standing.merged_into().map(DbId::from),
        }
    }

    fn change(self, evidence: Vec<Evidence>) -> Result<StandingChange, StoreError> {
        let by = self.changed_by.map(PersonId::from);
        let into = self.merged_into_id.map(OrganizationId::from);
        let until = time(self.until);
        let standing = stored_standing(&self.standing, self.changed_at.0, by, self.reason, until, into);
        let standing = standing.ok_or_else(|| {
            StoreError::corrupt("standing_changes", self.organization_id.0, "standing and its facts")
        })?;
        Ok(StandingChange { revision: Revision::new(self.organization_revision), standing, evidence })
    }
}

impl EvidenceRow {
    fn evidence(self) -> Result<Evidence, StoreError> {
        let kind = EvidenceKind::from_code(&self.kind)
            .ok_or_else(|| StoreError::corrupt("verification_evidence", self.organization_id.0, "kind"))?;
        Ok(Evidence {
            kind,
            note: self.note.map(Prose::from_stored),
            reference: self.reference.map(Line::from_stored),
            checked_on: self.checked_on.0,
            by: self.checked_by.into(),
        })
    }
}

/// Notes the standing that these organizations have.
pub(crate) fn note<'o>(
    connection: &mut Connection,
    organizations: impl Iterator<Item = &'o Organization>,
) -> Result<(), StoreError> {
    let rows: Vec<_> = organizations.map(Row::of).collect();
    for rows in rows.chunks(250) {
        diesel::insert_into(standing_changes::table).values(rows).execute(connection)?;
    }
    Ok(())
}

/// Keeps what was looked at before an organization came to this revision.
pub(crate) fn keep_evidence(
    connection: &mut Connection,
    id: OrganizationId,
    revision: Revision,
    evidence: &[Evidence],
) -> Result<(), StoreError> {
    let mut rows = Vec::with_capacity(evidence.len());
    for (piece, position) in evidence.iter().zip(0..) {
        rows.push(EvidenceRow {
            organization_id: id.into(),
            organization_revision: revision.number(),
            position,
            kind: piece.kind.code().to_owned(),
            note: piece.note.as_ref().map(|note| note.as_str().to_owned()),
            reference: piece.reference.as_ref().map(|reference| reference.as_str().to_owned()),
            checked_on: DbDay(piece.checked_on),
            checked_by: piece.by.into(),
        });
    }
    diesel::insert_into(verification_evidence::table).values(rows).execute(connection)?;
    Ok(())
}

/// How an organization came to its standing, the latest first.
pub(crate) fn history(
    connection: &mut Connection,
    id: OrganizationId,
    limit: i64,
) -> Result<Vec<StandingChange>, StoreError> {
    let rows: Vec<Row> = standing_changes::table
        .filter(standing_changes::organization_id.eq(DbId::from(id)))
        .order(standing_changes::organization_revision.desc())
        .select(Row::as_select())
        .limit(limit)
        .load(connection)?;
    let pieces: Vec<EvidenceRow> = verification_evidence::table
        .filter(verification_evidence::organization_id.eq(DbId::from(id)))
        .order((verification_evidence::organization_revision, verification_evidence::position))
        .select(EvidenceRow::as_select())
        .load(connection)?;
    let mut by_revision: HashMap<i64, Vec<Evidence>> = HashMap::new();
    for piece in pieces {
        by_revision.entry(piece.organization_revision).or_default().push(piece.evidence()?);
    }
    rows.into_iter()
        .map(|row| {
            let evidence = by_revision.remove(&row.organization_revision).unwrap_or_default();
            row.change(evidence)
        })
        .collect()
}

/// Suspended organizations whose time has run out, the longest first.
pub(crate) fn ended_suspensions(
    connection: &mut Connection,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Organization>, StoreError> {
    let rows: Vec<OrganizationRow> = organizations::table
        .filter(organizations::standing.eq("suspended"))
        .filter(organizations::standing_until.le(DbTime(now)))
        .order((organizations::standing_until, organizations::id))
        .select(OrganizationRow::as_select())
        .limit(limit)
        .load(connection)?;
    rows.into_iter().map(OrganizationRow::organization).collect()
}
