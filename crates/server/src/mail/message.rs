//! A letter as an internet message (RFC 5322).

use std::time::{Duration, UNIX_EPOCH};

use app::mail::Letter;
use lettre::address::AddressError;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, Message};

use crate::config::Sender;

/// Why a letter is no message.
#[derive(Debug, thiserror::Error)]
pub(super) enum MessageError {
    #[error("the address of the reader is none")]
    Address(#[from] AddressError),
    #[error("the message cannot be put together")]
    Message(#[from] lettre::error::Error),
}

/// The message of a letter. All its headers are typed: what they hold is encoded by the library.
pub(super) fn message(letter: &Letter, sender: &Sender) -> Result<Message, MessageError> {
    let to: Address = letter.to.as_str().parse()?;
    let from = sender.mailbox();
    Ok(Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(letter.subject.clone())
        .date(UNIX_EPOCH + Duration::from_micros(u64::try_from(letter.at.as_microsecond()).unwrap_or(0)))
        .message_id(Some(format!("<{}@{}>", letter.id, from.email.domain())))
        .header(ContentLanguage(letter.locale.code()))
        .header(AutoSubmitted)
        .multipart(MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone()))?)
}

/// In which language it is written (RFC 3282).
#[derive(Clone)]
struct ContentLanguage(&'static str);

/// That no person wrote it, so that nobody's note of absence answers it (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for ContentLanguage {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Language")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Err("the service writes this header and reads none".into())
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.to_owned())
    }
}

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}
