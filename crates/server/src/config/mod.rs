//! How the service is to run: from flags, the environment, a file and defaults, in this order.
//!
//! One table says what can be set. The help, the reading of all four sources, the list that is printed at
//! start and the words about a wrong value come from it, so they cannot disagree. Every wrong value is
//! named at once: whoever sets up a server should not have to try once for each mistake.

mod flags;
mod mail;
mod objects;
mod sources;
#[cfg(test)]
mod tests;
mod value;

use std::fmt;
use std::net::SocketAddr;

use app::{Security, StaffMfa};
use ipnet::IpNet;
use jiff::SignedDuration;
use persistence::DatabaseUrl;

pub use flags::Flags;
pub use mail::{MailServer, MailTarget, Protection, Sender};
pub use objects::{ObjectsAddress, Secret};
pub use sources::{Source, Sources};
pub use value::{Auto, List, LogFilter, LogFormat, Number, Origin, PublicUrl, SealingKeyFile, Switch, Text};

use value::Value;

/// What is known of a setting besides its type.
#[derive(Debug)]
pub(crate) struct Setting {
    /// Its key in the file; the flag and the variable are made of it.
    pub(crate) name: &'static str,
    /// What it is for.
    pub(crate) doc: &'static str,
    /// What the help calls its value.
    pub(crate) placeholder: &'static str,
    /// Its value when nobody gives one.
    pub(crate) default: &'static str,
    /// Whether only `serve` needs it.
    pub(crate) serving: bool,
}

impl Setting {
    /// Its flag without the dashes in front.
    pub(crate) fn flag(&self) -> String {
        self.name.replace('_', "-")
    }

    /// Its variable in the environment.
    pub(crate) fn variable(&self) -> String {
        format!("PARTACT_{}", self.name.to_uppercase())
    }
}

/// A value that cannot be used, and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where the value stands.
    pub source: Source,
    /// What is wrong with it.
    pub why: String,
}

/// All the values that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ConfigError(pub Vec<Fault>);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.len() == 1 { "a setting is wrong:" } else { "settings are wrong:" })?;
        for fault in &self.0 {
            write!(f, "\n  {}: {}", fault.source, fault.why)?;
        }
        Ok(())
    }
}

/// A setting as it is printed at start: passwords are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The setting.
    pub name: &'static str,
    /// Its value.
    pub value: String,
    /// Where the value came from.
    pub source: Source,
}

macro_rules! settings {
    ($($(#[doc = $doc:literal])+ $name:ident: $type:ty = $default:literal, $placeholder:literal, $serving:literal;)+) => {
        /// How the service is to run.
        #[derive(Clone, Debug)]
        pub struct Config {
            $($(#[doc = $doc])+ pub $name: $type,)+
        }

        /// Everything that can be set.
        pub(crate) const TABLE: &[Setting] = &[$(Setting {
            name: stringify!($name),
            doc: concat!($($doc),+),
            placeholder: $placeholder,
            default: $default,
            serving: $serving,
        }),+];

        impl Config {
            /// Reads every setting from where it is given first, and says what was read from where.
            pub fn load(sources: &Sources) -> Result<(Self, Vec<Shown>), ConfigError> {
                let mut reading = Reading { sources, faults: sources.faults.clone(), shown: Vec::new() };
                $(let $name = reading.take::<$type>(stringify!($name), $default);)+
                let Reading { faults, shown, .. } = reading;
                match ($($name,)+) {
                    ($(Some($name),)+) if faults.is_empty() => Ok((Self { $($name),+ }, shown)),
                    _ => Err(ConfigError(faults)),
                }
            }
        }
    };
}

settings! {
    /// The database: `sqlite:FILE` or `postgres://USER@HOST/NAME`. A password belongs in the environment
    /// or the file: flags can be read by everybody on the machine.
    database: DatabaseUrl = "sqlite:partact.db", "URL", false;
    /// Where photos are kept: `files:FOLDER`, or `s3://BUCKET/PREFIX` for any store that speaks S3; `auto` takes
    /// a folder beside the database.
    objects: Auto<ObjectsAddress> = "auto", "ADDRESS", true;
    /// Where the store that speaks S3 is; with `auto`, Amazon's for the region.
    objects_endpoint: Auto<PublicUrl> = "auto", "URL", true;
    /// The region of that store, as it calls it.
    objects_region: Text = "us-east-1", "TEXT", true;
    /// The name of the key to that store; with `auto`, key and secret are those of Amazon's usual variables.
    objects_access_key: Auto<Text> = "auto", "TEXT", true;
    /// The secret of the key to that store. It belongs in the environment or the file.
    objects_secret_key: Auto<Secret> = "auto", "TEXT", true;
    /// The most connections to the database.
    connections: Number<1, 512> = "8", "NUMBER", false;
    /// Where the service listens.
    listen: SocketAddr = "127.0.0.1:8080", "ADDRESS", true;
    /// Where the metrics are served, or `off`. For the operator's network only.
    metrics_listen: Switch<SocketAddr> = "127.0.0.1:9090", "ADDRESS", true;
    /// The address by which clients reach the service; with `auto`, links are relative.
    public_url: Auto<PublicUrl> = "auto", "URL", true;
    /// The origins of web pages that may call the service, separated by commas.
    allowed_origins: List<Origin> = "", "ORIGINS", true;
    /// The networks of proxies whose word about the client's address is taken, such as 10.0.0.0/8, separated by
    /// commas.
    trusted_proxies: List<IpNet> = "", "NETWORKS", true;
    /// The most requests a minute of one person or, without a login, of one address; or `off`. All persons at
    /// one address have ten times as many.
    requests_per_minute: Switch<Number<1, 1_000_000>> = "600", "NUMBER", true;
    /// The most logins and refreshed tokens a minute of one address, or `off`.
    logins_per_minute: Switch<Number<1, 1_000_000>> = "60", "NUMBER", true;
    /// Whether staff have their rights only in a login with a second factor: `required` or `optional`.
    staff_mfa: StaffMfa = "optional", "WHETHER", true;
    /// A file with 32 random bytes in base64, which seals secrets in the database; with `auto`, the key is in
    /// the database itself. All servers need the same, and `partact keys` too.
    sealing_key_file: Auto<SealingKeyFile> = "auto", "FILE", false;
    /// The days for which a key signs access tokens before the next one does.
    signing_key_days: Number<1, 3650> = "30", "DAYS", true;
    /// The threads that handle requests; `auto` takes one for each processor.
    workers: Auto<Number<1, 256>> = "auto", "NUMBER", true;
    /// The threads of each worker that wait for the database; `auto` makes it of `connections`.
    blocking_threads: Auto<Number<1, 512>> = "auto", "NUMBER", true;
    /// The most clients that are connected at once.
    max_connections: Number<1, 100_000> = "4096", "NUMBER", true;
    /// The seconds between two rounds of the background jobs.
    jobs_seconds: Number<1, 3600> = "15", "SECONDS", true;
    /// The threads that work on the queue of jobs (mails, imports, exports), for each of its two lanes; with 0
    /// this server leaves the queue to others.
    job_workers: Number<0, 16> = "1", "NUMBER", true;
    /// Where mails go: `files:FOLDER`, `smtp://HOST:PORT` (with STARTTLS), `smtps://USER:PASSWORD@HOST:PORT`,
    /// or `off`; `auto` writes them into a folder beside the database.
    mail: Auto<MailTarget> = "auto", "TARGET", true;
    /// From whom mails come, such as `Bourse <no-reply@bourse.example>`. A mail server needs to know.
    mail_from: Auto<Sender> = "auto", "ADDRESS", true;
    /// The address of the pages for people, to which mails link; with `auto`, mails hold codes instead of links.
    pages_url: Auto<PublicUrl> = "auto", "URL", true;
    /// The seconds for which a service that is told to stop still serves, not ready any more.
    drain_seconds: Number<0, 600> = "25", "SECONDS", true;
    /// Who issues the access tokens, as they say; `auto` takes the public address, or `partact`.
    token_issuer: Auto<Text> = "auto", "TEXT", true;
    /// For whom the access tokens are, as they say.
    token_audience: Text = "partact-api", "TEXT", true;
    /// `text`, `json`, or `auto`: text in a terminal.
    log_format: Auto<LogFormat> = "auto", "FORMAT", false;
    /// What is logged: a level, or a filter such as `info,persistence=debug`.
    log_level: LogFilter = "info", "FILTER", false;
}

impl Config {
    /// Who issues the access tokens. Servers on one database must agree on it, so it is not made of an
    /// address that is a server's own.
    pub fn issuer(&self) -> String {
        match (&self.token_issuer, &self.public_url) {
            (Auto::Given(issuer), _) => issuer.to_string(),
            (Auto::Auto, Auto::Given(url)) => url.to_string(),
            (Auto::Auto, Auto::Auto) => "partact".to_owned(),
        }
    }

    /// What is decided about the safety of accounts and keys.
    pub fn security(&self) -> Security {
        Security {
            staff_mfa: self.staff_mfa,
            sealing_key: match &self.sealing_key_file {
                Auto::Given(file) => Some(file.key()),
                Auto::Auto => None,
            },
            signing_key_life: SignedDuration::from_hours(24 * i64::from(self.signing_key_days.get())),
        }
    }

    /// How much one caller may ask.
    pub fn limits(&self) -> http::Limits {
        let number = |switch: &Switch<Number<1, 1_000_000>>| match switch {
            Switch::Off => None,
            Switch::On(number) => Some(number.get()),
        };
        http::Limits { requests: number(&self.requests_per_minute), logins: number(&self.logins_per_minute) }
    }

    /// The number of threads that handle requests.
    pub fn worker_count(&self) -> usize {
        match self.workers {
            Auto::Given(number) => number.size(),
            Auto::Auto => std::thread::available_parallelism().map_or(2, std::num::NonZero::get),
        }
    }

    /// The number of threads of each worker that wait for the database: together a few more than there
    /// are connections, so that hashing a password does not leave one idle.
    pub fn blocking_thread_count(&self) -> usize {
        match self.blocking_threads {
            Auto::Given(number) => number.size(),
            Auto::Auto => self.connections.size().div_ceil(self.worker_count()) + 2,
        }
    }
}

/// The reading of one configuration.
struct Reading<'s> {
    sources: &'s Sources,
    faults: Vec<Fault>,
    shown: Vec<Shown>,
}

impl Reading<'_> {
    fn take<T: Value>(&mut self, name: &'static str, default: &str) -> Option<T> {
        let (text, source) = match self.sources.find(name) {
            Some((text, source)) => (text, source.clone()),
            None => (default, Source::Default(name)),
        };
        match T::parse(text.trim()) {
            Ok(value) => {
                self.shown.push(Shown { name, value: value.show(), source });
                Some(value)
            }
            Err(why) => {
                self.faults.push(Fault { source, why });
                None
            }
        }
    }
}
