//! The values that differ between the engines, once for both: each has the SQL type that the dialect
//! gives its concept, and the dialect says how it is written.

use diesel::deserialize::FromSqlRow;
use diesel::expression::AsExpression;
use domain::id::{
    AbuseReportId, AccountRequestId, AccreditationId, AgreementId, AppealId, AuditEntryId, CaseId,
    ContributionId, DataExportId, ExchangeWeekId, FactorId, ImportId, InvitationId, JobId, ListingId,
    MatchId, OrganizationId, OutboxEventId, PersonId, PhotoId, RegistrationId, SessionId,
};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;
use uuid::Uuid;

use super::dialect::types;

/// An identifier: `uuid`, or 16 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = types::Id)]
pub(crate) struct DbId(pub(crate) Uuid);

/// An instant: `timestamptz`, or microseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = types::Ts)]
pub(crate) struct DbTime(pub(crate) Timestamp);

/// A day: `date`, or its ISO text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = types::Day)]
pub(crate) struct DbDay(pub(crate) Date);

/// A document: `jsonb`, or its text.
#[derive(Clone, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = types::Json)]
pub(crate) struct DbJson(pub(crate) Value);

macro_rules! ids {
    ($($id:ident),+ $(,)?) => {$(
        impl From<$id> for DbId {
            fn from(id: $id) -> Self {
                Self(id.uuid())
            }
        }

        impl From<DbId> for $id {
            fn from(id: DbId) -> Self {
                Self::new(id.0)
            }
        }
    )+};
}

ids!(
    AbuseReportId,
    AccreditationId,
    AccountRequestId,
    AgreementId,
    AppealId,
    AuditEntryId,
    CaseId,
    ContributionId,
    DataExportId,
    ExchangeWeekId,
    ImportId,
    InvitationId,
    JobId,
    FactorId,
    ListingId,
    MatchId,
    OrganizationId,
    OutboxEventId,
    PersonId,
    RegistrationId,
    PhotoId,
    SessionId,
);

impl From<Timestamp> for DbTime {
    fn from(at: Timestamp) -> Self {
        Self(at)
    }
}

impl From<Date> for DbDay {
    fn from(day: Date) -> Self {
        Self(day)
    }
}

/// The instants of a nullable column.
pub(crate) fn time(at: Option<DbTime>) -> Option<Timestamp> {
    at.map(|at| at.0)
}
