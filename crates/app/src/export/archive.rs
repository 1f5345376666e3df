//! All sheets in one ZIP archive, written while it is sent.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::json;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use super::rows::Rows;
use super::{Access, Scope, Sheet};
use crate::ctx::Ctx;
use crate::error::Error;

/// The form of the sheets; a higher number when an older import cannot read them.
const VERSION: u32 = 1;

/// An archive on its way: sheet by sheet, and at the end what is in it.
pub(super) struct Archive {
    scope: Scope,
    /// `None` once it is finished.
    writer: Option<ZipWriter<StreamWriter<Pipe>>>,
    pipe: Pipe,
    /// The sheet that is written, and those after it.
    sheets: std::vec::IntoIter<Sheet>,
    current: Option<(Sheet, Rows)>,
    counts: Vec<(&'static str, u64)>,
}

impl Archive {
    pub(super) fn new(scope: Scope) -> Self {
        let pipe = Pipe::default();
        let writer = Some(ZipWriter::new_stream(pipe.clone()));
        let sheets = Sheet::ALL.to_vec().into_iter();
        Self { scope, writer, pipe, sheets, current: None, counts: Vec::new() }
    }

    pub(super) fn next(&mut self, ctx: &Ctx, access: &mut Access) -> Result<Option<Vec<u8>>, Error> {
        // A page may disappear in the compressor.
        while self.writer.is_some() {
            self.step(ctx, access)?;
            let bytes = self.pipe.take();
            if !bytes.is_empty() {
                return Ok(Some(bytes));
            }
        }
        Ok(None)
    }

    fn step(&mut self, ctx: &Ctx, access: &mut Access) -> Result<(), Error> {
        let Some(writer) = &mut self.writer else { return Ok(()) };
        if let Some((sheet, rows)) = &mut self.current {
            if let Some(bytes) = rows.next(ctx, access)? {
                writer.write_all(&bytes).map_err(failed)?;
            } else {
                self.counts.push((sheet.code(), rows.count()));
                self.current = None;
            }
            return Ok(());
        }
        if let Some(sheet) = self.sheets.next() {
            writer.start_file(format!("{}.csv", sheet.code()), options()).map_err(failed)?;
            self.current = Some((sheet, Rows::of(sheet)));
            return Ok(());
        }
        let manifest = manifest(self.scope, &self.counts);
        writer.start_file("manifest.json", options()).map_err(failed)?;
        writer.write_all(manifest.as_bytes()).map_err(failed)?;
        if let Some(writer) = self.writer.take() {
            writer.finish().map_err(failed)?;
        }
        Ok(())
    }
}

/// The same for the same rows: neither the time nor the machine is in it.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true)
}

/// What the archive holds. The order of its members is fixed.
fn manifest(scope: Scope, counts: &[(&'static str, u64)]) -> String {
    let of = match scope {
        Scope::Week(_) => "exchange_week",
        Scope::Organization(_) => "organization",
    };
    let sheets: Vec<_> = counts
        .iter()
        .map(|(name, rows)| json!({ "name": name, "file": format!("{name}.csv"), "rows": rows }))
        .collect();
    let manifest = json!({ "format": "partact-sheets", "version": VERSION, "of": of, "sheets": sheets });
    format!("{manifest:#}\n")
}

fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::Internal(error.into())
}

/// Where the archive writes, and from where its bytes are taken.
#[derive(Clone, Default)]
struct Pipe(Arc<Mutex<Vec<u8>>>);

impl Pipe {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
