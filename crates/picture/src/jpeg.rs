//! Whether a JPEG file goes on to its end.
//!
//! Decoders show what is there of a file that was cut off, with gray for the rest. Here it is followed from
//! marker to marker (ITU-T T.81, annex B) until the image ends; what comes after that is of no interest, and
//! cameras do put things there.

const MARKER: u8 = 0xFF;
const END_OF_IMAGE: u8 = 0xD9;
const START_OF_SCAN: u8 = 0xDA;

/// Whether the image that the file begins with has its end.
pub(crate) fn is_complete(bytes: &[u8]) -> bool {
    // The first marker says that the image starts.
    let Some(mut rest) = bytes.get(2..) else { return false };
    while let Some((marker, after)) = next_marker(rest) {
        rest = match marker {
            END_OF_IMAGE => return true,
            // Markers that stand alone.
            0x01 | 0xD0..=0xD8 => after,
            _ => {
                let Some((length, _)) = after.split_first_chunk::<2>() else { return false };
                let Some(after) = after.get(usize::from(u16::from_be_bytes(*length))..) else { return false };
                if marker == START_OF_SCAN { past_scan(after) } else { after }
            }
        };
    }
    false
}

/// The marker that comes next, and what follows it. Markers may be preceded by any number of fill bytes.
fn next_marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let start = bytes.iter().position(|byte| *byte == MARKER)?;
    let bytes = bytes.get(start..)?;
    let length = bytes.iter().take_while(|byte| **byte == MARKER).count();
    let (marker, after) = bytes.get(length..)?.split_first()?;
    Some((*marker, after))
}

/// What follows the coded data of a scan. In it, a zero byte or the number of a restart follows every `FF`.
fn past_scan(bytes: &[u8]) -> &[u8] {
    let end = bytes
        .array_windows()
        .position(|[first, second]| *first == MARKER && !matches!(*second, 0x00 | 0xD0..=0xD7 | MARKER));
    end.and_then(|end| bytes.get(end..)).unwrap_or_default()
}
