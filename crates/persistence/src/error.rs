//! What can go wrong at the database, as the application needs to tell it apart.

use std::fmt::Display;

use diesel::result::{DatabaseErrorKind, Error as DieselError};

use crate::constraint::Constraint;

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The row is not at the revision that the write expected: somebody was faster.
    #[error("the row has changed since it was read")]
    Stale,
    /// A constraint of the schema refused the write.
    #[error("the constraint {0} refused the write")]
    Violated(Constraint),
    /// A lock, a serialization conflict or a full pool: the same command may succeed if run again.
    #[error("the database is busy")]
    Busy,
    /// A row that no write of ours can have made.
    #[error("the row {id} of {table} cannot be read: {what}")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The row.
        id: String,
        /// What is wrong with it.
        what: String,
    },
    /// Everything else the database says.
    #[error("the database failed")]
    Backend(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl StoreError {
    /// A row that cannot be read.
    pub(crate) fn corrupt(table: &'static str, id: impl Display, what: impl Display) -> Self {
        Self::Corrupt { table, id: format!("{id}"), what: format!("{what}") }
    }

    /// A failure of the driver or the pool.
    pub(crate) fn backend(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Backend(error.into())
    }
}

/// How the databases say that they are busy where diesel has no kind for it: a deadlock (40P01), a lock that
/// timed out (55P03), a statement that took too long (57014) of PostgreSQL; a held lock of SQLite. The texts
/// are fixed in their sources, and the service sets the messages' language of its own connections.
const BUSY: [&str; 5] = [
    "deadlock detected",
    "lock timeout",
    "statement timeout",
    "database is locked",
    "database table is locked",
];

impl From<DieselError> for StoreError {
    fn from(error: DieselError) -> Self {
        let DieselError::DatabaseError(kind, information) = &error else {
            return Self::backend(error);
        };
        let message = information.message();
        match kind {
            // A connection that was cut, or a server that has gone: another try gets another connection.
            DatabaseErrorKind::SerializationFailure | DatabaseErrorKind::ClosedConnection => Self::Busy,
            DatabaseErrorKind::UniqueViolation
            | DatabaseErrorKind::CheckViolation
            | DatabaseErrorKind::ForeignKeyViolation
            | DatabaseErrorKind::ExclusionViolation => {
                Self::Violated(Constraint::named(information.constraint_name(), message))
            }
            _ if BUSY.iter().any(|busy| message.contains(busy)) => Self::Busy,
            _ => Self::backend(error),
        }
    }
}

/// What [`crate::Store::write`] must know about a command's own error: whether to run it again.
pub trait CommandError: From<StoreError> {
    /// Whether the store was busy, so that the whole command may be tried again.
    fn is_busy(&self) -> bool;
}

impl CommandError for StoreError {
    fn is_busy(&self) -> bool {
        matches!(self, Self::Busy)
    }
}
