//! One side of a decision.

use diesel::prelude::*;
use domain::id::{ExchangeWeekId, OrganizationId};
use domain::organization::OrganizationKind;
use domain::party::Party;
use jiff::Timestamp;

use super::super::dialect::Connection;
use super::super::schema::{organizations, participations};
use super::super::values::{DbId, DbTime};
use crate::error::StoreError;

/// The organization with its standing and its participation in the week.
pub(crate) fn find(
    connection: &mut Connection,
    id: OrganizationId,
    week: ExchangeWeekId,
    now: Timestamp,
) -> Result<Option<Party>, StoreError> {
    let participation = participations::organization_id
        .eq(organizations::id)
        .and(participations::exchange_week_id.eq(DbId::from(week)));
    let row: Option<(String, String, Option<DbTime>, Option<String>)> = organizations::table
        .left_join(participations::table.on(participation))
        .filter(organizations::id.eq(DbId::from(id)))
        .select((
            organizations::kind,
            organizations::standing,
            organizations::standing_until,
            participations::status.nullable(),
        ))
        .first(connection)
        .optional()?;
    let Some((kind, standing, until, participation)) = row else { return Ok(None) };
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
    Ok(Some(Party { organization: id, kind, active, standing, admitted }))
}
