//! The bytes of an import, as they lie in the store: read piece by piece, from whichever server works on it.

use std::io::{self, Read, Seek, SeekFrom};

use domain::id::ImportId;

use crate::ctx::Ctx;

/// How many bytes a piece has; only the last has fewer.
pub const CHUNK: usize = 512 * 1024;

/// A reader of the bytes that holds one piece at a time.
#[derive(Clone)]
pub(super) struct Stored {
    ctx: Ctx,
    import: ImportId,
    length: u64,
    at: u64,
    piece: Option<(u64, Vec<u8>)>,
}

impl Stored {
    pub(super) fn new(ctx: &Ctx, import: ImportId, length: u64) -> Self {
        Self { ctx: ctx.clone(), import, length, at: 0, piece: None }
    }

    fn piece(&mut self, number: u64) -> io::Result<&[u8]> {
        if self.piece.as_ref().is_none_or(|(held, _)| *held != number) {
            let position = i32::try_from(number).map_err(io::Error::other)?;
            let read = self.ctx.store.read(|reader| reader.import_chunk(self.import, position));
            let bytes = read.map_err(io::Error::other)?;
            let bytes = bytes.ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))?;
            self.piece = Some((number, bytes));
        }
        Ok(self.piece.as_ref().map_or(&[], |(_, bytes)| bytes.as_slice()))
    }
}

impl Read for Stored {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.length || buffer.is_empty() {
            return Ok(0);
        }
        let size = u64::try_from(CHUNK).map_err(io::Error::other)?;
        let (number, within) = (self.at / size, usize::try_from(self.at % size).map_err(io::Error::other)?);
        let rest = self.piece(number)?.get(within..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        if count == 0 {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
        }
        self.at += u64::try_from(count).map_err(io::Error::other)?;
        Ok(count)
    }
}

impl Seek for Stored {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let sought = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = sought.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}

/// A reader that refuses to give more than so many bytes: what was small when it was packed may be endless.
pub(super) struct Bounded<R> {
    source: R,
    left: u64,
}

impl<R> Bounded<R> {
    pub(super) const fn new(source: R, most: u64) -> Self {
        Self { source, left: most }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        let counted = u64::try_from(count).map_err(io::Error::other)?;
        self.left =
            self.left.checked_sub(counted).ok_or_else(|| io::Error::from(io::ErrorKind::FileTooLarge))?;
        Ok(count)
    }
}
