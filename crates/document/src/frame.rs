//! The page frame that all documents share, and the way from a template to the bytes.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use typst::comemo;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp as PdfTimestamp};

use crate::error::Error;
use crate::qr;
use crate::words::Language;
use crate::world::Documents;

/// What stands around the contents of every document.
pub(crate) struct Frame<'f> {
    /// In which language its words are.
    pub(crate) language: Language,
    /// What it is called: in the window of a reader, and on the page.
    pub(crate) title: String,
    /// Who gives it out, for the head of the page: the week.
    pub(crate) issuer: String,
    /// What the foot of each page says, besides the number of the page.
    pub(crate) foot: String,
    /// Where the QR code leads.
    pub(crate) url: &'f str,
    /// What the QR code is, for those who cannot see it.
    pub(crate) url_description: String,
    /// As of when the facts are.
    pub(crate) as_of: Timestamp,
}

/// Typesets a template with its facts and words. Both are data to the template, so nothing in them is read
/// as markup.
pub(crate) fn typeset(
    frame: &Frame<'_>,
    template: &'static str,
    words: &impl Serialize,
    facts: &impl Serialize,
) -> Result<Vec<u8>, Error> {
    let data = json!({
        "frame": {
            "language": frame.language.code(),
            "title": frame.title,
            "issuer": frame.issuer,
            "foot": frame.foot,
            "url": frame.url,
            "url_description": frame.url_description,
        },
        "words": words,
        "facts": facts,
    });
    let data = serde_json::to_vec(&data).map_err(|error| Error::Facts(error.to_string()))?;
    let options = options(frame, &data)?;
    let world = Documents::new(template, data, qr::svg(frame.url)?)?;
    let pages = typst::compile::<PagedDocument>(&world).output.map_err(Error::typesetting)?;
    let bytes = typst_pdf::pdf(&pages, &options).map_err(Error::export);
    // What Typst remembers of one document is of little use to the next, and would only grow.
    comemo::evict(2);
    bytes
}

/// Tagged PDF with what PDF/UA-1 asks for. Identifier and times come from the facts: the same facts give
/// the same bytes.
fn options(frame: &Frame<'_>, data: &[u8]) -> Result<PdfOptions, Error> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1])
        .map_err(|error| Error::Export(error.message().to_string()))?;
    let ident = hex(&Sha256::digest(data));
    Ok(PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some("Part&Act bourse".to_owned())),
        timestamp: timestamp(frame.as_of),
        page_ranges: None,
        standards,
        tagged: true,
        pretty: false,
    })
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

fn timestamp(at: Timestamp) -> Option<PdfTimestamp> {
    let at = TimeZone::UTC.to_datetime(at);
    let part = |number: i8| u8::try_from(number).ok();
    let (month, day) = (part(at.month())?, part(at.day())?);
    let (hour, minute, second) = (part(at.hour())?, part(at.minute())?, part(at.second())?);
    Datetime::from_ymd_hms(at.year().into(), month, day, hour, minute, second).map(PdfTimestamp::new_utc)
}
