//! Rows as CSV: RFC 4180, UTF-8 with a byte order mark (without one, the usual spreadsheet takes letters beyond
//! ASCII for others, and saves them so), and nothing that a spreadsheet would run.

use std::borrow::Cow;

use crate::error::Error;
use crate::import::sheet::{Column, guard};

/// What a sheet begins with.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// The first bytes of a sheet: the mark, and the names of its columns.
pub(super) fn header(columns: &[Column]) -> Result<Vec<u8>, Error> {
    beginning(&columns.iter().map(|column| column.name.to_owned()).collect::<Vec<_>>())
}

/// The same for columns of any names.
pub(crate) fn beginning(names: &[String]) -> Result<Vec<u8>, Error> {
    let mut bytes = MARK.to_vec();
    bytes.extend(lines(&[names.iter().map(Cow::from).collect()])?);
    Ok(bytes)
}

/// Rows, each with a cell for every column.
pub(crate) fn lines(rows: &[Vec<Cow<'_, str>>]) -> Result<Vec<u8>, Error> {
    let failed = |error: csv::Error| Error::Internal(error.into());
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.iter().map(|cell| guard::on(cell).into_owned())).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| Error::Internal(error.to_string().into()))
}
