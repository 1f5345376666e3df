//! A store without the guards of its listings, for the negative control of the races; never shipped.

use diesel::connection::SimpleConnection;

use crate::error::StoreError;
use crate::store::{Engine, Store};
use crate::tx::Guards;

impl Store {
    /// The same database, whose listings are neither locked nor counted any more. The schema's own check of
    /// their totals goes too: for all stores on this database.
    pub fn without_guards(self) -> Result<Self, StoreError> {
        match &self.engine {
            Engine::Pg(engine) => engine
                .connection()?
                .batch_execute("ALTER TABLE listings DROP CONSTRAINT listings_quantity_not_exceeded")?,
            // Holds for this connection only, but there is no other that writes.
            Engine::Sqlite(engine) => {
                engine.exclusively(|writer| writer.batch_execute("PRAGMA ignore_check_constraints = ON"))?;
            }
        }
        Ok(Self { guards: Guards::Down, ..self })
    }
}
