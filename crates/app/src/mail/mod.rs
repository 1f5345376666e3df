//! Mails: to one person each, in their language, as plain text and as HTML.
//!
//! A mail is a job. It is put into the queue in the transaction of what it speaks of, so nothing is mailed for
//! what was rolled back; and it is written when it is sent, from what is true then. The queue holds ids only:
//! neither an address nor a secret nor a text lies there.
//!
//! No word of a mail comes from somebody else than us: whoever registers the address of another cannot write
//! to them through the service.

mod letter;
mod moderation;
mod words;

use domain::id::{CaseId, JobId, PersonId};
use domain::job::{ErrorCode, Kind};
use domain::organization::Email;
use domain::person::PersonStatus;
use domain::vocabulary::Locale;
use jiff::Timestamp;
use persistence::{Reader, Tx};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use letter::Letter;
pub(crate) use words::Content;

use crate::error::Error;
use crate::job::{Desk, Finished, Trouble, Work, enqueue};

/// Where mails go: a mail server, or a folder.
pub trait Mailer: Send + Sync {
    /// Hands a letter over. It may be called again for the same letter when it is not known how it went.
    fn send(&self, letter: &Letter) -> Result<(), MailerError>;
}

/// Why a letter was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailerError {
    /// Later it may be.
    #[error("the mail could not be handed over now")]
    Later,
    /// There is no such mailbox.
    #[error("the mail is refused for good")]
    Never,
}

/// A mail, as it waits in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mail", rename_all = "snake_case")]
pub(crate) enum Mail {
    /// That mails arrive: for operators.
    Test {
        /// To whom.
        person: Uuid,
    },
    /// What was decided about something that an organization posts: for those who speak for it.
    Ruling {
        /// To whom.
        person: Uuid,
        /// About which case.
        case: Uuid,
    },
    /// What became of a report: for whoever made it.
    ReportOutcome {
        /// To whom.
        person: Uuid,
        /// The case that it joined.
        case: Uuid,
    },
}

/// To whom a mail goes and what it says.
struct Draft {
    to: Email,
    locale: Locale,
    content: Content,
}

impl Mail {
    /// Puts it into the queue of this transaction.
    pub(crate) fn post(self, tx: &mut Tx<'_>, now: Timestamp) -> Result<JobId, Error> {
        enqueue(tx, Kind::Mail, &self, None, now)
    }

    /// What it says now; `None` when it has nothing to say any more.
    fn draft(self, reader: &mut Reader<'_>) -> Result<Option<Draft>, Error> {
        match self {
            Self::Test { person } => {
                let person = reader.person(PersonId::new(person))?;
                Ok(person.filter(|person| person.status == PersonStatus::Active).map(|person| Draft {
                    to: person.email,
                    locale: person.locale,
                    content: Content::Test,
                }))
            }
            Self::Ruling { person, case } => {
                moderation::ruling(reader, PersonId::new(person), CaseId::new(case))
            }
            Self::ReportOutcome { person, case } => {
                moderation::report_outcome(reader, PersonId::new(person), CaseId::new(case))
            }
        }
    }
}

/// Sends the mail of a job.
pub(crate) fn send(desk: &Desk, work: Work<'_>) -> Result<Finished, Trouble> {
    let mail: Mail = work.payload()?;
    let now = desk.ctx.clock.now();
    if let Some(Draft { to, locale, content }) = desk.ctx.store.read(|reader| mail.draft(reader))? {
        let words = words::of(&content, locale);
        let letter = Letter::new(work.id(), to, locale, &words, desk.pages.as_deref(), now);
        desk.mailer.send(&letter).map_err(|error| match error {
            MailerError::Later => Trouble::Later(ErrorCode::new("mail-not-taken")),
            MailerError::Never => Trouble::Never(ErrorCode::new("mail-refused")),
        })?;
    }
    work.finish(|_, _| Ok(()))
}

/// Puts a test mail to an account into the queue; at the command line.
pub fn post_test(ctx: &crate::Ctx, email: &Email) -> Result<JobId, Error> {
    ctx.system_command(domain::audit::Cause::System, |tx, now| {
        let person = tx.person_by_email(email)?.ok_or(Error::NotFound(crate::Noun::Person))?;
        Mail::Test { person: person.id.uuid() }.post(tx, now)
    })
}
