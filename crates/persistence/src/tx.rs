//! The doors to the database: [`Reader`] for questions, [`Tx`] for commands.

use std::ops::{Deref, DerefMut};

use diesel::{PgConnection, SqliteConnection};
use domain::audit::Occasion;
use domain::id::IdSource;

/// A connection of either engine.
pub(crate) enum Connection<'c> {
    Pg(&'c mut PgConnection),
    Sqlite(&'c mut SqliteConnection),
}

/// Whether what guards the claims of listings is in its place. It always is in what is shipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Guards {
    Up,
    #[cfg(feature = "sabotage")]
    Down,
}

/// Runs a shared query against whichever engine is behind: `on_engine!(self, listing::find(id))`.
macro_rules! on_engine {
    ($door:expr, $module:ident :: $query:ident ( $($argument:expr),* $(,)? )) => {
        match $door.connection() {
            $crate::tx::Connection::Pg(connection) => {
                $crate::pg::queries::$module::$query(connection, $($argument),*)
            }
            $crate::tx::Connection::Sqlite(connection) => {
                $crate::sqlite::queries::$module::$query(connection, $($argument),*)
            }
        }
    };
}
pub(crate) use on_engine;

/// Answers questions. Each noun adds its own in its module.
pub struct Reader<'c> {
    connection: Connection<'c>,
}

impl<'c> Reader<'c> {
    pub(crate) fn new(connection: Connection<'c>) -> Self {
        Self { connection }
    }

    pub(crate) fn connection(&mut self) -> &mut Connection<'c> {
        &mut self.connection
    }
}

/// One command's transaction: it can ask what a [`Reader`] can, and write.
pub struct Tx<'c> {
    reader: Reader<'c>,
    pub(crate) guards: Guards,
    occasion: &'c Occasion,
    ids: &'c dyn IdSource,
}

impl<'c> Tx<'c> {
    pub(crate) fn new(
        connection: Connection<'c>,
        guards: Guards,
        occasion: &'c Occasion,
        ids: &'c dyn IdSource,
    ) -> Self {
        Self { reader: Reader::new(connection), guards, occasion, ids }
    }

    /// When, by whom and in the course of what this command runs.
    pub fn occasion(&self) -> &'c Occasion {
        self.occasion
    }

    /// Where new ids come from.
    pub fn ids(&self) -> &'c dyn IdSource {
        self.ids
    }
}

impl<'c> Deref for Tx<'c> {
    type Target = Reader<'c>;
    fn deref(&self) -> &Self::Target {
        &self.reader
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.reader
    }
}
