//! The sides of decisions.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use domain::id::{ExchangeWeekId, OrganizationId};
use domain::organization::OrganizationKind;
use domain::party::Party;
use jiff::Timestamp;

use super::super::dialect::Connection;
use super::super::schema::{organizations, participations};
use super::super::values::{DbId, DbTime};
use crate::error::StoreError;

/// Organizations with their standing and their participation in the week.
macro_rules! with_participation {
    ($week:expr) => {{
        let participation = participations::organization_id
            .eq(organizations::id)
            .and(participations::exchange_week_id.eq(DbId::from($week)));
        organizations::table.left_join(participations::table.on(participation)).select((
            organizations::id,
            organizations::kind,
            organizations::standing,
            organizations::standing_until,
            participations::status.nullable(),
        ))
    }};
}

/// The organization with its standing and its participation in the week.
pub(crate) fn find(
    connection: &mut Connection,
    id: OrganizationId,
    week: ExchangeWeekId,
    now: Timestamp,
) -> Result<Option<Party>, StoreError> {
    let row: Option<Row> = with_participation!(week)
        .filter(organizations::id.eq(DbId::from(id)))
        .first(connection)
        .optional()?;
    row.map(|row| party(row, now)).transpose()
}

/// The same of many.
pub(crate) fn find_all(
    connection: &mut Connection,
    ids: &[OrganizationId],
    week: ExchangeWeekId,
    now: Timestamp,
) -> Result<BTreeMap<OrganizationId, Party>, StoreError> {
    let ids: Vec<DbId> = ids.iter().copied().map(DbId::from).collect();
    let rows: Vec<Row> = with_participation!(week).filter(organizations::id.eq_any(ids)).load(connection)?;
    rows.into_iter().map(|row| party(row, now).map(|party| (party.organization, party))).collect()
}

/// The organizations with their standing and their participation in each of the weeks.
pub(crate) fn find_in_weeks(
    connection: &mut Connection,
    ids: &[OrganizationId],
    weeks: &[ExchangeWeekId],
    now: Timestamp,
) -> Result<BTreeMap<(OrganizationId, ExchangeWeekId), Party>, StoreError> {
    if ids.is_empty() || weeks.is_empty() {
        return Ok(BTreeMap::new());
    }
    let db_ids: Vec<_> = ids.iter().copied().map(DbId::from).collect();
    let standings: Vec<(DbId, String, String, Option<DbTime>)> = organizations::table
        .filter(organizations::id.eq_any(&db_ids))
        .select((
            organizations::id,
            organizations::kind,
            organizations::standing,
            organizations::standing_until,
        ))
        .load(connection)?;
    let admissions: Vec<(DbId, DbId)> = participations::table
        .filter(participations::organization_id.eq_any(&db_ids))
        .filter(participations::exchange_week_id.eq_any(weeks.iter().copied().map(DbId::from)))
        .filter(participations::status.eq("admitted"))
        .select((participations::organization_id, participations::exchange_week_id))
        .load(connection)?;
    let admitted: BTreeSet<(OrganizationId, ExchangeWeekId)> =
        admissions.into_iter().map(|(organization, week)| (organization.into(), week.into())).collect();
    let mut parties = BTreeMap::new();
    for (id, kind, standing, until) in standings {
        let party = party((id, kind, standing, until, None), now)?;
        for week in weeks {
            let place = (party.organization, *week);
            parties.insert(place, Party { admitted: admitted.contains(&place), ..party });
        }
    }
    Ok(parties)
}

/// Id, kind, standing and its end, status of the participation.
type Row = (DbId, String, String, Option<DbTime>, Option<String>);

fn party((id, kind, standing, until, participation): Row, now: Timestamp) -> Result<Party, StoreError> {
    let id = OrganizationId::from(id);
    let corrupt = |what: &str| StoreError::corrupt("organizations", id, what);
    let over = until.is_some_and(|until| until.0 <= now);
    let (active, standing) = match standing.as_str() {
        "verified" => (true, "verified"),
        // A suspension that has run out is over, even before anybody has written that down.
        "suspended" if over => (true, "verified"),
        "suspended" => (false, "suspended"),
        "pending" => (false, "pending"),
        "rejected" => (false, "rejected"),
        _ => return Err(corrupt("standing")),
    };
    let kind = OrganizationKind::from_code(&kind).ok_or_else(|| corrupt("kind"))?;
    let admitted = participation.as_deref() == Some("admitted");
    Ok(Party { organization: id, kind, active, standing, admitted })
}
