//! What tests need of a store and nobody else may have: one without the guards of its listings, for the negative
//! control of the races; and a count of the statements that are sent. Never shipped.

use std::cell::Cell;

use diesel::connection::{Instrumentation, InstrumentationEvent, SimpleConnection};

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

thread_local! {
    /// The statements that this thread has sent.
    static SENT: Cell<usize> = const { Cell::new(0) };
}

/// Counts the statements of all connections that are opened from then on.
pub(crate) fn count_statements() {
    drop(diesel::connection::set_default_instrumentation(|| Some(Box::new(Counter))));
}

/// What the work comes to, and how many statements this thread sent for it.
pub fn statements<T>(work: impl FnOnce() -> T) -> (T, usize) {
    let before = SENT.get();
    let done = work();
    (done, SENT.get() - before)
}

struct Counter;

impl Instrumentation for Counter {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if matches!(event, InstrumentationEvent::StartQuery { .. }) {
            SENT.set(SENT.get() + 1);
        }
    }
}
