//! Organizations.

pub(crate) mod row;

use diesel::prelude::*;
use domain::id::{OrganizationId, Revision};
use domain::organization::Organization;
use domain::policy::Viewer;
use domain::text::{Line, skeleton};
use jiff::Timestamp;

use super::super::dialect::Connection;
use super::super::schema::organizations::{dsl, table};
use super::super::values::{DbId, DbTime};
use crate::error::StoreError;
use crate::organization::{OrganizationFilter, OrganizationOrder};
use row::Row;

/// The most look-alikes that are told.
const LOOK_ALIKES: i64 = 10;

/// Those that may act now: verified, or with a suspension that has run out.
macro_rules! active {
    ($now:expr) => {
        dsl::standing
            .eq("verified")
            .or(dsl::standing.eq("suspended").and(dsl::standing_until.le(DbTime($now)).assume_not_null()))
    };
}

/// Those that a viewer may see.
macro_rules! visible {
    ($viewer:expr, $now:expr) => {{
        let mut query = table.select(Row::as_select()).into_boxed();
        if !$viewer.is_staff() {
            let own: Vec<DbId> = $viewer.organizations().iter().copied().map(DbId::from).collect();
            query = query.filter(active!($now).or(dsl::id.eq_any(own)));
        }
        query
    }};
}

/// An organization that the viewer may see.
pub(crate) fn find(
    connection: &mut Connection,
    id: OrganizationId,
    viewer: &Viewer,
    now: Timestamp,
) -> Result<Option<Organization>, StoreError> {
    let row = visible!(viewer, now).filter(dsl::id.eq(DbId::from(id))).first(connection).optional()?;
    row.map(Row::organization).transpose()
}

/// An organization, whoever asks.
pub(crate) fn find_unseen(
    connection: &mut Connection,
    id: OrganizationId,
) -> Result<Option<Organization>, StoreError> {
    let row = table.find(DbId::from(id)).select(Row::as_select()).first(connection).optional()?;
    row.map(Row::organization).transpose()
}

/// An organization by its reference, whoever asks.
pub(crate) fn by_reference(
    connection: &mut Connection,
    reference: &str,
) -> Result<Option<Organization>, StoreError> {
    let row =
        table.filter(dsl::reference.eq(reference)).select(Row::as_select()).first(connection).optional()?;
    row.map(Row::organization).transpose()
}

/// A page of organizations.
pub(crate) fn page(
    connection: &mut Connection,
    viewer: &Viewer,
    filter: &OrganizationFilter,
    order: &OrganizationOrder,
    limit: u32,
    now: Timestamp,
) -> Result<Vec<Organization>, StoreError> {
    let OrganizationFilter { kind, standing, commune, name_prefix } = filter;
    let mut query = visible!(viewer, now);
    if let Some(kind) = kind {
        query = query.filter(dsl::kind.eq(kind.code()));
    }
    if let Some(commune) = commune {
        query = query.filter(dsl::commune.eq(commune.code()));
    }
    query = match *standing {
        None => query,
        Some("verified") => query.filter(active!(now)),
        Some("suspended") => query
            .filter(dsl::standing.eq("suspended"))
            .filter(dsl::standing_until.is_null().or(dsl::standing_until.gt(DbTime(now)).assume_not_null())),
        Some(standing) => query.filter(dsl::standing.eq(standing)),
    };
    if let Some(prefix) = name_prefix {
        // Only letters and digits are left in a skeleton, so nothing in it means more to LIKE.
        query = query.filter(dsl::name_skeleton.like(format!("{}%", skeleton(prefix))));
    }
    query = match order {
        OrganizationOrder::Name(after) => {
            if let Some((name, id)) = after {
                let same = dsl::name.eq(name).and(dsl::id.gt(DbId::from(*id)));
                query = query.filter(dsl::name.gt(name).or(same));
            }
            query.order((dsl::name.asc(), dsl::id.asc()))
        }
        OrganizationOrder::Newest(after) => {
            if let Some((at, id)) = after {
                let same = dsl::created_at.eq(DbTime(*at)).and(dsl::id.lt(DbId::from(*id)));
                query = query.filter(dsl::created_at.lt(DbTime(*at)).or(same));
            }
            query.order((dsl::created_at.desc(), dsl::id.desc()))
        }
    };
    let rows: Vec<Row> = query.limit(limit.into()).load(connection)?;
    rows.into_iter().map(Row::organization).collect()
}

/// The references of others with a name like this.
pub(crate) fn look_alikes(
    connection: &mut Connection,
    name: &Line,
    except: OrganizationId,
) -> Result<Vec<String>, StoreError> {
    let references = table
        .filter(dsl::name_skeleton.eq(skeleton(name.as_str())))
        .filter(dsl::id.ne(DbId::from(except)))
        .order(dsl::reference)
        .select(dsl::reference)
        .limit(LOOK_ALIKES)
        .load(connection)?;
    Ok(references)
}

/// Adds an organization.
pub(crate) fn insert(connection: &mut Connection, organization: &Organization) -> Result<(), StoreError> {
    diesel::insert_into(table).values(Row::of(organization)).execute(connection)?;
    Ok(())
}

/// Stores an organization that was at this revision.
pub(crate) fn save(
    connection: &mut Connection,
    after: &Organization,
    expected: Revision,
) -> Result<(), StoreError> {
    let saved = diesel::update(table.find(DbId::from(after.id)))
        .filter(dsl::revision.eq(expected.number()))
        .set(Row::of(after))
        .execute(connection)?;
    if saved == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
