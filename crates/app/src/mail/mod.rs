//! Mails: to one person each, in their language, as plain text and as HTML.
//!
//! A mail is a job. It is put into the queue in the transaction of what it speaks of, so nothing is mailed for
//! what was rolled back; and it is written when it is sent, from what is true then. The queue holds ids only:
//! neither an address nor a secret nor a text lies there.
//!
//! No word of a mail comes from somebody else than us, but for the name of an organization that staff have
//! verified: whoever registers or invites the address of another cannot write to them through the service.

mod letter;
mod moderation;
mod words;

use domain::account::{AccountRequest, Purpose, Registration};
use domain::id::{AccountRequestId, CaseId, InvitationId, JobId, PersonId, RegistrationId};
use domain::job::{ErrorCode, Kind};
use domain::organization::Email;
use domain::person::{PersonDraft, PersonStatus};
use domain::text::Line;
use domain::vocabulary::Locale;
use jiff::Timestamp;
use persistence::{Reader, Tx};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use letter::Letter;
pub(crate) use words::Content;

use crate::account::code::{Codes, INVITATION, REGISTRATION};
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
    /// That an address must be proved, or that it has an account already.
    Registration {
        /// Which registration.
        registration: Uuid,
    },
    /// What somebody asked for.
    Request {
        /// Which request.
        request: Uuid,
    },
    /// That a password was changed.
    PasswordChanged {
        /// Whose.
        person: Uuid,
    },
    /// That a place in an organization is offered.
    Invitation {
        /// Which invitation.
        invitation: Uuid,
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
    fn draft(self, reader: &mut Reader<'_>, codes: &Codes, now: Timestamp) -> Result<Option<Draft>, Error> {
        match self {
            Self::Test { person } => to_account(reader, PersonId::new(person), Content::Test),
            Self::PasswordChanged { person } => {
                to_account(reader, PersonId::new(person), Content::PasswordChanged)
            }
            Self::Ruling { person, case } => {
                moderation::ruling(reader, PersonId::new(person), CaseId::new(case))
            }
            Self::ReportOutcome { person, case } => {
                moderation::report_outcome(reader, PersonId::new(person), CaseId::new(case))
            }
            Self::Registration { registration } => {
                let registration = reader.registration(RegistrationId::new(registration))?;
                to_newcomer(reader, registration, codes, now)
            }
            Self::Invitation { invitation } => invited(reader, InvitationId::new(invitation), codes, now),
            Self::Request { request } => {
                let request = reader.account_request(AccountRequestId::new(request))?;
                match request.filter(|request| request.is_open(now)) {
                    Some(request) => answer(reader, &request, codes, now),
                    None => Ok(None),
                }
            }
        }
    }
}

/// A mail to an account.
fn to_account(reader: &mut Reader<'_>, id: PersonId, content: Content) -> Result<Option<Draft>, Error> {
    let person = reader.person(id)?.filter(|person| person.status == PersonStatus::Active);
    Ok(person.map(|person| Draft { to: person.email, locale: person.locale, content }))
}

/// The mail of a registration. Only here it is looked up whether the address has an account.
fn to_newcomer(
    reader: &mut Reader<'_>,
    registration: Option<Registration>,
    codes: &Codes,
    now: Timestamp,
) -> Result<Option<Draft>, Error> {
    let Some(registration) = registration.filter(|found| now < found.expires_at()) else { return Ok(None) };
    let PersonDraft { email, locale, .. } = registration.draft;
    if let Some(person) = reader.person_by_email(&email)? {
        return to_account(reader, person.id, Content::HasAccount);
    }
    let code = codes.code(REGISTRATION, registration.id.uuid())?;
    Ok(Some(Draft { to: email, locale, content: Content::Verify { code } }))
}

/// The mail that answers a request.
fn answer(
    reader: &mut Reader<'_>,
    request: &AccountRequest,
    codes: &Codes,
    now: Timestamp,
) -> Result<Option<Draft>, Error> {
    let code = codes.code(request.purpose.code(), request.id.uuid())?;
    let (to, asked_by) = (request.email.clone(), request.person);
    let owner = reader.person_by_email(&to)?;
    match request.purpose {
        Purpose::Verification => {
            let registration = reader.registration_by_email(&to)?;
            to_newcomer(reader, registration, codes, now)
        }
        Purpose::PasswordReset => match owner {
            Some(owner) => to_account(reader, owner.id, Content::ResetPassword { code }),
            None => Ok(None),
        },
        Purpose::EmailChange | Purpose::EmailChangeReversal => {
            let Some(id) = asked_by else { return Ok(None) };
            if let Some(owner) = owner {
                return to_account(reader, owner.id, Content::HasAccount);
            }
            let content = match request.purpose {
                Purpose::EmailChangeReversal => Content::EmailChanged { code },
                _ => Content::ConfirmEmail { code },
            };
            // In the language of the account, to an address that is not its own.
            Ok(to_account(reader, id, content)?.map(|draft| Draft { to, ..draft }))
        }
    }
}

/// The mail of an invitation, while it can be accepted: in the language of the account that the address has, or
/// else of whoever offers the place. The organization is named once staff have looked at its name.
fn invited(
    reader: &mut Reader<'_>,
    id: InvitationId,
    codes: &Codes,
    now: Timestamp,
) -> Result<Option<Draft>, Error> {
    let Some(invitation) = reader.invitation(id)?.filter(|found| found.is_open(now)) else { return Ok(None) };
    let code = codes.code(INVITATION, id.uuid())?;
    let organization = reader.organization_unseen(invitation.organization)?;
    let organization = organization.filter(|found| found.is_active(now)).map(|found| found.facts.name);
    let account = reader.person_by_email(&invitation.email)?;
    let inviter = reader.person(invitation.invited_by)?;
    let locale = account.or(inviter).map_or(Locale::En, |person| person.locale);
    let content = Content::Invited { code, organization: organization.map(Line::into_string) };
    Ok(Some(Draft { to: invitation.email, locale, content }))
}

/// Sends the mail of a job.
pub(crate) fn send(desk: &Desk, work: Work<'_>) -> Result<Finished, Trouble> {
    let mail: Mail = work.payload()?;
    let (now, codes) = (desk.ctx.clock.now(), Codes::of(&desk.ctx)?);
    let draft = desk.ctx.store.read(|reader| mail.draft(reader, &codes, now))?;
    if let Some(Draft { to, locale, content }) = draft {
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
