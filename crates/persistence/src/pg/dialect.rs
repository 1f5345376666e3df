//! PostgreSQL's side of what differs: connection, types, locks.

use std::io::Write;

use diesel::connection::SimpleConnection;
use diesel::deserialize::{self, FromSql};
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, Span, Timestamp};

use super::values::{DbDay, DbId, DbJson, DbTime};

/// The connection of this engine.
pub(crate) type Connection = diesel::PgConnection;
/// The backend of this engine.
pub(crate) type Backend = Pg;

/// One SQL type for each concept.
pub(crate) mod types {
    pub(crate) use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};
    pub(crate) type Id = diesel::sql_types::Uuid;
    pub(crate) type Ts = diesel::sql_types::Timestamptz;
    pub(crate) type Day = diesel::sql_types::Date;
    pub(crate) type Json = diesel::sql_types::Jsonb;
    pub(crate) type Bytes = diesel::sql_types::Binary;
}

/// Locks the rows of a select until the transaction ends.
macro_rules! for_update {
    ($query:expr) => {
        $query.for_update()
    };
}
pub(crate) use for_update;

/// The same, of rows that nobody else has locked: workers do not wait for each other.
macro_rules! for_update_of_free {
    ($query:expr) => {
        $query.for_update().skip_locked()
    };
}
pub(crate) use for_update_of_free;

/// Whether a listing needs a language, or is spoken in it. The code is one of our own list.
pub(crate) fn speaks(code: &str) -> String {
    format!(r#""listings"."languages_needed" @> '"{code}"'::jsonb"#)
}

/// What puts an id into text, up to its opening parenthesis.
pub(crate) const ID_AS_TEXT: &str = "text(";

/// Lifts the bound on how long a statement may take, or sets it again.
pub(crate) fn be_patient(connection: &mut Connection, patient: bool) -> diesel::QueryResult<()> {
    connection.batch_execute(if patient {
        "SET statement_timeout = '15min'"
    } else {
        "SET statement_timeout = '2s'"
    })
}

/// Microseconds between 1970 and 2000, from where PostgreSQL counts.
const EPOCH: i64 = 946_684_800_000_000;
const EPOCH_DAY: Date = date(2000, 1, 1);

impl ToSql<types::Id, Pg> for DbId {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(self.0.as_bytes())?;
        Ok(IsNull::No)
    }
}

impl FromSql<types::Id, Pg> for DbId {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(uuid::Uuid::from_slice(value.as_bytes())?))
    }
}

impl ToSql<types::Ts, Pg> for DbTime {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let micros = self.0.as_microsecond() - EPOCH;
        out.write_all(&micros.to_be_bytes())?;
        Ok(IsNull::No)
    }
}

impl FromSql<types::Ts, Pg> for DbTime {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let micros = <i64 as FromSql<diesel::sql_types::BigInt, Pg>>::from_sql(value)?;
        let since_1970 = micros.checked_add(EPOCH).ok_or("an instant out of range")?;
        Ok(Self(Timestamp::UNIX_EPOCH.checked_add(SignedDuration::from_micros(since_1970))?))
    }
}

impl ToSql<types::Day, Pg> for DbDay {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let days = self.0.since(EPOCH_DAY)?.get_days();
        out.write_all(&days.to_be_bytes())?;
        Ok(IsNull::No)
    }
}

impl FromSql<types::Day, Pg> for DbDay {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let days = <i32 as FromSql<diesel::sql_types::Integer, Pg>>::from_sql(value)?;
        Ok(Self(EPOCH_DAY.checked_add(Span::new().try_days(days)?)?))
    }
}

impl ToSql<types::Json, Pg> for DbJson {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        <serde_json::Value as ToSql<types::Json, Pg>>::to_sql(&self.0, out)
    }
}

impl FromSql<types::Json, Pg> for DbJson {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        <serde_json::Value as FromSql<types::Json, Pg>>::from_sql(value).map(Self)
    }
}
