//! Where settings are given: flags, environment, file.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use toml::Value;

use super::{Fault, TABLE};

/// The file that is read when it is there and no other is named.
const USUAL_FILE: &str = "partact.toml";

/// The variable that names another file.
const FILE_VARIABLE: &str = "PARTACT_CONFIG";

/// Where a value stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// At the command line: the flag without its dashes.
    Flag(String),
    /// In the environment: the variable.
    Environment(String),
    /// In a file, under a key.
    File(PathBuf, String),
    /// The file itself.
    WholeFile(PathBuf),
    /// Nobody gave one: the setting.
    Default(&'static str),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "flag --{flag}"),
            Self::Environment(variable) => write!(f, "variable {variable}"),
            Self::File(file, key) => write!(f, "file {}, key {key}", file.display()),
            Self::WholeFile(file) => write!(f, "file {}", file.display()),
            Self::Default(_) => f.write_str("default"),
        }
    }
}

/// What was given, the source that counts most first.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    given: Vec<(&'static str, String, Source)>,
    pub(super) faults: Vec<Fault>,
}

impl Sources {
    /// Takes flags, by the names of their settings.
    pub fn flags(&mut self, flags: &[(&'static str, String)]) {
        for setting in TABLE {
            for (_, value) in flags.iter().filter(|(name, _)| *name == setting.name) {
                self.given.push((setting.name, value.clone(), Source::Flag(setting.flag())));
            }
        }
    }

    /// Takes the environment: of its variables those that name a setting. Others that begin like ours are
    /// left alone; orchestrators make such by themselves (`PARTACT_PORT` for a service named `partact`).
    pub fn environment(&mut self, variable: impl Fn(&str) -> Option<OsString>) {
        for setting in TABLE {
            let name = setting.variable();
            let Some(value) = variable(&name) else { continue };
            let source = Source::Environment(name);
            match value.into_string() {
                Ok(value) => self.given.push((setting.name, value, source)),
                Err(_) => self.faults.push(Fault { source, why: "not Unicode".to_owned() }),
            }
        }
    }

    /// Takes the file that the flag or the environment names, else the usual one where it is there.
    pub fn file(&mut self, named: Option<&Path>, variable: impl Fn(&str) -> Option<OsString>) {
        let named = named.map(Path::to_path_buf).or_else(|| variable(FILE_VARIABLE).map(PathBuf::from));
        let file = named.clone().unwrap_or_else(|| PathBuf::from(USUAL_FILE));
        match std::fs::read_to_string(&file) {
            Ok(text) => self.text(&file, &text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && named.is_none() => {}
            Err(error) => {
                self.faults
                    .push(Fault { source: Source::WholeFile(file), why: format!("cannot be read: {error}") });
            }
        }
    }

    /// Takes the text of a file. Keys that name no setting are faults: a misspelled one would be a setting
    /// that somebody believes to have made.
    pub fn text(&mut self, file: &Path, text: &str) {
        let table = match text.parse::<toml::Table>() {
            Ok(table) => table,
            Err(error) => {
                // Not the error's own display: it quotes the line, and the line may hold a password.
                let offset = error.span().map_or(0, |span| span.start);
                let line = text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1;
                let why = format!("line {line} is no TOML: {}", error.message());
                self.faults.push(Fault { source: Source::WholeFile(file.to_owned()), why });
                return;
            }
        };
        for (key, value) in table {
            let source = Source::File(file.to_owned(), key.clone());
            let Some(setting) = TABLE.iter().find(|setting| setting.name == key) else {
                self.faults.push(Fault { source, why: "there is no such setting".to_owned() });
                continue;
            };
            if let Some(text) = plain(&value) {
                self.given.push((setting.name, text, source));
            } else {
                let why = "not a text, a number or a list of texts".to_owned();
                self.faults.push(Fault { source, why });
            }
        }
    }

    /// The value that counts.
    pub(super) fn find(&self, name: &str) -> Option<(&str, &Source)> {
        self.given.iter().find(|(given, ..)| *given == name).map(|(_, text, source)| (text.as_str(), source))
    }
}

/// A value of the file as a flag would give it.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Array(values) => {
            let texts: Option<Vec<_>> = values.iter().map(Value::as_str).collect();
            texts.map(|texts| texts.join(","))
        }
        Value::Float(_) | Value::Boolean(_) | Value::Datetime(_) | Value::Table(_) => None,
    }
}
