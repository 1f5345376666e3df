//! Mails as files: for whoever tries the service on their own machine, and for tests.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use app::mail::{Letter, Mailer, MailerError};

use super::message::message;
use crate::config::Sender;
use crate::failure::chain;

/// A folder with a file `JOB.eml` for each mail. Their names ascend with the time; a mail that is sent again
/// takes the place of the first.
pub(super) struct Folder {
    folder: PathBuf,
    sender: Sender,
}

impl Folder {
    pub(super) const fn new(folder: PathBuf, sender: Sender) -> Self {
        Self { folder, sender }
    }
}

impl Mailer for Folder {
    fn send(&self, letter: &Letter) -> Result<(), MailerError> {
        let message = message(letter, &self.sender).map_err(|error| {
            tracing::error!(job = %letter.id, error = chain(&error), "a mail could not be written");
            MailerError::Never
        })?;
        write(&self.folder, &format!("{}.eml", letter.id), &message.formatted()).map_err(|error| {
            tracing::error!(folder = %self.folder.display(), %error, "a mail could not be put into its folder");
            MailerError::Later
        })
    }
}

/// Writes a file whole or not at all: whoever watches the folder sees no half mail.
fn write(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    match std::fs::create_dir(folder) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    let draft = folder.join(format!(".{name}.part"));
    let mut file = private(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&draft, folder.join(name))
}

/// A new file that only its owner can read: mails hold secrets.
fn private(file: &Path) -> std::io::Result<std::fs::File> {
    use std::os::unix::fs::OpenOptionsExt as _;

    std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(file)
}
