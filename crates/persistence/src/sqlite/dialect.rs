//! SQLite's side of what differs: connection, types, locks.

use diesel::deserialize::{self, FromSql};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sqlite::{Sqlite, SqliteValue};
use jiff::{SignedDuration, Timestamp};

use super::values::{DbDay, DbId, DbJson, DbTime};

/// The connection of this engine.
pub(crate) type Connection = diesel::SqliteConnection;
/// The backend of this engine.
pub(crate) type Backend = Sqlite;

/// One SQL type for each concept.
pub(crate) mod types {
    pub(crate) use diesel::sql_types::{BigInt, Bool, Integer, Nullable, Text};
    pub(crate) type Id = diesel::sql_types::Binary;
    pub(crate) type Ts = BigInt;
    pub(crate) type Day = Text;
    pub(crate) type Json = Text;
    pub(crate) type Bytes = diesel::sql_types::Binary;
}

/// SQLite has one writer, and a write transaction has locked everything since it began.
macro_rules! for_update {
    ($query:expr) => {
        $query
    };
}
pub(crate) use for_update;

/// Nobody else writes, so there is nothing to skip.
macro_rules! for_update_of_free {
    ($query:expr) => {
        $query
    };
}
pub(crate) use for_update_of_free;

/// Whether a listing needs a language, or is spoken in it. The code is one of our own list.
pub(crate) fn speaks(code: &str) -> String {
    format!(r#"instr("listings"."languages_needed", '"{code}"') > 0"#)
}

/// What puts an id into text, up to its opening parenthesis.
pub(crate) const ID_AS_TEXT: &str = "hex(";

/// A statement of SQLite takes as long as it takes.
#[expect(clippy::unnecessary_wraps, reason = "the other engine can fail here")]
pub(crate) fn be_patient(_: &mut Connection, _: bool) -> diesel::QueryResult<()> {
    Ok(())
}

impl ToSql<types::Id, Sqlite> for DbId {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.as_bytes().as_slice());
        Ok(IsNull::No)
    }
}

impl FromSql<types::Id, Sqlite> for DbId {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(Self(uuid::Uuid::from_slice(value.read_blob())?))
    }
}

impl ToSql<types::Ts, Sqlite> for DbTime {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.as_microsecond());
        Ok(IsNull::No)
    }
}

impl FromSql<types::Ts, Sqlite> for DbTime {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        let micros = <i64 as FromSql<diesel::sql_types::BigInt, Sqlite>>::from_sql(value)?;
        Ok(Self(Timestamp::UNIX_EPOCH.checked_add(SignedDuration::from_micros(micros))?))
    }
}

impl ToSql<types::Day, Sqlite> for DbDay {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.to_string());
        Ok(IsNull::No)
    }
}

impl FromSql<types::Day, Sqlite> for DbDay {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(Self(value.read_text().parse()?))
    }
}

impl ToSql<types::Json, Sqlite> for DbJson {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.to_string());
        Ok(IsNull::No)
    }
}

impl FromSql<types::Json, Sqlite> for DbJson {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(Self(serde_json::from_str(value.read_text())?))
    }
}
