//! Where mails go: a mail server, a folder, or nowhere.
//!
//! The only place that knows `lettre`. A mail is built by the library from typed parts, so no text can become a
//! header. Its `Message-ID` is made of the id of its job: a mail that is sent again, because it was not known
//! whether the server had taken it, can be told from another.

mod files;
mod message;
mod smtp;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::mail::{Letter, Mailer, MailerError};
use persistence::DatabaseUrl;

use crate::config::{Auto, Config, MailTarget, Sender};
use crate::failure::Failure;

/// What stands for the service's address while mails stay on this machine.
const LOCAL_SENDER: &str = "Part&Act bourse <no-reply@partact.localhost>";

/// The mailer of these settings.
pub(crate) fn mailer(config: &Config) -> Result<Arc<dyn Mailer>, Failure> {
    let sender = |usual: Option<&str>| match (&config.mail_from, usual) {
        (Auto::Given(sender), _) => Ok(sender.clone()),
        (Auto::Auto, Some(usual)) => Sender::parsed(usual).map_err(Failure::Usage),
        (Auto::Auto, None) => Err(Failure::Usage(
            "mails go to a mail server, so mail_from must say from whom they come".to_owned(),
        )),
    };
    Ok(match &config.mail {
        Auto::Given(MailTarget::Off) => Arc::new(Nowhere),
        Auto::Given(MailTarget::Smtp(server)) => Arc::new(smtp::Server::new(server, sender(None)?)?),
        Auto::Given(MailTarget::Files(folder)) => {
            Arc::new(files::Folder::new(folder.clone(), sender(Some(LOCAL_SENDER))?))
        }
        Auto::Auto => Arc::new(files::Folder::new(beside(&config.database), sender(Some(LOCAL_SENDER))?)),
    })
}

/// Where these settings send mails, for whoever starts the service.
pub(crate) fn whereto(config: &Config) -> String {
    match &config.mail {
        Auto::Given(MailTarget::Off) => "off".to_owned(),
        Auto::Given(MailTarget::Smtp(server)) => server.to_string(),
        Auto::Given(MailTarget::Files(folder)) => folder.display().to_string(),
        Auto::Auto => beside(&config.database).display().to_string(),
    }
}

/// The folder for mails beside a database: `partact-mail` beside `partact.db`.
fn beside(database: &DatabaseUrl) -> PathBuf {
    let named = |file: &Path| {
        let stem = file.file_stem().map_or("partact".to_owned(), |stem| stem.to_string_lossy().into_owned());
        file.with_file_name(format!("{stem}-mail"))
    };
    match database {
        DatabaseUrl::Sqlite(file) => named(file),
        DatabaseUrl::Postgres(_) => PathBuf::from("partact-mail"),
    }
}

/// Takes every mail and keeps none.
struct Nowhere;

impl Mailer for Nowhere {
    fn send(&self, _: &Letter) -> Result<(), MailerError> {
        Ok(())
    }
}
