//! The surroundings of Typst: our templates, our fonts and the data of one document; nothing of the machine.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::error::Error;

/// What a template is given besides its text.
pub(crate) struct Documents {
    main: FileId,
    page: FileId,
    data: FileId,
    code: FileId,
    template: &'static str,
    facts: Bytes,
    drawing: Bytes,
}

/// The fonts, in two weights: Source Sans 3, under the Open Font License (`fonts/OFL.txt`).
static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let files: [&'static [u8]; 2] = [
        include_bytes!("../fonts/SourceSans3-Regular.ttf"),
        include_bytes!("../fonts/SourceSans3-SemiBold.ttf"),
    ];
    files.into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect()
});

static BOOK: LazyLock<LazyHash<FontBook>> =
    LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

static LIBRARY: LazyLock<LazyHash<Library>> =
    LazyLock::new(|| LazyHash::new(<Library as LibraryExt>::default()));

/// Whether every weight of our fonts can show the character.
pub(crate) fn has_glyph(character: char) -> bool {
    FONTS.iter().all(|font| font.info().coverage.contains(u32::from(character)))
}

impl Documents {
    /// The surroundings of one document: its template, its facts as JSON, its QR code as SVG.
    pub(crate) fn new(template: &'static str, facts: Vec<u8>, drawing: String) -> Result<Self, Error> {
        Ok(Self {
            main: file("document.typ")?,
            page: file("page.typ")?,
            data: file("data.json")?,
            code: file("code.svg")?,
            template,
            facts: Bytes::new(facts),
            drawing: Bytes::from_string(drawing),
        })
    }
}

fn file(name: &str) -> Result<FileId, Error> {
    let path = VirtualPath::new(name).map_err(|error| Error::Typesetting(error.to_string()))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Documents {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let text = match id {
            id if id == self.main => self.template,
            id if id == self.page => include_str!("../templates/page.typ"),
            _ => return Err(FileError::AccessDenied),
        };
        Ok(Source::new(id, text.to_owned()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id {
            id if id == self.data => Ok(self.facts.clone()),
            id if id == self.code => Ok(self.drawing.clone()),
            _ => Err(FileError::AccessDenied),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    /// A document knows no day but those among its facts.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
