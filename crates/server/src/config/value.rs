//! The kinds of values that settings have: read from a text, shown without secrets.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use app::StaffMfa;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ipnet::IpNet;
use persistence::DatabaseUrl;
use secrecy::SecretSlice;
use tracing_subscriber::EnvFilter;
use url::Url;

/// Bytes of a key that seals.
const KEY_BYTES: usize = 32;

/// A value of a setting.
pub(super) trait Value: Sized {
    /// The value, or what is wrong with the text, in words that do not repeat a secret.
    fn parse(text: &str) -> Result<Self, String>;

    /// The value as it may be printed.
    fn show(&self) -> String;
}

/// A value, or the word `auto`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Auto<T> {
    /// The service finds it out.
    Auto,
    /// This one.
    Given(T),
}

/// A value, or the word `off`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Switch<T> {
    /// Without.
    Off,
    /// With this one.
    On(T),
}

/// Values separated by commas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List<T>(pub Vec<T>);

/// A number within bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number<const MIN: u32, const MAX: u32>(u32);

impl<const MIN: u32, const MAX: u32> Number<MIN, MAX> {
    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// The number, to count things in memory.
    pub fn size(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// The `http` or `https` address of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(Url);

impl PublicUrl {
    /// The address, parsed.
    pub const fn url(&self) -> &Url {
        &self.0
    }
}

impl fmt::Display for PublicUrl {
    /// Without a slash at its end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

/// The origin of web pages: scheme, host and port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

/// A short text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text(String);

/// A file with a key, and the key.
#[derive(Clone, Debug)]
pub struct SealingKeyFile {
    path: String,
    key: Arc<SecretSlice<u8>>,
}

impl SealingKeyFile {
    /// The key.
    pub fn key(&self) -> Arc<SecretSlice<u8>> {
        Arc::clone(&self.key)
    }
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// What is logged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogFilter(String);

macro_rules! display {
    ($($type:ident),+) => {$(
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

display!(Origin, Text, LogFilter);

impl<T: Value> Value for Auto<T> {
    fn parse(text: &str) -> Result<Self, String> {
        if text == "auto" { Ok(Self::Auto) } else { T::parse(text).map(Self::Given) }
    }

    fn show(&self) -> String {
        match self {
            Self::Auto => "auto".to_owned(),
            Self::Given(value) => value.show(),
        }
    }
}

impl<T: Value> Value for Switch<T> {
    fn parse(text: &str) -> Result<Self, String> {
        if text == "off" { Ok(Self::Off) } else { T::parse(text).map(Self::On) }
    }

    fn show(&self) -> String {
        match self {
            Self::Off => "off".to_owned(),
            Self::On(value) => value.show(),
        }
    }
}

impl<T: Value> Value for List<T> {
    fn parse(text: &str) -> Result<Self, String> {
        let entries = text.split(',').map(str::trim).filter(|entry| !entry.is_empty()).map(T::parse);
        let (good, wrong): (Vec<_>, Vec<_>) = entries.partition(Result::is_ok);
        let wrong: Vec<_> = wrong.into_iter().filter_map(Result::err).collect();
        if wrong.is_empty() { Ok(Self(good.into_iter().flatten().collect())) } else { Err(wrong.join("; ")) }
    }

    fn show(&self) -> String {
        self.0.iter().map(Value::show).collect::<Vec<_>>().join(",")
    }
}

impl<const MIN: u32, const MAX: u32> Value for Number<MIN, MAX> {
    fn parse(text: &str) -> Result<Self, String> {
        match text.parse() {
            Ok(number) if (MIN..=MAX).contains(&number) => Ok(Self(number)),
            _ => Err(format!("`{text}` is no whole number from {MIN} to {MAX}")),
        }
    }

    fn show(&self) -> String {
        self.0.to_string()
    }
}

impl Value for DatabaseUrl {
    fn parse(text: &str) -> Result<Self, String> {
        text.parse().map_err(|error: persistence::DatabaseUrlError| error.to_string())
    }

    fn show(&self) -> String {
        self.to_string()
    }
}

impl Value for SocketAddr {
    fn parse(text: &str) -> Result<Self, String> {
        text.parse()
            .map_err(|_| format!("`{text}` is no address and port, such as 127.0.0.1:8080 or [::]:8080"))
    }

    fn show(&self) -> String {
        self.to_string()
    }
}

/// An `http` or `https` address with nothing in it but what clients need.
fn web_address(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let bare = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    (matches!(url.scheme(), "http" | "https") && url.has_host() && bare).then_some(url)
}

impl Value for PublicUrl {
    fn parse(text: &str) -> Result<Self, String> {
        let url = web_address(text).ok_or("not an address such as https://bourse.example")?;
        Ok(Self(url))
    }

    fn show(&self) -> String {
        self.to_string()
    }
}

impl Value for Origin {
    fn parse(text: &str) -> Result<Self, String> {
        let origin = web_address(text).map(|url| url.origin().ascii_serialization());
        match origin {
            Some(origin) if origin == text => Ok(Self(origin)),
            Some(origin) => Err(format!("`{text}` is no origin; did you mean `{origin}`?")),
            None => Err(format!("`{text}` is no origin such as https://www.bourse.example")),
        }
    }

    fn show(&self) -> String {
        self.0.clone()
    }
}

impl Value for IpNet {
    fn parse(text: &str) -> Result<Self, String> {
        // One address is a network of its own.
        text.parse()
            .or_else(|_| text.parse::<IpAddr>().map(Self::from))
            .map_err(|_| format!("`{text}` is no address or network such as 10.0.0.7 or 10.0.0.0/8"))
    }

    fn show(&self) -> String {
        self.to_string()
    }
}

impl Value for StaffMfa {
    fn parse(text: &str) -> Result<Self, String> {
        match text {
            "required" => Ok(Self::Required),
            "optional" => Ok(Self::Optional),
            _ => Err(format!("`{text}` is none of required, optional")),
        }
    }

    fn show(&self) -> String {
        match self {
            Self::Required => "required".to_owned(),
            Self::Optional => "optional".to_owned(),
        }
    }
}

impl Value for SealingKeyFile {
    fn parse(text: &str) -> Result<Self, String> {
        let read =
            std::fs::read_to_string(text).map_err(|error| format!("`{text}` cannot be read: {error}"))?;
        let key = BASE64_STANDARD.decode(read.trim()).ok().filter(|key| key.len() == KEY_BYTES);
        let key = key.ok_or_else(|| format!("`{text}` does not hold {KEY_BYTES} bytes in base64"))?;
        Ok(Self { path: text.to_owned(), key: Arc::new(SecretSlice::from(key)) })
    }

    fn show(&self) -> String {
        self.path.clone()
    }
}

impl Value for Text {
    fn parse(text: &str) -> Result<Self, String> {
        if text.is_empty() || text.len() > 200 || text.chars().any(char::is_control) {
            return Err("not a line of 1 to 200 characters".to_owned());
        }
        Ok(Self(text.to_owned()))
    }

    fn show(&self) -> String {
        self.0.clone()
    }
}

impl Value for LogFormat {
    fn parse(text: &str) -> Result<Self, String> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err(format!("`{text}` is none of text, json, auto")),
        }
    }

    fn show(&self) -> String {
        match self {
            Self::Text => "text".to_owned(),
            Self::Json => "json".to_owned(),
        }
    }
}

impl Value for LogFilter {
    fn parse(text: &str) -> Result<Self, String> {
        // A bare word that is no level would be taken as the name of a module, and log nothing.
        let is_level = |word: &str| word.contains(['=', '[']) || word.parse::<tracing::Level>().is_ok();
        match EnvFilter::try_new(text) {
            Ok(_) if text.split(',').map(str::trim).all(is_level) => Ok(Self(text.to_owned())),
            _ => Err(format!("`{text}` is no level (error, warn, info, debug, trace) and no filter")),
        }
    }

    fn show(&self) -> String {
        self.0.clone()
    }
}
