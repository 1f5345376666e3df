//! Servers in processes of their own, built as they are shipped.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime};
use std::{env, fs};

use jiff::Timestamp;
use serde_json::json;
use testkit::{Client, PASSWORD};

use super::hammer::patiently;

/// A token is used for so long; it would hold ten minutes.
const TOKEN: Duration = Duration::from_mins(5);

/// `partact serve`. Dropping it ends the process.
pub(super) struct Process {
    child: Child,
    url: String,
    // The process must not find its standard output closed.
    _output: BufReader<ChildStdout>,
}

impl Process {
    /// Serves this database, which has its schema, on a free port.
    pub(super) fn serve(database: &str) -> Self {
        let mut command = Command::new(program());
        for (variable, _) in env::vars_os() {
            if variable.to_string_lossy().starts_with("PARTACT_") {
                command.env_remove(variable);
            }
        }
        let flags = ["--listen", "127.0.0.1:0", "--metrics-listen", "off", "--log-level", "error"];
        let unlimited = ["--requests-per-minute", "off", "--logins-per-minute", "off"];
        let mut child = command
            .args(["serve", "--no-migrate", "--connections", "4", "--database", database])
            .args(flags)
            .args(unlimited)
            .current_dir(env::temp_dir())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        let url = line.trim_end().strip_prefix("partact listens on ").map(str::to_owned);
        let url = url.unwrap_or_else(|| panic!("the server says {line:?}"));
        Self { child, url, _output: output }
    }

    /// Where it is.
    pub(super) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Best effort: the test has its verdict already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Who has logged in over HTTP, with their tokens.
pub(super) struct Logins {
    server: Client,
    tokens: Mutex<BTreeMap<String, (Instant, String)>>,
}

impl Logins {
    /// Nobody yet, at this server.
    pub(super) fn at(url: &str) -> Self {
        Self { server: Client::new(url), tokens: Mutex::new(BTreeMap::new()) }
    }

    /// A token of somebody, who logs in for it the first time and whenever it has grown old.
    pub(super) fn token(&self, email: &str) -> String {
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, token)) = tokens.get(email).filter(|(since, _)| since.elapsed() < TOKEN) {
            return token.clone();
        }
        let credentials = json!({"email": email, "password": PASSWORD});
        let (reply, _) = patiently(|| self.server.post("/v1/auth/sessions", &credentials));
        let token = reply.expect(201).text_at("/access_token").to_owned();
        tokens.insert(email.to_owned(), (Instant::now(), token.clone()));
        token
    }
}

/// The time by which the processes go.
#[expect(clippy::disallowed_methods, reason = "a process of its own has the clock of the machine")]
pub(super) fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_microsecond(now.as_microsecond()).unwrap()
}

/// The program, built anew if a source is newer.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let tests = env::current_exe().unwrap();
        let profile = tests.ancestors().find(|folder| folder.ends_with("deps")).and_then(Path::parent);
        let profile = profile.unwrap_or_else(|| panic!("{} is in no target folder", tests.display()));
        let program = profile.join("partact").with_extension(env::consts::EXE_EXTENSION);
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let built = fs::metadata(&program).and_then(|file| file.modified());
        if built.is_err() || built.is_ok_and(|built| newest(&root.join("crates")) > built) {
            let mut build = Command::new(env!("CARGO"));
            build.current_dir(&root).args(["build", "--locked", "--package", "partact-server"]);
            if profile.ends_with("release") {
                build.arg("--release");
            }
            assert!(build.status().unwrap().success(), "the server cannot be built");
        }
        program
    })
}

/// When a file below this folder was last changed.
fn newest(folder: &Path) -> SystemTime {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let times = entries.map(|entry| {
        let metadata = entry.metadata().unwrap();
        if metadata.is_dir() { newest(&entry.path()) } else { metadata.modified().unwrap() }
    });
    times.max().unwrap_or(SystemTime::UNIX_EPOCH)
}
