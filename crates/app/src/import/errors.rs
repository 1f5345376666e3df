//! The refused rows of a sheet as they were, with a column that says why: to be corrected and sent again.

use domain::id::ImportId;
use serde_json::Value;

use super::upload::require;
use crate::ctx::{Caller, Ctx};
use crate::error::{Error, Noun};
use crate::export::table;

/// How many rows are read at a time.
const PAGE: i64 = 500;
/// The column that an import does not read.
const REASONS: &str = "refused_because";

/// The rows on their way.
pub struct Errors {
    caller: Caller,
    import: ImportId,
    sheet: String,
    /// The names of the columns, until they are given.
    columns: Option<Vec<String>>,
    /// How many there are, and which of them told the reasons of an earlier import.
    width: usize,
    earlier: Option<usize>,
    after: i64,
}

/// The refused rows of a sheet of an import; of the only one, if none is named.
pub fn errors(ctx: &Ctx, caller: &Caller, import: ImportId, sheet: Option<&str>) -> Result<Errors, Error> {
    ctx.question(Some(caller), |reader, viewer, _, _| {
        let upload = require(reader, caller, viewer.is_staff(), import)?;
        let sheets = reader.import_sheets(import)?;
        let wanted = sheet.map(str::to_owned).or(upload.sheet);
        let found = match wanted {
            Some(name) => sheets.into_iter().find(|one| one.sheet == name),
            None => sheets.into_iter().max_by_key(|one| one.counts[4]),
        };
        // Before the first batch there is nothing; neither is a sheet that was refused as a whole.
        let found = found.ok_or(Error::NotFound(Noun::Import))?;
        let columns = texts(&found.columns);
        let (width, earlier) = (columns.len(), columns.iter().position(|name| name == REASONS));
        let (caller, sheet) = (caller.clone(), found.sheet);
        Ok(Errors { caller, import, sheet, columns: Some(columns), width, earlier, after: 0 })
    })
}

impl Errors {
    /// The next piece; `None` at the end.
    pub fn next(&mut self, ctx: &Ctx) -> Result<Option<Vec<u8>>, Error> {
        if let Some(mut columns) = self.columns.take() {
            columns.retain(|name| name != REASONS);
            columns.push(REASONS.to_owned());
            return table::beginning(&columns).map(Some);
        }
        let after = Some((self.sheet.clone(), self.after));
        let rows = ctx.question(Some(&self.caller), |reader, viewer, _, _| {
            require(reader, &self.caller, viewer.is_staff(), self.import)?;
            Ok(reader.import_rows(self.import, Some("refused"), after, PAGE)?)
        })?;
        let rows: Vec<_> = rows.into_iter().filter(|row| row.sheet == self.sheet).collect();
        let Some(last) = rows.last() else { return Ok(None) };
        self.after = last.row;
        let lines: Vec<Vec<_>> = rows
            .iter()
            .map(|row| {
                let mut cells = texts(&row.cells);
                // Of a row that could not be divided into cells, only the reasons are left.
                cells.resize(self.width, String::new());
                if let Some(earlier) = self.earlier {
                    cells.remove(earlier);
                }
                cells.push(reasons(&row.faults));
                cells.into_iter().map(Into::into).collect()
            })
            .collect();
        table::lines(&lines).map(Some)
    }
}

/// Column, what is wrong and what to do, for each fault.
fn reasons(faults: &Value) -> String {
    let text = |fault: &Value, member: &str| fault.get(member).and_then(Value::as_str).map(str::to_owned);
    let reason = |fault: &Value| {
        let column = text(fault, "column").map(|column| format!("{column}: ")).unwrap_or_default();
        let [message, remedy] = ["message", "remedy"].map(|member| text(fault, member).unwrap_or_default());
        format!("{column}{message} {remedy}")
    };
    let faults = faults.as_array().map(Vec::as_slice).unwrap_or_default();
    faults.iter().map(reason).collect::<Vec<_>>().join("\n")
}

fn texts(list: &Value) -> Vec<String> {
    let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().map(|text| text.as_str().unwrap_or_default().to_owned()).collect()
}
