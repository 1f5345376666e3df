//! The rows that break a rule, and the audit log in the order of its chains.

use diesel::prelude::*;
use diesel::sql_types::Text;
use uuid::Uuid;

use super::super::dialect::{self, Backend, Connection};
use super::super::schema::audit_entries;
use super::super::values::{DbId, DbJson, DbTime};
use crate::error::StoreError;
use crate::invariants::Link;

/// Lifts the bound on how long a statement may take, or sets it again.
pub(crate) fn be_patient(connection: &mut Connection, patient: bool) -> Result<(), StoreError> {
    Ok(dialect::be_patient(connection, patient)?)
}

/// The first rows of a rule's statement.
pub(crate) fn offenders(
    connection: &mut Connection,
    sql: &str,
    limit: usize,
) -> Result<Vec<String>, StoreError> {
    #[derive(QueryableByName)]
    struct Offender {
        #[diesel(sql_type = Text)]
        what: String,
    }
    let sql = sql.replace("ID(", dialect::ID_AS_TEXT);
    let rows: Vec<Offender> =
        diesel::sql_query(format!("SELECT what FROM ({sql}) AS offenders LIMIT {limit}")).load(connection)?;
    Ok(rows.into_iter().map(|row| row.what).collect())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = audit_entries, check_for_backend(Backend))]
struct Row {
    id: DbId,
    subject_kind: String,
    subject_id: DbId,
    subject_revision: i64,
    action: String,
    actor_kind: String,
    actor_id: Option<DbId>,
    organization_id: Option<DbId>,
    request_id: Option<String>,
    data: DbJson,
    occurred_at: DbTime,
    previous_hash: Vec<u8>,
    hash: Vec<u8>,
}

impl From<Row> for Link {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.0,
            subject_kind: row.subject_kind,
            subject_id: row.subject_id.0,
            subject_revision: row.subject_revision,
            action: row.action,
            actor_kind: row.actor_kind,
            actor_id: row.actor_id.map(|id| id.0),
            organization_id: row.organization_id.map(|id| id.0),
            request_id: row.request_id,
            data: row.data.0,
            at: row.occurred_at.0,
            previous_hash: row.previous_hash,
            hash: row.hash,
        }
    }
}

/// At most `limit` entries after the one with this subject and revision.
///
/// One condition on all three columns at once would say the same, but SQLite takes no index for it, and each page
/// would sort all that is left of the log. So the kind of subject that the last page ended in is read to its end
/// first, and then what comes after it: either is one range of the index.
pub(crate) fn audit_page(
    connection: &mut Connection,
    after: Option<&(String, Uuid, i64)>,
    limit: i64,
) -> Result<Vec<Link>, StoreError> {
    use audit_entries::{subject_id, subject_kind, subject_revision};
    let ordered = || {
        let order = (subject_kind, subject_id, subject_revision);
        audit_entries::table.select(Row::as_select()).order(order).limit(limit).into_boxed()
    };
    let Some((kind, id, revision)) = after else { return Ok(links(ordered().load(connection)?)) };
    let (kind, id) = (kind.as_str(), DbId(*id));
    let further = subject_id.gt(id).or(subject_revision.gt(revision));
    let of_kind = ordered().filter(subject_kind.eq(kind)).filter(subject_id.ge(id)).filter(further);
    let rows: Vec<Row> = of_kind.load(connection)?;
    if rows.is_empty() {
        return Ok(links(ordered().filter(subject_kind.gt(kind)).load(connection)?));
    }
    Ok(links(rows))
}

fn links(rows: Vec<Row>) -> Vec<Link> {
    rows.into_iter().map(Link::from).collect()
}
