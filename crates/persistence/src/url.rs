//! The address of a database. A wrong one is an error, never a new file.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// A database, by the scheme of its URL.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// `postgres://` or `postgresql://`, as libpq reads it.
    Postgres(String),
    /// `sqlite:FILE`.
    Sqlite(PathBuf),
}

/// Why a text is not the address of a database.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseUrlError {
    /// Neither of the two schemes.
    #[error("a database is `sqlite:FILE` or `postgres://USER@HOST/NAME`, not `{0}`")]
    Scheme(String),
    /// No file named.
    #[error("`sqlite:` needs the name of a file, as in `sqlite:partact.db`")]
    FileMissing,
    /// An in-memory database would be a different one for each connection.
    #[error("an in-memory database cannot be shared by connections; name a file")]
    InMemory,
    /// No host or no name.
    #[error("`{0}` names no database: postgres://USER@HOST/NAME")]
    NameMissing(String),
}

impl FromStr for DatabaseUrl {
    type Err = DatabaseUrlError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(file) = text.strip_prefix("sqlite:") {
            let file = file.strip_prefix("//").unwrap_or(file);
            return match file {
                "" => Err(DatabaseUrlError::FileMissing),
                ":memory:" => Err(DatabaseUrlError::InMemory),
                file if file.contains("mode=memory") => Err(DatabaseUrlError::InMemory),
                file => Ok(Self::Sqlite(PathBuf::from(file))),
            };
        }
        let Some(rest) = text.strip_prefix("postgres://").or_else(|| text.strip_prefix("postgresql://"))
        else {
            return Err(DatabaseUrlError::Scheme(redacted(text)));
        };
        match rest.split_once('/') {
            Some((_, name)) if !name.is_empty() => Ok(Self::Postgres(text.to_owned())),
            _ => Err(DatabaseUrlError::NameMissing(redacted(text))),
        }
    }
}

/// The address without the password.
fn redacted(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else { return text.to_owned() };
    match rest.rsplit_once('@') {
        Some((user, place)) => {
            let user = user.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}:***@{place}")
        }
        None => text.to_owned(),
    }
}

impl fmt::Display for DatabaseUrl {
    /// Without the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Postgres(url) => f.write_str(&redacted(url)),
            Self::Sqlite(file) => write!(f, "sqlite:{}", file.display()),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cases: &[(&str, Result<&str, ()>)]) {
        for (text, expected) in cases {
            let found = text.parse::<DatabaseUrl>().map(|url| url.to_string()).map_err(|_| ());
            assert_eq!(found, expected.map(str::to_owned), "{text}");
        }
    }

    #[test]
    fn only_two_schemes_are_addresses() {
        check(&[
            ("sqlite:partact.db", Ok("sqlite:partact.db")),
            ("sqlite:///srv/partact.db", Ok("sqlite:/srv/partact.db")),
            ("sqlite:", Err(())),
            ("sqlite::memory:", Err(())),
            ("partact.db", Err(())),
            ("postgers://localhost/partact", Err(())),
            ("mysql://localhost/partact", Err(())),
            ("postgres://localhost", Err(())),
            ("postgres://partact:secret@localhost/partact", Ok("postgres://partact:***@localhost/partact")),
            ("postgresql://localhost/partact", Ok("postgresql://localhost/partact")),
        ]);
    }
}
