//! Organizations.

pub(crate) mod row;

use diesel::dsl::{exists, sql};
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};
use domain::id::{OrganizationId, Revision};
use domain::organization::{Identity, Organization};
use domain::place::Commune;
use domain::policy::Viewer;
use domain::text::{Line, skeleton, sort_key};
use jiff::Timestamp;

use super::super::dialect::{Connection, for_update};
use super::super::schema::organizations::{dsl, table};
use super::super::schema::{accreditations, participations};
use super::super::values::{DbDay, DbId, DbTime};
use super::search::Narrowed;
use crate::error::StoreError;
use crate::organization::{OrganizationFilter, OrganizationFound, OrganizationOrder};
use crate::search::Subject;
use row::Row;

/// The most look-alikes that are told.
const LOOK_ALIKES: i64 = 10;

/// Those that may act now: verified, or with a suspension that has run out.
macro_rules! active {
    ($table:ident, $now:expr) => {
        $table::standing.eq("verified").or($table::standing
            .eq("suspended")
            .and($table::standing_until.le(DbTime($now)).assume_not_null()))
    };
}
pub(super) use active;

/// Those that a viewer may see.
macro_rules! visible {
    ($viewer:expr, $now:expr) => {
        visible!($viewer, $now, Row::as_select())
    };
    ($viewer:expr, $now:expr, $selected:expr) => {{
        let mut query = table.select($selected).into_boxed();
        if !$viewer.is_staff() {
            let own: Vec<DbId> = $viewer.organizations().iter().copied().map(DbId::from).collect();
            query = query.filter(active!(dsl, $now).or(dsl::id.eq_any(own)));
        }
        query
    }};
}

/// Those of what is asked for, whatever their standing.
macro_rules! filtered {
    ($query:expr, $filter:expr) => {{
        let (mut query, filter) = ($query, $filter);
        if let Some(kind) = filter.kind {
            query = query.filter(dsl::kind.eq(kind.code()));
        }
        if let Some(commune) = filter.commune {
            query = query.filter(dsl::commune.eq(commune.code()));
        }
        if let Some(canton) = filter.canton {
            let codes = Commune::all().filter(|commune| commune.canton() == canton).map(Commune::code);
            query = query.filter(dsl::commune.eq_any(codes.collect::<Vec<_>>()));
        }
        if let Some(form) = filter.legal_form {
            query = query.filter(dsl::legal_form.eq(form.code()));
        }
        if let Some(cause) = &filter.cause_or_sector {
            query = query.filter(dsl::cause_key.eq(sort_key(cause)).assume_not_null());
        }
        if let Some(language) = filter.language {
            // A list of codes in quotes, as text the same on both engines; a code holds no sign of LIKE.
            let listed = sql::<Bool>("CAST(organizations.languages AS text) LIKE ");
            query = query.filter(listed.bind::<Text, _>(format!("%\"{}\"%", language.code())));
        }
        if let Some(day) = filter.accredited_on.map(DbDay) {
            let in_force = accreditations::table
                .filter(accreditations::organization_id.eq(dsl::id))
                .filter(accreditations::withdrawn_at.is_null())
                .filter(accreditations::granted_on.le(day))
                .filter(
                    accreditations::valid_until
                        .is_null()
                        .or(accreditations::valid_until.ge(day).assume_not_null()),
                );
            query = query.filter(exists(in_force));
        }
        if let Some(week) = filter.exchange_week {
            let admitted = participations::table
                .filter(participations::organization_id.eq(dsl::id))
                .filter(participations::exchange_week_id.eq(DbId::from(week)))
                .filter(participations::status.eq("admitted"));
            query = query.filter(exists(admitted));
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

/// Organizations, whoever asks, in no order.
pub(crate) fn find_all_unseen(
    connection: &mut Connection,
    ids: &[OrganizationId],
) -> Result<Vec<Organization>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<_> = ids.iter().copied().map(DbId::from).collect();
    let rows: Vec<Row> = table.filter(dsl::id.eq_any(ids)).select(Row::as_select()).load(connection)?;
    rows.into_iter().map(Row::organization).collect()
}

/// An organization, whoever asks, locked until the command ends.
pub(crate) fn lock(
    connection: &mut Connection,
    id: OrganizationId,
) -> Result<Option<Organization>, StoreError> {
    let query = table.find(DbId::from(id)).select(Row::as_select());
    let row: Option<Row> = for_update!(query).first(connection).optional()?;
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
) -> Result<Vec<OrganizationFound>, StoreError> {
    let scored = filter.asked.is_some();
    let mut query = filtered!(visible!(viewer, now, (Row::as_select(), score(scored))), filter);
    query = match filter.standing {
        None => query.filter(dsl::merged_into_id.is_null()),
        Some("merged") => query.filter(dsl::merged_into_id.is_not_null()),
        Some("verified") => query.filter(active!(dsl, now)),
        Some("suspended") => query
            .filter(dsl::standing.eq("suspended"))
            .filter(dsl::standing_until.is_null().or(dsl::standing_until.gt(DbTime(now)).assume_not_null())),
        Some(standing) => query.filter(dsl::standing.eq(standing)).filter(dsl::merged_into_id.is_null()),
    };
    if let Some(prefix) = &filter.name_prefix {
        // Only letters and digits are left in a skeleton, so nothing in it means more to LIKE.
        query = query.filter(dsl::name_skeleton.like(format!("{}%", skeleton(prefix))));
    }
    query = match order {
        OrganizationOrder::Name(after) => {
            if let Some((name, id)) = after {
                let same = dsl::name_key.eq(name).and(dsl::id.gt(DbId::from(*id)));
                query = query.filter(dsl::name_key.gt(name).or(same));
            }
            query.order((dsl::name_key.asc(), dsl::id.asc()))
        }
        OrganizationOrder::Newest(after) => {
            if let Some((at, id)) = after {
                let same = dsl::created_at.eq(DbTime(*at)).and(dsl::id.lt(DbId::from(*id)));
                query = query.filter(dsl::created_at.lt(DbTime(*at)).or(same));
            }
            query.order((dsl::created_at.desc(), dsl::id.desc()))
        }
        OrganizationOrder::Relevance(after) => {
            if let Some((rank, name, id)) = after {
                let same = dsl::name_key.eq(name).and(dsl::id.gt(DbId::from(*id)));
                let equal = score(scored).eq(*rank).and(dsl::name_key.gt(name).or(same));
                query = query.filter(score(scored).lt(*rank).or(equal));
            }
            query.order((score(scored).desc(), dsl::name_key.asc(), dsl::id.asc()))
        }
    };
    let query = Narrowed::new(filter.asked.as_ref(), Subject::Organization, query.limit(limit.into()));
    let rows: Vec<(Row, i64)> = query.load(connection)?;
    let found = |(row, score): (Row, i64)| Ok(OrganizationFound { organization: row.organization()?, score });
    rows.into_iter().map(found).collect()
}

/// How well an organization fits the words; without words every one fits alike.
fn score(scored: bool) -> SqlLiteral<BigInt> {
    sql(if scored { r#""organizations"."score""# } else { "CAST(0 AS bigint)" })
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
        .filter(dsl::merged_into_id.is_null())
        .order(dsl::reference)
        .select(dsl::reference)
        .limit(LOOK_ALIKES)
        .load(connection)?;
    Ok(references)
}

/// Where a merged organization went.
pub(crate) fn merged_into(
    connection: &mut Connection,
    id: OrganizationId,
) -> Result<Option<OrganizationId>, StoreError> {
    let into: Option<Option<DbId>> =
        table.find(DbId::from(id)).select(dsl::merged_into_id).first(connection).optional()?;
    Ok(into.flatten().map(OrganizationId::from))
}

/// An organization as it is compared, as the statement reads it.
type IdentityRow = (DbId, String, String, Option<String>, Option<String>, String);

/// What is compared to find doubles, of all that are not merged already.
pub(crate) fn identities(connection: &mut Connection) -> Result<Vec<Identity>, StoreError> {
    let rows: Vec<IdentityRow> = table
        .filter(dsl::merged_into_id.is_null())
        .order(dsl::id)
        .select((dsl::id, dsl::reference, dsl::name, dsl::rcs_number, dsl::vat_number, dsl::contact_email))
        .load(connection)?;
    let identity = |(id, reference, name, rcs, vat, email): IdentityRow| {
        let skeleton = skeleton(&name);
        Identity { id: id.into(), reference, name, skeleton, rcs, vat, email }
    };
    Ok(rows.into_iter().map(identity).collect())
}

/// Folds the names of organizations from before there were keys; at most `limit`. How many there were.
pub(crate) fn fold_names(connection: &mut Connection, limit: i64) -> Result<usize, StoreError> {
    let rows: Vec<(DbId, String, Option<String>)> = table
        .filter(dsl::name_key.eq(""))
        .order(dsl::id)
        .select((dsl::id, dsl::name, dsl::cause_or_sector))
        .limit(limit)
        .load(connection)?;
    for (id, name, cause) in &rows {
        // Whoever has renamed it meanwhile has folded it too.
        diesel::update(table.find(*id).filter(dsl::name.eq(name)))
            .set((dsl::name_key.eq(sort_key(name)), dsl::cause_key.eq(cause.as_deref().map(sort_key))))
            .execute(connection)?;
    }
    Ok(rows.len())
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
