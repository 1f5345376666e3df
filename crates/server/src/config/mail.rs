//! Where mails go and from whom they come.

use std::fmt;
use std::path::PathBuf;

use lettre::message::Mailbox;
use secrecy::SecretString;
use url::{Host, Url};

use super::value::Value;

/// Where mails go.
#[derive(Clone, Debug)]
pub enum MailTarget {
    /// Nowhere.
    Off,
    /// Into a folder, a file for each.
    Files(PathBuf),
    /// To a mail server.
    Smtp(MailServer),
}

/// A mail server. Shown without its password.
#[derive(Clone, Debug)]
pub struct MailServer {
    /// Its name or address, with which its certificate is compared.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub protection: Protection,
    /// With what to log in.
    pub credentials: Option<(String, SecretString)>,
}

/// How the connection to a mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protection {
    /// By TLS from its beginning: `smtps://`.
    Tls,
    /// By TLS after STARTTLS, or the mail is not sent: `smtp://`.
    StartTls,
    /// Not at all: `smtp://` to this machine.
    Loopback,
}

/// From whom mails come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender(Mailbox);

impl Sender {
    /// The address, and perhaps a name before it.
    pub fn parsed(text: &str) -> Result<Self, String> {
        let mailbox = text.parse::<Mailbox>();
        mailbox
            .map(Self)
            .map_err(|_| format!("`{text}` is no address such as Bourse <no-reply@bourse.example>"))
    }

    /// The address and the name, for the header.
    pub(crate) const fn mailbox(&self) -> &Mailbox {
        &self.0
    }
}

impl fmt::Display for MailServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.protection == Protection::Tls { "smtps" } else { "smtp" };
        let user = self.credentials.as_ref().map_or(String::new(), |(user, _)| format!("{user}:…@"));
        write!(f, "{scheme}://{user}{}:{}", self.host, self.port)
    }
}

impl Value for MailTarget {
    fn parse(text: &str) -> Result<Self, String> {
        if text == "off" {
            return Ok(Self::Off);
        }
        if let Some(folder) = text.strip_prefix("files:") {
            let wrong = folder.is_empty().then(|| "`files:` without a folder".to_owned());
            return wrong.map_or_else(|| Ok(Self::Files(PathBuf::from(folder))), Err);
        }
        // Words that do not repeat the text: it may hold a password.
        server(text).map(Self::Smtp).ok_or_else(|| {
            "none of files:FOLDER, smtp://HOST:PORT, smtps://USER:PASSWORD@HOST:PORT, off, auto".to_owned()
        })
    }

    fn show(&self) -> String {
        match self {
            Self::Off => "off".to_owned(),
            Self::Files(folder) => format!("files:{}", folder.display()),
            Self::Smtp(server) => server.to_string(),
        }
    }
}

/// The server of an `smtp://` or `smtps://` address with nothing else in it.
fn server(text: &str) -> Option<MailServer> {
    let url = Url::parse(text).ok()?;
    let bare = matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
    // For schemes that are not of the web the parser leaves hosts as they are.
    let host = url.host_str().filter(|host| !host.is_empty())?.trim_matches(['[', ']']).to_owned();
    let loopback = match Host::parse(url.host_str()?).ok()? {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    let (protection, usual) = match (url.scheme(), loopback) {
        ("smtps", _) => (Protection::Tls, 465),
        ("smtp", true) => (Protection::Loopback, 25),
        ("smtp", false) => (Protection::StartTls, 587),
        _ => return None,
    };
    let credentials = match (url.username(), url.password()) {
        ("", None) => None,
        (user, Some(password)) if !user.is_empty() => Some((decoded(user)?, decoded(password)?.into())),
        _ => return None,
    };
    bare.then(|| MailServer { host, port: url.port().unwrap_or(usual), protection, credentials })
}

/// What stands behind `%40` and the like.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            bytes.push(digit(rest.next()?)? * 16 + digit(rest.next()?)?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

impl Value for Sender {
    fn parse(text: &str) -> Result<Self, String> {
        Self::parsed(text)
    }

    fn show(&self) -> String {
        self.0.to_string()
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    fn check(text: &str, shown: Option<&str>, protection: Option<Protection>) {
        let found = MailTarget::parse(text);
        assert_eq!(found.as_ref().ok().map(Value::show).as_deref(), shown, "{text}");
        if let Ok(MailTarget::Smtp(server)) = found {
            assert_eq!(Some(server.protection), protection, "{text}");
        }
    }

    #[test]
    fn targets_are_read_and_shown_without_passwords() {
        check("off", Some("off"), None);
        check("files:mails", Some("files:mails"), None);
        check("files:", None, None);
        check("smtp://mail.example", Some("smtp://mail.example:587"), Some(Protection::StartTls));
        check("smtp://localhost:2525", Some("smtp://localhost:2525"), Some(Protection::Loopback));
        check("smtp://127.0.0.1:2525", Some("smtp://127.0.0.1:2525"), Some(Protection::Loopback));
        check("smtp://[::1]:2525", Some("smtp://::1:2525"), Some(Protection::Loopback));
        check("smtp://192.0.2.1", Some("smtp://192.0.2.1:587"), Some(Protection::StartTls));
        check("smtps://u:p@mail.example", Some("smtps://u:…@mail.example:465"), Some(Protection::Tls));
        for wrong in [
            "",
            "mail.example",
            "http://mail.example",
            "smtp://",
            "smtps://u@mail.example",
            "smtps://:p@mail.example",
            "smtp://mail.example/x",
            "smtp://mail.example?tls=none",
        ] {
            check(wrong, None, None);
        }
    }

    #[test]
    fn a_password_may_hold_any_character() {
        let Ok(MailTarget::Smtp(server)) =
            MailTarget::parse("smtps://a%40b.example:p%2F%25%C3%A9@mail.example")
        else {
            panic!("it is an address");
        };
        let (user, password) = server.credentials.clone().unwrap();
        assert_eq!((user.as_str(), password.expose_secret()), ("a@b.example", "p/%é"));
        assert!(!format!("{server:?}").contains("p/%"));
        let wrong = MailTarget::parse("smtps://u:geheim@mail.example/x").unwrap_err();
        assert!(!wrong.contains("geheim"), "{wrong}");
    }

    #[test]
    fn senders_are_one_address() {
        assert_eq!(Sender::parsed("Bourse <a@b.example>").unwrap().show(), "Bourse <a@b.example>");
        assert_eq!(Sender::parsed("a@b.example").unwrap().show(), "a@b.example");
        for wrong in ["", "Bourse", "a@b.example, c@d.example", "a@b.example\r\nBcc: c@d.example"] {
            assert!(Sender::parsed(wrong).is_err(), "{wrong:?}");
        }
    }
}
