//! Exchange weeks.

use domain::audit::Change;
use domain::id::{ExchangeWeekId, Revision};
use domain::policy::Viewer;
use domain::week::ExchangeWeek;
use jiff::civil::Date;

use crate::error::StoreError;
use crate::tx::{Reader, Tx, on_engine};

/// Where a page of weeks goes on: after the week with this first day and identifier.
pub type WeekCursor = (Date, ExchangeWeekId);

impl Reader<'_> {
    /// A week that the viewer may see: drafts are for staff.
    pub fn week(&mut self, id: ExchangeWeekId, viewer: &Viewer) -> Result<Option<ExchangeWeek>, StoreError> {
        on_engine!(self, week::find(id, viewer))
    }

    /// These weeks, whoever looks; those that are not there are left out.
    pub fn weeks_by_id(&mut self, ids: &[ExchangeWeekId]) -> Result<Vec<ExchangeWeek>, StoreError> {
        on_engine!(self, week::by_ids(ids))
    }

    /// A week by its reference, if this viewer may see it.
    pub fn week_by_reference(
        &mut self,
        reference: &str,
        viewer: &Viewer,
    ) -> Result<Option<ExchangeWeek>, StoreError> {
        on_engine!(self, week::by_reference(reference, viewer))
    }

    /// At most `limit` weeks that the viewer may see, the latest first.
    pub fn weeks(
        &mut self,
        viewer: &Viewer,
        after: Option<WeekCursor>,
        limit: u32,
    ) -> Result<Vec<ExchangeWeek>, StoreError> {
        on_engine!(self, week::page(viewer, after, limit))
    }
}

impl Reader<'_> {
    /// Closed weeks in which texts are kept still, those first that were closed first; at most `limit`.
    pub fn weeks_with_texts(&mut self, limit: i64) -> Result<Vec<ExchangeWeek>, StoreError> {
        on_engine!(self, week::with_texts(limit))
    }
}

impl Tx<'_> {
    /// Blanks what people wrote to each other in a week, and the listings that nobody was shown. The change of the
    /// week in the same transaction writes it down.
    pub fn erase_texts_of_week(&mut self, week: ExchangeWeekId) -> Result<(), StoreError> {
        let unseen = on_engine!(self, week::erase_texts(week))?;
        // Nor can they be found by their words any more.
        self.analyse(&unseen)
    }

    /// Adds a week. A reference that is taken is [`crate::Constraint::ExchangeWeekReference`].
    pub fn insert_week(&mut self, week: &ExchangeWeek, change: &Change) -> Result<(), StoreError> {
        on_engine!(self, week::insert(week))?;
        self.record(change)
    }

    /// Stores a week that was at the expected revision.
    pub fn save_week(
        &mut self,
        after: &ExchangeWeek,
        expected: Revision,
        change: &Change,
    ) -> Result<(), StoreError> {
        on_engine!(self, week::save(after, expected))?;
        self.record(change)
    }
}
