//! Finds PostgreSQL on this machine, and runs its programs.

use std::{
    cmp::Reverse,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// `CREATE DATABASE … STRATEGY` came with this release, and the migrations are written for it.
const OLDEST_RELEASE: u32 = 15;

const HOW_TO_INSTALL: &str = "\
    PostgreSQL 15 or newer is needed for this test, and was not found. Type:\n\n    \
    scripts/test\n\n\
    which installs it and runs all tests; or install it yourself (Debian, Ubuntu: \
    `apt-get install postgresql`); or set TEST_DATABASE_URL to the postgres:// URL of a \
    maintenance database on a server where the role may create databases.";

/// The folder of one release's programs.
#[derive(Clone, Debug)]
pub(super) struct Installation {
    bin: PathBuf,
}

impl Installation {
    /// The first release on the `PATH` that will do, or else the newest one where packages put them.
    pub(super) fn find() -> Self {
        folders()
            .into_iter()
            .map(Self::at)
            .find(|installation| installation.release() >= Some(OLDEST_RELEASE))
            .unwrap_or_else(|| panic!("{HOW_TO_INSTALL}"))
    }

    pub(super) fn at(bin: PathBuf) -> Self {
        Self { bin }
    }

    pub(super) fn bin(&self) -> &Path {
        &self.bin
    }

    pub(super) fn psql(&self) -> PathBuf {
        self.bin.join("psql")
    }

    /// A program of this release, deaf to what the surrounding environment says about PostgreSQL.
    pub(super) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.bin.join(program));
        for (name, _) in std::env::vars_os() {
            if name.as_encoded_bytes().starts_with(b"PG") {
                command.env_remove(name);
            }
        }
        // The programs of a server do not like to start where their user may not look.
        command.current_dir("/").env("LC_ALL", "C");
        command.stdin(Stdio::null());
        command
    }

    fn release(&self) -> Option<u32> {
        if !["postgres", "initdb", "pg_ctl", "psql"].iter().all(|program| self.bin.join(program).is_file()) {
            return None;
        }
        let answer = self.command("postgres").arg("--version").output().ok()?;
        let answer = String::from_utf8(answer.stdout).ok()?;
        // `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`
        let version = answer.split_whitespace().nth(2)?;
        leading_number(version)
    }
}

/// The client alone, for a server that runs elsewhere.
pub(super) fn find_client() -> PathBuf {
    folders().into_iter().map(|folder| folder.join("psql")).find(|client| client.is_file()).unwrap_or_else(
        || {
            panic!(
                "psql, the client of PostgreSQL, is needed for this test, and was not found. Type \
                 `scripts/test`, or install it (Debian, Ubuntu: `apt-get install postgresql-client`)."
            )
        },
    )
}

/// Runs one statement, and returns the rows without decoration.
pub(super) fn psql(client: &Path, url: &str, sql: &str) -> Result<String, String> {
    let output = Command::new(client)
        .args(["--no-psqlrc", "--quiet", "--no-align", "--tuples-only"])
        .args(["--no-password", "--set=ON_ERROR_STOP=1", "--command", sql])
        .args(["--dbname", url])
        .env("PGCONNECT_TIMEOUT", "10")
        .env("LC_ALL", "C")
        .current_dir("/")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("cannot run {}: {error}", client.display()))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).trim_end().to_owned())
    }
}

fn folders() -> Vec<PathBuf> {
    let on_path = std::env::var_os("PATH")
        .map(|path| std::env::split_paths(&path).collect::<Vec<_>>())
        .unwrap_or_default()
        .into_iter()
        // The distribution's wrapper script in /usr/bin takes 50 ms for what psql does in 10.
        .filter(|folder| folder.join("postgres").is_file());
    // Debian and Ubuntu, Red Hat, Homebrew.
    let packaged = [("/usr/lib/postgresql", ""), ("/usr", "pgsql-"), ("/opt/homebrew/opt", "postgresql@")]
        .into_iter()
        .flat_map(|(parent, prefix)| releases_in(Path::new(parent), prefix));
    let clients = ["/usr/bin", "/usr/local/bin"].map(PathBuf::from);
    on_path.chain(packaged).chain(clients).collect()
}

/// The `bin` folders of the releases in a folder, newest first.
fn releases_in(parent: &Path, prefix: &str) -> Vec<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir(parent)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let release = leading_number(entry.file_name().to_str()?.strip_prefix(prefix)?)?;
            Some((release, entry.path().join("bin")))
        })
        .collect();
    found.sort_by_key(|(release, _)| Reverse(*release));
    found.into_iter().map(|(_, bin)| bin).collect()
}

fn leading_number(text: &str) -> Option<u32> {
    let digits =
        text.split_once(|character: char| !character.is_ascii_digit()).map_or(text, |(digits, _)| digits);
    digits.parse().ok()
}
