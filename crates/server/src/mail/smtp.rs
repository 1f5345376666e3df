//! Mails over SMTP (RFC 5321), with TLS unless the server is on this machine.

use std::time::Duration;

use app::mail::{Letter, Mailer, MailerError};
use lettre::Transport as _;
use lettre::transport::smtp::SmtpTransport;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use secrecy::ExposeSecret;

use super::message::message;
use crate::config::{MailServer, Protection, Sender};
use crate::failure::{Failure, chain};

/// How long a server may take for one command. A mail takes several, and must be done within its job's lease.
const PATIENCE: Duration = Duration::from_secs(15);

/// What servers say of a mailbox that is not there (RFC 5321, section 4.2.3; RFC 7505 for 556). Of other
/// refusals, such as wrong credentials, the operator can cure the cause, so the mail waits.
const NO_SUCH_MAILBOX: [u16; 4] = [550, 551, 553, 556];

/// A mail server.
pub(super) struct Server {
    transport: SmtpTransport,
    sender: Sender,
}

impl Server {
    pub(super) fn new(server: &MailServer, sender: Sender) -> Result<Self, Failure> {
        let MailServer { host, port, protection, credentials } = server;
        let secured = || {
            TlsParameters::new(host.clone()).map_err(Failure::of("the machine's certificates cannot be read"))
        };
        let tls = match protection {
            Protection::Tls => Tls::Wrapper(secured()?),
            Protection::StartTls => Tls::Required(secured()?),
            Protection::Loopback => Tls::None,
        };
        let name = ClientId::Domain(sender.mailbox().email.domain().to_owned());
        let mut builder = SmtpTransport::builder_dangerous(host.clone())
            .port(*port)
            .tls(tls)
            .timeout(Some(PATIENCE))
            .hello_name(name);
        if let Some((user, password)) = credentials {
            builder =
                builder.credentials(Credentials::new(user.clone(), password.expose_secret().to_owned()));
        }
        Ok(Self { transport: builder.build(), sender })
    }
}

impl Mailer for Server {
    fn send(&self, letter: &Letter) -> Result<(), MailerError> {
        let message = message(letter, &self.sender).map_err(|error| {
            tracing::error!(job = %letter.id, error = chain(&error), "a mail could not be written");
            MailerError::Never
        })?;
        let Err(error) = self.transport.send(&message) else { return Ok(()) };
        let code = error.status().map(u16::from);
        if code.is_some() {
            // Not the server's words: they often repeat the address.
            tracing::warn!(job = %letter.id, code, "the mail server did not take a mail");
        } else {
            tracing::warn!(job = %letter.id, error = chain(&error), "the mail server cannot be reached");
        }
        let never = code.is_some_and(|code| NO_SUCH_MAILBOX.contains(&code));
        Err(if never { MailerError::Never } else { MailerError::Later })
    }
}
