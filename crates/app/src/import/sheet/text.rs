//! The bytes of a sheet as text, piece by piece, whatever program wrote them.
//!
//! A byte order mark says UTF-8 or UTF-16. Without one, the text is UTF-8 if its first letters beyond ASCII
//! are, and Windows-1252 otherwise: until they come, both read the same, so nothing is decided before.

use std::io::{self, Read};

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How many bytes are read at a time.
const PIECE: usize = 64 * 1024;

/// What a packed workbook (`.xlsx`, `.ods`) and an old one (`.xls`) begin with.
const WORKBOOKS: [&[u8]; 2] = [b"PK\x03\x04", b"\xD0\xCF\x11\xE0"];

/// A source of bytes, read as text.
pub(super) struct Text<R> {
    source: R,
    /// None while nothing but ASCII has come.
    decoder: Option<Decoder>,
    /// Bytes that were read but not decoded, because a letter may go on after them.
    rest: Vec<u8>,
    started: bool,
    ended: bool,
    bytes_read: u64,
}

/// Why there is no text.
pub(super) enum Unreadable {
    /// The file is the workbook itself, not an export.
    Workbook,
    /// The source failed.
    Io(io::Error),
}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl<R: Read> Text<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, decoder: None, rest: Vec::new(), started: false, ended: false, bytes_read: 0 }
    }

    /// How many bytes of the source were read.
    pub(super) fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// Whether nothing follows.
    pub(super) fn ended(&self) -> bool {
        self.ended
    }

    /// Appends the next piece, at most some [`PIECE`] bytes; nothing when the source has ended.
    pub(super) fn append_to(&mut self, text: &mut String) -> Result<(), Unreadable> {
        let mut bytes = std::mem::take(&mut self.rest);
        let room = u64::try_from(PIECE.saturating_sub(bytes.len())).unwrap_or(0);
        let read = self.source.by_ref().take(room).read_to_end(&mut bytes)?;
        let read = u64::try_from(read).unwrap_or(u64::MAX);
        self.bytes_read = self.bytes_read.saturating_add(read);
        self.ended = read < room;
        if !self.started {
            self.started = true;
            self.start(&mut bytes)?;
        }
        self.decode(&bytes, text);
        Ok(())
    }

    /// Looks at how the source begins, and takes the mark off.
    fn start(&mut self, bytes: &mut Vec<u8>) -> Result<(), Unreadable> {
        if WORKBOOKS.iter().any(|mark| bytes.starts_with(mark)) {
            return Err(Unreadable::Workbook);
        }
        if let Some((encoding, length)) = Encoding::for_bom(bytes) {
            debug_assert!([UTF_8, UTF_16LE, UTF_16BE].contains(&encoding), "no other encoding has a mark");
            self.decoder = Some(encoding.new_decoder_without_bom_handling());
            bytes.drain(..length);
        }
        Ok(())
    }

    fn decode(&mut self, bytes: &[u8], text: &mut String) {
        if self.decoder.is_none() {
            let Some(encoding) = judged(bytes, self.ended) else {
                let ascii = bytes.iter().take_while(|byte| byte.is_ascii()).count();
                let (ascii, rest) = bytes.split_at_checked(ascii).unwrap_or((bytes, &[]));
                text.extend(ascii.iter().copied().map(char::from));
                self.rest = rest.to_vec();
                return;
            };
            self.decoder = Some(encoding.new_decoder_without_bom_handling());
        }
        let Some(decoder) = &mut self.decoder else { return };
        text.reserve(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(0));
        // With that much room all of it is decoded at once.
        let (_, _, _) = decoder.decode_to_string(bytes, text, self.ended);
    }
}

/// The encoding of bytes without a mark; `None` while they do not tell.
fn judged(bytes: &[u8], last: bool) -> Option<&'static Encoding> {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.is_ascii() => None,
        Ok(_) => Some(UTF_8),
        Err(error) if error.error_len().is_some() || last => Some(WINDOWS_1252),
        // The piece ends within a letter: what precedes it tells, if it is more than ASCII.
        Err(error) => {
            bytes.get(..error.valid_up_to()).is_some_and(|before| !before.is_ascii()).then_some(UTF_8)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time, as a slow pipe may.
    struct Drip<'b>(&'b [u8]);

    impl Read for Drip<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = buffer.len().min(1);
            self.0.read(&mut buffer[..count])
        }
    }

    fn read(source: impl Read) -> Result<String, Unreadable> {
        let mut text = Text::new(source);
        let mut whole = String::new();
        while !text.ended() {
            text.append_to(&mut whole)?;
        }
        Ok(whole)
    }

    fn check(bytes: &[u8], expected: &str) {
        assert_eq!(read(bytes).ok().as_deref(), Some(expected));
        assert_eq!(read(Drip(bytes)).ok().as_deref(), Some(expected));
    }

    #[test]
    fn every_usual_encoding_is_read() {
        check(b"", "");
        check(b"a,b", "a,b");
        check("œuvre – été".as_bytes(), "œuvre – été");
        check("\u{FEFF}œuvre".as_bytes(), "œuvre");
        check(b"\x9Cuvre \x96 \xE9t\xE9", "œuvre – été");
        check(b"\xFF\xFEa\0\x53\x01", "aœ");
        check(b"\xFE\xFF\0a\x01\x53", "aœ");
        check(b"caf\xE9", "café");
    }

    #[test]
    fn the_first_letter_beyond_ascii_decides_wherever_it_stands() {
        for length in [PIECE - 2, PIECE - 1, PIECE, PIECE + 1] {
            let plain = "a".repeat(length);
            check(format!("{plain}é, ça").as_bytes(), &format!("{plain}é, ça"));
            check(&[plain.as_bytes(), b"\xE9, \xE7a"].concat(), &format!("{plain}é, ça"));
            check(&[plain.as_bytes(), b"\xE9"].concat(), &format!("{plain}é"));
        }
    }

    #[test]
    fn a_workbook_is_no_sheet() {
        assert!(matches!(read(&b"PK\x03\x04rest"[..]), Err(Unreadable::Workbook)));
    }
}
