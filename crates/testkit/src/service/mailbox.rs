//! The mails of a test, read back from their files by a parser that is not the library which wrote them.

use std::path::Path;

use mail_parser::{MessageParser, MimeHeaders as _};

/// A mail as its reader sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The name of its file.
    pub file: String,
    /// The address to which it goes.
    pub to: String,
    /// The address from which it comes.
    pub from: String,
    /// Its subject.
    pub subject: String,
    /// Its `Message-ID`, without brackets.
    pub message_id: String,
    /// The language that it says it is in.
    pub language: String,
    /// The plain text.
    pub text: String,
    /// The HTML.
    pub html: String,
}

impl Mail {
    /// The code that stands alone on a line of the plain text, or behind the `#` of a link.
    pub fn code(&self) -> &str {
        let lines = self.text.lines().map(|line| line.rsplit_once('#').map_or(line, |(_, code)| code));
        let mut codes = lines.filter(|line| line.len() == 43 && !line.contains(' '));
        codes.next().unwrap_or_else(|| panic!("no code in {self:?}"))
    }

    /// A mail as it is sent.
    pub fn parse(file: &str, bytes: &[u8]) -> Self {
        let message = MessageParser::default().parse(bytes).expect("a message");
        let address = |address: Option<&mail_parser::Address<'_>>| {
            let addresses: Vec<_> =
                address.into_iter().flat_map(|list| list.iter()).filter_map(|one| one.address()).collect();
            assert_eq!(addresses.len(), 1, "one address: {addresses:?}");
            addresses.concat()
        };
        Self {
            file: file.to_owned(),
            to: address(message.to()),
            from: address(message.from()),
            subject: message.subject().expect("a subject").to_owned(),
            message_id: message.message_id().expect("a message id").to_owned(),
            language: message.content_language().as_text().expect("a language").to_owned(),
            text: message.body_text(0).expect("a plain text").replace("\r\n", "\n"),
            html: message.body_html(0).expect("an HTML text").replace("\r\n", "\n"),
        }
    }
}

/// The mails of a folder, by the names of their files, which ascend with the time.
pub(super) fn read(folder: &Path) -> Vec<Mail> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder of the mails")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "eml"))
        .collect();
    files.sort();
    let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    files.iter().map(|path| Mail::parse(&name(path), &std::fs::read(path).expect("a mail"))).collect()
}
