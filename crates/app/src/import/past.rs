//! What a row tells of where it was before: states and instants, as an export writes them.
//!
//! They come from a service and not from a person's hands, so their notation is one and exact: an instant is
//! RFC 3339 with an offset, down to the microsecond. Only an organizer may bring them: they say that something was
//! verified, published or agreed.

use domain::fault::{Fault, Rule, shortened};
use domain::vocabulary::Locale;
use jiff::Timestamp;

use super::report::Remark;
use super::sheet::{Cells, Column};
use super::words::Said;

/// Reads the cells of a past, and collects what is wrong with them.
pub(super) struct Past<'c> {
    cells: &'c Cells<'c>,
    locale: Locale,
    faults: Vec<Remark>,
}

impl<'c> Past<'c> {
    /// The past that a row tells, read by `tell`; none if the column that names its state is empty. That column
    /// and those after it tell of the past, so nothing may stand in them then.
    pub(super) fn read<T>(
        cells: &'c Cells<'c>,
        columns: &[Column],
        state: &str,
        locale: Locale,
        tell: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Result<Option<T>, Vec<Remark>> {
        if cells.get(state).trim().is_empty() {
            let parts = columns.iter().skip_while(|column| column.name != state);
            let given = parts.filter(|column| !cells.get(column.name).trim().is_empty());
            let faults: Vec<_> = given
                .map(|column| broken(column.name, Rule::NotAllowed, cells.get(column.name), locale))
                .collect();
            return if faults.is_empty() { Ok(None) } else { Err(faults) };
        }
        let mut past = Self { cells, locale, faults: Vec::new() };
        match tell(&mut past) {
            Some(told) if past.faults.is_empty() => Ok(Some(told)),
            _ => Err(past.faults),
        }
    }

    pub(super) fn fault(&mut self, column: &'static str, rule: Rule) {
        let remark = broken(column, rule, self.cells.get(column), self.locale);
        self.faults.push(remark);
    }

    /// One of a closed list.
    pub(super) fn code<T>(
        &mut self,
        column: &'static str,
        from_code: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let code = self.cells.get(column).trim();
        let found = from_code(code);
        if found.is_none() {
            self.fault(column, Rule::UnknownCode { vocabulary: "status", given: shortened(code) });
        }
        found
    }

    /// A text, or none.
    pub(super) fn text(&self, column: &'static str) -> Option<String> {
        Some(self.cells.get(column).trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// A text that must be there.
    pub(super) fn required(&mut self, column: &'static str) -> Option<String> {
        let text = self.text(column);
        if text.is_none() {
            self.fault(column, Rule::Required);
        }
        text
    }

    /// Nothing may stand there.
    pub(super) fn empty(&mut self, column: &'static str) {
        if self.text(column).is_some() {
            self.fault(column, Rule::NotAllowed);
        }
    }

    /// An instant, or none.
    pub(super) fn instant(&mut self, column: &'static str) -> Option<Timestamp> {
        let cell = self.cells.get(column).trim();
        if cell.is_empty() {
            return None;
        }
        let read = instant(cell);
        if read.is_none() {
            let remark = Remark::of(&Said::CellUnreadable, self.locale).at(column, cell);
            self.faults.push(remark);
        }
        read
    }

    /// An instant that must be there.
    pub(super) fn at(&mut self, column: &'static str) -> Option<Timestamp> {
        if self.cells.get(column).trim().is_empty() {
            self.fault(column, Rule::Required);
            return None;
        }
        self.instant(column)
    }

    /// One thing after the other.
    pub(super) fn in_order(&mut self, instants: &[(&'static str, Option<Timestamp>)]) {
        let mut before = None;
        for (column, at) in instants {
            if at.is_some() && *at < before {
                self.fault(column, Rule::EndNotAfterStart);
            }
            before = at.or(before);
        }
    }
}

/// An instant in the one notation that exports write.
pub(super) fn instant(cell: &str) -> Option<Timestamp> {
    let at: Timestamp = cell.parse().ok()?;
    (at.subsec_nanosecond() % 1000 == 0).then_some(at)
}

/// A broken rule of a column.
pub(super) fn broken(column: &'static str, rule: Rule, cell: &str, locale: Locale) -> Remark {
    Remark::of_fault(Fault { field: column.into(), rule }, cell, locale)
}
